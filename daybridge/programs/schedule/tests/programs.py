"""Small programs for the tests: one sentence each, everything else as it usually is."""

from typing import Any

from daybridge.programs.schedule.instance import DAY, Instance, Person, Session, Span, Staff

WHOLE_WEEK = tuple(Span(day * DAY, (day + 1) * DAY) for day in range(7))


def at(day: int, hour: float, hours: float = 1.5) -> Span:
    return Span(day * DAY + int(hour * 60), day * DAY + int((hour + hours) * 60))


def someone(name: str = "ana", **changes: Any) -> Person:
    usual: dict[str, Any] = {"free": WHOLE_WEEK, "minimum_minutes": 180, "maximum_minutes": 900, "travel": {"main": 30}}
    return Person(name, **(usual | changes))


def a_session(name: str, span: Span, **changes: Any) -> Session:
    usual: dict[str, Any] = {
        "group": name, "kind": "process", "capacity": 12, "soft_capacity": 12, "site": "main", "facilitators": (f"for-{name}",),
    }  # fmt: skip
    return Session(name, span=span, **(usual | changes))


def a_program(people: list[Person], sessions: list[Session], **changes: Any) -> Instance:
    """Whoever a session names as facilitator is there the whole week."""
    named = sorted({who for session in sessions for who in (*session.facilitators, *session.covers)})
    usual: dict[str, Any] = {"staff": tuple(Staff(who, WHOLE_WEEK) for who in named)}
    return Instance("test", tuple(people), tuple(sessions), **(usual | changes))
