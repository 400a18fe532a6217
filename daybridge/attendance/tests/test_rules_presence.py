"""Minutes from what sources said, held against a second way of counting that shares no code with the first."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.attendance.rules import (
    CLOCKS_DIFFER,
    Fault,
    Mark,
    Presence,
    Source,
    Span,
    State,
    Way,
    fault_in_correction,
    fault_in_ending,
    fault_in_moment,
    gone_to_another,
    is_forgotten,
    is_late,
    is_settled_for_good,
    joined,
    left_early,
    presence,
    spans_of,
    state_of,
    without,
)

NINE = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # in Chicago
TEN_THIRTY = NINE + timedelta(minutes=90)
LATER = NINE + timedelta(hours=5)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def came(minutes: float, source: Source = Source.STAFF, stream: str = "") -> Mark:
    return Mark(Way.IN, source, at(minutes), stream)


def went(minutes: float, source: Source = Source.STAFF, stream: str = "") -> Mark:
    return Mark(Way.OUT, source, at(minutes), stream)


def minutes(*marks: Mark, breaks: tuple[Span, ...] = (), now: datetime = LATER, end: datetime = TEN_THIRTY) -> int:
    return presence(marks, begin=NINE, end=end, now=now, breaks=breaks).minutes


def test_who_is_tapped_in_and_never_out_was_there_until_the_end() -> None:
    assert minutes(came(0)) == 90
    assert minutes(came(12)) == 78


def test_who_came_before_it_began_has_no_minutes_of_before() -> None:
    assert minutes(came(-20)) == 90


def test_who_left_and_came_back_was_away_in_between() -> None:
    assert minutes(came(0), went(30), came(45), went(80)) == 65


def test_twice_is_once_and_who_was_never_there_cannot_leave() -> None:
    assert minutes(went(5), came(10), came(11), went(40), went(41)) == 30


def test_two_sources_at_once_are_counted_once() -> None:
    video = came(5, Source.VIDEO, "a"), went(60, Source.VIDEO, "a")
    assert minutes(*video, came(0, Source.DOOR), went(30, Source.DOOR)) == 60


def test_a_reconnect_closes_the_gap_only_where_another_connection_holds() -> None:
    first, second = (came(0, Source.VIDEO, "a"), went(30, Source.VIDEO, "a")), came(33, Source.VIDEO, "b")
    assert minutes(*first, second) == 87
    assert minutes(*first, second, came(20, Source.PHONE, "c"), went(40, Source.PHONE, "c")) == 90


def test_a_tap_meanwhile_does_not_keep_somebody_whose_last_connection_has_ended() -> None:
    assert minutes(came(0, Source.VIDEO, "a"), came(2), went(50, Source.VIDEO, "a")) == 50


def test_a_connection_that_ends_sends_nobody_out_of_the_room() -> None:
    assert minutes(came(0, Source.DOOR), came(1, Source.VIDEO, "a"), went(10, Source.VIDEO, "a")) == 90


def test_staff_who_say_gone_mean_the_person() -> None:
    assert minutes(came(0, Source.DOOR), came(1, Source.VIDEO, "a"), went(20)) == 20


def test_a_break_is_nobodys() -> None:
    pause = (Span(at(40), at(50)),)
    assert minutes(came(0), breaks=pause) == 80
    assert minutes(came(45), breaks=pause) == 40


def test_seconds_are_added_up_before_a_minute_is_dropped() -> None:
    assert minutes(came(0), went(0.75), came(10), went(10.75)) == 1


def test_what_runs_is_counted_until_now() -> None:
    found = presence([came(0)], begin=NINE, end=TEN_THIRTY, now=at(20))
    assert found.minutes == 20 and found.is_here
    assert not presence([came(0)], begin=NINE, end=TEN_THIRTY, now=TEN_THIRTY).is_here


def test_who_comes_this_very_moment_is_here_since_now_and_late_already() -> None:
    found = presence([came(20)], begin=NINE, end=TEN_THIRTY, now=at(20))
    assert found.is_here and found.first_at == at(20) and found.minutes == 0 and is_late(found, NINE, None)
    early = presence([came(-5)], begin=NINE, end=TEN_THIRTY, now=at(-4))
    assert early.is_here and early.first_at == at(-5) and not is_late(early, NINE, None)


@pytest.mark.parametrize("wall", ["2026-11-01 00:30", "2026-03-08 01:15", "2026-11-24 23:20"])
def test_a_night_on_which_the_clock_moves_and_one_past_midnight_count_what_went_by(wall: str) -> None:
    begin = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)
    end = begin + timedelta(minutes=120)
    told = [Mark(Way.IN, Source.STAFF, begin), Mark(Way.OUT, Source.STAFF, end - timedelta(minutes=5))]
    local = [Mark(one.way, one.source, one.at.astimezone(ZoneInfo("America/Chicago"))) for one in told]
    assert presence(local, begin=begin, end=end, now=end).minutes == 115


# --- An independent counter ------------------------------------------------------------------------------------------


def counted(marks: list[Mark], begin: datetime, end: datetime, breaks: list[Span]) -> int:
    """The same minutes by asking of each second's stretch who was there, by a definition and not by following along."""
    order = sorted(range(len(marks)), key=lambda number: (marks[number].at, number))
    edges = sorted({begin, end, *(m.at for m in marks), *(e for b in breaks for e in (b.begin, b.end))})
    seconds = 0.0
    for start, stop in itertools.pairwise(edges):
        in_session = begin <= start and stop <= end
        in_break = any(b.begin <= start and stop <= b.end for b in breaks)
        if in_session and not in_break and _there(marks, [n for n in order if marks[n].at <= start]):
            seconds += (stop - start).total_seconds()
    return int(seconds) // 60


