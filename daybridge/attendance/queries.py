"""Looking at sessions as they really went."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from daybridge.attendance import rules
from daybridge.attendance.access import leads
from daybridge.attendance.models import (
    Attendance,
    Break,
    Excuse,
    Facilitator,
    GuestVisit,
    HeldSession,
    PresenceMark,
    Promise,
)
from daybridge.attendance.rules import Mark, Source, Span, State, Way
from daybridge.core import clock
from daybridge.core.actors import Actor, ActorKind
from daybridge.core.errors import NotYours
from daybridge.people.models import Participant, Staff
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence, Seat
from daybridge.programs.calendar.rules import State as Planned

#: No session is longer, so nothing that was told longer before or after has to do with it.
_LONGEST = timedelta(hours=12)
WITH_GROUP = (
    "series__group__program", "series__site", "series__room", "series__lead", "series__organization", "cover", "other_room",
)  # fmt: skip


@dataclass(frozen=True)
class Running:
    """When a session begins and ends, as far as it is known: as somebody said, else as the calendar says."""

    occurrence: Occurrence
    held: HeldSession | None = None
    breaks: Sequence[Break] = ()

    @property
    def begins_at(self) -> datetime:
        began = self.held.began_at if self.held else None
        return began or self.occurrence.begins_at

    @property
    def ends_at(self) -> datetime:
        ended = self.held.ended_at if self.held else None
        return ended or self.occurrence.ends_at

    @property
    def on_day(self) -> date:
        """The day on which it begins, on the clock of where it is: a date that was moved counts where it went."""
        return clock.day_of(self.begins_at, calendar.zone_of(self.occurrence.series))

    @property
    def has_begun(self) -> bool:
        return clock.now() >= self.begins_at

    @property
    def is_past(self) -> bool:
        """It was to end before now, or was ended: who is told of from now on was there, and is not there now."""
        return clock.now() >= self.ends_at

    @property
    def is_over(self) -> bool:
        """It was ended, or there is no doubt that it has."""
        is_ended = self.held is not None and self.held.ended_at is not None
        return is_ended or rules.is_forgotten(self.occurrence.ends_at, clock.now())

    @property
    def is_ended(self) -> bool:
        return self.held is not None and self.held.ended_at is not None

    @property
    def minutes(self) -> int:
        """From its begin to its end, breaks left out."""
        whole = rules.without([Span(self.begins_at, self.ends_at)], self.pauses)
        return sum(one.seconds for one in whole) // 60

    @property
    def pauses(self) -> list[Span]:
        return [Span(one.begins_at, one.ends_at or self.ends_at) for one in self.breaks]

    @property
    def open_break(self) -> Break | None:
        return next((one for one in self.breaks if one.ends_at is None), None)


def session(actor: Actor, occurrence_id: UUID) -> Occurrence:
    """A session that this actor leads. Raises NotYours."""
    found = calendar.occurrence(actor, occurrence_id)
    if not leads(actor, found):
        raise NotYours()
    return found


def running(occurrence: Occurrence) -> Running:
    held = HeldSession.objects.filter(occurrence=occurrence).first()
    return Running(occurrence, held, list(Break.objects.filter(held=held).order_by("begins_at")) if held else ())


def running_many(occurrences: Collection[Occurrence]) -> dict[UUID, Running]:
    """By occurrence, in a number of queries that does not grow."""
    held = {one.occurrence_id: one for one in HeldSession.objects.filter(occurrence__in=occurrences)}
    breaks: dict[UUID, list[Break]] = {}
    for one in Break.objects.filter(held__in=held.values()).order_by("begins_at"):
        breaks.setdefault(one.held_id, []).append(one)
    found = {}
    for occurrence in occurrences:
        of = held.get(occurrence.id)
        found[occurrence.id] = Running(occurrence, of, breaks.get(of.id, ()) if of else ())
    return found


def facilitators(occurrence: Occurrence) -> list[Facilitator]:
    """Whoever was added to lead it, those who handed it over too, in order."""
    return list(Facilitator.objects.filter(occurrence=occurrence).select_related("staff").order_by("since", "id"))


def leaders(occurrence: Occurrence) -> list[Staff]:
    """Who leads it now: whom the calendar names first, unless it was handed over."""
    added = facilitators(occurrence)
    now = [one.staff for one in added if one.until is None]
    handed_over = {one.staff_id for one in added if one.until is not None} - {one.id for one in now}
    first = [] if occurrence.led_by.id in handed_over else [occurrence.led_by]
    return [*first, *(one for one in now if one.id != occurrence.led_by.id)]


# --- Who is expected -------------------------------------------------------------------------------------------------


def expected(occurrence_ids: Collection[UUID]) -> dict[UUID, list[Participant]]:
    """Occurrence -> who is booked into it, by name."""
    found: dict[UUID, list[Participant]] = {}
    booked = Booking.objects.standing().filter(occurrence_id__in=occurrence_ids, participant__isnull=False)
    for one in booked.select_related("participant").order_by("participant__given_name", "participant__id"):
        assert one.participant
        found.setdefault(one.occurrence_id, []).append(one.participant)
    return found


def told_away(occurrence_ids: Collection[UUID]) -> dict[UUID, list[Booking]]:
    """Occurrence -> who told that they will not come, and did not take it back (with `participant` and `absence`)."""
    again = Booking.objects.standing().filter(
        participant_id=OuterRef("participant_id"), occurrence_id=OuterRef("occurrence_id")
    )
    off = Booking.objects.filter(
        occurrence_id__in=occurrence_ids, is_on=False, absence__isnull=False, absence__taken_back=None,
        participant__isnull=False,
    ).exclude(Exists(again))  # fmt: skip
    found: dict[UUID, list[Booking]] = {}
    for one in off.select_related("participant", "absence").order_by("participant__given_name", "participant__id"):
        found.setdefault(one.occurrence_id, []).append(one)
    return found


def promised(occurrence_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(occurrence, participant) of who said that they will come."""
    found = Promise.objects.filter(occurrence_id__in=occurrence_ids)
    return set(found.values_list("occurrence_id", "participant_id"))


