"""Keeping what a participant writes down, and setting up what they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.checkins import queries, rules
from daybridge.checkins.events import CheckInSaved, DiarySet, EntryGoneThrough, EntrySaved
from daybridge.checkins.models import CheckIn, DiarySetup, Entry, GoneThrough
from daybridge.checkins.rules import Answers, Dating, Mark, Watched
from daybridge.checkins.worksheets import diary_words, worksheets
from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours
from daybridge.people import access
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode

DIARY = "diary"


def _say(fault: str) -> str:
    words = {
        "out-of-range": _("This number is outside the scale."),
        "unknown": _("This answer isn't one of the choices."),
        "too-long": _("This note is too long. Please shorten it."),
        "missing": _("This is needed."),
        "unreadable": _("This answer can't be read."),
        "twice": _("The same thing is there twice."),
        "too-many": _("This is more than anyone fills in. Leave some out."),
    }
    return words[fault]


def _refuse(faults: Mapping[str, str], words: str) -> None:
    if faults:
        raise Invalid(words, fields={name: _say(fault) for name, fault in faults.items()})


@action(allow=access.is_participant_self)
def check_in(
    actor: Actor,
    participant: Participant,
    *,
    entry_id: UUID,
    on_day: date,
    made_at: datetime,
    answers: Answers,
    marks: Mapping[str, Mark] | None = None,
) -> CheckInSaved:
    """Save a check-in once, however often the phone sends it. The phone makes `entry_id` (UUIDv7).

    Raises Invalid (422) when an answer can't be, Conflict (409) outside an episode or for an id that is taken.
    """
    marks = marks or {}
    asked = queries.ever_watched(participant.id) if marks else {}
    _refuse(rules.faults_in(answers), _("Part of this check-in can't be saved."))
    _hold_marks(marks, (), asked)
    dating = _date(participant, on_day, made_at)
    has_dangers = bool(rules.dangers_marked(marks, asked))
    episode = _episode_of(participant, dating, has_dangers=has_dangers)
    entry = CheckIn(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        episode_id=episode.id,
        on_day=dating.on_day,
        made_at=dating.made_at,
        saved_at=clock.now(),
        clock_was_wrong=dating.clock_was_wrong,
        mood=answers.mood,
        anxiety=answers.anxiety,
        urge=answers.urge if answers.urge is not None and _asks_about_urges(episode) else None,
        sleep_hours=answers.sleep_hours,
        medicines=answers.medicines,
        note=answers.note,
        marks={code: mark.to_json() for code, mark in marks.items()},
    )
    entry, repeated = rows.add_once(entry)
    return CheckInSaved(**_kept(entry), has_dangers=has_dangers, repeated=repeated)


def _asks_about_urges(episode: Episode) -> bool:
    return episode.substance_use_focus or queries.diary_of(episode.participant_id, episode=episode).asks["urge"]


def _hold_marks(marks: Mapping[str, Mark], skills: Sequence[str], asked: Mapping[str, Watched]) -> None:
    """Raises Conflict for what no diary of theirs ever asked, Invalid for what is outside its scale."""
    if not {*asked, *diary_words().by_code}.issuperset(skills) or not set(asked).issuperset(marks):
        raise Conflict(_("Your diary asks something else now. Reload the page and try again."), code="not-asked")
    faults = dict.fromkeys(sorted(rules.faults_in_marks(marks)), "out-of-range")
    _refuse(faults, _("Part of this can't be saved."))


def _episode_of(participant: Participant, dating: Dating, *, has_dangers: bool) -> Episode:
    """The stay in which it was written; for what says of danger and was written in none, the last one, so that somebody is alerted.

    Raises Conflict for anything else that was written in none: nobody would read it.
    """
    episode = programs.episode_on(participant.id, clock.day_of(dating.made_at, participant.time_zone))
    if episode is None and has_dangers:
        episode = programs.episodes_of(participant.id).first()
    if episode is None:
        raise Conflict(_("You are not in a program now, so check-ins are closed."), code="no-episode")
    return episode


def _date(participant: Participant, on_day: date, made_at: datetime, *, days_ahead: int = 0) -> Dating:
    return rules.date_entry(
        claimed_day=on_day,
        claimed_at=made_at,
        claimed_at_day=clock.day_of(made_at, participant.time_zone),
        now=clock.now(),
        today=clock.today(participant.time_zone),
        days_ahead=days_ahead,
    )


def _kept(entry: CheckIn | Entry) -> dict[str, Any]:
    return {
        "organization_id": entry.organization_id,
        "subject_id": entry.id,
        "participant_id": entry.participant_id,
        "episode_id": entry.episode_id,
        "on_day": entry.on_day,
        "saved_at": entry.saved_at,
    }


# --- Worksheets and the diary ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ToldEntry:
    """A worksheet as a phone sends it; `about` is the entry that it goes on with or corrects."""

    id: UUID
    worksheet: str
    version: int
    on_day: date
    made_at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    about: UUID | None = None
    is_shared: bool = False


@action(allow=access.is_participant_self)
def save_entry(actor: Actor, participant: Participant, *, told: ToldEntry) -> EntrySaved:
    """Save a worksheet or a page of the diary once, however often the phone sends it; a correction is an entry of its own.

    Raises Invalid (422) when an answer can't be, Conflict (409) outside an episode or for an id that is taken.
    """
    has_dangers = _hold_diary(participant, told) if told.worksheet == DIARY else _hold_worksheet(told)
    sheet = worksheets().get(told.worksheet)
    before = queries.first_about(participant.id, told.about) if told.about else None
    if before and before.worksheet != told.worksheet:
        raise IdTaken()
    on_day = clock.day_of(told.made_at, participant.time_zone) if before else told.on_day  # a correction claims no day
    dating = _date(participant, on_day, told.made_at, days_ahead=sheet.days_ahead if sheet else 0)
    episode = _episode_of(participant, dating, has_dangers=has_dangers)
    entry = Entry(
        id=told.id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        episode_id=episode.id,
        about=told.about or told.id,
        worksheet=told.worksheet,
        version=told.version,
        on_day=before.on_day if before else dating.on_day,
        made_at=dating.made_at,
        saved_at=clock.now(),
        clock_was_wrong=dating.clock_was_wrong,
        is_shared=told.is_shared or not (sheet and sheet.is_kept_or_shared),
        answers=dict(told.answers),
    )
    entry, repeated = rows.add_once(entry)
    return EntrySaved(
        **_kept(entry),
        has_dangers=has_dangers,
        worksheet=entry.worksheet,
        is_shared=entry.is_shared,
        repeated=repeated,
    )


def _hold_worksheet(told: ToldEntry) -> bool:
    """Whether it says of danger; raises Conflict for a worksheet that is gone, Invalid for what can't be."""
    sheet = worksheets().get(told.worksheet)
    if sheet is None:
        raise Conflict(_("This worksheet is not in use any more. Your words are still here."), code="no-worksheet")
    _refuse(rules.faults_in_answers(sheet, told.version, told.answers), _("Part of this can't be saved."))
    return bool(rules.dangers_in(sheet, told.answers))


