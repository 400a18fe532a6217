"""Deeds at a room's door and in it. What they mean for minutes is told to `attendance` in the same transaction."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.attendance.access import leads
from daybridge.attendance.actions import Arrival, mark_presence, tell_presence
from daybridge.attendance.rules import Source, Way
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.people.access import is_participant_self, nobody_but_the_system
from daybridge.people.models import Organization, Participant, Supporter
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State as Planned
from daybridge.telehealth import rules
from daybridge.telehealth.access import (
    is_guest_self,
    is_guest_self_of,
    is_supporter_self,
    leads_room,
    leads_room_of,
)
from daybridge.telehealth.events import (
    AskedToJoin,
    ConnectionBegun,
    ConnectionEnded,
    ConnectionsHeard,
    GuestAdmitted,
    GuestLimited,
    GuestOnPhone,
    GuestRemoved,
    RoomEnded,
    RoomLocked,
    RoomOpened,
    RoomSplit,
    ScreenAllowed,
    TimerSet,
    VideoTakenBack,
)
from daybridge.telehealth.models import RoomConnection, RoomGuest, TelehealthConsent, VideoRoom
from daybridge.telehealth.queries import (
    acting,
    guests,
    has_agreed,
    kept_apart,
    no_longer_welcome,
    supporter_at,
    why_outside,
)
from daybridge.telehealth.rules import CONSENT_WORDING, Stand
from daybridge.telehealth.sentences import fault_in_words


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """What somebody says at the door. `agrees`: to care by video, where they had not said so before."""

    called: str
    location: str
    call_back: str
    agrees: bool = False


# --- At the door -----------------------------------------------------------------------------------------------------


@action(allow=is_participant_self)
def ask_to_join(actor: Actor, participant: Participant, *, occurrence: Occurrence, told: Arriving) -> AskedToJoin:
    """A participant comes to the door of a session they are expected at, and says where they are and what others call them.

    Raises Invalid (422) for what is missing, Conflict (409) when it is not their session or the door is closed to them.
    """
    if not attendance.is_expected(occurrence, participant.id) or occurrence.state != Planned.PLANNED:
        raise Conflict(_("You are not expected at this session. Ask your facilitator to let you in."))
    agreed = has_agreed(participant.id)
    faults = rules.faults_in_arrival(
        called=told.called, family_name=participant.family_name, location=told.location, call_back=told.call_back,
        agrees=agreed or told.agrees, leaders=[one.name for one in attendance.leaders(occurrence)],
    )  # fmt: skip
    _refuse_faults(faults)
    room = _locked_room(occurrence)
    guest = RoomGuest.objects.filter(room=room, participant=participant, supporter=None).first()
    _refuse_outside(room, guest)
    if not agreed:
        TelehealthConsent.objects.create(
            organization_id=occurrence.organization_id, participant=participant, wording=CONSENT_WORDING
        )
    guest = guest or RoomGuest(organization_id=room.organization_id, room=room, participant=participant)
    guest.called = rules.name_of(told.called)
    guest.location, guest.call_back = told.location.strip()[:200], told.call_back.strip()[:32]
    guest.save()
    return _asked(guest, occurrence, agreed=not agreed)


@action(allow=is_supporter_self)
def ask_to_join_beside(
    actor: Actor, supporter: Supporter, *, occurrence: Occurrence, called: str, keeps_it: bool
) -> AskedToJoin:
    """Somebody of a participant's comes to the door of a family group that they are asked to; `keeps_it`: to themselves.

    They are no patient: no place, no number, no consent to care and no minutes. Raises NotYours, Invalid, Conflict.
    """
    asked, guest = supporter_at(actor, occurrence)
    if asked.id != supporter.id:
        raise NotYours()
    legal = f"{supporter.participant.family_name} {' '.join(supporter.name.split()[1:])}"
    leaders = [one.name for one in attendance.leaders(occurrence)]
    _refuse_faults(rules.faults_of_company(called=called, family_name=legal, keeps_it=keeps_it, leaders=leaders))
    room = _locked_room(occurrence)
    _refuse_outside(room, guest)
    guest = guest or RoomGuest(
        organization_id=room.organization_id, room=room, participant=supporter.participant, supporter=supporter
    )
    guest.called = rules.name_of(called)
    guest.save()
    return _asked(guest, occurrence)


@action(allow=is_participant_self)
def take_video_back(actor: Actor, participant: Participant) -> VideoTakenBack:
    """A participant agrees to care by video no longer. It ends a room they are in, and the door asks them anew if they come."""
    repeated = not has_agreed(participant.id)
    if not repeated:
        TelehealthConsent.objects.create(
            organization_id=participant.organization_id, participant=participant, wording=CONSENT_WORDING, agrees=False
        )
    mine = RoomConnection.objects.filter(guest__participant=participant, guest__supporter=None, ended_at=None)
    for one in mine.select_related("guest__room__occurrence", "guest__participant", "guest__supporter"):
        _end(actor, one, at=clock.now())
    return VideoTakenBack(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        repeated=repeated,
    )  # fmt: skip


def _refuse_faults(faults: Mapping[str, rules.Fault]) -> None:
    if faults:
        said = {name: fault_in_words(fault) for name, fault in faults.items()}
        raise Invalid(" ".join(said.values()), fields=said)


def _asked(guest: RoomGuest, occurrence: Occurrence, *, agreed: bool = False) -> AskedToJoin:
    return AskedToJoin(
        organization_id=guest.organization_id, subject_id=guest.id, participant_id=guest.participant_id,
        occurrence_id=occurrence.id, agreed=agreed,
        accounts=tuple(one.account_id for one in attendance.leaders(occurrence) if one.account_id),
    )  # fmt: skip


def _refuse_outside(room: VideoRoom, guest: RoomGuest | None) -> None:
    if fault := why_outside(room, guest):
        raise Conflict(fault_in_words(fault), code=fault.name.lower())


def _locked_room(occurrence: Occurrence) -> VideoRoom:
    """The session's room, made with the first who comes to it, and nobody else's to change meanwhile."""
    made, _is_new = VideoRoom.objects.get_or_create(
        occurrence=occurrence, defaults={"organization_id": occurrence.organization_id}
    )
    return VideoRoom.objects.select_for_update().get(id=made.id)


@action(allow=leads)
def open_room(actor: Actor, occurrence: Occurrence) -> RoomOpened:
    """Whoever leads a session opens its room, or opens it again after it was ended. Raises Conflict (409)."""
    if occurrence.state != Planned.PLANNED:
        raise Conflict(_("This session does not take place."))
    is_new = not VideoRoom.objects.filter(occurrence=occurrence, ended_at=None).exists()
    room = _locked_room(occurrence)
    if room.ended_at:
        room.ended_at = None
        room.save(update_fields=["ended_at"])
    return RoomOpened(
        organization_id=room.organization_id, subject_id=room.id, occurrence_id=occurrence.id, repeated=not is_new
    )


@action(allow=leads_room_of)
def admit(actor: Actor, guest: RoomGuest) -> GuestAdmitted:
    """Let somebody in; also somebody who was asked to leave before."""
    return GuestAdmitted(**_settle(actor, guest, Stand.ADMITTED))


@action(allow=leads_room_of)
def remove(actor: Actor, guest: RoomGuest) -> GuestRemoved:
    """Ask somebody to leave. They are kept out until who leads the session lets them in."""
    facts = _settle(actor, guest, Stand.REMOVED)
    _hang_up(acting(guest), guest)
    for one in RoomConnection.objects.filter(guest=guest, ended_at=None):
        _end(acting(guest), one, at=clock.now())
    return GuestRemoved(**facts)


def _settle(actor: Actor, guest: RoomGuest, stand: Stand) -> dict[str, Any]:
    now = RoomGuest.objects.select_for_update().get(id=guest.id)
    repeated = now.stand == stand
    RoomGuest.objects.filter(id=guest.id).update(stand=stand, settled_by_id=actor.who)
    return {**_about(guest), "repeated": repeated}


def _about(guest: RoomGuest) -> dict[str, Any]:
    return {
        "organization_id": guest.organization_id, "subject_id": guest.id, "participant_id": guest.participant_id,
        "occurrence_id": guest.room.occurrence_id,
    }  # fmt: skip


@action(allow=leads_room_of)
def limit_guest(actor: Actor, guest: RoomGuest, *, muted: bool, camera_off: bool) -> GuestLimited:
    """Switch somebody's microphone or camera off, or let them use it again. It holds when they come back."""
    repeated = (guest.is_muted, guest.is_camera_off) == (muted, camera_off)
    RoomGuest.objects.filter(id=guest.id).update(is_muted=muted, is_camera_off=camera_off)
    return GuestLimited(**_about(guest), muted=muted, camera_off=camera_off, repeated=repeated)


