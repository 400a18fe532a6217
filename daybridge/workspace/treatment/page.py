"""What the pages of a treatment plan show, each figure from where it comes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from daybridge.medications import queries as medications
from daybridge.notes import queries as notes
from daybridge.people.models import Participant
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective as Row
from daybridge.plans.models import PlanDraft, PlanStep, PlanVersion
from daybridge.plans.queries import Standing
from daybridge.plans.rules import Given, content, outside
from daybridge.plans.rules.content import Content, Goal, Objective, Problem, Progress, Service, Side, Stage, Target
from daybridge.plans.sentences import PIECES, SERVICES, SIDES, STAGES, STEPS, TARGETS, missing_in_words
from daybridge.programs.on_file import kinds
from daybridge.programs.sentences import kind_in_words
from daybridge.ui import words as in_words
from daybridge.workspace.treatment.revising import Gathered, gathered, lines_of, newer_words

#: What is seen by attendance or by the diary is counted over so many days with today, and no longer than somebody is here.
_COUNTED_DAYS, _LEAST_DAYS = 28, 7


def choices() -> dict[str, Any]:
    """What may be chosen while a plan is written."""
    return {
        "sides": [(one.value, said) for one, said in SIDES.items()],
        "stages": [(one.value, said) for one, said in STAGES.items()],
        "targets": [(one.value, said) for one, said in TARGETS.items()],
        "services": [(one.value, said) for one, said in SERVICES.items()],
        "kinds": [(code, kind_in_words(code)) for code, one in kinds().items() if not one.is_visit],
        "measures": sorted(measure_names().items(), key=lambda one: one[1]),
    }


def measure_names() -> dict[str, str]:
    return {code: measures.name_of(code) for code in instruments.library()}


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
    since: Gathered
    outside: Sequence[Given]
    is_review_over: bool
    is_certification_over: bool
    is_whole: bool = True


def plan_page(participant: Participant) -> PlanPage:
    found, today = plans.standing(participant), clock.today(participant.time_zone)
    holds, lines = found.in_force, lines_of(participant)
    says = holds.says if holds else None
    return PlanPage(
        found,
        read(
            says, _Seen(participant, today, holds.episode.admitted_on, lines), _spoken(says), newer_words(participant, says)
        ) if holds and says else [],
        says,
        [(str(STEPS[one_step]), one) for one in found.steps if (one_step := content_step(one))],
        plans.versions(participant.id),
        gathered(participant, found, lines),
        outside(says, given(participant, since=clock.day_of(holds.signed_at, participant.time_zone))) if holds and says else [],
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

    def __init__(
        self, participant: Participant, today: date, admitted_on: date, lines: Mapping[str, Sequence[Score]]
    ) -> None:
        self._who, self._today, self._lines = participant, today, lines
        self._first = max(admitted_on, today - timedelta(days=_COUNTED_DAYS - 1))
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
        if one.seen_by == Target.DIARY:
            return self._days_a_week(), self._today, _("check-ins of the last four weeks")
        minutes = added(week.minutes for week in ledger.ledger(self._who, first=self._first, last=self._today).weeks)
        settled = minutes.scheduled - minutes.ahead - minutes.called_off
        share = round(100 * minutes.attended / settled) if settled > 0 else None
        return share, self._today, _("sessions of the last four weeks")

    def _days_a_week(self) -> float | None:
        """Days with a check-in, however many of one day; None where somebody has not been here for a week."""
        days = (self._today - self._first).days + 1
        told = checkins.answers_of_many([self._who.id], until=self._today, days=days).get(self._who.id, [])
        return round(len({one.on_day for one in told}) * 7 / days, 1) if days >= _LEAST_DAYS else None

    def _score(self, code: str) -> tuple[float | None, date | None, str]:
        line = self._lines.get(code)
        if not line:
            return None, None, ""
        return float(line[-1].value or 0), line[-1].on_day, measure_names().get(code, code)


# --- What is done that the plan does not name ------------------------------------------------------------------------

_KINDS = {
    "individual": Service.INDIVIDUAL,
    "medication": Service.MEDICINE,
    "family": Service.FAMILY,
    "peer": Service.PEER,
}


def given(participant: Participant, *, since: date) -> list[Given]:
    """What somebody came to since a day, by kind, and the medicines that they take now."""
    today = clock.today(participant.time_zone)
    sessions = ledger.ledger(participant, first=since, last=today)
    came: dict[str, list[date]] = {}
    for week in sessions.weeks:
        for one in week.days:
            for part, _minutes in one.parts:
                if part.attended and since <= part.day <= today:
                    came.setdefault(sessions.sessions[part.occurrence_id].kind, []).append(part.day)
    told = [
        Given(_KINDS.get(kind, Service.GROUP), kind_in_words(kind), max(days), kind, len(days))
        for kind, days in came.items()
    ]
    taken = [one for one in medications.medicines_of(participant) if not one.is_stopped and one.has_begun]
    told += [Given(Service.MEDICINE, one.now.name, max(one.details.starts_on, since)) for one in taken]
    return sorted(told, key=lambda one: one.name)


# --- Before it is signed, and versions side by side ------------------------------------------------------------------


@dataclass(frozen=True)
class ToSign:
    problems: Sequence[ShownProblem]
    says: Content
    #: A sentence, and the place of the form where it is mended.
    missing: Sequence[tuple[str, str]]
    changes: Sequence[tuple[str, content.Changed]]


def to_sign(participant: Participant, draft: PlanDraft) -> ToSign:
    says = Content.from_json(draft.content)
    holds = plans.in_force(participant.id)
    missing = content.faults_in(says, clock.today(participant.time_zone))
    return ToSign(
        read(says), says, [(missing_in_words(one, says), f"#piece-{one.of}" if one.of else "") for one in missing],
        _changes(holds.says, says) if holds else [],
    )  # fmt: skip


def _changes(before: Content, now: Content) -> list[tuple[str, content.Changed]]:
    return [(str(PIECES[one.kind]), _said(one)) for one in content.changes(before, now)]


def _said(one: content.Changed) -> content.Changed:
    """Codes and days of a change as words."""
    say = _IN_WORDS.get(one.kind)
    if say is None:
        return one
    before, now = (said if said is None else say(said) for said in (one.before, one.now))
    return replace(one, before=before, now=now)


def _seen_by(said: str) -> str:
    target, _space, code = said.partition(" ")
    return measure_names().get(code, code) if code else str(TARGETS[Target(target)])


def _service(said: str) -> str:
    service, _space, code = said.partition(" ")
    return ": ".join(filter(None, (str(SERVICES[Service(service)]), kind_in_words(code) if code else "")))


_IN_WORDS: Mapping[str, Callable[[str], str]] = {
    "side": lambda said: str(SIDES[Side(said)]),
    "stage": lambda said: str(STAGES[Stage(said)]),
    "seen_by": _seen_by,
    "service": _service,
    "due": lambda said: in_words.day(date.fromisoformat(said), "plain") if said else "–",
}


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
