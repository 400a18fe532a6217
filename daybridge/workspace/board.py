"""The caseload board: everybody in a program, who needs someone first at the top. The number of queries never grows with the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from daybridge.attendance.ledger import queries as minutes
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.measures import queries as measures
from daybridge.measures.rules import ChangeKind
from daybridge.measures.sentences import flag_in_words, number, signed
from daybridge.people import queries as people
from daybridge.people.rules import Role, TeamRole, full_name
from daybridge.programs import queries as programs
from daybridge.programs.rules import day_of_program
from daybridge.safety import queries as safety
from daybridge.workspace import changed, rules, words
from daybridge.workspace.rules import BOARD_DAYS, SPARKLINE_DAYS, OpenAlert, Reason, Standing
from daybridge.workspace.session import attended
from daybridge.workspace.session.attended import HoursMark, StripMark

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a board shows; every field stands in the page's address."""

    q: str = ""
    program: UUID | None = None
    therapist: UUID | None = None
    state: str = ""
    mine: bool = False


@dataclass(frozen=True)
class AlertMark:
    """An open alert as it stands on the board."""

    id: UUID
    level: str
    promised_at: datetime
    taken_at: datetime | None


class EpisodeFacts(NamedTuple):
    """What a line of the board says about someone's stay."""

    admitted_on: date
    asks_urge: bool
    program: str
    program_es: str
    pronouns: str
    time_zone: str


@dataclass(frozen=True)
class Ranked:
    """One person of the caseload with what decides their place."""

    participant_id: UUID
    episode: EpisodeFacts
    standing: Standing
    last_at: datetime | None
    last_on: date | None
    alerts: Sequence[AlertMark] = ()

    @property
    def reason(self) -> Reason:
        return rules.reason(self.standing)