@action(allow=leads_room_of)
def allow_screen(actor: Actor, guest: RoomGuest, *, holds: bool) -> ScreenAllowed:
    """Let somebody share their screen, or no longer. It lasts as long as their connection, so nothing of it is kept but that it was said."""
    return ScreenAllowed(**_about(guest), holds=holds)


@action(allow=leads_room)
def lock_room(actor: Actor, room: VideoRoom, *, holds: bool) -> RoomLocked:
    """Close a room to new people, or open it to them; who was in it may come back."""
    repeated = not VideoRoom.objects.filter(id=room.id, is_locked=not holds).update(is_locked=holds)
    return RoomLocked(
        organization_id=room.organization_id, subject_id=room.id, occurrence_id=room.occurrence_id, holds=holds,
        repeated=repeated,
    )  # fmt: skip


@action(allow=leads_room)
def split_room(actor: Actor, room: VideoRoom, *, pairs: Sequence[Sequence[RoomGuest]]) -> RoomSplit:
    """Put people who are in a room into pairs and threes, or call everybody back (no pairs). Raises Conflict (409).

    Who sits with whom is the process's to know and gone with the room; that nobody meets whom they must not meet is asked here.
    """
    ids = [[one.id for one in pair] for pair in pairs]
    there = [one for pair in pairs for one in pair]
    if pairs and (fault := rules.fault_in_pairs(ids, {one.id for one in there}, kept_apart(there))):
        raise Conflict(fault_in_words(fault), code=fault.name.lower())
    return RoomSplit(
        organization_id=room.organization_id, subject_id=room.id, occurrence_id=room.occurrence_id, pairs=len(pairs)
    )


