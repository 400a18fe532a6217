"""Writing down what is known before a medicine is given. Rows are only ever added; a form that is sent twice counts once."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.medications.access import states_precautions_of
from daybridge.medications.precautions import queries, rules
from daybridge.medications.precautions.events import (
    AllergyStated,
    AllergyTakenBack,
    NaloxoneNoted,
    PregnancyStated,
    RegistryLooked,
)
from daybridge.medications.precautions.models import (
    AllergyStatement,
    NaloxoneNote,
    PregnancyAnswer,
    RegistryLook,
    Stated,
)
from daybridge.medications.precautions.rules import Allergy, Kind, Look, Naloxone, Pregnancy
from daybridge.medications.precautions.sentences import fault_in_words
from daybridge.people import queries as people
from daybridge.people.models import Participant


@action(allow=states_precautions_of)
def state_allergy(
    actor: Actor,
    participant: Participant,
    *,
    statement_id: UUID,
    said: Allergy,
    corrects: UUID | None = None,
    referral_id: UUID | None = None,
) -> AllergyStated:
    """Write down an allergy or intolerance, or that none is known; `corrects` names the statement that it takes the place of.

    Raises Invalid (422) for what can't be, Conflict (409) for "none known" beside an allergy that stands.
    """
    said = rules.tidied(said)
    _refuse(rules.faults_in_allergy(said))
    _refuse_strange(participant, corrects)
    if said.kind == Kind.NONE_KNOWN and _others_stand(participant, corrects, statement_id):
        raise Conflict(_("An allergy stands in the record. Take it back first, if it was wrong."), code="allergies")
    row = AllergyStatement(
        **_stated(actor, participant, statement_id), **vars(said), corrects=corrects, referral_id=referral_id
    )
    repeated = rows.add_once(row, same=(*vars(said), "corrects"))[1]
    return AllergyStated(**_happened(row, repeated), kind=said.kind)


def _others_stand(participant: Participant, corrects: UUID | None, statement_id: UUID) -> bool:
    stated = queries.allergies_of(participant.id).stated
    return any(one.row.id not in (corrects, statement_id) for one in stated)


@action(allow=states_precautions_of)
def take_allergy_back(
    actor: Actor, participant: Participant, *, statement_id: UUID, corrects: UUID, why: str
) -> AllergyTakenBack:
    """Write down that an earlier statement was wrong, and why. It stays in the history. Raises Invalid (422) without a reason."""
    if not why.strip() or len(why) > rules.MOST_LINE_CHARACTERS:
        raise Invalid(_("Say why."), fields={"why": _("Say why, in at most 400 characters.")})
    _refuse_strange(participant, corrects)
    row = AllergyStatement(
        **_stated(actor, participant, statement_id), kind="taken_back", corrects=corrects, why=why.strip()
    )
    return AllergyTakenBack(**_happened(row, rows.add_once(row, same=("kind", "corrects", "why"))[1]))


@action(allow=states_precautions_of)
def note_naloxone(actor: Actor, participant: Participant, *, note_id: UUID, said: Naloxone) -> NaloxoneNoted:
    """Write down that naloxone was offered, given or declined, or that they have it. Raises Invalid (422)."""
    _refuse(rules.faults_in_naloxone(said, today=clock.today(participant.time_zone)))
    row = NaloxoneNote(**_stated(actor, participant, note_id), **vars(said))
    return NaloxoneNoted(**_happened(row, rows.add_once(row, same=tuple(vars(said)))[1]), step=said.step)


@action(allow=states_precautions_of)
def log_registry_look(actor: Actor, participant: Participant, *, look_id: UUID, look: Look) -> RegistryLooked:
    """Log a look at a state's prescription monitoring program. Raises Invalid (422)."""
    _refuse(rules.faults_in_look(look, today=clock.today(participant.time_zone)))
    row = RegistryLook(
        **_stated(actor, participant, look_id), on_day=look.on_day, states=list(look.states), found=look.found,
        next_on=look.next_on,
    )  # fmt: skip
    repeated = rows.add_once(row, same=("on_day", "states", "found", "next_on"))[1]
    return RegistryLooked(**_happened(row, repeated), next_on=look.next_on)


@action(allow=states_precautions_of)
def state_pregnancy(actor: Actor, participant: Participant, *, answer_id: UUID, said: Pregnancy) -> PregnancyStated:
    """Write down what somebody says of pregnancy and contraception. Raises Invalid (422)."""
    _refuse(rules.faults_in_pregnancy(said, today=clock.today(participant.time_zone)))
    row = PregnancyAnswer(**_stated(actor, participant, answer_id), **vars(said))
    return PregnancyStated(**_happened(row, rows.add_once(row, same=tuple(vars(said)))[1]))


def _stated(actor: Actor, participant: Participant, id: UUID) -> dict[str, Any]:
    return {
        "id": id,
        "organization_id": participant.organization_id,
        "participant_id": participant.id,
        "made_by_id": actor.who,
        "made_at": clock.now(),
    }


def _happened(row: Stated, repeated: bool) -> dict[str, Any]:
    return {
        "organization_id": row.organization_id,
        "subject_id": row.id,
        "participant_id": row.participant_id,
        "accounts": people.accounts_around(row.participant_id),
        "repeated": repeated,
    }


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        said = {field: fault_in_words(field, fault) for field, fault in faults.items()}
        raise Invalid(_("Please look at this again."), fields=said)


def _refuse_strange(participant: Participant, corrects: UUID | None) -> None:
    """What is corrected must be theirs."""
    if corrects and queries.statement(participant.id, corrects) is None:
        raise Conflict(_("There is no such statement in this record."), code="no-statement")
