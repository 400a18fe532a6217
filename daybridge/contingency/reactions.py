"""What rewards do about things that happened in other rooms; wired in `daybridge.reactions`."""

from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.contingency import actions, queries
from daybridge.contingency.events import RewardsOffered
from daybridge.contingency.queries import screens as by_screens
from daybridge.contingency.rules import Ending, Evidence, EvidenceKind
from daybridge.core.actors import Actor
from daybridge.core.events import Event
from daybridge.core.ids import new_id
from daybridge.notifications.actions import notify
from daybridge.people import queries as people


class OfADay(Protocol):
    """Something that was told anew of somebody's session on a day."""

    @property
    def organization_id(self) -> UUID: ...
    @property
    def participant_id(self) -> UUID | None: ...
    @property
    def on_day(self) -> date: ...


def tell_of_offer(actor: Actor, event: RewardsOffered) -> None:
    """A note waits: what about stands on the page, never on a locked phone."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "rewards")
    person = people.participant(system, event.participant_id)
    notify(system, person, kind="answer", key=f"rewards {event.subject_id}", link="/companion/rewards/")


def end_with_stay(actor: Actor, event: Event) -> None:
    """Whoever leaves the program takes part no more; what was earned is drawn, and stays theirs."""
    assert event.participant_id
    enrolment = queries.current(event.participant_id)
    if enrolment:
        system = Actor.system(event.organization_id, "discharge")
        actions.end_rewards(system, enrolment, ending=Ending.LEFT_PROGRAM)


def correct_target_of_day(actor: Actor, event: OfADay) -> None:
    """A session is told otherwise than it stood: the target that rests on it follows, with the reason."""
    assert event.participant_id
    enrolment = queries.current(event.participant_id)
    if enrolment is None or not enrolment.is_running:
        return
    stood = enrolment.targets.filter(on_day=event.on_day).order_by("-number").first()
    shown = queries.attended(event.participant_id, since=event.on_day, until=event.on_day).get(event.on_day)
    if stood is None or stood.evidence != EvidenceKind.ATTENDANCE or shown is None:
        return
    verdict, of = shown
    if stood.verdict != verdict:
        actions.record_target(
            Actor.system(event.organization_id, "told anew"), enrolment, target_id=new_id(), on_day=event.on_day,
            evidence=Evidence(EvidenceKind.ATTENDANCE, verdict, of), why=_("The session was told anew."),
        )  # fmt: skip


def follow_screen(actor: Actor, event: Event) -> None:
    """A drug screen shows how a target went, or shows it otherwise than it stood: what rests on it follows, with the reason."""
    assert event.participant_id
    enrolment = queries.current(event.participant_id)
    if enrolment is None or not enrolment.is_running or not enrolment.protocol.absent:
        return
    system = Actor.system(event.organization_id, "drug screen")
    standing = queries.standing(enrolment)
    for on_day, evidence in by_screens.told_by_screens(standing):
        why = _("A drug screen says otherwise by now.") if on_day in standing.held else ""
        actions.record_target(system, enrolment, target_id=new_id(), on_day=on_day, evidence=evidence, why=why)
