"""Keeping what a participant writes down."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.checkins import rules
from daybridge.checkins.events import CheckInSaved
from daybridge.checkins.models import CheckIn
from daybridge.checkins.rules import Answers
from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people.models import Participant
from daybridge.programs import queries as programs


def _say(fault: str) -> str:
    words = {
        "out-of-range": _("This number is outside the scale."),
        "unknown": _("This answer isn't one of the choices."),
        "too-long": _("This note is too long. Please shorten it."),
    }
    return words[fault]


@action(allow=access.is_participant_self)
def check_in(
    actor: Actor, participant: Participant, *, entry_id: UUID, on_day: date, made_at: datetime, answers: Answers
) -> CheckInSaved:
    """Save a check-in once, however often the phone sends it. The phone makes `entry_id` (UUIDv7).

    Raises Invalid (422) when an answer can't be, Conflict (409) outside an episode or for an id that is taken.
    """
    if faults := rules.faults_in(answers):
        words = {field: _say(fault) for field, fault in faults.items()}
        raise Invalid(_("Part of this check-in can't be saved."), fields=words)
    episode = programs.current_episode(participant.id)
    if episode is None:
        raise Conflict(_("You are not in a program now, so check-ins are closed."), code="no-episode")
    dating = rules.date_entry(
        claimed_day=on_day,
        claimed_at=made_at,
        claimed_at_day=clock.day_of(made_at, participant.time_zone),
        now=clock.now(),
        today=clock.today(participant.time_zone),
    )
    entry = CheckIn(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        episode_id=episode.id,
        on_day=dating.on_day,
        made_at=dating.made_at,
        saved_at=clock.now(),
        clock_was_wrong=dating.clock_was_wrong,
        mood=answers.mood,
        anxiety=answers.anxiety,
        urge=answers.urge if episode.substance_use_focus else None,
        sleep_hours=answers.sleep_hours,
        medicines=answers.medicines,
        note=answers.note,
    )
    repeated = not rows.add(entry, unless_known=True)  # two sends may race
    if repeated:
        entry = _as_saved_before(entry)
    return CheckInSaved(
        organization_id=entry.organization_id,
        subject_id=entry.id,
        participant_id=entry.participant_id,
        episode_id=entry.episode_id,
        on_day=entry.on_day,
        saved_at=entry.saved_at,
        repeated=repeated,
    )


def _as_saved_before(entry: CheckIn) -> CheckIn:
    known = CheckIn.objects.filter(id=entry.id, participant_id=entry.participant_id).first()
    if known is None:  # the id belongs to someone else's entry, perhaps behind another organization's walls
        raise Conflict(_("This could not be saved. Please enter it again."), code="id-taken")
    return known
