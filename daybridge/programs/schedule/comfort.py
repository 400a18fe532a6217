"""What a week costs in comfort, in points: the aim that comes after everything the plans ask for. Read by the model and by people."""

from collections import Counter

from daybridge.programs.schedule.instance import Instance, Person, Seats, Session

#: A seat outside preferred times, an unknown facilitator, half an hour more than needed, a day more than needed, a seat above a
#: group's soft size. Each point of a person above `UNFAIR` counts twice, above twice that three times, so nobody bears it all.
OUTSIDE_PREFERRED, UNKNOWN_FACILITATOR, HALF_HOUR_MORE, DAY_MORE, CROWDED, UNFAIR = 2, 1, 1, 3, 2, 6


def seat_points(person: Person, session: Session) -> int:
    """What a seat costs its person, whatever else they do."""
    is_outside = bool(person.preferred) and not any(window.holds(session.span) for window in person.preferred)
    is_strange = bool(person.knows) and not set(person.knows) & set(session.facilitators)
    return OUTSIDE_PREFERRED * is_outside + UNKNOWN_FACILITATOR * is_strange


def personal_points(person: Person, week: list[Session]) -> int:
    """One person's points before fairness."""
    more_minutes = max(0, sum(s.span.minutes for s in week) - person.minimum_minutes)
    more_days = max(0, len({s.span.day for s in week}) - person.minimum_days)
    half_hours = -(-more_minutes // 30)
    return sum(seat_points(person, s) for s in week) + HALF_HOUR_MORE * half_hours + DAY_MORE * more_days


def discomfort(instance: Instance, seats: Seats) -> int:
    """The whole program's points."""
    total = 0
    for person in instance.people:
        points = personal_points(person, [instance.session[s] for s in seats.get(person.id, ())])
        total += points + max(0, points - UNFAIR) + max(0, points - 2 * UNFAIR)
    coming = Counter(s for taken in seats.values() for s in taken)
    return total + sum(CROWDED * max(0, coming[s.id] - s.soft_capacity) for s in instance.sessions)