def would_have_come(occurrence: Occurrence) -> list[UUID]:
    """Who had a seat on a date that we called off, or had taken one for it."""
    seats = Seat.objects.filter(calendar.HELD, series_id=occurrence.series_id, from_on__lte=occurrence.on_day)
    seats = seats.filter(Q(until_on=None) | Q(until_on__gte=occurrence.on_day))
    taken = Booking.objects.filter(occurrence=occurrence, is_make_up=True, participant__isnull=False)
    both = {*seats.values_list("participant_id", flat=True), *taken.values_list("participant_id", flat=True)}
    return [one for one in both if one]


# --- What was told ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """All that was told of one person and one session."""

    marks: Sequence[Mark] = ()
    is_excused: bool = False
    is_from_afar: bool = False


def told_of(
    occurrence: Occurrence, participant_ids: Collection[UUID] | None = None, *, elsewhere: Collection[PresenceMark] = ()
) -> dict[UUID, Told]:
    """Participant -> what was told of them and counts; who has nothing is left out.

    `elsewhere`: when they were seen coming to another session in the course of this one.
    """
    marks = PresenceMark.objects.filter(occurrence=occurrence, withdrawn=None)
    excuses = Excuse.objects.filter(occurrence=occurrence)
    if participant_ids is not None:
        marks = marks.filter(participant_id__in=participant_ids)
        excuses = excuses.filter(participant_id__in=participant_ids)
    by_person: dict[UUID, list[PresenceMark]] = {}
    for one in marks:
        by_person.setdefault(one.participant_id, []).append(one)
    afar = {who for who, told in by_person.items() if any(one.location for one in told)}
    for one in elsewhere:
        if one.participant_id in by_person:
            by_person[one.participant_id].append(one)
    excused = {one.participant_id: one.holds for one in excuses.order_by("made_at", "id")}
    return {
        who: Told(_in_order(by_person.get(who, ()), occurrence), excused.get(who, False), who in afar)
        for who in {*by_person, *excused}
    }