@dataclass(frozen=True)
class MeasureMark:
    """Somebody's last score as it stands on the board: "PHQ-9 14, −4, better"."""

    name: str
    value: str
    moved: str
    flag: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A line of the board."""

    participant_id: UUID
    name: str
    pronouns: str
    program: str
    day_of_program: int
    therapist: str
    moods: Sequence[int | None]
    urges: Sequence[int | None] | None
    last_at: datetime | None
    last_words: str
    measure: "MeasureMark | None"
    alerts: Sequence[AlertMark]
    reason: Reason
    why: str
    #: What changed against their own usual, where they were put before their clinician lately.
    changed: str
    #: Hours of this week against the plan; None where there is neither. And how the last sessions went, if there were any.
    hours: HoursMark | None
    strip: StripMark | None


@dataclass(frozen=True)
class Board:
    """A page of the caseload board."""

    rows: Sequence[Row]
    total: int
    page: int
    programs: Sequence[Any] = field(default=())
    therapists: Sequence[Any] = field(default=())

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def caseload(actor: Actor, filters: Filters, *, today: date) -> list[Ranked]:
    """Everyone in a program whom this actor may look at, who needs someone first at the top.

    `today` is the site's day. One row per person with their newest entry of the last 30 days: the cost follows the number
    of people, never the length of their histories.
    """
    newest = checkins.recent(cast(UUID, OuterRef("participant_id")), until=today + timedelta(days=1), days=BOARD_DAYS)
    entry = JSONObject(on_day="on_day", mood="mood", at="made_at")
    found = _filtered(programs.open_episodes(actor), actor, filters)
    rows = found.annotate(newest=Subquery(newest.order_by("-on_day", "-made_at").values(entry=entry)[:1])).values_list(
        "participant_id",
        "newest",
        "participant__given_name",
        "participant__family_name",
        "participant__chosen_name",
        "participant__account__created_at",
        "admitted_on",
        "substance_use_focus",
        "program__name",
        "program__name_es",
        "participant__pronouns",
        "participant__time_zone",
    )
    alerts, now = alerts_by_person(actor), clock.now()
    ranked = [_rank(row, alerts.get(row[0], ()), today, now) for row in rows]
    return sorted((one for one in ranked if shows(one, filters.state)), key=lambda one: rules.place(one.standing))


def _filtered(episodes: Any, actor: Actor, filters: Filters) -> Any:
    if filters.program:
        episodes = episodes.filter(program_id=filters.program)
    if filters.therapist:
        episodes = episodes.filter(
            participant__care_team__staff_id=filters.therapist,
            participant__care_team__until=None,
            participant__care_team__role=TeamRole.PRIMARY,
        )
    if filters.mine:
        episodes = episodes.filter(participant__care_team__staff_id=actor.person_id, participant__care_team__until=None)
    for word in filters.q.split()[:4]:
        episodes = episodes.filter(
            Q(participant__given_name__icontains=word)
            | Q(participant__family_name__icontains=word)
            | Q(participant__chosen_name__icontains=word)
        )
    return episodes


def alerts_by_person(actor: Actor) -> dict[UUID, list[AlertMark]]:
    """Open alerts this actor may see, gravest first."""
    found: dict[UUID, list[AlertMark]] = {}
    rows = safety.open_alerts(actor).values_list("participant_id", "id", "level", "promised_at", "taken_at")
    for person, alert_id, level, promised_at, taken_at in rows:
        found.setdefault(person, []).append(AlertMark(alert_id, level, promised_at, taken_at))
    for marks in found.values():
        marks.sort(key=lambda mark: (rules.gravity(mark.level), mark.promised_at))
    return found


def as_ranked(mark: AlertMark, now: datetime) -> OpenAlert:
    """An open alert as the order of the board reads it."""
    if mark.taken_at is not None:
        return OpenAlert(level=mark.level, is_late=False, is_taken=True)
    left = int((mark.promised_at - now).total_seconds())
    return OpenAlert(level=mark.level, is_late=mark.promised_at <= now, is_taken=False, seconds_left=left)


def _rank(row: tuple[Any, ...], alerts: Sequence[AlertMark], today: date, now: datetime) -> Ranked:
    participant_id, newest, given, family, chosen, joined_at, *episode_facts = row
    episode = EpisodeFacts(*episode_facts)
    last_on = date.fromisoformat(newest["on_day"]) if newest else None
    joined_on = clock.day_of(joined_at, episode.time_zone) if joined_at else None
    due_from = max(episode.admitted_on, joined_on) + timedelta(days=1) if joined_on else None
    standing = Standing(
        name=full_name(given, family, chosen),
        alerts=tuple(as_ranked(alert, now) for alert in alerts),
        mood=newest["mood"] if newest else None,
        quiet_days=rules.quiet_days(last_on=last_on, due_from=due_from, today=today),
    )
    last_at = datetime.fromisoformat(newest["at"]) if newest else None
    return Ranked(participant_id, episode, standing, last_at, last_on, alerts)


def shows(one: Ranked, state: str) -> bool:
    """Whether somebody is among those whom a board shows that is narrowed to a state; everybody is where it is not."""
    return {
        "alerts": bool(one.standing.alerts),
        "low": one.standing.mood is not None and one.standing.mood <= rules.LOW_MOOD,
        "quiet": (one.standing.quiet_days or 0) >= rules.QUIET_DAYS,
        "not_set_up": one.standing.quiet_days is None,
    }.get(state, True)


def board(actor: Actor, filters: Filters, *, page: int, today: date) -> Board:
    """A page of fifty of the caseload board."""
    ranked = caseload(actor, filters, today=today)
    page = min(max(1, page), max(1, -(-len(ranked) // PAGE)))
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    sees_all = actor.has_role(Role.DIRECTOR)
    return Board(
        rows=_rows(actor, shown, today=today),
        total=len(ranked),
        page=page,
        programs=list(programs.programs(actor)),
        therapists=list(people.staff_members(actor, role=Role.THERAPIST)) if sees_all else (),
    )


def _rows(actor: Actor, shown: Sequence[Ranked], *, today: date) -> list[Row]:
    """One page's people with their two weeks of answers and, where a director looks, their therapist."""
    people_shown = [one.participant_id for one in shown]
    answers = checkins.answers_of_many(people_shown, until=today + timedelta(days=1), days=SPARKLINE_DAYS + 2)
    therapists = people.primary_therapists(people_shown) if actor.has_role(Role.DIRECTOR) else {}
    scores = measures.marks_of_many({one.participant_id: one.episode.admitted_on for one in shown}, today=today)
    marks = changed.marks(people_shown, on=today)
    weeks, strips = minutes.weeks_of_many(people_shown, first=today, last=today), minutes.strips(people_shown)
    return [
        _row(
            one,
            answers[one.participant_id],
            _measure_mark(scores.get(one.participant_id)),
            therapists.get(one.participant_id, ""),
            marks.get(one.participant_id, ""),
            attended.hours_mark(weeks[one.participant_id][0]),
            attended.strip_mark(strips.get(one.participant_id, ())),
        )
        for one in shown
    ]


def _measure_mark(mark: measures.BoardMark | None) -> MeasureMark | None:
    if mark is None:
        return None
    moved = "" if not mark.moved else signed(mark.moved)
    is_trouble = mark.kind in (ChangeKind.WORSE, ChangeKind.NOT_ON_TRACK)
    tone = "plain" if mark.kind in (None, ChangeKind.NO_SCORE) else "trouble" if is_trouble else "good"
    flag = flag_in_words(mark.kind) if mark.kind else ""
    value = "" if mark.value is None else number(mark.value)
    return MeasureMark(mark.instrument.upper(), value, moved, flag, tone)


def _row(
    one: Ranked, answers: Sequence[checkins.Answer], measure: MeasureMark | None, therapist: str, mark: str,
    hours: HoursMark | None, strip: StripMark | None,
) -> Row:  # fmt: skip
    episode, today = one.episode, clock.today(one.episode.time_zone)
    by_day = rules.daily(((answer.on_day, answer) for answer in answers), last_on=today, days=SPARKLINE_DAYS)
    return Row(
        participant_id=one.participant_id,
        name=one.standing.name,
        pronouns=episode.pronouns,
        program=words.program(episode.program, episode.program_es),
        day_of_program=day_of_program(episode.admitted_on, today),
        therapist=therapist,
        moods=[answer.mood if answer else None for answer in by_day],
        urges=[answer.urge if answer else None for answer in by_day] if episode.asks_urge else None,
        last_at=one.last_at,
        last_words=words.mood(one.standing.mood),
        measure=measure,
        alerts=one.alerts,
        reason=one.reason,
        why=words.why_here(one.standing, one.reason),
        changed=mark,
        hours=hours,
        strip=strip,
    )
