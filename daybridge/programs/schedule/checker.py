"""Reads a proposed week against every hard rule, and shares nothing with the model but the instance.

Written a second time on purpose: what the model and `fit` got wrong, this must see. The engine gives out no week that this refuses.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from daybridge.programs.schedule.instance import Instance, Opening, Person, Seats, Session, Shortfall


@dataclass(frozen=True, order=True)
class Violation:
    """A hard rule that is broken: which, of whom (a person, a session, a facilitator, a room), and in which sessions."""

    rule: str
    subject: str
    sessions: tuple[str, ...] = ()


class WrongWeek(AssertionError):
    """The engine found a week that breaks a hard rule; it is our mistake and nobody gets to see the week."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} hard rules broken: {sorted({one.rule for one in violations})}")
        self.violations = violations


def violations(instance: Instance, seats: Seats, openings: tuple[Opening, ...] = ()) -> list[Violation]:
    """Every hard rule that this week breaks; an empty list is a week that may be proposed."""
    known = {one.id for one in instance.people} | {one.id for one in instance.sessions}
    named = {*seats, *(s for taken in seats.values() for s in taken), *(one.session for one in openings)}
    unknown = [Violation("unknown", name) for name in sorted(named - known)]
    if unknown:
        return unknown
    week = _Held(instance, seats, openings)
    found = [*_of_people(week), *_of_sessions(week), *_of_bookings(week), *_of_groups(week), *_of_pairs(week)]
    return sorted(set(found))


def made_worse(instance: Instance, seats: Seats, openings: tuple[Opening, ...] = ()) -> list[Violation]:
    """Every hard rule that this week breaks and the seats of today keep: what is broken today already is no mistake of the engine."""
    today = violations(instance, {one.id: one.present for one in instance.people})
    return sorted(set(violations(instance, seats, openings)) - set(today))


def shortfalls(instance: Instance, seats: Seats) -> list[Shortfall]:
    """What each person's plan asks for and this week does not hold, counted once more."""
    every = {one.id: one for one in instance.sessions}
    return sorted(one for p in instance.people for one in _missing(p, [every[s] for s in seats.get(p.id, ())]))


class _Held:
    """The week as it would be held."""

    def __init__(self, instance: Instance, seats: Seats, openings: tuple[Opening, ...]) -> None:
        self.instance = instance
        self.every = {one.id: one for one in instance.sessions}
        self.seats = {one.id: [self.every[s] for s in seats.get(one.id, ())] for one in instance.people}
        self.openings = {one.session: one for one in openings}
        self.coming = Counter(s.id for taken in self.seats.values() for s in taken)
        self.staff = {one.id: one for one in instance.staff}
        self.rooms = {one.id: one for one in instance.rooms}

    def leaders(self, session: Session) -> list[str]:
        if session.id in self.openings:
            return [self.openings[session.id].facilitator]
        return [] if session.is_candidate else [who for who in session.facilitators if self.may_lead(who, session)]

    def room(self, session: Session) -> str | None:
        if session.id in self.openings:
            return self.openings[session.id].room
        return session.rooms[0] if session.rooms and not session.is_candidate else None

    def may_lead(self, who: str, session: Session) -> bool:
        if who not in self.staff:
            return False
        one, start, end = self.staff[who], session.span.start, session.span.end
        if session.credential and session.credential not in one.credentials:
            return False
        if any(away.start < end and start < away.end for away in one.leave):
            return False
        return any(hours.start <= start and end <= hours.end for hours in one.hours)


def _of_people(week: _Held) -> Iterator[Violation]:
    for person in week.instance.people:
        taken = week.seats[person.id]
        ids = [session.id for session in taken]
        if len(set(ids)) < len(ids):
            yield Violation("seat_twice", person.id, tuple(sorted(ids)))
        for session in taken:
            for rule in _misfits(person, session):
                yield Violation(rule, person.id, (session.id,))
        yield from _of_a_persons_hours(person, taken)
        yield from _of_ways(week.instance, person, taken)


def _misfits(person: Person, session: Session) -> Iterator[str]:
    if not _arrivals(person, session):
        yield "not_free"
    if session.language not in person.languages:
        yield "language"
    if session.track and person.track not in (session.track, "any"):
        yield "track"
    if person.age < session.youngest or person.age > session.oldest:
        yield "age"
    if session.gender and session.gender not in person.gender_groups:
        yield "gender_group"
    if not session.gender and session.kind in person.gender_specific_kinds:
        yield "gender_group"


def _arrivals(person: Person, session: Session) -> list[str]:
    """Where this person may be for the session: a site's name, or "" for a place of their own; the site first."""
    places = []
    if session.site and person.comes.value != "video" and session.site in person.travel:
        places.append((session.site, person.travel[session.site]))
    if session.is_on_video and person.comes.value != "in_person":
        places.append(("", 0))
    begin, end = session.span.start, session.span.end
    return [where for where, way in places if any(f.start <= begin - way and end + way <= f.end for f in person.free)]


