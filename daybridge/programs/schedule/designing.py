"""Design a program's week: which groups open, with whom and where, decided together with who sits in them.

Opens groups one by one like a careful planner, then lets neighbourhoods of groups be thought about anew as long as fewer sessions
meet everybody's plan just as well.
"""

import random
from collections import Counter
from dataclasses import replace

from daybridge.programs.schedule.comfort import discomfort
from daybridge.programs.schedule.fit import can_lead, fitting, suits
from daybridge.programs.schedule.greedy import seat_greedily
from daybridge.programs.schedule.instance import Instance, Level, Opening, Seats, Session, Week
from daybridge.programs.schedule.model import WeekModel
from daybridge.programs.schedule.seating import close_shortfalls, improve_comfort, proposed, settle, shortfall
from daybridge.programs.schedule.solving import Limits, Progress, complete_hint, run

#: Groups that are thought about anew together, and the size up to which the whole program is.
GROUPS, WHOLE = 6, 12_000


def design(instance: Instance, limits: Limits) -> Week:
    """Plans met first, then as few sessions as possible, then comfort."""
    openings = open_all(instance)
    settled = settle(instance, openings)
    seats = close_shortfalls(settled, seat_greedily(settled), replace(limits, seconds=limits.left / 3))
    openings = _used(instance, openings, seats)
    levels, seats, openings = _fewer_sessions(instance, seats, openings, limits)
    comfort, seats = improve_comfort(settle(instance, openings), seats, limits)
    return proposed(instance, seats, openings, (*levels, *comfort), was_cancelled=limits.is_cancelled())


def open_all(instance: Instance) -> tuple[Opening, ...]:
    """Every candidate group that can be held beside those opened before it, the groups that most people could come to first."""
    could_come = Counter(s.id for person in instance.person for s in fitting(instance, person))
    groups: dict[str, list[Session]] = {}
    for session in instance.sessions:
        if session.is_candidate:
            groups.setdefault(session.group, []).append(session)
    diary = _Diary(instance)
    for group in sorted(groups.values(), key=lambda group: (-sum(could_come[s.id] for s in group), group[0].id)):
        diary.open(group)
    return tuple(sorted(diary.openings))


class _Diary:
    """Who and which room is taken when."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._taken: dict[str, list[Session]] = {}
        self.openings: list[Opening] = []
        for session in instance.sessions:
            if not session.is_candidate:
                for thing in (*session.facilitators, *session.rooms):
                    self._taken.setdefault(thing, []).append(session)

    def open(self, group: list[Session]) -> None:
        """With the first facilitator who can lead all of it, each session in the first room that is free."""
        for leader in group[0].facilitators:
            rooms = [self._room(session) for session in group]
            if self._may_lead(leader, group) and None not in rooms:
                for session, room in zip(group, rooms, strict=True):
                    self.openings.append(Opening(session.id, room or None, leader))
                    for thing in filter(None, (leader, room)):
                        self._taken.setdefault(thing, []).append(session)
                return

    def _may_lead(self, leader: str, group: list[Session]) -> bool:
        hours = sum(s.span.minutes for s in (*self._taken.get(leader, ()), *group))
        return hours <= self._instance.facilitator[leader].most_minutes_a_week and all(
            leader in s.facilitators and can_lead(self._instance, leader, s) and self._is_free(leader, s) for s in group
        )

    def _room(self, session: Session) -> str | None:
        """A room's name, "" where none is needed, None where none is to be had."""
        if session.site is None:
            return ""
        able = (room for room in session.rooms if suits(self._instance, room, session) and self._is_free(room, session))
        return next(able, None)

    def _is_free(self, thing: str, session: Session) -> bool:
        return not any(session.span.meets(other.span) for other in self._taken.get(thing, ()))


def _used(instance: Instance, openings: tuple[Opening, ...], seats: Seats) -> tuple[Opening, ...]:
    """Only groups that somebody sits in."""
    sat_in = {instance.session[s].group for taken in seats.values() for s in taken}
    return tuple(one for one in openings if instance.session[one.session].group in sat_in)


def _fewer_sessions(
    instance: Instance, seats: Seats, openings: tuple[Opening, ...], limits: Limits
) -> tuple[list[Level], Seats, tuple[Opening, ...]]:
    short, bound = shortfall(instance, seats), 0
    clinical = Level("clinical", short, 0 if short else short, round(limits.spent, 2))
    is_small = sum(len(fitting(instance, person)) for person in instance.person) <= WHOLE
    if is_small:  # most of these are proven at once, and the rest begins from there
        bound, seats, openings = _fewest(instance, seats, openings, short, limits, seconds=limits.left * 0.15)
    if bound < len(openings):
        until = limits.spent + limits.left * (0.4 if is_small else 0.8)
        seats, openings = _close_groups(instance, seats, openings, limits, until)
        if is_small and limits.left > 1:
            bound, seats, openings = _fewest(instance, seats, openings, short, limits, seconds=limits.left * 0.6)
    return [clinical, Level("sessions", len(openings), bound, round(limits.spent, 2))], seats, openings


def _fewest(
    instance: Instance, seats: Seats, openings: tuple[Opening, ...], short: int, limits: Limits, *, seconds: float
) -> tuple[int, Seats, tuple[Opening, ...]]:
    """The whole program at once: what is proven to be the fewest sessions at the least, and the best that was found."""
    model = WeekModel(instance, tuple(instance.person), designing=True)
    model.cp.add(sum(model.shortfall) <= short)
    model.hint(seats, openings)
    complete_hint(model.cp)
    done = run(model.cp, "sessions", sum(model.held.values()), limits, seconds=seconds)
    if done.value and done.level and done.level.value <= len(openings):
        return done.level.bound, model.seats(done.value), model.openings(done.value)
    return 0, seats, openings


def _close_groups(
    instance: Instance, seats: Seats, openings: tuple[Opening, ...], limits: Limits, until: float
) -> tuple[Seats, tuple[Opening, ...]]:
    """Take a few groups, thin ones rather, and seat their people anew in as few sessions as possible."""
    chance = random.Random(limits.seed)
    while limits.left and limits.spent < until and openings:
        coming = Counter(s for taken in seats.values() for s in taken)
        groups = sorted({instance.session[one.session].group for one in openings})
        weight = [1 / (1 + min(coming[s.id] for s in instance.sessions if s.group == group)) for group in groups]
        chosen = set(chance.choices(groups, weight, k=GROUPS))
        moving = tuple(
            sorted(p for p, taken in seats.items() if any(instance.session[s].group in chosen for s in taken))
        )
        moving = tuple(sorted(chance.sample(moving, min(len(moving), 60))))
        better = _seat_anew(instance, seats, openings, moving, limits)
        if better:
            seats, openings = better
            limits.on_progress(Progress("sessions", len(openings), None, round(limits.spent, 2)))
    return seats, openings


def _seat_anew(
    instance: Instance, seats: Seats, openings: tuple[Opening, ...], moving: tuple[str, ...], limits: Limits
) -> tuple[Seats, tuple[Opening, ...]] | None:
    model = WeekModel(instance, moving, kept=seats, designing=True)
    model.cp.add(sum(model.shortfall) <= shortfall(instance, seats, moving))
    model.hint(seats, openings)
    aim = 1000 * sum(model.held.values()) + sum(model.discomfort)
    done = run(model.cp, "sessions", aim, limits, seconds=3.0, report=False)
    if done.value is None:
        return None
    after, opened = model.seats(done.value), model.openings(done.value)
    before = (len(openings), discomfort(instance, seats))
    return (after, opened) if (len(opened), discomfort(instance, after)) <= before else None
