"""Everybody's week in the sessions of a program: first what the plans ask for, to proof; then what is comfortable, within the time.

The plain rule starts; then small neighbourhoods around whoever is short are solved exactly, which is far quicker than the whole
program at once; the whole model comes last, for what is left and for the bound.
"""

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from daybridge.programs.schedule import checker
from daybridge.programs.schedule.comfort import discomfort
from daybridge.programs.schedule.fit import fitting, holding, shortfalls_of, weight_of
from daybridge.programs.schedule.greedy import seat_greedily
from daybridge.programs.schedule.instance import Instance, Level, Opening, Seats, Week
from daybridge.programs.schedule.model import WeekModel
from daybridge.programs.schedule.solving import Limits, Progress, complete_hint, run

#: People around one who is short that are thought about together, and people of one neighbourhood when comfort is improved.
AROUND, NEIGHBOURS = 12, 40
#: More yes-or-no questions than this and comfort is improved by neighbourhoods before the whole model is tried.
LARGE = 25_000


def seat(instance: Instance, limits: Limits) -> Week:
    """Seats for everybody in the sessions that are given. Candidates stay shut; a session whose facilitator is away needs a cover."""
    settled, openings = with_covers(instance)
    seats = close_shortfalls(settled, seat_greedily(settled), limits)
    clinical, seats = _prove(settled, seats, limits)
    comfort, seats = improve_comfort(settled, seats, limits)
    return proposed(instance, seats, openings, (clinical, *comfort), was_cancelled=limits.is_cancelled())


def proposed(
    instance: Instance, seats: Seats, openings: tuple[Opening, ...], levels: Iterable[Level], *, was_cancelled: bool
) -> Week:
    """The week that is given out: only what the independent checker lets pass. Raises WrongWeek."""
    ordered = {person: tuple(sorted(taken)) for person, taken in seats.items()}
    if wrong := checker.made_worse(instance, ordered, openings):
        raise checker.WrongWeek(wrong)
    opened = {one.session for one in openings}
    shut = tuple(s.id for s in instance.sessions if s.id not in opened and not _is_given(instance, s.id))
    return Week(
        ordered,
        openings,
        shut,
        tuple(levels),
        tuple(checker.shortfalls(instance, ordered)),
        was_cancelled=was_cancelled,
    )


def with_covers(instance: Instance) -> tuple[Instance, tuple[Opening, ...]]:
    """Each session whose facilitator is away gets a cover who is free, the busiest hours first; the rest is not held."""
    model = WeekModel(instance, ())
    if not model.held:
        return instance, ()
    done = run(model.cp, "covers", -sum(model.held.values()), Limits(5, workers=1), report=False)
    openings = model.openings(done.value) if done.value else ()
    return settle(instance, openings), openings


def settle(instance: Instance, openings: Iterable[Opening]) -> Instance:
    """The instance with these openings as given sessions."""
    chosen = {one.session: one for one in openings}
    sessions = tuple(
        replace(
            one, is_candidate=False, facilitators=(chosen[one.id].facilitator,), covers=(),
            rooms=tuple(filter(None, [chosen[one.id].room])),
        ) if one.id in chosen else one
        for one in instance.sessions
    )  # fmt: skip
    return replace(instance, sessions=sessions)


def shortfall(instance: Instance, seats: Seats, people: Iterable[str] | None = None) -> int:
    """The clinical shortfall of these people, or of all, as one number (see `fit.weight_of`)."""
    every = instance.person if people is None else {p: instance.person[p] for p in people}
    return sum(weight_of(_short(instance, seats, person)) for person in every)


def _short(instance: Instance, seats: Seats, person: str) -> dict[str, tuple[int, int]]:
    return shortfalls_of(instance.person[person], [instance.session[s] for s in seats.get(person, ())])


