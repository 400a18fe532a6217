"""Doses across days, zones and changes of clocks; what was said of them; how near refills and injections are."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.medications import rules
from daybridge.medications.rules import (
    Counts,
    Details,
    Dose,
    HowOften,
    Nearness,
    Run,
    SideEffect,
    Slot,
    Told,
    Version,
)

MORNING, EVENING = time(8), time(20)
MONDAY = date(2026, 11, 23)
DAILY = Details(
    name="Sertraline",
    amount="50 mg, 1 tablet",
    form="tablet",
    how_often="daily",
    starts_on=MONDAY,
    times=(MORNING, EVENING),
)
PILL = UUID(int=7)


def _versions(details: Details = DAILY, *, from_on: date = MONDAY) -> list[Version]:
    return [Version(number=1, from_on=from_on, details=details)]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=away) for away in range(count)]


# --- What the label says ---------------------------------------------------------------------------------------------


def test_details_that_can_be_have_no_faults() -> None:
    assert rules.faults_in(rules.tidied(DAILY), today=MONDAY) == {}


@pytest.mark.parametrize(
    ("wrong", "field", "fault"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "x" * 121}, "name", "too-long"),
        ({"amount": ""}, "amount", "missing"),
        ({"purpose": "x" * 201}, "purpose", "too-long"),
        ({"prescriber": "x" * 201}, "prescriber", "too-long"),
        ({"form": "potion"}, "form", "unknown"),
        ({"route": "by post"}, "route", "unknown"),
        ({"rxcui": "36437a"}, "rxcui", "unknown"),
        ({"starts_on": MONDAY + timedelta(days=31)}, "starts_on", "too-far"),
        ({"how_often": "sometimes"}, "how_often", "unknown"),
        ({"times": ()}, "times", "missing"),
        ({"times": tuple(time(hour) for hour in range(13))}, "times", "too-many"),
        ({"how_often": "weekdays"}, "weekdays", "missing"),
        ({"how_often": "weekdays", "weekdays": (0, 7)}, "weekdays", "missing"),
        ({"how_often": "interval"}, "every_days", "out-of-range"),
        ({"how_often": "interval", "every_days": 91}, "every_days", "out-of-range"),
        ({"how_often": "injection", "every_days": 201}, "every_days", "out-of-range"),
        ({"how_often": "injection", "every_days": 28, "window_days": 28}, "window_days", "out-of-range"),
    ],
)
def test_what_a_medicine_can_not_be(wrong: dict[str, object], field: str, fault: str) -> None:
    details = rules.tidied(replace(DAILY, **wrong))  # type: ignore[arg-type]
    assert rules.faults_in(details, today=MONDAY) == {field: fault}


def test_details_are_tidied_to_what_their_way_of_taking_uses() -> None:
    said = replace(DAILY, times=(EVENING, MORNING, EVENING), weekdays=(3,), every_days=5, window_days=2, name=" A ")
    tidy = rules.tidied(said)
    assert (tidy.times, tidy.weekdays, tidy.every_days, tidy.window_days, tidy.name) == (
        (MORNING, EVENING),
        (),
        None,
        0,
        "A",
    )
    shot = rules.tidied(replace(said, how_often="injection"))
    assert (shot.times, shot.every_days, shot.window_days) == ((), 5, 2)
    assert rules.tidied(replace(said, how_often="weekdays", weekdays=(3, 1, 3))).weekdays == (1, 3)


@pytest.mark.parametrize(
    ("days", "is_stop", "may"), [(0, False, True), (-1, False, False), (30, False, True), (31, False, False),
                                 (-5, True, True), (-6, True, False), (31, True, False)],
)  # fmt: skip
def test_from_which_day_a_change_may_hold(days: int, is_stop: bool, may: bool) -> None:
    day = MONDAY + timedelta(days=days)
    began_on = MONDAY - timedelta(days=5)
    assert rules.may_hold_from(day, today=MONDAY, is_stop=is_stop, began_on=began_on) is may


# --- Which doses are due ---------------------------------------------------------------------------------------------


def test_a_daily_medicine_is_due_at_its_times_from_its_first_day_on() -> None:
    assert rules.slots_on(_versions(), MONDAY) == (MORNING, EVENING)
    assert rules.slots_on(_versions(), MONDAY - timedelta(days=1)) == ()
    begun_before = _versions(replace(DAILY, starts_on=MONDAY - timedelta(days=400)))
    assert rules.slots_on(begun_before, MONDAY - timedelta(days=1)) == ()  # nobody asked after it here then
    later = _versions(replace(DAILY, starts_on=MONDAY + timedelta(days=2)))
    assert rules.slots_on(later, MONDAY + timedelta(days=1)) == ()


def test_some_days_of_the_week_and_every_so_many_days() -> None:
    weekdays = _versions(replace(DAILY, how_often="weekdays", weekdays=(0, 3)))
    assert [bool(rules.slots_on(weekdays, day)) for day in _days(MONDAY, 7)] == [True, False, False, True] + [False] * 3
    third = _versions(replace(DAILY, how_often="interval", every_days=3))
    assert [bool(rules.slots_on(third, day)) for day in _days(MONDAY, 7)] == [
        True,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("how_often", [HowOften.AS_NEEDED, HowOften.INJECTION])
def test_what_is_taken_as_needed_or_given_by_staff_is_due_at_no_time(how_often: str) -> None:
    assert rules.slots_on(_versions(replace(DAILY, how_often=how_often)), MONDAY) == ()


def test_of_an_injection_the_next_one_falls_due_and_of_anything_else_a_refill() -> None:
    assert [replace(DAILY, how_often=how).due_kind for how in (HowOften.INJECTION, HowOften.DAILY)] == [
        "injection",
        "refill",
    ]


def test_a_change_holds_from_its_day_on_and_what_was_decided_last_wins() -> None:
    changed = [
        *_versions(),
        Version(number=2, from_on=MONDAY + timedelta(days=5), details=replace(DAILY, times=(EVENING,))),
        Version(number=3, from_on=MONDAY + timedelta(days=2), details=replace(DAILY, times=(MORNING,))),
        Version(number=4, from_on=MONDAY + timedelta(days=7), details=None),
    ]
    said = [rules.slots_on(changed, day) for day in _days(MONDAY, 9)]
    assert said == [(MORNING, EVENING)] * 2 + [(MORNING,)] * 5 + [()] * 2


ZONES = st.sampled_from(["America/Chicago", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "UTC"])


@given(zone=ZONES, times=st.sets(st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), min_size=1, max_size=12),
       first=st.dates(date(2026, 1, 1), date(2027, 12, 1)))  # fmt: skip
def test_no_change_of_clocks_doubles_or_drops_a_dose(zone: str, times: set[time], first: date) -> None:
    """Each day has each of its doses once; their moments come one after another, on that very day or when the clocks leap over them."""
    versions = _versions(replace(DAILY, times=tuple(sorted(times)), starts_on=first), from_on=first)
    slots = [(day, slot) for day in _days(first, 20) for slot in rules.slots_on(versions, day)]
    assert len(slots) == len(set(slots)) == 20 * len(times)
    for day, slot in slots:
        local = rules.moment_due(day, slot, zone).astimezone(ZoneInfo(zone))
        leap = datetime.combine(date.min, local.time()) - datetime.combine(date.min, slot)
        assert local.date() == day and timedelta(0) <= leap <= timedelta(hours=1)


def test_a_time_that_the_clocks_leap_over_comes_an_hour_later_and_a_doubled_one_comes_once() -> None:
    zone = "America/Chicago"
    assert rules.moment_due(date(2026, 3, 8), time(2, 30), zone) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)
    assert rules.moment_due(date(2026, 11, 1), time(1, 30), zone) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


# --- What was said of them -------------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)


def _told(
    state: str = "taken",
    *,
    slot: time | None = MORNING,
    day: date = MONDAY,
    minutes: int = 0,
    corrects: UUID | None = None,
) -> Told:
    dose = Dose(medicine_id=PILL, due_on=day, slot=slot, state=state, corrects=corrects)
    return Told(id=uuid4(), made_at=NOON + timedelta(minutes=minutes), dose=dose)


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({}, {}),
        ({"state": "late", "at_time": time(9), "reason": "forgot"}, {}),
        ({"state": "skipped", "reason": "ran_out"}, {}),
        ({"state": "eaten"}, {"state": "unknown"}),
        ({"state": "skipped", "reason": "whim"}, {"reason": "unknown"}),
        ({"reason": "forgot"}, {}),
        ({"state": "skipped", "at_time": time(9)}, {}),
        ({"note": "x" * 1_001}, {"note": "too-long"}),
    ],
)
def test_what_may_be_said_of_a_dose(said: dict[str, object], faults: dict[str, str]) -> None:
    dose = Dose(**{"medicine_id": PILL, "due_on": MONDAY, "slot": MORNING, "state": "taken", **said})  # type: ignore[arg-type]
    assert rules.faults_in_dose(dose) == faults


@pytest.mark.parametrize(
    ("state", "at_time", "reason"), [("taken", time(9), ""), ("late", time(9), "forgot"), ("skipped", None, "forgot"), ("cleared", None, "")],
)  # fmt: skip
def test_what_a_state_has_no_use_for_is_left_out(state: str, at_time: time | None, reason: str) -> None:
    said = Dose(
        medicine_id=PILL, due_on=MONDAY, slot=MORNING, state=state, at_time=time(9), reason="forgot", note=" a "
    )
    tidy = rules.tidied_dose(said)
    assert (tidy.at_time, tidy.reason, tidy.note) == (at_time, reason, "a")


def test_the_last_thing_said_of_a_dose_stands_and_taking_it_back_leaves_nothing() -> None:
    slot: Slot = (PILL, MONDAY, MORNING)
    taken, skipped, cleared = _told(), _told("skipped", minutes=5), _told("cleared", minutes=9)
    assert rules.last_words([skipped, taken])[slot] is skipped
    assert rules.last_words([taken, skipped, cleared]) == {}
    assert rules.last_words([_told(slot=None)]) == {}


def test_each_dose_as_needed_counts_unless_it_was_corrected() -> None:
    first, second = _told(slot=None), _told(slot=None, minutes=1)
    undone = _told("cleared", slot=None, minutes=2, corrects=first.id)
    assert rules.taken_as_needed([second, first, _told()]) == [first, second]
    assert rules.taken_as_needed([first, second, undone]) == [second]


def test_doses_are_counted_and_a_gap_is_no_skipped_dose() -> None:
    due: list[Slot] = [(PILL, day, slot) for day in _days(MONDAY - timedelta(days=2), 3) for slot in (MORNING, EVENING)]
    told = [_told(), _told("late", day=MONDAY - timedelta(days=1)), _told("skipped", day=MONDAY - timedelta(days=2))]
    said = rules.last_words(told)
    counts = rules.count(due, said, zone="America/Chicago", now=NOON)
    assert counts == Counts(due=5, taken=1, late=1, skipped=1)  # this evening's has not come yet
    assert (counts.in_all_taken, counts.unsaid) == (2, 2)
    early = rules.last_words([*told, _told(slot=EVENING)])
    assert rules.count(due, early, zone="America/Chicago", now=NOON).due == 6


def _due(*days: date) -> dict[date, list[Slot]]:
    return {day: [(PILL, day, MORNING), (PILL, day, EVENING)] for day in days}


def test_days_on_which_a_medicine_was_skipped_make_a_run_over_days_on_which_it_is_not_due() -> None:
    every_other = [MONDAY + timedelta(days=2 * away) for away in range(4)]
    due = _due(*every_other) | {MONDAY + timedelta(days=1): []}
    said = rules.last_words(_told("skipped", day=day) for day in every_other[1:3])
    run = Run(every_other[1], every_other[2], 2)
    assert rules.not_taken_around(every_other[1], due, said) == run == rules.not_taken_around(every_other[2], due, said)
    all_of_them = rules.last_words(_told("skipped", day=day) for day in every_other)
    assert rules.not_taken_around(every_other[1], due, all_of_them) == Run(every_other[0], every_other[3], 4)


def test_a_gap_or_a_dose_that_was_taken_ends_a_run() -> None:
    days = _days(MONDAY, 3)
    gap = rules.last_words([_told("skipped", day=days[0]), _told("skipped", day=days[2])])
    assert rules.not_taken_around(days[2], _due(*days), gap) == Run(days[2], days[2], 1)
    partly = rules.last_words([_told("skipped"), _told("late", slot=EVENING)])
    assert rules.not_taken_around(MONDAY, _due(*days), partly) is None
    assert rules.not_taken_around(MONDAY + timedelta(days=9), _due(*days), partly) is None


# --- Which day -------------------------------------------------------------------------------------------------------


def _dated(claimed_day: date, claimed_at: datetime) -> rules.Dating:
    return rules.date_entry(
        claimed_day=claimed_day, claimed_at=claimed_at, claimed_at_day=claimed_at.date(), now=NOON, today=MONDAY
    )


def test_the_day_of_a_dose_stays_as_it_was_told() -> None:
    for back in (0, 1, 3, 40):
        day = MONDAY - timedelta(days=back)
        assert _dated(day, NOON) == rules.Dating(day, NOON, False)
        kept_for_days = NOON - timedelta(days=20)
        assert _dated(day, kept_for_days).on_day == min(day, kept_for_days.date() + timedelta(days=1))


def test_with_a_clock_that_runs_ahead_the_day_is_as_many_days_back_as_the_phone_thought() -> None:
    ahead = NOON + timedelta(days=1)
    assert _dated(ahead.date(), ahead) == rules.Dating(MONDAY, NOON, True)
    assert _dated(MONDAY, ahead) == rules.Dating(MONDAY - timedelta(days=1), NOON, True)


def test_nothing_is_told_of_days_far_ahead_and_no_day_is_a_fault() -> None:
    assert _dated(date(2199, 1, 1), NOON) == rules.Dating(MONDAY + timedelta(days=1), NOON, True)
    assert _dated(date(1, 1, 1), NOON) == rules.Dating(MONDAY - timedelta(days=366), NOON, True)


# --- Side effects ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({}, {}),
        ({"what": (), "words": "My mouth tastes of tin"}, {}),
        ({"what": (), "words": " ", "wants_call": True}, {}),
        ({"what": ("green",)}, {"what": "unknown"}),
        ({"strength": "huge"}, {"strength": "unknown"}),
        ({"words": "x" * 1_001}, {"words": "too-long"}),
    ],
)
def test_what_may_be_said_of_a_side_effect(said: dict[str, object], faults: dict[str, str]) -> None:
    told = SideEffect(**{"medicine_id": None, "what": ("nausea",), "strength": "mild", **said})  # type: ignore[arg-type]
    assert rules.faults_in_side_effect(told) == faults


# --- Refills and injections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "window", "said"),
    [
        (8, 0, Nearness.LATER), (7, 0, Nearness.NEAR), (1, 0, Nearness.NEAR), (0, 0, Nearness.OPEN),
        (-1, 0, Nearness.OVERDUE), (3, 3, Nearness.OPEN), (4, 3, Nearness.NEAR), (-3, 3, Nearness.OPEN),
        (-4, 3, Nearness.OVERDUE),
    ],
)  # fmt: skip
def test_how_near_a_refill_or_an_injection_is(days: int, window: int, said: Nearness) -> None:
    assert rules.nearness(MONDAY + timedelta(days=days), today=MONDAY, window_days=window) is said


def test_the_next_injection_counts_from_the_day_of_the_last() -> None:
    assert rules.next_injection_on(date(2026, 10, 26), 28) == MONDAY


@pytest.mark.parametrize(
    ("done", "due", "faults"),
    [
        (0, 28, {}), (None, 28, {}), (-30, None, {}), (None, None, {"due_on": "missing"}),
        (1, 28, {"done_on": "out-of-range"}), (-31, None, {"done_on": "out-of-range"}),
        (-3, -4, {"due_on": "out-of-range"}), (None, -31, {"due_on": "out-of-range"}), (0, 367, {"due_on": "out-of-range"}),
    ],
)  # fmt: skip
def test_which_days_a_note_may_name(done: int | None, due: int | None, faults: dict[str, str]) -> None:
    done_on, due_on = (None if away is None else MONDAY + timedelta(days=away) for away in (done, due))
    assert rules.note_may_be(done_on=done_on, due_on=due_on, today=MONDAY) == faults
