"""What changed for people against their own usual, as Today, the board and the chart show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.safety.radar import queries as radar
from daybridge.safety.radar.queries import LookCard
from daybridge.safety.radar.rules import LEAST_POINTS, LOOK_BACK_DAYS
from daybridge.safety.radar.sentences import FindingInWords, budget_in_words, in_words, said_in_words, title


@dataclass(frozen=True)
class WhatChanged:
    """A chart's part about what moved: what stands, the strongest first, and what has passed in four weeks."""

    standing: Sequence[FindingInWords]
    passed: Sequence[FindingInWords]
    least_points: int = LEAST_POINTS

    @property
    def points(self) -> int:
        return sum(one.points for one in self.standing)


def what_changed(person: Any) -> WhatChanged:
    """For someone whose chart has been opened."""
    since = clock.today(person.time_zone) - timedelta(days=LOOK_BACK_DAYS)
    standing, passed = radar.findings_of(person.id, passed_since=since)
    return WhatChanged([in_words(one) for one in standing], [in_words(one) for one in passed])


@dataclass(frozen=True)
class WorthALook:
    """Today's list: who, what stands about them, what was said; and how long the list may be."""

    cards: Sequence[tuple[LookCard, Sequence[FindingInWords]]]
    budget: str
    answers: Sequence[tuple[str, str]]


def worth_a_look(actor: Actor, *, on: date) -> WorthALook:
    """Who was put before this clinician, on the site's day."""
    cards = radar.looks_for(actor, on_day=on)
    return WorthALook(
        [(card, [in_words(one) for one in card.standing[:2]]) for card in cards],
        budget_in_words(radar.present_budget(actor)),
        said_in_words(),
    )


def marks(participant_ids: Iterable[UUID], *, on: date) -> Mapping[UUID, str]:
    """The board's mark for those who were put forward lately: the strongest thing that changed, in a few words."""
    return {person: title(one.kind) for person, one in radar.marks(participant_ids, on_day=on).items()}
