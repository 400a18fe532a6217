"""Telling about coming and not coming, asking for other times, and the link by which one's own calendar follows one's sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import queries, rules
from daybridge.programs.attending.events import (
    AbsenceTold,
    CalendarLinkEnded,
    CalendarLinkMade,
    CalendarTitlesChosen,
    CameBack,
    ChangeAnswered,
    ChangeAsked,
)
from daybridge.programs.attending.models import (
    Absence,
    AbsenceTakenBack,
    CalendarLink,
    ChangeAnswer,
    ChangeRequest,
)
from daybridge.programs.attending.sentences import fault_in_words
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, BookingQuerySet, Occurrence, Seat


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

    What reaches us long after it was made is kept, and changes nothing that had been over for `rules.LONGEST_ON_ITS_WAY` by then:
    the event says so (`came_late`). Raises Invalid (422) for what can't be, Conflict (409) for a session that is over or not on their calendar.
    """
    made_at = min(told.made_at, clock.now())
    today = told.first_on if told.occurrence else clock.day_of(made_at, participant.time_zone)
    _refuse(rules.faults_in_absence(told.first_on, told.last_on, today=today, reason=told.reason, note=told.note))
    absence, repeated = rows.add_once(
        Absence(
            id=told.id, organization_id=participant.organization_id, participant_id=participant.id,
            occurrence_id=told.occurrence.id if told.occurrence else None, first_on=told.first_on,
            last_on=told.last_on, reason=told.reason, note=told.note.strip(), made_at=made_at, saved_at=clock.now(),
        )
    )  # fmt: skip
    taken_off = 0 if repeated else _take_off(participant, absence)
    return AbsenceTold(
        organization_id=participant.organization_id, subject_id=absence.id, participant_id=participant.id,
        saved_at=absence.saved_at, sessions=taken_off, repeated=repeated,
        came_late=_stands_though_told(participant, absence),
        accounts=people.accounts_around(participant.id),
    )  # fmt: skip


def _take_off(participant: Participant, absence: Absence) -> int:
    """Free the seats that an absence just told is about, but of what was over long before it came; how many there were."""
    standing = _told_about(participant, absence)
    if absence.occurrence_id:
        if not standing.exists():
            raise Conflict(_("This session is not on your calendar any more."))
        if standing.filter(occurrence__ends_at__lte=absence.made_at).exists():
            raise Conflict(_("This session is over."))
    since = rules.counts_from(absence.made_at, absence.saved_at)
    return standing.filter(occurrence__ends_at__gt=since).take_off(absence=absence)


def _stands_though_told(participant: Participant, absence: Absence) -> bool:
    """Whether something was told in time and came so late that it stands."""
    since = rules.counts_from(absence.made_at, absence.saved_at)
    late = Q(occurrence__ends_at__gt=absence.made_at, occurrence__ends_at__lte=since)
    return since > absence.made_at and _told_about(participant, absence).filter(late).exists()


def _told_about(participant: Participant, absence: Absence) -> BookingQuerySet:
    """The seats that stand of what an absence is about."""
    standing = Booking.objects.standing().filter(participant=participant)
    if absence.occurrence_id:
        return standing.filter(occurrence_id=absence.occurrence_id)
    away = rules.days_away(absence.first_on, absence.last_on, participant.time_zone)
    return standing.filter(occurrence__begins_at__gte=away.begins_at, occurrence__begins_at__lt=away.ends_at)


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
    dates = [one.occurrence_id for one in bookings]
    taken, withheld = calendar.taken_seats(dates), apart.withheld(absence.participant_id, dates)
    free = [
        one for one in bookings if one.occurrence_id not in withheld and _has_room(one, taken.get(one.occurrence_id, 0))
    ]
    came = [one for one in free if _stands_again(one)]
    if absence.occurrence_id and not came:
        raise Conflict(_("Your seat was taken, or something else is on your calendar then."), code="full")
    return len(bookings) - len(came)


def _has_room(booking: Booking, taken: int) -> bool:
    return taken < booking.occurrence.series.group.capacity


def _stands_again(booking: Booking) -> bool:
    """False where something else of theirs is on the calendar then."""
    booking.is_on, booking.absence = True, None
    booking.changed_at, booking.changes = clock.now(), booking.changes + 1
    try:
        with transaction.atomic():
            booking.save(update_fields=["is_on", "absence", "changed_at", "changes"])
    except IntegrityError:
        return False
    return True


# --- Asking for other times ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """As the phone sends it: what would be better than one seat, or than all of it."""

    id: UUID
    made_at: datetime
    better: str
    note: str = ""
    seat: Seat | None = None


