"""What someone does between sessions, on the staff's screens: the diary week as a card, worksheets they share, and what they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.checkins import actions, queries, rules
from daybridge.checkins.models import Entry, GoneThrough
from daybridge.checkins.rules import Insight, Mark, Night
from daybridge.checkins.sentences import again_in_words, said_in_words
from daybridge.checkins.worksheets import Worksheet, diary_words, worksheets
from daybridge.core import clock
from daybridge.core.errors import NotYours
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.on_file import Topic
from daybridge.ui.forms import attempt
from daybridge.workspace.between.form import DiaryForm
from daybridge.workspace.use.page import groups_of_week
from daybridge.workspace.words import insight_in_words

_CARD_DAYS, _SHOWN_DAYS, _NEWEST = 7, 60, 3
#: By which the phone finds an exercise again; its name stands beside it.
_INNER = "exercise-code"


@dataclass(frozen=True)
class CardRow:
    """One target over the week: a mark for each day, None where nothing was said."""

    words: str
    kind: str
    is_danger: bool
    marks: Sequence[Mark | None]


@dataclass(frozen=True)
class Card:
    """The diary's week, as it is opened in session."""

    days: Sequence[date]
    rows: Sequence[CardRow]
    skills: Sequence[tuple[str, int]]
    #: What was written on its pages: the day, the moment where the page is about one, the words.
    notes: Sequence[tuple[date, datetime | None, str]]
    before: date
    after: date | None


@dataclass(frozen=True)
class ShownEntry:
    """A worksheet that is shared: what a list shows of it."""

    entry: Entry
    name: str
    icon: str
    title: str
    is_open: bool
    night: Night | None
    #: How strong something was before and after: "8 → 3"; empty where either was not said.
    change: str


@dataclass(frozen=True)
class Written:
    """What is shared of one kind of worksheet, newest first; `average` is the sleep efficiency of the nights among it."""

    name: str
    icon: str
    entries: Sequence[ShownEntry]

    @property
    def count(self) -> int:
        return len(self.entries)

    @property
    def newest(self) -> Sequence[ShownEntry]:
        return self.entries[:_NEWEST]

    @property
    def older(self) -> Sequence[ShownEntry]:
        return self.entries[_NEWEST:]

    @property
    def average(self) -> int | None:
        nights = [one.night.efficiency for one in self.entries if one.night]
        return round(sum(nights) / len(nights)) if nights else None


@dataclass(frozen=True)
class Setback:
    """A day with what was told of it, what was written to follow it up, and when it was gone through."""

    day: date
    what: str
    chains: Sequence[Entry]
    gone_through: Sequence[GoneThrough]
    #: With which the next time it is gone through is written down, once however often it is sent.
    entry_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Trigger:
    """What pulls at somebody, how it is noticed, what they will do."""

    entry: Entry
    kind: str
    trigger: str
    pull: int | None
    signs: str
    plan: str
    call: str
    sure: int | None


@dataclass(frozen=True)
class Between:
    """Everything between sessions, for whoever's look was permitted and written down."""

    participant: Participant
    card: Card
    written: Sequence[Written]
    insights: Sequence[tuple[Insight, str]]
    days: rules.DaysWithout
    setbacks: Sequence[Setback]
    #: Triggers, warning signs and plans that were shared, and the groups of the week that work on them.
    triggers: Sequence[Trigger]
    groups: Sequence[tuple[Occurrence, Topic | None]]
    has_setup: bool


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The diary week as a card, what is shared, what went together."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    last_on = _day(request.GET.get("week", ""), clock.today(participant.time_zone))
    return render(request, "workspace/between.html", {"page": between(participant, last_on=last_on)})


_LOOKS_BACK = timedelta(days=3 * 365)


def _day(said: str, today: date) -> date:
    try:
        return max(today - _LOOKS_BACK, min(date.fromisoformat(said), today))
    except ValueError:
        return today


