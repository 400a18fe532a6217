"""Looking at assessments, worksheets, reports and the way between levels of care."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Subquery

from daybridge.assessments.access import assesses
from daybridge.assessments.models import (
    Answer,
    Assessment,
    LevelChange,
    LicensedReport,
    OwnAnswer,
    SectionSignature,
    SignedAssessment,
)
from daybridge.assessments.on_file import Form, Section
from daybridge.assessments.rules import By, Change, FollowUp, Kind, Level, Missing, day_in, follow_ups, missing
from daybridge.assessments.sentences import LEVELS
from daybridge.core import clock, sealing
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Participant
from daybridge.programs.models import Episode


@dataclass(frozen=True)
class Sides:
    """Both sides of a document, by question."""

    staff: Mapping[str, Answer]
    theirs: Mapping[str, OwnAnswer]

    def of(self, *, is_theirs: bool) -> Mapping[str, Answer | OwnAnswer]:
        return self.theirs if is_theirs else self.staff


def assessment(actor: Actor, assessment_id: UUID) -> Assessment:
    """One of somebody whom this actor assesses. Raises NotYours."""
    found = Assessment.objects.filter(id=assessment_id).select_related("participant", "episode__program", "begun_by")
    one = found.first()
    if one is None or not assesses(actor, one):
        raise NotYours()
    return one


def signed_of(one: Assessment) -> SignedAssessment | None:
    """As it was signed, with what was added since."""
    found = SignedAssessment.objects.filter(assessment=one).select_related("signed_by")
    return found.prefetch_related("addenda__signed_by").first()


def _open_ones(participant_id: UUID, kind: Kind) -> QuerySet[Assessment]:
    """What was not signed and not left in somebody's newest stay; what an earlier stay left open is over."""
    stays = Episode.objects.filter(participant_id=participant_id).order_by("-admitted_on", "-id")
    return Assessment.objects.filter(kind=kind, closed_at=None, episode=Subquery(stays.values("id")[:1]))


def open_one(participant_id: UUID, kind: Kind) -> Assessment | None:
    """What is filled now, in the stay that somebody is in, or was in last."""
    found = _open_ones(participant_id, kind)
    return found.select_related("participant", "episode").order_by("-number").first()


def signed_ones(participant_id: UUID, kind: Kind) -> list[SignedAssessment]:
    """Every signed document of a kind, the newest first."""
    found = SignedAssessment.objects.filter(participant_id=participant_id, kind=kind)
    return list(found.select_related("signed_by", "assessment").order_by("-signed_at", "-id"))


def answers(one: Assessment) -> Sides:
    staff = Answer.objects.filter(assessment=one).select_related("written_by")
    theirs = OwnAnswer.objects.filter(assessment=one)
    return Sides({each.code: each for each in staff}, {each.code: each for each in theirs})


def as_cells(one: Assessment, *, is_theirs: bool) -> list[dict[str, Any]]:
    """One side as a form that saves itself reads it."""
    return [_as_cell(answer) for answer in answers(one).of(is_theirs=is_theirs).values()]


def cell(one: Assessment, code: str, *, is_theirs: bool) -> dict[str, Any] | None:
    """What stands under one question now."""
    found = answers(one).of(is_theirs=is_theirs).get(code)
    return _as_cell(found) if found else None


def _as_cell(answer: Answer | OwnAnswer) -> dict[str, Any]:
    by = str(answer.written_by or "") if isinstance(answer, Answer) else ""
    return {"who": "", "code": answer.code, "said": answer.said, "revision": answer.revision, "by": by}


def said_on(side: Mapping[str, Answer | OwnAnswer]) -> dict[str, str]:
    return {code: one.said for code, one in side.items() if one.said.strip()}


def missing_in(one: Assessment, sides: Sides) -> list[Missing]:
    """What keeps it from being signed. What a participant wrote answers a question only where staff may not write."""
    staff = {ask.code for section in one.form.sections if section.is_staffs for ask in section.asks}
    said = {code: words for code, words in said_on(sides.theirs).items() if code not in staff} | said_on(sides.staff)
    unconfirmed = {code for code, answer in sides.staff.items() if not answer.is_confirmed}
    return missing(one.form.asks, said, unconfirmed)


# --- A participant's own sections ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnSection:
    """A section that a participant fills: what they wrote, and whether they have signed it as it stands."""

    section: Section
    answers: Mapping[str, OwnAnswer]
    signature: SectionSignature | None

    @property
    def said(self) -> dict[str, str]:
        asked = {one.code for one in self.section.asks}
        return {code: words for code, words in said_on(self.answers).items() if code in asked}

    @property
    def is_signed(self) -> bool:
        return self.signature is not None and self.signature.said == self.said

    @property
    def is_begun(self) -> bool:
        return bool(self.said)


def own_sections(one: Assessment) -> list[OwnSection]:
    """The sections that are the participant's to fill, in their order."""
    theirs = {each.code: each for each in OwnAnswer.objects.filter(assessment=one)}
    newest: dict[str, SectionSignature] = {}
    for signature in SectionSignature.objects.filter(assessment=one).order_by("signed_at", "id"):
        newest[signature.section] = signature
    return [OwnSection(section, theirs, newest.get(section.code)) for section in one.form.sections if section.is_theirs]


