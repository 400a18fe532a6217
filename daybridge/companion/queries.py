"""What a participant's phone shows, composed from the rooms below."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from daybridge.assessments import queries as assessments
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.measures import queries as measured
from daybridge.measures.instruments import as_asked
from daybridge.messaging import queries as messaging
from daybridge.peers import queries as peers
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
    """Which questions this person's check-in asks beyond mood."""

    check_in: bool
    anxiety: bool
    urge: bool
    sleep: bool
    medicines: bool
    note: bool


class ShownCheckIn(Schema):
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
    marks: dict[str, Any]


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
    check_ins: list[ShownCheckIn]
    requests: list[Request]
    contacts: list[ContactCard]
    team: list[TeamCard]
    program: ProgramCard
    #: Whether a section of their assessment waits for them.
    about_me: bool
    #: How many messages of their team, and announcements, they have not read.
    unread: int
    #: Whether a peer wrote something new in a space of theirs.
    peers: bool


class Condition(Schema):
    item: str
    at_least: float | None
    at_most: float | None


class AskedIf(Schema):
    all: list[Condition]
    any: list[Condition]


class Choice(Schema):
    value: int
    text: str


class Number(Schema):
    least: float
    most: float
    is_whole: bool


class Question(Schema):
    """One item in the person's language; `at_once_from`: an answer from here on is sent without waiting for the end."""

    code: str
    text: str
    stem: str
    choices: list[Choice]
    number: Number | None
    asked_if: AskedIf | None
    may_not_apply: bool
    is_optional: bool
    at_once_from: float | None


class Questionnaire(Schema):
    code: str
    version: int
    name: str
    minutes: int
    window: str
    credit: str
    #: False where the questions stand in English for want of an official translation.
    is_in_language: bool
    items: list[Question]


class Begun(Schema):
    """A sheet that was begun: the answers it has, to go on from."""

    id: UUID
    begun_at: datetime
    answers: dict[str, float | str]


class Due(Schema):
    assignment_id: UUID
    instrument: str
    occasion: str
    due_on: date
    until: date
    sheet: Begun | None


class TrendPoint(Schema):
    on_day: date
    value: float


class Trend(Schema):
    """A person's own line through one score, in a plain sentence: never a band, never a diagnosis."""

    instrument: str
    name: str
    score: str
    low: float
    high: float
    better: str
    points: list[TrendPoint]
    #: The sheet that the last point is of: one that gave no score is in no trend.
    last_sheet: UUID
    words: str


class Measures(Schema):
    due: list[Due]
    instruments: dict[str, Questionnaire]
    trends: list[Trend]


def today(actor: Actor) -> Today:
    """The acting participant's own picture: 30 days of check-ins, 14 of what the team was asked and told, contacts, team and program."""
    me = people.oneself(actor)
    day = clock.today(me.time_zone)
    episode = programs.current_episode(me.id)
    return Today(
        person=Person(name=me.called, language=me.language, time_zone=me.time_zone),
        today=day,
        asks=Asks(check_in=episode is not None, **checkins.diary_of(me.id, episode=episode).asks),
        check_ins=[ShownCheckIn.from_orm(one) for one in checkins.recent(me.id, until=day, days=SHOWN_DAYS)],
        requests=[Request.from_orm(one) for one in safety.told_to(me.id)],
        contacts=[ContactCard.from_orm(one) for one in people.contacts(me.id)],
        team=[TeamCard(name=member.name, role=member.role) for member in people.care_team(me.id)],
        program=_program(actor, me, episode),
        about_me=assessments.waits_for(me.id),
        unread=messaging.unread_of(me.id) + messaging.announcements_unread_by(me.id),
        peers=peers.has_news(me.id),
    )


def measures(participant: Participant, *, with_trends: bool = True) -> Measures:
    """What a participant is asked now, everything needed to ask it with no network, and their own trends."""
    asked = measured.due(participant.id, clock.today(participant.time_zone))
    words = {one.instrument: measured.instrument(one.instrument) for one in asked}
    return Measures(
        due=[_due(one) for one in asked],
        instruments={
            code: Questionnaire.model_validate(as_asked(one, participant.language)) for code, one in words.items()
        },
        trends=[Trend.model_validate(one) for one in (measured.trends(participant) if with_trends else ())],
    )


def _due(asked: Any) -> Due:
    begun = asked.begun[0] if asked.begun else None
    sheet = begun and Begun(id=begun.id, begun_at=begun.begun_at, answers=measured.answers_as_sent(begun))
    return Due(
        assignment_id=asked.id,
        instrument=asked.instrument,
        occasion=asked.occasion,
        due_on=asked.due_on,
        until=asked.until,
        sheet=sheet,
    )


def _program(actor: Actor, me: Participant, episode: Episode | None) -> ProgramCard:
    organization = people.organization_of(actor)
    spanish = me.language == "es"
    name = episode.program.name if episode else organization.name
    if episode and spanish and episode.program.name_es:
        name = episode.program.name_es
    hours = organization.reply_hours_es if spanish and organization.reply_hours_es else organization.reply_hours
    return ProgramCard(name=name, reply_hours=hours, phone=organization.phone)