@action(allow=leads_room)
def set_timer(actor: Actor, room: VideoRoom, *, minutes: int) -> TimerSet:
    """A count-down that everybody in the room sees; none with no minutes. It stands in the process alone."""
    return TimerSet(
        organization_id=room.organization_id, subject_id=room.id, occurrence_id=room.occurrence_id, minutes=minutes
    )


@action(allow=leads_room)
def end_room(actor: Actor, room: VideoRoom) -> RoomEnded:
    """End a room for everybody in it: whoever was in it has left."""
    now = clock.now()
    repeated = not VideoRoom.objects.filter(id=room.id, ended_at=None).update(ended_at=now)
    for guest in guests(room.occurrence_id):
        _hang_up(acting(guest), guest)
    still = RoomConnection.objects.filter(guest__room=room, ended_at=None)
    for one in still.select_related("guest__room__occurrence", "guest__participant", "guest__supporter"):
        _end(acting(one.guest), one, at=now)
    return RoomEnded(
        organization_id=room.organization_id, subject_id=room.id, occurrence_id=room.occurrence_id, repeated=repeated
    )


# --- In the room -----------------------------------------------------------------------------------------------------


@action(allow=is_guest_self)
def begin_connection(actor: Actor, guest: RoomGuest, *, connection_id: UUID) -> ConnectionBegun:
    """An admitted guest's browser is in the room: their minutes begin. One that was open before has ended when it was last heard.

    Raises Conflict (409) for who is not let in, or whose yes was taken back since.
    """
    room = _locked_room(guest.room.occurrence)
    now_standing = RoomGuest.objects.get(id=guest.id)
    _refuse_outside(room, now_standing)
    if now_standing.stand != Stand.ADMITTED:
        raise Conflict(_("Your facilitator has not let you in yet."))
    if no_longer_welcome([guest]):
        raise Conflict(fault_in_words(rules.Fault.TAKEN_BACK), code="taken_back")
    now = clock.now()
    for one in RoomConnection.objects.filter(guest=guest, ended_at=None):
        _end(actor, one, at=one.heard_at)
    RoomConnection.objects.create(
        id=connection_id, organization_id=guest.organization_id, guest=guest, began_at=now, heard_at=now
    )
    told = Arrival(
        way=Way.IN,
        source=Source.VIDEO,
        at=now,
        stream=str(connection_id),
        location=guest.location,
        call_back=guest.call_back,
    )
    if guest.supporter_id is None:  # whoever comes beside a participant has no minutes
        tell_presence(actor, guest.participant, occurrence=guest.room.occurrence, told=told)
        _hang_up(actor, guest)  # the browser takes over, with no moment missing between the two
    return ConnectionBegun(**_about(guest))


