"""Place one person in a running program: their best weeks, beside what each costs the others (normally nothing)."""

from dataclasses import dataclass, replace

from daybridge.programs.schedule.fit import fitting, seats_in
from daybridge.programs.schedule.instance import Instance, Level, Seats, Week
from daybridge.programs.schedule.model import Expression, WeekModel
from daybridge.programs.schedule.seating import proposed, settle, shortfall, with_covers
from daybridge.programs.schedule.solving import Limits, run

#: Two weeks are different when they differ in at least this many seats.
DIFFERENT = 2
#: How many people may be thought about moving for one who comes in, and how many may then move.
MAY_MOVE, MOST_MOVED = 24, 3
#: One minute of a plan outweighs everything; one person moved outweighs the seats they lose, and those outweigh comfort.
_PLAN, _MOVE, _LOSE = 10_000_000, 100_000, 1_000


@dataclass(frozen=True, order=True)
class Move:
    """A seat that someone already here would exchange: what they give up and what they get."""

    person: str
    gives_up: tuple[str, ...]
    gets: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One possible week for the person, what it lacks, and who else would have to move for it."""

    sessions: tuple[str, ...]
    shortfall: int
    discomfort: int
    moves: tuple[Move, ...]
    week: Week


def present(instance: Instance) -> Seats:
    """The seats that people have now."""
    return {one.id: one.present for one in instance.people}


def place(instance: Instance, person: str, limits: Limits, *, weeks: int = 3) -> list[Place]:
    """Up to three different weeks for this person, the best first. Others move only when nothing else gives a whole week."""
    settled, openings = with_covers(instance)
    found = _weeks_of(settled, person, (), limits, weeks)
    if not found or found[0][1] > 0:
        others = who_could_make_room(settled, person)
        if others and limits.left:
            least = found[0][1] if found else None
            gaining = [
                one for one in _weeks_of(settled, person, others, limits, weeks) if least is None or one[1] < least
            ]
            found = _different([*gaining, *found], person)[:weeks]
    before = present(instance)
    places = []
    for seats, short, cost in found:
        level = Level("clinical", short, short, round(limits.spent, 2))
        week = proposed(instance, seats, openings, (level,), was_cancelled=False)
        moves = moves_between(before, week.seats, but=person)
        places.append(Place(week.seats[person], short, cost % _LOSE, moves, week))
    return places


def _different(found: list[tuple[Seats, int, int]], person: str) -> list[tuple[Seats, int, int]]:
    """The best first, and of those that are the same week for this person the one that costs others least."""
    weeks: dict[tuple[str, ...], tuple[Seats, int, int]] = {}
    for one in sorted(found, key=lambda one: (one[1], one[2])):
        weeks.setdefault(tuple(sorted(one[0][person])), one)
    return list(weeks.values())


def who_could_make_room(instance: Instance, person: str) -> tuple[str, ...]:
    """People in full sessions that would suit; never anyone whom the person must not meet, for no move may tell of it."""
    apart = instance.kept_apart.get(person, frozenset())
    sitting: dict[str, list[str]] = {}
    for other in instance.people:
        for session in other.present:
            sitting.setdefault(session, []).append(other.id)
    full = [
        session for session in fitting(instance, person)
        if len(sitting.get(session.id, ())) >= seats_in(instance, session, session.rooms)
    ]  # fmt: skip
    able = sorted({who for session in full for who in sitting[session.id]} - apart - {person})
    return tuple(able[:MAY_MOVE])


def _weeks_of(
    instance: Instance, person: str, others: tuple[str, ...], limits: Limits, weeks: int
) -> list[tuple[Seats, int, int]]:
    """(everyone's seats, the person's shortfall, cost) of the best weeks, each different from those before."""
    model = WeekModel(instance, (person, *others), kept=present(instance))
    _never_worse(model, instance, others)
    for other in others:  # whoever makes room exchanges seats, and is given none beside
        model.cp.add(sum(model.seat[other].values()) <= len(instance.person[other].present))
    moved, lost = _moved_and_lost(model, instance, others)
    model.cp.add(moved <= MOST_MOVED)
    aim = _PLAN * sum(model.shortfall) + _MOVE * moved + _LOSE * lost + sum(model.discomfort)
    found: list[tuple[Seats, int, int]] = []
    while len(found) < weeks and limits.left:
        model.hint(found[-1][0] if found else present(instance))
        done = run(model.cp, "place", aim, limits, seconds=0.6 * limits.left, report=False)
        if done.value is None or done.level is None:
            break
        seats = model.seats(done.value)
        found.append((seats, shortfall(instance, seats, (person,)), done.level.value % _PLAN))
        model.cp.add(sum(model.shortfall) <= done.level.value // _PLAN)
        _ask_for_another(model, person, seats[person])
    return found


def _never_worse(model: WeekModel, instance: Instance, others: tuple[str, ...]) -> None:
    """Nobody's plan is met less for someone else's sake. The first shortfalls of the model are the newcomer's own."""
    if others:
        mine = len(WeekModel(instance, (model.moving[0],), kept=present(instance)).shortfall)
        model.cp.add(sum(model.shortfall[mine:]) <= shortfall(instance, present(instance), others))


def _moved_and_lost(model: WeekModel, instance: Instance, others: tuple[str, ...]) -> tuple[Expression, Expression]:
    """How many of these lose a seat that they have, and how many seats."""
    moved, lost = [], []
    for other in others:
        var = model.cp.new_bool_var("")
        for session in instance.person[other].present:
            if session in model.seat[other]:
                model.cp.add(model.seat[other][session] + var >= 1)
                lost.append(1 - model.seat[other][session])
        moved.append(var)
    return sum(moved), sum(lost)


def _ask_for_another(model: WeekModel, person: str, week: tuple[str, ...]) -> None:
    mine = model.seat[person]
    same = sum(var if session in week else 1 - var for session, var in mine.items())
    model.cp.add(same <= len(mine) - min(DIFFERENT, max(1, len(mine))))


def moves_between(before: Seats, after: Seats, *, but: str = "") -> tuple[Move, ...]:
    """Who loses a seat between two weeks, and what they get for it; gaining one alone is no move."""
    moves = []
    for person, had in before.items():
        has = after.get(person, ())
        if person != but and set(had) - set(has):
            moves.append(Move(person, tuple(sorted(set(had) - set(has))), tuple(sorted(set(has) - set(had)))))
    return tuple(sorted(moves))


def accept(instance: Instance, week: Week) -> Instance:
    """The instance as it is once this week is in force: openings are given, seats are present."""
    people = tuple(replace(one, present=week.seats[one.id]) for one in instance.people)
    return replace(settle(instance, week.openings), people=people)
