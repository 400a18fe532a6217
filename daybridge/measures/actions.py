"""Asking people to answer, and keeping what they answer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import IdTaken, Invalid, NotYours
from daybridge.measures import rules, sheets
from daybridge.measures.events import (
    AnswersKept,
    AssignmentWithdrawn,
    MeasuresAssigned,
    MeasuresExported,
    SheetFinished,
    TabletHandedOver,
)
from daybridge.measures.instruments import Instrument, library
from daybridge.measures.models import Assignment, Score, Sheet, SheetPart
from daybridge.measures.rules import Due, ImpossibleAnswers, Result, Told
from daybridge.people import access
from daybridge.people.models import Organization, Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode

ASKED_FOR = timedelta(days=7)
EXPORTS = ("scores", "answers")
MOST_FAULTS_TOLD = 20


def _works_here(actor: Actor, organization: Organization) -> bool:
    return actor.is_staff


# --- Asking ----------------------------------------------------------------------------------------------------------


@action(allow=access.nobody_but_the_system)
def assign(actor: Actor, episode: Episode, *, due: Sequence[Due]) -> MeasuresAssigned:
    """Ask for what the battery has due in this episode; what was asked already is not asked twice."""
    return _ask(episode, due)


@action(allow=access.treats_participant_of)
def ask_for(actor: Actor, episode: Episode, *, instrument: str) -> MeasuresAssigned:
    """A clinician asks for an instrument beside the battery, open from today for a week.

    While what was asked today waits for its answer, asking again is asking once; after that it is asked anew.
    """
    if instrument not in askable():
        raise Invalid(_("This questionnaire can't be asked here."), fields={"instrument": _("Choose one of the list.")})
    today = clock.today(episode.participant.time_zone)
    asked = Assignment.objects.filter(
        episode_id=episode.id, instrument=instrument, occasion__startswith=f"asked-{today}"
    )
    times = asked.count() if not asked.unanswered().exists() else asked.count() - 1
    occasion = f"asked-{today}" if not times else f"asked-{today}-{times + 1}"
    return _ask(episode, [Due(instrument, occasion, today, today + ASKED_FOR)], by=actor.person_id)


def _ask(episode: Episode, due: Sequence[Due], *, by: UUID | None = None) -> MeasuresAssigned:
    known = set(Assignment.objects.filter(episode_id=episode.id).values_list("instrument", "occasion"))
    new = [one for one in due if (one.instrument, one.occasion) not in known]
    asked = [
        Assignment(
            organization_id=episode.organization_id,
            participant_id=episode.participant_id,
            episode_id=episode.id,
            instrument=one.instrument,
            occasion=one.occasion,
            due_on=one.due_on,
            until=one.until,
            assigned_at=clock.now(),
            assigned_by_id=by,
        )
        for one in new
    ]
    Assignment.objects.bulk_create(asked, ignore_conflicts=True)  # two jobs may race
    return MeasuresAssigned(
        organization_id=episode.organization_id,
        subject_id=episode.id,
        participant_id=episode.participant_id,
        count=len(new),
        repeated=not new,
    )


@action(allow=access.treats_participant_of)
def withdraw(actor: Actor, assignment: Assignment) -> AssignmentWithdrawn:
    """Take back what was asked; answers that were given stay."""
    repeated = assignment.withdrawn_at is not None
    if not repeated:
        assignment.withdrawn_at = clock.now()
        assignment.save(update_fields=["withdrawn_at"])
    return AssignmentWithdrawn(
        organization_id=assignment.organization_id,
        subject_id=assignment.id,
        participant_id=assignment.participant_id,
        instrument=assignment.instrument,
        repeated=repeated,
    )


@action(allow=access.treats_participant_of)
def hand_tablet_over(actor: Actor, participant: Participant) -> TabletHandedOver:
    """Note that a member of staff opened the clinic's tablet for this participant."""
    return TabletHandedOver(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id
    )


@action(allow=_works_here)
def export(actor: Actor, organization: Organization, *, kind: str) -> MeasuresExported:
    """Write down that someone takes a file of `scores` or `answers` of those they care for out of the house."""
    if kind not in EXPORTS:
        raise NotYours()
    return MeasuresExported(organization_id=organization.id, subject_id=organization.id, kind=kind)


def askable() -> Mapping[str, Instrument]:
    """The instruments whose words are loaded, by code."""
    return {code: one for code, one in library().items() if one.has_words}


# --- Answers ---------------------------------------------------------------------------------------------------------


@action(allow=access.treats_or_is_participant_self)
def keep_answers(actor: Actor, participant: Participant, *, told: Told) -> AnswersKept:
    """Save a part of a sheet once, however often it is sent; the first last one finishes the sheet, which is scored at once.

    A part that comes after that is kept too: it changes no score, and its critical answers are heard.
    Raises Invalid (422) for answers that can't be, Conflict (409) for an id that is taken.
    """
    instrument = _instrument(told, by_staff=actor.is_staff)
    if told.is_last and not told.answers:
        raise Invalid(_("Nothing is answered yet."), fields={"answers": _("Answer at least one question.")})
    episode = programs.current_episode(participant.id)
    sheet, is_new = _sheet(actor, participant, episode, told)
    part = SheetPart(
        id=told.part_id,
        organization_id=sheet.organization_id,
        sheet_id=sheet.id,
        made_at=min(told.made_at, clock.now()),
        saved_at=clock.now(),
        answers=_as_kept(instrument, told.answers),
        is_last=told.is_last,
    )
    known = [] if is_new else list(SheetPart.objects.filter(sheet_id=sheet.id))
    before = next((one for one in known if one.id == part.id), None)
    if before is None and not rows.add(part, unless_known=True):
        raise IdTaken()
    parts = known if before else [*known, part]
    common = _about(sheet, before or part, instrument, parts, repeated=before is not None)
    was_finished = sheet.finished_at is not None and not is_new
    if not told.is_last or (was_finished and before is None):
        return AnswersKept(**common)
    result = _result(instrument, participant, parts)
    if before is None:
        _finish(sheet, result)
    admitted_on = episode.admitted_on if episode else None
    return SheetFinished(**common, is_complete=result.is_complete, admitted_on=admitted_on)


