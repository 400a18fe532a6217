"""One person's chart: who they are, who cares for them, how it goes, and everything that happened in one line of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from daybridge.attendance import queries as attendance
from daybridge.attendance.rules import State
from daybridge.attendance.sentences import STATES
from daybridge.checkins import queries as checkins
from daybridge.checkins.rules import DaysWithout
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.library import queries as library
from daybridge.measures import queries as measures
from daybridge.medications import queries as medications
from daybridge.notes import queries as notes
from daybridge.notes.models import Note
from daybridge.people import queries as people
from daybridge.people.rules import age_on
from daybridge.plans import queries as work
from daybridge.plans.models import Objective
from daybridge.privacy import queries as privacy
from daybridge.privacy.actions import Chart
from daybridge.privacy.sentences import part_for_staff, purpose_in_words
from daybridge.programs import queries as programs
from daybridge.programs.rules import day_of_program
from daybridge.safety import queries as safety
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.queries import Standing
from daybridge.safety.plan.sentences import need_in_words
from daybridge.safety.sentences import alert_in_words, facts_in_words, outcome_in_words, step_in_words
from daybridge.ui import plots
from daybridge.ui.plots import Phase, Reading
from daybridge.ui.words import hours_of
from daybridge.workspace import rules, words
from daybridge.workspace.alert_cards import AlertCard, open_cards
from daybridge.workspace.changed import WhatChanged, what_changed
from daybridge.workspace.chart_cards import ChartCards, cards
from daybridge.workspace.medicines.views import MedicinesCard
from daybridge.workspace.medicines.views import card as medicines_card
from daybridge.workspace.reach import ReachCard, reach_card
from daybridge.workspace.rules import Source

PLOT_DAYS = 90
_AT_MOST = 30
_NEVER_ID = UUID(int=0)


@dataclass(frozen=True)
class Header:
    """What stands at the top of a chart."""

    participant: Any
    age: int
    episode: Any
    program: str
    day_of_program: int | None
    team: Sequence[tuple[str, str]]
    contacts: Sequence[Any]
    has_app: bool


@dataclass(frozen=True)
class Step:
    """One line of an alert's history, in words."""

    at: datetime
    words: str
    by: str
    to: str
    note: str
    facts: Sequence[str] = ()


@dataclass(frozen=True)
class Happening:
    """One thing that happened, on the participant's own day."""

    kind: str
    at: datetime
    on_day: date
    entry: Any = None
    mood: str = ""
    place: str = ""
    title: str = ""
    facts: Sequence[str] = ()
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Timeline:
    """A page of a timeline, newest first, by day; `older` is where the next one starts."""

    days: Sequence[tuple[date, Sequence[Happening]]]
    older: date | None


@dataclass(frozen=True)
class SharesWith:
    """A supporter who sees something of a participant's: what of, and until when."""

    supporter: Any
    parts: str
    until: date


_NOTES_SHOWN = 3


@dataclass(frozen=True)
class ChartPage:
    header: Header
    plot: plots.MoodPlot
    alerts: Sequence[AlertCard]
    changed: WhatChanged
    timeline: Timeline
    looks: Sequence[tuple[Any, str]]
    plan: Standing
    plan_needs: str
    scores: Sequence[measures.Newest]
    reach: ReachCard
    days: DaysWithout
    library: library.Reading
    medicines: MedicinesCard
    shares: Sequence[SharesWith]
    cards: ChartCards
    #: What they work on, and the newest signed notes.
    objectives: Sequence[Objective] = ()
    notes: Sequence[Note] = ()


