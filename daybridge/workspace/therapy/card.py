"""Use and therapy as the chart shows them: what they use and want, told days, what waits to be gone through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.substances import queries as substances
from daybridge.substances.rules import Goal
from daybridge.substances.sentences import GOALS, substance, sums_in_words
from daybridge.therapies import queries as therapies
from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import Kind


@dataclass(frozen=True)
class Card:
    """`uses`: what, what they want with it, when it was last used. `sums`: the last 30 days as they were told."""

    uses: Sequence[tuple[str, str, date | None]]
    sums: str
    #: Days of setbacks in the last 30 that nobody has gone through with them yet.
    to_go_through: Sequence[date]
    formulation: Outline | None
    homework: Homework | None


def card(participant: Participant) -> Card:
    """The card on somebody's chart, in ten queries at most, whatever is kept of them."""
    today = clock.today(participant.time_zone)
    since = today - timedelta(days=29)
    told = checkins.setbacks_told(participant.id, since=since)
    gone = {one.on_day for one in checkins.gone_through(participant.id) if one.about is None} if told else set()
    homework = therapies.homework(participant.id)
    return Card(
        uses=[
            (
                substance(one.substance),
                str(GOALS[Goal(one.goal.goal)]) if one.goal else "",
                one.now.last_used_on if one.now else None,
            )
            for one in substances.used(participant.id)
        ],
        sums=sums_in_words(substances.calendar(participant.id, first=since, last=today).sums),
        to_go_through=[day for day in told if day not in gone],
        formulation=therapies.newest(participant.id, Kind.FORMULATION),
        homework=homework[0] if homework else None,
    )