def _in_order(told: Iterable[PresenceMark], occurrence: Occurrence) -> list[Mark]:
    """As they are to be believed: of two of one moment, what was told later."""
    return [
        mark_of(one)
        if one.occurrence_id == occurrence.id
        else rules.gone_to_another(one.at, Running(one.occurrence, _held(one.occurrence)).begins_at)
        for one in sorted(told, key=lambda one: (one.at, one.saved_at, one.id))
    ]


def _held(occurrence: Occurrence) -> HeldSession | None:
    return getattr(occurrence, "held", None)


def came_elsewhere(
    occurrence: Occurrence, participant_ids: Collection[UUID] | None = None, *, begin: datetime, end: datetime
) -> list[PresenceMark]:
    """When people of a session, or these alone, were seen coming to others that run between two moments (with how those are held)."""
    if participant_ids is None:
        of: Any = PresenceMark.objects.filter(occurrence=occurrence).values("participant_id")
    else:
        of = participant_ids
    found = PresenceMark.objects.filter(
        participant_id__in=of, way=Way.IN, withdrawn=None, at__range=(begin - _LONGEST, end + _LONGEST)
    ).exclude(occurrence=occurrence)  # fmt: skip
    found = found.alias(
        began=Coalesce("occurrence__held__began_at", "occurrence__begins_at"),
        ended=Coalesce("occurrence__held__ended_at", "occurrence__ends_at"),
    )
    return list(found.filter(began__lt=end, ended__gt=begin).select_related("occurrence__held"))


def came_meanwhile(ran: Running, participant_ids: Collection[UUID] | None = None) -> list[PresenceMark]:
    """The same of those that ran while this one did."""
    return came_elsewhere(ran.occurrence, participant_ids, begin=ran.begins_at, end=ran.ends_at)


def spans_of(occurrence: Occurrence, participant_id: UUID) -> Sequence[Span]:
    """From when until when somebody was there, breaks not taken out, as it is known now."""
    ran, who = running(occurrence), [participant_id]
    told = told_of(occurrence, who, elsewhere=came_meanwhile(ran, who)).get(participant_id, Told())
    return rules.presence(told.marks, begin=ran.begins_at, end=ran.ends_at, now=clock.now()).spans


def seen_elsewhere(occurrence: Occurrence, participant_id: UUID) -> list[PresenceMark]:
    """When somebody who was seen in a session was seen coming to another while it ran."""
    return [one for one in came_meanwhile(running(occurrence)) if one.participant_id == participant_id]


def mark_of(row: PresenceMark) -> Mark:
    return Mark(Way(row.way), Source(row.source), row.at, row.stream)


def attendances(occurrence_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], Attendance]:
    """(occurrence, participant) -> how it went, as far as anything was told."""
    found = Attendance.objects.filter(occurrence_id__in=occurrence_ids).select_related("participant")
    return {(one.occurrence_id, one.participant_id): one for one in found}


def went(participant_id: UUID, *, before: date | None, most: int) -> list[Attendance]:
    """How sessions went for somebody, the newest first, of days before one where it is said; those that are ahead are left out."""
    found = Attendance.objects.filter(participant_id=participant_id).exclude(state=State.EXPECTED)
    if before:
        found = found.filter(on_day__lt=before)
    return list(found.select_related("occurrence__series__group").order_by("-on_day", "-id")[:most])


def marks(occurrence: Occurrence, participant_id: UUID) -> list[PresenceMark]:
    """Everything that any source ever said of one person and one session, withdrawn marks too, in order."""
    found = PresenceMark.objects.filter(occurrence=occurrence, participant_id=participant_id)
    return list(found.select_related("told_by", "correction__made_by", "withdrawn__correction").order_by("at", "id"))


def locations_of(occurrence: Occurrence) -> dict[UUID, str]:
    """Participant -> where they were who came from elsewhere, as they last said it; who was in the room is left out."""
    found = PresenceMark.objects.filter(occurrence=occurrence, withdrawn=None).exclude(location="")
    return dict(found.order_by("at").values_list("participant_id", "location"))


def participant_of(occurrence: Occurrence, participant_id: UUID) -> Participant:
    """Somebody who is expected at a session, was there, or told that they will not come. Raises NotYours."""
    known = Booking.objects.filter(occurrence=occurrence, participant_id=participant_id).exists()
    known = known or PresenceMark.objects.filter(occurrence=occurrence, participant_id=participant_id).exists()
    if not known:
        raise NotYours()
    return Participant.objects.get(id=participant_id)


