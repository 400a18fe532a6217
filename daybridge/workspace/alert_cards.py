"""Alerts as the staff's lists show them: why each stands, in words, in the order of need; and how many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.safety import queries as safety
from daybridge.safety.concerns import queries as concerns
from daybridge.safety.concerns.queries import ConcernForStaff
from daybridge.safety.sentences import (
    alert_in_words,
    facts_in_words,
    outcome_in_words,
    rule_in_words,
    source_in_words,
    version_in_words,
)
from daybridge.workspace import rules

_FACTS_SHOWN = 2
#: Kinds of causes -> the page on which it stands what they are about: its address, and how the way there is called.
_STANDS_ON: Mapping[str, tuple[str, Any]] = {
    **dict.fromkeys(
        (
            "side_effect_danger",
            "side_effect_self_harm",
            "side_effect_strong",
            "medicine_call",
            "doses_not_taken",
            "medicine_ran_out",
            "injection_overdue",
        ),
        ("workspace:medicines", lazy("Medicines and doses")),
    ),
    "result_line": ("workspace:watching", lazy("What to watch")),
    "message_urgent": ("workspace:messages-of", lazy("Messages")),
    **dict.fromkeys(("screen_unexpected", "screen_unexpected_opioid"), ("workspace:screens", lazy("Drug screens"))),
    **dict.fromkeys(
        ("peer_worried", "moderator_worried"), ("workspace:told-by-peers", lazy("What was written in a peer space"))
    ),
}


@dataclass(frozen=True)
class CauseCard:
    """Why an alert stands: a rule as it was then, its version and its source."""

    rule: str
    version: str
    source: str
    #: The sheets whose answers or scores it is about, newest last.
    sheets: Sequence[str] = ()
    #: The page on which it stands what it is about: address and words; empty for what stands on the chart alone.
    page: tuple[str, Any] | None = None

    @property
    def address(self) -> str:
        return self.page[0] if self.page else ""

    @property
    def way(self) -> str:
        return str(self.page[1]) if self.page else ""


def _causes(alert: Any) -> list[CauseCard]:
    return [
        CauseCard(
            rule_in_words(one),
            version_in_words(one.version, one.edit),
            source_in_words(one.source),
            _sheets(one.marks),
            _STANDS_ON.get(one.kind),
        )
        for one in safety.causes(alert)
    ]


def _sheets(marks: Sequence[str]) -> list[str]:
    found = (mark.split(" ") for mark in marks)
    return list(dict.fromkeys(parts[1] for parts in found if parts[0] in ("answers", "score") and len(parts) > 1))


@dataclass(frozen=True)
class EarlierAlert:
    """An alert of the days before, for whoever answers for the one that is open."""

    id: UUID
    raised_at: datetime
    rule: str
    facts: Sequence[str]
    outcome: str


def earlier_alerts(alert: Any) -> list[EarlierAlert]:
    """What was told in the week before this alert, and what came of it."""
    return [
        EarlierAlert(
            one.id, one.raised_at, alert_in_words(one), facts_in_words(one.facts), outcome_in_words(one.outcome)
        )
        for one in safety.earlier(alert)
    ]


@dataclass(frozen=True)
class AlertCard:
    """An open alert as it stands in a list: its latest facts, and how many more there are."""

    alert: Any
    rule: str
    causes: Sequence[CauseCard]
    facts: Sequence[str]
    is_mine: bool
    #: What a colleague wrote about their worry.
    worry: str = ""
    #: What supporters wrote about their worry, oldest first.
    concerns: Sequence[ConcernForStaff] = ()

    @property
    def is_pressing(self) -> bool:
        """Nobody took it, and it is urgent or past its time."""
        return self.alert.taken_at is None and (self.alert.level == "urgent" or self.alert.promised_at <= clock.now())

    @property
    def latest(self) -> Sequence[str]:
        return self.facts[-_FACTS_SHOWN:]

    @property
    def more(self) -> int:
        return max(0, len(self.facts) - _FACTS_SHOWN)


def alert_cards(actor: Actor, alerts: Iterable[Any]) -> list[AlertCard]:
    """Alerts with their facts and rule said in words."""
    alerts = list(alerts)
    worried = [one.id for one in alerts if any(cause["kind"] == "raised_by_staff" for cause in one.causes)]
    worries = safety.worries(worried) if worried else {}
    with_concerns = [one.id for one in alerts if any(cause["kind"] == "supporter_worried" for cause in one.causes)]
    by_alert = concerns.of_alerts(with_concerns) if with_concerns else {}
    return [
        AlertCard(
            alert,
            worry=worries.get(alert.id, ""),
            concerns=by_alert.get(alert.id, ()),
            rule=alert_in_words(alert),
            causes=_causes(alert),
            facts=facts_in_words(alert.facts),
            is_mine=alert.owner_id == actor.person_id,
        )
        for alert in alerts
    ]


def open_cards(actor: Actor, alerts: Iterable[Any]) -> list[AlertCard]:
    """Open alerts in the order of need: nobody has taken it, then its level, then its clock."""
    cards = alert_cards(actor, alerts)
    return sorted(
        cards,
        key=lambda card: (card.alert.taken_at is not None, rules.gravity(card.alert.level), card.alert.promised_at),
    )


@dataclass(frozen=True)
class AlertCount:
    """The number beside the bell: what nobody has taken, or this person has."""

    count: int
    level: str


def alert_count(actor: Actor) -> AlertCount:
    """How many open alerts wait for this person or for anyone, and the gravest level among them."""
    waiting = [
        level
        for level, taken_at, owner_id in safety.open_alerts(actor).values_list("level", "taken_at", "owner_id")
        if taken_at is None or owner_id == actor.person_id
    ]
    return AlertCount(len(waiting), min(waiting, key=rules.gravity, default="none"))
