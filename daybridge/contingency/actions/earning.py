"""Writing down how targets went. What they earn is reckoned from all of them; nothing that was won is ever taken back."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.contingency import queries, rules
from daybridge.contingency.access import tells_targets_of
from daybridge.contingency.events import TargetRecorded
from daybridge.contingency.models import MOST_WORDS, Enrolment, LedgerEntry, TargetTold
from daybridge.contingency.queries import Standing
from daybridge.contingency.queries import screens as by_screens
from daybridge.contingency.rules import Deed, Evidence, EvidenceKind, Given, Kind, Target, TargetFault, Verdict
from daybridge.contingency.sentences import fault_in_words
from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid


@action(allow=tells_targets_of)
def record_target(
    actor: Actor, enrolment: Enrolment, *, target_id: UUID, on_day: date, evidence: Evidence, why: str = ""
) -> TargetRecorded:
    """Write down how the target of a day went; told again, it corrects what stood, with the reason. Twice is once.

    Raises Invalid (422) for what is no evidence or has no reason, Conflict (409) for a day that can't have a target, when a session
    is told otherwise than `evidence` says, or when it has ended.
    """
    standing = _locked(enrolment)
    stood = standing.held.get(on_day)
    known = next((one for one in standing.targets if one.id == target_id), None)
    if known and not (known.on_day == on_day and _says_the_same(known, evidence)):
        raise IdTaken()
    repeated = known is not None or (stood is not None and _says_the_same(stood, evidence))
    if not repeated:
        _refuse(standing, on_day, evidence, is_correction=stood is not None)
        if stood and not why.strip():
            raise Invalid(_("Say why it is corrected."), fields={"why": _("Say why it is corrected.")})
        known = _tell(actor, standing.enrolment, target_id, on_day, evidence, (stood.number if stood else 0) + 1, why)
        _credit(queries.standing(enrolment))
    told = known or stood
    assert told
    return TargetRecorded(
        organization_id=enrolment.organization_id, subject_id=enrolment.id, participant_id=enrolment.participant_id,
        on_day=on_day, number=told.number, evidence=told.evidence, verdict=told.verdict, repeated=repeated,
    )  # fmt: skip


def _locked(enrolment: Enrolment) -> Standing:
    found = Enrolment.objects.select_for_update(of=("self",)).get(id=enrolment.id)
    if not found.is_running:
        raise Conflict(_("They do not take part now. What was won stays theirs."), code="ended")
    return queries.standing(found)


def _says_the_same(stood: TargetTold, evidence: Evidence) -> bool:
    told = (stood.evidence, stood.verdict, stood.evidence_id, stood.reading)
    return told == (evidence.kind, evidence.verdict, evidence.id, evidence.reading.strip()[:MOST_WORDS])


def _refuse(standing: Standing, on_day: date, evidence: Evidence, *, is_correction: bool) -> None:
    enrolment, protocol = standing.enrolment, standing.protocol
    assert enrolment.begun_on
    fault = rules.fault_in_evidence(protocol, evidence)
    if fault:
        said = fault_in_words(fault, enrolment)
        raise Invalid(said, fields={"evidence": said})
    if not is_correction:
        others = [Target(day, Verdict(one.verdict)) for day, one in standing.held.items()]
        fault = rules.fault_in_day(
            protocol, evidence, on_day, weekdays=enrolment.weekdays, begun_on=enrolment.begun_on, today=standing.today,
            pauses=standing.as_pauses, others=others,
        )  # fmt: skip
    if fault is None and evidence.kind == EvidenceKind.ATTENDANCE:
        shown = queries.attended(enrolment.participant_id, since=on_day, until=on_day).get(on_day)
        fault = None if shown == (evidence.verdict, evidence.id) else TargetFault.TOLD_OTHERWISE
    if fault is None and evidence.kind == EvidenceKind.SCREEN:
        fault = None if (on_day, evidence) in by_screens.told_by_screens(standing) else TargetFault.TOLD_OTHERWISE
    if fault is None and evidence.kind == EvidenceKind.POINT_OF_CARE and protocol.absent:
        is_read = evidence.verdict in (Verdict.MET, Verdict.NOT_MET)
        fault = TargetFault.HAS_SCREEN if is_read and by_screens.has_specimen(standing, on_day) else None
    if fault:
        raise Conflict(fault_in_words(fault, enrolment), code="target-refused")


def _tell(
    actor: Actor, enrolment: Enrolment, target_id: UUID, on_day: date, evidence: Evidence, number: int, why: str
) -> TargetTold:
    told = TargetTold(
        id=target_id, organization_id=enrolment.organization_id, enrolment=enrolment, on_day=on_day, number=number,
        evidence=evidence.kind, evidence_id=evidence.id, reading=evidence.reading.strip()[:MOST_WORDS],
        verdict=evidence.verdict, why=why.strip()[:MOST_WORDS], told_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    rows.insert(told)
    return told


def _credit(standing: Standing) -> None:
    """A voucher's cents are credited at once, up to what the cap leaves; a day that comes to less by now keeps what it had."""
    if standing.protocol.kind != Kind.VOUCHER:
        return
    given = list(standing.given)
    for day, earned in sorted(standing.earned.items()):
        missing = earned - standing.credited[day]
        if missing <= 0:
            continue
        cents = min(missing, rules.left(standing.funding, given, standing.today))
        given.append(Given(standing.today, cents))
        LedgerEntry.objects.create(
            organization_id=standing.enrolment.organization_id, enrolment=standing.enrolment, deed=Deed.CREDITED,
            for_day=day, number=sum(one.for_day == day for one in standing.credits) + 1, on_day=standing.today,
            cents=cents, full_cents=missing, made_at=clock.now(),
        )  # fmt: skip
