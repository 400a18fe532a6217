"""Looking at rooms on video."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from daybridge.attendance import queries as attendance
from daybridge.attendance.access import leads
from daybridge.core.actors import Actor, ActorKind
from daybridge.core.errors import NotYours
from daybridge.people.models import Account, Participant, Staff, Supporter
from daybridge.people.queries import actor_for
from daybridge.programs.apart import queries as apart
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.families import queries as families
from daybridge.telehealth import rules
from daybridge.telehealth.models import RoomConnection, RoomGuest, TelehealthConsent, VideoRoom
from daybridge.telehealth.rules import CONSENT_WORDING, SILENT_AFTER, Fault, Stand, spoken_code

_WITH_SESSION = ("room__occurrence__series__group", "participant", "supporter")


def acting(guest: RoomGuest) -> Actor:
    """The guest themself, whose browser comes, goes or is heard no longer."""
    person, kind = (
        guest.supporter or guest.participant,
        ActorKind.SUPPORTER if guest.supporter else ActorKind.PARTICIPANT,
    )
    return Actor(
        kind=kind, organization_id=person.organization_id, account_id=person.account_id, person_id=person.id,
        reason="video",
    )  # fmt: skip


def room_of(occurrence_id: UUID) -> VideoRoom | None:
    found = VideoRoom.objects.filter(occurrence_id=occurrence_id)
    return found.select_related("occurrence__series__group", "occurrence__series__lead", "occurrence__cover").first()


def guest_of(occurrence_id: UUID, participant_id: UUID) -> RoomGuest | None:
    """The participant at the door, not who came beside them."""
    found = RoomGuest.objects.filter(room__occurrence_id=occurrence_id, participant_id=participant_id, supporter=None)
    return found.select_related(*_WITH_SESSION).first()


def supporter_at(
    actor: Actor, occurrence: Occurrence, *, is_inside: bool = False
) -> tuple[Supporter, RoomGuest | None]:
    """Who an acting supporter is at a session that they are asked to now, and where they stand at its door. Raises NotYours.

    `is_inside`: who is in the room stays for as long as the session runs.
    """
    supporter = (families.may_stay if is_inside else families.may_join)(actor, occurrence)
    if supporter is None or not families.is_by_video(occurrence.series.group):
        raise NotYours()
    found = RoomGuest.objects.filter(room__occurrence_id=occurrence.id, supporter=supporter)
    return supporter, found.select_related(*_WITH_SESSION).first()


def session_with_families(actor: Actor, occurrence_id: UUID) -> Occurrence:
    """One that an acting supporter may come to by video now. Raises NotYours."""
    found = Occurrence.objects.filter(id=occurrence_id)
    occurrence = found.select_related("series__group", "series__site", "series__organization").first()
    if occurrence is None:
        raise NotYours()
    supporter_at(actor, occurrence)
    return occurrence


def why_outside(room: VideoRoom | None, guest: RoomGuest | None) -> Fault | None:
    """Why a room's door is closed to somebody, known there or not; that of a room to which nobody has come yet is open."""
    if room is None:
        return None
    stand = Stand(guest.stand) if guest else None
    return rules.why_outside(stand, is_locked=room.is_locked, is_ended=room.ended_at is not None)


def guests(occurrence_id: UUID, ids: Iterable[UUID] | None = None) -> list[RoomGuest]:
    """Who came to a room's door, in the order in which they asked; these alone where they are named."""
    found = RoomGuest.objects.filter(room__occurrence_id=occurrence_id).select_related(*_WITH_SESSION)
    return list((found if ids is None else found.filter(id__in=list(ids))).order_by("asked_at", "id"))


def kept_out(occurrence_id: UUID) -> list[RoomGuest]:
    return [one for one in guests(occurrence_id) if one.stand == Stand.REMOVED]


def connection(connection_id: UUID) -> RoomConnection | None:
    return _with_guest().filter(id=connection_id).first()


def silent(now: datetime) -> list[RoomConnection]:
    """Open connections that nobody has heard for too long: their browser or our own process went away."""
    return list(_with_guest().filter(ended_at=None, heard_at__lt=now - SILENT_AFTER).order_by("heard_at"))


def open_connections(ids: Collection[UUID]) -> set[UUID]:
    return set(RoomConnection.objects.filter(id__in=ids, ended_at=None).values_list("id", flat=True))


def _with_guest() -> QuerySet[RoomConnection]:
    related = ("guest__room__occurrence__series__group", "guest__participant", "guest__supporter")
    return RoomConnection.objects.select_related(*related)


