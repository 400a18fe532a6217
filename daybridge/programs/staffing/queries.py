"""Looking at when those who work here work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Organization, Staff
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import HORIZON_DAYS, State
from daybridge.programs.staffing.access import is_own_or_director
from daybridge.programs.staffing.models import Leave, StaffWeekTold
from daybridge.programs.staffing.rules import Days, StaffWeek, moments


def newest(staff_id: UUID) -> StaffWeekTold | None:
    """The hours that hold now, with who told them; None where nobody has told any."""
    found = StaffWeekTold.objects.filter(staff_id=staff_id).select_related("told_by")
    return found.order_by("-number").first()


def staff_weeks(staff_ids: Collection[UUID]) -> dict[UUID, StaffWeek]:
    """The hours of many at once; who has told none is left out."""
    found = StaffWeekTold.objects.filter(staff_id__in=staff_ids)
    return {one.staff_id: one.said for one in found.order_by("staff_id", "-number").distinct("staff_id")}


@dataclass(frozen=True)
class Away:
    """That somebody is away, and when; why stays with them and directors."""

    leave_id: UUID
    staff_id: UUID
    days: Days


def leaves_between(first: date, last: date) -> list[Away]:
    """Who is away between two days, both included, in order. For the schedule and for colleagues: without the reason."""
    found = Leave.objects.standing().filter(from_on__lte=last, until_on__gte=first).order_by("from_on", "id")
    return [Away(one.id, one.staff_id, one.days) for one in found]


def away_at(staff_id: UUID, first: date, last: date, zone: str) -> list[tuple[datetime, datetime]]:
    """From when until when somebody is away between two days, both included."""
    return [
        one for away in leaves_between(first, last) if away.staff_id == staff_id for one in moments(away.days, zone)
    ]


def leaves_of(actor: Actor, staff: Staff, since: date) -> list[Leave]:
    """When somebody is away from a day on, with the reason: for themself and directors. Raises NotYours."""
    if not is_own_or_director(actor, staff):
        raise NotYours()
    found = Leave.objects.standing().filter(staff=staff, until_on__gte=since)
    return list(found.select_related("told_by").order_by("from_on", "id"))


def leave(actor: Actor, leave_id: UUID) -> Leave:
    """One time away, for themself and directors. Raises NotYours."""
    found = Leave.objects.filter(id=leave_id).select_related("staff").first()
    if found is None or not is_own_or_director(actor, found):
        raise NotYours()
    return found


def led_between(staff: Staff, first: date, last: date) -> list[Occurrence]:
    """What somebody leads between two days of the organization's clock, both included, in order."""
    return led_during(staff, Days(first, last))


def led_during(staff: Staff, days: Days) -> list[Occurrence]:
    """What somebody leads while they are away: the sessions that need cover, in order."""
    return led_during_each(staff, [days])[days]


def led_during_each(staff: Staff, away: Sequence[Days]) -> dict[Days, list[Occurrence]]:
    """The same for several times away at once."""
    if not away:
        return {}
    zone = Organization.objects.get(id=staff.organization_id).time_zone
    stretches = {one: moments(one, zone) for one in away}
    every = [stretch for found in stretches.values() for stretch in found]
    whole = TimestamptzRange(min(start for start, _ in every), max(end for _, end in every))
    led = Booking.objects.standing().filter(staff=staff, during__overlap=whole, occurrence__state=State.PLANNED)
    related = ("occurrence__series__group", "occurrence__series__site", "occurrence__series__organization")
    sessions = [one.occurrence for one in led.select_related(*related).order_by("during", "id")]
    return {
        one: [at for at in sessions if any(at.begins_at < end and start < at.ends_at for start, end in found)]
        for one, found in stretches.items()
    }


def who_covers(staff: Staff, sessions: Collection[Occurrence]) -> dict[UUID, list[str]]:
    """Session -> the names of colleagues who said that they may lead its kind at short notice, and are free and here then."""
    if not sessions:
        return {}
    colleagues = Staff.objects.filter(organization_id=staff.organization_id, is_active=True).exclude(id=staff.id)
    names = dict(colleagues.values_list("id", "name"))
    covers = {one: set(week.covers) for one, week in staff_weeks(names.keys()).items()}
    first, last = min(one.begins_at for one in sessions), max(one.ends_at for one in sessions)
    led = Booking.objects.standing().filter(staff_id__in=list(names), during__overlap=TimestamptzRange(first, last))
    taken = [(who, during.lower, during.upper) for who, during in led.values_list("who", "during")]
    zone = Organization.objects.get(id=staff.organization_id).time_zone
    for away in leaves_between(first.date() - timedelta(days=1), last.date() + timedelta(days=1)):
        taken += [(away.staff_id, begins, ends) for begins, ends in moments(away.days, zone)]
    return {
        session.id: sorted(
            names[who]
            for who, kinds in covers.items()
            if session.series.group.kind in kinds
            and not any(
                one == who and begins < session.ends_at and session.begins_at < ends for one, begins, ends in taken
            )
        )
        for session in sessions
    }


@dataclass(frozen=True)
class StaffRow:
    """Somebody who works here: their hours, where they have told any, and when they are away next."""

    staff: Staff
    week: StaffWeek | None
    away: Sequence[Away]


def staff_rows(staff: Sequence[Staff], organization: Organization) -> list[StaffRow]:
    """For directors: everybody with their hours, and their times away in the weeks ahead."""
    today = clock.today(organization.time_zone)
    weeks, away = staff_weeks([one.id for one in staff]), leaves_between(today, today + timedelta(days=HORIZON_DAYS))
    return [StaffRow(one, weeks.get(one.id), [leave for leave in away if leave.staff_id == one.id]) for one in staff]
