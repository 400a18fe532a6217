"""Writing to one another, and what becomes of it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours
from daybridge.messaging import queries, rules
from daybridge.messaging.access import announces_to, is_in_thread_of
from daybridge.messaging.events import (
    Announced,
    AnnouncementsRead,
    MessageMarkedUrgent,
    MessageSent,
    MessagesFetched,
    MessagesRead,
    MessagesSettled,
    TeamMessageSent,
    TeamMessagesRead,
    ThreadHandedOver,
)
from daybridge.messaging.models import (
    Announcement,
    AnnouncementReading,
    AnnouncementTo,
    Message,
    MessageFile,
    MessageStep,
    TeamMessage,
    TeamReading,
    by,
)
from daybridge.messaging.receiving import Received
from daybridge.messaging.rules import What
from daybridge.people import queries as people
from daybridge.people.access import is_participant_self, is_staff_treating_participant_of
from daybridge.people.models import Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.models import Group, Program


class _About(TypedDict):
    organization_id: UUID
    participant_id: UUID
    accounts: tuple[UUID, ...]


def _about(actor: Actor, participant: Participant) -> _About:
    """What every event about a thread says; a director who is not on the team has a screen of their own open, too."""
    around = people.accounts_around(participant.id)
    own = (actor.account_id,) if actor.account_id and actor.account_id not in around else ()
    return {
        "organization_id": participant.organization_id,
        "participant_id": participant.id,
        "accounts": around + own,
    }


def _lock(participant: Participant) -> int:
    """One writes at a time; answers the number of the last message."""
    rows.select("select from people_participant where id = %s for no key update", participant.id)
    return Message.objects.filter(participant=participant).aggregate(last=Max("number"))["last"] or 0


def _refuse(words: str, *, has_file: bool) -> None:
    fault = rules.fault_in(words, has_file=has_file)
    if fault:
        said = {
            "missing": _("Write something first."),
            "too-long": _("This is too long for one message. Please send it in two."),
            "unreadable": _("This can't be read."),
        }[fault]
        raise Invalid(said, fields={"words": said})


@action(allow=is_in_thread_of)
def send_message(
    actor: Actor,
    participant: Participant,
    *,
    message_id: UUID,
    words: str,
    made_at: datetime,
    is_urgent: bool = False,
    about: UUID | None = None,
    file: Received | None = None,
) -> MessageSent:
    """Keep a message once, however often it is sent; `about` names an own one that it puts in other words.

    Raises Invalid (422) for what can't be a message, and for a file that comes with other words for one; Conflict (409) for a
    participant who is in no program (nobody would read it, but what is urgent) and for an id that is taken, also by other words or
    another file; NotYours (404) for another's message.
    """
    _refuse(words, has_file=file is not None)
    if file and about:
        said = _("A message that is put in other words takes no file. Send the file in a message of its own.")
        raise Invalid(said, fields={"file": said})
    first = _own_message(actor, participant, about) if about else None
    number = _lock(participant) + 1
    message = Message(
        id=message_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        number=number,
        about_id=first.id if first else None,
        staff_id=actor.who if actor.is_staff else None,
        words=words.strip(),
        is_urgent=is_urgent and actor.is_participant,
        has_file=file is not None,
        made_at=min(made_at, clock.now()),
        saved_at=clock.now(),
    )
    message, repeated = rows.add_once(message, same=("words", "staff_id", "about_id", "is_urgent", "has_file"))
    if actor.is_participant and not repeated:
        _refuse_if_nobody_reads(message, participant)
    if file:
        _keep_file(message, file, repeated=repeated)
    return MessageSent(
        **_about(actor, participant),
        subject_id=message.id,
        number=message.number,
        saved_at=message.saved_at,
        is_by_staff=message.staff_id is not None,
        is_urgent=message.is_urgent,
        is_correction=message.about_id is not None,
        repeated=repeated,
    )


def _refuse_if_nobody_reads(message: Message, participant: Participant) -> None:
    """Who wrote it in no program is told so. What was written before a discharge is kept. What is urgent is an alert, whoever sends it."""
    written_on = clock.day_of(message.made_at, participant.time_zone)
    if not message.is_urgent and programs.episode_on(message.participant_id, written_on) is None:
        raise Conflict(_("You are in no program now, so nobody reads this here."), code="no-episode")


def _keep_file(message: Message, received: Received, *, repeated: bool) -> None:
    """What was looked at before this transaction began, sealed. Raises IdTaken for another file under a known id."""
    content = received.file.content
    digest = hashlib.sha256(content).hexdigest()
    if repeated:
        if not MessageFile.objects.filter(message=message, sha256=digest).exists():
            raise IdTaken()
        return
    MessageFile.objects.create(
        organization_id=message.organization_id,
        participant_id=message.participant_id,
        message=message,
        media_type=received.file.format.media_type,
        name=received.file.name,
        size=len(content),
        sha256=digest,
        verdict=received.verdict,
        sealed=queries.seal(content),
        saved_at=message.saved_at,
    )


def _own_message(actor: Actor, participant: Participant, message_id: UUID) -> Message:
    """The first version of what the actor wrote. Raises NotYours."""
    own = Message.objects.filter(by(actor.who if actor.is_staff else None), participant=participant, about=None)
    found = own.filter(id=message_id).first()
    if found is None:
        raise NotYours()
    return found


def _step(
    actor: Actor, participant: Participant, what: What, *, up_to: int, to_staff: Staff | None = None
) -> MessageStep:
    return MessageStep.objects.create(
        organization_id=participant.organization_id,
        participant=participant,
        what=what,
        up_to=up_to,
        staff_id=actor.who if actor.is_staff else None,
        to_staff=to_staff,
        at=clock.now(),
    )


def _reach(actor: Actor, participant: Participant, what: What, up_to: int) -> tuple[int, bool]:
    """Note how far somebody has come, once for each message; a number that is not there yet is the last that is."""
    up_to = min(up_to, _lock(participant))
    own = MessageStep.objects.filter(by(actor.who if actor.is_staff else None), participant=participant, what=what)
    repeated = up_to < 1 or own.filter(up_to__gte=up_to).exists()
    if not repeated:
        _step(actor, participant, what, up_to=up_to)
    return up_to, repeated


@action(allow=is_participant_self)
def note_fetched(actor: Actor, participant: Participant, *, up_to: int) -> MessagesFetched:
    """A phone of theirs has brought the messages up to this number: delivered, and perhaps not read."""
    number, repeated = _reach(actor, participant, What.FETCHED, up_to)
    return MessagesFetched(**_about(actor, participant), subject_id=participant.id, number=number, repeated=repeated)


@action(allow=is_in_thread_of)
def note_read(actor: Actor, participant: Participant, *, up_to: int) -> MessagesRead:
    """Somebody had the messages up to this number on their screen."""
    number, repeated = _reach(actor, participant, What.READ, up_to)
    return MessagesRead(
        **_about(actor, participant),
        subject_id=participant.id,
        number=number,
        staff_id=actor.who if actor.is_staff else None,
        repeated=repeated,
    )


@action(allow=is_staff_treating_participant_of)
def settle(actor: Actor, participant: Participant, *, up_to: int) -> MessagesSettled:
    """Nothing up to this message needs an answer any more: it was a thank you, or it was talked over."""
    number, repeated = _reach(actor, participant, What.SETTLED, up_to)
    return MessagesSettled(**_about(actor, participant), subject_id=participant.id, number=number, repeated=repeated)


@action(allow=is_staff_treating_participant_of)
def mark_urgent(actor: Actor, message: Message) -> MessageMarkedUrgent:
    """What a participant wrote can't wait: it becomes an alert. Twice is once.

    Raises Conflict (409) for what staff wrote.
    """
    if message.staff_id is not None:
        raise Conflict(_("Only what a participant wrote can be marked."))
    _lock(message.participant)
    marked = MessageStep.objects.filter(participant_id=message.participant_id, what=What.URGENT, up_to=message.number)
    repeated = message.is_urgent or marked.exists()
    if not repeated:
        _step(actor, message.participant, What.URGENT, up_to=message.number)
    return MessageMarkedUrgent(
        **_about(actor, message.participant), subject_id=message.id, number=message.number, repeated=repeated
    )


@action(allow=is_staff_treating_participant_of)
def hand_over(actor: Actor, participant: Participant, *, to: Staff) -> ThreadHandedOver:
    """Say who of the team answers from now on; when they leave it, whoever is asked first does.

    Raises Conflict (409) for somebody who is not on the team.
    """
    if to.id not in {one.staff_id for one in people.care_team(participant.id)}:
        raise Conflict(_("They are not on this care team. Add them there first."))
    number = _lock(participant)
    step = _step(actor, participant, What.HANDED_OVER, up_to=number, to_staff=to)
    return ThreadHandedOver(**_about(actor, participant), subject_id=step.id, number=number, to_staff_id=to.id)


# --- Staff to staff --------------------------------------------------------------------------------------------------


def _about_team(actor: Actor, participant: Participant) -> _About:
    """As `_about`, without the participant: nothing that staff write to one another moves on their phone."""
    about = _about(actor, participant)
    others = tuple(one for one in about["accounts"] if one != participant.account_id)
    return {**about, "accounts": others}


@action(allow=is_staff_treating_participant_of)
def write_to_team(actor: Actor, participant: Participant, *, message_id: UUID, words: str) -> TeamMessageSent:
    """Write to the colleagues of a care team about a participant, who never reads it here. Sent twice it is kept once.

    Raises Invalid (422) for what can't be a message, Conflict (409) for an id that is taken, also by other words.
    """
    _refuse(words, has_file=False)
    _lock(participant)
    last = TeamMessage.objects.filter(participant=participant).aggregate(last=Max("number"))["last"] or 0
    message = TeamMessage(
        id=message_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        number=last + 1,
        staff_id=actor.who,
        words=words.strip(),
        saved_at=clock.now(),
    )
    message, repeated = rows.add_once(message, same=("words", "staff_id"))
    return TeamMessageSent(
        **_about_team(actor, participant),
        subject_id=message.id,
        number=message.number,
        by_staff_id=actor.who,
        repeated=repeated,
    )


@action(allow=is_staff_treating_participant_of)
def note_team_read(actor: Actor, participant: Participant, *, up_to: int) -> TeamMessagesRead:
    """A colleague had what was written up to this number on their screen."""
    _lock(participant)
    last = TeamMessage.objects.filter(participant=participant).aggregate(last=Max("number"))["last"] or 0
    up_to = min(up_to, last)
    own = TeamReading.objects.filter(participant=participant, staff_id=actor.who, up_to__gte=up_to)
    repeated = up_to < 1 or own.exists()
    if not repeated:
        TeamReading.objects.create(
            organization_id=participant.organization_id,
            participant=participant,
            staff_id=actor.who,
            up_to=up_to,
            at=clock.now(),
        )
    return TeamMessagesRead(
        **_about_team(actor, participant),
        subject_id=participant.id,
        number=up_to,
        by_staff_id=actor.who,
        repeated=repeated,
    )


# --- Announcements ---------------------------------------------------------------------------------------------------


@action(allow=announces_to)
def announce(actor: Actor, to: Program | Group, *, announcement_id: UUID, words: str) -> Announced:
    """Say something to everybody who is in a program, or sits in a group, at this moment; nobody answers it. Sent twice it is kept once.

    Raises Invalid (422) for what can't be said, Conflict (409) where nobody is there, and for an id that is taken by other words.
    """
    _refuse(words, has_file=False)
    group = to if isinstance(to, Group) else None
    known = Announcement.objects.filter(id=announcement_id).first()
    if known:
        said = (words.strip(), actor.who, to.id)
        if (known.words, known.staff_id, known.group_id or known.program_id) != said:
            raise IdTaken()
        return _announced(known, repeated=True)
    whom = queries.members_of(to)
    if not whom:
        raise Conflict(_("Nobody is in it now, so nobody would read this."))
    announcement = Announcement(
        id=announcement_id,
        organization_id=to.organization_id,
        program_id=group.program_id if group else to.id,
        group=group,
        staff_id=actor.who,
        words=words.strip(),
        sent_at=clock.now(),
    )
    rows.insert(announcement)
    AnnouncementTo.objects.bulk_create(
        AnnouncementTo(organization_id=to.organization_id, announcement=announcement, participant=one) for one in whom
    )
    return _announced(announcement)


def _announced(one: Announcement, *, repeated: bool = False) -> Announced:
    accounts = one.went_to.values_list("participant__account_id", flat=True)
    return Announced(
        organization_id=one.organization_id,
        subject_id=one.id,
        count=len(accounts),
        accounts=tuple(account for account in accounts if account),
        repeated=repeated,
    )


@action(allow=is_participant_self)
def note_announcements_read(actor: Actor, participant: Participant, *, ids: Sequence[UUID]) -> AnnouncementsRead:
    """These announcements were on their screen; what was not said to them is left alone."""
    rows.select("select from people_participant where id = %s for no key update", participant.id)
    own = AnnouncementTo.objects.filter(participant=participant, announcement_id__in=ids)
    read = AnnouncementReading.objects.filter(participant=participant).values("announcement_id")
    fresh = list(own.exclude(announcement_id__in=read).values_list("announcement_id", flat=True))
    AnnouncementReading.objects.bulk_create(
        AnnouncementReading(
            organization_id=participant.organization_id, announcement_id=one, participant=participant, at=clock.now()
        )
        for one in fresh
    )
    return AnnouncementsRead(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        count=len(fresh),
        accounts=(participant.account_id,) if participant.account_id else (),
        repeated=not fresh,
    )
