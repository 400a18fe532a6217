"""Telling what one takes, and reconciling a list line by line: what was decided is done and signed in one step, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.medications import actions as the_list
from daybridge.medications import queries as medications
from daybridge.medications.access import looks_after_medicines_of
from daybridge.medications.models import Medicine
from daybridge.medications.reconciling import queries, rules
from daybridge.medications.reconciling.events import MedicinesReconciled, ReconcilingKept, TakingSaid
from daybridge.medications.reconciling.models import Reconciliation, ReconcilingDraft, TakingTold
from daybridge.medications.reconciling.rules import Decision, Deed, Taking
from daybridge.people import queries as people
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.programs import queries as programs


@action(allow=is_participant_self)
def tell_taking(
    actor: Actor, participant: Participant, *, entry_id: UUID, told: Taking, made_at: datetime
) -> TakingSaid:
    """Save what somebody says they take once, however often the phone sends it. The phone makes `entry_id` (UUIDv7).

    Raises Invalid (422) for what can't be, Conflict (409) for a medicine that is not theirs and for an id that is taken.
    """
    if rules.faults_in_taking(told):
        raise Invalid(_("This can't be saved yet."), fields={"more": _("This is too long. Please shorten it.")})
    theirs = set(Medicine.objects.filter(participant_id=participant.id).values_list("id", flat=True))
    if set(told.says) - theirs:
        raise Conflict(_("This medicine is not on your list. Ask your prescriber or nurse."), code="no-medicine")
    lines = [
        {"medicine_id": str(one), "says": said, "words": told.words.get(one, "").strip()}
        for one, said in told.says.items()
    ]
    row = TakingTold(
        id=entry_id, organization_id=participant.organization_id, participant_id=participant.id, lines=lines,
        more=told.more.strip(), made_at=min(made_at, clock.now()), saved_at=clock.now(),
    )  # fmt: skip
    row, repeated = rows.add_once(row)
    return TakingSaid(
        organization_id=row.organization_id, subject_id=row.id, participant_id=row.participant_id,
        accounts=people.accounts_around(participant.id), saved_at=row.saved_at, repeated=repeated,
    )  # fmt: skip


@action(allow=looks_after_medicines_of)
def keep_reconciling(
    actor: Actor, participant: Participant, *, typed: Mapping[str, Sequence[str]], revision: int
) -> ReconcilingKept:
    """Keep what is half decided as it was typed; `revision` is that of the page, 0 where nothing was kept yet.

    Raises Conflict (409) where a colleague went on meanwhile, Invalid (422) for more than a page can hold.
    """
    told = {name: list(values) for name, values in typed.items()}
    if len(told) > rules.MOST_TYPED_FIELDS or len(str(told)) > rules.MOST_TYPED_CHARACTERS:
        raise Invalid(_("This is too long. Please shorten it."))
    _lock(participant)
    draft = _draft(participant, revision) or ReconcilingDraft(
        organization_id=participant.organization_id, participant_id=participant.id, revision=0
    )
    draft.typed, draft.revision, draft.changed_by_id, draft.changed_at = (
        told,
        draft.revision + 1,
        actor.who,
        clock.now(),
    )
    draft.save()
    return ReconcilingKept(
        organization_id=participant.organization_id, subject_id=draft.id, participant_id=participant.id,
        revision=draft.revision,
    )  # fmt: skip


@action(allow=looks_after_medicines_of)
def reconcile(
    actor: Actor,
    participant: Participant,
    *,
    reconciliation_id: UUID,
    occasion: str,
    decisions: Sequence[Decision],
    revision: int,
) -> MedicinesReconciled:
    """Do what was decided of each line and sign it by name, all in one step. What was half decided is closed with it.

    The form makes `reconciliation_id`, so that one sent twice counts once. Raises Invalid (422) with what is missing, by line
    (`m…-why`); Conflict (409) where the list or a colleague's page has changed since.
    """
    _lock(participant)
    known = Reconciliation.objects.filter(id=reconciliation_id).first()
    if known and (known.participant_id, known.signed_by_id, known.occasion) != (participant.id, actor.who, occasion):
        raise IdTaken()
    if known is None:
        _refuse_faults(occasion, decisions)
        _refuse_older_list(participant, decisions)
        draft = _draft(participant, revision)
        for one in decisions:
            _do(actor, participant, one, rules.added_id(reconciliation_id, one.line))
        if draft:
            draft.closed_at = clock.now()
            draft.save(update_fields=["closed_at"])
    row = known or _sign(actor, participant, reconciliation_id, occasion, decisions)
    return MedicinesReconciled(
        organization_id=row.organization_id, subject_id=row.id, participant_id=row.participant_id,
        accounts=people.accounts_around(participant.id), occasion=row.occasion, digest=row.digest,
        line_count=len(row.lines), repeated=known is not None,
    )  # fmt: skip


def _lock(participant: Participant) -> None:
    """One list is changed by one person at a time."""
    Participant.objects.select_for_update().get(id=participant.id)


def _draft(participant: Participant, revision: int) -> ReconcilingDraft | None:
    """What is half decided, where it is that of the page."""
    draft = queries.draft_of(participant.id)
    if (draft.revision if draft else 0) != revision:
        raise Conflict(_("A colleague has gone on with this meanwhile. Open the page anew."), code="changed")
    return draft


def _refuse_faults(occasion: str, decisions: Sequence[Decision]) -> None:
    fields = {}
    for one in decisions:
        for field, fault in rules.faults_in_decision(one).items():
            fields[f"{one.line.key}-{field}"] = _in_words(fault) % {"name": one.line.name}
    if occasion not in set(rules.Occasion):
        fields["occasion"] = _("Say on which occasion.")
    if fields:
        raise Invalid(_("Something is missing."), fields=fields)


def _in_words(fault: str) -> str:
    return {
        "missing": _("%(name)s: choose, and say why where it differs."),
        "too-long": _("%(name)s: this is too long. Please shorten it."),
        "no-details": _("%(name)s: fill in what the label says."),
    }[fault]


def _refuse_older_list(participant: Participant, decisions: Sequence[Decision]) -> None:
    """Every medicine on the list has its line, in the version that was on the screen."""
    present = {
        one.medicine.id: one.versions[0].number for one in medications.medicines_of(participant) if not one.is_stopped
    }
    if present != {one.line.medicine_id: one.line.number for one in decisions if one.line.medicine_id}:
        raise Conflict(_("The list has changed since you opened this. Look again, then sign."), code="changed")


def _do(actor: Actor, participant: Participant, one: Decision, added_id: UUID) -> None:
    """What was decided of a line, by the list's own actions; `added_id` for one that is added. Raises Invalid (422) with fields of this line."""
    today = clock.today(participant.time_zone)
    try:
        if one.deed == Deed.ADD and one.details:
            the_list.add_medicine(actor, participant, medicine_id=added_id, details=one.details, despite=one.despite)
        elif one.deed == Deed.CHANGE and one.details and one.line.medicine_id:
            medicine = medications.medicine(actor, one.line.medicine_id)
            the_list.change_medicine(
                actor, medicine, version_id=new_id(), details=one.details, from_on=today, why=one.why,
                despite=one.despite,
            )  # fmt: skip
        elif one.deed == Deed.STOP and one.line.medicine_id:
            medicine = medications.medicine(actor, one.line.medicine_id)
            the_list.stop_medicine(actor, medicine, version_id=new_id(), from_on=today, why=one.why)
    except Invalid as refused:
        raise Invalid(
            refused.words, fields={f"{one.line.key}-{name}": said for name, said in refused.fields.items()}
        ) from None


def _sign(
    actor: Actor, participant: Participant, id: UUID, occasion: str, decisions: Sequence[Decision]
) -> Reconciliation:
    episode = programs.current_episode(participant.id)
    row = Reconciliation(
        id=id, organization_id=participant.organization_id, participant_id=participant.id,
        episode_id=episode.id if episode else None, occasion=occasion, lines=[_as_kept(one) for one in decisions],
        signed_by_id=actor.who, signed_at=clock.now(),
    )  # fmt: skip
    row.digest = queries.digest_of(row)
    row.save(force_insert=True)
    return row


def _as_kept(one: Decision) -> dict[str, Any]:
    line = one.line
    return {
        "name": line.name,
        "medicine_id": str(line.medicine_id) if line.medicine_id else None,
        "listed": line.listed,
        "referred": line.referred,
        "says": line.says,
        "told": line.told,
        "deed": one.deed,
        "why": one.why.strip(),
        "became": f"{one.details.name}, {one.details.amount}" if one.details else "",
    }
