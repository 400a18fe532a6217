"""Telling and confirming when somebody can come."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.availability import queries, rules
from daybridge.programs.availability.events import AvailabilityConfirmed, AvailabilityTold
from daybridge.programs.availability.models import WeekConfirmed, WeekTold
from daybridge.programs.availability.rules import Week
from daybridge.programs.availability.sentences import fault_in_words


@action(allow=access.treats_or_is_participant_self)
def tell_week(
    actor: Actor, participant: Participant, *, week_id: UUID, week: Week, made_at: datetime
) -> AvailabilityTold:
    """Keep when somebody can come, once, however often it is sent. The one that was made last holds.

    Ways to places that the house has not are left out. Raises Invalid (422) for a week that can't be, Conflict (409) for an id that is taken.
    """
    faults = rules.faults_in(week)
    if faults:
        raise Invalid(
            _("Part of this week can't be."), fields={name: fault_in_words(one) for name, one in faults.items()}
        )
    week = replace(week, travel=queries.of_the_house(week.travel))
    told, repeated = rows.add_once(
        WeekTold(
            id=week_id,
            organization_id=participant.organization_id,
            participant_id=participant.id,
            told_to_id=actor.who if actor.is_staff else None,
            week=week.to_json(),
            made_at=min(made_at, clock.now()),
            saved_at=clock.now(),
        )
    )
    return AvailabilityTold(
        organization_id=participant.organization_id,
        subject_id=told.id,
        participant_id=participant.id,
        saved_at=told.saved_at,
        accounts=people.accounts_around(participant.id),
        repeated=repeated,
    )


@action(allow=access.treats_participant_of)
def confirm_week(actor: Actor, told: WeekTold) -> AvailabilityConfirmed:
    """Say that it was gone through with the person. Raises Conflict (409) when they have told another since."""
    newest = queries.week_of(told.participant_id)
    if newest is None or newest.id != told.id:
        raise Conflict(_("They have told another week since. Look at that one first."))
    confirmed = WeekConfirmed(organization_id=told.organization_id, told=told, staff_id=actor.who, at=clock.now())
    try:
        with transaction.atomic():
            confirmed.save(force_insert=True)
        repeated = False
    except IntegrityError:
        repeated = True
    return AvailabilityConfirmed(
        organization_id=told.organization_id,
        subject_id=told.id,
        participant_id=told.participant_id,
        accounts=people.accounts_around(told.participant_id),
        repeated=repeated,
    )
