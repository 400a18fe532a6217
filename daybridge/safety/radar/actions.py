"""Keeping what the radar found, putting people before their clinicians, and what staff say about both."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, queue, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid
from daybridge.people import access
from daybridge.people.models import Organization, Participant
from daybridge.safety.radar import queries, rules
from daybridge.safety.radar.events import (
    AlertBudgetChosen,
    FindingsEnded,
    LookAnswered,
    NightBegun,
    PeopleRead,
    PutForward,
)
from daybridge.safety.radar.findings import Finding
from daybridge.safety.radar.models import LookFeedback, RadarBudget, RadarFinding, RadarNight, WorthALook
from daybridge.safety.radar.rules import PersonReading, Said, Standing

#: How many people one job reads: their rows are locked for well under a second.
PEOPLE_AT_ONCE = 200
MOST_WHY_CHARACTERS = 500
_CHANGING = ("points", "facts", "history", "last_on", "ended_on")


# --- Keeping findings ------------------------------------------------------------------------------------------------


class Kept(NamedTuple):
    """How many findings began, changed and ended."""

    begun: int
    changed: int
    ended: int


@action(allow=access.nobody_but_the_system)
def keep_findings(actor: Actor, organization: Organization, *, readings: Sequence[PersonReading]) -> PeopleRead:
    """Hold people's new readings against what stands about them: findings begin, change and end."""
    kept = _keep(readings, organization.id)
    return PeopleRead(
        organization_id=organization.id,
        subject_id=organization.id,
        people=len(readings),
        repeated=not any(kept),
        **kept._asdict(),
    )


@action(allow=access.nobody_but_the_system)
def end_findings(actor: Actor, participant: Participant) -> FindingsEnded:
    """End everything that stands about someone who left the program."""
    standing = queries.living([participant.id]).get(participant.id, {})
    for finding in standing.values():
        finding.ended_on = max(clock.today(participant.time_zone), finding.first_on)
    rows.change(list(standing.values()), ["ended_on"])
    return FindingsEnded(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        repeated=not standing,
        ended=len(standing),
    )


def _keep(readings: Sequence[PersonReading], organization_id: UUID) -> Kept:
    living = queries.living([one.stay.participant_id for one in readings])
    new: list[RadarFinding] = []
    old: list[RadarFinding] = []
    ended = 0
    for one in readings:
        standing = living.get(one.stay.participant_id, {})
        changes = rules.changes(one.found, {kind: Standing(row.points, row.facts) for kind, row in standing.items()})
        new += [_begun(one, finding, organization_id) for finding in changes.begun.values()]
        old += [_changed(standing[kind], finding, one.stay.today) for kind, finding in changes.changed.items()]
        old += [_ended(standing[kind], one.stay.today) for kind in changes.ended]
        ended += len(changes.ended)
    rows.add_unless_known(new)  # the night may read somebody at the same moment
    rows.change(old, _CHANGING)
    return Kept(len(new), len(old) - ended, ended)


def _begun(reading: PersonReading, finding: Finding, organization_id: UUID) -> RadarFinding:
    today = reading.stay.today
    return RadarFinding(
        organization_id=organization_id,
        participant_id=reading.stay.participant_id,
        episode_id=reading.stay.episode_id,
        kind=finding.code,
        points=finding.points,
        facts=rules.stored(finding),
        history=[[today.isoformat(), finding.points]],
        first_on=today,
        last_on=today,
    )


def _changed(row: RadarFinding, finding: Finding, today: date) -> RadarFinding:
    row.history = rules.with_points(row.history, today, finding.points)
    row.points, row.facts, row.last_on = finding.points, rules.stored(finding), today
    return row


def _ended(row: RadarFinding, today: date) -> RadarFinding:
    row.ended_on = max(today, row.first_on)
    return row


def have_read(organization_id: UUID, participant_ids: Sequence[UUID]) -> None:
    """Have these people read, some to a job."""
    for start in range(0, len(participant_ids), PEOPLE_AT_ONCE):
        some = [str(one) for one in participant_ids[start : start + PEOPLE_AT_ONCE]]
        queue.defer("safety.read_with_radar", organization_id, participant_ids=some)


# --- The night -------------------------------------------------------------------------------------------------------


@action(allow=access.nobody_but_the_system)
def begin_night(actor: Actor, organization: Organization, *, zone: str, on_day: date) -> NightBegun:
    """Have everyone in a program who lives in `zone` read for their new day, once."""
    night, is_new = RadarNight.objects.get_or_create(organization_id=organization.id, zone=zone, on_day=on_day)
    everyone = queries.people_in(actor, zone) if is_new else []
    have_read(organization.id, everyone)
    return NightBegun(
        organization_id=organization.id,
        subject_id=night.id,
        zone=zone,
        on_day=on_day,
        people=len(everyone),
        repeated=not is_new,
    )


@action(allow=access.nobody_but_the_system)
def put_forward(actor: Actor, organization: Organization, *, on_day: date) -> PutForward:
    """Put before each clinician who is worth a look on the site's day, as far as the alert budget goes."""
    found = queries.candidates(on_day)
    shown, budget = queries.shown_lately(on_day), queries.present_budget(actor)
    free = {one.staff_id: rules.places(budget, shown.get(one.staff_id, ()), on_day=on_day) for one in found}
    taken = rules.chosen(found, free)
    stays = {stay.participant_id: stay for stay in queries.stays([one.participant_id for one in taken])}
    WorthALook.objects.bulk_create(
        (
            WorthALook(
                organization_id=organization.id,
                participant_id=one.participant_id,
                episode_id=stays[one.participant_id].episode_id,
                staff_id=one.staff_id,
                on_day=on_day,
                points=one.points,
                put_at=clock.now(),
            )
            for one in taken
        ),
        ignore_conflicts=True,
    )
    return PutForward(
        organization_id=organization.id,
        subject_id=organization.id,
        on_day=on_day,
        people=len(taken),
        repeated=not taken,
    )


# --- What staff say --------------------------------------------------------------------------------------------------


@action(allow=access.treats_participant_of)
def say_of_look(actor: Actor, look: WorthALook, *, said: str) -> LookAnswered:
    """A clinician says of somebody who was put before them: seen, useful or not useful. The latest word stands."""
    if said not in set(Said):
        raise Invalid(_("Choose one of the answers."), fields={"said": _("Choose one of the answers.")})
    LookFeedback.objects.create(
        organization_id=look.organization_id, look=look, staff_id=actor.who, said=said, said_at=clock.now()
    )
    return LookAnswered(
        organization_id=look.organization_id, subject_id=look.id, participant_id=look.participant_id, said=said
    )


@action(allow=access.is_director)
def choose_budget(actor: Actor, organization: Organization, *, per_day: float, why: str) -> AlertBudgetChosen:
    """Say how many people a day each clinician is asked to look at, from now on, and why."""
    faults = {}
    if per_day not in rules.BUDGETS:
        faults["per_day"] = _("Choose one of the numbers.")
    if not why.strip() or len(why) > MOST_WHY_CHARACTERS:
        faults["why"] = _("Say in a sentence why. Whoever comes after you will want to know.")
    if faults:
        raise Invalid(_("The budget can't be chosen like this."), fields=faults)
    chosen = RadarBudget.objects.create(
        organization_id=organization.id,
        per_day=Decimal(str(per_day)),
        why=why.strip(),
        chosen_by_id=actor.person_id,
        chosen_at=clock.now(),
    )
    return AlertBudgetChosen(organization_id=organization.id, subject_id=chosen.id, per_day=str(chosen.per_day))