def waits_for(participant_id: UUID) -> bool:
    """Whether a section of somebody's own is not signed yet. One query, without reading the form: a phone asks it at each look."""
    signed = Count("section_signatures__section", distinct=True)
    found = _open_ones(participant_id, Kind.ASSESSMENT)
    newest = found.annotate(signed_sections=signed).order_by("-number").values("template__sections", "signed_sections")
    row = newest.first()
    return row is not None and sum(one["by"] != By.STAFF for one in row["template__sections"]) > row["signed_sections"]


# --- What is signed --------------------------------------------------------------------------------------------------


def content_of(one: Assessment, sides: Sides) -> dict[str, Any]:
    """A document whole: what was asked, what both said, where answers came from, which sections the participant signed."""
    return {
        "template": one.template,
        "staff": said_on(sides.staff),
        "theirs": said_on(sides.theirs),
        "sources": {code: answer.source for code, answer in sides.staff.items() if answer.source},
        "own_signatures": {
            each.section.code: each.signature.digest
            for each in own_sections(one)
            if each.signature is not None and each.is_signed
        },
    }


def shown_mark(one: Assessment, sides: Sides) -> str:
    """The mark of what somebody has looked at before they sign."""
    return sealing.mark_of(content_of(one, sides))


def digest_of(signed: SignedAssessment) -> str:
    """What makes a signed document the one that was signed."""
    about = {"participant": signed.participant_id, "assessment": signed.assessment_id, "kind": signed.kind}
    return sealing.digest_of(signed.content, signed_by=signed.signed_by_id, signed_at=signed.signed_at, about=about)


def is_whole(signed: SignedAssessment) -> bool:
    return signed.digest == digest_of(signed)


def form_of(signed: SignedAssessment) -> Form:
    """As it was when it was signed."""
    return Form.model_validate(signed.content["template"])


# --- Levels of care --------------------------------------------------------------------------------------------------


def level_history(participant_id: UUID) -> list[LevelChange]:
    """Every change of level, the newest first."""
    found = LevelChange.objects.filter(participant_id=participant_id)
    found = found.select_related("decided_by", "episode__program", "signed__assessment")
    return list(found.order_by("-on_day", "-saved_at", "-id"))


def level_now(episode: Episode) -> Level:
    """At which level somebody is in a stay: the last one written down, or the program's."""
    found = LevelChange.objects.filter(episode=episode).order_by("on_day", "saved_at", "id")
    last = found.values_list("to_level", flat=True).last()
    return Level(last or episode.program.level_of_care)


def moved_since(since: Mapping[UUID, datetime]) -> dict[UUID, list[LevelChange]]:
    """Of these people changes to another level of care, written down after a moment of each one's own, the oldest first."""
    if not since:
        return {}
    new = LevelChange.objects.filter(participant_id__in=list(since), saved_at__gt=min(since.values()))
    found: dict[UUID, list[LevelChange]] = {}
    for one in new.exclude(from_level=F("to_level")).order_by("on_day", "saved_at"):
        if one.saved_at > since[one.participant_id]:
            found.setdefault(one.participant_id, []).append(one)
    return found


def moves_of(episode_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    """Stays -> the days on which somebody went on at another level of care within them."""
    new = LevelChange.objects.filter(episode_id__in=episode_ids, ends_stay=False)
    new = new.exclude(from_level=F("to_level")).exclude(kind__in=[Change.ADMISSION, Change.READMISSION])
    found: dict[UUID, list[date]] = {}
    for episode_id, day in new.values_list("episode_id", "on_day"):
        found.setdefault(episode_id, []).append(day)
    return found


def follow_ups_of(signed: SignedAssessment) -> list[FollowUp]:
    """The appointments that a page for leaving names."""
    return follow_ups(signed.said, day_in(signed.said.get("last-on", "")))


def reports(participant_id: UUID) -> list[LicensedReport]:
    """The licensed reports about somebody without their bytes, the newest first."""
    found = LicensedReport.objects.filter(participant_id=participant_id).defer("original").select_related("added_by")
    return list(found.order_by("-added_at", "-id"))


def report(actor: Actor, report_id: UUID) -> LicensedReport:
    """One with its bytes, of somebody whom this actor assesses. Raises NotYours."""
    found = LicensedReport.objects.filter(id=report_id).select_related("participant").first()
    if found is None or not assesses(actor, found):
        raise NotYours()
    return found


# --- The chart -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """For the chart: how the assessment stands, at which level of care somebody is, and since when."""

    is_open: bool
    signed_on: date | None
    level: Level | None
    since: date | None

    @property
    def level_words(self) -> str:
        return str(LEVELS[self.level]) if self.level else ""


def card(participant: Participant) -> Card:
    """In two queries."""
    found = Assessment.objects.filter(participant_id=participant.id, kind=Kind.ASSESSMENT).order_by("-number")
    rows: Sequence[tuple[Any, ...]] = list(found.values_list("closed_at", "signed__signed_at", "episode_id"))
    last = LevelChange.objects.filter(participant_id=participant.id).order_by("on_day", "saved_at", "id").last()
    signed_at = next((at for _closed, at, _stay in rows if at), None)
    return Card(
        any(closed is None and stay == rows[0][2] for closed, _at, stay in rows),
        clock.day_of(signed_at, participant.time_zone) if signed_at else None,
        Level(last.to_level) if last else None,
        last.on_day if last else None,
    )
