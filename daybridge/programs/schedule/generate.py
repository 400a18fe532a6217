"""Made-up programs of any size, the same for the same seed: for the bench, the tests, and whoever wants to try the engine."""

import random
from dataclasses import replace

from daybridge.programs.schedule.fit import empty_stretches, fits
from daybridge.programs.schedule.instance import DAY, Comes, Instance, Person, Room, Session, Span, Staff

#: Blocks of two sessions of 90 minutes, as programs offer them: the hours at which they begin.
_BEGIN = (9, 13, 17)
#: A week is one of each of the first two, or of all three.
_BLOCKS = (("process", "skills"), ("skills", "cbt"), ("cbt", "process"))
_SIZE = 12


def program(people: int, seed: int = 1, *, is_tight: bool = False, as_candidates: bool = False) -> Instance:
    """A program of so many people: evening workers, students, parents; two sites and video; a few who speak Spanish only.

    A week for everybody is planted: groups are opened until each person has one, so there is a week without any shortfall. A tight
    program has hardly a seat more than the planted weeks take, so the plain rule gets stuck. With `as_candidates` every group may
    open or not, in any room of its site and with any facilitator.
    """
    chance = random.Random(seed)
    everyone = tuple(_person(chance, number) for number in range(people))
    house = _House(chance, is_tight=is_tight)
    for person in everyone:
        house.plant_a_week(person)
    staff, rooms = house.staff(), house.rooms()
    sessions = house.sized()
    if as_candidates:
        sessions = tuple(
            replace(one, is_candidate=True, facilitators=tuple(who.id for who in staff),
                    rooms=tuple(room.id for room in rooms if room.site == one.site))
            for one in sessions
        )  # fmt: skip
    ids = [one.id for one in everyone]
    apart = [chance.sample(ids, 2) for _ in range(max(1, people // 40))]
    return Instance(
        f"program-{people}-{seed}", everyone, sessions, rooms, staff, no_contact=tuple((a, b) for a, b in apart)
    )


def _person(chance: random.Random, number: int) -> Person:
    shift = chance.choices(("day_worker", "evening_worker", "parent", "student", "free"), (30, 15, 20, 15, 20))[0]
    hours = {
        "day_worker": (16, 21), "evening_worker": (8, 17), "parent": (8, 13.5), "student": (16, 21), "free": (8, 21),
    }[shift]  # fmt: skip
    days = range(6) if shift in ("day_worker", "free") else range(5)
    busy = set(chance.sample(range(5), 1)) if chance.random() < 0.3 else set()
    free = tuple(Span(d * DAY + int(hours[0] * 60), d * DAY + int(hours[1] * 60)) for d in days if d not in busy)
    adult = chance.random() > 0.08
    least = 540 if adult else 360
    spanish = chance.random()
    travel = {site: chance.choice((15, 20, 30, 40)) for site in ("north", "south") if chance.random() < 0.8}
    comes = chance.choices((Comes.IN_PERSON, Comes.VIDEO, Comes.EITHER), (25, 15, 60))[0]
    if not travel and comes == Comes.IN_PERSON:
        comes = Comes.EITHER
    return Person(
        f"p{number:04}", free, least, least + 240, minimum_days=3 if adult else 2, maximum_days=5, largest_gap_days=4,
        needs={"process": 1, "skills": 2} if adult else {"process": 1, "skills": 1}, comes=comes, travel=travel,
        languages=("es",) if spanish < 0.04 else ("en", "es") if spanish < 0.12 else ("en",),
        track="adult" if adult else "adolescent", age=chance.randint(18, 70) if adult else chance.randint(14, 17),
        gender_groups=("women",) if chance.random() < 0.2 else (),
        preferred=_preferred(chance, free),
    )  # fmt: skip


def _preferred(chance: random.Random, free: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(window for window in free if chance.random() < 0.75) if chance.random() < 0.5 else ()


class _House:
    """Groups, rooms and facilitators, as many as the planted weeks need."""

    def __init__(self, chance: random.Random, *, is_tight: bool) -> None:
        self._chance, self._is_tight = chance, is_tight
        self._tries = 12 if is_tight else 1  # looking for groups with room fills them
        self.sessions: list[Session] = []
        self._blocks: list[tuple[Session, Session]] = []
        self._taken: dict[str, int] = {}
        self._booked: dict[str, set[Span]] = {}

    def plant_a_week(self, person: Person) -> None:
        """One block on each of the days that this person has to come, in their own hours; where groups have room, if possible."""
        tries = [self._days(person) for _ in range(self._tries)]
        days = max(tries, key=lambda days: sum(bool(self._joinable(person, *block)) for block in zip(days, _BLOCKS)))  # noqa: B905
        for day, kinds in zip(days, _BLOCKS, strict=False):
            fitting = self._joinable(person, day, kinds)
            block = self._chance.choice(fitting) if fitting else self._open(person, day, kinds)
            self._taken[block[0].id] += 1

    def sized(self) -> tuple[Session, ...]:
        """The sessions; of a tight program no larger than the planted weeks need, but for one seat in every fourth."""
        if not self._is_tight:
            return tuple(self.sessions)
        sizes = [self._taken[self.sessions[i - i % 2].id] + (i % 4 == 0) for i in range(len(self.sessions))]
        return tuple(
            replace(one, capacity=size, soft_capacity=min(size, one.soft_capacity))
            for one, size in zip(self.sessions, sizes, strict=True)
        )

    def _joinable(self, person: Person, day: int, kinds: tuple[str, str]) -> list[tuple[Session, Session]]:
        return [
            block for block in self._blocks
            if block[0].span.day == day and (block[0].kind, block[1].kind) == kinds
            and self._taken[block[0].id] < _SIZE - 1 + self._is_tight and all(fits(person, one) for one in block)
        ]  # fmt: skip

    def _days(self, person: Person) -> list[int]:
        days = sorted({window.day for window in person.free})
        for _ in range(50):
            chosen = self._chance.sample(days, person.minimum_days)
            if not empty_stretches(person.largest_gap_days, set(chosen)):
                return chosen
        return days[:: max(1, len(days) // person.minimum_days)][: person.minimum_days]

    def _open(self, person: Person, day: int, kinds: tuple[str, str]) -> tuple[Session, Session]:
        """A new block that this person could come to; others who fit will join it."""
        number = len(self._blocks)
        hours = [hour for hour in _BEGIN for site in self._places(person)
                 if self._is_free(person, day * DAY + hour * 60, site)]  # fmt: skip
        start = day * DAY + 60 * self._chance.choice(hours)
        site = self._chance.choice([place for place in self._places(person) if self._is_free(person, start, place)])
        leader = self._free("staff", Span(start, start + 180))
        room = (self._free(f"{site}-room", Span(start, start + 180)),) if site else ()
        adolescent = person.track == "adolescent"
        first, second = (
            Session(
                f"s{number:03}{part}", f"g{number:03}{part}", kind, Span(start + 90 * index, start + 90 * index + 90), capacity=_SIZE,
                soft_capacity=10, site=site, is_on_video=site is None or number % 4 == 0, rooms=room, facilitators=(leader,),
                language=person.languages[0], track=person.track if number % 3 or adolescent else None,
                youngest=14 if adolescent else 0, oldest=17 if adolescent else 150,
                gender="women" if person.gender_groups and number % 5 == 0 else None,
            )
            for index, (part, kind) in enumerate(zip("ab", kinds, strict=True))
        )  # fmt: skip
        self.sessions += [first, second]
        self._blocks.append((first, second))
        self._taken[first.id] = 0
        return first, second

    def _places(self, person: Person) -> list[str | None]:
        by_video: list[str | None] = [] if person.comes == Comes.IN_PERSON else [None]
        return by_video if person.comes == Comes.VIDEO else [*person.travel, *by_video]

    def _is_free(self, person: Person, start: int, site: str | None) -> bool:
        travel = person.travel[site] if site else 0
        return any(window.holds(Span(start - travel, start + 180 + travel)) for window in person.free)

    def _free(self, what: str, span: Span) -> str:
        """The first of these who is free then; one more is hired (or built) when nobody is. Nobody has more than ten blocks."""
        number = 1
        while len(taken := self._booked.setdefault(f"{what}-{number}", set())) >= 10 or any(
            span.meets(o) for o in taken
        ):
            number += 1
        taken.add(span)
        return f"{what}-{number}"

    def staff(self) -> tuple[Staff, ...]:
        hours = tuple(Span(day * DAY + 8 * 60, day * DAY + 21 * 60) for day in range(6))
        return tuple(Staff(name, hours) for name in sorted(self._booked) if name.startswith("staff"))

    def rooms(self) -> tuple[Room, ...]:
        return tuple(Room(name, name.split("-")[0], _SIZE) for name in sorted(self._booked) if "room" in name)
