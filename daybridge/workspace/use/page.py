"""What the page of somebody's use shows: what they use and want, a month of told days, and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.checkins import queries as checkins
from daybridge.checkins.models import Entry
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.on_file import Topic
from daybridge.programs.teaching import queries as teaching
from daybridge.substances import queries as substances
from daybridge.substances import rules
from daybridge.substances.models import UseDay
from daybridge.substances.on_file import use
from daybridge.substances.queries import Calendar, Used
from daybridge.substances.rules import Goal, Source, State
from daybridge.substances.sentences import GOALS, SOURCES, STATES, history_in_words, substance, sums_in_words
from daybridge.substances.sentences import substances as substances_in_words

#: Kinds of groups that work on what pulls at somebody, and on what they choose.
RELAPSE_PREVENTION = ("staying-well", "triggers", "healthy-decisions")
_PEER_DAYS = 60


@dataclass(frozen=True)
class ShownUse:
    """A substance: what is known of it and from whom, what they want with it, and both as they were before."""

    used: Used
    words: str
    known: str
    source: str
    goal: str
    before: Sequence[str]
    goals_before: Sequence[str]


@dataclass(frozen=True)
class Cell:
    """A day of the month: what was told of it last, what it is remembered by, and whether a setback was told elsewhere."""

    day: date
    told: UseDay | None
    state: str
    what: str
    remembered: Sequence[str]
    has_setback: bool
    is_open: bool

    @property
    def in_words(self) -> str:
        """The day with all that is known of it, for who does not see the marks."""
        setback = [_("a setback was told in a check-in or worksheet")] if self.has_setback else []
        return ", ".join(filter(None, [self.state or _("nothing told"), self.what, *self.remembered, *setback]))


@dataclass(frozen=True)
class Month:
    first: date
    last: date
    weeks: Sequence[Sequence[Cell | None]]
    before: date | None
    after: date | None

    @property
    def told(self) -> list[Cell]:
        """The days of which anything is known, for the table behind the grid."""
        cells = [cell for week in self.weeks for cell in week if cell]
        return [cell for cell in cells if cell.told or cell.remembered or cell.has_setback]


@dataclass(frozen=True)
class UsePage:
    uses: Sequence[ShownUse]
    month: Month
    #: Stretches with what their told days come to.
    sums: Sequence[tuple[str, str]]
    peers: Sequence[Entry]
    groups: Sequence[tuple[Occurrence, Topic | None]]


def use_page(participant: Participant, *, in_month: date | None) -> UsePage:
    """The page, its calendar open at a month: this one, where none is asked for."""
    today = clock.today(participant.time_zone)
    episode = programs.current_episode(participant.id)
    admitted_on = episode.admitted_on if episode else None
    first = rules.first_day(admitted_on, today)
    found = substances.calendar(participant.id, first=first, last=today)
    shown = min(max(in_month or today, first), today)
    since = today - timedelta(days=_PEER_DAYS)
    return UsePage(
        [_shown(one) for one in substances.used(participant.id)],
        _month(participant, found, shown, admitted_on),
        _sums(found, admitted_on),
        checkins.shared_entries_of(participant.id, since=since, codes=["peer-support"]),
        groups_of_week(participant),
    )


def _shown(one: Used) -> ShownUse:
    now, goal = one.now, one.goal
    return ShownUse(
        used=one,
        words=substance(one.substance),
        known=history_in_words(now) if now else "",
        source=str(SOURCES[Source(now.source)]) if now else "",
        goal=str(GOALS[Goal(goal.goal)]) if goal else "",
        before=[history_in_words(each) or _("nothing more known") for each in one.versions[1:]],
        goals_before=[" · ".join(filter(None, [str(GOALS[Goal(each.goal)]), each.said])) for each in one.goals[1:]],
    )


def anchors(found: Calendar, admitted_on: date | None) -> Mapping[date, Sequence[str]]:
    """Day -> what it may be remembered by: days of the year, the day somebody came, their own."""
    language = (get_language() or "en")[:2]
    words: dict[date, list[str]] = {}
    for day, said in use().anchors_between(found.first, found.last):
        words.setdefault(day, []).append(said.said(language))
    if admitted_on:
        words.setdefault(admitted_on, []).append(_("came to the program"))
    for day, one in found.remembered.items():
        words.setdefault(day, []).append(one.said)
    return words


def _month(participant: Participant, found: Calendar, shown: date, admitted_on: date | None) -> Month:
    first, last = rules.month_of(shown)
    setbacks = checkins.setbacks_told(participant.id, since=first)
    remembered = anchors(found, admitted_on)

    def cell(day: date | None) -> Cell | None:
        if day is None:
            return None
        told, is_open = found.days.get(day), found.first <= day <= found.last
        what = ", ".join(filter(None, [substances_in_words(told.substances), told.amount])) if told else ""
        state = str(STATES[State(told.state)]) if told else ""
        return Cell(day, told, state, what, remembered.get(day, ()), day in setbacks, is_open)

    return Month(
        first, last, [[cell(day) for day in week] for week in rules.weeks_of(first, last)],
        first - timedelta(days=1) if first > found.first else None, last + timedelta(days=1) if last < found.last else None,
    )  # fmt: skip


def _sums(found: Calendar, admitted_on: date | None) -> list[tuple[str, str]]:
    """The last 30 and 90 days, and the 30 before somebody came."""
    back = {days: found.last - timedelta(days=days - 1) for days in (30, 90)}
    told = [
        (_("Last 30 days"), back[30], found.last),
        (_("Last 90 days"), back[90], found.last),
    ]
    if admitted_on:
        told.append((_("30 days before they came"), admitted_on - timedelta(days=30), admitted_on - timedelta(days=1)))
    return [(words, sums_in_words(found.sums_between(max(first, found.first), last))) for words, first, last in told]


def groups_of_week(participant: Participant) -> list[tuple[Occurrence, Topic | None]]:
    """The sessions of the next seven days that work on triggers and choices, with their topics."""
    now = clock.now()
    ahead = calendar.sessions_of(participant.id, since=now, until=now + timedelta(days=7))
    found = [one for one in ahead if one.series.group.kind in RELAPSE_PREVENTION]
    topics = teaching.topics(found)
    return [(one, topics.get(one.id)) for one in found]
