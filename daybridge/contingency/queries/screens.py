"""What drug screens are for somebody's rewards: the days they tell of by themselves, and what a screen counts for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from daybridge.contingency import rules
from daybridge.contingency.models import TargetTold
from daybridge.contingency.queries import Standing, current
from daybridge.contingency.rules import (
    COUNTS,
    Evidence,
    EvidenceKind,
    Protocol,
    Screened,
    Target,
    Verdict,
)
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.screens import queries as screens
from daybridge.screens.rules import HAS_SPECIMEN, WAITS, Outcome, Validity, book
from daybridge.screens.rules import Standing as ScreenStanding
from daybridge.screens.rules import State as ScreenState


def _screened(participant: Participant, *, since: date) -> list[Screened]:
    """Somebody's drug screens since a day of theirs, as targets see them; those that are still awaited are left out."""
    zone, panels = participant.time_zone, book().panels
    found = []
    for one in screens.screens_since(participant.id, clock.start_of(since) - timedelta(days=1)):
        screen = one.screen
        if screen.state in WAITS or screen.state == ScreenState.WITHDRAWN:
            continue
        told = min(one.steps[-1].at, screen.closes_at) if screen.collected_at is None else screen.collected_at
        panel = panels.get(screen.panel)
        found.append(
            Screened(
                screen.id, clock.day_of(told, zone), ScreenState(screen.state),
                frozenset(panel.analytes if panel else ()), Validity(screen.validity) if screen.validity else None,
                {code: (Outcome(row.outcome), ScreenStanding(row.standing)) for code, row in one.judged.items()},
            )
        )  # fmt: skip
    return found


def told_by_screens(one: Standing) -> list[tuple[date, Evidence]]:
    """What drug screens say of days otherwise than it stands, in the order of the days: the targets to be told next."""
    enrolment, absent = one.enrolment, one.protocol.absent
    if not enrolment.is_running or not absent:
        return []
    assert enrolment.begun_on
    shown = rules.days_of_screens(_screened(enrolment.participant, since=enrolment.begun_on), absent)
    held = {day: Target(day, Verdict(told.verdict)) for day, told in one.held.items()}
    found = []
    for day in sorted({*shown, *one.held}):
        stood = one.held.get(day)
        told = rules.told_by_screen(_as_evidence(stood) if stood else None, shown.get(day))
        if told is None or (stood is None and _fault_in_day(one, day, told, held)):
            continue
        held[day] = Target(day, told.verdict)
        found.append((day, told))
    return found


def _as_evidence(one: TargetTold) -> Evidence:
    return Evidence(EvidenceKind(one.evidence), Verdict(one.verdict), one.evidence_id, one.reading)


def _fault_in_day(
    one: Standing, day: date, evidence: Evidence, held: Mapping[date, Target]
) -> rules.TargetFault | None:
    assert one.enrolment.begun_on
    return rules.fault_in_day(
        one.protocol, evidence, day, weekdays=one.enrolment.weekdays, begun_on=one.enrolment.begun_on, today=one.today,
        pauses=one.as_pauses, others=held.values(),
    )  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """What a screen is for somebody's rewards: the target that rests on it, or None while it counts for none."""

    protocol: Protocol
    target: TargetTold | None


def waits_for_talk(one: Standing) -> bool:
    """Whether the last target rests on a screen whose result nobody has gone through with them yet: then they hear of it there first."""
    last = next((told for day, told in reversed(one.held.items()) if told.verdict in COUNTS), None)
    if last is None or last.evidence != EvidenceKind.SCREEN or last.verdict != Verdict.NOT_MET:
        return False
    assert last.evidence_id
    return not screens.is_shown_to_them(last.evidence_id, clock.now())


def counts_by_screens(participant_id: UUID) -> Protocol | None:
    """By which protocol somebody's drug screens count by themselves now."""
    found = current(participant_id)
    return found.protocol if found and found.is_running and found.protocol.absent else None


def of_screen(participant_id: UUID, screen_id: UUID) -> Counts | None:
    """None where screens count for nothing in what somebody takes part in."""
    told = TargetTold.objects.filter(enrolment__participant=participant_id, evidence_id=screen_id)
    cited = told.select_related("enrolment").order_by("-told_at", "-number").first()
    if cited is None:
        protocol = counts_by_screens(participant_id)
        return Counts(protocol, None) if protocol else None
    later = TargetTold.objects.filter(
        enrolment=cited.enrolment_id, on_day=cited.on_day, number__gt=cited.number
    ).exists()
    return Counts(cited.enrolment.protocol, None if later else cited)


#: A specimen that waits for its result for so many days may be the one that somebody reads on the spot.
_SAME_SPECIMEN = timedelta(days=3)


def has_specimen(one: Standing, on_day: date) -> bool:
    """Whether a drug screen shows how a day went, or a specimen of the days before still waits for its result: it counts by itself."""
    found = _screened(one.enrolment.participant, since=on_day - _SAME_SPECIMEN)
    given = [screen for screen in found if screen.state in HAS_SPECIMEN and screen.on_day <= on_day]
    return any(
        screen.on_day == on_day or rules.verdict_of(screen, one.protocol.absent) is None
        for screen in given
        if set(one.protocol.absent) <= screen.panel
    )