def _there(marks: list[Mark], heard: list[int]) -> bool:
    """Whether any way of being there was opened and not closed since, by what had been heard."""
    return any(
        marks[n].way == Way.IN and not any(_closes(marks, heard[: m + 1], n) for m in range(k + 1, len(heard)))
        for k, n in enumerate(heard)
    )


def _closes(marks: list[Mark], heard: list[int], opened: int) -> bool:
    last, one = marks[heard[-1]], marks[opened]
    if last.way == Way.IN:
        return False
    if last.source in (Source.STAFF, Source.CORRECTION):
        return True
    if (last.source, last.stream) == (one.source, one.stream):
        return True
    if one.source != Source.STAFF or last.source not in (Source.VIDEO, Source.PHONE):
        return False
    was_open = _is_open(marks, heard[:-1], (last.source, last.stream))
    return was_open and not any(
        _is_open(marks, heard, (m.source, m.stream)) for m in marks if m.source in (Source.VIDEO, Source.PHONE)
    )


def _is_open(marks: list[Mark], heard: list[int], way: tuple[Source, str]) -> bool:
    is_open = False
    for n in heard:
        one = marks[n]
        if one.way == Way.OUT and one.source in (Source.STAFF, Source.CORRECTION):
            is_open = False
        elif (one.source, one.stream) == way:
            is_open = one.way == Way.IN
    return is_open


def a_trace(chance: random.Random) -> tuple[list[Mark], list[Span]]:
    """A session's worth of coming and going by every source: reconnects, doubles, orphans, the same second twice."""
    marks = []
    for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 13))):
        source = chance.choice(list(Source))
        second = chance.choice((chance.randint(-900, 6600), 60 * chance.randint(-10, 100)))
        way, stream = chance.choice(list(Way)), chance.choice(("", "a", "b"))
        marks.append(Mark(way, source, NINE + timedelta(seconds=second), stream))
    breaks = []
    for _ in range(chance.choice((0, 0, 1, 2))):
        first = chance.randint(0, 80 * 60)
        breaks.append(Span(NINE + timedelta(seconds=first), NINE + timedelta(seconds=first + chance.randint(1, 1200))))
    return marks, breaks


def test_ten_thousand_traces_are_counted_as_a_second_counter_counts_them() -> None:
    chance = random.Random(20261128)
    for number in range(10_000):
        marks, breaks = a_trace(chance)
        found = presence(marks, begin=NINE, end=TEN_THIRTY, now=LATER, breaks=breaks).minutes
        assert found == counted(marks, NINE, TEN_THIRTY, breaks), (number, marks, breaks)


def test_nobody_is_in_two_sessions_at_once_wherever_they_were_seen_last() -> None:
    """One from 9:00 to 10:30 and one that begins in its course, both of which run over; taps at both, in any order."""
    chance = random.Random(11)
    for _ in range(2_000):
        begins = (0, chance.choice((0, 30, 60, 85)))
        taps = sorted(
            (chance.randint(-20, 100), chance.randrange(2), chance.choice("iio")) for _ in range(chance.randint(1, 7))
        )
        found = []
        for which in (0, 1):
            marks = [
                (came(m) if way == "i" else went(m))
                if at_which == which
                else gone_to_another(at(m), at(begins[at_which]))
                for m, at_which, way in taps
                if at_which == which or way == "i"
            ]
            found.append(presence(marks, begin=at(begins[which]), end=at(100), now=LATER))
        both = [span for one in found for span in one.spans]
        assert sum(one.seconds for one in joined(both)) == sum(one.seconds for one in both), (taps, begins)


def test_who_is_seen_at_the_next_session_stays_in_this_one_until_that_begins() -> None:
    assert minutes(came(0), gone_to_another(at(50), at(60))) == 60
    assert minutes(came(0), gone_to_another(at(70), at(60))) == 70
    assert minutes(came(0), gone_to_another(at(50), at(60)), came(55), went(80)) == 80
    assert minutes(gone_to_another(at(10), at(0)), came(20)) == 70


