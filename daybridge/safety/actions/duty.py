"""Who is on call: shifts, handing them over, closed days; and what staff are told in the morning: gaps ahead, work that waits."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.people.access import is_director, may_be_asked_to_care, nobody_but_the_system
from daybridge.people.models import Organization, Staff
from daybridge.people.rules import Role
from daybridge.safety import queries
from daybridge.safety.actions import asking
from daybridge.safety.events import (
    GapsFound,
    HolidayAdded,
    HolidayRemoved,
    ShiftAcknowledged,
    ShiftAdded,
    ShiftOffered,
    ShiftRemoved,
    StaffTold,
)
from daybridge.safety.models import Holiday, OnCallShift, ShiftHandOver
from daybridge.safety.plan import queries as plans

LONGEST_SHIFT = timedelta(days=14)
#: How far ahead directors are told of hours with nobody on call.
GAPS_AHEAD = timedelta(days=7)
#: After this long an alert that somebody took and nobody ended is the directors' to ask about.
UNFINISHED_TOO_LONG = timedelta(days=2)


def has_this_shift(actor: Actor, shift: OnCallShift) -> bool:
    """Whoever has the shift, and directors."""
    return actor.is_staff and (actor.person_id == shift.staff_id or actor.has_role(Role.DIRECTOR))


def is_offered_this_shift(actor: Actor, shift: OnCallShift) -> bool:
    """The colleague to whom the shift is offered."""
    return actor.is_staff and shift.hand_overs.filter(acknowledged_at=None, to_staff_id=actor.who).exists()


@action(allow=is_director)
def add_shift(
    actor: Actor,
    organization: Organization,
    *,
    staff: Staff,
    since: datetime,
    until: datetime,
    backup: Staff | None = None,
) -> ShiftAdded:
    """Put someone on call. Raises Invalid for times that can't be and Conflict where somebody is on call already."""
    Organization.objects.select_for_update().get(id=organization.id)
    faults = {}
    if not since < until <= since + LONGEST_SHIFT:
        faults["until"] = _("A shift ends after it begins, and within two weeks.")
    if backup and backup.id == staff.id:
        faults["backup"] = _("Choose somebody else to back them up.")
    if not may_be_asked_to_care(staff):
        faults["staff"] = _not_a_carer()
    if backup and not may_be_asked_to_care(backup):
        faults["backup"] = _not_a_carer()
    if faults:
        raise Invalid(_("This shift can't be."), fields=faults)
    if OnCallShift.objects.filter(removed_at=None, since__lt=until, until__gt=since).exists():
        raise Conflict(_("Somebody is on call for part of this time already."), code="overlap")
    made = OnCallShift.objects.create(
        organization_id=organization.id, staff=staff, backup=backup, since=since, until=until
    )
    return ShiftAdded(organization_id=organization.id, subject_id=made.id, staff_id=staff.id, since=since, until=until)


def _not_a_carer() -> str:
    return _("They do not look after participants. Choose a clinician or a peer specialist.")


@action(allow=is_director)
def remove_shift(actor: Actor, shift: OnCallShift) -> ShiftRemoved:
    """Take a shift off the roster; what it leaves open shows as a gap."""
    shift = OnCallShift.objects.select_for_update().get(id=shift.id)
    repeated = shift.removed_at is not None
    if not repeated:
        shift.removed_at = clock.now()
        shift.save(update_fields=["removed_at"])
    return ShiftRemoved(organization_id=shift.organization_id, subject_id=shift.id, repeated=repeated)


@action(allow=has_this_shift)
def hand_over_shift(actor: Actor, shift: OnCallShift, *, to: Staff, note: str = "") -> ShiftOffered:
    """Offer a shift to a colleague. Until they acknowledge it, whoever has it stays on call: never nobody."""
    shift = OnCallShift.objects.select_for_update().get(id=shift.id)
    if shift.removed_at or shift.until <= clock.now():
        raise Conflict(_("This shift is over."), code="over")
    if not may_be_asked_to_care(to):
        raise Invalid(_not_a_carer(), fields={"to": _not_a_carer()})
    if to.id == shift.staff_id:
        raise Invalid(_("Choose a colleague."), fields={"to": _("Choose a colleague.")})
    if shift.hand_overs.filter(acknowledged_at=None).exists():
        raise Conflict(_("This shift is offered to a colleague already."), code="offered")
    offer = ShiftHandOver.objects.create(
        organization_id=shift.organization_id, shift=shift, from_staff_id=shift.staff_id, to_staff=to,
        offered_at=clock.now(), note=note,
    )  # fmt: skip
    asking.tell_of_roster(to, kind="on-call", key=f"shift offered {offer.id}")
    return ShiftOffered(organization_id=shift.organization_id, subject_id=shift.id, to_staff_id=to.id)


