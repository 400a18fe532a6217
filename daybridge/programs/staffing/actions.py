"""Telling when somebody works, and when they are away."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.models import Staff
from daybridge.programs import on_file
from daybridge.programs.staffing import queries, rules
from daybridge.programs.staffing.access import is_own_or_director
from daybridge.programs.staffing.events import LeaveTakenBack, LeaveTold, StaffHoursTold
from daybridge.programs.staffing.models import Leave, StaffWeekTold
from daybridge.programs.staffing.rules import Days, Reason, StaffWeek
from daybridge.programs.staffing.sentences import fault_in_words


@action(allow=is_own_or_director)
def tell_staff_week(actor: Actor, staff: Staff, *, week: StaffWeek, based_on: int) -> StaffHoursTold:
    """Tell the hours that somebody works, whole.

    `based_on` is the number of what was read, 0 for nothing yet. Raises Conflict (409) when there are newer ones, Invalid (422).
    """
    faults = rules.faults_in(week, kinds=on_file.kinds())
    if faults:
        said = {name: fault_in_words(name, code) for name, code in faults.items()}
        raise Invalid(_("These hours can't be."), fields=said)
    newest = queries.newest(staff.id)
    if (newest.number if newest else 0) != based_on:
        raise _newer()
    told = StaffWeekTold(
        organization_id=staff.organization_id, staff=staff, number=based_on + 1, week=week.to_json(),
        told_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            told.save(force_insert=True)
    except IntegrityError as error:  # a colleague's at the same moment
        raise _newer() from error
    return StaffHoursTold(
        organization_id=staff.organization_id, subject_id=told.id, staff_id=staff.id, number=told.number
    )


@action(allow=is_own_or_director)
def tell_leave(actor: Actor, staff: Staff, *, days: Days, reason: Reason) -> LeaveTold:
    """Tell that somebody is away. What they lead then stays on the calendar: it needs cover, and a person says which.

    Raises Invalid (422) for days that can't be, or on which they are away already.
    """
    faults = {name: fault_in_words(name, code) for name, code in rules.faults_in_days(days).items()}
    if faults:
        raise Invalid(_("These days can't be."), fields=faults)
    Staff.objects.select_for_update(no_key=True).get(id=staff.id)  # one after the other
    known = Leave.objects.standing().filter(staff=staff, from_on__lte=days.until_on, until_on__gte=days.from_on)
    if any(rules.meet(one.days, days) for one in known):
        raise Invalid(_("These days can't be."), fields={"from_on": _("They are away then already.")})
    leave = Leave.objects.create(
        organization_id=staff.organization_id, staff=staff, from_on=days.from_on, until_on=days.until_on,
        start=days.start, end=days.end, reason=reason, told_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    return LeaveTold(
        organization_id=staff.organization_id, subject_id=leave.id, staff_id=staff.id, from_on=days.from_on,
        until_on=days.until_on,
    )  # fmt: skip


@action(allow=is_own_or_director)
def take_leave_back(actor: Actor, leave: Leave) -> LeaveTakenBack:
    """Say that somebody is not away after all."""
    leave = Leave.objects.select_for_update().get(id=leave.id)
    repeated = leave.taken_back_at is not None
    if not repeated:
        leave.taken_back_at, leave.taken_back_by_id = clock.now(), actor.who if actor.is_staff else None
        leave.save(update_fields=["taken_back_at", "taken_back_by"])
    return LeaveTakenBack(
        organization_id=leave.organization_id, subject_id=leave.id, staff_id=leave.staff_id, repeated=repeated
    )


def _newer() -> Conflict:
    return Conflict(_("Somebody changed these hours since you opened the page. Read them again, then change them."))
