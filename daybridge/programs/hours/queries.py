"""A week of a program at a glance, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours, Refused
from daybridge.people.access import is_director
from daybridge.people.models import Organization, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import HORIZON_DAYS, State
from daybridge.programs.models import Episode, Program
from daybridge.programs.needs.queries import needs_of_many
from daybridge.programs.needs.rules import Asked, Held, Missing, asked, missing
from daybridge.programs.rules import Hours, pack_from_json
from daybridge.programs.staffing.queries import leaves_between, staff_weeks
from daybridge.programs.staffing.rules import is_within, moments

#: How far back and ahead a week can be looked at.
WEEKS_BACK, WEEKS_AHEAD = 52, HORIZON_DAYS // 7 - 1


@dataclass(frozen=True)
class PersonRow:
    """What somebody's week asks for, what it holds, and what it falls short of."""

    participant: Participant
    asked: Asked
    minutes: int
    days: int
    missing: Missing
    #: They came after Monday, so the week is not a whole one.
    is_first_week: bool


@dataclass(frozen=True)
class TimeRow:
    """A weekly time on its date: how many sit in it."""

    occurrence: Occurrence
    seats: int
    taken: int

    @property
    def is_on(self) -> bool:
        return self.occurrence.state == State.PLANNED

    @property
    def free(self) -> int:
        return max(0, self.seats - self.taken) if self.is_on else 0


@dataclass(frozen=True)
class LeadRow:
    """How much somebody leads in the week, in all programs, against their hours; None where they have told none."""

    staff: Staff
    minutes: int
    sessions: int
    most_minutes: int | None
    #: Sessions outside the hours they work, and sessions while they are away.
    outside: int
    away: int

    @property
    def over_minutes(self) -> int:
        return 0 if self.most_minutes is None else max(0, self.minutes - self.most_minutes)


@dataclass(frozen=True)
class HoursCard:
    """One week of a program, Monday to Sunday."""

    program: Program
    monday: date
    people: Sequence[PersonRow]
    times: Sequence[TimeRow]
    leads: Sequence[LeadRow]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @cached_property
    def short(self) -> list[PersonRow]:
        """Whose week falls short, the most hours first."""
        return [one for one in self.people if one.missing.is_short]

    @cached_property
    def whole(self) -> list[PersonRow]:
        """Whose week holds what is asked."""
        return [one for one in self.people if not one.missing.is_short]

    @property
    def seats(self) -> int:
        return sum(one.seats for one in self.times if one.is_on)

    @property
    def free(self) -> int:
        return sum(one.free for one in self.times)


def monday_of(organization: Organization, week: str) -> date:
    """The Monday of an ISO week such as 2026-W48; of this week for "". Raises NotYours for one that can't be shown."""
    today = clock.today(organization.time_zone)
    this = today - timedelta(days=today.weekday())
    if not week:
        return this
    try:
        year, number = week.split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise NotYours() from None
    if not -WEEKS_BACK <= (monday - this).days // 7 <= WEEKS_AHEAD:
        raise NotYours()
    return monday


def hours_card(actor: Actor, organization: Organization, program_id: UUID, monday: date) -> HoursCard:
    """The week of a program, for a director: whose week falls short first. Raises Refused, NotYours."""
    if not is_director(actor, None):
        raise Refused(_("A director reads this page."))
    program = programs.program(actor, program_id)
    sessions = _occurrences(program, monday)
    taken = calendar.taken_seats([one.id for one in sessions])
    times = [TimeRow(one, one.series.group.capacity, taken.get(one.id, 0)) for one in sessions]
    leads = _leads({one.led_by.id: one.led_by for one in sessions}, organization, monday)
    return HoursCard(program, monday, _people(program, monday), times, leads)


def _people(program: Program, monday: date) -> list[PersonRow]:
    there = Episode.objects.filter(program=program, admitted_on__lte=monday + timedelta(days=6))
    there = there.filter(Q(ended_on=None) | Q(ended_on__gte=monday)).select_related("participant")
    stays = {one.participant_id: one for one in there.order_by("admitted_on")}
    needs, pack = needs_of_many(list(stays)), pack_from_json(program.rule_pack)
    held = _held(stays, monday)
    rows = []
    for participant_id, stay in stays.items():
        theirs, wanted = held[participant_id], asked(needs[participant_id], pack)
        rows.append(
            PersonRow(
                stay.participant,
                wanted,
                sum(one.minutes for one in theirs),
                len({one.day for one in theirs}),
                missing(wanted, needs[participant_id].kinds, theirs),
                is_first_week=stay.admitted_on > monday,
            )
        )
    return sorted(rows, key=_most_missing_first)


def _most_missing_first(row: PersonRow) -> tuple[object, ...]:
    less, person = row.missing, row.participant
    return -less.minutes, -less.days, -sum(less.kinds.values()), -less.gap_days, person.family_name, person.given_name


def _held(participant_ids: Iterable[UUID], monday: date) -> dict[UUID, list[Held]]:
    booked = Booking.objects.standing().filter(participant_id__in=list(participant_ids), **_in_week(monday))
    columns = ("participant_id", "on_day", "begins_at", "ends_at", "series__group__kind")
    named = [one if one == "participant_id" else f"occurrence__{one}" for one in columns]
    found: dict[UUID, list[Held]] = defaultdict(list)
    for participant_id, day, begins, ends, kind in booked.values_list(*named):
        found[participant_id].append(Held(day, int((ends - begins).total_seconds()) // 60, kind))
    return found


def _in_week(monday: date) -> dict[str, object]:
    return {"occurrence__on_day__range": (monday, monday + timedelta(days=6)), "occurrence__state": State.PLANNED}


def _occurrences(program: Program, monday: date) -> list[Occurrence]:
    found = Occurrence.objects.filter(
        series__group__program=program, on_day__range=(monday, monday + timedelta(days=6))
    ).select_related("series__group", "series__site", "series__lead", "series__organization", "cover")
    return list(found.order_by("begins_at", "series__group__name"))


def _leads(leaders: dict[UUID, Staff], organization: Organization, monday: date) -> list[LeadRow]:
    booked = (
        Booking.objects.standing().filter(staff_id__in=list(leaders), **_in_week(monday)).select_related("occurrence")
    )
    led: dict[UUID, list[Occurrence]] = defaultdict(list)
    for one in booked:
        led[one.who].append(one.occurrence)
    weeks, zone = staff_weeks(list(leaders)), ZoneInfo(organization.time_zone)
    away: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for leave in leaves_between(monday, monday + timedelta(days=6)):
        away[leave.staff_id] += moments(leave.days, organization.time_zone)
    rows = []
    for staff_id, staff in leaders.items():
        theirs, week = led[staff_id], weeks.get(staff_id)
        rows.append(
            LeadRow(
                staff,
                sum(_minutes(one) for one in theirs),
                len(theirs),
                week.most_minutes_a_week if week else None,
                outside=sum(not is_within(week, _as_hours(one, zone)) for one in theirs) if week and week.hours else 0,
                away=sum(
                    any(one.begins_at < end and start < one.ends_at for start, end in away[staff_id]) for one in theirs
                ),
            )
        )
    return sorted(rows, key=lambda row: (-row.away, -row.over_minutes, -row.outside, -row.minutes, row.staff.name))


def _minutes(one: Occurrence) -> int:
    return int((one.ends_at - one.begins_at).total_seconds()) // 60


def _as_hours(one: Occurrence, zone: ZoneInfo) -> Hours:
    begins = one.begins_at.astimezone(zone)
    start = begins.hour * 60 + begins.minute
    return Hours(begins.weekday(), start, start + _minutes(one))
