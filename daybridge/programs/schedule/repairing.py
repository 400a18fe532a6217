"""Repair a week after a change: the fewest people moved, every move named, every seat that was taken named with the rule that took it."""

from collections import Counter
from dataclasses import dataclass

from daybridge.programs.schedule.fit import barriers, clashes, fitting, holding, seats_in
from daybridge.programs.schedule.instance import Instance, Level, Opening, Seats, Week
from daybridge.programs.schedule.model import Expression, WeekModel
from daybridge.programs.schedule.placing import Move, moves_between, present
from daybridge.programs.schedule.seating import proposed, shortfall, unavoidable, with_covers
from daybridge.programs.schedule.solving import Limits, Solved, run

#: How many people around those who are short are thought about before everybody is.
AROUND = 60
#: What a minute of a plan and a moved person weigh in the one aim of a repair, where a lost seat weighs 1.
_MINUTE, _PERSON = 10_000_000, 1_000


@dataclass(frozen=True, order=True)
class Taken:
    """A seat that a continuing person loses, and the rule that forces it.

    `full` and `not_possible` never say because of whom: a pair that must not meet reads like any other `not_possible`.
    """

    person: str
    session: str
    rule: str


@dataclass(frozen=True)
class Repair:
    """The proposal: the week, who moves, and every seat taken with its rule."""

    week: Week
    moves: tuple[Move, ...]
    taken: tuple[Taken, ...]


def repair(instance: Instance, limits: Limits, *, may_move_others: bool = False) -> Repair:
    """A week that keeps every seat that may be kept. Only who is affected moves, even if their plans then fall short.

    With `may_move_others` other people's seats are taken too where that meets a plan that is short, as few people's as will do; each
    such seat is named with the rule `hours_of_a_plan`. It is a second proposal to be laid beside the first, and takes longer.
    """
    settled, openings = with_covers(instance)
    forced = broken_seats(settled)
    affected = _affected(settled, forced)
    kept = {one.id: tuple(s for s in one.present if (one.id, s) not in forced) for one in settled.people}
    levels, seats = _solve(settled, tuple(sorted(affected)), kept, limits)
    for others in (AROUND, len(settled.people)) if may_move_others else ():
        short = [one.id for one in settled.people if shortfall(settled, seats, (one.id,))]
        if not limits.left or shortfall(settled, seats) <= sum(unavoidable(settled, person) for person in short):
            break
        moving = affected | _who_could_help(settled, short, kept, others)
        if len(moving) > len(affected):
            levels, seats = _solve(settled, tuple(sorted(moving)), kept, limits, hint=seats)
    return _told(instance, settled, seats, openings, levels, forced, limits)


def _who_could_help(instance: Instance, short: list[str], kept: Seats, count: int) -> set[str]:
    """People in sessions that would help whoever is short, those in the most of them first."""
    helpful = Counter(one.id for person in short for one in fitting(instance, person))
    use = {person: sum(helpful[session] for session in sessions) for person, sessions in kept.items()}
    return set(sorted((person for person in use if use[person]), key=lambda person: (-use[person], person))[:count])


def _affected(instance: Instance, forced: dict[tuple[str, str], str]) -> set[str]:
    """Who lost a seat already, who sits where too many do, and whose plan the present seats do not meet."""
    affected = {person for person, _ in forced}
    sitting = Counter(s for one in instance.people for s in one.present if (one.id, s) not in forced)
    crowded = {
        s.id for s in instance.sessions if sitting[s.id] > seats_in(instance, s, s.rooms)
    } | _shared_by_a_pair(instance, forced)  # fmt: skip
    affected |= {one.id for one in instance.people if crowded.intersection(one.present)}
    kept = {one.id: tuple(s for s in one.present if (one.id, s) not in forced) for one in instance.people}
    affected |= {one.id for one in instance.people if shortfall(instance, kept, (one.id,))}
    return affected | {one.id for one in instance.people if _has_too_much(instance, one.id, kept)}


def _shared_by_a_pair(instance: Instance, forced: dict[tuple[str, str], str]) -> set[str]:
    return {
        session
        for one, other in instance.no_contact
        for session in set(instance.person[one].present) & set(instance.person[other].present)
        if (one, session) not in forced and (other, session) not in forced
    }


def _has_too_much(instance: Instance, person_id: str, kept: Seats) -> bool:
    """Whether their seats break a rule between them: two at once, too many hours or days."""
    person = instance.person[person_id]
    mine = [instance.session[s] for s in kept[person_id]]
    days = Counter[int]()
    for session in mine:
        days[session.span.day] += session.span.minutes
    return (
        bool(clashes(instance, person, mine))
        or sum(days.values()) > person.maximum_minutes
        or len(days) > person.maximum_days
        or any(minutes > person.most_minutes_a_day for minutes in days.values())
    )


