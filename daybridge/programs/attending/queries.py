"""Looking at whether somebody's week holds enough, at what could make up for the rest, and at who will not come."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.apart import queries as apart
from daybridge.programs.attending import rules
from daybridge.programs.attending.models import Absence, CalendarLink, ChangeAnswer, ChangeRequest
from daybridge.programs.attending.rules import Booked, Person, Session
from daybridge.programs.availability import queries as availability
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence, Seat
from daybridge.programs.calendar.rules import State
from daybridge.programs.models import Episode
from daybridge.programs.needs import queries as needs
from daybridge.programs.needs.rules import asked
from daybridge.programs.on_file import kinds
from daybridge.programs.rules import pack_from_json


@dataclass(frozen=True)
class Offers:
    """What may make up for missing hours. `missing`: minutes that a week falls short, by its Monday."""

    asked: int = 0
    missing: Mapping[date, int] = field(default_factory=dict)
    sessions: Sequence[Occurrence] = ()


def asked_minutes(participant: Participant) -> int | None:
    """How many minutes a week of somebody must hold; None where nobody has set any, or they are in no program.

    What was set for one person comes before the rules of their program.
    """
    episode = programs.current_episode(participant.id)
    if episode is None:
        return None
    said = asked(needs.needs_of(participant.id), pack_from_json(episode.program.rule_pack)).minimum_minutes
    return said.value or None


def person(participant: Participant) -> Person:
    """Somebody as the rules of offers know them."""
    told = availability.week_of(participant.id)
    known = _known(participant)
    return replace(known, week=told.said) if told else known


def _known(participant: Participant) -> Person:
    """Somebody without their week: what a group may ask of them."""
    said = needs.needs_of(participant.id)
    return Person(
        zone=participant.time_zone,
        languages=said.languages or (participant.language,),
        born_on=participant.born_on,
        track=str(said.track_id or ""),
        gender_groups=said.gender_groups,
        gender_specific_kinds=said.gender_specific_kinds,
    )


def is_for(participant: Participant, occurrence: Occurrence) -> bool:
    """Whether a session is one that somebody may take: their group's, and nobody's visit."""
    return not _is_visit(occurrence) and rules.is_for(_known(participant), _session(occurrence, free=1))


def _is_visit(occurrence: Occurrence) -> bool:
    """An hour of one person with somebody of the staff: it is given by staff, and makes up for nothing of another's."""
    kind = kinds().get(occurrence.series.group.kind)
    return kind is not None and kind.is_visit


def not_for(participant: Participant, occurrences: Iterable[Occurrence]) -> set[UUID]:
    """Those of these whose group is not for somebody (with `series__group`): staff may seat them there knowingly, the phone offers none."""
    who = _known(participant)
    return {one.id for one in occurrences if not rules.is_for(who, _session(one, free=1))}


def offers(participant: Participant, *, missing: Mapping[date, int] | None = None) -> Offers:
    """The sessions that may make up for what this week and the next fall short of.

    `missing`: minutes that these weeks fall short of, by Monday, where somebody knows what was really attended; without it, by
    the calendar alone, where what was booked and missed still counts.
    """
    least = asked_minutes(participant)
    episode = programs.current_episode(participant.id)
    if episode is None or least is None:
        return Offers()
    who, today = person(participant), clock.today(participant.time_zone)
    since = rules.midnight(rules.monday_of(today), participant.time_zone)
    until = rules.midnight(rules.monday_of(today) + timedelta(days=14), participant.time_zone)
    booked = [_booked(one) for one in calendar.sessions_of(participant.id, since=since, until=until)]
    if missing is None:
        missing = rules.missing_by_week(who, booked, asked=least, today=today)
    if not missing:
        return Offers(least)
    return Offers(least, missing, _fitting(participant, who, episode, missing=missing, booked=booked, until=until))


def _fitting(
    participant: Participant,
    who: Person,
    episode: Episode,
    *,
    missing: Mapping[date, int],
    booked: Sequence[Booked],
    until: datetime,
) -> list[Occurrence]:
    now = clock.now()
    away = _away(participant, now, until)
    held = {one.id: one for one in calendar.planned_of_program(episode.program_id, since=now, until=until)}
    taken, hidden = calendar.taken_seats(held), apart.withheld(participant.id, held)
    sessions = [
        _session(one, free=one.series.group.capacity - taken.get(one.id, 0))
        for one in held.values()
        if one.id not in hidden and not _is_visit(one)
    ]
    fitting = rules.offers(who, sessions, missing=missing, booked=booked, away=away, now=now)
    return [held[one.id] for one in fitting]


# --- Not coming ------------------------------------------------------------------------------------------------------


