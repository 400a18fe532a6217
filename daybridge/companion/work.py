"""A person's work between sessions as their phone shows it: what is asked, what they wrote, and what it comes to."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ninja import Schema

from daybridge.checkins import queries as checkins
from daybridge.checkins import rules
from daybridge.checkins.models import Entry
from daybridge.checkins.queries import Diary
from daybridge.checkins.sentences import acted_in_words
from daybridge.checkins.worksheets import as_asked, diary_words, worksheets
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs import queries as programs

SHOWN_DAYS = 90


class WatchedTarget(Schema):
    code: str
    kind: str
    words: str
    #: What acting on it is called; empty where the page's own words do.
    acted: str
    #: Its marks may be for a human to hear of; which, and who, is not for a phone that others may see.
    goes_first: bool
    on_check_in: bool


class ListedSkill(Schema):
    code: str
    words: str
    module: str


class ShownDiary(Schema):
    """What one's own check-in and diary ask."""

    asks: dict[str, bool]
    targets: list[WatchedTarget]
    skills: list[ListedSkill]


class ShownEntry(Schema):
    """The last word on one thing. `about` names it in all its versions."""

    id: UUID
    about: UUID
    worksheet: str
    version: int
    on_day: date
    made_at: datetime
    is_shared: bool
    answers: dict[str, Any]
    #: What it comes to, where there is something to reckon: {"efficiency": 86, "in_bed": 480, "asleep": 413}.
    reading: dict[str, int]
    #: When somebody of the team looked at it together with its author; none where nobody has.
    together_at: datetime | None = None


class Without(Schema):
    without: int
    of: int


class ShownInsight(Schema):
    code: str
    good_with: int
    days_with: int
    good_without: int
    days_without: int
    tells: bool


class ShownMilestone(Schema):
    code: str
    reached: int


class Progress(Schema):
    days: Without
    insights: list[ShownInsight]
    milestones: list[ShownMilestone]


class Work(Schema):
    worksheets: list[dict[str, Any]]
    diary: ShownDiary
    entries: list[ShownEntry]
    progress: Progress


def work_of(participant: Participant) -> Work:
    """One's own worksheets, diary, entries of the last 90 days, and what they come to."""
    today = clock.today(participant.time_zone)
    episode = programs.current_episode(participant.id)
    since = today - timedelta(days=SHOWN_DAYS - 1)
    looked = {one.about: one.at for one in reversed(checkins.gone_through(participant.id))}
    return Work(
        worksheets=[as_asked(one, participant.language) for one in worksheets().values()],
        diary=shown_diary(checkins.diary_of(participant.id, episode=episode), participant.language),
        entries=[shown_entry(one, looked.get(one.about)) for one in checkins.entries_of(participant.id, since=since)],
        progress=progress_of(participant, today=today, admitted_on=episode.admitted_on if episode else None),
    )


def shown_diary(diary: Diary, language: str) -> ShownDiary:
    """A diary in the person's language; skills in the order of the site's families."""
    words = diary_words()
    listed = set(diary.skills)
    skills = [
        ListedSkill(code=skill.code, words=skill.words.said(language), module=module.words.said(language))
        for module in words.modules
        for skill in module.skills
        if not listed or skill.code in listed
    ]
    targets = [
        WatchedTarget(
            code=one.code,
            kind=one.kind,
            words=one.said(words, language),
            acted=acted_in_words(one.danger),
            goes_first=bool(one.danger),
            on_check_in=one.on_check_in,
        )
        for one in diary.targets
    ]
    return ShownDiary(asks=dict(diary.asks), targets=targets, skills=skills)


def shown_entry(entry: Entry, together_at: datetime | None = None) -> ShownEntry:
    return ShownEntry(
        id=entry.id,
        about=entry.about,
        worksheet=entry.worksheet,
        version=entry.version,
        on_day=entry.on_day,
        made_at=entry.made_at,
        is_shared=entry.is_shared,
        answers=entry.answers,
        reading=_reading(entry),
        together_at=together_at,
    )


def _reading(entry: Entry) -> dict[str, int]:
    slept = rules.night(entry.answers) if entry.worksheet == "sleep-diary" else None
    if slept is None:
        return {}
    return {"efficiency": slept.efficiency, "in_bed": slept.in_bed, "asleep": slept.asleep}


def progress_of(participant: Participant, *, today: date, admitted_on: date | None) -> Progress:
    """Days without a setback, what went together, and what was reached, over the last 90 days or since they came."""
    window = today - timedelta(days=rules.WINDOW_DAYS - 1)
    without = checkins.days_without_setback(participant.id, admitted_on=admitted_on, today=today)
    lived = checkins.lived_days(participant.id, since=window, until=today)
    return Progress(
        days=Without(without=without.without, of=without.of),
        insights=[
            ShownInsight(
                code=one.code,
                good_with=one.good_with,
                days_with=one.days_with,
                good_without=one.good_without,
                days_without=one.days_without,
                tells=one.tells,
            )
            for one in rules.insights(lived)
        ],
        milestones=[
            ShownMilestone(code=one.code, reached=one.reached)
            for one in rules.milestones(checkins.counts_of(participant.id))
        ],
    )
