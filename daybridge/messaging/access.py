"""Who is in a thread: the participant and whoever cares for them now."""

from typing import Any
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self, is_staff_treating_participant_of
from daybridge.people.rules import Role
from daybridge.programs.calendar.models import Series
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.models import Group


def is_in_thread_of(actor: Actor, subject: Any) -> bool:
    return is_participant_self(actor, subject) or is_staff_treating_participant_of(actor, subject)


def announces_to(actor: Actor, subject: Any) -> bool:
    """Directors to programs and groups; whoever leads a group to that group."""
    if actor.has_role(Role.DIRECTOR):
        return True
    return actor.is_staff and isinstance(subject, Group) and subject.id in groups_led_by(actor.who)


def groups_led_by(staff_id: UUID) -> set[UUID]:
    """The groups that somebody leads at one of their weekly times that has not ended."""
    led = Series.objects.filter(lead_id=staff_id).select_related("site", "organization")
    return {one.group_id for one in led if one.until_on is None or one.until_on >= clock.today(zone_of(one))}
