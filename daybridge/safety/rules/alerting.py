"""From a finding to an alert: raise, grow, add or nothing; which cause leads; when someone must have taken it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from daybridge.safety.rules.book import LEVEL_ORDER, Level
from daybridge.safety.rules.findings import Finding

#: A danger that is told of a medicine is as pressing as one that is stated.
_DANGER_OF_MEDICINE = ("side_effect_danger", "side_effect_self_harm")
#: Dangers of a diary that are about the person's life.
_OF_LIFE = ("suicide", "self-harm")
#: What is answered or marked: each time it is urgent it is asked anew, although somebody has the alert (ADR 13).
_SAID = ("critical_answer", "danger_urge_at_least", "acted_on")
#: Somebody asks for somebody: themselves, a colleague, or a peer or supporter who is worried.
_ASKED_IN_PERSON = (
    "not_safe", "asked_for_contact", "raised_by_staff", "medicine_call", "message_urgent", "peer_worried", "moderator_worried",
    "supporter_worried", *_DANGER_OF_MEDICINE,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why an alert stands, kept on the alert: it reads the same after its rule was changed or dropped.

    The rule's words' numbers as they were, and which facts it has answered (`marks`), each with how grave they were
    (`gravities`, in the same order).
    """

    rule: str
    kind: str
    level: Level
    answer_within_minutes: int
    who: str
    version: int
    edit: int
    source: str
    marks: tuple[str, ...]
    gravities: tuple[int, ...]
    at_least: int = 0
    days: int = 0
    below: int = 0
    instrument: str = ""
    score: str = ""
    about: str = ""

    @property
    def clock(self) -> timedelta:
        return timedelta(minutes=self.answer_within_minutes)

    @property
    def code(self) -> str:
        """The rule's code, as the rule itself calls it."""
        return self.rule

    @property
    def answered(self) -> dict[str, int]:
        """Each fact with how grave it was when it was last told."""
        return dict(zip(self.marks, self.gravities, strict=True))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "marks": list(self.marks), "gravities": list(self.gravities)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Cause":
        known = {field.name for field in fields(cls)}
        said = {name: value for name, value in stored.items() if name in known}
        marks = tuple(stored["marks"])
        gravities = tuple(stored.get("gravities") or [stored["gravity"]] * len(marks))  # once one for all of them
        return cls(**{**said, "level": Level(stored["level"]), "marks": marks, "gravities": gravities})


_OF_RULE = ("kind", "level", "answer_within_minutes", "who", "version", "edit", "source", "at_least", "days", "below",
            "instrument", "score", "about")  # fmt: skip


def caused(causes: Sequence[Cause], finding: Finding) -> list[Cause]:
    """The causes of an alert after a finding: its rule as it is now, with all marks so far; in order of gravity."""
    before = next((cause for cause in causes if cause.rule == finding.rule.code), None)
    answered = before.answered if before else {}
    answered[finding.mark] = max(finding.gravity, answered.get(finding.mark, 0))
    now = Cause(
        rule=finding.rule.code,
        marks=tuple(answered),
        gravities=tuple(answered.values()),
        **{name: getattr(finding.rule, name) for name in _OF_RULE},
    )
    if before and is_graver(before.level, now.level):
        now = replace(now, level=before.level)
    others = [cause for cause in causes if cause.rule != now.rule]
    return sorted([*others, now], key=_gravest_first)


def _gravest_first(cause: Cause) -> tuple[int, bool, int]:
    """By level; of one level what was answered about danger names the alert, then the shortest clock."""
    return (LEVEL_ORDER.index(cause.level), not _is_of_danger(cause), cause.answer_within_minutes)


def _is_of_danger(cause: Cause) -> bool:
    """Whether it tells of danger to the person's life: stated (also by a supporter), answered, marked in a diary, or told of a medicine."""
    if cause.kind == "supporter_worried":
        return cause.about == "yes"
    return cause.kind in ("not_safe", "critical_answer", *_DANGER_OF_MEDICINE) or cause.about in _OF_LIFE


def is_graver(one: str, other: str) -> bool:
    return LEVEL_ORDER.index(Level(one)) < LEVEL_ORDER.index(Level(other))


def gravest(levels: Iterable[str]) -> Level:
    """The gravest of some levels (at least one)."""
    return min((Level(level) for level in levels), key=LEVEL_ORDER.index)


# --- What a finding does ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What an alert knows of a rule already: the facts it has answered, each with how grave they were."""

    answered: Mapping[str, int]


@dataclass(frozen=True)
class OpenAlert:
    """The alert that is open for a person: its level, what it knows by rule, and whether someone is on it now.

    `is_on_hand` is False once whoever took it has ended it (it waits for a second look) or took it too long ago for
    new facts to belong to the same evening.
    """

    level: Level
    known: Mapping[str, Known]
    was_taken: bool = False
    is_on_hand: bool = True


class Step(StrEnum):
    """What a finding does, given what is known already."""

    RAISE = "raise"
    GROW = "grow"
    ADD = "add"
    NOTHING = "nothing"


def what_to_do(finding: Finding, *, open_alert: OpenAlert | None, last_closed: Known | None) -> Step:
    """The same facts never raise the same alert twice; worse facts do raise it again.

    While an alert is open for a person, whatever else is found joins it: one bad evening is one alert. It grows, so that
    it must be taken anew, when the facts are worse, when the person asks or says something urgent again, when a rule
    that it did not know is graver or, once somebody took it, as grave, and whenever nobody is on hand for it any more.
    Other facts are added to it. After it is closed, new facts raise a new one, and the same facts only when worse.
    """
    if open_alert is None:
        return Step.NOTHING if last_closed and _is_answered(finding, last_closed) else Step.RAISE
    known = open_alert.known.get(finding.rule.code)
    if known and _is_answered(finding, known):
        return Step.NOTHING
    if known is None and last_closed and _is_answered(finding, last_closed):
        return Step.NOTHING
    is_said_now = finding.rule.kind in _SAID and finding.rule.level is Level.URGENT
    if finding.rule.kind in _ASKED_IN_PERSON or is_said_now or (open_alert.was_taken and not open_alert.is_on_hand):
        return Step.GROW
    if known:
        is_worse = finding.mark in known.answered or finding.gravity > max(known.answered.values())
        return Step.GROW if is_worse else Step.ADD
    if is_graver(finding.rule.level, open_alert.level):
        return Step.GROW
    return Step.GROW if open_alert.was_taken and finding.rule.level == open_alert.level else Step.ADD


def _is_answered(finding: Finding, known: Known) -> bool:
    return finding.gravity <= known.answered.get(finding.mark, 0)


# --- The clock -------------------------------------------------------------------------------------------------------


def due_after_growing(fresh: datetime, *, due: datetime, was_taken: bool) -> datetime:
    """An alert that grows is due anew (`fresh`); one that nobody took yet is never given more time."""
    return fresh if was_taken else min(due, fresh)


def is_overdue(*, due: datetime, was_taken: bool, now: datetime) -> bool:
    return not was_taken and due <= now