def absence(actor: Actor, absence_id: UUID) -> Absence:
    """One that the actor told themself. Raises NotYours."""
    found = Absence.objects.filter(id=absence_id, participant_id=actor.who).first() if actor.is_participant else None
    if found is None:
        raise NotYours()
    return found


def absent_bookings(absence: Absence) -> QuerySet[Booking]:
    """The dates on which somebody would have come but for what they told."""
    return _absent().filter(absence=absence)


def absent(participant_ids: Iterable[UUID], *, since: datetime, until: datetime) -> QuerySet[Booking]:
    """The sessions to which these people will not come, by when they are."""
    found = _absent().filter(participant_id__in=participant_ids)
    found = found.filter(occurrence__ends_at__gt=since, occurrence__begins_at__lt=until)
    return found.select_related("participant").order_by("occurrence__begins_at", "participant__given_name", "id")


def _absent() -> QuerySet[Booking]:
    """Of dates that take place and that they would still have a seat for."""
    day = OuterRef("occurrence__on_day")
    seats = Seat.objects.filter(
        participant_id=OuterRef("participant_id"), series_id=OuterRef("occurrence__series_id"), from_on__lte=day
    ).filter(Q(until_on=None) | Q(until_on__gte=day))
    again = Booking.objects.standing().filter(
        participant_id=OuterRef("participant_id"), occurrence_id=OuterRef("occurrence_id")
    )
    found = Booking.objects.filter(is_on=False, absence__isnull=False, occurrence__state=State.PLANNED)
    found = found.filter(Q(is_make_up=True) | Exists(seats)).exclude(Exists(again))
    related = (
        "series__group",
        "series__site",
        "series__room",
        "series__lead",
        "series__organization",
        "cover",
        "other_room",
    )
    return found.select_related("absence__taken_back", *(f"occurrence__{one}" for one in related))


def days_told_away(participant_ids: Collection[UUID], first: date, last: date) -> dict[UUID, set[date]]:
    """The days between two, both included, for which somebody told that they are away and did not take it back."""
    told = Absence.objects.filter(
        participant_id__in=participant_ids, occurrence=None, taken_back=None, first_on__lte=last, last_on__gte=first
    )
    found: dict[UUID, set[date]] = {}
    for one in told:
        count = (min(one.last_on, last) - max(one.first_on, first)).days + 1
        days = {max(one.first_on, first) + timedelta(days=number) for number in range(count)}
        found.setdefault(one.participant_id, set()).update(days)
    return found


def away_on(participant_ids: Collection[UUID], occurrences: Collection[Occurrence]) -> set[tuple[UUID, UUID]]:
    """(participant, occurrence) for which they told that they will not come, and did not take it back."""
    days = [one.on_day for one in occurrences]
    if not days:
        return set()
    told = Absence.objects.filter(participant_id__in=participant_ids, taken_back=None, last_on__gte=min(days))
    return {
        (absence.participant_id, one.id)
        for absence in told
        for one in occurrences
        if absence.occurrence_id == one.id
        or (absence.occurrence_id is None and absence.first_on <= one.on_day <= absence.last_on)
    }


def days_away(participant_id: UUID, since: date) -> list[Absence]:
    """The days told on which somebody is away, on a day or later, those taken back left out."""
    found = Absence.objects.filter(participant_id=participant_id, occurrence=None, taken_back=None, last_on__gte=since)
    return list(found.order_by("first_on", "id"))


def _away(participant: Participant, since: datetime, until: datetime) -> list[Booked]:
    """The times in which somebody has told that they can't come."""
    zone = participant.time_zone
    sessions = [one for one in absent([participant.id], since=since, until=until) if one.absence]
    days = days_away(participant.id, clock.day_of(since, zone))
    return [
        *(rules.time_away(one.absence.reason, _booked(one.occurrence), zone) for one in sessions if one.absence),
        *(rules.days_away(one.first_on, one.last_on, zone) for one in days),
    ]


# --- Asking for other times ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for an answer: what they asked for first, and how many more of their requests wait."""

    request: ChangeRequest
    more: int


def changes_of(participant_id: UUID, *, newest: int = 8) -> list[ChangeRequest]:
    """What somebody asked for, what came last first, each with its answers, newest first. What they asked anew stands in its newest words."""
    found = _changes().filter(participant_id=participant_id).exclude(Exists(_asked_anew()), answers=None)
    return list(found.order_by("-saved_at", "-id")[:newest])


