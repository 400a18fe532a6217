"""What a participant's phone shows, composed from the rooms below."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.safety import queries as safety

SHOWN_DAYS = 30


class Person(Schema):
    name: str
    language: str
    time_zone: str


class Asks(Schema):
    """Which questions this person's check-in asks beyond mood, anxiety and sleep."""

    check_in: bool
    urge: bool
    medicines: bool


class Entry(Schema):
    id: UUID
    on_day: date
    made_at: datetime
    saved_at: datetime
    mood: int
    anxiety: int | None
    urge: int | None
    sleep_hours: float | None
    medicines: str | None
    note: str


class Request(Schema):
    id: UUID
    kind: str
    made_at: datetime
    saved_at: datetime
    state: str
    read_by: str
    read_at: datetime | None
    answer: str


class ContactCard(Schema):
    id: UUID
    name: str
    relation: str
    phone: str


class TeamCard(Schema):
    name: str
    role: str


class ProgramCard(Schema):
    name: str
    reply_hours: str
    phone: str


class Today(Schema):
    person: Person
    today: date
    asks: Asks
    check_ins: list[Entry]
    requests: list[Request]
    contacts: list[ContactCard]
    team: list[TeamCard]
    program: ProgramCard


def today(actor: Actor) -> Today:
    """The acting participant's own picture: 30 days of check-ins, 14 of what the team was asked and told, contacts, team and program."""
    me = people.oneself(actor)
    day = clock.today(me.time_zone)
    episode = programs.current_episode(me.id)
    return Today(
        person=Person(name=me.called, language=me.language, time_zone=me.time_zone),
        today=day,
        asks=Asks(
            check_in=episode is not None,
            urge=bool(episode and episode.substance_use_focus),
            medicines=bool(episode and episode.asks_about_medicines),
        ),
        check_ins=[Entry.from_orm(entry) for entry in checkins.recent(me.id, until=day, days=SHOWN_DAYS)],
        requests=[Request.from_orm(one) for one in safety.told_to(me.id)],
        contacts=[ContactCard.from_orm(one) for one in people.contacts(me.id)],
        team=[TeamCard(name=member.name, role=member.role) for member in people.care_team(me.id)],
        program=_program(actor, me, episode),
    )


def _program(actor: Actor, me: Participant, episode: Episode | None) -> ProgramCard:
    organization = people.organization_of(actor)
    spanish = me.language == "es"
    name = episode.program.name if episode else organization.name
    if episode and spanish and episode.program.name_es:
        name = episode.program.name_es
    hours = organization.reply_hours_es if spanish and organization.reply_hours_es else organization.reply_hours
    return ProgramCard(name=name, reply_hours=hours, phone=organization.phone)