def _hold_diary(participant: Participant, told: ToldEntry) -> bool:
    page = rules.read_page(told.answers)
    if page is None:
        raise Invalid(_("Part of this can't be saved."), fields={"answers": _say("unreadable")})
    asked = queries.ever_watched(participant.id)
    _hold_marks(page.marks, page.skills, asked)
    return bool(rules.dangers_marked(page.marks, asked))


# --- What is asked ---------------------------------------------------------------------------------------------------


@action(allow=access.treats_participant_of)
def set_diary(
    actor: Actor,
    participant: Participant,
    *,
    asks: Mapping[str, bool],
    targets: Sequence[Watched],
    skills: Sequence[str],
    based_on: int,
) -> DiarySet:
    """Say what a person's check-in and diary ask from now on; `based_on` is the number of the setup that was on the screen.

    Raises Invalid (422) for what can't be asked, Conflict (409) when a colleague has set it meanwhile.
    """
    _refuse(rules.faults_in_setup(targets, skills, diary_words()), _("The diary can't be set up like this."))
    if queries.diary_of(participant.id).number != based_on:
        raise _changed_meanwhile()
    setup = DiarySetup(
        organization_id=participant.organization_id,
        participant_id=participant.id,
        number=based_on + 1,
        asks={name: bool(asks.get(name)) for name in rules.QUESTIONS},
        targets=[one.to_json() for one in targets],
        skills=list(skills),
        set_by_id=actor.who if actor.is_staff else None,
    )
    try:
        with transaction.atomic():
            setup.save(force_insert=True)
    except IntegrityError as error:  # a colleague's came in between
        raise _changed_meanwhile() from error
    return DiarySet(
        organization_id=setup.organization_id,
        subject_id=setup.id,
        participant_id=participant.id,
        number=setup.number,
        accounts=(participant.account_id,) if participant.account_id else (),
    )


def _changed_meanwhile() -> Conflict:
    return Conflict(_("A colleague changed this while you had it open. Look at it again."), code="changed-meanwhile")


# --- Looking at it together ------------------------------------------------------------------------------------------

MOST_AGREED_CHARACTERS = 300


@action(allow=access.is_staff_treating_participant_of)
def go_through(
    actor: Actor,
    participant: Participant,
    *,
    entry_id: UUID,
    on_day: date,
    about: UUID | None = None,
    in_session: bool = True,
    agreed: str = "",
) -> EntryGoneThrough:
    """Write down that a worksheet (`about`), or what was told of a day's setbacks, was looked at with its author. Twice is once.

    Raises NotYours for what is kept or was never told, Invalid (422) for too many words.
    """
    entry = queries.shared_entry(participant.id, about) if about else None
    if (about and entry is None) or (not about and on_day not in queries.setbacks_told(participant.id, since=on_day)):
        raise NotYours()
    if len(agreed) > MOST_AGREED_CHARACTERS or "\x00" in agreed:
        fault = _say("too-long" if "\x00" not in agreed else "unreadable")
        raise Invalid(_("Part of this can't be saved."), fields={"agreed": fault})
    row = GoneThrough(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        about=about,
        on_day=entry.on_day if entry else on_day,
        in_session=in_session,
        agreed=agreed.strip(),
        staff_id=actor.who,
    )
    kept, repeated = rows.add_once(row)
    return EntryGoneThrough(
        organization_id=kept.organization_id,
        subject_id=kept.id,
        participant_id=participant.id,
        on_day=kept.on_day,
        in_session=kept.in_session,
        accounts=(participant.account_id,) if participant.account_id else (),
        repeated=repeated,
    )
