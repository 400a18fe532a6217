"""What a treatment plan says: problems of both kinds in one, their goals, objectives that can be seen to move, and what is done for them.

Plain Python. A plan is one document: whoever signs it signs all of it, and two versions can be held side by side.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

MOST_WORDS = 300
MOST_PROBLEMS, MOST_GOALS, MOST_OBJECTIVES, MOST_SERVICES = 8, 4, 6, 6


class Side(StrEnum):
    """Which of the two disorders a problem belongs to; both, or what surrounds them."""

    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    BOTH = "both"
    LIFE = "life"


class Stage(StrEnum):
    """How far somebody is with changing something, as they see it now (transtheoretical model; TIP 42)."""

    NOT_THINKING = "precontemplation"
    THINKING = "contemplation"
    PREPARING = "preparation"
    DOING = "action"
    KEEPING = "maintenance"


class Target(StrEnum):
    """By what an objective is seen to move."""

    MEASURE = "measure"
    ATTENDANCE = "attendance"
    DIARY = "diary"
    BEHAVIOR = "behavior"


class Service(StrEnum):
    """What is done for an objective."""

    GROUP = "group"
    INDIVIDUAL = "individual"
    FAMILY = "family"
    MEDICINE = "medicine"
    PEER = "peer"
    OTHER = "other"


class Fault(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too long"
    NEEDS_PROBLEM = "needs a problem"
    NEEDS_GOAL = "needs a goal"
    NEEDS_OBJECTIVE = "needs an objective"
    NEEDS_SERVICE = "needs something that is done"
    NEEDS_TARGET = "needs a target"
    NEEDS_DUE = "needs a day"
    PAST = "lies in the past"
    NO_CHANGE = "baseline is the target"


@dataclass(frozen=True)
class Intervention:
    """Something that is done: what, by whom, how often in a week, for how many weeks. `code`: of a group its kind, empty for any."""

    id: UUID
    service: Service = Service.GROUP
    what: str = ""
    by: str = ""
    times_a_week: int = 1
    weeks: int = 8
    code: str = ""


@dataclass(frozen=True)
class Objective:
    """Something that can be seen to move by a day: `baseline` and `target` in the units of what it is seen by."""

    id: UUID
    said: str = ""
    seen_by: Target = Target.MEASURE
    #: Code of a measure; empty for attendance (percent), the diary (days a week) and what somebody does.
    code: str = ""
    baseline: float | None = None
    target: float | None = None
    due_on: date | None = None
    interventions: Sequence[Intervention] = ()

    @property
    def goes_down(self) -> bool:
        return self.baseline is not None and self.target is not None and self.target < self.baseline


@dataclass(frozen=True)
class Goal:
    """Where somebody wants to get, in their own words."""

    id: UUID
    said: str = ""
    objectives: Sequence[Objective] = ()


@dataclass(frozen=True)
class Problem:
    """What stands in the way. `feeds`: problems that this one makes worse, so that mood and use are worked on together."""

    id: UUID
    said: str = ""
    side: Side = Side.MENTAL_HEALTH
    stage: Stage = Stage.THINKING
    feeds: frozenset[UUID] = frozenset()
    goals: Sequence[Goal] = ()


@dataclass(frozen=True)
class Content:
    """A whole plan."""

    problems: Sequence[Problem] = ()
    strengths: str = ""
    #: How it will be known that they are ready for less care.
    ready_when: str = ""

    @property
    def goals(self) -> Iterator[Goal]:
        return (goal for problem in self.problems for goal in problem.goals)

    @property
    def objectives(self) -> Iterator[Objective]:
        return (one for goal in self.goals for one in goal.objectives)

    def objective(self, objective_id: UUID) -> Objective | None:
        return next((one for one in self.objectives if one.id == objective_id), None)

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = _plain(asdict(self))
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Content":
        return cls(
            tuple(_problem(one) for one in told.get("problems", ())),
            told.get("strengths", ""),
            told.get("ready_when", ""),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID | StrEnum) else value


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(
        UUID(told["id"]), told["said"], Side(told["side"]), Stage(told["stage"]), frozenset(map(UUID, told["feeds"])),
        tuple(Goal(UUID(one["id"]), one["said"], tuple(map(_objective, one["objectives"]))) for one in told["goals"]),
    )  # fmt: skip


def _objective(told: Mapping[str, Any]) -> Objective:
    return Objective(
        UUID(told["id"]), told["said"], Target(told["seen_by"]), told["code"], told["baseline"], told["target"],
        date.fromisoformat(told["due_on"]) if told["due_on"] else None, tuple(map(_intervention, told["interventions"])),
    )  # fmt: skip


def _intervention(told: Mapping[str, Any]) -> Intervention:
    return Intervention(
        UUID(told["id"]), Service(told["service"]), told["what"], told["by"], told["times_a_week"], told["weeks"],
        told.get("code", ""),
    )  # fmt: skip


# --- What is missing before it is signed -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """A fault, and the id of the piece that has it; None for the plan as a whole."""

    fault: Fault
    of: UUID | None = None
    field: str = "said"


def faults_in(content: Content, today: date) -> list[Missing]:
    """Everything that keeps a plan from being signed, in its own order."""
    if not content.problems:
        return [Missing(Fault.NEEDS_PROBLEM)]
    found = []
    for problem in content.problems:
        found += _of_words(problem.id, problem.said)
        if not problem.goals:
            found.append(Missing(Fault.NEEDS_GOAL, problem.id))
        for goal in problem.goals:
            found += _of_words(goal.id, goal.said)
            if not goal.objectives:
                found.append(Missing(Fault.NEEDS_OBJECTIVE, goal.id))
            for one in goal.objectives:
                found += _of_objective(one, today)
    return found


def _of_words(of: UUID, said: str) -> list[Missing]:
    if not said.strip():
        return [Missing(Fault.EMPTY, of)]
    return [Missing(Fault.TOO_LONG, of)] if len(said.strip()) > MOST_WORDS else []


def _of_objective(one: Objective, today: date) -> list[Missing]:
    found = _of_words(one.id, one.said)
    if one.seen_by == Target.MEASURE and not one.code:
        found.append(Missing(Fault.NEEDS_TARGET, one.id, "code"))
    if one.seen_by != Target.BEHAVIOR:
        if one.target is None:
            found.append(Missing(Fault.NEEDS_TARGET, one.id, "target"))
        elif one.target == one.baseline:
            found.append(Missing(Fault.NO_CHANGE, one.id, "target"))
    if one.due_on is None:
        found.append(Missing(Fault.NEEDS_DUE, one.id, "due_on"))
    elif one.due_on < today:
        found.append(Missing(Fault.PAST, one.id, "due_on"))
    if not one.interventions:
        found.append(Missing(Fault.NEEDS_SERVICE, one.id))
    for done in one.interventions:
        found += [replace(missing, field="what") for missing in _of_words(done.id, done.what)]
    return found


# --- Two versions side by side ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """What is different of one piece: `before` or `now` is None where there was, or is, none."""

    kind: str
    before: str | None
    now: str | None


#: What belongs to a piece and is told only while the piece is in both: a problem's stage, the day of an objective.
_OF_A_PIECE = frozenset({"side", "stage", "feeds", "seen_by", "due", "service"})


@dataclass(frozen=True)
class _Piece:
    """Something that a plan says, under which kind, and by what it is the same in another version."""

    kind: str
    said: str
    same: object


def changes(before: Content, now: Content) -> list[Changed]:
    """What a version changes, piece by piece in the order of the newer one; what went comes last.

    Codes stand for what is chosen: a side, a stage, "measure phq-9", "group skills".
    """
    was, is_now = _pieces(before), _pieces(now)
    found = [
        Changed(one.kind, was[piece].said if piece in was else None, one.said)
        for piece, one in is_now.items()
        if (was[piece].same != one.same if piece in was else one.kind not in _OF_A_PIECE)
    ]
    gone = [one for piece, one in was.items() if piece not in is_now]
    return found + [Changed(one.kind, one.said, None) for one in gone if one.kind not in _OF_A_PIECE]


def _pieces(content: Content) -> dict[tuple[UUID | None, str], _Piece]:
    found: dict[tuple[UUID | None, str], _Piece] = {}

    def put(piece: UUID | None, kind: str, said: str, same: object = None) -> None:
        found[piece, kind] = _Piece(kind, said, said if same is None else same)

    for problem in content.problems:
        feeds = [one.said for one in content.problems if one.id in problem.feeds]
        put(problem.id, "problem", problem.said)
        put(problem.id, "side", problem.side)
        put(problem.id, "stage", problem.stage)
        put(problem.id, "feeds", ", ".join(feeds), problem.feeds)
        for goal in problem.goals:
            put(goal.id, "goal", goal.said)
            for one in goal.objectives:
                _put_objective(put, one)
    put(None, "strengths", content.strengths)
    put(None, "ready_when", content.ready_when)
    return found


def _put_objective(put: Callable[[UUID, str, str], None], one: Objective) -> None:
    aims = f" ({_number(one.baseline)} → {_number(one.target)})" if one.target is not None else ""
    put(one.id, "objective", one.said + aims)
    put(one.id, "seen_by", f"{one.seen_by} {one.code if one.seen_by == Target.MEASURE else ''}")
    put(one.id, "due", one.due_on.isoformat() if one.due_on else "")
    for done in one.interventions:
        put(done.id, "service", f"{done.service} {done.code if done.service == Service.GROUP else ''}")
        how = f"{done.times_a_week} × {done.weeks}"
        put(done.id, "intervention", ", ".join(said for said in (done.what, done.by, how) if said))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


# --- How far -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far an objective has come: `share` in percent of the way from baseline to target; None where nothing can be said yet."""

    now: float | None
    on: date | None
    share: int | None
    is_reached: bool = False
    source: str = field(default="", compare=False)


def progress(one: Objective, now: float | None, on: date | None) -> Progress:
    """Of an objective with what is seen now. Going past the target is all of the way, going back below the start none of it."""
    if now is None or one.target is None:
        return Progress(now, on, None)
    start = one.baseline if one.baseline is not None else now
    is_reached = now <= one.target if one.target <= start else now >= one.target
    if one.target == start:
        return Progress(now, on, 100 if is_reached else 0, is_reached)
    share = round(100 * (now - start) / (one.target - start))
    return Progress(now, on, max(0, min(100, share)), is_reached)
