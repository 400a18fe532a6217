"""From sessions that somebody did not come to, to signals and findings; what those call for stands in the rulebook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from daybridge.safety.rules.book import Rule
from daybridge.safety.rules.findings import Fact, Finding, Signal


@dataclass(frozen=True, order=True)
class Missed:
    """A session that somebody did not come to and had not said so."""

    on_day: date
    occurrence_id: str


def signal_of_missed_session(missed: Missed) -> Signal:
    """Once for each session, however often it is ended."""
    return Signal("missed_session", missed.occurrence_id, missed.on_day)


def findings_in_misses(rules: Iterable[Rule], missed: Sequence[Missed], *, around: date) -> list[Finding]:
    """Where somebody missed sessions on so many days within so many days, one of them being `around`.

    Days are counted and not sessions: who is away on a day with three groups has missed one day. Told once for each run's newest
    session, in whichever order its sessions are ended.
    """
    found = []
    for rule in rules:
        if rule.kind != "missed_sessions":
            continue
        near = sorted(one for one in missed if abs((one.on_day - around).days) < rule.days)
        days = {one.on_day for one in near if (near[-1].on_day - one.on_day).days < rule.days}
        if len(days) >= rule.at_least:
            fact = Fact("missed_sessions", near[-1].on_day, len(days))
            found.append(Finding(rule, 1, f"missed_sessions up to {near[-1].on_day}", (fact,)))
    return found
