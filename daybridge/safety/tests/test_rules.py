from datetime import UTC, date, datetime, timedelta

import pytest

from daybridge.safety.rules import (
    DayEntry,
    Finding,
    Known,
    Level,
    Step,
    due_after_growing,
    due_at,
    finding_of_silence,
    findings_in_entry,
    is_overdue,
    lowest_mood_run,
    next_owner,
    rulebook,
    what_to_do,
)
from daybridge.safety.sentences import SOURCES

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = rulebook()


def _entry(days_ago: int, mood: int = 3, urge: int | None = None, name: str = "") -> DayEntry:
    return DayEntry(name or f"entry {days_ago}", MONDAY - timedelta(days=days_ago), mood, urge)


def _found(entry: DayEntry, *before: DayEntry) -> list[tuple[str, int]]:
    history = sorted([*before, entry], key=lambda one: one.on_day)
    return [(f.rule.code, f.gravity) for f in findings_in_entry(RULES.values(), entry, history)]


def _finding(code: str, gravity: int, mark: str) -> Finding:
    return Finding(RULES[code], gravity, mark, ())


def test_every_rule_names_its_source_its_date_and_its_clock() -> None:
    assert set(RULES) == {"not-safe", "asked-for-contact", "urge-high", "mood-lowest", "no-entry"}
    assert all(rule.source and rule.since and rule.clock > timedelta(0) for rule in RULES.values())
    assert RULES["not-safe"].level is Level.URGENT and RULES["not-safe"].clock == timedelta(minutes=5)


@pytest.mark.parametrize(("urge", "found"), [(None, []), (7, []), (8, [("urge-high", 8)]), (10, [("urge-high", 10)])])
def test_an_urge_of_eight_or_more_calls_for_someone(urge: int | None, found: list[object]) -> None:
    assert _found(_entry(0, urge=urge)) == found


def test_three_days_at_the_bottom_in_a_row_call_for_someone_and_two_do_not() -> None:
    assert _found(_entry(0, 1), _entry(1, 1)) == []
    assert _found(_entry(0, 1), _entry(1, 1), _entry(2, 1)) == [("mood-lowest", 3)]
    assert _found(_entry(0, 1), _entry(1, 1), _entry(3, 1)) == []
    assert _found(_entry(0, 2), _entry(1, 1), _entry(2, 1)) == []


def test_an_entry_filled_in_later_can_complete_the_three_days() -> None:
    assert _found(_entry(1, 1), _entry(0, 1), _entry(2, 1), _entry(3, 1)) == [("mood-lowest", 4)]


def test_the_last_word_of_a_day_counts() -> None:
    lifted = DayEntry("later", MONDAY - timedelta(days=1), 3, None)
    assert lowest_mood_run(MONDAY, [_entry(2, 1), _entry(1, 1), lifted, _entry(0, 1)]) == [MONDAY]


@pytest.mark.parametrize(("days_since", "gravity"), [(3, None), (4, 1), (6, 1), (7, 2)])
def test_three_full_silent_days_call_for_someone_and_again_after_three_more(
    days_since: int, gravity: int | None
) -> None:
    found = finding_of_silence(RULES["no-entry"], last_entry_on=MONDAY - timedelta(days=days_since), today=MONDAY)
    assert (found.gravity if found else None) == gravity


@pytest.mark.parametrize(
    ("finding", "open_alert", "last_closed", "step"),
    [
        (_finding("urge-high", 8, "a"), None, None, Step.RAISE),
        (_finding("urge-high", 8, "a"), Known(8, frozenset("a")), None, Step.NOTHING),
        (_finding("urge-high", 8, "b"), Known(8, frozenset("a")), None, Step.ADD),
        (_finding("urge-high", 9, "b"), Known(8, frozenset("a")), None, Step.GROW),
        (_finding("mood-lowest", 4, "a"), Known(3, frozenset("a")), None, Step.GROW),
        (_finding("mood-lowest", 3, "a"), None, Known(3, frozenset("a")), Step.NOTHING),
        (_finding("mood-lowest", 4, "a"), None, Known(3, frozenset("a")), Step.RAISE),
        (_finding("urge-high", 8, "b"), None, Known(10, frozenset("a")), Step.RAISE),
        (_finding("not-safe", 1, "b"), Known(1, frozenset("a")), None, Step.GROW),
        (_finding("not-safe", 1, "a"), Known(1, frozenset("a")), None, Step.NOTHING),
    ],
)
def test_the_same_facts_never_raise_twice_and_worse_ones_do(
    finding: Finding, open_alert: Known | None, last_closed: Known | None, step: Step
) -> None:
    assert what_to_do(finding, open_alert=open_alert, last_closed=last_closed) is step


def test_growing_never_gives_an_alert_that_nobody_took_more_time() -> None:
    rule = RULES["urge-high"]
    due = due_at(rule, asked_at=NOON)
    later = NOON + timedelta(hours=1)
    assert due_after_growing(rule, grown_at=later, due=due, was_taken=False) == due
    assert due_after_growing(rule, grown_at=later, due=due, was_taken=True) == due + timedelta(hours=1)


def test_a_clock_runs_out_at_its_moment_and_never_once_taken() -> None:
    assert is_overdue(due=NOON, was_taken=False, now=NOON)
    assert not is_overdue(due=NOON, was_taken=False, now=NOON - timedelta(seconds=1))
    assert not is_overdue(due=NOON, was_taken=True, now=NOON + timedelta(days=1))


def test_the_next_person_is_asked_and_the_last_one_stays_asked() -> None:
    ladder = ["Ben", "Cora", "Dora"]
    assert [next_owner(ladder, present) for present in (None, "Ben", "Cora", "Dora", "Gone")] == [
        "Ben", "Cora", "Dora", "Dora", "Ben",
    ]  # fmt: skip
    assert next_owner([], None) is None


def test_a_rulebook_with_a_rule_that_cannot_be_is_refused(tmp_path: object) -> None:
    wrong = tmp_path / "rules.toml"  # type: ignore[operator]
    wrong.write_text(
        '[[rule]]\ncode="x"\nkind="guess"\nlevel="urgent"\nanswer_within_minutes=5\nversion=1\nsince=2026-01-01\nsource="s"'
    )
    with pytest.raises(ValueError, match="Rule x"):
        rulebook(wrong)


def test_the_house_can_say_in_every_language_where_its_own_rules_come_from() -> None:
    assert {rule.source for rule in RULES.values()} == SOURCES
