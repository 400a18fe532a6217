"""What safety does about things that happened in rooms below it; wired in `daybridge.reactions`."""

from datetime import timedelta

from daybridge.checkins import queries as checkins
from daybridge.checkins.events import CheckInSaved
from daybridge.checkins.models import CheckIn
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.safety import actions, queries, rules
from daybridge.safety.rules import DayEntry

_DAYS_AROUND = 30


def raise_alert_if_entry_calls_for_it(actor: Actor, event: CheckInSaved) -> None:
    """Hold a new check-in against the site's rules.

    They are read only when the entry lies within the bounds of some rule, and the days around it only when a rule asks
    for them: an ordinary check-in costs no query here.
    """
    entry = _as_rules_read(checkins.check_in(event.subject_id))
    if not rules.might_count(rules.rulebook().values(), entry):
        return
    in_force = queries.rules_in_force().values()
    history = _around(event) if rules.needs_history(in_force, entry) else [entry]
    findings = rules.findings_in_entry(in_force, entry, history)
    if findings:
        participant = people.participant(actor, event.about)
        for finding in findings:
            actions.act_on(actor, participant, finding)


def _around(event: CheckInSaved) -> list[DayEntry]:
    until = event.on_day + timedelta(days=_DAYS_AROUND)
    found = checkins.recent(event.about, until=until, days=2 * _DAYS_AROUND + 1)
    return [_as_rules_read(entry) for entry in found]


def _as_rules_read(entry: CheckIn) -> DayEntry:
    sleep = None if entry.sleep_hours is None else float(entry.sleep_hours)
    return DayEntry(str(entry.id), entry.on_day, entry.mood, entry.urge, sleep, entry.medicines)
