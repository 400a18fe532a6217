"""The page of somebody's use, the panels of the next session, and what is gone through together: HTTP in, HTML out."""

from datetime import timedelta

import pytest
from django.test import Client

from daybridge.checkins.models import GoneThrough
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.substances import queries as substances
from daybridge.substances.models import UseDay, UseHistory
from daybridge.substances.rules import State
from daybridge.substances.tests.deeds import a_day, some_use
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import Kind
from daybridge.therapies.tests.deeds import an_outline, some_homework
from daybridge.workspace.therapy.card import card
from tests.cast import House, a_worksheet, an_entry, sign_in

KEPT = "nobody may read of the lighthouse"


def _ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _page(house: House, after: str) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/{after}"


def _read(house: House, after: str) -> str:
    return " ".join(_ben(house).get(_page(house, after)).content.decode().split())


def test_what_they_use_and_want_stands_with_who_told_it(house: House) -> None:
    some_use(house)
    read = _read(house, "use/")
    assert "Alcohol" in read and "I want to use less" in read and "Not on the pier" in read
    assert "They told it, Ben Okafor" in read and "told on the phone" in read


def test_a_substance_is_added_once_and_what_is_missing_is_said_beside_its_field(house: House) -> None:
    ben, entry_id = _ben(house), new_id()
    told = {"deed": "history", "entry_id": entry_id, "substance": "other", "source": "referral", "amount": "a leaf"}
    refused = ben.post(_page(house, "use/"), told)
    assert refused.status_code == 422 and b"Write what it is, in a few words." in refused.content
    assert b'value="a leaf"' in refused.content  # nothing typed is lost
    unsaid = ben.post(_page(house, "use/"), told | {"substance": ""})
    assert unsaid.status_code == 422 and b"Choose what they use." in unsaid.content
    assert '<option value="" selected>–</option>' in _read(house, "use/")  # nothing is chosen for them
    for _ in range(2):
        assert ben.post(_page(house, "use/"), told | {"own": "khat"}).status_code == 302
    assert UseHistory.objects.get().substance == "other:khat"
    assert "khat" in _read(house, "use/?substance=other:khat")


def test_a_tap_on_the_calendar_says_what_the_choice_above_it_says(house: House) -> None:
    some_use(house)
    ben, today = _ben(house), clock.today("America/Chicago")
    told = {"deed": "day", "entry_id": new_id(), "state": "used", "substances": ["alcohol"], "amount": "two"}
    answer = ben.post(_page(house, f"use/?month={today:%Y-%m}"), told | {"day": today.isoformat()})
    assert answer.status_code == 302 and answer["Location"].endswith(f"?month={today:%Y-%m}#calendar")
    one = UseDay.objects.get()
    assert (one.state, one.substances, one.amount, str(one.staff)) == ("used", ["alcohol"], "two", "Ben Okafor")
    assert "1 day told of 30 · 1 with use · 0 without" in _read(house, "use/")
    tomorrow = ben.post(_page(house, "use/"), told | {"day": (today + timedelta(days=1)).isoformat()})
    assert tomorrow.status_code == 422 and "hasn’t come yet" in tomorrow.content.decode().replace("&#x27;", "’")


@pytest.mark.parametrize(
    "said", [{}, {"deed": "nothing"}, {"deed": "day", "state": "used", "day": "soon", "entry_id": "x"}]
)
def test_what_can_not_be_read_changes_nothing(house: House, said: dict[str, str]) -> None:
    assert _ben(house).post(_page(house, "use/"), said).status_code == 422
    assert not UseDay.objects.exists()


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "x", "2026-11-01"])
def test_any_month_that_is_asked_for_is_answered(house: House, month: str) -> None:
    assert _ben(house).get(_page(house, f"use/?month={month}")).status_code == 200


def test_a_setback_told_elsewhere_stands_beside_a_day_and_is_counted_nowhere(house: House) -> None:
    ana = house.participants["Ana"]
    a_worksheet(house, ana, "setback", answers={"what": "used"})
    read = _read(house, "use/")
    assert "a setback was told in a check-in or worksheet" in read and "0 with use" in read
    today = clock.today(ana.time_zone)
    assert substances.calendar(ana.id, first=today, last=today).days == {}


