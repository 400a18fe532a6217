"""A treatment plan: written together, signed by both, in force until the next; what was signed never changes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from daybridge.core import clock, guard
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.people.models import Participant
from daybridge.plans import actions, queries
from daybridge.plans.models import GoalWords, PlanVersion
from daybridge.plans.models import Objective as Row
from daybridge.plans.rules import Ending, Step
from daybridge.plans.rules.content import Content
from daybridge.plans.tests.deeds import a_plan, signed, written
from daybridge.programs.actions import admit, discharge
from daybridge.programs.models import Episode, Program
from daybridge.programs.rules import EndReason, Limit, Number, RulePack, pack_as_json
from tests.cast import House, a_prescriber


def _ana(house: House) -> Participant:
    return house.participants["Ana"]


def _priya(house: House) -> Actor:
    if "Priya" not in house.actors:
        a_prescriber(house)
    return house.actors["Priya"]


def test_a_plan_holds_from_its_clinicians_signature_and_its_objectives_are_on_the_list(house: House) -> None:
    version = signed(house)
    assert version.number == 1 and queries.is_whole(version) and queries.in_force(_ana(house).id) == version
    assert [(one.number, one.said, one.measure) for one in queries.objectives(_ana(house).id)] == [
        (1, "Score under 10 on the mood questionnaire", "phq-9"), (2, "Come to nine of ten sessions", ""),
    ]  # fmt: skip
    assert queries.draft_of(_ana(house).id) is None
    [told] = AuditEntry.objects.filter(deed="plans.PlanSigned")
    assert told.facts["digest"] == version.digest and told.participant_id == _ana(house).id


def test_what_was_written_comes_back_as_it_was(house: House) -> None:
    says = a_plan()
    assert Content.from_json(written(house, says).content) == says


def test_writing_is_begun_once_and_two_who_write_do_not_overwrite_each_other(house: House) -> None:
    draft = written(house, a_plan())
    again = actions.begin_plan(house.actors["Dora"], _ana(house))
    assert again.repeated and again.subject_id == draft.id
    theirs = replace(a_plan(), strengths="Plays the cello")
    actions.change_plan(house.actors["Dora"], draft, content=theirs, revision=draft.revision)
    with pytest.raises(Conflict, match="was written on elsewhere"):
        actions.change_plan(
            house.actors["Ben"], draft, content=replace(a_plan(), strengths="Mine"), revision=draft.revision
        )
    assert actions.change_plan(house.actors["Ben"], draft, content=theirs, revision=draft.revision).repeated
    with pytest.raises(Conflict, match="changed while you looked"):
        actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision)
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda says: replace(says, problems=()), "at least one problem"),
        (lambda says: replace(says, problems=(replace(says.problems[0], goals=()),)), "where they want to get"),
        (lambda says: replace(says, problems=(replace(says.problems[0], said=" "),)), "no words yet"),
    ],
)
def test_it_is_not_signed_while_something_is_missing_and_says_what(house: House, spoil, words: str) -> None:  # type: ignore[no-untyped-def]
    draft = written(house, spoil(a_plan()))
    with pytest.raises(Invalid) as refused:
        actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision)
    assert words in refused.value.fields["plan"]
    assert not Row.objects.exists() and queries.draft_of(_ana(house).id) is not None


def test_other_words_are_another_objective_and_what_went_is_off_the_list(house: House) -> None:
    before = signed(house)
    first, second = before.says.objectives
    draft = written(house, _with(before.says, first.id, said="Score under 5"))
    done = actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision)
    after = queries.version(house.actors["Ben"], done.subject_id)
    new, kept = after.says.objectives
    assert new.id != first.id and kept.id == second.id and done.ended == (first.id,)
    assert [(one.number, one.said) for one in queries.objectives(_ana(house).id)] == [
        (2, "Come to nine of ten sessions"), (3, "Score under 5"),
    ]  # fmt: skip
    gone = Row.objects.get(id=first.id)
    assert gone.ending == "changed" and gone.said == first.said
    before.refresh_from_db()
    assert queries.is_whole(before) and after.number == 2


def _with(says: Content, objective_id: UUID, **changes: object) -> Content:
    return replace(says, problems=tuple(
        replace(problem, goals=tuple(
            replace(goal, objectives=tuple(
                replace(one, **changes) if one.id == objective_id else one for one in goal.objectives  # type: ignore[arg-type]
            ))
            for goal in problem.goals
        ))
        for problem in says.problems
    ))  # fmt: skip


def test_objectives_that_stood_on_the_list_before_there_was_a_plan_are_what_it_begins_with(house: House) -> None:
    added = actions.add_objective(house.actors["Ben"], _ana(house), said="Ride out an urge")
    begun = actions.begin_plan(house.actors["Ben"], _ana(house))
    [one] = Content.from_json(queries.draft(house.actors["Ben"], begun.subject_id).content).objectives
    assert (one.id, one.said) == (added.subject_id, "Ride out an urge")


def test_an_objective_that_was_reached_meanwhile_and_stays_in_the_plan_is_a_new_one(house: House) -> None:
    first, _second = signed(house).says.objectives
    actions.end_objective(house.actors["Ben"], Row.objects.get(id=first.id), ending=Ending.REACHED)
    begun = queries.draft(house.actors["Ben"], actions.begin_plan(house.actors["Ben"], _ana(house)).subject_id)
    done = actions.sign_plan(house.actors["Ben"], begun, revision=begun.revision)
    again, _kept = queries.version(house.actors["Ben"], done.subject_id).says.objectives
    assert again.id != first.id and Row.objects.get(id=first.id).ending == "reached"
    assert [one.number for one in queries.objectives(_ana(house).id)] == [2, 3]


def test_an_objective_that_is_seen_by_another_measure_says_so_on_the_list(house: House) -> None:
    before = signed(house)
    first, _second = before.says.objectives
    draft = written(house, _with(before.says, first.id, code="gad-7"))
    actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision)
    assert [one.measure for one in queries.objectives(_ana(house).id)] == ["gad-7", ""]


def test_who_comes_again_gets_a_plan_of_their_own_and_not_what_was_left_half_written(house: House) -> None:
    old = written(house, a_plan())
    _leave(house)
    assert queries.standing(_ana(house)).draft == old  # until they come again somebody may still want to read it
    episode = _come_again(house)
    standing = queries.standing(_ana(house))
    assert not standing.is_of_this_stay and standing.draft is None and queries.draft_of(_ana(house).id) is None
    draft = written(house, a_plan())
    assert draft.id != old.id and draft.episode_id == episode.id
    actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision)
    assert queries.standing(_ana(house)).is_of_this_stay
    old.refresh_from_db()
    assert old.closed_at is not None


def _leave(house: House) -> None:
    episode = Episode.objects.get(participant=_ana(house), ended_on=None)
    today = clock.today("America/Chicago")
    discharge(house.actors["Dora"], episode, reason=EndReason.COMPLETED, ended_on=today)


def _come_again(house: House) -> Episode:
    admit(
        house.actors["Dora"], _ana(house), program=Program.objects.get(episodes__participant=_ana(house)), primary_therapist=house.staff["Ben"],
        admitted_on=clock.today("America/Chicago"),
    )  # fmt: skip
    return Episode.objects.get(participant=_ana(house), ended_on=None)


def test_the_participant_signs_for_themself_once_and_nobody_does_it_for_them(house: House) -> None:
    version, ana = signed(house), house.actors["Ana"]
    step = new_id()
    assert not actions.sign_own_plan(ana, version, step_id=step, made_at=clock.now()).repeated
    assert actions.sign_own_plan(ana, version, step_id=step, made_at=clock.now()).repeated
    for name in ("Ben", "Zoe"):
        with pytest.raises(Refused):
            actions.sign_own_plan(house.actors[name], version, step_id=new_id(), made_at=clock.now())
    with pytest.raises(Invalid):
        actions.answer_for_them(house.actors["Ben"], version, answer=Step.SIGNED)
    [answer] = queries.standing(_ana(house)).steps
    assert answer.staff is None and answer.kind == Step.SIGNED
    newer = signed(house, replace(version.says, strengths="More"))
    with pytest.raises(IdTaken):
        actions.sign_own_plan(ana, newer, step_id=step, made_at=clock.now())


def test_who_did_not_want_to_sign_has_said_why_and_may_still_sign(house: House) -> None:
    version, ben = signed(house), house.actors["Ben"]
    with pytest.raises(Invalid):
        actions.answer_for_them(ben, version, answer=Step.DECLINED, words=" ")
    actions.answer_for_them(ben, version, answer=Step.DECLINED, words="Wants to ask her sister first")
    standing = queries.standing(_ana(house))
    assert standing.answer and standing.answer.words == "Wants to ask her sister first"
    actions.sign_own_plan(house.actors["Ana"], version, step_id=new_id(), made_at=clock.now())
    assert (answer := queries.standing(_ana(house)).answer) and answer.kind == Step.SIGNED


def test_nobody_says_yes_to_what_does_not_hold_any_more(house: House) -> None:
    old = signed(house)
    signed(house, replace(old.says, strengths="A choir"))
    ben = house.actors["Ben"]
    with pytest.raises(Conflict, match="newer plan"):
        actions.sign_own_plan(house.actors["Ana"], old, step_id=new_id(), made_at=clock.now())
    with pytest.raises(Conflict, match="newer plan"):
        actions.review_plan(ben, old)
    with pytest.raises(Conflict, match="newer plan"):
        actions.certify_plan(_priya(house), old)


def test_goals_are_said_anew_by_whose_they_are_and_the_next_version_begins_with_that(house: House) -> None:
    version, ana = signed(house), house.actors["Ana"]
    goal = next(version.says.goals)
    words = new_id()
    actions.say_goal(ana, _ana(house), words_id=words, goal_id=goal.id, said=" Laugh again ", made_at=clock.now())
    assert actions.say_goal(ana, _ana(house), words_id=words, goal_id=goal.id, said="x", made_at=clock.now()).repeated
    assert GoalWords.objects.get().said == "Laugh again"
    version.refresh_from_db()
    assert queries.is_whole(version), "what was signed stays"
    begun = actions.begin_plan(house.actors["Ben"], _ana(house))
    assert (
        next(Content.from_json(queries.draft(house.actors["Ben"], begun.subject_id).content).goals).said
        == "Laugh again"
    )
    for said, wrong in ((" ", Invalid), ("x" * 301, Invalid)):
        with pytest.raises(wrong):
            actions.say_goal(ana, _ana(house), words_id=new_id(), goal_id=goal.id, said=said, made_at=clock.now())
    with pytest.raises(Conflict):
        actions.say_goal(ana, _ana(house), words_id=new_id(), goal_id=new_id(), said="x", made_at=clock.now())
    with pytest.raises(Refused):
        actions.say_goal(
            house.actors["Ben"], _ana(house), words_id=new_id(), goal_id=goal.id, said="x", made_at=clock.now()
        )


def test_reviews_and_certifications_are_due_as_the_rules_say(house: House) -> None:
    _rules(house, review_days=30, certify_days=60)
    version = signed(house)
    today = clock.today("America/Chicago")
    standing = queries.standing(_ana(house))
    assert standing.review and standing.review.on == today + timedelta(days=30)
    assert standing.certification and standing.certification.on == version.episode.admitted_on
    with clock.at(clock.now() + timedelta(days=20)):
        actions.review_plan(house.actors["Ben"], version)
        actions.certify_plan(_priya(house), version)
        standing = queries.standing(_ana(house))
    assert standing.review and standing.review.on == today + timedelta(days=50)
    assert standing.certification and standing.certification.on == today + timedelta(days=80)
    with pytest.raises(Refused):
        actions.certify_plan(house.actors["Ben"], version)


def test_without_rules_nothing_is_due(house: House) -> None:
    signed(house)
    standing = queries.standing(_ana(house))
    assert standing.review is None and standing.certification is None


def _rules(house: House, **values: int) -> None:
    numbers = {Limit(name): Number(value, "House rule") for name, value in values.items()}
    with guard.writing():
        Program.objects.update(rule_pack=pack_as_json(RulePack(numbers=numbers)))


def test_a_plan_that_is_left_leaves_what_holds_and_signing_it_is_too_late(house: House) -> None:
    version = signed(house)
    draft = written(house, replace(version.says, strengths="Other"))
    assert not actions.leave_plan(house.actors["Ben"], draft).repeated
    assert actions.leave_plan(house.actors["Ben"], draft).repeated
    for deed in (
        lambda: actions.sign_plan(house.actors["Ben"], draft, revision=draft.revision),
        lambda: actions.change_plan(house.actors["Ben"], draft, content=Content(), revision=draft.revision),
    ):
        with pytest.raises(Conflict, match="signed or was left"):
            deed()
    assert queries.in_force(_ana(house).id) == version


def test_strangers_write_and_read_nothing(house: House) -> None:
    draft = written(house, a_plan())
    with pytest.raises(Refused):
        actions.begin_plan(house.actors["Cleo"], _ana(house))
    with pytest.raises(Refused):
        actions.sign_plan(house.actors["Cleo"], draft, revision=draft.revision)


@pytest.mark.parametrize("table", ["planversion", "planstep", "goalwords"])
@pytest.mark.parametrize("deed", ["update plans_{} set id = id", "delete from plans_{}"])
def test_what_was_said_is_never_changed_by_the_application(house: House, table: str, deed: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), guard.writing(), transaction.atomic():
        connection.cursor().execute(deed.format(table))


def test_a_plan_that_was_tampered_with_is_not_whole(house: House) -> None:
    version = signed(house)
    version.content["strengths"] = "None"
    assert not queries.is_whole(version)
    version.refresh_from_db()
    version.signed_at += timedelta(seconds=1)
    assert not queries.is_whole(version)
