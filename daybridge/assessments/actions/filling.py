"""An assessment while it is filled: begun, filled in beforehand, written by both, left. What is typed is kept as it is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from daybridge.assessments import on_file, queries
from daybridge.assessments.access import assesses, assesses_or_machinery, fills
from daybridge.assessments.events import (
    AnswerConfirmed,
    AnswersFilledIn,
    AnswersWritten,
    AnswerWritten,
    AssessmentBegun,
    AssessmentLeft,
)
from daybridge.assessments.models import Answer, Assessment, OwnAnswer, SignedAssessment
from daybridge.assessments.on_file import Form
from daybridge.assessments.rules import MOST_CHARACTERS, Kind, Prefill
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.intake import queries as intake
from daybridge.medications import queries as medications
from daybridge.people.models import Participant
from daybridge.programs.models import Episode

#: question -> what is filled in, and from where
Filled = Mapping[str, tuple[str, dict[str, Any]]]


@action(allow=assesses_or_machinery)
def begin_assessment(actor: Actor, participant: Participant, *, form: str) -> AssessmentBegun:
    """Begin a document; once, however often while it is open. What is known already is filled in, with its source, to be confirmed.

    A new version in the same stay begins with what was signed. Raises Conflict (409) for who is in no program, Invalid (422) for an
    unknown form.
    """
    chosen = on_file.form(form)
    if chosen is None:
        raise Invalid(_("Choose one of these."), fields={"form": _("Choose one of these.")})
    episode = Episode.objects.select_for_update(of=("self",)).filter(participant=participant, ended_on=None).first()
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    known = Assessment.objects.filter(episode=episode, kind=chosen.kind, closed_at=None).first()
    made = known or _begun(actor, episode, chosen)
    return AssessmentBegun(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id, kind=made.kind,
        form=made.form_code, version=made.form_version, repeated=known is not None,
    )  # fmt: skip


def _begun(actor: Actor, episode: Episode, form: Form) -> Assessment:
    of_kind = Assessment.objects.filter(participant_id=episode.participant_id, kind=form.kind)
    made = Assessment.objects.create(
        organization_id=episode.organization_id, participant_id=episode.participant_id, episode=episode, kind=form.kind,
        number=(of_kind.aggregate(last=Max("number"))["last"] or 0) + 1, form_code=form.code, form_version=form.version,
        template=form.model_dump(mode="json"), begun_by_id=None if actor.is_system else actor.who,
    )  # fmt: skip
    earlier = SignedAssessment.objects.filter(participant_id=episode.participant_id, kind=Kind.ASSESSMENT)
    last = earlier.select_related("assessment").order_by("signed_at").last() if form.kind is Kind.ASSESSMENT else None
    if last:
        _go_on_from(made, last)
    _fill_in(made, _from_referral(episode) if form.kind is Kind.ASSESSMENT and last is None else {})
    _fill_in(made, _from_list(made))
    return made


def _go_on_from(made: Assessment, last: SignedAssessment) -> None:
    """Of the same stay what was signed goes on; of an earlier one it is filled in, to be confirmed."""
    source = {"from": "earlier", "on": clock.day_of(last.signed_at, "UTC").isoformat()}
    if last.assessment.episode_id != made.episode_id:
        _fill_in(made, {code: (said, source) for code, said in last.said.items()})
        return
    _add(made, {code: (said, {}) for code, said in last.said.items()})
    asked = {one.code for one in made.form.asks}
    OwnAnswer.objects.bulk_create([
        OwnAnswer(organization_id=made.organization_id, assessment=made, code=code, said=said)
        for code, said in last.told["theirs"].items()
        if code in asked
    ])  # fmt: skip


def _from_referral(episode: Episode) -> Filled:
    told = intake.told_at_referral(episode.participant_id)
    if told is None:
        return {}
    on = clock.day_of(told.received_at, "UTC").isoformat()
    return {
        subject: (one.words, {"from": "referral", "on": on, "places": one.places}) for subject, one in told.of.items()
    }


def _from_list(made: Assessment) -> Filled:
    """Under the subject of the list of medicines: what is on it today. Asked only where a form wants it."""
    if not any(one.prefill is Prefill.LIST for one in made.form.asks):
        return {}
    listed = [one for one in medications.medicines_of(made.participant) if not one.is_stopped]
    lines = (", ".join(filter(None, (one.now.name, one.now.amount, one.now.how_often))) for one in listed)
    source = {"from": "list", "on": clock.today(made.participant.time_zone).isoformat()}
    return {Prefill.LIST.value: ("\n".join(lines), source)} if listed else {}


def _fill_in(made: Assessment, known: Filled) -> int:
    """By question, or by the subject that a question is filled in from; a question that has an answer is left alone."""
    there = set(Answer.objects.filter(assessment=made).values_list("code", flat=True))
    wanted = {}
    for section in made.form.sections:
        for ask in section.asks if section.is_staffs else ():
            found = known.get(ask.prefill.value if ask.prefill else ask.code) or known.get(ask.code)
            if found and ask.code not in there:
                wanted[ask.code] = found
    _add(made, wanted, is_confirmed=False)
    return len(wanted)


def _add(made: Assessment, known: Filled, *, is_confirmed: bool = True) -> None:
    asked = {one.code for one in made.form.asks}
    Answer.objects.bulk_create([
        Answer(
            organization_id=made.organization_id, assessment=made, code=code, said=said[:MOST_CHARACTERS],
            source=source, is_confirmed=is_confirmed,
        )
        for code, (said, source) in known.items()
        if code in asked
    ])  # fmt: skip


@action(allow=assesses_or_machinery)
def fill_in_from_referral(actor: Actor, assessment: Assessment) -> AnswersFilledIn:
    """Put what the referral tells beside the questions that ask for it and have no answer yet; harmless when it runs twice."""
    found = _locked(assessment)
    filled = _fill_in(found, _from_referral(found.episode))
    return AnswersFilledIn(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, answers=filled,
        repeated=filled == 0,
    )  # fmt: skip


# --- Writing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """An answer as a form sends it: `revision` is the one that somebody began from, 0 for an empty one."""

    code: str
    said: str
    revision: int


@action(allow=fills)
def write_answer(actor: Actor, assessment: Assessment, *, code: str, said: str, revision: int) -> AnswerWritten:
    """Keep one answer as somebody has just typed it, signable or not: a participant on their side, staff on theirs.

    Raises Conflict (409, `changed`) when somebody else has written there since, (409, `closed`) when it is signed; Invalid (422) for
    what can't be there. What was typed is then still with whoever typed it.
    """
    found = _locked(assessment)
    _refuse(found, actor.is_participant, code, said)
    known = queries.answers(found).of(is_theirs=actor.is_participant).get(code)
    is_same = (known.said if known else "") == said
    if not is_same and (known.revision if known else 0) != revision:
        raise Conflict(_("A colleague has written here meanwhile."), code="changed")
    kept = known.revision if known and is_same else 0 if is_same else _put(actor, found, code, said, known)
    return AnswerWritten(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, code=code,
        revision=kept, repeated=is_same,
    )  # fmt: skip


@action(allow=fills)
def write_answers(actor: Actor, assessment: Assessment, *, typed: Sequence[Typed]) -> AnswersWritten:
    """Keep a whole form: for a browser without scripts. What somebody else has changed meanwhile, or can't be, stays as it is.

    The event says how many were left; what they are is still on the screen of whoever sent them.
    """
    found = _locked(assessment)
    written, left = _keep_all(actor, found, typed)
    return AnswersWritten(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, written=written,
        left=left, repeated=not written,
    )  # fmt: skip


def _keep_all(actor: Actor, found: Assessment, typed: Sequence[Typed]) -> tuple[int, int]:
    """How many were written, and how many left."""
    known = queries.answers(found).of(is_theirs=actor.is_participant)
    written = left = 0
    for one in typed:
        stands = known.get(one.code)
        if one.said == (stands.said if stands else ""):
            continue
        if _fault(found, actor.is_participant, one.code, one.said) or one.revision != (
            stands.revision if stands else 0
        ):
            left += 1
        else:
            _put(actor, found, one.code, one.said, stands)
            written += 1
    return written, left


def _put(actor: Actor, found: Assessment, code: str, said: str, known: Answer | OwnAnswer | None) -> int:
    """What staff write over something that was filled in is theirs: it needs no confirming any more."""
    if known is None:
        made = {"organization_id": found.organization_id, "assessment": found, "code": code, "said": said}
        if actor.is_participant:
            OwnAnswer.objects.create(**made)
        else:
            Answer.objects.create(**made, written_by_id=actor.who)
        return 1
    known.said, known.revision, known.written_at = said, known.revision + 1, clock.now()
    changed = ["said", "revision", "written_at"]
    if isinstance(known, Answer):
        known.written_by_id, known.is_confirmed = actor.who, True
        changed += ["written_by", "is_confirmed"]
    known.save(update_fields=changed)
    return known.revision


def _refuse(found: Assessment, is_theirs: bool, code: str, said: str) -> None:
    if fault := _fault(found, is_theirs, code, said):
        raise Invalid(fault, fields={code: fault})


def _fault(found: Assessment, is_theirs: bool, code: str, said: str) -> str:
    """Why an answer can't be kept at all; one that can't be signed yet is kept."""
    section = found.form.section_of(code)
    if section is None or not (section.is_theirs if is_theirs else section.is_staffs):
        return _("This is not yours to fill in.")
    if len(said) > MOST_CHARACTERS:
        return _("Keep it to %(characters)s characters.") % {"characters": MOST_CHARACTERS}
    return ""


@action(allow=assesses)
def confirm_answer(actor: Actor, assessment: Assessment, *, code: str, typed: Sequence[Typed] = ()) -> AnswerConfirmed:
    """Say that what was filled in beforehand is right; what was `typed` meanwhile is kept first, as in `write_answers`.

    Raises Conflict (409) for what is not there.
    """
    found = _locked(assessment)
    written, left = _keep_all(actor, found, typed) if typed else (0, 0)
    known = Answer.objects.filter(assessment=found, code=code).first()
    if known is None:
        raise Conflict(_("There is nothing to confirm here."))
    repeated = known.is_confirmed
    if not repeated:
        known.is_confirmed, known.written_by_id, known.written_at = True, actor.who, clock.now()
        known.save(update_fields=["is_confirmed", "written_by", "written_at"])
    return AnswerConfirmed(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, code=code,
        left=left, repeated=repeated and not written,
    )  # fmt: skip


@action(allow=assesses)
def leave_assessment(actor: Actor, assessment: Assessment) -> AssessmentLeft:
    """Leave a document that is not signed; its words are kept and shown nowhere. Harmless when it runs twice."""
    found = Assessment.objects.select_for_update(of=("self",)).get(id=assessment.id)
    repeated = found.closed_at is not None
    if not repeated:
        found.closed_at = clock.now()
        found.save(update_fields=["closed_at"])
    return AssessmentLeft(
        organization_id=found.organization_id, subject_id=found.id, participant_id=found.participant_id, kind=found.kind,
        repeated=repeated,
    )  # fmt: skip


def _locked(assessment: Assessment) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("participant", "episode")
    one = found.get(id=assessment.id)
    if one.closed_at is not None:
        raise Conflict(_("This is signed or was left. Open the newest one."), code="closed")
    return one
