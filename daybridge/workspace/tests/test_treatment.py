"""The treatment plan's pages over HTTP: written piece by piece, nothing lost, signed with a proof, held beside the version before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.plans import actions, printing, queries
from daybridge.plans.models import PlanDraft, PlanStep, PlanVersion
from daybridge.plans.rules import Step
from daybridge.plans.rules.content import Content, Goal, Intervention, Objective, Problem, Progress, Side, Target
from daybridge.plans.tests.deeds import a_plan, signed, written
from daybridge.workspace.treatment import form as treatment_form
from daybridge.workspace.treatment import page as treatment_page
from tests.cast import House, a_prescriber, a_sheet, an_entry, later, proved, sign_in


def _begin(house: House, client: Client) -> str:
    answer = client.post(f"/workspace/people/{house.participants['Ana'].id}/treatment/begin/")
    return answer["Location"]


def _typed(says: Content) -> dict[str, str]:
    """Every field of the form as a browser sends it."""
    sent: dict[str, Any] = {"strengths": says.strengths, "ready_when": says.ready_when}
    for problem in says.problems:
        at = f"problem-{problem.id}"
        sent |= {
            f"{at}-said": problem.said,
            f"{at}-side": problem.side,
            f"{at}-stage": problem.stage,
            f"{at}-feeds": list(map(str, problem.feeds)),
        }
    for goal in says.goals:
        sent[f"goal-{goal.id}-said"] = goal.said
    for one in says.objectives:
        at = f"objective-{one.id}"
        sent |= {
            f"{at}-said": one.said, f"{at}-seen_by": one.seen_by, f"{at}-code": one.code, f"{at}-baseline": "" if one.baseline is None else str(one.baseline),
            f"{at}-target": "" if one.target is None else str(one.target), f"{at}-due_on": one.due_on.isoformat() if one.due_on else "",
        }  # fmt: skip
        for done in one.interventions:
            at = f"intervention-{done.id}"
            sent |= {
                f"{at}-service": done.service,
                f"{at}-what": done.what,
                f"{at}-by": done.by,
                f"{at}-times": str(done.times_a_week),
                f"{at}-weeks": str(done.weeks),
                f"{at}-code": done.code,
            }
    return sent


def _draft(house: House) -> PlanDraft:
    return PlanDraft.objects.get(participant=house.participants["Ana"], closed_at=None)


def test_a_plan_grows_piece_by_piece_and_what_was_typed_is_kept_with_every_button(house: House) -> None:
    client = sign_in(house.staff["Ben"].account)
    address = _begin(house, client)
    assert client.post(address, {"revision": "1", "do": "add-problem", "strengths": "A sister"}).status_code == 200
    draft = _draft(house)
    [problem] = (says := Content.from_json(draft.content)).problems
    assert says.strengths == "A sister" and len(problem.goals) == 1
    sent = {
        "revision": str(draft.revision),
        f"problem-{problem.id}-said": "Low mood",
        "do": f"add-objective:{problem.goals[0].id}",
    }
    page = client.post(address, sent).content.decode()
    [one] = (says := Content.from_json(_draft(house).content)).objectives
    assert says.problems[0].said == "Low mood" and len(one.interventions) == 1 and "Objective 1" in page
    client.post(address, {"revision": str(_draft(house).revision), "do": f"drop:{one.id}"})
    assert not list(Content.from_json(_draft(house).content).objectives)


def test_every_field_that_a_browser_sends_is_read(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    wanted = a_plan(said="Other words")
    sent = {**_typed(wanted), "revision": str(draft.revision), "do": "save"}
    assert client.post(f"/workspace/treatment-drafts/{draft.id}/", sent).status_code == 200
    assert Content.from_json(_draft(house).content) == wanted


def test_what_could_not_be_read_is_said_and_stays_as_it_was(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    first = next(a_plan().objectives)
    wrong = {
        f"objective-{first.id}-target": "nine", f"objective-{first.id}-due_on": "soon",
        f"intervention-{first.interventions[0].id}-times": "99", f"objective-{first.id}-baseline": "17,5",
    }  # fmt: skip
    sent = {**_typed(a_plan()), **wrong, "revision": str(draft.revision), "do": "sign"}
    answer = client.post(f"/workspace/treatment-drafts/{draft.id}/", sent)
    shown = answer.content.decode()
    assert (
        answer.status_code == 422
        and "nine is no number" in shown
        and "soon is no day" in shown
        and "from 1 to 14" in shown
    )
    kept = Content.from_json(_draft(house).content).objective(first.id)
    assert kept and (kept.target, kept.due_on, kept.baseline) == (9, first.due_on, 17.5)


def test_a_colleagues_plan_is_not_overwritten_unseen(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    actions.change_plan(
        house.actors["Dora"], draft, content=replace(a_plan(), strengths="Cello"), revision=draft.revision
    )
    sent = {**_typed(replace(a_plan(), strengths="Choir")), "revision": str(draft.revision), "do": "save"}
    answer = client.post(f"/workspace/treatment-drafts/{draft.id}/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Choir" in shown and "Dora Quill" in shown
    assert _draft(house).content["strengths"] == "Cello"
    assert f'name="revision" value="{_draft(house).revision}"' in " ".join(shown.split())


def test_no_piece_is_shown_that_is_not_kept(house: House) -> None:
    client, says = sign_in(house.staff["Ben"].account), a_plan()
    draft = written(house, says)
    actions.change_plan(
        house.actors["Dora"],
        draft,
        content=replace(says, strengths="Paints"),
        revision=draft.revision,
        page=UUID(int=8),
    )
    behind = {**_typed(says), "revision": str(draft.revision), "page": str(UUID(int=9)), "do": "add-problem"}
    answer = client.post(f"/workspace/treatment-drafts/{draft.id}/", behind)
    assert answer.status_code == 409 and len(answer.context["says"].problems) == len(says.problems)
    again = {**behind, "revision": str(answer.context["revision"])}
    assert len(client.post(f"/workspace/treatment-drafts/{draft.id}/", again).context["says"].problems) == 3


def test_what_is_typed_is_kept_by_itself_and_no_page_is_behind_itself(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    address, page = f"/workspace/treatment-drafts/{draft.id}/", str(UUID(int=77))
    sent = {"revision": str(draft.revision), "page": page}
    for strengths in ("Cho", "Choir"):  # the second begins from the first one's revision: its answer was not there yet
        answer = client.post(address, {**_typed(replace(a_plan(), strengths=strengths)), **sent, "do": "keep"})
        assert answer.status_code == 200
    shown = " ".join(answer.content.decode().split())
    assert "Saved" in shown and f'name="revision" value="{_draft(house).revision}"' in shown and page in shown
    assert _draft(house).content["strengths"] == "Choir"
    other = {**sent, "page": str(UUID(int=78)), "do": "keep"}
    late = client.post(address, {**_typed(replace(a_plan(), strengths="Cello")), **other})
    assert late.status_code == 409 and "Press Save to see both" in late.content.decode()
    assert _draft(house).content["strengths"] == "Choir"


def test_what_was_sent_while_typing_and_comes_after_a_button_takes_nothing_back(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    address, page = f"/workspace/treatment-drafts/{draft.id}/", str(UUID(int=77))
    sent = {"revision": str(draft.revision), "page": page}
    typed = {**_typed(replace(a_plan(), strengths="Choir")), **sent}
    assert client.post(address, {**typed, "do": "keep"}).status_code == 200
    shown = client.post(address, {**typed, "do": "save"})  # nothing new in it, and yet a page of its own
    late = {**_typed(replace(a_plan(), strengths="Cho")), **sent, "do": "keep"}
    assert client.post(address, late).status_code == 409 and _draft(house).content["strengths"] == "Choir"
    anew = {"revision": str(shown.context["revision"]), "page": str(shown.context["page_id"])}
    answer = client.post(address, {**_typed(replace(a_plan(), strengths="Choir, chess")), **anew, "do": "keep"})
    assert answer.status_code == 200 and _draft(house).content["strengths"] == "Choir, chess"


def test_what_could_not_be_read_while_typing_is_said_and_the_rest_is_kept(house: House) -> None:
    written(house, a_plan())
    draft, client = _draft(house), sign_in(house.staff["Ben"].account)
    first = next(a_plan().objectives)
    sent = {**_typed(replace(a_plan(), strengths="Choir")), f"objective-{first.id}-target": "nine"}
    answer = client.post(
        f"/workspace/treatment-drafts/{draft.id}/", {**sent, "revision": str(draft.revision), "do": "keep"}
    )
    assert "nine is no number" in answer.content.decode() and _draft(house).content["strengths"] == "Choir"


def test_a_signed_plan_is_printed_as_it_was_signed(house: House) -> None:
    version = signed(house)
    answer = sign_in(house.staff["Ben"].account).get(f"/workspace/treatment/{version.id}/plan.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    told = printing.told_of(version, queries.steps_of(version), house.organization)
    said = "\n".join(one for part in told["parts"] for one in part)
    assert "1. Low mood since spring" in said and "makes worse: Drinks when alone" in said and "18 → 9" in said
    assert "seen by Patient Health Questionnaire (PHQ-9)" in said
    assert told["signatures"][-1] == "Waits for the participant's signature." and version.digest in told["footer"]
    actions.answer_for_them(house.actors["Ben"], version, answer=Step.DECLINED, words="Wants to think")
    told = printing.told_of(version, queries.steps_of(version), house.organization)
    assert "Wants to think" in told["signatures"][-1]


def test_signing_says_what_is_missing_takes_a_proof_and_puts_the_plan_in_force(house: House) -> None:
    draft = written(house, replace(a_plan(), problems=a_plan().problems[:1]))
    address = f"/workspace/treatment-drafts/{draft.id}/sign/"
    late = proved(house.staff["Ben"].account, ago=timedelta(minutes=6))
    assert "reauthenticate" in late.post(address, {"revision": str(draft.revision)})["Location"]
    client = proved(house.staff["Ben"].account)
    assert client.post(address, {"revision": "1"}).status_code == 409 and not PlanVersion.objects.exists()
    assert client.post(address, {"revision": str(draft.revision)}).status_code == 302
    assert PlanVersion.objects.get().signed_by == house.staff["Ben"]
    shown = client.get(f"/workspace/people/{house.participants['Ana'].id}/treatment/").content.decode()
    assert "Low mood since spring" in shown and "waits for the participant" in " ".join(shown.split())
    empty = written(house, Content())
    page = client.get(f"/workspace/treatment-drafts/{empty.id}/sign/").content.decode()
    assert "at least one problem" in page and "Sign the plan" not in page


def test_what_is_missing_says_where_and_leads_there(house: House) -> None:
    goal = Goal(id=uuid4(), said="")
    problem = Problem(id=uuid4(), said="Low mood", side=Side.MENTAL_HEALTH, goals=(goal,))
    draft = written(house, Content(problems=(problem,)))
    page = proved(house.staff["Ben"].account).get(f"/workspace/treatment-drafts/{draft.id}/sign/").content.decode()
    assert f'/workspace/treatment-drafts/{draft.id}/#piece-{goal.id}">Problem 1, goal: there are no words yet.' in page


def test_answers_reviews_and_certificates_are_written_down(house: House) -> None:
    version = signed(house)
    client, root = sign_in(house.staff["Ben"].account), f"/workspace/treatment/{version.id}"
    client.post(f"{root}/answer/", {"answer": "declined", "words": ""})
    assert not PlanStep.objects.exists()
    client.post(f"{root}/answer/", {"answer": "declined", "words": "Wants to think"})
    client.post(f"{root}/review/")
    assert sorted(PlanStep.objects.values_list("kind", flat=True)) == ["declined", "reviewed"]
    a_prescriber(house)
    unproved = proved(house.staff["Priya"].account, ago=timedelta(minutes=6))
    assert "reauthenticate" in unproved.post(f"{root}/certify/")["Location"]
    proved(house.staff["Priya"].account).post(f"{root}/certify/")
    assert PlanStep.objects.get(kind="certified").staff == house.staff["Priya"]


def test_two_versions_stand_side_by_side_with_what_is_different(house: House) -> None:
    signed(house)
    newer = signed(house, a_plan(said="Score under 5"))
    shown = sign_in(house.staff["Ben"].account).get(f"/workspace/treatment/{newer.id}/").content.decode()
    assert (
        "<ins>" in shown and "Score under 5" in shown and "What is different from version 1" in " ".join(shown.split())
    )


def test_progress_comes_from_what_is_known_and_says_from_where(house: House) -> None:
    signed(house)
    ana = house.participants["Ana"]
    [mood, use] = treatment_page.plan_page(ana).problems
    assert mood.feeds == ["Drinks when alone"] and use.fed_by == ["Low mood since spring"]
    assert _progress(mood).share is None and _progress(use).share is None
    a_sheet(house, ana)  # eight of 27
    found = _progress(treatment_page.plan_page(ana).problems[0])
    assert (found.now, found.share, found.is_reached, found.source) == (
        8,
        100,
        True,
        "Patient Health Questionnaire (PHQ-9)",
    )
    page = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{ana.id}/treatment/").content.decode()
    assert "100 % of the way: 8 on" in " ".join(page.split())


def test_days_of_the_diary_count_once_and_from_admission_on(house: House) -> None:
    ana = house.participants["Ana"]  # admitted ten days ago
    mood, use = a_plan().problems
    [goal] = use.goals
    kept = replace(goal.objectives[0], seen_by=Target.DIARY, baseline=0, target=7)
    signed(house, Content((mood, replace(use, goals=(replace(goal, objectives=(kept,)),)))))
    with clock.at(later(days=3)):  # the fourteenth day here
        for days_ago in (0, 0, 1, 2, 3):
            an_entry(house, ana, days_ago=days_ago)
        found = _progress(treatment_page.plan_page(ana).problems[1])
    assert (found.now, found.share) == (2.0, 29)
    with clock.at(later(days=-5)):
        assert _progress(treatment_page.plan_page(ana).problems[1]).now is None


def _progress(shown: treatment_page.ShownProblem) -> Progress:
    found = shown.goals[0].objectives[0].progress
    assert found
    return found


@pytest.mark.parametrize("kind", ["problem", "goal", "objective", "intervention"])
def test_no_plan_grows_without_end(kind: str) -> None:
    one = Objective(UUID(int=3), interventions=(Intervention(UUID(int=4)),))
    says = Content((Problem(UUID(int=1), goals=(Goal(UUID(int=2), objectives=(one,)),)),))
    under = {"problem": None, "goal": UUID(int=1), "objective": UUID(int=2), "intervention": UUID(int=3)}[kind]
    for _ in range(20):
        says = treatment_form.with_piece(says, kind, under)
    counts = {
        "problem": len(says.problems),
        "goal": len(says.problems[0].goals),
        "objective": len(says.problems[0].goals[0].objectives),
    }
    counts["intervention"] = len(says.problems[0].goals[0].objectives[0].interventions)
    assert counts[kind] == {"problem": 8, "goal": 4, "objective": 6, "intervention": 6}[kind]
    assert treatment_form.with_piece(says, "nothing", UUID(int=9)) == says


def test_a_piece_that_goes_takes_what_is_under_it_and_feeds_nobody(house: House) -> None:
    says = a_plan()
    left = treatment_form.without_piece(says, says.problems[1].id)
    assert len(left.problems) == 1 and not left.problems[0].feeds and queries.in_their_words(left, {}) == left
    service = next(says.objectives).interventions[0]
    assert next(treatment_form.without_piece(says, service.id).objectives).interventions == ()
    assert next(treatment_form.without_piece(says, next(says.goals).id).goals) == list(says.goals)[1]
