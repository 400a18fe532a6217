"""What the pages about the safety net show: rules and rungs in words, the roster, and attempts to reach people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.rules import Role
from daybridge.safety import queries as safety
from daybridge.safety import rules as safety_rules
from daybridge.safety import sentences
from daybridge.safety.actions import CONTACT_RESULTS
from daybridge.safety.rules import LEVEL_ORDER, Rule
from daybridge.workspace import timeline
from daybridge.workspace.alert_cards import AlertCard, alert_cards
from daybridge.workspace.words import WEEKDAY_NAMES


@dataclass(frozen=True)
class RuleCard:
    """A rule as a director reads it."""

    rule: Rule
    words: str
    answers: str
    clock: str
    who: str
    source: str
    version: str
    signed: Any
    is_own: bool


def rule_card(state: safety.RuleState) -> RuleCard:
    """A rule in words, with its version and who signed it off."""
    rule = state.rule
    return RuleCard(
        rule=rule,
        words=sentences.rule_in_words(rule),
        answers=sentences.answers_in_words(rule),
        clock=sentences.clock_in_words(rule.answer_within_minutes),
        who=sentences.who_in_words(rule.who if rule.who == "medical" else "primary"),
        source=sentences.source_in_words(rule.source),
        version=sentences.version_in_words(rule.version, rule.edit),
        signed=state.signed,
        is_own=rule.edit > 0,
    )


def rule_cards() -> list[RuleCard]:
    """Every rule of the rulebook, gravest first, those put off last."""
    cards = [rule_card(state) for state in safety.rule_states()]
    return sorted(
        cards,
        key=lambda card: (not card.rule.is_on, LEVEL_ORDER.index(card.rule.level), card.rule.answer_within_minutes),
    )


@dataclass(frozen=True)
class RungCard:
    who: str
    wait: str
    channels: str


@dataclass(frozen=True)
class LadderCard:
    """Who is asked, in words: the opening hours by weekday, and for each ladder and level its rungs."""

    hours: Sequence[tuple[Any, str]]
    ways: Sequence[tuple[str, str, Sequence[RungCard]]]
    source: str
    version: str
    made: Any


def ladder_card(organization_id: UUID) -> LadderCard:
    """The ladder in force, in words."""
    policy, latest = safety.calendar(organization_id).ladder, safety.latest_ladder()
    hours = [
        (name, f"{policy.hours[day].opens:%H:%M}–{policy.hours[day].closes:%H:%M}" if day in policy.hours else "")
        for day, name in enumerate(WEEKDAY_NAMES)
    ]
    ways = [
        (sentences.who_in_words(code), sentences.level_in_words(level), [_rung(rung) for rung in rungs])
        for (code, level), rungs in policy.rungs.items()
    ]
    version = sentences.version_in_words(policy.version, policy.edit)
    return LadderCard(hours, ways, sentences.source_in_words(policy.source), version, latest)


def _rung(rung: safety_rules.Rung) -> RungCard:
    wait = sentences.clock_in_words(rung.wait_minutes) if rung.wait_minutes else ""
    return RungCard(sentences.who_in_words(rung.who), wait, ", ".join(map(sentences.channel_in_words, rung.channels)))


def stored_ladder() -> Mapping[str, Any]:
    """The ladder in force as it is stored, for the page that changes it."""
    latest = safety.latest_ladder()
    return latest.ladder if latest else safety_rules.shipped_ladder()


# --- On call ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShiftCard:
    """A shift of the roster, and what this viewer may do with it."""

    shift: Any
    offer: Any
    may_hand_over: bool
    may_acknowledge: bool


@dataclass(frozen=True)
class RosterCard:
    now: Sequence[str]
    shifts: Sequence[ShiftCard]
    gaps: Sequence[tuple[datetime, datetime]]
    more_gaps: int
    holidays: Sequence[Any]


_GAPS_SHOWN = 12


def roster_card(actor: Actor, organization_id: UUID) -> RosterCard:
    """The next four weeks of the roster, with the first gaps and how many there are after them."""
    roster = safety.roster(organization_id)
    names = {one.id: str(one) for one in people.staff_members(actor)}
    cards = []
    for shift in roster.shifts:
        offer = roster.offered.get(shift.id)
        mine = shift.staff_id == actor.person_id or actor.has_role(Role.DIRECTOR)
        cards.append(
            ShiftCard(
                shift,
                offer,
                may_hand_over=mine and offer is None,
                may_acknowledge=offer is not None and offer.to_staff_id == actor.person_id,
            )
        )
    return RosterCard(
        now=[names.get(one, "") for one in roster.now],
        shifts=cards,
        gaps=roster.gaps[:_GAPS_SHOWN],
        more_gaps=max(0, len(roster.gaps) - _GAPS_SHOWN),
        holidays=roster.holidays,
    )


# --- Outreach --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutreachCard:
    """Someone to look for, with what was tried so far, newest first."""

    card: AlertCard
    attempts: Sequence[Any]


def outreach_cards(actor: Actor) -> list[OutreachCard]:
    """Whom to look for today, who waits longest first."""
    found = safety.outreach(actor)
    attempts = {
        alert.id: [
            timeline.step(alert, one)
            for one in reversed(alert.steps.all())
            if one.kind in (*CONTACT_RESULTS, "worried")
        ]
        for alert in found
    }
    return [OutreachCard(card, attempts[card.alert.id]) for card in alert_cards(actor, found)]
