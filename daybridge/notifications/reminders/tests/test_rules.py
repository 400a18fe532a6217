"""When a reminder is due, held against a clock that is followed second by second where it jumps, and minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.notifications.reminders import rules
from daybridge.notifications.reminders.rules import EVERY_DAY, Due, Schedule, Snooze, Stage, Stay
from daybridge.notifications.rules import QuietHours

CHICAGO, ANGELES, NEW_YORK, MADRID = "America/Chicago", "America/Los_Angeles", "America/New_York", "Europe/Madrid"
ZONES = [
    CHICAGO,
    ANGELES,
    NEW_YORK,
    MADRID,
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Asia/Kolkata",
]
EVER = datetime(2020, 1, 1, tzinfo=UTC)
NIGHT = QuietHours(time(21), time(8))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def in_chicago(*moves: tuple[str, str]) -> list[Stay]:
    return [Stay(EVER, CHICAGO), *(Stay(at(since), zone) for since, zone in moves)]


def every_day_at(hour: int, minute: int = 0, **more: object) -> Schedule:
    return Schedule(time(hour, minute), EVERY_DAY, date(2026, 1, 1), **more)  # type: ignore[arg-type]


# --- The first moment at which the clock shows it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "moment"),
    [
        ("2026-11-23T09:00", "2026-11-23T15:00:00Z"),
        # The clocks go forward at 2:00 on 8 March: 2:30 is never shown, 3:00 comes in its place.
        ("2026-03-08T02:30", "2026-03-08T08:00:00Z"),
        ("2026-03-08T02:00", "2026-03-08T08:00:00Z"),
        ("2026-03-08T03:00", "2026-03-08T08:00:00Z"),
        # They go back at 2:00 on 1 November: 1:30 comes twice, and counts the first time.
        ("2026-11-01T01:30", "2026-11-01T06:30:00Z"),
        ("2026-11-01T02:00", "2026-11-01T08:00:00Z"),
    ],
)
def test_the_first_moment_at_which_the_clock_shows_it(shown: str, moment: str) -> None:
    assert rules.reached_at(local(shown), in_chicago(), since=EVER) == at(moment)


def test_the_second_pass_counts_for_what_was_set_between_the_two() -> None:
    """Set at 1:10 of the second pass for 1:30: the first 1:30 is over."""
    since = at("2026-11-01T07:10:00Z")
    assert rules.reached_at(local("2026-11-01T01:30"), in_chicago(), since=since) == at("2026-11-01T07:30:00Z")


@pytest.mark.parametrize(
    ("moves", "moment"),
    [
        # East at 8:30: it is 9:30 there, so 9 o'clock was jumped over and is due at once.
        ([("2026-11-23T14:30:00Z", NEW_YORK)], "2026-11-23T14:30:00Z"),
        # West at 9:30: 9 o'clock has been.
        ([("2026-11-23T15:30:00Z", ANGELES)], "2026-11-23T15:00:00Z"),
        # West at 8:30: 9 o'clock comes two hours later.
        ([("2026-11-23T14:30:00Z", ANGELES)], "2026-11-23T17:00:00Z"),
        # There and back before it.
        ([("2026-11-22T14:30:00Z", ANGELES), ("2026-11-23T01:00:00Z", CHICAGO)], "2026-11-23T15:00:00Z"),
        # To Madrid the evening before: 9 o'clock there.
        ([("2026-11-23T01:00:00Z", MADRID)], "2026-11-23T08:00:00Z"),
    ],
)
def test_whoever_moves_is_reminded_by_the_clock_of_where_they_are(moves, moment) -> None:  # type: ignore[no-untyped-def]
    due = rules.reached_at(local("2026-11-23T09:00"), in_chicago(*moves), since=EVER)
    assert due == at(moment)


def test_what_was_lived_before_it_was_set_does_not_count() -> None:
    moves = in_chicago(("2026-11-20T00:00:00Z", MADRID), ("2026-11-23T18:00:00Z", CHICAGO))
    since = at("2026-11-23T19:00:00Z")  # 13:00 in Chicago; in Madrid it has been 20:00 today
    assert rules.reached_at(local("2026-11-23T15:00"), moves, since=since) == at("2026-11-23T21:00:00Z")


def test_somebody_lives_somewhere() -> None:
    with pytest.raises(ValueError, match="No stay"):
        rules.reached_at(local("2026-11-23T15:00"), [], since=EVER)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Stay], datetime]:
    """Up to three moves within ten days, and when something was set meanwhile; the year's jumps are among the days."""
    begin = draw(st.sampled_from(["2026-03-05", "2026-03-27", "2026-10-23", "2026-10-30", "2026-04-03", "2026-09-25"]))
    start = at(f"{begin}T00:00:00Z")
    minutes = draw(st.lists(st.integers(0, 10 * 1440), max_size=3, unique=True))
    zones = draw(st.lists(st.sampled_from(ZONES), min_size=len(minutes) + 1, max_size=len(minutes) + 1))
    moves = [Stay(start + timedelta(minutes=m), zone) for m, zone in zip(sorted(minutes), zones[1:], strict=True)]
    return [Stay(EVER, zones[0]), *moves], start + timedelta(minutes=draw(st.integers(0, 3 * 1440)))


