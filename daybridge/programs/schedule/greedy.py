"""The plain rule that a careful person with a spreadsheet follows: hardest weeks first, one seat after the other.

It starts the engine off, and the bench compares against it.
"""

from daybridge.programs.schedule.fit import clash, fitting, holding, seats_in, shortfalls_of
from daybridge.programs.schedule.instance import Instance, Person, Seats, Session


def seat_greedily(instance: Instance, seats: Seats | None = None, only: frozenset[str] | None = None) -> Seats:
    """Seats for everybody (or for `only` these, the others kept), hard rules kept, shortfalls left where the rule got stuck."""
    roster = Roster(instance, seats or {})
    people = [one for one in instance.people if only is None or one.id in only]
    fitting = {one.id: roster.fitting(one) for one in people}
    for person in sorted(people, key=lambda one: (sum(s.span.minutes for s in fitting[one.id]), one.id)):
        roster.fill(person, fitting[person.id])
    return {person.id: tuple(roster.seats.get(person.id, ())) for person in instance.people}


class Roster:
    """Seats as they fill up."""

    def __init__(self, instance: Instance, seats: Seats) -> None:
        self.instance = instance
        self.seats: dict[str, list[str]] = {person: list(sessions) for person, sessions in seats.items()}
        self.held = {s.id: s for s in instance.sessions if _is_given(instance, s)}
        self.size = {s.id: seats_in(instance, s, s.rooms) for s in self.held.values()}
        self.sitting: dict[str, set[str]] = {session: set() for session in self.size}
        for person, sessions in self.seats.items():
            for session in sessions:
                self.sitting.setdefault(session, set()).add(person)

    def fitting(self, person: Person) -> list[Session]:
        return [session for session in fitting(self.instance, person.id) if session.id in self.held]

    def fill(self, person: Person, fitting: list[Session]) -> None:
        """Add the most useful seat until nothing is missing or nothing is to be had."""
        mine = self.seats.setdefault(person.id, [])
        while short := shortfalls_of(person, [self.instance.session[s] for s in mine]):
            options = [session for session in fitting if self._may_take(person, session)]
            useful = [(self._use(person, session, short), session.id) for session in options]
            best = max(useful, default=((0,), ""))
            if not best[1] or best[0][:3] == (0, 0, 0):
                return
            mine.append(best[1])
            self.sitting[best[1]].add(person.id)

    def _use(self, person: Person, session: Session, short: dict[str, tuple[int, int]]) -> tuple[int, ...]:
        days = {self.instance.session[s].span.day for s in self.seats[person.id]}
        lacks_days = ("days" in short or "gap" in short) and session.span.day not in days
        needed = short["minutes"][0] - short["minutes"][1] if "minutes" in short else 0
        kind = 1 if session.kind in short else 0
        left = self.size[session.id] - len(self.sitting[session.id])
        return kind, int(lacks_days), int(needed > 0), min(session.span.minutes, needed), left

    def _may_take(self, person: Person, session: Session) -> bool:
        mine = [self.instance.session[s] for s in self.seats[person.id]]
        sitting = self.sitting[session.id]
        if session in mine or len(sitting) >= self.size[session.id]:
            return False
        if sitting & self.instance.kept_apart.get(person.id, frozenset()):
            return False
        return _has_room_in_the_week(person, mine, session) and not any(
            clash(self.instance, person, session, other) for other in mine if other.span.day == session.span.day
        )


def _has_room_in_the_week(person: Person, mine: list[Session], session: Session) -> bool:
    minutes = session.span.minutes
    today = sum(other.span.minutes for other in mine if other.span.day == session.span.day)
    days = {other.span.day for other in mine} | {session.span.day}
    return (
        sum(other.span.minutes for other in mine) + minutes <= person.maximum_minutes
        and today + minutes <= person.most_minutes_a_day
        and len(days) <= person.maximum_days
    )


def _is_given(instance: Instance, session: Session) -> bool:
    possible = holding(instance, session, designing=False)
    return possible.is_possible and not possible.is_open_question
