"""Between sessions: the week as a card, what is shared, and what is asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.checkins import queries
from daybridge.checkins.actions import check_in, set_diary
from daybridge.checkins.rules import Answers, Mark, Watched
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from tests.cast import House, a_worksheet, later, sign_in

USE = Watched("urge-use", "urge", danger="use")
GAMBLE = Watched("own-1", "urge", own="Gamble")


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _path(house: House, after: str = "") -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/between/{after}"


def _set_up(house: House, *targets: Watched) -> None:
    set_diary(
        house.actors["Ben"], house.participants["Ana"], asks={}, targets=targets, skills=[],
        based_on=queries.diary_of(house.participants["Ana"].id).number,
    )  # fmt: skip


def _page(house: House, **marks: dict[str, Any]) -> None:
    answers = {"marks": {code.replace("_", "-"): mark for code, mark in marks.items()}, "skills": ["slow-breathing"]}
    a_worksheet(house, house.participants["Ana"], "diary", answers=answers | {"note": "Loud day"})


def test_the_week_is_a_card_with_urges_deeds_skills_and_notes(house: House, ben: Client) -> None:
    _set_up(house, USE, GAMBLE)
    _page(house, urge_use={"level": 4, "acted": True}, own_1={"level": 0, "acted": False})
    shown = ben.get(_path(house)).content.decode()
    for words in (
        "Urge to use",
        "Gamble",
        "<strong>acted</strong>",
        "Breathed slowly",
        "Loud day",
        "without a setback",
    ):
        assert words in shown, words


def test_a_target_that_is_not_asked_any_more_stays_on_the_weeks_in_which_it_was(house: House, ben: Client) -> None:
    _set_up(house, GAMBLE)
    _page(house, own_1={"level": 3})
    _set_up(house, USE)
    assert "Gamble" in ben.get(_path(house)).content.decode()
    assert "Gamble" not in ben.get(_path(house) + "?week=2026-10-01").content.decode()


@pytest.mark.parametrize("week", ["", "nonsense", "2030-01-01", "2026-11-01"])
def test_any_week_can_be_asked_for(house: House, ben: Client, week: str) -> None:
    assert ben.get(_path(house) + f"?week={week}").status_code == 200


def test_what_is_kept_is_not_there_and_its_address_neither(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    shared, kept = a_worksheet(house, ana), a_worksheet(house, ana, is_shared=False, answers={"situation": "At home"})
    shown = ben.get(_path(house)).content.decode()
    assert "On the bus, late" in shown and "At home" not in shown
    assert ben.get(_path(house, f"{shared.subject_id}/")).status_code == 200
    assert ben.get(_path(house, f"{kept.subject_id}/")).status_code == 404


def test_sharing_that_was_taken_back_is_gone_at_the_next_look(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    shared = a_worksheet(house, ana)
    with clock.at(later(minutes=2)):
        a_worksheet(house, ana, about=shared.subject_id, is_shared=False)
        assert ben.get(_path(house, f"{shared.subject_id}/")).status_code == 404


def test_a_worksheet_reads_step_by_step_with_its_rows_and_what_changed(house: House, ben: Client) -> None:
    answers = {
        "situation": "At work",
        "thoughts": [{"thought": "I fail at everything", "belief": 80}],
        "feelings": [{"feeling": "Shame", "strength": 70}],
        "feelings-now": [30],
    }
    saved = a_worksheet(house, house.participants["Ana"], answers=answers)
    shown = ben.get(_path(house, f"{saved.subject_id}/")).content.decode()
    for words in ("At work", "I fail at everything", "80 %", "Shame 70 → 30"):
        assert words in shown, words


def test_a_setback_says_beside_its_day_what_was_told_of_it(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    assert "setback-what" not in ben.get(_path(house)).content.decode()
    _set_up(house, USE, GAMBLE)
    _page(house, urge_use={"level": 0, "acted": True}, own_1={"level": 0, "acted": True})
    a_worksheet(house, ana, "setback", answers={"what": "hurt-myself"})
    a_worksheet(house, ana, "setback", answers={"what": "hurt-myself"})
    shown = ben.get(_path(house)).content.decode()
    assert '<span class="soft setback-what">I hurt myself · Urge to use</span>' in shown


def test_a_hard_moment_tells_what_it_went_from_and_to_and_not_the_phones_own_code(house: House, ben: Client) -> None:
    answers = {"before": 8, "after": 0, "exercise": "Slow breathing", "exercise-code": "slow-breathing"}
    told = a_worksheet(house, house.participants["Ana"], "coping", answers=answers)
    assert "8 → 0" in ben.get(_path(house)).content.decode()
    shown = ben.get(_path(house, f"{told.subject_id}/")).content.decode()
    assert "Slow breathing" in shown and "slow-breathing" not in shown


def test_what_is_dangerous_is_marked_on_the_card_and_nothing_else_is(house: House, ben: Client) -> None:
    _set_up(house, USE, GAMBLE)
    _page(house, urge_use={"level": 1}, own_1={"level": 5})
    shown = ben.get(_path(house)).content.decode()
    assert shown.count("data-danger") == 1


def test_a_night_tells_its_sleep_efficiency(house: House, ben: Client) -> None:
    a_worksheet(
        house, house.participants["Ana"], "sleep-diary", answers={"to-bed": "23:00", "up": "07:00", "awake": 60}
    )
    assert "88" in ben.get(_path(house)).content.decode()


def test_each_look_is_written_down(house: House, ben: Client) -> None:
    ben.get(_path(house))
    assert AuditEntry.objects.filter(deed__startswith="privacy.", participant_id=house.participants["Ana"].id).exists()


def test_the_chart_tells_what_a_check_in_marked(house: House, ben: Client) -> None:
    _set_up(house, USE)
    check_in(
        house.actors["Ana"], house.participants["Ana"], entry_id=new_id(), on_day=date(2026, 11, 23), made_at=clock.now(),
        answers=Answers(mood=3), marks={"urge-use": Mark(2, True)},
    )  # fmt: skip
    shown = ben.get(f"/workspace/people/{house.participants['Ana'].id}/").content.decode()
    assert "Urge to use: 2 of 5, acted on it" in shown


# --- What is asked ---------------------------------------------------------------------------------------------------


def _form(**said: Any) -> dict[str, Any]:
    return {"based_on": 0, "ask-sleep": "on", "watch-urge-use": "on", "first-urge-use": "on", **said}


def test_a_clinician_ticks_what_is_asked_and_adds_the_persons_own_words(house: House, ben: Client) -> None:
    own = {"own-0-words": "Gamble", "own-0-kind": "urge", "own-0-danger": "", "own-0-first": "on"}
    assert ben.post(_path(house, "set-up/"), _form(**own)).status_code == 302
    diary = queries.diary_of(house.participants["Ana"].id)
    assert {name for name, asked in diary.asks.items() if asked} == {"sleep"}
    assert [(one.code, one.own, one.danger, one.on_check_in) for one in diary.targets] == [
        ("urge-use", "", "use", True),
        ("own-1", "Gamble", "", True),
    ]


def test_words_that_are_rewritten_are_another_target_and_those_left_alone_the_same(house: House, ben: Client) -> None:
    own = {"own-0-words": "Gamble", "own-0-kind": "urge", "own-1-words": "Shop", "own-1-kind": "urge"}
    ben.post(_path(house, "set-up/"), _form(**own))
    again = {
        "based_on": 1, "own-0-words": "Bet", "own-0-kind": "urge", "own-0-code": "own-1",
        "own-1-words": "Shop", "own-1-kind": "urge", "own-1-code": "own-2",
    }  # fmt: skip
    ben.post(_path(house, "set-up/"), _form(**again))
    targets = queries.diary_of(house.participants["Ana"].id).targets
    assert [(one.code, one.own) for one in targets if one.own] == [("own-11", "Bet"), ("own-2", "Shop")]


def test_a_colleagues_change_is_not_overwritten_and_nothing_typed_is_lost(house: House, ben: Client) -> None:
    _set_up(house, USE)
    answered = ben.post(_path(house, "set-up/"), _form(**{"own-0-words": "Gamble"}))
    assert answered.status_code == 409 and "Gamble" in answered.content.decode()


def test_the_number_of_queries_does_not_grow_with_entries(
    house: House, ben: Client, django_assert_max_num_queries: Any
) -> None:
    for days in range(12):
        with clock.at(later(days=days)):
            a_worksheet(house, house.participants["Ana"], on_day=date(2026, 11, 23) + timedelta(days=days))
    with clock.at(later(days=12)), django_assert_max_num_queries(45):
        ben.get(_path(house))