def test_the_page_keeps_its_number_of_queries_when_more_was_told(house: House, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    some_use(house)
    ben = _ben(house)
    ben.get(_page(house, "use/"))
    for back in range(20):
        a_day(house, State.NONE, days_ago=back, by="Ben")
    with django_assert_max_num_queries(40):
        ben.get(_page(house, "use/"))


# --- Gone through together -------------------------------------------------------------------------------------------


def test_a_setback_is_gone_through_with_what_was_agreed_and_its_person_reads_it(house: House) -> None:
    ana = house.participants["Ana"]
    a_worksheet(house, ana, "setback", answers={"what": "used"})
    day = clock.today(ana.time_zone)
    assert "not gone through yet" in _read(house, "between/") and card(ana).to_go_through == [day]
    told = {"entry_id": new_id(), "in_session": "yes", "agreed": "Call June at five"}
    for _ in range(2):
        assert _ben(house).post(_page(house, f"setbacks/{day}/together/"), told).status_code == 302
    one = GoneThrough.objects.get()
    assert (one.on_day, one.in_session, one.agreed, one.about) == (day, True, "Call June at five", None)
    read = _read(house, "between/")
    assert "Gone through in session with Ben Okafor" in read and "not gone through yet" not in read
    assert f"/workspace/people/{ana.id}/treatment/" in read and card(ana).to_go_through == []
    own = sign_in(ana.account).get("/companion/together/").content.decode()  # type: ignore[arg-type]
    assert "Call June at five" in own and "A setback" in own


@pytest.mark.parametrize("day", ["2026-11-01", "soon", "2026-13-45"])
def test_a_day_without_a_setback_is_not_there_to_go_through(house: House, day: str) -> None:
    assert _ben(house).post(_page(house, f"setbacks/{day}/together/"), {}).status_code == 404


def test_a_worksheet_is_looked_at_by_one_tap_and_one_that_is_kept_is_not_there(house: House) -> None:
    ana, ben = house.participants["Ana"], _ben(house)
    shared = a_worksheet(house, ana).subject_id
    kept = a_worksheet(house, ana, answers={"situation": KEPT}, is_shared=False).subject_id
    back = {"back": _page(house, "therapy/")}
    assert ben.post(_page(house, f"between/{shared}/together/"), back)["Location"] == back["back"]
    assert ben.post(_page(house, f"between/{kept}/together/"), back).status_code == 404
    away = ben.post(_page(house, f"between/{shared}/together/"), {"back": "//elsewhere.example/workspace/"})
    assert away["Location"] == _page(house, "between/")
    assert "looked at together with Ben Okafor" in _read(house, "therapy/")
    own = sign_in(ana.account).get("/companion/together/").content.decode()  # type: ignore[arg-type]
    assert "Thought record" in own and KEPT not in own


# --- Panels ----------------------------------------------------------------------------------------------------------


def test_the_panel_of_thoughts_shows_belief_before_and_after_and_nothing_that_is_kept(house: House) -> None:
    ana = house.participants["Ana"]
    answers = {
        "situation": "On the bus", "thoughts": [{"thought": "They all stare", "belief": 80}],
        "feelings": [{"feeling": "Fear", "strength": 70}], "balanced": "Two looked up", "balanced-belief": 40,
        "feelings-now": [30],
    }  # fmt: skip
    a_worksheet(house, ana, answers=answers)
    a_worksheet(house, ana, answers={"situation": KEPT}, is_shared=False)
    a_worksheet(house, ana, "activity-plan", answers={"what": "Walk", "done": "all", "mastery": 7, "pleasure": 5})
    an_outline(house)
    some_homework(house)
    read = _read(house, "therapy/")
    assert (
        "“They all stare”, believed 80 %" in read and "Two looked up”, believed 40 %" in read and "Fear 70 → 30" in read
    )
    assert "proud of it: 7 of 10" in read and "Seven quiet herons fly away" in read
    assert "Feed the seven quiet herons" in read and KEPT not in read


def test_the_panel_of_skills_holds_what_was_used_against_what_was_taught(house: House) -> None:
    ana = house.participants["Ana"]
    a_worksheet(house, ana, "diary", answers={"skills": ["cold-water"], "marks": {}})
    a_worksheet(house, ana, "chain-analysis", answers={"behavior": "Sent the message"})
    an_outline(house, Kind.TARGETS, life="Alone at night\nPills in the house")
    read = _read(house, "therapy/skills/")
    assert "Used cold water" in read and "Sent the message" in read and "<li>Pills in the house</li>" in read


def test_the_panel_of_wellness_counts_told_days_against_what_is_wanted(house: House) -> None:
    ana = house.participants["Ana"]
    for day, minutes in ((0, 30), (1, 10)):
        on_day = clock.today(ana.time_zone) - timedelta(days=day)
        a_worksheet(house, ana, "wellness-day", answers={"movement": minutes, "meals": "regular"}, on_day=on_day)
    an_entry(house, ana, mood=3, sleep_hours=7.5)
    an_outline(house, Kind.WELLNESS, sleep_hours="7", movement_minutes="20")
    read = _read(house, "therapy/wellness/")
    assert "2 days told, 1 of them reached it" in read and "1 day told, 1 of them reached it" in read
    assert "Wanted: 20 min." in read and "Nothing told in four weeks." in read


def test_an_outline_is_written_and_what_a_colleague_wrote_stands_beside_it(house: House) -> None:
    ben = _ben(house)
    told = {"based_on": "0", "thoughts": "One", "is_shared": "on"}
    assert ben.post(_page(house, "therapy/write/formulation/"), told).status_code == 302
    late = ben.post(_page(house, "therapy/write/formulation/"), told | {"thoughts": "Mine"})
    assert late.status_code == 409 and b"Mine" in late.content and b"has written meanwhile" in late.content
    ben.post(_page(house, "therapy/write/formulation/"), {"based_on": "1", "thoughts": "Two"})
    assert [(one.number, one.is_shared) for one in Outline.objects.order_by("number")] == [(1, True), (2, False)]
    assert "Thoughts, not shared any more" in _read(house, "therapy/")
    wrong = ben.post(_page(house, "therapy/write/wellness/"), {"based_on": "0", "sleep_hours": "90"})
    assert wrong.status_code == 422 and Outline.objects.count() == 2


def test_a_panel_or_outline_that_is_none_is_not_found(house: House) -> None:
    for after in ("therapy/weather/", "therapy/write/weather/"):
        assert _ben(house).get(_page(house, after)).status_code == 404


def test_homework_without_words_is_refused_in_words(house: House) -> None:
    ben = _ben(house)
    answer = ben.post(_page(house, "therapy/homework/"), {"said": " ", "entry_id": "x"}, follow=True)
    assert b"Write a few words." in answer.content and not Homework.objects.exists()
    ben.post(_page(house, "therapy/homework/"), {"said": "Walk"})
    assert Homework.objects.get().said == "Walk"


def test_only_what_was_shared_is_read_on_the_phone(house: House) -> None:
    an_outline(house)
    some_homework(house)
    own = sign_in(house.participants["Ana"].account).get("/companion/together/").content.decode()  # type: ignore[arg-type]
    assert "Feed the seven quiet herons" in own and "fly away" not in own
    an_outline(house, based_on=1, is_shared=True, thoughts="Nobody stays")
    own = sign_in(house.participants["Ana"].account).get("/companion/together/").content.decode()  # type: ignore[arg-type]
    assert "Nobody stays" in own


def test_the_card_keeps_its_number_of_queries(house: House, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    ana = house.participants["Ana"]
    some_use(house)
    a_worksheet(house, ana, "setback", answers={"what": "used"})
    with django_assert_num_queries(9):
        found = card(ana)
    assert found.uses[0][0] == "Alcohol" and len(found.to_go_through) == 1
    for back in range(8):
        a_day(house, days_ago=back)
        a_worksheet(house, ana, "setback", answers={"what": "used"}, on_day=clock.today(ana.time_zone))
    with django_assert_num_queries(9):
        card(ana)
