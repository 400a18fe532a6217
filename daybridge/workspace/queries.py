"""Today and the caseload board: what other rooms know, put together. The number of queries never grows with the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as lazy

from daybridge.attendance.ledger import queries as minutes
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.intake import queries as intake
from daybridge.measures import queries as measures
from daybridge.measures.rules import ChangeKind
from daybridge.measures.sentences import flag_in_words, number, signed
from daybridge.medications.access import MEDICAL
from daybridge.people import queries as people
from daybridge.people.access import works_intake
from daybridge.people.rules import CARE, Role, TeamRole, full_name
from daybridge.programs import queries as programs
from daybridge.programs.rules import day_of_program
from daybridge.safety import queries as safety
from daybridge.safety.actions import CLINICIANS
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.sentences import need_in_words
from daybridge.safety.sentences import (
    alert_in_words,
    facts_in_words,
    outcome_in_words,
    rule_in_words,
    source_in_words,
    version_in_words,
)
from daybridge.screens.access import CLINICIANS as SCREENS
from daybridge.workspace import changed, rules, words
from daybridge.workspace.changed import WorthALook
from daybridge.workspace.medicines import views as medicines
from daybridge.workspace.medicines.views import MedicinesWaiting
from daybridge.workspace.rewards import page as rewards_page
from daybridge.workspace.rewards.page import RewardsWaiting
from daybridge.workspace.rules import BOARD_DAYS, SPARKLINE_DAYS, OpenAlert, Reason, Standing
from daybridge.workspace.screens import views as screens
from daybridge.workspace.screens.views import ScreensWaiting
from daybridge.workspace.session import attended
from daybridge.workspace.session.attended import HoursMark, StripMark
from daybridge.workspace.session.page import MySessions, my_sessions
from daybridge.workspace.treatment import revising
from daybridge.workspace.treatment.revising import TreatmentsWaiting
from daybridge.workspace.week import coming
from daybridge.workspace.week.coming import Coming

PAGE = 50
_FACTS_SHOWN = 2
#: Kinds of causes -> the page on which it stands what they are about: its address, and how the way there is called.
_STANDS_ON: Mapping[str, tuple[str, Any]] = {
    **dict.fromkeys(
        (
            "side_effect_danger",
            "side_effect_self_harm",
            "side_effect_strong",
            "medicine_call",
            "doses_not_taken",
            "medicine_ran_out",
            "injection_overdue",
        ),
        ("workspace:medicines", lazy("Medicines and doses")),
    ),
    "result_line": ("workspace:watching", lazy("What to watch")),
    **dict.fromkeys(("screen_unexpected", "screen_unexpected_opioid"), ("workspace:screens", lazy("Drug screens"))),
}
_PLANS_SHOWN = 8


@dataclass(frozen=True)
class CauseCard:
    """Why an alert stands: a rule as it was then, its version and its source."""

    rule: str
    version: str
    source: str
    #: The sheets whose answers or scores it is about, newest last.
    sheets: Sequence[str] = ()
    #: The page on which it stands what it is about: address and words; empty for what stands on the chart alone.
    page: tuple[str, Any] | None = None

    @property
    def address(self) -> str:
        return self.page[0] if self.page else ""

    @property
    def way(self) -> str:
        return str(self.page[1]) if self.page else ""


def _causes(alert: Any) -> list[CauseCard]:
    return [
        CauseCard(
            rule_in_words(one),
            version_in_words(one.version, one.edit),
            source_in_words(one.source),
            _sheets(one.marks),
            _STANDS_ON.get(one.kind),
        )
        for one in safety.causes(alert)
    ]


def _sheets(marks: Sequence[str]) -> list[str]:
    found = (mark.split(" ") for mark in marks)
    return list(dict.fromkeys(parts[1] for parts in found if parts[0] in ("answers", "score") and len(parts) > 1))


@dataclass(frozen=True)
class EarlierAlert:
    """An alert of the days before, for whoever answers for the one that is open."""

    id: UUID
    raised_at: datetime
    rule: str
    facts: Sequence[str]
    outcome: str


def earlier_alerts(alert: Any) -> list[EarlierAlert]:
    """What was told in the week before this alert, and what came of it."""
    return [
        EarlierAlert(
            one.id, one.raised_at, alert_in_words(one), facts_in_words(one.facts), outcome_in_words(one.outcome)
        )
        for one in safety.earlier(alert)
    ]


@dataclass(frozen=True)
class AlertCard:
    """An open alert as it stands in a list: its latest facts, and how many more there are."""

    alert: Any
    rule: str
    causes: Sequence[CauseCard]
    facts: Sequence[str]
    is_mine: bool
    #: What a colleague wrote about their worry.
    worry: str = ""

    @property
    def is_pressing(self) -> bool:
        """Nobody took it, and it is urgent or past its time."""
        return self.alert.taken_at is None and (self.alert.level == "urgent" or self.alert.promised_at <= clock.now())

    @property
    def latest(self) -> Sequence[str]:
        return self.facts[-_FACTS_SHOWN:]

    @property
    def more(self) -> int:
        return max(0, len(self.facts) - _FACTS_SHOWN)


def alert_cards(actor: Actor, alerts: Iterable[Any]) -> list[AlertCard]:
    """Alerts with their facts and rule said in words."""
    alerts = list(alerts)
    worried = [one.id for one in alerts if any(cause["kind"] == "raised_by_staff" for cause in one.causes)]
    worries = safety.worries(worried) if worried else {}
    return [
        AlertCard(
            alert,
            worry=worries.get(alert.id, ""),
            rule=alert_in_words(alert),
            causes=_causes(alert),
            facts=facts_in_words(alert.facts),
            is_mine=alert.owner_id == actor.person_id,
        )
        for alert in alerts
    ]


def open_cards(actor: Actor, alerts: Iterable[Any]) -> list[AlertCard]:
    """Open alerts in the order of need: nobody has taken it, then its level, then its clock."""
    cards = alert_cards(actor, alerts)
    return sorted(
        cards,
        key=lambda card: (card.alert.taken_at is not None, rules.gravity(card.alert.level), card.alert.promised_at),
    )


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
    alerts: Sequence["AlertMark"] = ()

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
    alerts, now = _alerts_by_person(actor), clock.now()
    ranked = [_rank(row, alerts.get(row[0], ()), today, now) for row in rows]
    return sorted((one for one in ranked if _shows(one, filters.state)), key=lambda one: rules.place(one.standing))


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


def _alerts_by_person(actor: Actor) -> dict[UUID, list[AlertMark]]:
    """Open alerts this actor may see, gravest first."""
    found: dict[UUID, list[AlertMark]] = {}
    rows = safety.open_alerts(actor).values_list("participant_id", "id", "level", "promised_at", "taken_at")
    for person, alert_id, level, promised_at, taken_at in rows:
        found.setdefault(person, []).append(AlertMark(alert_id, level, promised_at, taken_at))
    for marks in found.values():
        marks.sort(key=lambda mark: (rules.gravity(mark.level), mark.promised_at))
    return found


def _as_ranked(mark: AlertMark, now: datetime) -> OpenAlert:
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
        alerts=tuple(_as_ranked(alert, now) for alert in alerts),
        mood=newest["mood"] if newest else None,
        quiet_days=rules.quiet_days(last_on=last_on, due_from=due_from, today=today),
    )
    last_at = datetime.fromisoformat(newest["at"]) if newest else None
    return Ranked(participant_id, episode, standing, last_at, last_on, alerts)


def _shows(one: Ranked, state: str) -> bool:
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


@dataclass(frozen=True)
class Summary:
    """A caseload in four numbers."""

    people: int
    checked_in_today: int
    with_alerts: int
    low: int


@dataclass(frozen=True)
class ProgramToday:
    """What a director sees of the whole place."""

    programs: Sequence[Any]
    open_alerts: int
    late_alerts: int
    untaken_alerts: int


@dataclass(frozen=True)
class Today:
    """A member of staff's first page."""

    my_alerts: Sequence[AlertCard]
    #: Urgent alerts that a colleague ended; empty for staff who are no clinicians.
    second_looks: Sequence[AlertCard]
    follow_ups: Sequence[AlertCard]
    worth_a_look: WorthALook
    quiet: Sequence[Ranked]
    quiet_total: int
    summary: Summary
    program: ProgramToday | None
    #: Referrals nobody has answered yet, the shortest clock first; None for staff who do not work intake.
    referrals: Sequence[Any] | None
    #: Safety plans of one's own people that need a look or a signature, in words; the first of them, and how many.
    plans: Sequence["PlanToLookAt"] = ()
    plans_total: int = 0
    #: Treatment plans of one's own people to write, look at again or certify.
    treatments: TreatmentsWaiting = field(default_factory=TreatmentsWaiting)
    #: What waits for a prescriber or nurse; None for everyone else.
    medicines: "MedicinesWaiting | None" = None
    #: Drug screens of one's own people: to go through, to collect; None for who works on none.
    screens: ScreensWaiting | None = None
    #: Who will not come to something within a week.
    coming: Coming = field(default_factory=Coming)
    #: One's sessions of the day, notes to finish, second signatures.
    sessions: MySessions = field(default_factory=MySessions)
    #: Targets of rewards to write down, prizes to hand over.
    rewards: RewardsWaiting = field(default_factory=RewardsWaiting)