def changes_waiting(participant_ids: Iterable[UUID], *, most: int) -> tuple[list[Waiting], int]:
    """Who of these asked for something that nobody has answered, the longest wait first, and how many people they are in all.

    By when it reached us: what a phone says of its own clock puts nobody in front.
    """
    open_ones = ChangeRequest.objects.filter(participant_id__in=participant_ids, answers=None)
    open_ones = open_ones.exclude(Exists(_asked_anew()))
    of_one = Window(RowNumber(), partition_by="participant_id", order_by=["saved_at", "id"])
    count = Window(Count("id"), partition_by="participant_id")
    firsts = open_ones.annotate(place=of_one, count=count).filter(place=1).order_by("saved_at", "id")
    counts = {one.id: one.count for one in firsts[:most]}
    rows = _changes().filter(id__in=counts).select_related("participant", "seat__series__group")
    shown = [Waiting(one, counts[one.id] - 1) for one in rows.order_by("saved_at", "id")]
    people_in_all = (
        open_ones.order_by().values("participant_id").distinct().count() if len(shown) == most else len(shown)
    )
    return shown, people_in_all


def _asked_anew() -> QuerySet[ChangeRequest]:
    """Requests of the same person about the same seat (or all of their week) that came later."""
    about = Coalesce("seat_id", "participant_id")
    same = ChangeRequest.objects.alias(about=about).filter(
        participant_id=OuterRef("participant_id"), about=Coalesce(OuterRef("seat_id"), OuterRef("participant_id"))
    )
    return same.filter(Q(saved_at__gt=OuterRef("saved_at")) | Q(saved_at=OuterRef("saved_at"), id__gt=OuterRef("id")))


def asked_since_answered(participant_id: UUID) -> int:
    """How often somebody asked since anybody of their team last answered them."""
    answered = ChangeAnswer.objects.filter(request__participant_id=participant_id).aggregate(at=Max("at"))["at"]
    asked_for = ChangeRequest.objects.filter(participant_id=participant_id)
    return (asked_for.filter(saved_at__gt=answered) if answered else asked_for).count()


def change_request(actor: Actor, request_id: UUID) -> ChangeRequest:
    """One of somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = _changes().filter(id=request_id, participant_id__in=visible).first()
    if found is None:
        raise NotYours()
    return found


def own_seat(participant_id: UUID, seat_id: UUID) -> Seat:
    """A seat of somebody's own. Raises NotYours."""
    found = Seat.objects.filter(id=seat_id, participant_id=participant_id).first()
    if found is None:
        raise NotYours()
    return found


def _changes() -> QuerySet[ChangeRequest]:
    answers = ChangeAnswer.objects.select_related("staff").order_by("-at", "-id")
    found = ChangeRequest.objects.select_related("seat__series__group")
    return found.prefetch_related(Prefetch("answers", answers))


# --- One's own calendar ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """A session as somebody's own calendar follows it: off it where they are not expected. `changes` only ever grows."""

    occurrence: Occurrence
    is_on: bool
    changed_at: datetime
    changes: int


def living_link(participant_id: UUID) -> CalendarLink | None:
    """The link by which somebody's own calendar follows their sessions, if there is one."""
    return CalendarLink.objects.live().filter(participant_id=participant_id).first()


def living_link_of_account(account_id: UUID) -> CalendarLink | None:
    """The same of whoever signs in with this account."""
    return CalendarLink.objects.live().filter(participant__account_id=account_id).first()


def followed_link(organization_id: UUID, link_id: UUID) -> CalendarLink | None:
    """A link that works, of somebody who may sign in. None for one that was ended or never was."""
    found = CalendarLink.objects.live().filter(
        id=link_id, organization_id=organization_id, participant__account__is_active=True
    )
    return found.select_related("participant").first()


def followed(participant_id: UUID, *, since: datetime, until: datetime) -> list[Dated]:
    """What somebody was ever booked into between two moments, in order."""
    found = Booking.objects.filter(
        participant_id=participant_id, occurrence__begins_at__gte=since, occurrence__begins_at__lt=until
    )
    rows: dict[UUID, list[Booking]] = {}
    related = (
        "occurrence__series__group",
        "occurrence__series__site",
        "occurrence__series__room",
        "occurrence__other_room",
    )
    for one in found.select_related(*related).order_by("occurrence__begins_at", "id"):
        rows.setdefault(one.occurrence_id, []).append(one)
    return [
        Dated(
            of_one[0].occurrence,
            any(one.is_on for one in of_one),
            max(one.changed_at for one in of_one),
            sum(one.changes + 1 for one in of_one) - 1,
        )
        for of_one in rows.values()
    ]


# --- As the rules read it --------------------------------------------------------------------------------------------


def _booked(one: Occurrence) -> Booked:
    return Booked(one.begins_at, one.ends_at, str(one.series.site_id or ""))


def _session(one: Occurrence, *, free: int) -> Session:
    group = one.series.group
    return Session(
        id=one.id,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        free=free,
        site=str(one.series.site_id or ""),
        language=group.language,
        track=str(group.track_id or ""),
        least_age=group.least_age,
        most_age=group.most_age,
        gender=group.gender,
        kind=group.kind,
        mode=group.mode,
    )
