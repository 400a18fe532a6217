"""What every staff page shows around itself: who is signed in, how many alerts wait, what is not working."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest

from daybridge.core import alarms, clock, heartbeat
from daybridge.messaging import queries as messaging
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest
from daybridge.people.rules import Role
from daybridge.people.sentences import roles_in_words
from daybridge.workspace import alert_cards, words
from daybridge.workspace.alert_cards import AlertCount


@dataclass(frozen=True)
class ShownAlarm:
    title: str
    words: str
    raised_at: Any


class StaffFrame:
    """Looked up only where a page shows it."""

    def __init__(self, request: StaffRequest) -> None:
        self._request = request
        self._actor = request.actor

    @property
    def person(self) -> str:
        return str(self._actor.person_id)

    @property
    def name(self) -> str:
        return str(self._request.person.name)

    @property
    def initials(self) -> str:
        parts = [part for part in self.name.split() if part[0].isalpha()]
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()

    @property
    def roles(self) -> str:
        return roles_in_words(self._request.person.roles)

    @cached_property
    def idle_minutes(self) -> int:
        organization = getattr(self._request, "organization", None) or people.organization_of(self._actor)
        return organization.staff_idle_minutes

    @cached_property
    def alerts(self) -> AlertCount:
        return alert_cards.alert_count(self._actor)

    @cached_property
    def messages(self) -> int:
        """How many threads wait for their answer."""
        return messaging.waiting_count(self._actor)

    @cached_property
    def alarms(self) -> list[ShownAlarm]:
        """Operational alarms: for those who answer for the place all of them, for everyone that alerts don't travel."""
        sees_all = self._actor.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)
        raised = [alarm for alarm in alarms.open_alarms() if sees_all or alarm.kind == heartbeat.ALARM]
        shown = [ShownAlarm(*words.alarm(alarm.kind), alarm.raised_at) for alarm in raised]
        if not any(alarm.kind == heartbeat.ALARM for alarm in raised) and heartbeat.stalls():
            shown.append(ShownAlarm(*words.alarm(heartbeat.ALARM), clock.now()))  # nobody watches either
        return shown


def staff_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for staff, nothing for anyone else."""
    actor = getattr(request, "actor", None)
    return {"frame": StaffFrame(cast(StaffRequest, request))} if actor and actor.is_staff else {}
