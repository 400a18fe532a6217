from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from daybridge.notes.rules import Fault, Kind, Missing, due_at, fault_in_times, is_late, missing_in

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    code: str
    required: bool = True


def test_what_is_required_and_empty_is_missing_in_the_order_of_the_headings() -> None:
    asks = [Asked("topic"), Asked("practice", required=False), Asked("response")]
    assert missing_in(asks, {"topic": "Sleep", "response": "x"}, needs_objective=False, has_objective=False) == []
    assert missing_in(asks, {"response": " "}, needs_objective=True, has_objective=False) == [
        Missing(Fault.EMPTY, "topic"), Missing(Fault.EMPTY, "response"), Missing(Fault.NEEDS_OBJECTIVE),
    ]  # fmt: skip
    assert missing_in([], {}, needs_objective=True, has_objective=True) == []


@pytest.mark.parametrize(
    ("begins", "ends", "fault"),
    [
        (-60, -30, None),
        (-12 * 60, 0, None),
        (None, -30, Fault.NEEDS_TIMES),
        (-60, None, Fault.NEEDS_TIMES),
        (-30, -30, Fault.BACKWARDS),
        (-12 * 60 - 1, 0, Fault.BACKWARDS),
        (-30, 3, Fault.AHEAD),
        (-366 * 24 * 60 - 30, -366 * 24 * 60 - 1, Fault.TOO_LONG_AGO),
    ],
)
def test_a_note_is_of_a_time_that_was(begins: int | None, ends: int | None, fault: Fault | None) -> None:
    def moment(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    assert fault_in_times(moment(begins), moment(ends), NOON) == fault


def test_a_note_is_late_only_where_a_rule_says_until_when() -> None:
    due = due_at(NOON, 24)
    assert due == NOON + timedelta(hours=24) and due_at(NOON, None) is None
    assert not is_late(NOON + timedelta(hours=24), due) and is_late(NOON + timedelta(hours=25), due)
    assert not is_late(NOON + timedelta(days=99), None)


def test_kinds_stand_in_the_order_in_which_staff_choose() -> None:
    assert sorted(Kind, key=lambda one: one.place) == list(Kind)
