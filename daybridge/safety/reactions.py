"""What safety does about things that happened in rooms below it; wired in `daybridge.reactions`."""

from datetime import timedelta

from daybridge.checkins import queries as checkins
from daybridge.checkins.events import CheckInSaved
from daybridge.checkins.models import CheckIn
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.safety import actions, rules
from daybridge.safety.rules import DayEntry

_DAYS_AROUND = 30


def raise_alert_if_entry_calls_for_it(actor: Actor, event: CheckInSaved) -> None:
    """Hold a new check-in against the rulebook; the days around it are read only when a rule asks for them."""
    entry = _as_rules_read(checkins.check_in(event.subject_id))
    history = _around(event) if rules.needs_history(entry) else [entry]
    findings = rules.findings_in_entry(rules.rulebook().values(), entry, history)
    if findings:
        participant = people.participant(actor, event.about)
        for finding in findings:
            actions.act_on(actor, participant, finding)


def _around(event: CheckInSaved) -> list[DayEntry]:
    until = event.on_day + timedelta(days=_DAYS_AROUND)
    found = checkins.recent(event.about, until=until, days=2 * _DAYS_AROUND + 1)
    return [_as_rules_read(entry) for entry in found]


def _as_rules_read(entry: CheckIn) -> DayEntry:
    return DayEntry(str(entry.id), entry.on_day, entry.mood, entry.urge)