def broken_seats(instance: Instance) -> dict[tuple[str, str], str]:
    """(person, session) -> the rule by which that present seat cannot stay, whatever else is decided."""
    broken = {}
    for person in instance.people:
        for session_id in person.present:
            session = instance.session[session_id]
            possible = holding(instance, session, designing=False)
            if possible.is_open_question or not possible.is_possible:
                broken[person.id, session_id] = "not_held"
            elif found := barriers(person, session):
                broken[person.id, session_id] = found[0]
    return broken


def _solve(
    instance: Instance, moving: tuple[str, ...], kept: Seats, limits: Limits, hint: Seats | None = None
) -> tuple[tuple[Level, ...], Seats]:
    """What the plans ask for, then the fewest people moved, then the fewest seats changed and comfort."""
    if not moving:
        return (
            Level("clinical", 0, 0, round(limits.spent, 2)),
            Level("people moved", 0, 0, round(limits.spent, 2)),
        ), kept
    seats = hint or kept
    model = WeekModel(instance, moving, kept=kept)
    moved, lost = _moved_and_lost(model, moving, kept)
    first = _MINUTE * sum(model.shortfall) + _PERSON * moved + lost
    model.hint(seats)
    done: Solved = run(model.cp, "repair", first, limits, seconds=0.8 * limits.left)
    if done.value is None or done.level is None:
        return (), seats
    levels, seats = _apart(done.level), model.seats(done.value)
    model.cp.add(first <= done.level.value)
    model.hint(seats)
    done = run(model.cp, "comfort", sum(model.discomfort), limits, seconds=min(0.5 * limits.left, 0.5))
    if done.value is None or done.level is None:
        return levels, seats
    return (*levels, done.level), model.seats(done.value)


def _apart(both: Level) -> tuple[Level, Level]:
    """A minute of a plan outweighs everybody's moving, a person all seats: so one number holds both levels, and one proof proves both."""
    short, rest = divmod(both.value, _MINUTE)
    short_bound, rest_bound = divmod(max(0, both.bound), _MINUTE)
    moved, moved_bound = rest // _PERSON, rest_bound // _PERSON if short == short_bound else 0
    if both.is_proven:
        short_bound, moved_bound = short, moved
    return (
        Level("clinical", short, short_bound, both.seconds),
        Level("people moved", moved, moved_bound, both.seconds),
    )


def _moved_and_lost(model: WeekModel, moving: tuple[str, ...], kept: Seats) -> tuple[Expression, Expression]:
    """How many people lose a seat that could have stayed, and how many such seats."""
    moved, lost = [], []
    for person in moving:
        mine = [model.seat[person][session] for session in kept[person] if session in model.seat[person]]
        if mine:
            var = model.cp.new_bool_var("")
            for seat in mine:
                model.cp.add(seat + var >= 1)
            moved.append(var)
            lost += [1 - seat for seat in mine]
    return sum(moved), sum(lost)


def _told(
    instance: Instance, settled: Instance, seats: Seats, openings: tuple[Opening, ...], levels: tuple[Level, ...],
    forced: dict[tuple[str, str], str], limits: Limits,
) -> Repair:  # fmt: skip
    week = proposed(instance, seats, openings, levels, was_cancelled=limits.is_cancelled())
    moves = moves_between(present(instance), week.seats)
    why = _Rules(settled, forced)
    taken = tuple(sorted(Taken(one.person, s, why(one.person, s)) for one in moves for s in one.gives_up))
    return Repair(week, moves, taken)


class _Rules:
    """Names the rule by which a seat was taken."""

    def __init__(self, instance: Instance, forced: dict[tuple[str, str], str]) -> None:
        self._instance, self._forced = instance, forced
        self._sitting = Counter(s for one in instance.people for s in one.present if (one.id, s) not in forced)
        self._shared = _shared_by_a_pair(instance, forced)

    def __call__(self, person: str, session: str) -> str:
        if rule := self._forced.get((person, session)):
            return rule
        one = self._instance.session[session]
        if session in self._shared or self._sitting[session] > seats_in(self._instance, one, one.rooms):
            return "not_possible"
        kept = {person: tuple(s for s in self._instance.person[person].present if (person, s) not in self._forced)}
        if _has_too_much(self._instance, person, kept):
            return "own_hours"
        return "hours_of_a_plan"