def _about(
    sheet: Sheet, part: SheetPart, instrument: Instrument, parts: Sequence[SheetPart], *, repeated: bool
) -> dict[str, Any]:
    told = [sheets.read_kept(instrument, one.answers) for one in parts]
    return {
        "organization_id": sheet.organization_id,
        "subject_id": sheet.id,
        "participant_id": sheet.participant_id,
        "part_id": part.id,
        "instrument": sheet.instrument,
        "way": sheet.way,
        "on_day": sheet.on_day,
        "has_critical": bool(rules.critical_in(instrument, told)),
        "saved_at": part.saved_at,
        "repeated": repeated,
    }


def _result(instrument: Instrument, participant: Participant, parts: Sequence[SheetPart]) -> Result:
    standing = rules.standing(parts)
    answers = sheets.read_kept(instrument, standing.answers if standing else {})
    return rules.score(instrument, answers, sex=rules.sex_on_record(participant.administrative_sex))


def _finish(sheet: Sheet, result: Result) -> None:
    if sheet.finished_at is None:
        sheet.finished_at = clock.now()
        sheet.save(update_fields=["finished_at", "on_day"])
    _keep_scores(sheet, result)


def _instrument(told: Told, *, by_staff: bool) -> Instrument:
    instrument = library().get(told.instrument)
    if instrument is None:
        raise NotYours(_("There is no such questionnaire here."))
    fault = rules.fault_of(instrument, told, by_staff=by_staff)
    if fault:
        words = {
            "no-words": _("The words of this questionnaire are not loaded here, so it can't be answered."),
            "not-theirs": _("This questionnaire is answered in another way."),
        }
        raise Invalid(words[fault], fields={"instrument": words[fault]}, code=fault)
    return instrument


def _as_kept(instrument: Instrument, told: Mapping[str, Any]) -> dict[str, str]:
    """Answers by the item's own code, as text that is read back exactly. Raises Invalid naming each that can't be."""
    try:
        answers = sheets.answers_from(instrument, told)
        faults = rules.faults_in(instrument, answers)
    except ImpossibleAnswers as error:
        faults = error.faults
    if faults:
        words = {code: _("This answer isn't one of the choices.") for code in list(faults)[:MOST_FAULTS_TOLD]}
        raise Invalid(_("Part of these answers can't be saved."), fields=words)
    return {code: sheets.as_text(answer) for code, answer in answers.items()}


def _sheet(actor: Actor, participant: Participant, episode: Episode | None, told: Told) -> tuple[Sheet, bool]:
    """The sheet that a part belongs to, locked, and whether this part begins it."""
    made_at = min(told.made_at, clock.now())
    on_day = clock.day_of(made_at, participant.time_zone)
    sheet = Sheet(
        id=told.sheet_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        episode_id=episode.id if episode else None,
        assignment_id=_assignment(participant, told, on_day),
        instrument=told.instrument,
        version=told.version,
        way=told.way,
        on_day=on_day,
        begun_at=min(told.begun_at, made_at),
        finished_at=clock.now() if told.is_last else None,
        entered_by_id=actor.person_id if actor.is_staff else None,
        sex=rules.sex_on_record(participant.administrative_sex) or "",
    )
    if rows.add(sheet, unless_known=True):
        return sheet, True
    known = Sheet.objects.select_for_update().filter(id=sheet.id, participant_id=participant.id).first()
    is_same_hand = known is not None and known.entered_by_id == sheet.entered_by_id
    if (
        known is None
        or known.instrument != told.instrument
        or not rules.may_go_on(told, way=known.way, is_same_hand=is_same_hand)
    ):
        raise IdTaken()
    known.on_day = max(known.on_day, sheet.on_day)
    return known, False


#: What waits to be answered, the longest due first.
_WAITING = """participant_id = %s and instrument = %s and withdrawn_at is null and %s between due_on and until
 and not exists (select from measures_sheet as done where done.assignment_id = measures_assignment.id and done.finished_at is not null)
 order by due_on"""


def _assignment(participant: Participant, told: Told, on_day: date) -> UUID | None:
    """What this answers: the assignment it names, where that is theirs; else one that waited for this instrument on its day."""
    found = told.assignment_id and rows.first(
        Assignment,
        "id = %s and participant_id = %s and instrument = %s",
        told.assignment_id,
        participant.id,
        told.instrument,
    )
    found = found or rows.first(Assignment, _WAITING, participant.id, told.instrument, on_day)
    return found.id if found else None


def _keep_scores(sheet: Sheet, result: Result) -> None:
    for one in result.scores:
        rows.add(
            Score(
                organization_id=sheet.organization_id,
                sheet_id=sheet.id,
                participant_id=sheet.participant_id,
                instrument=sheet.instrument,
                score=one.score.code,
                on_day=sheet.on_day,
                value=one.value,
                converted=one.converted,
                band=one.band.code if one.band else "",
                level=one.level.code if one.level else "",
                is_prorated=one.is_prorated,
            )
        )
