"""Entering results, going on over a warning, and what a site decides about its packs. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.medications import access as medical
from daybridge.medications.models import Medicine
from daybridge.medications.rules import MOST_WORDS_CHARACTERS
from daybridge.medications.watching import access, queries, rules
from daybridge.medications.watching.events import (
    PackEdited,
    PackSignedOff,
    ResultEntered,
    ResultRead,
    WarningsOverridden,
)
from daybridge.medications.watching.models import LabResult, PackEdit, PackSignOff, ResultReading, WarningOverride
from daybridge.medications.watching.queries import StandingWarning
from daybridge.medications.watching.sentences import fault_in_words
from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.models import Organization, Participant

# --- Results ---------------------------------------------------------------------------------------------------------


@action(allow=access.enters_results_of)
def enter_result(
    actor: Actor,
    participant: Participant,
    *,
    result_id: UUID,
    test: str,
    value: Decimal | None,
    unit: str,
    taken_on: date,
    note: str = "",
    corrects: UUID | None = None,
) -> ResultEntered:
    """Write down what was measured, or that something was done, once, however often it is sent.

    A correction names the result that it takes the place of. `unit` is one of the test's own. Raises Invalid (422) with the
    fields that can't be, Conflict (409) for an id that is taken and for a result to correct that is not theirs.
    """
    faults = rules.faults_in_result(
        test, value=value, unit=unit, taken_on=taken_on, note=note, today=clock.today(participant.time_zone)
    )
    if faults:
        said = {field: fault_in_words(field, fault, test) for field, fault in faults.items()}
        raise Invalid(_("Please look at this again."), fields=said)
    _refuse_strange(participant, test, corrects)
    reads = rules.in_reading_unit(rules.tests()[test], value, unit) if value is not None else None
    row = LabResult(
        id=result_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        test=test,
        value=value,
        unit=unit if value is not None else "",
        reads=reads,
        note=note.strip(),
        taken_on=taken_on,
        source="lab" if actor.is_system else "typed",
        corrects=corrects,
        entered_by_id=None if actor.is_system else actor.who,
        entered_at=clock.now(),
    )
    line = _line_crossed(row, clock.today(participant.time_zone))
    row, repeated = rows.add_once(row)
    return _entered(participant, row, line, repeated=repeated)


@action(allow=access.enters_results_of)
def keep_sent_result(
    actor: Actor, participant: Participant, *, test: str, sent: rules.Sent, taken_on: date
) -> ResultEntered:
    """Keep what a laboratory sent of somebody: measured where its unit and number fit, else as it came, for a person to read.

    The same told again, or typed by staff before, is once; a later word takes the place of the earlier, an earlier one that comes
    late changes nothing.
    """
    Participant.objects.select_for_update(of=("self",), no_key=True).get(id=participant.id)
    known = rules.tests()[test]
    measured = rules.as_measured(known, sent)
    stood = _stood(participant, test, sent, taken_on)
    if stood and _adds_nothing(stood, sent, measured):
        return _entered(participant, stood, "", repeated=True)
    row = LabResult(
        id=new_id(), organization_id=participant.organization_id, participant_id=participant.id, test=test,
        value=measured[0] if measured else None, unit=measured[1] if measured else "",
        reads=rules.in_reading_unit(known, *measured) if measured else None,
        taken_on=taken_on, source="lab", as_sent=asdict(sent), corrects=stood.id if stood else None, entered_at=clock.now(),
    )  # fmt: skip
    line = _line_crossed(row, clock.today(participant.time_zone))
    rows.insert(row)
    return _entered(participant, row, line, repeated=False)


def _stood(participant: Participant, test: str, sent: rules.Sent, taken_on: date) -> LabResult | None:
    """What holds of the same order of that laboratory; or the same of that day, which staff typed from a call or a sheet."""
    found = LabResult.objects.filter(participant_id=participant.id, test=test).order_by("-entered_at", "-id")
    if sent.order:
        of_order = found.filter(as_sent__order=sent.order, as_sent__sender=sent.sender).first()
        if of_order:
            later = found.filter(corrects=of_order.id).first()  # by hand
            return later or of_order
    measured = rules.as_measured(rules.tests()[test], sent)
    reads = rules.in_reading_unit(rules.tests()[test], *measured) if measured else None
    return found.filter(taken_on=taken_on, reads=reads, source="typed").first() if reads is not None else None


def _adds_nothing(stood: LabResult, sent: rules.Sent, measured: tuple[Decimal, str] | None) -> bool:
    before = stood.sent
    if before is None:  # typed: only another number takes its place
        return measured is not None and rules.in_reading_unit(rules.tests()[stood.test], *measured) == stood.reads
    return before.says_the_same(sent) or sent.reported_at < before.reported_at


def _entered(participant: Participant, row: LabResult, line: str, *, repeated: bool) -> ResultEntered:
    return ResultEntered(
        organization_id=row.organization_id,
        subject_id=row.id,
        participant_id=row.participant_id,
        accounts=people.accounts_around(participant.id),
        test=row.test,
        taken_on=row.taken_on,
        reads="" if row.reads is None else f"{row.reads.normalize():f}",
        line=line,
        repeated=repeated,
    )


def _refuse_strange(participant: Participant, test: str, corrects: UUID | None) -> None:
    """A result of somebody else, or of another test, is refused like one that does not exist."""
    if corrects and not LabResult.objects.filter(id=corrects, participant_id=participant.id, test=test).exists():
        raise Conflict(_("The result to correct is not on this list."), code="no-result")


def _line_crossed(row: LabResult, today: date) -> str:
    """The line that a result crosses, where it is recent and the newest of its test: an old one calls for nobody."""
    line = rules.crossed(row.test, row.reads) if row.reads is not None else None
    if line is None or not rules.is_recent(row.taken_on, today):
        return ""
    later = LabResult.objects.filter(participant_id=row.participant_id, test=row.test, taken_on__gt=row.taken_on)
    if row.corrects:
        later = later.exclude(id=row.corrects)
    return "" if later.exists() else line.code


@action(allow=medical.looks_after_medicines_of)
def read_result(actor: Actor, result: LabResult, *, reading_id: UUID, note: str = "") -> ResultRead:
    """Write down that a result was seen, and what is done about it. A repeat does nothing."""
    if len(note) > MOST_WORDS_CHARACTERS:
        raise Invalid(_("This is too long."), fields={"note": _("This is too long. Please shorten it.")})
    reading = ResultReading(
        id=reading_id,
        organization_id=result.organization_id,
        result_id=result.id,
        note=note.strip(),
        made_by_id=actor.who,
        made_at=clock.now(),
    )
    repeated = not rows.add(reading, unless_known=True)
    if repeated and not ResultReading.objects.filter(id=reading_id, result=result).exists():
        raise IdTaken()
    return ResultRead(
        organization_id=result.organization_id,
        subject_id=result.id,
        participant_id=result.participant_id,
        accounts=people.accounts_around(result.participant_id),
        repeated=repeated,
    )


# --- Warnings --------------------------------------------------------------------------------------------------------


@action(allow=medical.looks_after_medicines_of)
def override_warnings(
    actor: Actor, medicine: Medicine, *, warnings: Sequence[StandingWarning], why: str
) -> WarningsOverridden:
    """Write down why somebody goes on over these warnings: each with its version and the medicines as they are now.

    Raises Invalid (422) without a reason. A warning that was gone on over as it stands is left as it is.
    """
    if not why.strip():
        raise Invalid(_("Say why."), fields={"why_anyway": _("Say why you go on.")})
    Participant.objects.select_for_update().get(id=medicine.participant_id)
    known = WarningOverride.objects.filter(medicine_id=medicine.id).values_list("warning", "holds_for")
    new = [one for one in warnings if (one.code, one.holds_for) not in set(known)]
    for one in new:
        rows.insert(_override(actor, medicine, one, why))
    return WarningsOverridden(
        organization_id=medicine.organization_id,
        subject_id=medicine.id,
        participant_id=medicine.participant_id,
        accounts=people.accounts_around(medicine.participant_id),
        warnings=tuple(one.code for one in new),
        repeated=not new,
    )


def _override(actor: Actor, medicine: Medicine, one: StandingWarning, why: str) -> WarningOverride:
    return WarningOverride(
        id=new_id(),
        organization_id=medicine.organization_id,
        participant_id=medicine.participant_id,
        medicine_id=medicine.id,
        beside_id=next((other for other in one.ids if other != medicine.id), None),
        warning=one.code,
        version=one.version,
        said=one.title[:300],
        holds_for=one.holds_for,
        why=why.strip(),
        made_by_id=actor.who,
        made_at=clock.now(),
    )


# --- What a site decides ---------------------------------------------------------------------------------------------


@action(allow=is_director)
def edit_pack(
    actor: Actor, organization: Organization, *, code: str, is_on: bool, intervals: Mapping[str, int], why: str
) -> PackEdited:
    """Put a pack off or on for this site, or change how often its tests are due. Raises Invalid for what is out of bounds.

    The edit waits for a sign-off of its own.
    """
    Organization.objects.select_for_update().get(id=organization.id)
    state = queries.pack_state(code)
    chosen, faults = _chosen(state.shipped, intervals)
    said = {field: fault_in_words(field, fault, "") for field, fault in faults.items()}
    if not why.strip():
        said["why"] = _("Say why, for whoever reads this rule later.")
    if said:
        raise Invalid(_("This pack can't be changed so."), fields=said)
    made = PackEdit.objects.create(
        organization_id=organization.id,
        pack=code,
        number=state.number + 1,
        version=state.shipped.version,
        is_on=is_on,
        intervals=chosen,
        why=why.strip(),
        made_at=clock.now(),
        made_by_id=actor.who,
    )
    return PackEdited(organization_id=organization.id, subject_id=made.id, pack=code, number=made.number)


def _chosen(
    shipped: rules.Monitoring | rules.Warnings, said: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, str]]:
    """The intervals that differ from the shipped ones, and what of them can't be."""
    if not isinstance(shipped, rules.Monitoring):
        return {}, dict.fromkeys(said, "unknown")
    usual = rules.intervals_of(shipped)
    return (
        {key: days for key, days in said.items() if usual.get(key) != days},
        rules.faults_in_intervals(shipped, said),
    )


@action(allow=is_director)
def sign_off_pack(actor: Actor, organization: Organization, *, code: str, version: int, number: int) -> PackSignedOff:
    """Sign a pack off as it stands: the one that was read. Raises Conflict when it was changed since."""
    state = queries.pack_state(code)
    if (state.shipped.version, state.number) != (version, number):
        raise Conflict(_("This pack was changed since you opened the page. Read it again, then sign."), code="changed")
    signed, is_new = PackSignOff.objects.get_or_create(
        organization_id=organization.id,
        pack=code,
        version=version,
        number=number,
        defaults={"signed_at": clock.now(), "signed_by_id": actor.who},
    )
    return PackSignedOff(
        organization_id=organization.id, subject_id=signed.id, pack=code, version=version, number=number,
        repeated=not is_new,
    )  # fmt: skip