def guests_who_came(occurrence: Occurrence) -> dict[UUID, bool]:
    """invitation -> whether that guest came, as staff said last; whoever nothing was said of is left out."""
    told = GuestVisit.objects.filter(occurrence=occurrence).order_by("said_at", "id")
    return dict(told.values_list("invitation_id", "has_come"))


# --- A facilitator's day ---------------------------------------------------------------------------------------------


def led_by(actor: Actor, *, since: datetime, until: datetime) -> list[Occurrence]:
    """The sessions between two moments that this actor leads, those called off too, in order."""
    found = led(actor).filter(begins_at__lt=until, ends_at__gt=since)
    return list(found.select_related(*WITH_GROUP).order_by("begins_at", "id"))


def led(actor: Actor) -> QuerySet[Occurrence]:
    """The sessions that this actor leads: those that the calendar names them for, or that they were added to or took over."""
    added = Facilitator.objects.filter(staff_id=actor.who, until=None).values("occurrence_id")
    handed_over = Facilitator.objects.filter(staff_id=actor.who, until__isnull=False).exclude(occurrence_id__in=added)
    mine = Q(cover_id=actor.who) | Q(cover=None, series__lead_id=actor.who)
    return Occurrence.objects.filter(Q(id__in=added) | (mine & ~Q(id__in=handed_over.values("occurrence_id"))))


def unsettled(*, since: datetime, before: datetime) -> list[Occurrence]:
    """Sessions that were to end between two moments, and that wait for the clock.

    Those that we called off, and those at which somebody took attendance and that nobody has ended. One at which nobody did is not
    settled by a clock: that nobody took attendance is no sign that nobody came.
    """
    of_it = {"occurrence_id": OuterRef("id")}
    rows = Attendance.objects.filter(**of_it)
    off = Q(state=Planned.CANCELLED) & (~Exists(rows) | Exists(rows.filter(_OPEN)))
    forgotten = Q(state=Planned.PLANNED, held__ended_at=None) & (_taken(OuterRef("id"), OuterRef("ends_at")))
    found = Occurrence.objects.filter(off | forgotten, ends_at__gt=since, ends_at__lte=before)
    return list(found.select_related(*WITH_GROUP).order_by("ends_at", "id"))


def not_taken(occurrences: Collection[Occurrence]) -> set[UUID]:
    """Those of these that are over, that nobody ended, and in whose course nobody told anything: attendance was not taken."""
    over = [
        one.id for one in occurrences if one.state == Planned.PLANNED and rules.is_forgotten(one.ends_at, clock.now())
    ]
    found = Occurrence.objects.filter(id__in=over, held__ended_at=None)
    return set(found.exclude(_taken(OuterRef("id"), OuterRef("ends_at"))).values_list("id", flat=True))


def is_open(occurrence: Occurrence) -> bool:
    """Whether a session that we called off is not worked out to its end."""
    rows = Attendance.objects.filter(occurrence=occurrence)
    return not rows.exists() or rows.filter(_OPEN).exists()


#: Of a session that was called off, what is not worked out to its end.
_OPEN = Q(is_here=True) | Q(state=State.EXPECTED) | Q(state=State.PRESENT)


def _taken(occurrence_id: OuterRef, ends_at: OuterRef) -> Exists:
    """Whether somebody took attendance: told who came. A hand-over, an excuse or a correction of one person is not that."""
    marks = PresenceMark.objects.filter(occurrence_id=occurrence_id, at__lt=ends_at).exclude(source=Source.CORRECTION)
    return Exists(marks)


# --- Arriving --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AtDoor:
    """Somebody who is expected, as the tablet at the door shows them: nothing but what they are called and an initial."""

    participant_id: UUID
    called: str
    initial: str
    is_here: bool


def at_the_door(occurrence: Occurrence) -> list[AtDoor]:
    """Who is expected at a session, by what they are called, and who is here."""
    known = attendances([occurrence.id])
    found = [
        AtDoor(
            one.id, one.called, one.family_name[:1],
            (row := known.get((occurrence.id, one.id))) is not None and row.is_here,
        )
        for one in expected([occurrence.id]).get(occurrence.id, ())
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.called.casefold(), one.initial, one.participant_id))