def _followed(stays: list[Stay], since: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """Each minute and what the clock shows at it."""
    minutes = [since + timedelta(minutes=n) for n in range(days * 1440)]
    return [(one, one.astimezone(ZoneInfo(rules.zone_at(one, stays))).replace(tzinfo=None)) for one in minutes]


@settings(max_examples=25, deadline=None)
@given(lives(), st.times().map(lambda one: one.replace(second=0, microsecond=0, tzinfo=None)))
def test_it_is_due_when_a_clock_that_is_followed_first_shows_it(life, when) -> None:  # type: ignore[no-untyped-def]
    """The oracle looks at the clock each minute, as a person would; ours answers at once."""
    stays, since = life
    followed = _followed(stays, since, 3)
    wanted = datetime.combine(followed[0][1].date() + timedelta(days=1), when)
    seen = next((moment for moment, shown in followed if shown >= wanted), None)
    due = rules.reached_at(wanted, stays, since=since)
    assert seen == due if seen else due > followed[-1][0]


@settings(max_examples=60, deadline=None)
@given(lives(), st.times(), st.sets(st.integers(0, 6), min_size=1))
def test_each_day_is_due_once_and_in_order_however_often_one_looks(life, when, days) -> None:  # type: ignore[no-untyped-def]
    stays, since = life
    schedule = Schedule(when.replace(second=0, microsecond=0, tzinfo=None), frozenset(days), date(2026, 1, 1))
    settled, found = rules.local_of(since, stays), []
    for hours in range(0, 14 * 24, 7):
        due, coming = rules.due_until(schedule, stays, since=since, after=settled, now=since + timedelta(hours=hours))
        found += due
        settled = datetime.combine(due[-1].day, due[-1].at) if due else settled
        assert coming is None or coming.due_at > since + timedelta(hours=hours)
    at_once, _ = rules.due_until(
        schedule, stays, since=since, after=rules.local_of(since, stays), now=since + timedelta(hours=13 * 24 + 17)
    )
    assert found == at_once
    assert [one.day for one in found] == sorted({one.day for one in found})
    assert all(one.due_at <= after.due_at for one, after in pairwise(found))
    assert all(since < one.due_at < one.ends_at <= one.due_at + timedelta(hours=25) for one in found)
    assert {one.day.weekday() for one in found} <= days


# --- Days, ends and pauses -------------------------------------------------------------------------------------------


def due_days(schedule: Schedule, *, until: str) -> list[int]:
    due, _ = rules.due_until(
        schedule, in_chicago(), since=at("2026-11-02T06:00:00Z"), after=local("2026-11-02T00:00"), now=at(until)
    )
    return [one.day.day for one in due]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        (every_day_at(9), [2, 3, 4, 5, 6, 7, 8, 9]),
        (Schedule(time(9), frozenset({0, 3}), date(2026, 1, 1)), [2, 5, 9]),
        (Schedule(time(9), EVERY_DAY, date(2026, 11, 7)), [7, 8, 9]),
        (every_day_at(9, ends_on=date(2026, 11, 4)), [2, 3, 4]),
        (every_day_at(9, paused_until=date(2026, 11, 8)), [8, 9]),
        (every_day_at(9, paused_until=date(2026, 11, 8), ends_on=date(2026, 11, 7)), []),
        (every_day_at(0), [3, 4, 5, 6, 7, 8, 9]),  # it had struck when it was set
        (Schedule(time(9), frozenset(), date(2026, 1, 1)), []),
    ],
)
def test_on_which_days_it_is_due(schedule: Schedule, days: list[int]) -> None:
    assert due_days(schedule, until="2026-11-09T23:00:00Z") == days


