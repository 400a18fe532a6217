"""Telling about coming and not coming."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.attending import queries, rules
from daybridge.programs.attending.events import AbsenceTold, CameBack
from daybridge.programs.attending.models import Absence, AbsenceTakenBack
from daybridge.programs.attending.sentences import fault_in_words
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence


@dataclass(frozen=True, kw_only=True)
class ToldAbsence:
    """As the phone sends it: one session, or days from `first_on` to `last_on`, both included."""

    id: UUID
    made_at: datetime
    reason: str
    note: str = ""
    occurrence: Occurrence | None = None
    first_on: date
    last_on: date


@action(allow=access.is_participant_self)
def tell_absence(actor: Actor, participant: Participant, *, told: ToldAbsence) -> AbsenceTold:
    """Keep once that somebody will not come. Their seats of these dates are free for others; their place in the group stays.

    Raises Invalid (422) for what can't be, Conflict (409) for a session that is over or not on their calendar.
    """
    made_at = min(told.made_at, clock.now())
    today = told.first_on if told.occurrence else clock.day_of(made_at, participant.time_zone)
    _refuse_faults(told, today=today)
    absence, repeated = rows.add_once(
        Absence(
            id=told.id, organization_id=participant.organization_id, participant_id=participant.id,
            occurrence_id=told.occurrence.id if told.occurrence else None, first_on=told.first_on,
            last_on=told.last_on, reason=told.reason, note=told.note.strip(), made_at=made_at, saved_at=clock.now(),
        )
    )  # fmt: skip
    taken_off = 0 if repeated else _take_off(participant, absence, made_at)
    return AbsenceTold(
        organization_id=participant.organization_id, subject_id=absence.id, participant_id=participant.id,
        saved_at=absence.saved_at, sessions=taken_off, repeated=repeated,
        accounts=people.accounts_around(participant.id),
    )  # fmt: skip


def _take_off(participant: Participant, absence: Absence, made_at: datetime) -> int:
    """Free the seats that an absence just told is about; how many there were."""
    standing = Booking.objects.standing().filter(participant=participant)
    if absence.occurrence_id:
        standing = standing.filter(occurrence_id=absence.occurrence_id)
        if not standing.exists():
            raise Conflict(_("This session is not on your calendar any more."))
        if standing.filter(occurrence__ends_at__lte=made_at).exists():
            raise Conflict(_("This session is over."))
    else:
        away = rules.days_away(absence.first_on, absence.last_on, participant.time_zone)
        standing = standing.filter(
            occurrence__begins_at__gte=away.begins_at, occurrence__begins_at__lt=away.ends_at,
            occurrence__ends_at__gt=made_at,
        )  # fmt: skip
    return standing.update(is_on=False, absence=absence)


def _refuse_faults(told: ToldAbsence, *, today: date) -> None:
    faults = rules.faults_in_absence(told.first_on, told.last_on, today=today, reason=told.reason, note=told.note)
    if faults:
        raise Invalid(
            _("Part of this can't be."), fields={name: fault_in_words(fault) for name, fault in faults.items()}
        )


@action(allow=access.is_participant_self)
def come_after_all(actor: Actor, absence: Absence, *, return_id: UUID) -> CameBack:
    """Take an absence back, until its session begins. Of several days those come back whose seat is still free.

    Raises Conflict (409) in words when its one session has begun, or its seat is somebody else's by now.
    """
    back, repeated = _taken_back(absence, return_id)
    gone = 0 if repeated else _put_back(absence)
    return CameBack(
        organization_id=absence.organization_id, subject_id=absence.id, participant_id=absence.participant_id,
        saved_at=back.saved_at, gone=gone, repeated=repeated,
        accounts=people.accounts_around(absence.participant_id),
    )  # fmt: skip


def _taken_back(absence: Absence, return_id: UUID) -> tuple[AbsenceTakenBack, bool]:
    """The row that says so, and whether it was there before: an absence is taken back once."""
    known = AbsenceTakenBack.objects.filter(absence=absence).first()
    if known:
        return known, True
    return rows.add_once(
        AbsenceTakenBack(
            id=return_id, organization_id=absence.organization_id, absence_id=absence.id,
            participant_id=absence.participant_id, saved_at=clock.now(),
        )
    )  # fmt: skip


def _put_back(absence: Absence) -> int:
    """Give the seats back that are still there to give; how many are not."""
    # Whoever takes a seat of these dates holds the same lock.
    ids = queries.absent_bookings(absence).values_list("occurrence_id", flat=True)
    ahead = Occurrence.objects.filter(id__in=list(ids), begins_at__gt=clock.now()).order_by("id")
    list(ahead.select_for_update(of=("self",)).values_list("id"))
    bookings = list(queries.absent_bookings(absence).filter(occurrence__begins_at__gt=clock.now()))
    if absence.occurrence_id and not bookings:
        raise Conflict(_("This session has begun or does not take place. Tell your team if you can still come."))
    taken = calendar.taken_seats([one.occurrence_id for one in bookings])
    came = [one for one in bookings if _has_room(one, taken.get(one.occurrence_id, 0)) and _stands_again(one)]
    if absence.occurrence_id and not came:
        raise Conflict(_("Your seat was taken, or something else is on your calendar then."), code="full")
    return len(bookings) - len(came)


def _has_room(booking: Booking, taken: int) -> bool:
    return taken < booking.occurrence.series.group.capacity


def _stands_again(booking: Booking) -> bool:
    """False where something else of theirs is on the calendar then."""
    booking.is_on, booking.absence = True, None
    try:
        with transaction.atomic():
            booking.save(update_fields=["is_on", "absence"])
    except IntegrityError:
        return False
    return True
