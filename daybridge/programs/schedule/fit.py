"""Who could sit where, before anybody competes for a seat: what one person's life, words and plan allow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from daybridge.programs.schedule.instance import ANY_TRACK, Comes, Instance, Person, Session, Span

Way = Literal["in_person", "video"]
#: What can stand between one person and one session.
Barrier = Literal["time", "reach", "mode", "language", "track", "age", "gender_group"]


def way_of(person: Person, session: Session) -> Way | None:
    """How this person would take part at this hour; in the room where both are possible, None where neither is."""
    if _can_be_there(person, session):
        return "in_person"
    can_dial_in = session.is_on_video and person.comes != Comes.IN_PERSON
    return "video" if can_dial_in and _is_free(person, session.span, 0) else None


def _can_be_there(person: Person, session: Session) -> bool:
    if session.site is None or person.comes == Comes.VIDEO or session.site not in person.travel:
        return False
    return _is_free(person, session.span, person.travel[session.site])


def _is_free(person: Person, span: Span, travel: int) -> bool:
    there_and_back = Span(span.start - travel, span.end + travel)
    return any(window.holds(there_and_back) for window in person.free)


def barriers(person: Person, session: Session) -> tuple[Barrier, ...]:
    """Everything that keeps this person out of this session; nothing when it fits."""
    found: list[Barrier] = []
    if way_of(person, session) is None:
        found.append(_why_no_way(person, session))
    if session.language not in person.languages:
        found.append("language")
    if session.track is not None and person.track not in (session.track, ANY_TRACK):
        found.append("track")
    if not session.youngest <= person.age <= session.oldest:
        found.append("age")
    if session.gender is None and session.kind in person.gender_specific_kinds:
        found.append("gender_group")
    if session.gender is not None and session.gender not in person.gender_groups:
        found.append("gender_group")
    return tuple(found)


def fits(person: Person, session: Session) -> bool:
    """No barrier at all; what `barriers` says, only quicker."""
    return (
        session.language in person.languages
        and (session.track is None or person.track in (session.track, ANY_TRACK))
        and session.youngest <= person.age <= session.oldest
        and (
            session.gender in person.gender_groups
            if session.gender
            else session.kind not in person.gender_specific_kinds
        )
        and way_of(person, session) is not None
    )


def fitting(instance: Instance, person_id: str) -> tuple[Session, ...]:
    """The sessions that fit this person, given or not; worked out once for each instance."""
    key = ("fitting", person_id)
    if key not in instance.worked_out:
        person = instance.person[person_id]
        instance.worked_out[key] = tuple(one for one in instance.sessions if fits(person, one))
    return cast(tuple[Session, ...], instance.worked_out[key])


def exclusive(instance: Instance, person_id: str) -> tuple[tuple[str, ...], ...]:
    """Sets of sessions of which this person can attend one at most; worked out once for each instance."""
    key = ("exclusive", person_id)
    if key not in instance.worked_out:
        pairs = clashes(instance, instance.person[person_id], fitting(instance, person_id))
        instance.worked_out[key] = tuple(tuple(clique) for clique in cliques(pairs))
    return cast(tuple[tuple[str, ...], ...], instance.worked_out[key])


def _why_no_way(person: Person, session: Session) -> Barrier:
    if not _is_free(person, session.span, 0):
        return "time"
    if session.is_on_video or person.comes == Comes.VIDEO:
        return "mode"
    return "time" if session.site in person.travel else "reach"


def clash(instance: Instance, person: Person, one: Session, other: Session) -> bool:
    """Whether nobody could attend both: they share time, or leave too little to get from one to the other."""
    return bool(clashes(instance, person, (one, other)))


def clashes(instance: Instance, person: Person, sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Every pair of these that the person cannot both attend; only sessions of one day are compared."""
    by_day: dict[int, list[tuple[Session, str | None]]] = {}
    for session in sorted(sessions, key=lambda session: session.span):
        place = session.site if way_of(person, session) == "in_person" else None
        by_day.setdefault(session.span.day, []).append((session, place))
    longest = max((60, *person.travel.values(), *instance.rules.between_sites.values()))
    found = []
    for day in by_day.values():
        for index, (first, here) in enumerate(day):
            for second, there in day[index + 1 :]:
                if first.span.end + longest <= second.span.start:
                    break  # whoever comes later begins later still
                if first.span.end + _minutes_on_the_way(instance, person, here, there) > second.span.start:
                    found.append((first, second))
    return found