def between(participant: Participant, *, last_on: date) -> Between:
    today = clock.today(participant.time_zone)
    episode = programs.current_episode(participant.id)
    window = today - timedelta(days=rules.WINDOW_DAYS - 1)
    lived = queries.lived_days(participant.id, since=window, until=today)
    shared = queries.shared_entries_of(participant.id, since=today - timedelta(days=_SHOWN_DAYS))
    return Between(
        participant=participant,
        card=card_of(participant, last_on=last_on, today=today),
        written=_written(shared),
        insights=[(one, insight_in_words(one)) for one in rules.insights(lived)],
        days=queries.days_without_setback(
            participant.id, admitted_on=episode.admitted_on if episode else None, today=today
        ),
        setbacks=setbacks(participant, since=window),
        triggers=triggers(shared),
        groups=groups_of_week(participant),
        has_setup=queries.diary_of(participant.id).number > 0,
    )


#: A chain analysis written within so many days of a setback is shown beside it.
_FOLLOWED_UP = timedelta(days=7)


def setbacks(participant: Participant, *, since: date) -> list[Setback]:
    """Each day with what was told of it, newest first."""
    words, language = diary_words(), get_language() or "en"
    told = queries.setbacks_told(participant.id, since=since)
    chains = queries.shared_entries_of(participant.id, since=since, codes=["chain-analysis"]) if told else []
    looked = [one for one in queries.gone_through(participant.id) if one.about is None] if told else []

    def what(said: Sequence[Any]) -> str:
        names = (shown(one).title if isinstance(one, Entry) else one.said(words, language) for one in said)
        return " · ".join(dict.fromkeys(names))

    return [
        Setback(
            day, what(said), [one for one in chains if day <= one.on_day <= day + _FOLLOWED_UP],
            [one for one in looked if one.on_day == day],
        )
        for day, said in told.items()
    ]  # fmt: skip


def triggers(shared: Sequence[Entry]) -> list[Trigger]:
    """The triggers and plans among what is shared."""
    sheet = worksheets()["trigger-plan"]

    def words(entry: Entry, code: str) -> str:
        return said_in_words(sheet.fields[code], entry.answers.get(code))

    return [
        Trigger(
            one, words(one, "kind"), words(one, "trigger"), one.answers.get("pull"), words(one, "signs"),
            words(one, "plan"), words(one, "call"), one.answers.get("sure"),
        )
        for one in shared
        if one.worksheet == sheet.code
    ]  # fmt: skip


def card_of(participant: Participant, *, last_on: date, today: date) -> Card:
    """The diary's week that ends on a day."""
    days = [last_on - timedelta(days=back) for back in reversed(range(_CARD_DAYS))]
    told = queries.told_of(participant.id, since=days[0], until=days[-1])
    watched = queries.ever_watched(participant.id)
    asked = [one.code for one in queries.diary_of(participant.id).targets]
    codes = asked + sorted({code for one in told for code in one.marks} - set(asked))
    marks = rules.card(told, codes=codes, days=days)
    words, language = diary_words(), get_language() or "en"
    return Card(
        days=days,
        rows=[
            CardRow(target.said(words, language), target.kind, bool(target.danger), marks[code])
            for code in codes
            if (target := watched.get(code))
        ],
        skills=[(_skill(code), count) for code, count in rules.skills_used(told).items()],
        notes=_notes(participant, days),
        before=days[0] - timedelta(days=1),
        after=min(last_on + timedelta(days=_CARD_DAYS), today) if last_on < today else None,
    )


def _skill(code: str) -> str:
    known = diary_words().by_code.get(code)
    return known.words.said(get_language() or "en") if known else code


def _notes(participant: Participant, days: Sequence[date]) -> list[tuple[date, datetime | None, str]]:
    pages = queries.entries_of(participant.id, since=days[0], codes=["diary"])
    return [
        (one.on_day, one.made_at if one.answers.get("is_moment") else None, one.answers["note"])
        for one in pages
        if one.answers.get("note") and one.on_day <= days[-1]
    ]


