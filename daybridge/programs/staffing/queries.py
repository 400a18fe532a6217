"""Looking at when those who work here work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Organization, Staff
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import State
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
    zone = Organization.objects.get(id=staff.organization_id).time_zone
    away = moments(days, zone)
    whole = TimestamptzRange(away[0][0], away[-1][1])
    led = Booking.objects.standing().filter(staff=staff, during__overlap=whole, occurrence__state=State.PLANNED)
    related = ("occurrence__series__group", "occurrence__series__site", "occurrence__organization")
    found = [one.occurrence for one in led.select_related(*related)]
    met = [one for one in found if any(one.begins_at < end and start < one.ends_at for start, end in away)]
    return sorted(met, key=lambda one: (one.begins_at, one.id))