def chart_page(actor: Actor, chart: Chart, *, show: str, before: date | None) -> ChartPage:
    """Everything a chart shows, for someone whose look `open_chart` has permitted and written down."""
    person = chart.participant
    episodes = list(programs.episodes_of(person.id))
    open_alerts = safety.open_alerts(actor).filter(participant_id=person.id)
    plan = plans.standings([person.id])[person.id]
    listed = medications.medicines_of(person)
    return ChartPage(
        header=_header(person, episodes),
        plot=_mood(person, episodes),
        alerts=open_cards(actor, open_alerts),
        changed=what_changed(person),
        timeline=timeline(person, episodes, show=show, before=before),
        looks=[(look, purpose_in_words(look.purpose)) for look in privacy.looks_at_chart(person.id, most=20)],
        plan=plan,
        plan_needs=need_in_words(plan.need) if plan.need else "",
        scores=measures.newest(person.id),
        days=_days_without_setback(person, episodes),
        library=library.reading(person.id),
        medicines=medicines_card(person, listed),
        reach=reach_card(person),
        shares=_shares(person.id),
        cards=cards(actor, person, listed),
        objectives=work.objectives(person.id),
        notes=list(notes.notes_of(actor, person.id)[:_NOTES_SHOWN]),
    )


def _shares(participant_id: UUID) -> list[SharesWith]:
    by_supporter = groupby(privacy.shares_now(participant_id), key=lambda one: one.supporter)
    return [
        SharesWith(supporter, ", ".join(part_for_staff(one.part) for one in shares), shares[0].until)
        for supporter, shares in ((supporter, list(found)) for supporter, found in by_supporter)
    ]


def _days_without_setback(person: Any, episodes: Sequence[Any]) -> DaysWithout:
    admitted_on = next((one.admitted_on for one in episodes if one.ended_on is None), None)
    return checkins.days_without_setback(person.id, admitted_on=admitted_on, today=clock.today(person.time_zone))


def _header(person: Any, episodes: Sequence[Any]) -> Header:
    today = clock.today(person.time_zone)
    episode = next((one for one in episodes if one.ended_on is None), None)
    return Header(
        participant=person,
        age=age_on(person.born_on, today),
        episode=episode,
        program=_program(episode) if episode else "",
        day_of_program=day_of_program(episode.admitted_on, today) if episode else None,
        team=[
            (member.name, str(words.TEAM_ROLES.get(member.role, member.role))) for member in people.care_team(person.id)
        ],
        contacts=list(people.contacts(person.id)),
        has_app=person.account_id is not None,
    )


def _program(episode: Any) -> str:
    return words.program(episode.program.name, episode.program.name_es)


def _mood(person: Any, episodes: Sequence[Any]) -> plots.MoodPlot:
    today = clock.today(person.time_zone)
    entries = checkins.recent(person.id, until=today, days=PLOT_DAYS).values_list("on_day", "mood")
    return plots.plot_mood(
        [Reading(on_day, mood) for on_day, mood in entries],
        first_on=today - timedelta(days=PLOT_DAYS - 1),
        last_on=today,
        bands=words.moods(),
        phases=list(_phases(episodes)),
    )


def _phases(episodes: Iterable[Any]) -> Iterable[Phase]:
    for episode in episodes:
        yield Phase(episode.admitted_on, _("Admitted"))
        if episode.ended_on:
            yield Phase(episode.ended_on, _("Discharged"))


def timeline(person: Any, episodes: Sequence[Any], *, show: str, before: date | None) -> Timeline:
    """A page of what happened before the participant's day `before` (everything, when None), newest first.

    Each source is read through its index up to a limit; the page stops where the first of them might have more.
    """
    wanted = [show] if show in _KINDS else _KINDS
    read = [_SOURCES[kind](person, episodes, before) for kind in wanted if kind in _SOURCES]
    floor = rules.floor_of_page(
        Source([one.on_day for one in happenings], len(happenings) >= _AT_MOST) for happenings in read
    )
    if "requests" in wanted:
        read.append(_requests(person, floor, before))
    everything = [one for happenings in read for one in happenings if floor is None or one.on_day > floor]
    return Timeline(_by_day(everything), floor and floor + timedelta(days=1))


def _by_day(happenings: Iterable[Happening]) -> list[tuple[date, list[Happening]]]:
    days: dict[date, list[Happening]] = {}
    for one in sorted(happenings, key=lambda one: (one.on_day, one.at), reverse=True):
        days.setdefault(one.on_day, []).append(one)
    return list(days.items())


