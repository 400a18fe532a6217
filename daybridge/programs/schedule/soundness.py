"""What makes an instance sound as a whole: everything named exists, nothing given is in two places, every group is led."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from daybridge.programs.schedule.instance import DAY, Instance, Person, Room, Session, Span, Staff


@dataclass(frozen=True, order=True)
class Fault:
    """Where it is wrong ("sessions[3].end"), and a sentence that says what to do about it."""

    path: str
    words: str


def faults_of(instance: Instance) -> list[Fault]:
    """Everything that is wrong with it; an empty list is an instance that can be solved."""
    found = [*_named_twice(instance)]
    for index, person in enumerate(instance.people):
        found += (Fault(f"people[{index}]{path}", words) for path, words in _of_person(instance, person))
    for index, session in enumerate(instance.sessions):
        found += (Fault(f"sessions[{index}]{path}", words) for path, words in _of_session(instance, session))
    for index, staff in enumerate(instance.staff):
        found += (Fault(f"staff[{index}]{path}", words) for path, words in _of_staff(staff))
    for index, pair in enumerate(instance.no_contact):
        found += (Fault(f"no_contact[{index}]", _unknown("person", one)) for one in pair if one not in instance.person)
    return found or [*_booked_twice(instance)]


def _unknown(what: str, name: str) -> str:
    return f'There is no {what} "{name}".'


def _named_twice(instance: Instance) -> Iterator[Fault]:
    things: dict[str, tuple[Person | Session | Room | Staff, ...]] = {
        "people": instance.people, "sessions": instance.sessions, "rooms": instance.rooms, "staff": instance.staff,
    }  # fmt: skip
    for name, listed in things.items():
        seen: set[str] = set()
        for index, one in enumerate(listed):
            if one.id in seen:
                yield Fault(f"{name}[{index}].id", f'"{one.id}" is there twice.')
            seen.add(one.id)


def _of_person(instance: Instance, person: Person) -> Iterator[tuple[str, str]]:
    yield from _overlapping(person.free, ".free")
    for least, most in (("minimum_minutes", "maximum_minutes"), ("minimum_days", "maximum_days")):
        if getattr(person, least) > getattr(person, most):
            yield f".{most}", f"This is less than {least}."
    for index, session in enumerate(person.present):
        if session not in instance.session:
            yield f".present[{index}]", _unknown("session", session)
    if len(set(person.present)) < len(person.present):
        yield ".present", "A session is there twice."
    for index, staff in enumerate(person.knows):
        if staff not in instance.facilitator:
            yield f".knows[{index}]", _unknown("member of staff", staff)


def _of_session(instance: Instance, session: Session) -> Iterator[tuple[str, str]]:
    if session.span.end > (session.span.day + 1) * DAY or not 0 <= session.span.start < session.span.end <= 7 * DAY:
        yield ".end", "A session begins and ends on one day."
    if session.soft_capacity > session.capacity:
        yield ".soft_capacity", "This is more than the capacity."
    if session.youngest > session.oldest:
        yield ".oldest", "This is less than youngest."
    if session.site is None and not session.is_on_video:
        yield ".site", "A session is at a site, on video, or both."
    if not session.facilitators:
        yield ".facilitators", f'Nobody leads group "{session.group}".'
    for field in ("facilitators", "covers"):
        for index, staff in enumerate(getattr(session, field)):
            if staff not in instance.facilitator:
                yield f".{field}[{index}]", _unknown("member of staff", staff)
    yield from _of_rooms(instance, session)


def _of_rooms(instance: Instance, session: Session) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(session.rooms):
        if name not in instance.room:
            yield f".rooms[{index}]", _unknown("room", name)
        elif instance.room[name].site != session.site:
            yield f".rooms[{index}]", f'Room "{name}" is at site "{instance.room[name].site}", the session is not.'
        elif not set(session.equipment) <= set(instance.room[name].equipment) and not session.is_candidate:
            yield f".rooms[{index}]", f'Room "{name}" lacks equipment that the session needs.'
    if len(session.rooms) > 1 and not session.is_candidate:
        yield ".rooms", "A session that is given has one room; several are for candidates."
    if session.is_candidate and session.site is not None and not session.rooms:
        yield ".rooms", "A candidate at a site names the rooms to choose from."


def _of_staff(staff: Staff) -> Iterator[tuple[str, str]]:
    yield from _overlapping(staff.hours, ".hours")


def _overlapping(spans: tuple[Span, ...], path: str) -> Iterator[tuple[str, str]]:
    for index, span in enumerate(spans):
        if not 0 <= span.start < span.end <= 7 * DAY:
            yield f"{path}[{index}]", "The end is not after the start, or not in the week."
        for earlier in range(index):
            if span.meets(spans[earlier]):
                yield f"{path}[{index}]", f"This overlaps {path[1:]}[{earlier}]."


def _booked_twice(instance: Instance) -> Iterator[Fault]:
    """Given sessions that share a room or a facilitator at one time. Who is away may be booked: that is what a repair is for."""
    used: dict[str, list[tuple[int, Session]]] = {}
    for index, session in enumerate(instance.sessions):
        if not session.is_candidate:
            for thing, what in (*_each(session.rooms, "Room"), *_each(session.facilitators, "Facilitator")):
                for earlier, other in used.get(thing, ()):
                    if session.span.meets(other.span):
                        words = f'{what} "{thing}" is in sessions[{earlier}] at that time.'
                        yield Fault(f"sessions[{index}].{'rooms' if what == 'Room' else 'facilitators'}", words)
                used.setdefault(thing, []).append((index, session))


def _each(things: Iterable[str], what: str) -> list[tuple[str, str]]:
    return [(thing, what) for thing in things]
