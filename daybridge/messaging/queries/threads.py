"""One thread whole: its messages, who has read them, the files that came with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import Max, Q

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.messaging import rules
from daybridge.messaging.models import (
    Message,
    MessageFile,
    MessageStep,
    by,
)
from daybridge.messaging.rules import Reading, Standing, What
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.people.queries import TeamMember

#: As many are shown at once; those before stand in one's record.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Version:
    """What a message said at first, or in other words later."""

    words: str
    at: datetime


@dataclass(frozen=True)
class Reader:
    """Who has read a message, and when first. Without a name: the participant."""

    name: str
    at: datetime


@dataclass(frozen=True)
class ShownMessage:
    """A message as it reads now, with what it said before and who has read it since."""

    id: UUID
    #: The last number of its versions: whoever has come so far has read it as it reads now.
    number: int
    staff: Staff | None
    versions: Sequence[Version]
    is_urgent: bool
    saved_at: datetime
    readers: Sequence[Reader]
    fetched_at: datetime | None
    #: Who of the staff marked it as urgent.
    marked_by: str = ""
    file: MessageFile | None = None

    @property
    def words(self) -> str:
        return self.versions[-1].words

    @property
    def made_at(self) -> datetime:
        return self.versions[0].at

    @property
    def earlier(self) -> Sequence[Version]:
        return self.versions[:-1]


@dataclass(frozen=True)
class Thread:
    """A participant's thread, as whoever asked sees it."""

    team: Sequence[TeamMember]
    answers: TeamMember | None
    messages: Sequence[ShownMessage]
    has_older: bool
    #: How far whoever asked has read, and what they have not.
    read_up_to: int
    unread: int
    #: Up to which message staff have answered, or said that no answer is needed.
    answered: int
    waits: bool

    @property
    def last(self) -> int:
        return max((one.number for one in self.messages), default=0)


def thread(participant: Participant, *, reader: UUID | None, most: int = MOST_SHOWN) -> Thread:
    """The newest messages of a thread, oldest first, for a member of staff (`reader`) or the participant (None)."""
    found = list(
        Message.objects.filter(participant=participant).select_related("staff").order_by("-number")[: most + 1]
    )
    shown = found[:most]
    steps = list(_steps(participant.id, since=shown[-1].number if shown else 0))
    known = {one.id for one in shown}
    firsts = [one.about_id for one in shown if one.about_id and one.about_id not in known]
    shown += list(Message.objects.filter(id__in=firsts).select_related("staff")) if firsts else []
    team = people.care_team(participant.id)
    answers = answering([one.staff_id for one in team], steps)
    read = max((one.up_to for one in steps if one.what == What.READ and one.staff_id == reader), default=0)
    standing = _standing(shown, steps)
    return Thread(
        team=team,
        answers=next((one for one in team if one.staff_id == answers), None),
        messages=_as_shown(shown, steps, _files_of(shown)),
        has_older=len(found) > most,
        read_up_to=read,
        unread=len([one for one in shown if one.number > read and (one.staff_id is None) == (reader is not None)]),
        answered=standing.answered,
        waits=standing.waits,
    )


def _steps(participant_id: UUID, *, since: int) -> Iterable[MessageStep]:
    """What became of the messages from this number on; who was handed the thread, and what was marked, of all of them."""
    concerned = Q(up_to__gte=since) | Q(what__in=[What.HANDED_OVER, What.URGENT])
    found = MessageStep.objects.filter(concerned, participant_id=participant_id)
    return found.select_related("staff").order_by("at", "id")


def answering(team: Sequence[UUID], steps: Iterable[MessageStep]) -> UUID | None:
    handed = [one.to_staff_id for one in steps if one.what == What.HANDED_OVER and one.to_staff_id]
    return rules.who_answers(team, reversed(handed))


def _standing(messages: Iterable[Message], steps: Iterable[MessageStep]) -> Standing:
    numbers: dict[bool, int] = {True: 0, False: 0}
    for one in messages:
        numbers[one.staff_id is None] = max(numbers[one.staff_id is None], one.number)
    settled = max((one.up_to for one in steps if one.what == What.SETTLED), default=0)
    return Standing(theirs=numbers[True], staffs=numbers[False], settled=settled)


