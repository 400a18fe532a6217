"""What this room keeps about a participant: the referrals that brought them, with everything they say and what was done."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, row_as_json
from daybridge.intake import sentences
from daybridge.intake.models import Referral, ReferralStep
from daybridge.intake.rules import MedicineFact, PersonFacts, ProblemFact, ReferralFacts
from daybridge.people.models import Participant
from daybridge.ui import words

_INSIDE = "It stands inside its referral."


def _referrals(participant: Participant) -> Iterable[Referral]:
    steps = Prefetch("steps", ReferralStep.objects.select_related("staff").order_by("at", "id"))
    found = Referral.objects.filter(participant_id=participant.id).select_related("document").prefetch_related(steps)
    return found.order_by("received_at", "id").iterator(chunk_size=5)  # each with its file, which can be large


def _as_json(one: Referral) -> dict[str, Any]:
    document = getattr(one, "document", None)
    return row_as_json(one) | {
        "steps": [row_as_json(step, without=["referral"]) for step in one.steps.all()],
        "document": row_as_json(document, without=["referral"]) if document else None,
    }


def _in_words(one: Referral) -> Told:
    facts, document = one.told, getattr(one, "document", None)
    file = f"{document.filename or document.media_type}, {max(1, document.size // 1024)} kB" if document else ""
    return Told(
        words.exact_moment(one.received_at),
        (
            Line(_("Where it stands"), sentences.STATES[one.state]),
            Line(_("Why"), sentences.reason_in_words(one.reason)),
            Line(_("Referred by"), facts.referrer.name),
            *_person(facts.person),
            *_facts(facts),
            Line(_("The file it came as"), file and _("%(file)s (whole in the download)") % {"file": file}),
            *(_step(step) for step in one.steps.all()),
        ),
    )


def _person(person: PersonFacts) -> Iterator[Line]:
    yield Line(_("Name"), "\n".join(name.full for name in person.names))
    yield Line(_("Birth date"), sentences.when_in_words(person.born_on))
    yield Line(_("Sex on record"), sentences.sex_in_words(person.administrative_sex))
    yield Line(_("Pronouns"), person.pronouns)
    yield Line(_("Language"), person.language_text or person.language)
    yield Line(_("Phone"), "\n".join(phone.number for phone in person.phones))
    yield Line(_("E-mail"), "\n".join(person.emails))
    yield Line(_("Address"), "\n".join(person.addresses))
    yield Line(_("Numbers"), "\n".join(sentences.identifier_in_words(number) for number in person.identifiers))
    said = (", ".join((contact.name, contact.relation, *contact.phones)) for contact in person.contacts)
    yield Line(_("People near you"), "\n".join(said))


def _facts(facts: ReferralFacts) -> Iterator[Line]:
    for stay in filter(None, (facts.stay, facts.visit)):
        times = " – ".join(filter(None, (sentences.time_in_words(stay.start), sentences.time_in_words(stay.end))))
        parts = (stay.facility, sentences.stay_kind_in_words(stay), stay.text, *stay.reasons, times, stay.left_for)
        yield Line(_("Hospital stay or visit"), ", ".join(filter(None, parts)))
    yield Line(_("What was asked for"), "\n".join(one.text for one in facts.requests))
    yield Line(_("Diagnoses and problems"), "\n".join(_problem(one) for one in facts.problems))
    yield Line(_("Medicines"), "\n".join(_medicine(one) for one in facts.medicines))
    yield Line(_("Allergies"), "\n".join(", ".join((one.text, *one.reactions)) for one in facts.allergies))
    for answer in facts.observations:
        on = sentences.when_in_words(answer.on)
        yield Line(answer.text, ", ".join(filter(None, (sentences.value_in_words(answer), on))))
    said = (", ".join(filter(None, (one.payer, one.plan, one.member_id))) for one in facts.coverage)
    yield Line(_("Who pays"), "\n".join(said))
    for letter in facts.documents:
        yield Line(letter.title or _("Document"), letter.words)


def _problem(one: ProblemFact) -> str:
    code = sentences.code_in_words(one.system, one.code)
    return ", ".join(filter(None, (one.text, code, sentences.when_in_words(one.onset))))


def _medicine(one: MedicineFact) -> str:
    return ", ".join(filter(None, (one.text, sentences.dose_in_words(one.dose), sentences.when_in_words(one.since))))


def _step(step: ReferralStep) -> Line:
    is_call = step.kind == "call"
    came_of = (
        sentences.call_in_words(step.call_with, step.outcome) if is_call else sentences.reason_in_words(step.outcome)
    )
    said = (sentences.STEPS[step.kind], came_of, step.note, step.staff or "")
    return Line(words.exact_moment(step.at), ", ".join(str(part) for part in said if part))


SECTIONS = (
    Section(
        code="referrals",
        title=lazy("How you came to us"),
        lede=lazy("What was sent to us about you, and what we did with it."),
        tables=("intake.Referral", "intake.ReferralStep", "intake.ReferralDocument"),
        read=_referrals,
        as_json=_as_json,
        in_words=_in_words,
        left_out={"intake.ReferralStep.referral": _INSIDE, "intake.ReferralDocument.referral": _INSIDE},
    ),
)
