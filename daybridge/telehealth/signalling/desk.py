"""The broker's way to the database: each deed in a thread, in one transaction behind its organization's walls."""

import asyncio
import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.utils import translation

from daybridge.attendance import queries as attendance
from daybridge.attendance.access import leads
from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, DaybridgeError
from daybridge.people.models import Account, Organization
from daybridge.telehealth import actions, queries, rules, tickets
from daybridge.telehealth.models import RoomGuest
from daybridge.telehealth.queries import Entrant
from daybridge.telehealth.rules import Stand
from daybridge.telehealth.sentences import fault_in_words
from daybridge.telehealth.signalling.rooms import Person

T = TypeVar("T")
#: Sessions -> the accounts that are signed in with them (`people.live`); the web process hands it in.
SignedIn = Callable[[Collection[str]], Mapping[str, UUID]]


@dataclass(frozen=True)
class Closed:
    """Why a socket is not let on: a word for the program and a sentence for the person."""

    why: str
    words: str = ""


async def in_thread(deed: Callable[[], T]) -> T:
    """Do it beside the loop; the database connection goes back afterwards, for no request will return it."""

    def alone() -> T:
        try:
            return deed()
        finally:
            connection.close()

    return await asyncio.to_thread(alone)


async def within(entrant: Entrant, deed: Callable[[], T]) -> T:
    """A deed in the entrant's organization and language. That somebody was refused is written down, as a page would."""

    def inside() -> T | DaybridgeError:
        with tenancy.inside(entrant.actor.organization_id), translation.override(entrant.language):
            try:
                return deed()
            except DaybridgeError as error:
                return error

    done = await in_thread(inside)
    if isinstance(done, DaybridgeError):
        raise done
    return done


def let_on(signed_in: SignedIn, session_key: str, ticket: str, occurrence_id: UUID) -> Entrant | Closed:
    """Who a ticket is of, used up; or why it opens nothing. It opens only beside the sign-in of whoever it was given to."""
    account_id = signed_in([session_key]).get(session_key)
    if account_id is None:
        return Closed("signed-out")
    with tenancy.at_the_door(tenancy.SIGN_IN):
        organization_id = Account.objects.get(id=account_id).organization_id
    with tenancy.inside(organization_id):
        if not tickets.use_ticket(ticket, account_id=account_id, occurrence_id=occurrence_id):
            return Closed("ticket")
        try:
            found = queries.entrant(account_id, occurrence_id)
        except DaybridgeError:
            return Closed("not-yours")
        return why_closed(found) or found


def why_closed(found: Entrant, *, is_inside: bool = False) -> Closed | None:
    """Why somebody may not even wait now; `is_inside`: or not stay."""
    stand = Stand(found.guest.stand) if found.guest else Stand.ADMITTED
    is_locked = found.room.is_locked and not is_inside
    fault = rules.why_outside(stand, is_locked=is_locked, is_ended=found.room.ended_at is not None)
    if fault is None:
        return None
    with translation.override(found.language):
        return Closed(fault.name.lower(), fault_in_words(fault))


@dataclass(frozen=True)
class Stands:
    """How it stands now with somebody who is connected: why they may stay no longer, who they are, whether they lead."""

    out: Closed | None
    entrant: Entrant
    leads: bool = False


def how_it_stands(entrant: Entrant) -> Stands:
    """Staff who have handed a session over may stay and lead it no longer; what closes a room to new people puts nobody out."""
    account_id = entrant.actor.account_id
    assert account_id
    with tenancy.inside(entrant.actor.organization_id):
        actor = queries.actor_of(account_id)
        if actor is None:
            return Stands(Closed("not-yours"), entrant)
        if entrant.guest is None:
            found = replace(entrant, actor=actor)
            return Stands(None, found, leads=still_leads(found))
        try:
            found = queries.entrant(account_id, entrant.occurrence.id, is_inside=True)
        except DaybridgeError:
            return Stands(Closed("not-yours"), entrant)
        return Stands(why_closed(found, is_inside=True), found)


