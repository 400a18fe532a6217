"""Telling somebody that a message waits, in words that say nothing; wired in `daybridge.reactions`."""

from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.messaging import queries
from daybridge.messaging.events import (
    Announced,
    AnnouncementsRead,
    MessageSent,
    MessagesRead,
    TeamMessageSent,
    TeamMessagesRead,
    ThreadHandedOver,
)
from daybridge.notifications.actions import cancel_waiting, notify
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff


def own_link(participant_id: UUID) -> str:
    """Their page; whose is behind the sign, so that what waits for one is called off for one."""
    return f"/companion/messages/#{participant_id}"


def staff_link(participant_id: UUID, staff_id: UUID) -> str:
    return f"/workspace/people/{participant_id}/messages/#{staff_id}"


def tell_of_message(actor: Actor, event: MessageSent) -> None:
    """Tell the other side, once for all that comes until they have looked."""
    system = Actor.system(event.organization_id, "messages")
    participant = people.participant(system, event.about)
    if event.is_by_staff:
        key = f"{participant.id} {queries.read_up_to(participant.id, None)}"
        notify(system, participant, kind="message", key=key, link=own_link(participant.id))
        return
    for staff in _to_be_told(system, participant):
        _tell(system, participant, staff, key=f"{participant.id} {queries.read_up_to(participant.id, staff.id)}")


def _to_be_told(system: Actor, participant: Participant) -> list[Staff]:
    """Whoever answers; where nobody cares for them now, the directors."""
    answers = queries.who_answers(participant.id)
    ids = [answers] if answers else [one.staff_id for one in people.directors()]
    return [people.staff_member(system, one) for one in ids]


def _tell(system: Actor, participant: Participant, staff: Staff, *, key: str) -> None:
    notify(system, staff, kind="message-waiting", key=key, link=staff_link(participant.id, staff.id))


def team_link(participant_id: UUID, staff_id: UUID) -> str:
    return f"/workspace/people/{participant_id}/messages/team/#{staff_id}"


def tell_colleagues(actor: Actor, event: TeamMessageSent) -> None:
    """Everybody else of the team hears once, until they have looked, that something waits."""
    system = Actor.system(event.organization_id, "messages")
    for one in people.care_team(event.about):
        if one.staff_id != event.by_staff_id:
            key = f"team {event.about} {queries.team_read_up_to(event.about, one.staff_id)}"
            staff = people.staff_member(system, one.staff_id)
            notify(system, staff, kind="message-waiting", key=key, link=team_link(event.about, one.staff_id))


def call_off_team_notice(actor: Actor, event: TeamMessagesRead) -> None:
    """Whoever has read it is not told in the morning that it waits."""
    system = Actor.system(event.organization_id, "messages")
    cancel_waiting(system, people.organization_of(system), link=team_link(event.about, event.by_staff_id))


def announcements_link(participant_id: UUID) -> str:
    """The same page as `own_link`; behind a sign of its own, for a message and an announcement are read apart."""
    return f"/companion/messages/#announced-{participant_id}"


def tell_of_announcement(actor: Actor, event: Announced) -> None:
    """Everybody it went to has a note, once."""
    system = Actor.system(event.organization_id, "announcement")
    for one in queries.told_by(event.subject_id):
        notify(system, one, kind="message", key=f"announcement {event.subject_id}", link=announcements_link(one.id))


def call_off_announcement(actor: Actor, event: AnnouncementsRead) -> None:
    """Whoever has read it is not told in the morning that it waits."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "announcement")
    cancel_waiting(system, people.organization_of(system), link=announcements_link(event.participant_id))


def tell_of_hand_over(actor: Actor, event: ThreadHandedOver) -> None:
    """Whoever is to answer from now on hears of it, unless they took it themselves."""
    if actor.person_id != event.to_staff_id:
        system = Actor.system(event.organization_id, "messages")
        participant = people.participant(system, event.about)
        _tell(system, participant, people.staff_member(system, event.to_staff_id), key=str(event.subject_id))


def call_off_notice(actor: Actor, event: MessagesRead) -> None:
    """Whoever has read it is not told in the morning that it waits."""
    system = Actor.system(event.organization_id, "messages")
    link = staff_link(event.about, event.staff_id) if event.staff_id else own_link(event.about)
    cancel_waiting(system, people.organization_of(system), link=link)
