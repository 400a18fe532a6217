"""From targets to what they earn: reckoned anew from all of them each time, so that a correction changes the rest. Plain Python."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybridge.attendance.rules import State
from daybridge.contingency.rules.evidence import COUNTS, Evidence, EvidenceKind, TargetFault, Verdict
from daybridge.contingency.rules.terms import Escalation, Protocol


@dataclass(frozen=True, order=True)
class Target:
    """How the target of a day went, as it stands now."""

    on_day: date
    verdict: Verdict


@dataclass(frozen=True)
class Pause:
    """From a day until another, both included; `until_on` is empty while it lasts."""

    from_on: date
    until_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def days(self, today: date) -> int:
        return max(0, ((self.until_on or today) - self.from_on).days + 1)


@dataclass(frozen=True)
class Day:
    """What the target of a day earns, and what the next one would: draws, or a voucher's cents."""

    on_day: date
    verdict: Verdict
    earned: int
    next_earns: int


def reckon(escalation: Escalation, targets: Iterable[Target], days_a_week: int) -> list[Day]:
    """Every day with what it earns, in the order of the days whatever the order of the telling.

    Of one week no more than `days_a_week` count: what comes after them earns nothing and resets nothing.
    """
    height, lost, in_a_row = escalation.begins_with, 0, 0
    in_week: Counter[tuple[int, int]] = Counter()
    found = []
    for one in sorted(targets, key=lambda target: target.on_day):
        week = one.on_day.isocalendar()[:2]
        earned = 0
        if one.verdict in COUNTS and in_week[week] < days_a_week:
            in_week[week] += 1
            if one.verdict == Verdict.MET:
                earned, in_a_row = height, in_a_row + 1
                height = min(height + escalation.step, escalation.most)
                if in_a_row == escalation.restores_after:
                    height, lost = max(height, lost), 0
            else:
                height, lost, in_a_row = escalation.reset_to, max(lost, height), 0
        found.append(Day(one.on_day, one.verdict, earned, height))
    return found


def last_day(begun_on: date, weeks: int, pauses: Iterable[Pause], today: date) -> date:
    """The last day on which a target may be met: days in a pause are given back at the end."""
    return begun_on + timedelta(days=weeks * 7 - 1 + sum(one.days(today) for one in pauses))


def days_of_attendance(sessions: Iterable[tuple[date, State]]) -> dict[date, Verdict]:
    """Day -> how it went, from all sessions of that day; a day on which something is still open is left out.

    Staying away from one of them without a word is not met; coming to all that one was not excused from is.
    """
    by_day: dict[date, set[State]] = {}
    for day, state in sessions:
        by_day.setdefault(day, set()).add(state)
    return {day: _of_states(states) for day, states in by_day.items() if State.EXPECTED not in states}


def _of_states(states: Collection[State]) -> Verdict:
    if State.NO_SHOW in states:
        return Verdict.NOT_MET
    return Verdict.MET if State.PRESENT in states else Verdict.EXCUSED


def fault_in_evidence(protocol: Protocol, evidence: Evidence) -> TargetFault | None:
    """Why something is no evidence for this protocol."""
    if evidence.kind not in protocol.evidence:
        return TargetFault.NOT_TAKEN
    return None if evidence.is_whole else TargetFault.NO_EVIDENCE


def fault_in_day(
    protocol: Protocol, evidence: Evidence, on_day: date, *, weekdays: Collection[int], begun_on: date, today: date,
    pauses: Sequence[Pause], others: Iterable[Target],
) -> TargetFault | None:  # fmt: skip
    """Why the target of a day can't be written down; `others`: what stands for other days.

    A screen or a reading may come on any day, for a test is taken when it is drawn; attendance counts on the agreed weekdays.
    """
    if on_day > today:
        return TargetFault.AHEAD
    if not begun_on <= on_day <= last_day(begun_on, protocol.weeks, pauses, today):
        return TargetFault.OUTSIDE
    if any(one.holds(on_day) for one in pauses):
        return TargetFault.PAUSED
    if evidence.kind == EvidenceKind.ATTENDANCE and on_day.weekday() not in weekdays:
        return TargetFault.OTHER_DAY
    week = on_day.isocalendar()[:2]
    counted = sum(one.verdict in COUNTS and one.on_day.isocalendar()[:2] == week for one in others)
    is_full = evidence.verdict in COUNTS and counted >= protocol.days_a_week
    return TargetFault.WEEK_IS_FULL if is_full else None
