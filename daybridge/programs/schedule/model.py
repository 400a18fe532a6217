"""The week as a model for CP-SAT. Read it from top to bottom: seats, each person's rules, each session's rules, openings.

One yes-or-no per (person, session) that fits the person at all (`fit`), so a person's hours are never split into slots. Only the
people named in `moving` are decided; everyone else keeps their seats, which only take room away. The same model therefore places
one person, repairs a week, and improves a neighbourhood of a large program.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from daybridge.programs.schedule.comfort import CROWDED, DAY_MORE, HALF_HOUR_MORE, UNFAIR, seat_points
from daybridge.programs.schedule.fit import WEIGHT, Holding, cliques, exclusive, fitting, holding, seats_in, stretches
from daybridge.programs.schedule.instance import Instance, Opening, Person, Seats, Session

#: A linear expression; the union of types that ortools gives it cannot be added up under a type checker.
Expression = Any


@dataclass
class WeekModel:
    """Build it, then let `solving.run` minimize one of its aims."""

    instance: Instance
    moving: tuple[str, ...]
    kept: Seats = field(default_factory=dict)
    designing: bool = False
    #: Without it the model has no `discomfort` and is built and solved quicker.
    with_comfort: bool = True
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    #: person -> session -> whether they sit there
    seat: dict[str, dict[str, cp_model.IntVar]] = field(default_factory=dict)
    #: session -> whether it is held, where that is still a question
    held: dict[str, cp_model.IntVar] = field(default_factory=dict)
    led: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    placed: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    shortfall: list[Expression] = field(default_factory=list)
    discomfort: list[Expression] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.holdings = {s.id: holding(self.instance, s, designing=self.designing) for s in self.instance.sessions}
        self.sitting = self._sitting()
        self._offer_openings()
        self._offer_seats()
        for person in self.moving:
            self._keep_to_life(self.instance.person[person])
            self._meet_the_plan(self.instance.person[person])
        for session in self.instance.sessions:
            self._keep_to_size(session)
        self._keep_apart()

    # Seats

    def _offer_seats(self) -> None:
        for person_id in self.moving:
            apart = self.instance.kept_apart.get(person_id, frozenset())
            self.seat[person_id] = {
                session.id: self.cp.new_bool_var("")
                for session in fitting(self.instance, person_id)
                if self.holdings[session.id].is_possible and not apart & self.sitting.get(session.id, set())
            }

    def _sitting(self) -> dict[str, set[str]]:
        """Session -> who keeps a seat there."""
        sitting: dict[str, set[str]] = {}
        for person, sessions in self.kept.items():
            if person not in self.moving:
                for session in sessions:
                    sitting.setdefault(session, set()).add(person)
        return sitting

    # One person's rules

    def _keep_to_life(self, person: Person) -> None:
        """One place at a time with the way between, and no more hours than are good."""
        mine = self.seat[person.id]
        sessions = [self.instance.session[s] for s in mine]
        for clique in exclusive(self.instance, person.id):
            self.cp.add_at_most_one([mine[s] for s in clique if s in mine])
        self.cp.add(_minutes(mine, sessions) <= person.maximum_minutes)
        for day in {s.span.day for s in sessions}:
            self.cp.add(_minutes(mine, [s for s in sessions if s.span.day == day]) <= person.most_minutes_a_day)

    def _meet_the_plan(self, person: Person) -> None:
        """Hours, days, gap and kinds of the plan, each with what it may fall short by; then what is uncomfortable."""
        mine = self.seat[person.id]
        sessions = [self.instance.session[s] for s in mine]
        attends = self._days_attended(person, sessions)
        self._ask(person.minimum_minutes, _minutes(mine, sessions), 1)
        self._ask(person.minimum_days, sum(attends.values()), WEIGHT)
        for kind, count in person.needs.items():
            self._ask(count, sum(mine[s.id] for s in sessions if s.kind == kind), WEIGHT)
        for stretch in sorted(stretches(person.largest_gap_days), key=sorted):
            self._ask(1, sum(var for day, var in attends.items() if day in stretch), WEIGHT)
        if self.with_comfort:
            self._weigh_comfort(person, sessions, attends)

    def _days_attended(self, person: Person, sessions: list[Session]) -> dict[int, cp_model.IntVar]:
        mine, attends = self.seat[person.id], {}
        for day in sorted({s.span.day for s in sessions}):
            attends[day] = self.cp.new_bool_var("")
            self.cp.add_max_equality(attends[day], [mine[s.id] for s in sessions if s.span.day == day])
        self.cp.add(sum(attends.values()) <= person.maximum_days)
        return attends

    def _ask(self, needed: int, given: Expression, weight: int) -> None:
        if needed > 0:
            short = self.cp.new_int_var(0, needed, "")
            self.cp.add(short + given >= needed)
            self.shortfall.append(weight * short)

    def _weigh_comfort(self, person: Person, sessions: list[Session], attends: dict[int, cp_model.IntVar]) -> None:
        mine = self.seat[person.id]
        points: list[Expression] = [seat_points(person, s) * mine[s.id] for s in sessions if seat_points(person, s)]
        for amount, above, unit, each in (
            (_minutes(mine, sessions), person.minimum_minutes, 30, HALF_HOUR_MORE),
            (sum(attends.values()), person.minimum_days, 1, DAY_MORE),
        ):
            more = self.cp.new_int_var(0, 100, "")
            self.cp.add(unit * more >= amount - above)
            points.append(each * more)
        total = sum(points)
        self.discomfort.append(total)
        for threshold in (UNFAIR, 2 * UNFAIR):
            unfair = self.cp.new_int_var(0, 500, "")
            self.cp.add(unfair >= total - threshold)
            self.discomfort.append(unfair)

    # One session's rules

    def _keep_to_size(self, session: Session) -> None:
        taken = len(self.sitting.get(session.id, ()))
        coming = [mine[session.id] for mine in self.seat.values() if session.id in mine]
        if not coming and not (taken and session.id in self.held):
            return
        self._bound_by_room(session, coming, taken)
        if (held := self.held.get(session.id)) is not None:
            for one in coming:
                self.cp.add_implication(one, held)
            if taken:
                self.cp.add(held == 1)
        if self.with_comfort and session.soft_capacity < session.capacity and coming:
            crowd = self.cp.new_int_var(0, session.capacity, "")
            self.cp.add(crowd >= sum(coming) + taken - session.soft_capacity)
            self.discomfort.append(CROWDED * crowd)

    def _bound_by_room(self, session: Session, coming: list[cp_model.IntVar], taken: int) -> None:
        rooms = self.holdings[session.id].rooms
        self.cp.add(sum(coming) <= max(0, seats_in(self.instance, session, rooms) - taken))
        choices = [(room, self.placed[session.id, room]) for room in rooms if (session.id, room) in self.placed]
        if choices:
            sizes = sum(min(session.capacity, self.instance.room[room].capacity) * var for room, var in choices)
            self.cp.add(sum(coming) + taken <= sizes)

    def _keep_apart(self) -> None:
        for one, other in self.instance.no_contact:
            shared = self.seat.get(one, {}).keys() & self.seat.get(other, {}).keys()
            for session in sorted(shared):
                self.cp.add_at_most_one([self.seat[one][session], self.seat[other][session]])

    # Which sessions are held, by whom and where

    def _offer_openings(self) -> None:
        questions = [s for s in self.instance.sessions if self._is_question(s)]
        for session in questions:
            self.held[session.id] = self.cp.new_bool_var("")
            possible = self.holdings[session.id]
            self._choose_one(session, possible.facilitators, self.led)
            if possible.rooms:
                self._choose_one(session, possible.rooms, self.placed)
        self._open_groups_whole(questions)
        self._book_once(questions)

    def _is_question(self, session: Session) -> bool:
        possible: Holding = self.holdings[session.id]
        return possible.is_open_question and possible.is_possible

    def _choose_one(
        self, session: Session, options: Iterable[str], into: dict[tuple[str, str], cp_model.IntVar]
    ) -> None:
        for option in options:
            into[session.id, option] = self.cp.new_bool_var("")
        self.cp.add(sum(into[session.id, option] for option in options) == self.held[session.id])

    def _open_groups_whole(self, questions: list[Session]) -> None:
        """A candidate group opens with all its sessions and one facilitator, or not at all."""
        groups: dict[str, list[Session]] = {}
        for session in questions:
            if session.is_candidate:
                groups.setdefault(session.group, []).append(session)
        for first, *others in groups.values():
            for other in others:
                self.cp.add(self.held[first.id] == self.held[other.id])
                for staff in {*self.holdings[first.id].facilitators, *self.holdings[other.id].facilitators}:
                    self.cp.add(self.led.get((first.id, staff), 0) == self.led.get((other.id, staff), 0))

    def _book_once(self, questions: list[Session]) -> None:
        """A facilitator and a room are in one place at a time, and a facilitator's week has an end."""
        given = [s for s in self.instance.sessions if not self.holdings[s.id].is_open_question]
        for chosen, of_given in ((self.led, _leaders(self.holdings)), (self.placed, _rooms(self.holdings))):
            for thing in {option for _, option in chosen}:
                mine = [s for s in questions if (s.id, thing) in chosen]
                taken = [s for s in given if thing in of_given.get(s.id, ())]
                for session in mine:
                    if any(session.span.meets(other.span) for other in taken):
                        self.cp.add(chosen[session.id, thing] == 0)
                for clique in cliques(_overlaps(mine)):
                    self.cp.add_at_most_one([chosen[s, thing] for s in clique])
                if chosen is self.led:
                    left = self.instance.facilitator[thing].most_minutes_a_week - sum(s.span.minutes for s in taken)
                    hours = sum(s.span.minutes * chosen[s.id, thing] for s in mine)
                    self.cp.add(hours <= max(0, left))

    # What came out

    def hint(self, seats: Seats, openings: Iterable[Opening] = ()) -> None:
        """Start the search from this week."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for person, mine in self.seat.items():
            wanted = set(seats.get(person, ()))
            for session, var in mine.items():
                self.cp.add_hint(var, int(session in wanted))
        opened = {one.session: one for one in openings}
        for session, var in self.held.items():
            self.cp.add_hint(var, int(session in opened))
        for table, which in ((self.led, "facilitator"), (self.placed, "room")):
            for (session, option), var in table.items():
                self.cp.add_hint(var, int(session in opened and getattr(opened[session], which) == option))

    def seats(self, value: "Value") -> Seats:
        """Everybody's seats in a solution, those kept among them."""
        decided = {
            person: tuple(session for session, var in mine.items() if value(var)) for person, mine in self.seat.items()
        }
        return {one.id: decided.get(one.id, self.kept.get(one.id, ())) for one in self.instance.people}

    def openings(self, value: "Value") -> tuple[Opening, ...]:
        chosen = []
        for session in (s for s, var in self.held.items() if value(var)):
            leader = next(who for (s, who), var in self.led.items() if s == session and value(var))
            room = next((where for (s, where), var in self.placed.items() if s == session and value(var)), None)
            chosen.append(Opening(session=session, room=room, facilitator=leader))
        return tuple(sorted(chosen, key=lambda one: one.session))


class Value:
    """Looks a variable up in a solution."""

    def __init__(self, solver: cp_model.CpSolver) -> None:
        self._solver = solver

    def __call__(self, var: cp_model.IntVar) -> int:
        return self._solver.value(var)


def _minutes(mine: dict[str, cp_model.IntVar], sessions: Iterable[Session]) -> Expression:
    return sum(session.span.minutes * mine[session.id] for session in sessions)


def _overlaps(sessions: list[Session]) -> list[tuple[Session, Session]]:
    return [(a, b) for i, a in enumerate(sessions) for b in sessions[i + 1 :] if a.span.meets(b.span)]


def _leaders(holdings: dict[str, Holding]) -> dict[str, tuple[str, ...]]:
    return {session: one.facilitators for session, one in holdings.items()}


def _rooms(holdings: dict[str, Holding]) -> dict[str, tuple[str, ...]]:
    return {session: one.rooms for session, one in holdings.items()}