def _check_ins(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    start = (before, _NEVER_ID) if before else None
    entries = checkins.page(person.id, before=start, most=_AT_MOST)
    watched = checkins.ever_watched(person.id) if any(entry.marks for entry in entries) else {}
    return [
        Happening(
            "check_ins",
            entry.made_at,
            entry.on_day,
            entry=entry,
            mood=words.mood(entry.mood),
            facts=words.marks(entry.marks, watched),
        )
        for entry in entries
    ]


def _alerts(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    until = datetime.combine(before, time(), ZoneInfo(person.time_zone)) if before else None
    return [
        Happening(
            "alerts",
            alert.raised_at,
            clock.day_of(alert.raised_at, person.time_zone),
            entry=alert,
            title=alert_in_words(alert),
            facts=facts_in_words(alert.facts),
            steps=alert_steps(alert),
        )
        for alert in safety.alerts_of(person.id, before=until, most=_AT_MOST)
    ]


def _requests(person: Any, floor: date | None, before: date | None) -> list[Happening]:
    """What they asked for between the page's floor and its start; with no floor, everything they ever asked for."""
    today = clock.today(person.time_zone)
    days = (today - floor).days + 1 if floor else 3_650
    found = (
        Happening("requests", one.made_at, clock.day_of(one.made_at, person.time_zone), entry=one)
        for one in safety.requests_of(person.id, days=days)
    )
    return [one for one in found if before is None or one.on_day < before]


def _milestones(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    zone = ZoneInfo(person.time_zone)
    found = []
    for episode in episodes:
        admitted = datetime.combine(episode.admitted_on, time(), zone)
        place = _program(episode)
        found.append(Happening("milestones", admitted, episode.admitted_on, title="admitted", place=place))
        if episode.ended_on:
            ended = datetime.combine(episode.ended_on, time(23, 59), zone)
            found.append(
                Happening("milestones", ended, episode.ended_on, entry=episode, title="discharged", place=place)
            )
    return [one for one in found if before is None or one.on_day < before]


def _measures(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    return [
        Happening("measures", one.finished_at, one.on_day, entry=one)
        for one in measures.finished(person.id, before=before, most=_AT_MOST)
    ]


def _sessions(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    """How sessions went, each with the note about it."""
    rows = attendance.went(person.id, before=before, most=_AT_MOST)
    written = notes.notes_about(person.id, [one.occurrence_id for one in rows])
    return [
        Happening(
            "sessions",
            one.first_at or one.occurrence.begins_at,
            one.on_day,
            entry=written.get(one.occurrence_id),
            place=one.occurrence.series.group.called,
            title=str(STATES[State(one.state)]),
            facts=_how(one),
        )
        for one in rows
    ]


def _how(one: Any) -> list[str]:
    said = [hours_of(one.minutes)] if one.minutes else []
    return said + [
        str(words) for words, is_so in ((_("late"), one.is_late), (_("left early"), one.left_early)) if is_so
    ]


def _notes(person: Any, episodes: Sequence[Any], before: date | None) -> list[Happening]:
    """What was written of anything but a session."""
    return [
        Happening("notes", one.begins_at, clock.day_of(one.begins_at, person.time_zone), entry=one)
        for one in notes.other_notes(person.id, before=before, zone=person.time_zone, most=_AT_MOST)
    ]


_KINDS = ("check_ins", "measures", "alerts", "requests", "milestones", "sessions", "notes")
_SOURCES: dict[str, Any] = {
    "check_ins": _check_ins,
    "measures": _measures,
    "alerts": _alerts,
    "milestones": _milestones,
    "sessions": _sessions,
    "notes": _notes,
}


def alert_steps(alert: Any) -> list[Step]:
    """An alert's history in words, oldest first."""
    return [step(alert, one) for one in alert.steps.all()]


def step(alert: Any, one: Any) -> Step:
    """One step of an alert's history in words."""
    outcome = one.outcome or (alert.outcome if one.kind == "closed" else "")
    said = step_in_words(one.kind)
    return Step(
        at=one.at,
        words=said
        if not outcome
        else outcome_in_words(outcome)
        if one.kind == "closed"
        else f"{said}: {outcome_in_words(outcome)}",
        by=one.staff.name if one.staff else "",
        to=one.to_staff.name if one.to_staff else "",
        note=one.note,
        facts=facts_in_words(one.facts) if one.kind in ("grew", "added") else (),
    )