@action(allow=leads_room_of)
def put_on_phone(actor: Actor, guest: RoomGuest, *, holds: bool) -> GuestOnPhone:
    """Somebody called in place of coming by video, or has hung up. They keep their seat, and what minutes there are go on.

    Raises Conflict (409) for who was asked to leave, or a room that was ended.
    """
    room = _locked_room(guest.room.occurrence)
    _refuse_outside(room, RoomGuest.objects.get(id=guest.id))
    if guest.supporter_id:
        raise Conflict(_("Whoever comes beside a participant has no minutes, so there is nothing to mark."))
    heard = RoomConnection.objects.filter(guest=guest, ended_at=None, heard_at__gte=clock.now() - rules.SILENT_AFTER)
    if holds and heard.exists():
        raise Conflict(_("They are in the room by video now."))
    is_there = guest.participant_id in attendance.on_the_phone(room.occurrence_id)
    if is_there != holds:
        way = Way.IN if holds else Way.OUT
        mark_presence(
            actor, guest.room.occurrence, participant=guest.participant, told=_by_phone(guest, way=way, at=clock.now())
        )
    return GuestOnPhone(**_about(guest), holds=holds, repeated=is_there == holds)


def _by_phone(guest: RoomGuest, *, way: Way, at: datetime) -> Arrival:
    return Arrival(
        way=way, source=Source.PHONE, at=at, stream=str(guest.id), location=guest.location, call_back=guest.call_back
    )


def _hang_up(actor: Actor, guest: RoomGuest) -> None:
    """Whoever was there by telephone is so no longer."""
    if guest.supporter_id is None and guest.participant_id in attendance.on_the_phone(guest.room.occurrence_id):
        told = _by_phone(guest, way=Way.OUT, at=clock.now())
        if attendance.is_expected(guest.room.occurrence, guest.participant_id):
            with suppress(Conflict, Invalid):
                tell_presence(actor, guest.participant, occurrence=guest.room.occurrence, told=told)


@action(allow=is_guest_self_of)
def end_connection(actor: Actor, connection: RoomConnection, *, at: datetime) -> ConnectionEnded:
    """A browser has left the room, or was last heard then: their minutes end at that moment."""
    is_open = _end(actor, connection, at=at)
    return ConnectionEnded(**_about(connection.guest), repeated=not is_open)


def _end(actor: Actor, connection: RoomConnection, *, at: datetime) -> bool:
    """Whether it was still open."""
    at = max(at, connection.began_at)
    if not RoomConnection.objects.filter(id=connection.id, ended_at=None).update(ended_at=at):
        return False
    guest = connection.guest
    told = Arrival(id=new_id(), way=Way.OUT, source=Source.VIDEO, at=at, stream=str(connection.id))
    if guest.supporter_id is None and attendance.is_expected(guest.room.occurrence, guest.participant_id):
        with suppress(Conflict, Invalid):  # the session is long over: its own end has ended these minutes
            tell_presence(actor, guest.participant, occurrence=guest.room.occurrence, told=told)
    return True


@action(allow=nobody_but_the_system)
def hear(actor: Actor, organization: Organization, *, beats: Mapping[UUID, datetime]) -> ConnectionsHeard:
    """Browsers said that they are still there: connection -> when. Only forward, and only of open ones."""
    for connection_id, at in beats.items():
        RoomConnection.objects.filter(id=connection_id, ended_at=None, heard_at__lt=at).update(heard_at=at)
    return ConnectionsHeard(organization_id=organization.id, subject_id=organization.id, repeated=True)