@action(allow=access.is_participant_self)
def ask_for_change(actor: Actor, participant: Participant, *, told: ToldChange) -> ChangeAsked:
    """Keep once that somebody asks for other times. Their seat stays theirs until it is changed.

    Raises Invalid (422) for what can't be, Conflict (409) for a seat that is not theirs, and for more than a team can read.
    """
    _refuse(rules.faults_in_request(told.better, told.note))
    if told.seat and told.seat.participant_id != participant.id:
        raise Conflict(_("This seat is not yours any more."))
    request, repeated = rows.add_once(
        ChangeRequest(
            id=told.id, organization_id=participant.organization_id, participant_id=participant.id,
            seat_id=told.seat.id if told.seat else None, better=told.better.strip(), note=told.note.strip(),
            made_at=min(told.made_at, clock.now()), saved_at=clock.now(),
        )
    )  # fmt: skip
    if not repeated and queries.asked_since_answered(participant.id) > rules.MOST_UNANSWERED:
        raise Conflict(_("Your team has not answered what you asked before. Talk with them, or wait for their answer."))
    return ChangeAsked(
        organization_id=request.organization_id, subject_id=request.id, participant_id=participant.id,
        saved_at=request.saved_at, repeated=repeated, accounts=people.accounts_around(participant.id),
    )  # fmt: skip


@action(allow=access.treats_participant_of)
def answer_change(actor: Actor, request: ChangeRequest, *, outcome: str, words: str) -> ChangeAnswered:
    """Say what comes of it, in a sentence that the participant reads. The same once more is one answer."""
    _refuse(rules.faults_in_answer(outcome, words))
    Participant.objects.select_for_update(of=("self",)).get(id=request.participant_id)  # one answers after the other
    newest = request.answers.order_by("-at", "-id").first()
    said = (outcome, words.strip())
    repeated = newest is not None and (newest.outcome, newest.words) == said
    answer = newest if newest and repeated else ChangeAnswer.objects.create(
        organization_id=request.organization_id, request=request, staff_id=actor.who, outcome=outcome,
        words=words.strip(), at=clock.now(),
    )  # fmt: skip
    return ChangeAnswered(
        organization_id=request.organization_id, subject_id=request.id, participant_id=request.participant_id,
        saved_at=answer.at, outcome=outcome, repeated=repeated,
        accounts=people.accounts_around(request.participant_id),
    )  # fmt: skip


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(
            _("Part of this can't be."), fields={name: fault_in_words(fault) for name, fault in faults.items()}
        )


# --- A link for one's own calendar -----------------------------------------------------------------------------------


@action(allow=access.is_participant_self)
def make_calendar_link(actor: Actor, participant: Participant, *, shows_names: bool) -> CalendarLinkMade:
    """Make a private address that calendars can follow. One made before stops working."""
    Participant.objects.select_for_update(of=("self",)).get(id=participant.id)
    CalendarLink.objects.live().filter(participant=participant).update(ended_at=clock.now())
    link = CalendarLink.objects.create(
        organization_id=participant.organization_id, participant=participant, shows_names=shows_names
    )
    return CalendarLinkMade(
        organization_id=link.organization_id, subject_id=link.id, participant_id=participant.id,
        shows_names=shows_names,
    )  # fmt: skip


@action(allow=access.is_participant_self)
def choose_titles(actor: Actor, link: CalendarLink, *, shows_names: bool) -> CalendarTitlesChosen:
    """Choose whether the calendar names groups; the address stays. Raises Conflict (409) for one that was ended."""
    link = CalendarLink.objects.select_for_update(of=("self",)).get(id=link.id)
    if link.ended_at:
        raise Conflict(_("This link does not work any more. Make a new one."))
    repeated = link.shows_names == shows_names
    link.shows_names = shows_names
    link.save(update_fields=["shows_names"])
    return CalendarTitlesChosen(
        organization_id=link.organization_id, subject_id=link.id, participant_id=link.participant_id,
        shows_names=shows_names, repeated=repeated,
    )  # fmt: skip


def _may_end(actor: Actor, link: CalendarLink) -> bool:
    return access.nobody_but_the_system(actor, link) or access.is_participant_self(actor, link)


@action(allow=_may_end)
def end_calendar_link(actor: Actor, link: CalendarLink) -> CalendarLinkEnded:
    """The address answers nobody any more: its owner ends it, and so does a new password of theirs."""
    repeated = not CalendarLink.objects.live().filter(id=link.id).update(ended_at=clock.now())
    return CalendarLinkEnded(
        organization_id=link.organization_id, subject_id=link.id, participant_id=link.participant_id,
        repeated=repeated,
    )  # fmt: skip
