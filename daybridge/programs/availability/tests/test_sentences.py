from datetime import date

from daybridge.programs.availability.rules import Span, Week
from daybridge.programs.availability.sentences import week_in_words


def test_days_in_a_row_with_the_same_hours_are_said_once() -> None:
    work = tuple(Span(day, 540, 1020, "work") for day in (0, 1, 2, 4))
    week = Week(
        work, (Span(6, 600, 630, "other"),), date(2026, 11, 23), frozenset({date(2026, 12, 24)}), "video", {}, "Bus 12"
    )
    assert week_in_words(week) == [
        ("Taken", "Monday to Wednesday, 09:00 to 17:00: Work; Friday, 09:00 to 17:00: Work"),
        ("Taken every second week, as in that of 23 November 2026", "Sunday, 10:00 to 10:30: Other"),
        ("Days off", "24 December 2026"),
        ("How they can join", "On video"),
        ("Note", "Bus 12"),
    ]
    assert week_in_words(Week())[0] == ("Taken", "nothing")