def expected_at(occurrence: Occurrence, participant_id: UUID) -> Participant:
    """Somebody who is booked into a session. Raises NotYours."""
    found = next((one for one in expected([occurrence.id]).get(occurrence.id, ()) if one.id == participant_id), None)
    if found is None:
        raise NotYours()
    return found


def is_expected(occurrence: Occurrence, participant_id: UUID) -> bool:
    return Booking.objects.standing().filter(occurrence=occurrence, participant_id=participant_id).exists()


def on_the_phone(occurrence_id: UUID) -> set[UUID]:
    """Who is there by telephone now, as far as anybody said so."""
    marks = PresenceMark.objects.filter(occurrence_id=occurrence_id, source=Source.PHONE, withdrawn=None)
    last = {one.participant_id: one.way for one in marks.order_by("at", "id")}
    return {who for who, way in last.items() if way == Way.IN}


def own_session(participant_id: UUID, occurrence_id: UUID) -> Occurrence:
    """A session that a participant is booked into. Raises NotYours."""
    found = Occurrence.objects.filter(id=occurrence_id).select_related(*WITH_GROUP).first()
    if found is None or not is_expected(found, participant_id):
        raise NotYours()
    return found


def some_session(occurrence_id: UUID) -> Occurrence | None:
    """The session that a code at a door is of, whoever reads it."""
    return Occurrence.objects.filter(id=occurrence_id).select_related(*WITH_GROUP).first()


def is_here(occurrence: Occurrence, participant_id: UUID) -> bool:
    return Attendance.objects.filter(occurrence=occurrence, participant_id=participant_id, is_here=True).exists()


def here_now(participant_id: UUID, occurrence_ids: Collection[UUID]) -> set[UUID]:
    """Those of these sessions that a participant is in."""
    found = Attendance.objects.filter(participant_id=participant_id, occurrence_id__in=occurrence_ids, is_here=True)
    return set(found.values_list("occurrence_id", flat=True))


def open_connections(participant_id: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, str]:
    """Occurrence -> the connection by which somebody joined it from elsewhere last and that was not ended."""
    told = PresenceMark.objects.filter(
        participant_id=participant_id, occurrence_id__in=occurrence_ids, source=Source.VIDEO, withdrawn=None
    )
    found: dict[UUID, str] = {}
    for one in told.order_by("at", "saved_at", "id"):
        if one.way == Way.IN:
            found[one.occurrence_id] = one.stream
        elif found.get(one.occurrence_id) == one.stream:
            del found[one.occurrence_id]
    return found


def promised_by(participant_id: UUID, occurrence_ids: Collection[UUID]) -> set[UUID]:
    """Those of these sessions to which a participant said that they will come."""
    found = Promise.objects.filter(participant_id=participant_id, occurrence_id__in=occurrence_ids)
    return set(found.values_list("occurrence_id", flat=True))


def last_place(participant_id: UUID) -> tuple[str, str]:
    """Where somebody was and how they could be called back when they last came from elsewhere; empty where they never did."""
    afar = PresenceMark.objects.filter(participant_id=participant_id).exclude(location="").order_by("-at", "-id")
    return afar.values_list("location", "call_back").first() or ("", "")


def keeper(staff_id: UUID, occurrence_id: UUID) -> tuple[Actor, Staff] | None:
    """In whose name a tablet acts that somebody left at a door: theirs, or whose the session is since they handed it over.

    None when who left it there works here no longer.
    """
    staff = Staff.objects.filter(id=staff_id, is_active=True).first()
    occurrence = some_session(occurrence_id)
    if staff is None or occurrence is None:
        return None
    if not leads(_at_the_door(staff), occurrence):
        staff = next(iter(leaders(occurrence)), staff)
    return _at_the_door(staff), staff


def _at_the_door(staff: Staff) -> Actor:
    return Actor(
        kind=ActorKind.STAFF, organization_id=staff.organization_id, account_id=staff.account_id, person_id=staff.id,
        roles=frozenset(staff.roles), reason="door",
    )  # fmt: skip
