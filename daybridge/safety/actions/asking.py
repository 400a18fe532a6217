"""Who is asked about an alert, and telling them. Every step that asks somebody goes through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from daybridge.core import clock, queue, rows
from daybridge.core.actors import Actor
from daybridge.notifications.actions import cancel_waiting, notify
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant, Staff
from daybridge.people.rules import Role, TeamRole
from daybridge.safety import queries, rules
from daybridge.safety.models import Alert, AlertStep
from daybridge.safety.rules import Asked, Cause, Level

#: Whoever has just taken an alert is given this long to call before anybody asks.
SOONEST_REMINDER = timedelta(minutes=15)
_MEDICAL = frozenset((Role.PRESCRIBER, Role.NURSE))


@dataclass(frozen=True)
class Circle:
    """Who stands around a participant now: staff by rung of the ladder, and the accounts whose screens look again."""

    people: Mapping[str, Sequence[UUID]]
    accounts: frozenset[UUID]


def circle(participant_id: UUID) -> Circle:
    """The participant's care team by its parts, who is on call at this moment, and the directors."""
    team, directors = people.care_team(participant_id), people.directors()
    by_rung: dict[str, list[UUID]] = {
        "primary": [one.staff_id for one in team if one.role == TeamRole.PRIMARY],
        "medical": [one.staff_id for one in team if not _MEDICAL.isdisjoint(one.roles)],
        "cover": [one.staff_id for one in team if one.role == TeamRole.COVERING],
        "team": [one.staff_id for one in team],
        "on-call": queries.on_call(clock.now()),
        "director": [one.staff_id for one in directors],
    }
    accounts = {one.account_id for one in (*team, *directors) if one.account_id}
    return Circle(by_rung, frozenset(accounts))


def lock(participant_id: UUID) -> None:
    """One at a time: two things at once about one person must not both raise, or open again."""
    rows.select("select from people_participant where id = %s for no key update", participant_id)


def way_of(alert: Alert, around: Circle, *, is_open: bool | None = None) -> list[Asked]:
    """The people that an alert goes to, in order, as the site's ladder and this moment (unless `is_open` says) have it."""
    calendar = queries.calendar(alert.organization_id)
    return rules.way(
        calendar.ladder,
        who=causes_of(alert)[0].who,
        level=Level(alert.level),
        people=around.people,
        is_open=calendar.is_open(clock.now()) if is_open is None else is_open,
    )


def causes_of(alert: Alert) -> list[Cause]:
    return [Cause.from_json(stored) for stored in alert.causes]


def clock_of(alert: Alert) -> timedelta:
    return timedelta(minutes=alert.answer_within_minutes)


def start_clock(alert: Alert, wait: timedelta) -> None:
    """Set when someone must have taken the alert; `set_timer` then has somebody look."""
    calendar = queries.calendar(alert.organization_id)
    alert.due_at = rules.due_by(calendar, Level(alert.level), wait, asked_at=clock.now())


def set_timer(alert: Alert) -> None:
    queue.defer("safety.escalate", alert.organization_id, at=alert.due_at, alert_id=str(alert.id))


def set_reminder(alert: Alert) -> None:
    """Have somebody ask after the alert when its clock has run once more from its taking."""
    assert alert.taken_at is not None
    at = alert.taken_at + max(clock_of(alert), SOONEST_REMINDER)
    queue.defer(
        "safety.ask_after", alert.organization_id, at=at, alert_id=str(alert.id), taken_at=alert.taken_at.isoformat()
    )


def tell(alert: Alert, step: AlertStep, asked: Asked | None, *, kind: str = "alert") -> None:
    """Tell whoever is asked now, by the ways of their rung. Says that something waits, never what.

    What can wait for the day does not wake anybody. The step tells one asking from the next, so a job that runs twice
    tells once.
    """
    if asked is None:
        return
    presses = Level(alert.level) in (Level.URGENT, Level.SAME_DAY)
    notify(
        Actor.system(alert.organization_id, "alert"),
        Staff.objects.get(id=asked.staff_id),
        kind=kind if presses else "alert-waiting",
        key=str(step.id),
        link=_page_of(alert),
        channels=asked.rung.channels,
    )


def call_off(alert: Alert) -> None:
    """Somebody has it: whoever was to be told later, in the morning perhaps, is not."""
    system = Actor.system(alert.organization_id, "alert")
    cancel_waiting(system, Organization.objects.get(id=alert.organization_id), link=_page_of(alert))


def _page_of(alert: Alert) -> str:
    return f"/workspace/alerts/{alert.id}/"


def step(alert: Alert, kind: str, **said: object) -> AlertStep:
    """Write one line of an alert's history."""
    return AlertStep.objects.create(
        organization_id=alert.organization_id, alert=alert, at=clock.now(), kind=kind, **said
    )


class About(TypedDict):
    organization_id: UUID
    subject_id: UUID
    participant_id: UUID
    team: tuple[UUID, ...]
    participant_account: UUID | None


def about(alert: Alert, around: Circle | None = None) -> About:
    """What every event about an alert says, with the accounts whose screens should look again."""
    around = around or circle(alert.participant_id)
    asked = {alert.owner_id, alert.ended_by_id, *around.people["on-call"]}
    others = Staff.objects.filter(id__in=[one for one in asked if one]).values_list("account_id", flat=True)
    participant = Participant.objects.only("account_id").get(id=alert.participant_id)
    return {
        "organization_id": alert.organization_id,
        "subject_id": alert.id,
        "participant_id": alert.participant_id,
        "team": tuple(sorted(account for account in {*around.accounts, *others} if account)),
        "participant_account": participant.account_id,
    }


def tell_of_roster(person: Staff, *, kind: str, key: str) -> None:
    """Tell someone that the roster wants their eyes: a shift offered to them, hours with nobody on call."""
    roster = Actor.system(person.organization_id, "roster")
    notify(roster, person, kind=kind, key=key, link="/workspace/on-call/")