def _written(shared: Sequence[Entry]) -> list[Written]:
    """By worksheet, in the order of the phone's own list."""
    language = get_language() or "en"
    by_code = {code: [shown(one) for one in shared if one.worksheet == code] for code in worksheets()}
    return [
        Written(worksheets()[code].name.said(language), worksheets()[code].icon, found)
        for code, found in by_code.items()
        if found
    ]


def shown(entry: Entry) -> ShownEntry:
    """A worksheet as a list shows it."""
    sheet = worksheets()[entry.worksheet]
    title = said_in_words(sheet.fields[sheet.title_field], entry.answers.get(sheet.title_field))
    return ShownEntry(
        entry=entry,
        name=sheet.name.said(get_language() or "en"),
        icon=sheet.icon,
        title=title,
        is_open=bool(sheet.open_until) and not entry.answers.get(sheet.open_until),
        night=rules.night(entry.answers) if sheet.code == "sleep-diary" else None,
        change=_change(entry.answers),
    )


def _change(answers: Mapping[str, Any]) -> str:
    before, after = answers.get("before"), answers.get("after")
    return "" if before is None or after is None else f"{before} → {after}"


# --- One worksheet ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownStep:
    """A step of a worksheet with what was said; rows as tables."""

    title: str
    answers: Sequence[tuple[str, str]]
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]


@require_GET
@staff_page
def worksheet(request: StaffRequest, participant_id: UUID, about: UUID) -> HttpResponse:
    """One worksheet that is shared, as it stands now. Raises NotYours for one that is kept."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    entry = queries.shared_entry(participant.id, about)
    if entry is None or entry.worksheet not in worksheets():
        raise NotYours()
    sheet = worksheets()[entry.worksheet]
    looked = [one for one in queries.gone_through(participant.id) if one.about == about]
    page = {
        "participant": participant,
        "shown": shown(entry),
        "steps": _steps(sheet, entry.answers),
        "looked": looked,
        "entry_id": new_id(),
    }
    return render(request, "workspace/worksheet.html", page)


def _steps(sheet: Worksheet, answers: Mapping[str, Any]) -> list[ShownStep]:
    language = get_language() or "en"
    steps = []
    for step in sheet.steps:
        said, tables = [], []
        for asked in step.fields:
            answer, label = answers.get(asked.code), asked.label.said(language)
            if answer in (None, "", []) or asked.code == _INNER:
                continue
            if asked.kind == "rows":
                heads = [column.label.said(language) for column in asked.columns]
                rows = [[said_in_words(column, row.get(column.code)) for column in asked.columns] for row in answer]
                tables.append((label, heads, rows))
            elif asked.kind == "again":
                said.append((label, again_in_words(sheet, asked, answers)))
            else:
                said.append((label, said_in_words(asked, answer)))
        if said or tables:
            steps.append(ShownStep(step.title.said(language), said, tables))
    return steps


# --- What is asked ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def set_up(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Say what this person's check-in and diary ask."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    diary = queries.diary_of(participant.id, episode=programs.current_episode(participant.id))
    if request.method == "GET":
        return _set_up_page(request, participant, DiaryForm(diary=diary))
    form = DiaryForm(request.POST, diary=diary)

    def keep(said: dict[str, Any]) -> None:
        actions.set_diary(
            request.actor,
            participant,
            asks=form.asks,
            targets=form.targets,
            skills=said["skills"],
            based_on=said["based_on"],
        )

    status = attempt(form, keep)
    if status is None:
        messages.success(request, _("Saved. Their phone asks this from the next time it has signal."))
        return redirect("workspace:between", participant.id)
    return _set_up_page(request, participant, form, status=status)


def _set_up_page(
    request: StaffRequest, participant: Participant, form: DiaryForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "workspace/between_set_up.html", {"participant": participant, "form": form}, status=status)
