"""Levels of care: how a stay begins, goes on and ends; and the reports that a site made with licensed tools elsewhere."""

import hashlib
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.assessments import queries
from daybridge.assessments.access import assesses
from daybridge.assessments.actions.signing import seal
from daybridge.assessments.events import LevelChanged, ReportAttached
from daybridge.assessments.models import Assessment, LevelChange, LicensedReport, SignedAssessment
from daybridge.assessments.rules import (
    BY_HAND,
    LARGEST_REPORT,
    MOST_REPORTS,
    Change,
    Kind,
    Level,
    LevelFault,
    change_at_admission,
    change_at_end,
    day_in,
    fault_in_change,
)
from daybridge.assessments.sentences import level_fault_in_words
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.people.access import nobody_but_the_system
from daybridge.people.models import Participant
from daybridge.programs.actions import discharge
from daybridge.programs.models import Episode
from daybridge.programs.rules import EndReason

# --- What follows by itself ------------------------------------------------------------------------------------------


@action(allow=nobody_but_the_system)
def note_admission(actor: Actor, episode: Episode) -> LevelChanged:
    """The first line of a stay: at the level of its program. Once, however often."""
    known = LevelChange.objects.filter(episode=episode, kind__in=(Change.ADMISSION, Change.READMISSION)).first()
    if known is None:
        others = Episode.objects.filter(participant_id=episode.participant_id, ended_on__isnull=False)
        kind = change_at_admission(was_here=others.exclude(id=episode.id).exists())
        level = Level(episode.program.level_of_care)
        return _written(_line(episode, kind, Level.NONE, level, episode.admitted_on))
    return _told(known, repeated=True)


@action(allow=nobody_but_the_system)
def note_end(actor: Actor, episode: Episode) -> LevelChanged:
    """The last line of a stay that was ended without the page for leaving; where that wrote one, it stands."""
    known = LevelChange.objects.filter(episode=episode, ends_stay=True).first()
    if known is None:
        assert episode.ended_on
        kind, before = change_at_end(EndReason(episode.end_reason)), queries.level_now(episode)
        line = _line(episode, kind, before, Level.NONE, episode.ended_on)
        line.ends_stay = True
        return _written(line)
    return _told(known, repeated=True)


# --- What a clinician writes -----------------------------------------------------------------------------------------


@action(allow=assesses)
def change_level(
    actor: Actor, participant: Participant, *, change_id: UUID, kind: Change, to_level: Level, reason: str, on_day: date,
    signed: SignedAssessment | None = None,
) -> LevelChanged:  # fmt: skip
    """Write down that the level stays, goes up, is on hold, or that they go on elsewhere in the house. Twice is once.

    Raises Invalid (422) in words, Conflict (409) for who is in no program. Whoever leaves or steps down takes `end_stay`.
    """
    if known := LevelChange.objects.filter(id=change_id).first():
        if known.participant_id != participant.id:
            raise IdTaken()
        return _told(known, repeated=True)
    episode = _open_stay(participant)
    before = queries.level_now(episode)
    fault = LevelFault.NOT_BY_HAND if kind not in BY_HAND else _fault(episode, kind, before, to_level, reason, on_day)
    if fault:
        raise Invalid(level_fault_in_words(fault), fields={_FIELDS.get(fault, "kind"): level_fault_in_words(fault)})
    if signed and signed.participant_id != participant.id:
        raise Conflict(_("This worksheet is about somebody else."))
    line = _line(episode, kind, before, to_level, on_day, reason=reason.strip(), id=change_id)
    line.signed, line.decided_by_id = signed, actor.who
    return _written(line)


_FIELDS = {
    LevelFault.NEEDS_REASON: "reason",
    LevelFault.NOT_THEN: "on_day",
    LevelFault.STAYS: "to_level",
    LevelFault.NOT_HIGHER: "to_level",
    LevelFault.NOT_LOWER: "to_level",
}


def _open_stay(participant: Participant) -> Episode:
    found = Episode.objects.select_for_update(of=("self",)).select_related("program", "participant")
    episode = found.filter(participant=participant, ended_on=None).first()
    if episode is None:
        raise Conflict(_("This person is in no program now."))
    return episode


def _fault(episode: Episode, kind: Change, before: Level, after: Level, reason: str, on_day: date) -> LevelFault | None:
    last = LevelChange.objects.filter(episode=episode).order_by("on_day").last()
    since, today = last.on_day if last else episode.admitted_on, clock.today(episode.participant.time_zone)
    return fault_in_change(kind, before=before, after=after, reason=reason, on=on_day, today=today, since=since)