@action(allow=is_offered_this_shift)
def acknowledge_shift(actor: Actor, shift: OnCallShift) -> ShiftAcknowledged:
    """Take over a shift that was offered; from now on it is theirs."""
    shift = OnCallShift.objects.select_for_update().get(id=shift.id)
    offer = shift.hand_overs.filter(acknowledged_at=None, to_staff_id=actor.who).first()
    if offer is None:
        raise Conflict(_("This shift is not offered to you any more."), code="not-offered")
    offer.acknowledged_at, before = clock.now(), shift.staff_id
    offer.save(update_fields=["acknowledged_at"])
    shift.staff_id = offer.to_staff_id
    if shift.backup_id == shift.staff_id:
        shift.backup_id = before
    shift.save(update_fields=["staff", "backup"])
    return ShiftAcknowledged(organization_id=shift.organization_id, subject_id=shift.id, from_staff_id=before)


@action(allow=is_director)
def add_holiday(actor: Actor, organization: Organization, *, day: date, name: str) -> HolidayAdded:
    """Close the site on a day: clocks that wait for the doors to open wait longer, and on-call is asked instead."""
    made, is_new = Holiday.objects.get_or_create(
        organization_id=organization.id, day=day, defaults={"name": name.strip()}
    )
    return HolidayAdded(organization_id=organization.id, subject_id=made.id, repeated=not is_new)


@action(allow=is_director)
def remove_holiday(actor: Actor, holiday: Holiday) -> HolidayRemoved:
    """Open the site on a day after all."""
    event = HolidayRemoved(organization_id=holiday.organization_id, subject_id=holiday.id)
    holiday.delete()
    return event


@action(allow=nobody_but_the_system)
def note_gaps(actor: Actor, organization: Organization) -> GapsFound:
    """Tell the directors of hours within a week with nobody on call, each gap once; nothing while no roster is kept."""
    found = []
    if OnCallShift.objects.filter(removed_at=None).exists():
        # From before now on, so that a gap that has begun is known by when it began.
        around = queries.gaps(organization.id, since=clock.now() - LONGEST_SHIFT, until=clock.now() + GAPS_AHEAD)
        found = [gap for gap in around if gap[1] > clock.now()]
    for director in people.staff_members(actor, role=Role.DIRECTOR):
        for since, _until in found:
            asking.tell_of_roster(director, kind="on-call-gap", key=f"gap {since:%Y-%m-%dT%H:%M}")
    return GapsFound(organization_id=organization.id, subject_id=organization.id, gaps=len(found), repeated=not found)


@action(allow=nobody_but_the_system)
def tell_staff(actor: Actor, organization: Organization, *, on_day: date) -> StaffTold:
    """In the morning, tell each whom work waits for, once a day and never what: a call that they promised for today, an alert
    that they took and have not ended, safety plans of their people. After two days of that the directors hear of it too.
    """
    evening = timedelta(hours=queries.calendar(organization.id).ladder.one_evening_hours)
    waiting = queries.owing_a_call(on=on_day) | plans.therapists_with_plans(actor)
    waiting |= queries.left_unfinished(taken_before=clock.now() - evening)
    staff = people.staff_members(actor)
    if queries.left_unfinished(taken_before=clock.now() - UNFINISHED_TOO_LONG):
        waiting |= {one.id for one in people.staff_members(actor, role=Role.DIRECTOR)}
    told = [
        notify(actor, one, kind="work-waiting", key=on_day.isoformat(), link="/workspace/")
        for one in staff.filter(id__in=waiting)
    ]
    new = sum(not one.repeated for one in told)
    return StaffTold(organization_id=organization.id, subject_id=organization.id, told=new, repeated=not new)