def _minutes_on_the_way(instance: Instance, person: Person, here: str | None, there: str | None) -> int:
    """Between two sites, between a site and home (None), or none."""
    if here is not None and there is not None:
        return instance.rules.minutes_between(here, there)
    away = here or there
    return person.travel.get(away, 0) if away is not None else 0


def cliques(pairs: Iterable[tuple[Session, Session]]) -> list[list[str]]:
    """Sets of sessions of which at most one can be had, covering every pair: far fewer and stronger than pairs."""
    beside: dict[str, set[str]] = {}
    for one, other in pairs:
        beside.setdefault(one.id, set()).add(other.id)
        beside.setdefault(other.id, set()).add(one.id)
    covered: set[tuple[str, str]] = set()
    cliques = []
    for a, b in sorted((a, b) for a, near in beside.items() for b in near if a < b):
        if (a, b) in covered:
            continue
        clique = [a, b]
        for c in sorted(beside[a] & beside[b]):
            if all(c in beside[other] for other in clique):
                clique.append(c)
        covered |= {(x, y) for x in clique for y in clique}
        cliques.append(clique)
    return cliques


@dataclass(frozen=True)
class Holding:
    """How a session can be held: as it is written, or by a choice that is still open."""

    rooms: tuple[str, ...]
    facilitators: tuple[str, ...]
    is_open_question: bool

    @property
    def is_possible(self) -> bool:
        return bool(self.facilitators)


def holding(instance: Instance, session: Session, *, designing: bool) -> Holding:
    """Who can lead this session and where; a candidate is held only by a choice, and so is one whose facilitator is away."""
    able = tuple(one for one in session.facilitators if can_lead(instance, one, session))
    rooms = tuple(room for room in session.rooms if suits(instance, room, session))
    if session.is_candidate:
        return Holding(rooms, able if designing and (rooms or session.site is None) else (), True)
    if able:
        return Holding(session.rooms, able, False)
    return Holding(session.rooms, tuple(one for one in session.covers if can_lead(instance, one, session)), True)


def can_lead(instance: Instance, staff_id: str, session: Session) -> bool:
    one = instance.facilitator[staff_id]
    is_qualified = session.credential is None or session.credential in one.credentials
    is_here = any(hours.holds(session.span) for hours in one.hours)
    return is_qualified and is_here and not any(leave.meets(session.span) for leave in one.leave)


def suits(instance: Instance, room_id: str, session: Session) -> bool:
    room = instance.room[room_id]
    return room.site == session.site and set(session.equipment) <= set(room.equipment)


def seats_in(instance: Instance, session: Session, rooms: Iterable[str]) -> int:
    """How many people there is room for: the group's size or the room's, whichever is less."""
    sizes = [instance.room[room].capacity for room in rooms]
    return min(session.capacity, max(sizes)) if sizes else session.capacity


def shortfalls_of(person: Person, sessions: Iterable[Session]) -> dict[str, tuple[int, int]]:
    """What the plan asks for and this week does not hold: minutes, days, gap or a kind -> (needed, given)."""
    week = list(sessions)
    days = {session.span.day for session in week}
    asked: Mapping[str, tuple[int, int]] = {
        "minutes": (person.minimum_minutes, sum(session.span.minutes for session in week)),
        "days": (person.minimum_days, len(days)),
        **{kind: (count, sum(one.kind == kind for one in week)) for kind, count in person.needs.items()},
    }
    found = {what: (needed, given) for what, (needed, given) in asked.items() if given < needed}
    empty = empty_stretches(person.largest_gap_days, days)
    return found | ({"gap": (person.largest_gap_days, person.largest_gap_days + empty)} if empty else {})


def empty_stretches(largest_gap: int, days: set[int]) -> int:
    """How many stretches of `largest_gap` + 1 days in a row, the week a ring, hold no session."""
    return sum(not stretch & days for stretch in stretches(largest_gap))


def stretches(largest_gap: int) -> set[frozenset[int]]:
    """Every set of days in a row in which there must be a session."""
    if largest_gap >= 7:
        return set()
    return {frozenset((first + step) % 7 for step in range(largest_gap + 1)) for first in range(7)}


#: What a missing day, a missing session of a needed kind, or a stretch that is too long weighs, in minutes.
WEIGHT = 60


def weight_of(short: Mapping[str, tuple[int, int]]) -> int:
    """A person's clinical shortfall as one number: minutes, and an hour for each other thing that is missing."""
    return sum(abs(needed - given) * (1 if what == "minutes" else WEIGHT) for what, (needed, given) in short.items())