def _of_a_persons_hours(person: Person, taken: list[Session]) -> Iterator[Violation]:
    ids = tuple(sorted(session.id for session in taken))
    if sum(session.span.end - session.span.start for session in taken) > person.maximum_minutes:
        yield Violation("most_minutes", person.id, ids)
    days: Counter[int] = Counter()
    for session in taken:
        days[session.span.start // 1440] += session.span.end - session.span.start
    if len(days) > person.maximum_days:
        yield Violation("most_days", person.id, ids)
    for day, minutes in days.items():
        if minutes > person.most_minutes_a_day:
            today = tuple(sorted(s.id for s in taken if s.span.start // 1440 == day))
            yield Violation("most_minutes_a_day", person.id, today)


def _of_ways(instance: Instance, person: Person, taken: list[Session]) -> Iterator[Violation]:
    """One place at a time, and time for the way between two that follow each other on one day."""
    ordered = sorted(taken, key=lambda session: (session.span.start, session.span.end))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if one.span.start // 1440 != other.span.start // 1440:
                break
            here, there = (_arrivals(person, session)[:1] for session in (one, other))
            way = _way(instance, person, here[0], there[0]) if here and there else 0
            if one.span.end + way > other.span.start:
                rule = "two_places" if one.span.end > other.span.start else "travel"
                yield Violation(rule, person.id, (one.id, other.id))


def _way(instance: Instance, person: Person, here: str, there: str) -> int:
    if here == there:
        return 0
    if here and there:
        known = instance.rules.between_sites
        return known.get((here, there), known.get((there, here), 60))
    return person.travel[here or there]


def _of_sessions(week: _Held) -> Iterator[Violation]:
    for session in week.every.values():
        coming, room = week.coming[session.id], week.room(session)
        if (coming or session.id in week.openings) and not week.leaders(session):
            yield Violation("not_held", session.id, (session.id,))
        if coming > session.capacity:
            yield Violation("capacity", session.id, (session.id,))
        if coming and room and coming > week.rooms[room].capacity:
            yield Violation("room_capacity", session.id, (session.id,))
        if session.id in week.openings:
            yield from _of_an_opening(week, session)


def _of_an_opening(week: _Held, session: Session) -> Iterator[Violation]:
    chosen = week.openings[session.id]
    offered = session.facilitators if session.is_candidate else session.covers
    if chosen.facilitator not in offered or not week.may_lead(chosen.facilitator, session):
        yield Violation("facilitator", session.id, (session.id,))
    if session.site and session.rooms and chosen.room not in session.rooms:
        yield Violation("room", session.id, (session.id,))
    if session.site and session.is_candidate and not session.rooms:
        yield Violation("room", session.id, (session.id,))
    if chosen.room and session.is_candidate:
        room = week.rooms[chosen.room]
        if room.site != session.site or not set(session.equipment) <= set(room.equipment):
            yield Violation("room", session.id, (session.id,))


def _of_bookings(week: _Held) -> Iterator[Violation]:
    """Facilitators and rooms in one place at a time; a facilitator's hours of the week."""
    led: dict[str, list[Session]] = {}
    used: dict[str, list[Session]] = {}
    for session in week.every.values():
        for who in week.leaders(session):
            led.setdefault(who, []).append(session)
        if (room := week.room(session)) and week.leaders(session):
            used.setdefault(room, []).append(session)
    for rule, table in (("facilitator_twice", led), ("room_twice", used)):
        for name, sessions in table.items():
            for index, one in enumerate(sessions):
                for other in sessions[index + 1 :]:
                    if one.span.start < other.span.end and other.span.start < one.span.end:
                        yield Violation(rule, name, tuple(sorted((one.id, other.id))))
    for who, sessions in led.items():
        opened = any(one.id in week.openings for one in sessions)
        if (
            opened
            and who in week.staff
            and sum(s.span.end - s.span.start for s in sessions) > week.staff[who].most_minutes_a_week
        ):
            yield Violation("facilitator_hours", who, tuple(sorted(s.id for s in sessions)))


def _of_groups(week: _Held) -> Iterator[Violation]:
    """A candidate group opens whole, with one facilitator."""
    groups: dict[str, list[Session]] = {}
    for session in week.every.values():
        if session.is_candidate:
            groups.setdefault(session.group, []).append(session)
    for group, sessions in groups.items():
        leaders = {week.openings[s.id].facilitator if s.id in week.openings else None for s in sessions}
        if len(leaders) > 1:
            yield Violation("group_in_parts", group, tuple(sorted(s.id for s in sessions)))


def _of_pairs(week: _Held) -> Iterator[Violation]:
    for one, other in week.instance.no_contact:
        mine = {session.id for session in week.seats[one]}
        for session in week.seats[other]:
            if session.id in mine:
                yield Violation("kept_apart", session.id, (session.id,))


def _missing(person: Person, taken: list[Session]) -> Iterator[Shortfall]:
    minutes = sum(session.span.end - session.span.start for session in taken)
    days = {session.span.start // 1440 for session in taken}
    kinds = Counter(session.kind for session in taken)
    if minutes < person.minimum_minutes:
        yield Shortfall(person.id, "minutes", person.minimum_minutes, minutes)
    if len(days) < person.minimum_days:
        yield Shortfall(person.id, "days", person.minimum_days, len(days))
    for kind, count in person.needs.items():
        if kinds[kind] < count:
            yield Shortfall(person.id, kind, count, kinds[kind])
    longest = _longest_gap(days)
    if longest > person.largest_gap_days:
        yield Shortfall(person.id, "gap", person.largest_gap_days, longest)


def _longest_gap(days: set[int]) -> int:
    """The most days in a row without a session, the week a ring; 7 when there is none."""
    if not days:
        return 7
    ordered: list[int] = sorted(days)
    following = [*ordered[1:], ordered[0] + 7]
    return max(after - before - 1 for before, after in zip(ordered, following, strict=True))


def by_rule(found: list[Violation]) -> Mapping[str, int]:
    """How often each rule is broken."""
    return Counter(one.rule for one in found)
