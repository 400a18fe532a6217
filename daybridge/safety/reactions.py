"""What safety does about things that happened in rooms below it; wired in `daybridge.reactions`."""

from datetime import timedelta

from daybridge.checkins import queries as checkins
from daybridge.checkins.events import CheckInSaved
from daybridge.checkins.models import CheckIn
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.safety import actions, rules
from daybridge.safety.rules import DayEntry

_HISTORY_DAYS = 30


def raise_alert_if_entry_calls_for_it(actor: Actor, event: CheckInSaved) -> None:
    """Hold a new check-in against the rulebook."""
    participant = people.participant(actor, event.subject_id if event.participant_id is None else event.participant_id)
    today = clock.today(participant.time_zone)
    until = min(today, event.on_day + timedelta(days=_HISTORY_DAYS))
    history = [_as_rules_read(entry) for entry in checkins.recent(participant.id, until=until, days=_HISTORY_DAYS * 2)]
    entry = next(one for one in history if one.id == str(event.subject_id))
    for finding in rules.findings_in_entry(rules.rulebook().values(), entry, history, today=today):
        actions.act_on(actor, participant, finding)


def _as_rules_read(entry: CheckIn) -> DayEntry:
    return DayEntry(str(entry.id), entry.on_day, entry.mood, entry.urge)
