"""What the pages of a treatment plan show, each figure from where it comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance.ledger import queries as ledger
from daybridge.attendance.ledger.rules import added
from daybridge.checkins import queries as checkins
from daybridge.core import clock
from daybridge.measures import instruments
from daybridge.measures import queries as measures
from daybridge.measures.models import Score
from daybridge.notes import queries as notes
from daybridge.people.models import Participant
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective as Row
from daybridge.plans.models import PlanDraft, PlanStep, PlanVersion
from daybridge.plans.queries import Standing
from daybridge.plans.rules import content
from daybridge.plans.rules.content import Content, Goal, Objective, Problem, Progress, Service, Side, Stage, Target
from daybridge.plans.sentences import PIECES, SERVICES, SIDES, STAGES, STEPS, TARGETS, missing_in_words
from daybridge.safety import queries as safety

#: What is seen by attendance or by the diary is counted over so many days.
_COUNTED = timedelta(days=28)


def choices() -> dict[str, Any]:
    """What may be chosen while a plan is written."""
    return {
        "sides": [(one.value, said) for one, said in SIDES.items()],
        "stages": [(one.value, said) for one, said in STAGES.items()],
        "targets": [(one.value, said) for one, said in TARGETS.items()],
        "services": [(one.value, said) for one, said in SERVICES.items()],
        "measures": sorted(measure_names().items(), key=lambda one: one[1]),
    }


def measure_names() -> dict[str, str]:
    tongue = measures.language()
    return {one.code: getattr(one.name, tongue) or one.name.en for one in instruments.library().values()}


# --- A plan as it is read --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownObjective:
    """An objective with how far it has come, from what, and what was written to it."""

    one: Objective
    seen_by: str
    services: Sequence[tuple[str, content.Intervention]]
    progress: Progress | None = None
    notes: int = 0

    @property
    def share(self) -> int:
        return (self.progress.share or 0) if self.progress else 0


@dataclass(frozen=True)
class ShownGoal:
    """`said_now`: how the participant says it in words newer than those that were signed."""

    one: Goal
    objectives: Sequence[ShownObjective]
    said_now: str = ""


@dataclass(frozen=True)
class ShownProblem:
    one: Problem
    side: str
    stage: str
    feeds: Sequence[str]
    fed_by: Sequence[str]
    goals: Sequence[ShownGoal]


def read(
    says: Content,
    seen: Callable[[Objective], Progress] | None = None,
    spoken: Mapping[UUID, int] | None = None,
    said_now: Mapping[UUID, str] | None = None,
) -> list[ShownProblem]:
    """A plan for the eye; with how far each objective has come where `seen` tells it."""
    names, names_of_measures = {one.id: one.said for one in says.problems}, measure_names()

    def objective(one: Objective) -> ShownObjective:
        by = names_of_measures.get(one.code, one.code) if one.seen_by == Target.MEASURE else str(TARGETS[one.seen_by])
        services = [(str(SERVICES[Service(done.service)]), done) for done in one.interventions]
        return ShownObjective(one, by, services, seen(one) if seen else None, (spoken or {}).get(one.id, 0))

    return [
        ShownProblem(
            one, str(SIDES[Side(one.side)]), str(STAGES[Stage(one.stage)]),
            [names[other.id] for other in says.problems if other.id in one.feeds],
            [other.said for other in says.problems if one.id in other.feeds],
            [
                ShownGoal(goal, [objective(each) for each in goal.objectives], (said_now or {}).get(goal.id, ""))
                for goal in one.goals
            ],
        )
        for one in says.problems
    ]  # fmt: skip


@dataclass(frozen=True)
class PlanPage:
    """Somebody's plan on one screen."""

    standing: Standing
    problems: Sequence[ShownProblem]
    says: Content | None
    steps: Sequence[tuple[str, PlanStep]]
    versions: Sequence[PlanVersion]
    since_last_look: Sequence["Since"]
    is_review_over: bool
    is_certification_over: bool
    is_whole: bool = True


def plan_page(participant: Participant) -> PlanPage:
    found, today = plans.standing(participant), clock.today(participant.time_zone)
    holds, lines = found.in_force, lines_of(participant)
    says = holds.says if holds else None
    words = {goal: one.said for goal, one in plans.goal_words(participant.id).items()}
    signed = {goal.id: goal.said for goal in says.goals} if says else {}
    newer = {goal: said for goal, said in words.items() if signed.get(goal) != said}
    return PlanPage(
        found,
        read(says, _Seen(participant, today, lines), _spoken(says), newer) if says else [],
        says,
        [(str(STEPS[one_step]), one) for one in found.steps if (one_step := content_step(one))],
        plans.versions(participant.id),
        since_last_look(participant, found, lines),
        found.review is not None and found.review.is_over(today),
        found.certification is not None and found.certification.is_over(today),
        plans.is_whole(holds) if holds else True,
    )  # fmt: skip


def content_step(one: PlanStep) -> Any:
    return next((step for step in STEPS if step.value == one.kind), None)


def _spoken(says: Content) -> dict[UUID, int]:
    """How many signed notes speak to each objective."""
    rows = [Row(id=one.id) for one in says.objectives]
    return {of: len(found) for of, found in notes.notes_to(rows).items()}


