"""Today, a member of staff's first page: what other rooms know, put together. The number of queries never grows with the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.intake import queries as intake
from daybridge.medications.access import MEDICAL
from daybridge.messaging import queries as messaging
from daybridge.peers.queries import LookedAfter
from daybridge.people import queries as people
from daybridge.people.access import works_intake
from daybridge.people.rules import CARE, Role
from daybridge.programs import queries as programs
from daybridge.safety import queries as safety
from daybridge.safety.actions import CLINICIANS
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.sentences import need_in_words
from daybridge.screens.access import CLINICIANS as SCREENS
from daybridge.workspace import changed
from daybridge.workspace.alert_cards import AlertCard, alert_cards, open_cards
from daybridge.workspace.board import Filters, Ranked, alerts_by_person, as_ranked, caseload, shows
from daybridge.workspace.changed import WorthALook
from daybridge.workspace.medicines import views as medicines
from daybridge.workspace.medicines.views import MedicinesWaiting
from daybridge.workspace.peers import views as peers
from daybridge.workspace.rewards import page as rewards_page
from daybridge.workspace.rewards.page import RewardsWaiting
from daybridge.workspace.screens import views as screens
from daybridge.workspace.screens.views import ScreensWaiting
from daybridge.workspace.session.page import MySessions, my_sessions
from daybridge.workspace.treatment import revising
from daybridge.workspace.treatment.revising import TreatmentsWaiting
from daybridge.workspace.week import coming
from daybridge.workspace.week.coming import Coming

_PLANS_SHOWN = 8


@dataclass(frozen=True)
class Summary:
    """A caseload in four numbers."""

    people: int
    checked_in_today: int
    with_alerts: int
    low: int


@dataclass(frozen=True)
class ProgramToday:
    """What a director sees of the whole place."""

    programs: Sequence[Any]
    open_alerts: int
    late_alerts: int
    untaken_alerts: int


@dataclass(frozen=True)
class Today:
    """A member of staff's first page."""

    my_alerts: Sequence[AlertCard]
    #: Urgent alerts that a colleague ended; empty for staff who are no clinicians.
    second_looks: Sequence[AlertCard]
    follow_ups: Sequence[AlertCard]
    worth_a_look: WorthALook
    quiet: Sequence[Ranked]
    quiet_total: int
    summary: Summary
    program: ProgramToday | None
    #: Referrals nobody has answered yet, the shortest clock first; None for staff who do not work intake.
    referrals: Sequence[Any] | None
    #: Safety plans of one's own people that need a look or a signature, in words; the first of them, and how many.
    plans: Sequence["PlanToLookAt"] = ()
    plans_total: int = 0
    #: Treatment plans of one's own people to write, look at again or certify.
    treatments: TreatmentsWaiting = field(default_factory=TreatmentsWaiting)
    #: What waits for a prescriber or nurse; None for everyone else.
    medicines: MedicinesWaiting | None = None
    #: Drug screens of one's own people: to go through, to collect; None for who works on none.
    screens: ScreensWaiting | None = None
    #: Who will not come to something within a week.
    coming: Coming = field(default_factory=Coming)
    #: One's sessions of the day, notes to finish, second signatures.
    sessions: MySessions = field(default_factory=MySessions)
    #: Targets of rewards to write down, prizes to hand over.
    rewards: RewardsWaiting = field(default_factory=RewardsWaiting)
    #: Threads that wait for one's own answer.
    messages: Sequence[Any] = ()
    #: Peer spaces in which a post waits for a moderator.
    peers: Sequence[LookedAfter] = ()


@dataclass(frozen=True)
class PlanToLookAt:
    """Somebody whose safety plan needs their primary therapist, and why."""

    participant: Any
    need: str
    words: str
    since: datetime | None


def plans_to_look_at(actor: Actor) -> list[PlanToLookAt]:
    """The safety plans that need this member of staff, crises first."""
    return [
        PlanToLookAt(one.participant, one.need.value, need_in_words(one.need), one.since)
        for one in plans.to_look_at(actor)
    ]


def today(actor: Actor, *, on: date) -> Today:
    """What waits for this member of staff on the site's day `on`."""
    ranked = caseload(actor, Filters(mine=True), today=on)
    waiting = [one for one in ranked if one.standing.quiet_days is not None and one.last_on != on]
    plans_waiting = plans_to_look_at(actor) if actor.has_role(Role.THERAPIST) else []
    return Today(
        my_alerts=open_cards(actor, safety.alerts_for_me(actor)),
        second_looks=alert_cards(actor, safety.second_looks(actor)) if actor.has_role(*CLINICIANS) else (),
        follow_ups=alert_cards(actor, safety.follow_ups_due(actor, on=on)),
        worth_a_look=changed.worth_a_look(actor, on=on),
        quiet=waiting[:12],
        quiet_total=len(waiting),
        summary=Summary(
            people=len(ranked),
            checked_in_today=sum(one.last_on == on for one in ranked),
            with_alerts=sum(bool(one.standing.alerts) for one in ranked),
            low=sum(shows(one, "low") for one in ranked),
        ),
        program=_program_today(actor) if actor.has_role(Role.DIRECTOR) else None,
        referrals=_waiting_referrals(actor) if works_intake(actor, None) else None,
        plans=plans_waiting[:_PLANS_SHOWN],
        plans_total=len(plans_waiting),
        treatments=revising.waiting(actor) if actor.has_role(Role.THERAPIST, Role.PRESCRIBER) else TreatmentsWaiting(),
        screens=screens.waiting(actor) if actor.has_role(*SCREENS) else None,
        medicines=medicines.waiting(actor) if actor.has_role(*MEDICAL) else None,
        coming=coming.of_people_of(actor),
        sessions=my_sessions(actor, on=on, zone=people.organization_of(actor).time_zone),
        rewards=rewards_page.waiting(actor) if actor.has_role(*CARE) else RewardsWaiting(),
        messages=messaging.waiting_for(actor),
        peers=peers.waiting(actor) if actor.has_role(*CARE) else (),
    )


def _waiting_referrals(actor: Actor) -> list[Any]:
    columns = intake.referral_board(actor).columns
    waiting = [card for column in columns for card in column.cards if not card.is_answered]
    return sorted(waiting, key=lambda card: card.due_at)


def _program_today(actor: Actor) -> ProgramToday:
    now = clock.now()
    alerts = [as_ranked(mark, now) for marks in alerts_by_person(actor).values() for mark in marks]
    return ProgramToday(
        programs=list(programs.programs(actor)),
        open_alerts=len(alerts),
        late_alerts=sum(alert.is_late for alert in alerts),
        untaken_alerts=sum(not alert.is_taken for alert in alerts),
    )