def _files_of(messages: Sequence[Message]) -> Mapping[UUID, MessageFile]:
    """What came with these messages, without its content."""
    ids = [one.id for one in messages if one.has_file]
    found = MessageFile.objects.filter(message_id__in=ids).defer("sealed") if ids else []
    return {one.message_id: one for one in found}


def file(actor: Actor, file_id: UUID) -> MessageFile:
    """A file of a thread that the actor is in. Raises NotYours."""
    visible = Participant.objects.visible_to(actor).values("id")
    found = MessageFile.objects.filter(id=file_id, participant_id__in=visible).first()
    if found is None:
        raise NotYours()
    return found


def seal(content: bytes) -> bytes:
    """With the key of the installation, which the database does not have."""
    return Fernet(settings.FIELD_KEY).encrypt(content)


def unsealed(file: MessageFile) -> bytes:
    return Fernet(settings.FIELD_KEY).decrypt(bytes(file.sealed))


def _as_shown(
    messages: Iterable[Message], steps: Sequence[MessageStep], files: Mapping[UUID, MessageFile]
) -> list[ShownMessage]:
    """Each first version with those that came after it, in the order in which they were first written."""
    versions: dict[UUID, list[Message]] = defaultdict(list)
    for one in sorted(messages, key=lambda one: one.number):
        versions[one.about_id or one.id].append(one)
    names = {one.staff_id: one.staff.name for one in steps if one.staff}
    readings = [Reading(one.staff_id, one.up_to, one.at) for one in steps if one.what == What.READ]
    fetched = [Reading(None, one.up_to, one.at) for one in steps if one.what == What.FETCHED]
    marked = {one.up_to: names.get(one.staff_id, "") for one in steps if one.what == What.URGENT}
    shown = [_shown(said, names, readings, fetched, marked) for said in versions.values()]
    return [replace(one, file=files.get(one.id)) for one in shown]


def _shown(
    said: Sequence[Message],
    names: Mapping[UUID | None, str],
    readings: Sequence[Reading],
    fetched: Sequence[Reading],
    marked: Mapping[int, str],
) -> ShownMessage:
    first, number = said[0], said[-1].number
    by_staff = first.staff_id is not None
    read = [
        Reader(names.get(reader, ""), at)
        for reader, at in rules.first_reached(number, readings).items()
        if (reader is None) == by_staff  # one's own side reads along, and is not what the writer asks
    ]
    return ShownMessage(
        id=first.id,
        number=number,
        staff=first.staff,
        versions=[Version(one.words, one.made_at) for one in said],
        is_urgent=any(one.is_urgent or one.number in marked for one in said),
        saved_at=said[-1].saved_at,
        readers=read,
        fetched_at=rules.first_reached(number, fetched).get(None) if by_staff else None,
        marked_by=next((marked[one.number] for one in said if one.number in marked), ""),
    )


def message(actor: Actor, participant_id: UUID, message_id: UUID) -> Message:
    """One message of a thread. Raises NotYours."""
    found = Message.objects.visible_to(actor).select_related("participant")
    one = found.filter(participant_id=participant_id, id=message_id).first()
    if one is None:
        raise NotYours()
    return one


def said_in(message_ids: Iterable[UUID]) -> list[Message]:
    """These messages, whatever came after them: for whoever may see the alert that they raised."""
    return list(Message.objects.filter(id__in=list(message_ids)).order_by("number"))


def read_up_to(participant_id: UUID, reader: UUID | None) -> int:
    """How far somebody has read a thread; `reader` None is the participant."""
    read = MessageStep.objects.filter(by(reader), participant_id=participant_id, what=What.READ)
    return read.aggregate(last=Max("up_to"))["last"] or 0


def unread_of(participant_id: UUID) -> int:
    """How many messages of their team a participant has not read."""
    read = read_up_to(participant_id, None)
    return Message.objects.filter(participant_id=participant_id, number__gt=read, staff__isnull=False).count()


def who_answers(participant_id: UUID) -> UUID | None:
    """Who of the staff answers this thread now."""
    handed = MessageStep.objects.filter(participant_id=participant_id, what=What.HANDED_OVER).order_by("at", "id")
    return answering([one.staff_id for one in people.care_team(participant_id)], handed)