def test_what_two_halves_of_a_session_hold_is_what_the_whole_holds() -> None:
    chance = random.Random(7)
    for _ in range(500):
        marks, _ = a_trace(chance)
        spans, _ = spans_of(marks, TEN_THIRTY)
        middle = at(chance.randint(1, 89))
        halves = [
            joined(Span(max(s.begin, a), min(s.end, b)) for s in spans)
            for a, b in ((NINE, middle), (middle, TEN_THIRTY))
        ]
        whole = joined(Span(max(s.begin, NINE), min(s.end, TEN_THIRTY)) for s in spans)
        assert sum(s.seconds for half in halves for s in half) == sum(s.seconds for s in whole)


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=8),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5),
)
def test_what_is_left_without_breaks_lies_outside_of_all_of_them(
    told: list[tuple[int, int]], pauses: list[tuple[int, int]]
) -> None:
    spans, breaks = ([Span(at(a), at(b)) for a, b in some] for some in (told, pauses))
    left = without(spans, breaks)
    inside = {m for a, b in told for m in range(a, b)} - {m for a, b in pauses for m in range(a, b)}
    assert sum(one.seconds for one in left) == 60 * len(inside)
    assert all(a.end < b.begin for a, b in itertools.pairwise(left))


# --- What it is called -----------------------------------------------------------------------------------------------


def _found(*spans: tuple[int, int], is_here: bool = False) -> Presence:
    return Presence([Span(at(a), at(b)) for a, b in spans], is_here)


def test_late_and_early_begin_beyond_the_minutes_that_the_rules_give() -> None:
    assert not is_late(_found((10, 90)), NINE, None) and is_late(_found((11, 90)), NINE, None)
    assert is_late(_found((6, 90)), NINE, 5) and not is_late(_found(), NINE, 5)
    assert not left_early(_found((0, 80)), TEN_THIRTY, None) and left_early(_found((0, 79)), TEN_THIRTY, None)
    assert left_early(_found((0, 84)), TEN_THIRTY, 5) and not left_early(_found(), TEN_THIRTY, 5)


@pytest.mark.parametrize(
    ("found", "over", "excused", "cancelled", "state"),
    [
        (_found((0, 30)), True, True, False, State.PRESENT),
        (_found((0, 30)), True, True, True, State.CANCELLED),
        (_found(is_here=True), False, False, False, State.PRESENT),
        (_found(), True, True, True, State.CANCELLED),
        (_found(), True, True, False, State.EXCUSED),
        (_found(), False, True, False, State.EXCUSED),
        (_found(), True, False, False, State.NO_SHOW),
        (_found(), False, False, False, State.EXPECTED),
    ],
)
def test_a_state_follows_from_what_is_known(
    found: Presence, over: bool, excused: bool, cancelled: bool, state: State
) -> None:
    assert state_of(found, is_over=over, is_excused=excused, is_cancelled=cancelled) == state


def test_first_and_last_are_those_of_the_presence() -> None:
    found = _found((5, 30), (40, 60))
    assert (found.first_at, found.last_at) == (at(5), at(60))
    assert Presence().first_at is None and Presence().last_at is None


# --- What can't be ---------------------------------------------------------------------------------------------------


def test_a_moment_belongs_to_the_session_and_is_not_still_to_come() -> None:
    bounds = {"begin": NINE, "end": TEN_THIRTY}
    assert fault_in_moment(at(-60), **bounds, now=LATER) is None
    assert fault_in_moment(at(-61), **bounds, now=LATER) == Fault.OUTSIDE
    assert fault_in_moment(at(150), **bounds, now=LATER) is None
    assert fault_in_moment(at(151), **bounds, now=LATER) == Fault.OUTSIDE
    assert fault_in_moment(at(12), **bounds, now=at(10)) is None
    assert fault_in_moment(at(12.1), **bounds, now=at(10)) == Fault.AHEAD


def test_a_correction_is_of_spans_in_order_within_the_session() -> None:
    def fault(*spans: tuple[float, float | None], now: datetime = LATER) -> Fault | None:
        told = [(at(a), None if b is None else at(b)) for a, b in spans]
        return fault_in_correction(told, begin=NINE, end=TEN_THIRTY, now=now)

    assert fault() is None and fault((0, 40), (50, 90)) is None and fault((0, 40), (40, 90)) is None
    assert fault((0, None), now=at(30)) is None
    assert fault((0, None)) == Fault.BACKWARDS  # it is over: nobody is there any more
    assert fault((0, None), (50, 60), now=at(80)) == Fault.BACKWARDS
    assert fault((40, 40)) == Fault.BACKWARDS
    assert fault((0, 40), (30, 90)) == Fault.OVERLAP
    assert fault((0, 200)) == Fault.OUTSIDE
    assert fault((0, 60), now=at(30)) == Fault.AHEAD


def test_a_session_ends_after_it_began_and_not_hours_after_it_was_to() -> None:
    def fault(minutes: float, now: datetime = LATER) -> Fault | None:
        return fault_in_ending(at(minutes), begin=NINE, scheduled_end=TEN_THIRTY, now=now)

    assert fault(90) is None and fault(150) is None and fault(20, now=at(20) - CLOCKS_DIFFER) is None
    assert fault(0) == Fault.BACKWARDS and fault(151) == Fault.OUTSIDE and fault(90, now=at(80)) == Fault.AHEAD
    assert is_settled_for_good(TEN_THIRTY, at(90 + 720)) and not is_settled_for_good(TEN_THIRTY, at(90 + 719))
    assert is_forgotten(TEN_THIRTY, at(120)) and not is_forgotten(TEN_THIRTY, at(119))
