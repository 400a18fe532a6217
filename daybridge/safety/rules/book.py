"""The rulebook: what calls for a human, as data, and within which bounds a site may say otherwise."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

RULEBOOK = Path(__file__).parents[1] / "rulebook" / "default.toml"
#: What a rule may look at -> what it must say to do so.
KINDS: Mapping[str, tuple[str, ...]] = {
    "not_safe": (),
    "asked_for_contact": (),
    "urge_at_least": ("at_least",),
    "lowest_mood_days": ("days",),
    "silent_days": ("days",),
    "medicines_not_taken_days": ("days",),
    "short_sleep_days": ("days", "below"),
    "danger_urge_at_least": ("about", "at_least"),
    "acted_on": ("about",),
    "side_effect_danger": (),
    "side_effect_self_harm": (),
    "side_effect_strong": (),
    "medicine_call": (),
    "doses_not_taken": ("days",),
    "medicine_ran_out": (),
    "injection_overdue": (),
    "result_line": ("about",),
    "screen_unexpected": (),
    "screen_unexpected_opioid": (),
    "message_urgent": (),
    "peer_worried": (),
    "moderator_worried": (),
    "supporter_worried": ("about",),
    "critical_answer": ("answers",),
    "score_at_least": ("instrument", "score", "at_least"),
    "reliable_deterioration": (),
    "not_on_track": (),
    "missed_session": (),
    "missed_sessions": ("at_least", "days"),
    "raised_by_staff": (),
}
#: Whose part it is to answer first: the primary therapist, or the prescriber and nurse of the care team.
LADDERS = ("care-team", "medical")


class Level(StrEnum):
    URGENT = "urgent"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    REVIEW = "review"


LEVEL_ORDER = (Level.URGENT, Level.SAME_DAY, Level.NEXT_DAY, Level.REVIEW)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How far a site may go: the longest clock, the mildest level, whether off, and the range of each number (low, high)."""

    most_minutes: int
    mildest: Level
    may_be_off: bool
    at_least: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    below: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the rulebook. `at_least` and `below` are scale values, `days` a number of days; only some kinds use them.

    `version` is the rulebook's own, `edit` counts this site's changes to it (0: as it was shipped).
    """

    code: str
    kind: str
    level: Level
    answer_within_minutes: int
    version: int
    since: date
    source: str
    bounds: Bounds
    who: str = "care-team"
    at_least: int = 0
    days: int = 0
    below: int = 0
    answers: tuple[str, ...] = ()
    instrument: str = ""
    score: str = ""
    #: Of which danger a diary's urge or deed is ("suicide", "self-harm", "use", "leaving"), or which line a result crosses,
    #: or a supporter's answer to whether they are in danger now ("yes", "not-sure", "no").
    about: str = ""
    signed_off: bool = False
    edit: int = 0
    is_on: bool = True

    @property
    def clock(self) -> timedelta:
        return timedelta(minutes=self.answer_within_minutes)

    @property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of this rule that a site may change, by name."""
        return {name: getattr(self, name) for name in ("at_least", "days", "below") if getattr(self.bounds, name)}


@cache
def rulebook(path: Path = RULEBOOK) -> Mapping[str, Rule]:
    """The rules as they are shipped, by code. Raises ValueError naming the rule that can't be."""
    stored = tomllib.loads(path.read_text())
    rules: dict[str, Rule] = {}
    for row in stored["rule"]:
        rule = _read(row, stored["bounds"])
        if rule.code in rules:
            raise ValueError(f"Rule {rule.code} stands in the rulebook twice.")
        rules[rule.code] = rule
    return rules


def _read(row: dict[str, Any], bounds_by_level: Mapping[str, dict[str, Any]]) -> Rule:
    code = row["code"]
    try:
        level = Level(row["level"])
        said = {**bounds_by_level[level], **row.get("bounds", {})}
        pairs = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
        bounds = Bounds(**{**said, **pairs, "mildest": Level(said["mildest"])})
        rule = Rule(**{**row, "level": level, "bounds": bounds, "answers": tuple(row.get("answers", ()))})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"Rule {code} in the rulebook can't be read: {error}.") from error
    wrong = _what_is_wrong(rule)
    if wrong:
        raise ValueError(f"Rule {code} in the rulebook can't be: {wrong}.")
    return rule


def _what_is_wrong(rule: Rule) -> str:
    if rule.kind not in KINDS:
        return f"no rule looks at {rule.kind!r}"
    missing = [name for name in KINDS[rule.kind] if not getattr(rule, name)]
    if missing:
        return f"a rule about {rule.kind} needs {', '.join(missing)}"
    if rule.who not in LADDERS:
        return f"there is no ladder {rule.who!r}"
    if not rule.source:
        return "it names no source"
    faults = faults_in_edit(rule, as_it_is(rule))
    return f"it is outside its own bounds: {', '.join(faults)}" if faults else ""


# --- A site's own choice ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What a site says about a rule; a number that the rule doesn't use is None."""

    level: Level
    answer_within_minutes: int
    is_on: bool = True
    at_least: int | None = None
    days: int | None = None
    below: int | None = None
    number: int = field(default=0, compare=False)


def as_it_is(rule: Rule) -> Edit:
    """The edit that would change nothing."""
    numbers = rule.numbers
    return Edit(
        level=rule.level,
        answer_within_minutes=rule.answer_within_minutes,
        is_on=rule.is_on,
        at_least=numbers.get("at_least"),
        days=numbers.get("days"),
        below=numbers.get("below"),
        number=rule.edit,
    )


def faults_in_edit(rule: Rule, edit: Edit) -> dict[str, str]:
    """What of an edit is outside the rule's bounds: field -> code; empty when the site may say so."""
    bounds, faults = rule.bounds, {}
    if LEVEL_ORDER.index(edit.level) > LEVEL_ORDER.index(bounds.mildest):
        faults["level"] = "too-mild"
    if not 1 <= edit.answer_within_minutes <= bounds.most_minutes:
        faults["answer_within_minutes"] = "too-long"
    if not edit.is_on and not bounds.may_be_off:
        faults["is_on"] = "never-off"
    for name in rule.numbers:
        low, high = getattr(bounds, name)
        value = getattr(edit, name)
        if value is None or not low <= value <= high:
            faults[name] = "out-of-range"
    return faults


def edited(rule: Rule, edit: Edit | None) -> Rule:
    """The rule as the site has it. An edit that a newer rulebook no longer allows counts for nothing: the shipped rule stands."""
    if edit is None or faults_in_edit(rule, edit):
        return rule
    numbers = {name: getattr(edit, name) for name in rule.numbers}
    return replace(
        rule, level=edit.level, answer_within_minutes=edit.answer_within_minutes, is_on=edit.is_on, edit=edit.number,
        signed_off=False, **numbers,
    )  # fmt: skip
