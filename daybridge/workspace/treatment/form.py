"""A treatment plan as a form sends it: one field for each words of each piece, named by the piece's id."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core.ids import new_id
from daybridge.plans.rules.content import (
    MOST_GOALS,
    MOST_OBJECTIVES,
    MOST_PROBLEMS,
    MOST_SERVICES,
    MOST_WORDS,
    Content,
    Goal,
    Intervention,
    Objective,
    Problem,
    Service,
    Side,
    Stage,
    Target,
)

Sent = Mapping[str, str]
T = TypeVar("T", Side, Stage, Target, Service)


def read(known: Content, sent: Sent, feeds: Mapping[UUID, frozenset[UUID]]) -> tuple[Content, list[str]]:
    """What is known, with what was typed in its place; and what could not be read, in words: that stays as it was.

    `feeds`: by problem, the problems that it makes worse, as they are ticked.
    """
    reader = _Reader(sent, feeds)
    problems = tuple(reader.problem(one) for one in known.problems)
    says = Content(problems, reader.words("strengths", known.strengths), reader.words("ready_when", known.ready_when))
    return says, reader.unread


class _Reader:
    def __init__(self, sent: Sent, feeds: Mapping[UUID, frozenset[UUID]]) -> None:
        self._sent, self._feeds = sent, feeds
        self.unread: list[str] = []

    def words(self, name: str, known: str) -> str:
        return self._sent.get(name, known).replace("\x00", "")[: MOST_WORDS * 4]

    def problem(self, known: Problem) -> Problem:
        at = f"problem-{known.id}"
        return Problem(
            known.id, self.words(f"{at}-said", known.said), self._one_of(f"{at}-side", known.side, Side),
            self._one_of(f"{at}-stage", known.stage, Stage), self._feeds.get(known.id, frozenset()) - {known.id},
            tuple(self._goal(one) for one in known.goals),
        )  # fmt: skip

    def _goal(self, known: Goal) -> Goal:
        said = self.words(f"goal-{known.id}-said", known.said)
        return Goal(known.id, said, tuple(self._objective(one) for one in known.objectives))

    def _objective(self, known: Objective) -> Objective:
        at = f"objective-{known.id}"
        said = self.words(f"{at}-said", known.said)
        return Objective(
            known.id, said, self._one_of(f"{at}-seen_by", known.seen_by, Target), self.words(f"{at}-code", known.code)[:40],
            self._number(f"{at}-baseline", known.baseline, said), self._number(f"{at}-target", known.target, said),
            self._day(f"{at}-due_on", known.due_on, said), tuple(self._intervention(one) for one in known.interventions),
        )  # fmt: skip

    def _intervention(self, known: Intervention) -> Intervention:
        at = f"intervention-{known.id}"
        what = self.words(f"{at}-what", known.what)
        return Intervention(
            known.id, self._one_of(f"{at}-service", known.service, Service), what, self.words(f"{at}-by", known.by)[:120],
            self._whole(f"{at}-times", known.times_a_week, what, 14), self._whole(f"{at}-weeks", known.weeks, what, 52),
            self.words(f"{at}-code", known.code)[:40],
        )  # fmt: skip

    def _one_of(self, name: str, known: T, kind: type[T]) -> T:
        try:
            return kind(self._sent.get(name, known))
        except ValueError:
            return known

    def _number(self, name: str, known: float | None, said: str) -> float | None:
        told = self._sent.get(name)
        if told is None:
            return known
        if not told.strip():
            return None
        try:
            value = float(told.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not -10_000 <= value <= 10_000:
            self.unread.append(_("%(said)s: %(told)s is no number.") % {"said": said or "–", "told": told[:40]})
            return known
        return value

    def _whole(self, name: str, known: int, said: str, most: int) -> int:
        told = self._sent.get(name)
        if told is None:
            return known
        if told.strip().isdecimal() and 1 <= int(told) <= most:
            return int(told)
        self.unread.append(_("%(said)s: write a number from 1 to %(most)s.") % {"said": said or "–", "most": most})
        return known

    def _day(self, name: str, known: date | None, said: str) -> date | None:
        told = self._sent.get(name)
        if told is None:
            return known
        try:
            return date.fromisoformat(told) if told.strip() else None
        except ValueError:
            self.unread.append(_("%(said)s: %(told)s is no day.") % {"said": said or "–", "told": told[:40]})
            return known


# --- Pieces that come and go -----------------------------------------------------------------------------------------


def with_piece(says: Content, kind: str, under: UUID | None) -> Content:
    """With a new empty piece: a problem at the end; a goal, an objective or something that is done under another piece."""
    if kind == "problem" and len(says.problems) < MOST_PROBLEMS:
        return replace(says, problems=(*says.problems, Problem(new_id(), goals=(Goal(new_id()),))))

    def more_goals(one: Problem) -> Problem:
        grows = kind == "goal" and one.id == under and len(one.goals) < MOST_GOALS
        return replace(one, goals=(*one.goals, Goal(new_id()))) if grows else one

    def more_objectives(one: Goal) -> Goal:
        grows = kind == "objective" and one.id == under and len(one.objectives) < MOST_OBJECTIVES
        new = Objective(new_id(), interventions=(Intervention(new_id()),))
        return replace(one, objectives=(*one.objectives, new)) if grows else one

    def more_services(one: Objective) -> Objective:
        grows = kind == "intervention" and one.id == under and len(one.interventions) < MOST_SERVICES
        return replace(one, interventions=(*one.interventions, Intervention(new_id()))) if grows else one

    return _each(says, more_goals, more_objectives, more_services)


def without_piece(says: Content, piece: UUID) -> Content:
    """Without a piece and everything under it; nobody's problem feeds one that is gone."""
    left = tuple(replace(one, feeds=one.feeds - {piece}) for one in says.problems if one.id != piece)
    return _each(
        replace(says, problems=left),
        lambda one: replace(one, goals=tuple(each for each in one.goals if each.id != piece)),
        lambda one: replace(one, objectives=tuple(each for each in one.objectives if each.id != piece)),
        lambda one: replace(one, interventions=tuple(each for each in one.interventions if each.id != piece)),
    )


def _each(
    says: Content,
    of_problem: Callable[[Problem], Problem],
    of_goal: Callable[[Goal], Goal],
    of_objective: Callable[[Objective], Objective],
) -> Content:
    """The plan with each of its pieces put through these, from the top down."""

    def goal(one: Goal) -> Goal:
        one = of_goal(one)
        return replace(one, objectives=tuple(map(of_objective, one.objectives)))

    def problem(one: Problem) -> Problem:
        one = of_problem(one)
        return replace(one, goals=tuple(map(goal, one.goals)))

    return replace(says, problems=tuple(map(problem, says.problems)))
