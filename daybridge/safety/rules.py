"""When something calls for a human, how soon, and who is asked next. Plain Python over discrete answers, every rule with its source."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from daybridge.checkins.rules import LOWEST_MOOD

RULEBOOK = Path(__file__).parent / "rulebook" / "default.toml"
_KINDS = {"not_safe", "asked_for_contact", "urge_at_least", "lowest_mood_days", "silent_days"}


class Level(StrEnum):
    URGENT = "urgent"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    REVIEW = "review"


LEVEL_ORDER = (Level.URGENT, Level.SAME_DAY, Level.NEXT_DAY, Level.REVIEW)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the rulebook. `at_least` is a scale value, `days` a number of days; only some kinds use them."""

    code: str
    kind: str
    level: Level
    answer_within_minutes: int
    version: int
    since: date
    source: str
    at_least: int = 0
    days: int = 0

    @property
    def clock(self) -> timedelta:
        return timedelta(minutes=self.answer_within_minutes)


@cache
def rulebook(path: Path = RULEBOOK) -> Mapping[str, Rule]:
    """The rules in force, by code. Raises ValueError naming the rule that can't be."""
    stored = tomllib.loads(path.read_text())["rule"]
    rules = [_read(row) for row in stored]
    return {rule.code: rule for rule in rules}


def _read(row: dict[str, Any]) -> Rule:
    rule = Rule(**{**row, "level": Level(row["level"])})
    wrong = rule.kind not in _KINDS or rule.answer_within_minutes <= 0 or not rule.source
    if wrong or (rule.kind.endswith("_days") and rule.days < 1):
        raise ValueError(f"Rule {rule.code} in the rulebook can't be: check kind, clock, days and source.")
    return rule


# --- Findings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """One discrete fact behind an alert: what, on which day, which value."""

    code: str
    on_day: date
    value: int


@dataclass(frozen=True)
class Finding:
    """A rule that holds. `gravity` only grows when the facts are worse; `mark` names these facts and no others."""

    rule: Rule
    gravity: int
    mark: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class DayEntry:
    """What the rules read of one check-in."""

    id: str
    on_day: date
    mood: int
    urge: int | None


def needs_history(entry: DayEntry) -> bool:
    """Whether any rule asks for the days around an entry: only a mood at the bottom can belong to a run."""
    return entry.mood == LOWEST_MOOD


def findings_in_entry(rules: Iterable[Rule], entry: DayEntry, history: Sequence[DayEntry]) -> list[Finding]:
    """What a new entry calls for. `history` is the person's entries in order of day and making, the new one included."""
    found = []
    for rule in rules:
        if rule.kind == "urge_at_least" and entry.urge is not None and entry.urge >= rule.at_least:
            fact = Fact("urge", entry.on_day, entry.urge)
            found.append(Finding(rule, entry.urge, f"urge {entry.id}", (fact,)))
        if rule.kind == "lowest_mood_days":
            run = lowest_mood_run(entry.on_day, history)
            if len(run) >= rule.days:
                facts = tuple(Fact("mood", day, LOWEST_MOOD) for day in run)
                found.append(Finding(rule, len(run), f"mood from {run[0]}", facts))
    return found


def lowest_mood_run(day: date, history: Sequence[DayEntry]) -> list[date]:
    """The unbroken days around `day` whose last entry says the lowest mood, in order; empty if `day` itself does not."""
    last_mood = {entry.on_day: entry.mood for entry in history}
    run: list[date] = []
    at = day
    while last_mood.get(at) == LOWEST_MOOD:
        run.insert(0, at)
        at -= timedelta(days=1)
    at = day + timedelta(days=1)
    while run and last_mood.get(at) == LOWEST_MOOD:
        run.append(at)
        at += timedelta(days=1)
    return run


def finding_of_silence(rule: Rule, *, last_entry_on: date, today: date) -> Finding | None:
    """Whether full days without an entry since `last_entry_on` (or since entries became due) reach the rule's number."""
    silent = (today - last_entry_on).days - 1
    if silent < rule.days:
        return None
    return Finding(
        rule, silent // rule.days, f"silent since {last_entry_on}", (Fact("silent_days", last_entry_on, silent),)
    )


def finding_of_request(rule: Rule, *, request_id: str, on_day: date) -> Finding:
    """What someone asked for themselves always counts."""
    return Finding(rule, 1, f"request {request_id}", (Fact(rule.kind, on_day, 1),))


# --- From finding to alert -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """An alert of the same rule that exists already: its gravity and the facts (`marks`) it has answered."""

    gravity: int
    marks: frozenset[str]


class Step(StrEnum):
    """What a finding does, given what is known already."""

    RAISE = "raise"
    GROW = "grow"
    ADD = "add"
    NOTHING = "nothing"


def what_to_do(finding: Finding, *, open_alert: Known | None, last_closed: Known | None) -> Step:
    """The same facts never raise the same alert twice; worse facts do raise it again.

    While an alert is open, worse facts (or the person asking again) make it grow: it must be taken anew. Other facts of no
    more gravity are added to it. After it is closed, new facts raise a new one, and the same facts only when worse.
    """
    if open_alert:
        if finding.mark in open_alert.marks and finding.gravity <= open_alert.gravity:
            return Step.NOTHING
        worse = finding.gravity > open_alert.gravity or finding.rule.kind in ("not_safe", "asked_for_contact")
        return Step.GROW if worse else Step.ADD
    if last_closed and finding.mark in last_closed.marks and finding.gravity <= last_closed.gravity:
        return Step.NOTHING
    return Step.RAISE


# --- The clock -------------------------------------------------------------------------------------------------------


def due_at(rule: Rule, *, asked_at: datetime) -> datetime:
    """When someone must have taken the alert, counted from when the present owner was asked."""
    return asked_at + rule.clock


def due_after_growing(rule: Rule, *, grown_at: datetime, due: datetime, was_taken: bool) -> datetime:
    """An alert that grows is due anew; one that nobody took yet is never given more time."""
    fresh = due_at(rule, asked_at=grown_at)
    return fresh if was_taken else min(due, fresh)


def is_overdue(*, due: datetime, was_taken: bool, now: datetime) -> bool:
    return not was_taken and due <= now


T = TypeVar("T")


def next_owner(ladder: Sequence[T], present: T | None) -> T | None:
    """Who is asked after `present`; the last one (a director) stays asked. None only when there is nobody at all."""
    if not ladder:
        return None
    if present not in ladder:
        return ladder[0]
    return ladder[min(ladder.index(present) + 1, len(ladder) - 1)]
