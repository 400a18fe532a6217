"""Keeping what was told of use: histories, goals, days."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_staff_treating_participant_of
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.substances import rules
from daybridge.substances.access import tells_use_of
from daybridge.substances.events import DayMarked, UseDayTold, UseGoalChosen, UseHistoryWritten
from daybridge.substances.models import RememberedDay, ToldRow, UseDay, UseGoal, UseHistory
from daybridge.substances.rules import MOST_AMOUNT, MOST_WORDS, Day, Goal, History


def _say(fault: str) -> str:
    words = {
        "unknown": _("This isn't one of the choices."),
        "out-of-range": _("This number is outside the scale."),
        "not-come": _("This day hasn't come yet."),
        "too-old": _("This day is too long ago to be kept here."),
        "too-many": _("This is more than anyone fills in. Leave some out."),
        "too-long": _("This is too long. Please shorten it."),
        "unreadable": _("This answer can't be read."),
    }
    return words[fault]


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(_("Part of this can't be saved."), fields={name: _say(fault) for name, fault in faults.items()})


def _keep(actor: Actor, participant: Participant, row: ToldRow, made_at: datetime) -> tuple[Any, dict[str, Any]]:
    """The row as it is kept, once however often it is sent, and what every event says of it.

    Raises Conflict (409) for what a participant wrote when they were in no program: nobody would read it.
    """
    written_on = clock.day_of(min(made_at, clock.now()), participant.time_zone)
    if actor.is_participant and programs.episode_on(participant.id, written_on) is None:
        raise Conflict(_("You are in no program now, so nobody reads this."), code="no-episode")
    row.organization_id, row.staff_id = participant.organization_id, actor.who if actor.is_staff else None
    row.made_at, row.saved_at = min(made_at, clock.now()), clock.now()
    kept, repeated = rows.add_once(row)
    return kept, {
        "organization_id": kept.organization_id, "subject_id": kept.id, "participant_id": participant.id,
        "saved_at": kept.saved_at, "repeated": repeated,
    }  # fmt: skip


@action(allow=is_staff_treating_participant_of)
def write_history(actor: Actor, participant: Participant, *, entry_id: UUID, told: History) -> UseHistoryWritten:
    """Write down what is known of one substance, and from whom; what was known before stays in its history.

    Raises Invalid (422) when a part can't be, Conflict (409) for an id that is taken.
    """
    _refuse(rules.faults_in_history(told, clock.today(participant.time_zone)))
    row = UseHistory(
        id=entry_id, participant_id=participant.id, substance=told.substance, source=told.source, route=told.route,
        frequency=told.frequency, first_age=told.first_age, last_used_on=told.last_used_on, amount=told.amount.strip(),
        is_mistake=told.is_mistake,
    )  # fmt: skip
    return UseHistoryWritten(**_keep(actor, participant, row, clock.now())[1])


@action(allow=tells_use_of)
def choose_goal(
    actor: Actor, participant: Participant, *, entry_id: UUID, substance: str, goal: Goal, said: str, made_at: datetime
) -> UseGoalChosen:
    """What the person wants with a substance, in their words: theirs to choose, and to change on any day.

    Raises Invalid (422) when a part can't be, Conflict (409) for an id that is taken or who is in no program.
    """
    faults = {} if rules.is_key(substance) else {"substance": "unknown"}
    if fault := rules.fault_in_words(said, MOST_WORDS):
        faults["said"] = fault
    _refuse(faults)
    row = UseGoal(id=entry_id, participant_id=participant.id, substance=substance, goal=goal, said=said.strip())
    return UseGoalChosen(**_keep(actor, participant, row, made_at)[1])


@action(allow=tells_use_of)
def tell_use_day(actor: Actor, participant: Participant, *, entry_id: UUID, told: Day, made_at: datetime) -> UseDayTold:
    """Tell of one day. What is said last of a day holds; nothing that was said before is lost.

    Raises Invalid (422) for a day that has not come or what can't be, Conflict (409) for an id that is taken.
    """
    _refuse(rules.faults_in_day(told, clock.today(participant.time_zone)))
    row = UseDay(
        id=entry_id, participant_id=participant.id, on_day=told.on_day, state=told.state,
        substances=list(told.substances), amount=told.amount.strip(),
    )  # fmt: skip
    kept, said = _keep(actor, participant, row, made_at)
    return UseDayTold(**said, on_day=kept.on_day)


@action(allow=tells_use_of)
def mark_day(
    actor: Actor, participant: Participant, *, entry_id: UUID, on_day: date, said: str, made_at: datetime
) -> DayMarked:
    """Say by what a day is remembered; without words that is taken back.

    Raises Invalid (422) for a day that has not come or too many words, Conflict (409) for an id that is taken.
    """
    faults = {}
    if fault := rules.fault_in_date(on_day, clock.today(participant.time_zone)):
        faults["on_day"] = fault
    if fault := rules.fault_in_words(said, MOST_AMOUNT):
        faults["said"] = fault
    _refuse(faults)
    row = RememberedDay(id=entry_id, participant_id=participant.id, on_day=on_day, said=said.strip())
    kept, told = _keep(actor, participant, row, made_at)
    return DayMarked(**told, on_day=kept.on_day)
