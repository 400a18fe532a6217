from datetime import date, timedelta

import pytest

from daybridge.workspace import rules
from daybridge.workspace.rules import OpenAlert, Reason, Source, Standing

TODAY = date(2026, 11, 23)


def an_alert(level: str = "same_day", *, is_late: bool = False, is_taken: bool = False) -> OpenAlert:
    return OpenAlert(level=level, is_late=is_late, is_taken=is_taken)


def order_of(*standings: Standing) -> list[str]:
    return [standing.name for standing in sorted(standings, key=rules.place)]


def test_the_gravest_alert_comes_first() -> None:
    urgent = Standing(name="Z", alerts=(an_alert("urgent"),))
    next_day = Standing(name="A", alerts=(an_alert("next_day"),))
    assert order_of(next_day, urgent) == ["Z", "A"]


def test_within_a_level_a_passed_clock_comes_first_then_what_nobody_took() -> None:
    late = Standing(name="late", alerts=(an_alert(is_late=True),))
    untaken = Standing(name="untaken", alerts=(an_alert(),))
    taken = Standing(name="taken", alerts=(an_alert(is_taken=True),))
    assert order_of(taken, untaken, late) == ["late", "untaken", "taken"]


def test_within_a_level_the_shortest_clock_comes_first_whatever_the_mood() -> None:
    soon = Standing(name="soon", alerts=(OpenAlert(level="same_day", is_late=False, is_taken=False, seconds_left=600),))
    later = OpenAlert(level="same_day", is_late=False, is_taken=False, seconds_left=9_000)
    assert order_of(Standing(name="later", alerts=(later,), mood=1), soon) == ["soon", "later"]


def test_the_gravest_of_several_alerts_counts() -> None:
    two = Standing(name="two", alerts=(an_alert("review"), an_alert("urgent", is_taken=True)))
    one = Standing(name="one", alerts=(an_alert("same_day", is_late=True),))
    assert order_of(one, two) == ["two", "one"]


def test_after_the_alerts_come_low_moods_then_the_longest_silence_then_names() -> None:
    very_low = Standing(name="very low", mood=1)
    low = Standing(name="low", mood=2)
    silent = Standing(name="silent", mood=3, quiet_days=6)
    short = Standing(name="short silence", mood=3, quiet_days=2)
    well = Standing(name="b", mood=5)
    first = Standing(name="A", mood=3, quiet_days=1)
    assert order_of(well, first, short, silent, low, very_low) == [
        "very low",
        "low",
        "silent",
        "short silence",
        "A",
        "b",
    ]


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing(name="", alerts=(an_alert(is_late=True),), mood=1), Reason.CLOCK_PASSED),
        (Standing(name="", alerts=(an_alert(),), mood=1), Reason.ALERT),
        (Standing(name="", mood=2, quiet_days=5), Reason.LOW_MOOD),
        (Standing(name="", mood=4, quiet_days=2), Reason.QUIET),
        (Standing(name="", quiet_days=None), Reason.NOT_SET_UP),
        (Standing(name="", mood=4, quiet_days=1), Reason.STEADY),
    ],
)
def test_the_reason_is_the_first_thing_that_speaks_for_a_look(standing: Standing, why: Reason) -> None:
    assert rules.reason(standing) is why


def test_today_and_yesterday_are_not_silence() -> None:
    assert rules.quiet_days(last_on=TODAY, due_from=None, today=TODAY) == 0
    assert rules.quiet_days(last_on=TODAY - timedelta(days=1), due_from=None, today=TODAY) == 0
    assert rules.quiet_days(last_on=TODAY - timedelta(days=4), due_from=None, today=TODAY) == 3


def test_silence_counts_only_from_the_day_an_entry_could_be_made() -> None:
    assert rules.quiet_days(last_on=None, due_from=TODAY - timedelta(days=3), today=TODAY) == 3
    assert rules.quiet_days(last_on=None, due_from=TODAY, today=TODAY) == 0
    assert rules.quiet_days(last_on=None, due_from=None, today=TODAY) is None
    late_start = rules.quiet_days(last_on=TODAY - timedelta(days=20), due_from=TODAY - timedelta(days=1), today=TODAY)
    assert late_start == 1


def test_a_day_without_an_entry_stays_a_gap_and_the_last_entry_of_a_day_stands() -> None:
    entries = [(TODAY - timedelta(days=2), 3), (TODAY, 1), (TODAY, 4)]
    assert rules.daily(entries, last_on=TODAY, days=4) == [None, 3, None, 4]


def test_a_page_stops_where_the_shortest_reading_stopped() -> None:
    check_ins = Source([TODAY, TODAY - timedelta(days=9)], is_cut=True)
    alerts = Source([TODAY - timedelta(days=1), TODAY - timedelta(days=40)], is_cut=True)
    whole = Source([TODAY - timedelta(days=300)], is_cut=False)
    assert rules.floor_of_page([check_ins, alerts, whole]) == TODAY - timedelta(days=9)


def test_a_timeline_read_to_its_end_has_no_floor() -> None:
    assert rules.floor_of_page([Source([TODAY], is_cut=False), Source([], is_cut=True)]) is None
