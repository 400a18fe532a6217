"""Looking at what is known before a medicine is given. The number of queries grows with nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from daybridge.core import rows
from daybridge.medications import on_file
from daybridge.medications.on_file import Caution, Family
from daybridge.medications.precautions import rules
from daybridge.medications.precautions.models import AllergyStatement, NaloxoneNote, PregnancyAnswer, RegistryLook
from daybridge.medications.precautions.rules import Allergy, Kind, Standing, Statement
from daybridge.medications.terminology import queries as terminology


@dataclass(frozen=True)
class StatedAllergy:
    """An allergy that stands, with who wrote it down."""

    row: AllergyStatement
    said: Allergy
    #: Where it speaks of a medicine as one of the same family, and not by name.
    family: Family | None = None


@dataclass(frozen=True)
class Allergies:
    """What stands of somebody's allergies, and everything that was ever stated, newest first."""

    standing: Standing
    stated: Sequence[StatedAllergy]
    none_known: AllergyStatement | None
    history: Sequence[AllergyStatement]


def allergies_of(participant_id: UUID) -> Allergies:
    """Somebody's allergies and intolerances. One query."""
    found = AllergyStatement.objects.filter(participant_id=participant_id).select_related("made_by")
    history = list(found.order_by("-made_at", "-id"))
    known, stands = {one.id: one for one in history}, rules.standing(map(_as_rules_read, history))
    return Allergies(
        stands,
        [StatedAllergy(known[one.id], said) for one in stands.allergies if (said := one.said)],
        known[stands.none_known.id] if stands.none_known else None,
        history,
    )


def _as_rules_read(row: AllergyStatement) -> Statement:
    said = None
    if row.kind in set(Kind):
        said = Allergy(
            kind=row.kind, told_by=row.told_by, substance=row.substance, rxcui=row.rxcui, reactions=row.reactions,
            severity=row.severity, since=row.since,
        )  # fmt: skip
    return Statement(id=row.id, made_at=row.made_at, said=said, corrects=row.corrects)


def allergies_to(participant_id: UUID, name: str, rxcui: str = "") -> list[StatedAllergy]:
    """Those that stand and speak of this medicine: by its name, by an ingredient where it is coded, or as one of the same family."""
    stated = allergies_of(participant_id).stated
    if not stated:
        return []
    codes = [code for code in (rxcui, *(one.said.rxcui for one in stated)) if code]
    inside = terminology.ingredients_of(codes) if codes else {}
    names, own = [name, *inside.get(rxcui, {}).values()], {rxcui, *inside.get(rxcui, {})} - {""}
    by_name = [
        one
        for one in stated
        if rules.speaks_of(one.said.substance, names) or own & {one.said.rxcui, *inside.get(one.said.rxcui, {})}
    ]
    others = ((one, _family(one.said.substance, names)) for one in stated if one not in by_name)
    return by_name + [replace(one, family=family) for one, family in others if family]


def _family(substance: str, names: Sequence[str]) -> Family | None:
    """The family to which both belong: what somebody is allergic to, and this medicine."""
    return next(
        (one for one in on_file.families() if rules.is_of_family(substance, names, one.called, one.members)), None
    )


def cautions_for(name: str, rxcui: str = "") -> list[Caution]:
    """What pregnancy and contraception mean for a medicine, where they matter."""
    inside = terminology.ingredients_of([rxcui]).get(rxcui, {}) if rxcui else {}
    names = [name, *inside.values()]
    return [one for one in on_file.cautions() if any(rules.speaks_of(each, names) for each in one.names)]


def naloxone_of(participant_id: UUID) -> list[NaloxoneNote]:
    """Newest first."""
    found = NaloxoneNote.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("-on_day", "-made_at"))


def registry_looks_of(participant_id: UUID) -> list[RegistryLook]:
    """Newest first."""
    found = RegistryLook.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("-on_day", "-made_at"))


def pregnancy_of(participant_id: UUID) -> list[PregnancyAnswer]:
    """Newest first; the first one holds."""
    found = PregnancyAnswer.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("-on_day", "-made_at"))


def statement(participant_id: UUID, statement_id: UUID) -> AllergyStatement | None:
    return rows.first(AllergyStatement, "id = %s and participant_id = %s", statement_id, participant_id)