def _agreeing(participant_ids: Collection[UUID]) -> set[UUID]:
    """Of these, whose newest word on the present wording is a yes."""
    found = TelehealthConsent.objects.filter(participant_id__in=participant_ids, wording=CONSENT_WORDING)
    newest = found.order_by("participant_id", "-given_at", "-id").distinct("participant_id")
    return {one.participant_id for one in newest if one.agrees}


def has_agreed(participant_id: UUID) -> bool:
    """Whether a participant agrees to care by video in the present wording."""
    return bool(_agreeing([participant_id]))


def last_called(participant: Participant) -> str:
    """What somebody wanted to be called the last time, or the name they chose; empty where they chose none: others see it."""
    last = RoomGuest.objects.filter(participant=participant, supporter=None).order_by("-asked_at").first()
    return last.called if last else participant.chosen_name


def code_of(guest: RoomGuest) -> str:
    """What they say when they call, so that who leads the session knows who it is."""
    return spoken_code(settings.SECRET_KEY, guest.id)


def kept_apart(guests: Iterable[RoomGuest]) -> set[frozenset[UUID]]:
    """Of these guests, who must not sit with whom. Who comes beside a participant is kept from whom that participant is kept from."""
    by_participant: dict[UUID, list[UUID]] = {}
    for one in guests:
        by_participant.setdefault(one.participant_id, []).append(one.id)
    return {
        frozenset((here, there))
        for one, other in apart.pairs_among(by_participant)
        for here in by_participant[one]
        for there in by_participant[other]
    }


@dataclass(frozen=True)
class Entrant:
    """Somebody who may come to a room's door now: whoever leads its session, or a guest."""

    actor: Actor
    occurrence: Occurrence
    room: VideoRoom
    language: str
    staff: Staff | None = None
    guest: RoomGuest | None = None

    @property
    def called(self) -> str:
        return self.guest.called if self.guest else self.staff.name if self.staff else ""

    @property
    def known_as(self) -> tuple[str, str]:
        """Who it is for whoever lets them in: a name, and whose person it is where it is not the participant."""
        assert self.guest
        supporter, whose = self.guest.supporter, self.guest.participant.name_in_group
        return (supporter.name, whose) if supporter else (whose, "")


def actor_of(account_id: UUID) -> Actor | None:
    """Who an account is at this moment, with the roles that they have now."""
    known = _known(account_id)
    return known[0] if known else None


def _known(account_id: UUID) -> tuple[Actor, Staff | Participant | Supporter] | None:
    account = Account.objects.filter(id=account_id, is_active=True).first()
    return actor_for(account) if account else None


def entrant(account_id: UUID, occurrence_id: UUID, *, is_inside: bool = False) -> Entrant:
    """Raises NotYours for who neither leads the session nor has asked to join it; `is_inside`: who may not stay in it."""
    known = _known(account_id)
    room = room_of(occurrence_id)
    if known is None or room is None:
        raise NotYours()
    actor, person = known
    if isinstance(person, Staff) and leads(actor, room.occurrence):
        return Entrant(actor, room.occurrence, room, person.language, staff=person)
    guest = _standing_guest(actor, person, room.occurrence, is_inside=is_inside)
    return Entrant(actor, room.occurrence, room, person.language, guest=guest)


def _standing_guest(actor: Actor, person: object, occurrence: Occurrence, *, is_inside: bool) -> RoomGuest:
    """Who has been to the door and may still come to it, or stay behind it. Raises NotYours."""
    guest = None
    if isinstance(person, Supporter):
        guest = supporter_at(actor, occurrence, is_inside=is_inside)[1]
    elif isinstance(person, Participant) and attendance.is_expected(occurrence, person.id) and has_agreed(person.id):
        guest = guest_of(occurrence.id, person.id)
    if guest is None:
        raise NotYours()
    return guest


def no_longer_welcome(guests: Iterable[RoomGuest]) -> set[UUID]:
    """Of these guests, who may not stay: their yes to video, or the participant's to their coming, was taken back."""
    gone, guests = set(), list(guests)
    agreeing = _agreeing({one.participant_id for one in guests if one.supporter is None})
    for one in guests:
        if one.supporter is None:
            may = one.participant_id in agreeing
        else:
            asked = families.may_stay(acting(one), one.room.occurrence)
            may = asked is not None and asked.id == one.supporter_id
        if not may:
            gone.add(one.id)
    return gone
