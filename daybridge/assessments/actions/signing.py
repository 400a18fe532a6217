"""Signing: a participant their own sections, a clinician the whole. What is signed never changes; what has to be said later is added."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.assessments import queries
from daybridge.assessments.access import assesses
from daybridge.assessments.events import AddendumSigned, AssessmentSigned, SectionSigned
from daybridge.assessments.models import Assessment, AssessmentAddendum, SectionSignature, SignedAssessment
from daybridge.assessments.rules import MOST_CHARACTERS, Kind
from daybridge.assessments.sentences import fault_in_words
from daybridge.core import clock, rows, sealing
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_participant_self


@action(allow=is_participant_self)
def sign_section(
    actor: Actor, assessment: Assessment, *, signature_id: UUID, section: str, made_at: datetime
) -> SectionSigned:
    """A participant signs what they wrote in a section, signed in as themselves. Twice is once.

    Raises Invalid (422) for an empty section or one that is not theirs, Conflict (409) when the whole is signed already.
    """
    found = locked_to_sign(assessment)
    own = next((one for one in queries.own_sections(found) if one.section.code == section), None)
    if own is None or not own.is_begun:
        raise Invalid(_("Write something first, then sign it."))
    at = min(made_at, clock.now())
    digest = sealing.digest_of(own.said, signed_by=found.participant_id, signed_at=at, about={"section": section})
    repeated = own.is_signed
    if not repeated:
        rows.insert(
            SectionSignature(
                id=signature_id, organization_id=found.organization_id, assessment=found,
                participant_id=found.participant_id, section=section, said=own.said, digest=digest, signed_at=at,
            )
        )  # fmt: skip
    return SectionSigned(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, section=section,
        digest=digest, repeated=repeated,
    )  # fmt: skip


@action(allow=assesses)
def sign_assessment(actor: Actor, assessment: Assessment, *, shown: str) -> AssessmentSigned:
    """A clinician signs a document as it stood on their screen (`shown`). A page for leaving is signed by `end_stay`.

    Raises Invalid (422) with what is missing, Conflict (409) when it has changed since, is signed already, or was left.
    """
    if assessment.kind == Kind.LEAVING:
        raise Conflict(_("Sign this on the page for leaving."))
    made = seal(actor, assessment, shown)
    return AssessmentSigned(
        organization_id=made.organization_id, subject_id=made.assessment_id, participant_id=made.participant_id,
        kind=made.kind, digest=made.digest,
    )  # fmt: skip


def seal(actor: Actor, assessment: Assessment, shown: str) -> SignedAssessment:
    """Make of a document what is signed. Part of an action."""
    found = locked_to_sign(assessment)
    sides = queries.answers(found)
    if queries.shown_mark(found, sides) != shown:
        raise Conflict(_("This has changed while you looked at it. Look again, then sign."), code="changed")
    lacks = queries.missing_in(found, sides)
    if lacks:
        said = " ".join(fault_in_words(one, found.form) for one in lacks)
        raise Invalid(_("Something is missing."), fields={"assessment": said})
    made = SignedAssessment(
        organization_id=found.organization_id, assessment=found, participant_id=found.participant_id, kind=found.kind,
        content=queries.content_of(found, sides), signed_by_id=actor.who, signed_at=clock.now(),
    )  # fmt: skip
    made.digest = queries.digest_of(made)
    made.save(force_insert=True)
    found.closed_at = made.signed_at
    found.save(update_fields=["closed_at"])
    return made


def locked_to_sign(assessment: Assessment) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("participant", "episode__program")
    one = found.get(id=assessment.id)
    if one.closed_at is not None:
        raise Conflict(_("This is signed or was left. Open the newest one."), code="closed")
    return one


@action(allow=assesses)
def add_to_signed(actor: Actor, signed: SignedAssessment, *, said: str) -> AddendumSigned:
    """Add to a signed document, signed like it. Raises Invalid (422) for nothing or too much."""
    said = said.strip()
    if not said or len(said) > MOST_CHARACTERS:
        words = (
            _("Write what is to be added.")
            if not said
            else _("Keep it to %(characters)s characters.") % {"characters": MOST_CHARACTERS}
        )
        raise Invalid(words, fields={"said": words})
    at = clock.now()
    digest = sealing.digest_of(said, signed_by=actor.who, signed_at=at, about={"signed": signed.id})
    AssessmentAddendum.objects.create(
        organization_id=signed.organization_id, signed=signed, said=said, signed_by_id=actor.who, signed_at=at,
        digest=digest,
    )  # fmt: skip
    return AddendumSigned(
        organization_id=signed.organization_id, subject_id=signed.assessment_id, participant_id=signed.participant_id,
        digest=digest,
    )  # fmt: skip