@dataclass(frozen=True)
class PlanToLookAt:
    """Somebody whose safety plan needs their primary therapist, and why."""

    participant: Any
    need: str
    words: str
    since: datetime | None


def plans_to_look_at(actor: Actor) -> list[PlanToLookAt]:
    """The safety plans that need this member of staff, crises first."""
    return [
        PlanToLookAt(one.participant, one.need.value, need_in_words(one.need), one.since)
        for one in plans.to_look_at(actor)
    ]


def today(actor: Actor, *, on: date) -> Today:
    """What waits for this member of staff on the site's day `on`."""
    ranked = caseload(actor, Filters(mine=True), today=on)
    waiting = [one for one in ranked if one.standing.quiet_days is not None and one.last_on != on]
    plans_waiting = plans_to_look_at(actor) if actor.has_role(Role.THERAPIST) else []
    return Today(
        my_alerts=open_cards(actor, safety.alerts_for_me(actor)),
        second_looks=alert_cards(actor, safety.second_looks(actor)) if actor.has_role(*CLINICIANS) else (),
        follow_ups=alert_cards(actor, safety.follow_ups_due(actor, on=on)),
        worth_a_look=changed.worth_a_look(actor, on=on),
        quiet=waiting[:12],
        quiet_total=len(waiting),
        summary=Summary(
            people=len(ranked),
            checked_in_today=sum(one.last_on == on for one in ranked),
            with_alerts=sum(bool(one.standing.alerts) for one in ranked),
            low=sum(_shows(one, "low") for one in ranked),
        ),
        program=_program_today(actor) if actor.has_role(Role.DIRECTOR) else None,
        referrals=_waiting_referrals(actor) if works_intake(actor, None) else None,
        plans=plans_waiting[:_PLANS_SHOWN],
        plans_total=len(plans_waiting),
        treatments=revising.waiting(actor) if actor.has_role(Role.THERAPIST, Role.PRESCRIBER) else TreatmentsWaiting(),
        screens=screens.waiting(actor) if actor.has_role(*SCREENS) else None,
        medicines=medicines.waiting(actor) if actor.has_role(*MEDICAL) else None,
        coming=coming.of_people_of(actor),
        sessions=my_sessions(actor, on=on, zone=people.organization_of(actor).time_zone),
        rewards=rewards_page.waiting(actor) if actor.has_role(*CARE) else RewardsWaiting(),
    )


def _waiting_referrals(actor: Actor) -> list[Any]:
    columns = intake.referral_board(actor).columns
    waiting = [card for column in columns for card in column.cards if not card.is_answered]
    return sorted(waiting, key=lambda card: card.due_at)


def _program_today(actor: Actor) -> ProgramToday:
    now = clock.now()
    alerts = [_as_ranked(mark, now) for marks in _alerts_by_person(actor).values() for mark in marks]
    return ProgramToday(
        programs=list(programs.programs(actor)),
        open_alerts=len(alerts),
        late_alerts=sum(alert.is_late for alert in alerts),
        untaken_alerts=sum(not alert.is_taken for alert in alerts),
    )


@dataclass(frozen=True)
class AlertCount:
    """The number beside the bell: what nobody has taken, or this person has."""

    count: int
    level: str


def alert_count(actor: Actor) -> AlertCount:
    """How many open alerts wait for this person or for anyone, and the gravest level among them."""
    waiting = [
        level
        for level, taken_at, owner_id in safety.open_alerts(actor).values_list("level", "taken_at", "owner_id")
        if taken_at is None or owner_id == actor.person_id
    ]
    return AlertCount(len(waiting), min(waiting, key=rules.gravity, default="none"))
