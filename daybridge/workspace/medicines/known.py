"""What is known of somebody before a medicine is given, as the pages of medicines and the chart say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from daybridge.assessments import queries as assessments
from daybridge.core import clock
from daybridge.medications.ordering import queries as ordering
from daybridge.medications.precautions import queries as precautions
from daybridge.medications.precautions.models import NaloxoneNote
from daybridge.medications.precautions.queries import Allergies
from daybridge.medications.precautions.rules import speaks_of
from daybridge.medications.precautions.sentences import (
    allergy_in_words,
    contraception_in_words,
    kind_in_words,
    naloxone_in_words,
    pregnant_in_words,
    told_by_in_words,
)
from daybridge.medications.queries import Listed
from daybridge.medications.reconciling import queries as reconciling
from daybridge.medications.reconciling.rules import Occasion
from daybridge.people.models import Participant
from daybridge.plans import queries as plans
from daybridge.plans.rules.content import Side
from daybridge.programs import queries as programs
from daybridge.substances import queries as substances
from daybridge.ui.words import day

#: Medicines that tell of opioid or alcohol use by themselves.
_FOR_USE = ("buprenorphine", "methadone", "naltrexone", "acamprosate", "disulfiram")
#: Opioids, and stimulants that opioids are found in: naloxone is for whoever uses one of these.
_AT_RISK = frozenset(
    ("heroin", "fentanyl", "opioids", "methadone", "cocaine", "methamphetamine", "amphetamines", "stimulants")
)


@dataclass(frozen=True)
class ShownAllergy:
    substance: str
    kind: str
    what: str
    source: str
    is_severe: bool


@dataclass(frozen=True)
class ShownAllergies:
    """What stands, in words; `none_known_on` where it was said that there is none, and neither where nobody asked."""

    allergies: Sequence[ShownAllergy]
    none_known_on: date | None


def shown_allergies(found: Allergies, zone: str) -> ShownAllergies:
    allergies = [
        ShownAllergy(
            one.said.substance,
            kind_in_words(one.said.kind),
            allergy_in_words(one.said),
            ", ".join(filter(None, (told_by_in_words(one.said.told_by), one.said.since))),
            one.said.severity == "severe",
        )
        for one in found.stated
    ]
    return ShownAllergies(allergies, clock.day_of(found.none_known.made_at, zone) if found.none_known else None)


@dataclass(frozen=True)
class Known:
    """What stands at the head of somebody's medicines. A pill is its words and its tone."""

    allergies: ShownAllergies
    naloxone: tuple[str, str] | None
    pregnancy: str
    registry: tuple[str, str] | None
    reconcile: tuple[str, str] | None


def known_of(participant: Participant, listed: Sequence[Listed] = ()) -> Known:
    """All of it; `listed` are the medicines on the list now, where the caller has them. A fixed number of queries."""
    present = [one for one in listed if not one.is_stopped]
    cautions = any(precautions.cautions_for(one.now.name) for one in present)
    return Known(
        shown_allergies(precautions.allergies_of(participant.id), participant.time_zone),
        _naloxone(participant, present),
        pregnancy_in_words(participant) if cautions else "",
        _registry(participant, present),
        _reconcile(participant),
    )


def _naloxone(participant: Participant, present: Sequence[Listed]) -> tuple[str, str] | None:
    """Where opioid or stimulant use is known: what was done last, or that nothing is noted yet."""
    notes = precautions.naloxone_of(participant.id)
    if not notes and not _is_use_known(participant, present):
        return None
    return naloxone_pill(notes)


def naloxone_pill(notes: Sequence[NaloxoneNote]) -> tuple[str, str]:
    if not notes:
        return _("Naloxone: nothing noted yet"), "next"
    said = f"{naloxone_in_words(notes[0].step)}, {day(notes[0].on_day)}"
    return said, "good" if notes[0].step in ("given", "has_it") else "plain"


def _is_use_known(participant: Participant, present: Sequence[Listed]) -> bool:
    """By the stay, by a medicine, by the plan, or by what they have told of their use."""
    episode = programs.current_episode(participant.id)
    if episode and episode.substance_use_focus:
        return True
    if any(speaks_of(name, [one.now.name]) for name in _FOR_USE for one in present):
        return True
    plan = plans.in_force(participant.id)
    if plan and any(one.side in (Side.SUBSTANCE_USE, Side.BOTH) for one in plan.says.problems):
        return True
    return any(one.substance in _AT_RISK for one in substances.used(participant.id))


def pregnancy_in_words(participant: Participant) -> str:
    """What was said last: "Not pregnant, uses contraception (23 Nov)"."""
    answers = precautions.pregnancy_of(participant.id)
    if not answers:
        return _("Pregnancy and contraception: nothing written down yet")
    last = answers[0]
    said = f"{pregnant_in_words(last.pregnant)}, {contraception_in_words(last.contraception)}"
    return f"{said} ({day(last.on_day)})"


def _registry(participant: Participant, present: Sequence[Listed]) -> tuple[str, str] | None:
    """The last look at the state's registry, and whether the next is due; asked for where something controlled is on the list."""
    looks = precautions.registry_looks_of(participant.id)
    if not looks:
        is_controlled = any(ordering.usual_schedule(one.now.name) for one in present)
        return (_("PDMP: no look logged yet"), "next") if is_controlled else None
    last = looks[0]
    said = _("PDMP looked at %(day)s") % {"day": day(last.on_day)}
    if last.next_on and last.next_on <= clock.today(participant.time_zone):
        return f"{said}. {_('The next look is due.')}", "next"
    return said, "plain"


def _reconcile(participant: Participant) -> tuple[str, str] | None:
    signed = reconciling.reconciliations_of(participant.id)
    due = reconciling.due_of(participant, signed, moves=assessments.moves_of)
    if due:
        is_over = due.on < clock.today(participant.time_zone)
        is_for_level = due.occasion is Occasion.LEVEL_CHANGE
        said = _("Reconcile by %(day)s, for the new level of care") if is_for_level else _("Reconcile by %(day)s")
        return said % {"day": day(due.on)}, "trouble" if is_over else "next"
    if signed:
        return _("Reconciled %(day)s") % {"day": day(clock.day_of(signed[0].signed_at, participant.time_zone))}, "good"
    return None


# --- On the chart ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrecautionsCard:
    """What the chart says at one look: allergies, and naloxone where it was ever noted."""

    allergies: ShownAllergies
    naloxone: tuple[str, str] | None
    #: Only while it is due.
    reconcile: tuple[str, str] | None


def card(participant: Participant) -> PrecautionsCard:
    """Five queries."""
    notes = precautions.naloxone_of(participant.id)
    allergies = shown_allergies(precautions.allergies_of(participant.id), participant.time_zone)
    reconcile = _reconcile(participant)
    reconcile_due = reconcile if reconcile and reconcile[1] != "good" else None
    return PrecautionsCard(allergies, naloxone_pill(notes) if notes else None, reconcile_due)