@action(allow=assesses)
def end_stay(actor: Actor, assessment: Assessment, *, shown: str) -> LevelChanged:
    """Sign the page for leaving as it stood on the screen: the level changes, and where it says so the stay ends by `discharge`.

    Raises Invalid (422) with what is missing or does not fit, Conflict (409) when it has changed since, or is signed already.
    """
    if assessment.kind != Kind.LEAVING:
        raise Conflict(_("This is no page for leaving."))
    episode = _open_stay(assessment.participant)
    if episode.id != assessment.episode_id:
        raise Conflict(_("This page is about an earlier stay."))
    signed = seal(actor, assessment, shown)
    said, before = signed.said, queries.level_now(episode)
    ends, reason, to_level = said["stay"] == "ends", EndReason(said["reason"]), Level(said["to-level"])
    on_day, kind = day_in(said["last-on"]), change_at_end(reason)
    assert on_day
    fault = _fault(episode, kind, before, to_level, said["why"], on_day)
    if fault is None and not ends and kind is not Change.STEP_DOWN:
        raise Invalid(_("A stay goes on only with less care. Choose that reason, or let it end."))
    if fault:
        raise Invalid(level_fault_in_words(fault))
    line = _line(episode, kind, before, to_level, on_day, reason=said["why"].strip()[:400])
    line.signed, line.decided_by_id, line.ends_stay = signed, actor.who, ends
    line.save(force_insert=True)
    if ends:
        discharge(actor, episode, reason=reason, ended_on=on_day)
    return _told(line)


def _line(
    episode: Episode, kind: Change, before: Level, after: Level, on_day: date, *, reason: str = "", id: UUID | None = None
) -> LevelChange:  # fmt: skip
    if len(reason) > 400:
        words = _("Keep it to %(characters)s characters.") % {"characters": 400}
        raise Invalid(words, fields={"reason": words})
    return LevelChange(
        id=id or new_id(), organization_id=episode.organization_id, participant_id=episode.participant_id, episode=episode,
        kind=kind, from_level=before, to_level=after, reason=reason, on_day=on_day,
    )  # fmt: skip


def _written(line: LevelChange) -> LevelChanged:
    line.save(force_insert=True)
    return _told(line)


def _told(line: LevelChange, *, repeated: bool = False) -> LevelChanged:
    return LevelChanged(
        organization_id=line.organization_id, subject_id=line.id, participant_id=line.participant_id, kind=line.kind,
        from_level=line.from_level, to_level=line.to_level, on_day=line.on_day, episode_id=line.episode_id,
        repeated=repeated,
    )  # fmt: skip


# --- Licensed reports ------------------------------------------------------------------------------------------------


@action(allow=assesses)
def attach_report(
    actor: Actor, participant: Participant, *, report_id: UUID, title: str, made_on: date | None, original: bytes
) -> ReportAttached:
    """Keep a report that was made elsewhere with a licensed tool, byte for byte. The same bytes, or the same id, are once.

    Raises Invalid (422) for what is no PDF, is too large, or has no title.
    """
    digest = hashlib.sha256(original).digest()
    _refuse_report(title, made_on, original, clock.today(participant.time_zone))
    Participant.objects.select_for_update(of=("self",), no_key=True).get(id=participant.id)
    theirs = LicensedReport.objects.filter(participant=participant)
    if LicensedReport.objects.filter(id=report_id).exclude(participant=participant, sha256=digest).exists():
        raise IdTaken()
    known = theirs.filter(sha256=digest).first()
    if known is None and theirs.count() >= MOST_REPORTS:
        raise Conflict(_("There are too many reports already."))
    made = known or LicensedReport.objects.create(
        id=report_id, organization_id=participant.organization_id, participant=participant, title=title.strip(),
        made_on=made_on, original=original, sha256=digest, size=len(original), added_by_id=actor.who,
    )  # fmt: skip
    return ReportAttached(
        organization_id=participant.organization_id, subject_id=made.id, participant_id=participant.id, size=made.size,
        repeated=known is not None,
    )  # fmt: skip


def _refuse_report(title: str, made_on: date | None, original: bytes, today: date) -> None:
    faults = {}
    if not title.strip() or len(title.strip()) > 120:
        faults["title"] = _("Give it a short title.")
    if made_on and made_on > today:
        faults["made_on"] = _("This day is still to come.")
    if len(original) > LARGEST_REPORT:
        faults["file"] = _("This file is too large. A report has up to %(size)s MB.") % {"size": LARGEST_REPORT >> 20}
    elif not _is_pdf(original):
        faults["file"] = _("This is no PDF. Save the report as a PDF and choose that.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def _is_pdf(original: bytes) -> bool:
    """By what it holds, whatever it is called: a PDF's first and last marks."""
    return original.startswith(b"%PDF-") and b"%%EOF" in original[-2048:]
