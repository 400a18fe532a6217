from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from daybridge.assessments.rules import (
    MOST_CHARACTERS,
    Change,
    Fault,
    Level,
    LevelFault,
    Missing,
    Takes,
    change_at_admission,
    change_at_end,
    day_in,
    fault_in,
    fault_in_change,
    follow_ups,
    is_needed,
    missing,
)
from daybridge.programs.rules import EndReason

TODAY = date(2026, 11, 20)


def _asked(code: str = "mood", **more: Any) -> Any:
    plain = {
        "takes": Takes.WORDS, "codes": frozenset(), "required": False, "required_when": None, "when_says": (),
        "when_differ": (), "least": 0, "most": 10,
    }  # fmt: skip
    return SimpleNamespace(code=code, **(plain | more))


@pytest.mark.parametrize(
    ("asked", "said", "fault"),
    [
        (_asked(), "  ", None),
        (_asked(), "Low", None),
        (_asked(), "x" * (MOST_CHARACTERS + 1), Fault.TOO_LONG),
        (_asked(takes=Takes.CHOICE, codes={"a"}), "a", None),
        (_asked(takes=Takes.CHOICE, codes={"a"}), "b", Fault.NO_CHOICE),
        (_asked(takes=Takes.DAY), "2026-11-20", None),
        (_asked(takes=Takes.DAY), "soon", Fault.NO_DAY),
        (_asked(takes=Takes.NUMBER), "7", None),
        (_asked(takes=Takes.NUMBER), "11", Fault.NO_NUMBER),
        (_asked(takes=Takes.NUMBER), "nan", Fault.NO_NUMBER),
        (_asked(takes=Takes.NUMBER), "many", Fault.NO_NUMBER),
    ],
)
def test_an_answer_is_what_its_question_takes(asked: Any, said: str, fault: Fault | None) -> None:
    assert fault_in(asked, said) is fault


def test_a_day_is_one_of_this_age() -> None:
    assert day_in(" 2026-11-20 ") == TODAY and day_in("0026-11-20") is None and day_in("2026-02-30") is None


def test_a_question_may_hang_on_another_answer() -> None:
    assert is_needed(_asked(required=True), {}) and not is_needed(_asked(), {})
    any_words = _asked(required_when="plan")
    assert is_needed(any_words, {"plan": "x"}) and not is_needed(any_words, {"plan": " "})
    no_alone = _asked(required_when="plan", when_says=("no",))
    assert is_needed(no_alone, {"plan": "no"}) and not is_needed(no_alone, {"plan": "yes"})
    differ = _asked(when_differ=("fits", "is"))
    assert is_needed(differ, {"fits": "iop", "is": "op"})
    assert not is_needed(differ, {"fits": "iop", "is": "iop"}) and not is_needed(differ, {"fits": "iop"})


def test_what_is_missing_is_told_in_the_order_of_the_questions() -> None:
    asks = [_asked("a", required=True), _asked("b", takes=Takes.DAY), _asked("c"), _asked("d", required=True)]
    assert missing(asks, {"b": "soon", "c": "from the referral", "d": "said"}, {"c"}) == [
        Missing("a", Fault.MISSING), Missing("b", Fault.NO_DAY), Missing("c", Fault.UNCONFIRMED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "after", "reason", "on", "fault"),
    [
        (Change.CONTINUED, Level.INTENSIVE, " ", TODAY, LevelFault.NEEDS_REASON),
        (Change.CONTINUED, Level.INTENSIVE, "Still needed", TODAY, None),
        (Change.HOLD, Level.OUTPATIENT, "Away", TODAY, LevelFault.STAYS),
        (Change.STEP_UP, Level.PARTIAL, "Worse", TODAY, None),
        (Change.STEP_UP, Level.INTENSIVE, "Worse", TODAY, LevelFault.NOT_HIGHER),
        (Change.STEP_DOWN, Level.OUTPATIENT, "Better", TODAY, None),
        (Change.STEP_DOWN, Level.HOSPITAL, "Better", TODAY, LevelFault.NOT_LOWER),
        (Change.TRANSFER, Level.INTENSIVE, "Moves", date(2026, 11, 21), LevelFault.NOT_THEN),
        (Change.TRANSFER, Level.INTENSIVE, "Moves", date(2026, 10, 31), LevelFault.NOT_THEN),
    ],
)
def test_a_change_of_level_says_what_it_does(
    kind: Change, after: Level, reason: str, on: date, fault: LevelFault | None
) -> None:
    found = fault_in_change(
        kind, before=Level.INTENSIVE, after=after, reason=reason, on=on, today=TODAY, since=date(2026, 11, 1)
    )
    assert found is fault


def test_a_stay_begins_and_ends_as_what_it_is() -> None:
    assert change_at_admission(was_here=False) is Change.ADMISSION
    assert change_at_admission(was_here=True) is Change.READMISSION
    assert change_at_end(EndReason.STEPPED_DOWN) is Change.STEP_DOWN
    assert change_at_end(EndReason.LEFT_EARLY) is Change.DISCHARGE


def test_somebody_is_seen_again_within_a_week_and_a_month() -> None:
    said = {"week-with": "Dr. Lee", "week-on": "2026-11-27", "week-where": "Elm 4", "month-on": "2026-12-01"}
    week, month = follow_ups(said, TODAY)
    assert (week.is_in_time, week.with_whom, week.where, week.on) == (True, "Dr. Lee", "Elm 4", date(2026, 11, 27))
    assert not month.is_in_time, "nobody is named"
    late, _month = follow_ups(said | {"week-on": "2026-11-28"}, TODAY)
    assert not late.is_in_time
    assert not any(one.is_in_time for one in follow_ups(said, None))