def test_a_day_ends_at_its_own_midnight_also_when_the_clocks_change() -> None:
    due = rules.next_due(every_day_at(9), in_chicago(), since=EVER, after=local("2026-10-31T12:00"))
    assert due == Due(date(2026, 11, 1), time(9), at("2026-11-01T15:00:00Z"), at("2026-11-02T06:00:00Z"))


# --- When it may be heard --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "even", "heard"),
    [
        ("2026-11-23T15:00:00Z", False, "2026-11-23T15:00:00Z"),  # 9:00
        ("2026-11-23T12:30:00Z", False, "2026-11-23T14:00:00Z"),  # 6:30, so 8:00
        ("2026-11-23T12:30:00Z", True, "2026-11-23T12:30:00Z"),
        ("2026-11-24T03:30:00Z", False, None),  # 21:30: its day is over before the quiet is
        ("2026-11-24T03:30:00Z", True, "2026-11-24T03:30:00Z"),
    ],
)
def test_quiet_hours_hold_a_reminder_back_within_its_day(moment: str, even: bool, heard: str | None) -> None:
    ends_at = rules.day_ends_at(at(moment), in_chicago())
    found = rules.heard_at(at(moment), zone=CHICAGO, quiet=NIGHT, ends_at=ends_at, even_when_quiet=even)
    assert found == (at(heard) if heard else None)


def test_without_quiet_hours_it_is_heard_when_it_is_due_and_never_after_its_day() -> None:
    moment = at("2026-11-24T03:30:00Z")
    asked = {"zone": CHICAGO, "quiet": None, "even_when_quiet": False}
    assert rules.heard_at(moment, ends_at=moment + timedelta(hours=1), **asked) == moment  # type: ignore[arg-type]
    assert rules.heard_at(moment, ends_at=moment, **asked) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        (Snooze.TEN_MINUTES, "2026-11-23T15:00:40Z", "2026-11-23T15:10:00Z"),
        (Snooze.HOUR, "2026-11-23T15:00:40Z", "2026-11-23T16:00:00Z"),
        (Snooze.EVENING, "2026-11-23T15:00:40Z", "2026-11-24T01:00:00Z"),
        (Snooze.EVENING, "2026-11-24T01:00:00Z", None),
    ],
)
def test_until_when_it_is_put_off(choice: Snooze, now: str, until: str | None) -> None:
    assert rules.put_off_until(choice, now=at(now), zone=CHICAGO) == (at(until) if until else None)


# --- How far it came -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "known", "stage"),
    [
        ("planned", "", Stage.WAITS),
        ("sent", "", Stage.SENT),
        ("sent", "accepted", Stage.ACCEPTED),
        ("shown", "accepted shown", Stage.SHOWN),
        ("opened", "accepted shown opened", Stage.OPENED),
        ("failed", "", Stage.FAILED),
        ("failed", "shown", Stage.SHOWN),  # what failed here arrived all the same
        ("cancelled", "", Stage.CANCELLED),
    ],
)
def test_the_furthest_that_anybody_has_told_us(state: str, known: str, stage: Stage) -> None:
    times = {f"{one}_at": EVER if one in known.split() else None for one in ("accepted", "shown", "opened")}
    assert rules.stage(state=state, **times) == stage