def come_in(entrant: Entrant, connection_id: UUID) -> Entrant:
    """An admitted guest's connection begins, and with it their minutes."""
    assert entrant.guest
    [guest] = queries.guests(entrant.occurrence.id, [entrant.guest.id])
    actions.begin_connection(entrant.actor, guest, connection_id=connection_id)
    return Entrant(entrant.actor, entrant.occurrence, entrant.room, entrant.language, guest=guest)


@dataclass(frozen=True)
class Caller:
    """A guest as who leads the session knows them on the telephone."""

    guest: RoomGuest
    code: str
    is_on_phone: bool


def callers(occurrence_id: UUID) -> list[Caller]:
    """Every participant who came to the door and was not asked to leave."""
    on_phone = attendance.on_the_phone(occurrence_id)
    found = [one for one in queries.guests(occurrence_id) if one.stand != Stand.REMOVED and not one.supporter_id]
    return [Caller(one, queries.code_of(one), one.participant_id in on_phone) for one in found]


def leave(entrant: Entrant, connection_id: UUID, at: datetime) -> None:
    found = queries.connection(connection_id)
    if found:
        actions.end_connection(entrant.actor, found, at=at)


def hear(beats: Mapping[UUID, Mapping[UUID, datetime]]) -> None:
    """Organization -> connection -> when it was last heard."""
    for organization_id, of_it in beats.items():
        with tenancy.inside(organization_id):
            system = Actor.system(organization_id, "video")
            actions.hear(system, Organization.objects.get(id=organization_id), beats=of_it)


def split(
    entrant: Entrant, there: list[Person], by_hand: list[list[Person]] | None, size: object
) -> list[list[Person]]:
    """Who sits with whom: as they were put, or by chance. Raises Conflict where nobody-alone or kept-apart leaves no way."""
    people = {one.entrant.guest.id: one for one in there if one.entrant.guest}
    guests = {guest_id: one.entrant.guest for guest_id, one in people.items() if one.entrant.guest}
    pairs: rules.Pairs | None
    if by_hand is None:
        shuffled = random.SystemRandom().sample(list(people), len(people))
        wanted = size if isinstance(size, int) else rules.FEWEST_TOGETHER
        pairs = rules.by_chance(shuffled, wanted, queries.kept_apart(guests.values()))
    else:
        pairs = [[one.entrant.guest.id for one in pair if one.entrant.guest] for pair in by_hand]
    if not pairs:
        fault = (
            rules.Fault.NOBODY_ALONE
            if len(people) < rules.FEWEST_TOGETHER or by_hand is not None
            else rules.Fault.KEPT_APART
        )
        raise Conflict(fault_in_words(fault), code=fault.name.lower())
    actions.split_room(entrant.actor, entrant.room, pairs=[[guests[one] for one in pair] for pair in pairs])
    return [[people[one] for one in pair] for pair in pairs]


def no_longer_welcome(entrants: Collection[Entrant]) -> set[UUID]:
    """Of these guests of any organization, who may not stay."""
    gone: set[UUID] = set()
    for organization_id in {one.actor.organization_id for one in entrants}:
        theirs = [one.guest for one in entrants if one.guest and one.actor.organization_id == organization_id]
        with tenancy.inside(organization_id):
            gone |= queries.no_longer_welcome(theirs)
    return gone


def ended(connections: Mapping[UUID, Entrant]) -> set[UUID]:
    """Of these connections, whose minutes have ended while their browser is still there."""
    found: set[UUID] = set()
    for organization_id in {one.actor.organization_id for one in connections.values()}:
        ids = [id for id, one in connections.items() if one.actor.organization_id == organization_id]
        with tenancy.inside(organization_id):
            found |= set(ids) - queries.open_connections(ids)
    return found


def still_leads(entrant: Entrant) -> bool:
    return leads(entrant.actor, entrant.occurrence)


def now() -> datetime:
    return clock.now()