def close_shortfalls(instance: Instance, seats: Seats, limits: Limits) -> Seats:
    """Give whoever is short what they lack by moving the people around them, who lose nothing that their plans ask for."""
    chance, tries = random.Random(limits.seed), 0
    given_up: set[str] = set()
    while limits.left and tries < 400:
        short = [one.id for one in instance.people if one.id not in given_up and _short(instance, seats, one.id)]
        if not short:
            break
        person, tries = short[tries % len(short)], tries + 1
        if weight_of(_short(instance, seats, person)) <= unavoidable(instance, person):
            given_up.add(person)
            continue
        moving = (person, *_around(instance, seats, person, chance, AROUND + 4 * (tries // max(1, len(short)))))
        better = _solve_around(instance, seats, moving, limits)
        if better is not None:
            seats = better
            limits.on_progress(Progress("clinical", shortfall(instance, seats), None, round(limits.spent, 2)))
        elif tries > 12 * len(short):
            break
    return seats


def unavoidable(instance: Instance, person: str) -> int:
    """What this person would be short of if the whole program were theirs alone: no week for all can do better."""
    key = ("unavoidable", person)
    if key not in instance.worked_out:
        model = WeekModel(instance, (person,), with_comfort=False)
        done = run(model.cp, "alone", sum(model.shortfall), Limits(5, workers=1), report=False)
        instance.worked_out[key] = (done.level.bound if done.level else 0,)
    return cast(int, instance.worked_out[key][0])


def _around(instance: Instance, seats: Seats, person: str, chance: random.Random, count: int) -> list[str]:
    """People who hold seats that would help this person."""
    helpful = {one.id for one in fitting(instance, person)}
    near = sorted(p for p, taken in seats.items() if p != person and helpful.intersection(taken))
    return chance.sample(near, min(count, len(near)))


def _solve_around(instance: Instance, seats: Seats, moving: tuple[str, ...], limits: Limits) -> Seats | None:
    before = shortfall(instance, seats, moving)
    model = WeekModel(instance, moving, kept=seats, with_comfort=False)
    model.hint(seats)
    done = run(model.cp, "clinical", sum(model.shortfall), limits, seconds=2.0, report=False)
    if done.value is None or done.level is None or done.level.value >= before:
        return None
    return model.seats(done.value)


def _prove(instance: Instance, seats: Seats, limits: Limits) -> tuple[Level, Seats]:
    """The clinical level with its bound: everyone's own limit if that is reached, else the whole model's."""
    value = shortfall(instance, seats)
    bound = sum(unavoidable(instance, p.id) for p in instance.people if _short(instance, seats, p.id))
    if value > bound and limits.left > 1:
        model = WeekModel(instance, tuple(instance.person), with_comfort=False)
        model.hint(seats)
        done = run(model.cp, "clinical", sum(model.shortfall), limits)
        if done.value and done.level and done.level.value <= value:
            value, bound, seats = done.level.value, max(bound, done.level.bound), model.seats(done.value)
    level = Level("clinical", value, bound, round(limits.spent, 2))
    limits.on_progress(Progress("clinical", value, bound, level.seconds))
    return level, seats


def improve_comfort(instance: Instance, seats: Seats, limits: Limits) -> tuple[list[Level], Seats]:
    """Fewer uncomfortable seats, never at the cost of what the plans ask for. The bound is the whole model's."""
    if sum(len(fitting(instance, person)) for person in instance.person) > LARGE:
        seats = _comfort_by_neighbourhoods(instance, seats, limits, until=limits.spent + 0.7 * limits.left)
    value, bound = discomfort(instance, seats), 0
    if limits.left > 0.5:
        model = WeekModel(instance, tuple(instance.person))
        model.cp.add(sum(model.shortfall) <= shortfall(instance, seats))
        model.hint(seats)
        complete_hint(model.cp)
        done = run(model.cp, "comfort", sum(model.discomfort), limits)
        if done.value and done.level and done.level.value <= value:
            value, bound, seats = done.level.value, done.level.bound, model.seats(done.value)
    return [Level("comfort", value, bound, round(limits.spent, 2))], seats


def _comfort_by_neighbourhoods(instance: Instance, seats: Seats, limits: Limits, until: float) -> Seats:
    chance = random.Random(limits.seed)
    people = sorted(instance.person)
    while limits.left and limits.spent < until:
        moving = _neighbours(instance, seats, chance, people)
        model = WeekModel(instance, moving, kept=seats)
        model.cp.add(sum(model.shortfall) <= shortfall(instance, seats, moving))
        model.hint(seats)
        done = run(model.cp, "comfort", sum(model.discomfort), limits, seconds=2.0, report=False)
        if done.value:
            seats = model.seats(done.value)
            limits.on_progress(Progress("comfort", discomfort(instance, seats), None, round(limits.spent, 2)))
    return seats


def _neighbours(instance: Instance, seats: Seats, chance: random.Random, people: list[str]) -> tuple[str, ...]:
    """Half of them share sessions with one person, half are anybody."""
    centre = chance.choice(people)
    near = _around(instance, seats, centre, chance, NEIGHBOURS // 2)
    others = chance.sample(people, min(len(people), NEIGHBOURS // 2))
    return tuple(sorted({centre, *near, *others}))


def _is_given(instance: Instance, session: str) -> bool:
    possible = holding(instance, instance.session[session], designing=False)
    return possible.is_possible and not possible.is_open_question