class _Seen:
    """How far objectives have come by what is known today; each source is asked once."""

    def __init__(self, participant: Participant, today: date, lines: Mapping[str, Sequence[Score]]) -> None:
        self._who, self._today, self._lines = participant, today, lines
        self._found: dict[tuple[Target, str], tuple[float | None, date | None, str]] = {}

    def __call__(self, one: Objective) -> Progress:
        if one.seen_by == Target.BEHAVIOR:
            return content.progress(one, None, None)
        asked = (one.seen_by, one.code)
        if asked not in self._found:
            self._found[asked] = self._asked(one)
        now, on, source = self._found[asked]
        found = content.progress(one, now, on)
        return Progress(found.now, found.on, found.share, found.is_reached, source)

    def _asked(self, one: Objective) -> tuple[float | None, date | None, str]:
        if one.seen_by == Target.MEASURE:
            return self._score(one.code)
        first = self._today - _COUNTED
        if one.seen_by == Target.DIARY:
            told = checkins.answers_of_many([self._who.id], until=self._today, days=_COUNTED.days).get(self._who.id, [])
            weeks = _COUNTED.days / 7
            return (round(len(told) / weeks, 1) if told else None), self._today, _("check-ins of the last four weeks")
        minutes = added(week.minutes for week in ledger.ledger(self._who, first=first, last=self._today).weeks)
        settled = minutes.scheduled - minutes.ahead - minutes.called_off
        share = round(100 * minutes.attended / settled) if settled > 0 else None
        return share, self._today, _("sessions of the last four weeks")

    def _score(self, code: str) -> tuple[float | None, date | None, str]:
        line = self._lines.get(code)
        if not line:
            return None, None, ""
        return float(line[-1].value or 0), line[-1].on_day, measure_names().get(code, code)


def lines_of(participant: Participant) -> dict[str, list[Score]]:
    """Instrument -> what its first score came to, oldest first."""
    firsts = {code: one.scores[0].code for code, one in instruments.library().items() if one.scores}
    found: dict[str, list[Score]] = {}
    for one in measures.scores_of(participant.id):
        if one.value is not None and firsts.get(one.instrument) == one.score:
            found.setdefault(one.instrument, []).append(one)
    return found


# --- What has changed since it was last looked at --------------------------------------------------------------------


@dataclass(frozen=True)
class Since:
    """Something that has happened since the plan was last signed or looked at, in words, and where it stands."""

    words: str
    on: date | None = None
    address: str = ""


def since_last_look(participant: Participant, found: Standing, lines: Mapping[str, Sequence[Score]]) -> list[Since]:
    """What a review begins with: scores that moved, alerts, sessions missed."""
    if found.review is None or found.in_force is None:
        return []
    since, today = found.review.rests_on, clock.today(participant.time_zone)
    told = [*_scores_since(lines, since), *_alerts_since(participant, since)]
    if missed := [day for _id, day in ledger.missed([participant.id], first=since, last=today).get(participant.id, [])]:
        words = _("%(number)s sessions missed without a word") % {"number": len(missed)}
        told.append(Since(words, max(missed), f"/workspace/people/{participant.id}/minutes/"))
    return told


def _scores_since(lines: Mapping[str, Sequence[Score]], since: date) -> list[Since]:
    told, names = [], measure_names()
    for code, line in lines.items():
        before, after = [one for one in line if one.on_day <= since], [one for one in line if one.on_day > since]
        if before and after and before[-1].value != after[-1].value:
            words = _("%(name)s: %(before)s, now %(now)s") % {
                "name": names.get(code, code), "before": f"{before[-1].value:g}", "now": f"{after[-1].value:g}"
            }  # fmt: skip
            told.append(Since(words, after[-1].on_day, f"/measures/sheets/{after[-1].sheet_id}/"))
    return told


def _alerts_since(participant: Participant, since: date) -> list[Since]:
    zone = participant.time_zone
    found = [one for one in safety.alerts_of(participant.id) if clock.day_of(one.raised_at, zone) > since]
    if not found:
        return []
    words = _("%(number)s alerts") % {"number": len(found)}
    return [Since(words, clock.day_of(found[0].raised_at, zone), f"/workspace/people/{participant.id}/")]


# --- Before it is signed, and versions side by side ------------------------------------------------------------------


@dataclass(frozen=True)
class ToSign:
    problems: Sequence[ShownProblem]
    says: Content
    missing: Sequence[str]
    changes: Sequence[tuple[str, content.Changed]]


def to_sign(participant: Participant, draft: PlanDraft) -> ToSign:
    says = Content.from_json(draft.content)
    holds = plans.in_force(participant.id)
    missing = content.faults_in(says, clock.today(participant.time_zone))
    return ToSign(
        read(says), says, [missing_in_words(one, says) for one in missing],
        _changes(holds.says, says) if holds else [],
    )  # fmt: skip


def _changes(before: Content, now: Content) -> list[tuple[str, content.Changed]]:
    return [(str(PIECES[one.kind]), one) for one in content.changes(before, now)]


@dataclass(frozen=True)
class Compared:
    version: PlanVersion
    before: PlanVersion | None
    changes: Sequence[tuple[str, content.Changed]]
    problems: Sequence[ShownProblem]
    problems_before: Sequence[ShownProblem]


def compared(version: PlanVersion) -> Compared:
    newest_first = plans.versions(version.participant_id)
    before = next(iter(newest_first[newest_first.index(version) + 1 :]), None)
    return Compared(
        version, before, _changes(before.says, version.says) if before else [], read(version.says),
        read(before.says) if before else [],
    )  # fmt: skip
