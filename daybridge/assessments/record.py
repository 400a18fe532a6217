"""What this room keeps about a participant: what they and staff wrote of them, the reports attached, and their way between levels of care."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.assessments import queries
from daybridge.assessments.models import (
    Assessment,
    LevelChange,
    LicensedReport,
    OwnAnswer,
    SectionSignature,
    SignedAssessment,
)
from daybridge.assessments.rules import Change, Level
from daybridge.assessments.sentences import CHANGES, LEVELS, language
from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.people.models import Participant
from daybridge.ui import words


def _signed(participant: Participant) -> Iterable[SignedAssessment]:
    found = SignedAssessment.objects.filter(participant_id=participant.id).select_related("signed_by")
    return in_portions(found.prefetch_related("addenda__signed_by").order_by("signed_at", "id"))


def _signed_as_json(one: SignedAssessment) -> dict[str, Any]:
    return row_as_json(one) | {"addenda": [row_as_json(added) for added in one.addenda.all()]}


def _signed_in_words(one: SignedAssessment) -> Told:
    form, tongue, own = queries.form_of(one), language(), one.told["theirs"]
    lines = [Line(_("Signed by"), str(one.signed_by))]
    for asked in form.asks:
        name = asked.name.said(tongue)
        if asked.code in own:
            lines.append(Line(f"{name} ({_('in your words')})", own[asked.code]))
        if asked.code in one.said:
            lines.append(Line(name, asked.as_read(one.said[asked.code], tongue)))
    lines += [Line(_("Added"), f"{added.said} ({added.signed_by})") for added in one.addenda.all()]
    return Told(f"{form.name.said(tongue)}, {words.exact_moment(one.signed_at)}", tuple(lines))


def _own(participant: Participant) -> Iterable[OwnAnswer]:
    found = OwnAnswer.objects.filter(assessment__participant_id=participant.id)
    return in_portions(found.select_related("assessment").order_by("written_at", "id"))


def _own_in_words(one: OwnAnswer) -> Told:
    asked = one.assessment.form.ask(one.code)
    return Told(
        (asked.own or asked.name).said(language()) if asked else one.code,
        (Line(_("In your words"), one.said), Line(_("Written"), words.exact_moment(one.written_at))),
    )


def _signatures(participant: Participant) -> Iterable[SectionSignature]:
    found = SectionSignature.objects.filter(participant_id=participant.id).select_related("assessment")
    return in_portions(found.order_by("signed_at", "id"))


def _signature_in_words(one: SectionSignature) -> Told:
    section = one.assessment.form.section(one.section)
    said = "\n".join(one.said.values())
    return Told(
        section.name.said(language()) if section else one.section,
        (Line(_("Signed"), words.exact_moment(one.signed_at)), Line(_("In your words"), said)),
    )


def _begun(participant: Participant) -> Iterable[Assessment]:
    found = Assessment.objects.filter(participant_id=participant.id).select_related("begun_by")
    return in_portions(found.order_by("begun_at", "id"))


def _begun_in_words(one: Assessment) -> Told:
    return Told(
        one.form.name.said(language()),
        (
            Line(_("Begun"), words.exact_moment(one.begun_at)),
            Line(_("Closed"), words.exact_moment(one.closed_at) if one.closed_at else ""),
        ),
    )


def _changes(participant: Participant) -> Iterable[LevelChange]:
    found = LevelChange.objects.filter(participant_id=participant.id).select_related("decided_by")
    return in_portions(found.order_by("on_day", "saved_at", "id"))


def _change_in_words(one: LevelChange) -> Told:
    return Told(
        CHANGES[Change(one.kind)],
        (
            Line(_("Day"), words.day(one.on_day, "plain")),
            Line(_("From"), LEVELS[Level(one.from_level)]),
            Line(_("To"), LEVELS[Level(one.to_level)]),
            Line(_("Why"), one.reason),
            Line(_("Decided by"), str(one.decided_by or "")),
        ),
    )


def _reports(participant: Participant) -> Iterable[LicensedReport]:
    found = LicensedReport.objects.filter(participant_id=participant.id).select_related("added_by")
    return found.order_by("added_at", "id").iterator(chunk_size=5)  # each with its file, which can be large


def _report_in_words(one: LicensedReport) -> Told:
    size = _("%(size)s kB, whole in the download") % {"size": max(1, one.size // 1024)}
    return Told(one.title, (Line(_("Added"), words.exact_moment(one.added_at)), Line(_("The file"), size)))


SECTIONS = (
    Section(
        code="assessments",
        title=lazy("Your assessments"),
        lede=lazy("What was asked when you came, stayed and left, as it was signed."),
        tables=("assessments.SignedAssessment", "assessments.AssessmentAddendum"),
        read=_signed,
        as_json=_signed_as_json,
        in_words=_signed_in_words,
    ),
    Section(
        code="own-answers",
        title=lazy("What you wrote in your assessments"),
        lede=lazy("Your own answers, as they stand now."),
        tables=("assessments.OwnAnswer",),
        read=_own,
        in_words=_own_in_words,
    ),
    Section(
        code="own-signatures",
        title=lazy("Sections you signed"),
        lede=lazy("What you signed of your assessments on your phone."),
        tables=("assessments.SectionSignature",),
        read=_signatures,
        in_words=_signature_in_words,
    ),
    Section(
        code="assessments-begun",
        title=lazy("Assessments that were begun"),
        lede=lazy("What staff write in one that is not signed yet may be wrong, and is told once it is signed."),
        tables=("assessments.Assessment",),
        read=_begun,
        in_words=_begun_in_words,
    ),
    Section(
        code="levels-of-care",
        title=lazy("Your levels of care"),
        lede=lazy("When you came, how much care you had, and when that changed."),
        tables=("assessments.LevelChange",),
        read=_changes,
        in_words=_change_in_words,
    ),
    Section(
        code="licensed-reports",
        title=lazy("Reports from other tools"),
        lede=lazy("Files that your team attached."),
        tables=("assessments.LicensedReport",),
        read=_reports,
        in_words=_report_in_words,
    ),
)
