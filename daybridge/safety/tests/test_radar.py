import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.safety.radar import (
    LAPSE,
    MOST_POINTS,
    PARTS,
    Entry,
    Fact,
    Finding,
    Moment,
    Past,
    Reading,
    Scale,
    Seen,
    budget_table,
    findings,
    follow,
    moments,
    points,
    raised_at,
    read,
    readings,
    take,
    threshold_for,
)
from daybridge.safety.radar.detectors import (
    Drift,
    Due,
    Usual,
    jump,
    missed_share,
    overall_jump,
    reliable_worsening,
    silent_days,
    spread,
)

URGE = Scale("urge", 0, 10)
MOOD = Scale("mood", 1, 5, high_is_worse=False)
PHQ9 = Scale("phq9", 0, 27, reliable_change=6)
SCALES = {scale.code: scale for scale in (URGE, MOOD, PHQ9)}


def _usual(*values: float) -> Usual:
    usual = Usual()
    for value in values:
        usual = usual.with_day(value)
    return usual


def _series(*values: float | None, variable: str = "urge", at: float = 0.8) -> list[Entry]:
    return [Entry(day + at, variable, value) for day, value in enumerate(values)]


def _seen(*entries: Entry) -> Seen:
    return follow(moments(entries), SCALES)


def _last(*entries: Entry) -> Reading:
    return read(_seen(*entries), SCALES)


# --- What is read ----------------------------------------------------------------------------------------------------


def test_entries_are_read_in_order_of_time_whatever_order_they_came_in() -> None:
    entries = [*_series(3, 4, 3, 8), *_series(4, 4, 3, 1, variable="mood")]
    assert moments(reversed(entries)) == moments(entries)
    assert [moment.at for moment in moments(entries)] == [0.8, 1.8, 2.8, 3.8]


def test_a_value_beats_a_miss_and_the_larger_of_two_stays() -> None:
    for first, second in ((None, 3.0), (3.0, None), (2.0, 3.0), (3.0, 2.0)):
        assert moments([Entry(1, "urge", first), Entry(1, "urge", second)]) == [Moment(1, {"urge": 3.0})]


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_as_value_and_as_time(wrong: float) -> None:
    with pytest.raises(ValueError, match="urge at 1"):
        moments([Entry(1, "urge", wrong)])
    with pytest.raises(ValueError, match="no number"):
        moments([Entry(wrong, "urge", 1)])


@pytest.mark.parametrize(("low", "high", "change"), [(5, 5, None), (0, math.inf, None), (0, 10, 0), (0, 10, math.nan)])
def test_a_scale_needs_two_ends_and_a_change_above_nothing(low: float, high: float, change: float | None) -> None:
    with pytest.raises(ValueError, match="urge"):
        Scale("urge", low, high, reliable_change=change)


def test_severity_runs_to_the_worse_end_and_a_value_beyond_counts_as_the_end() -> None:
    assert [URGE.severity(value) for value in (0, 4, 10, 99)] == [0, 0.4, 1, 1]
    assert [MOOD.severity(value) for value in (5, 3, 1, -7)] == [0, 0.5, 1, 1]


# --- Each detector by hand -------------------------------------------------------------------------------------------


def test_the_own_baseline_is_the_mean_and_the_squares_of_the_days_before() -> None:
    assert _usual(2, 4, 6) == Usual(3, 4, 8, 2)


def test_the_spread_blends_own_days_with_a_tenth_of_the_scale() -> None:
    # (4 days x 1 squared + 8) / (4 + 2)
    assert spread(_usual(2, 4, 6), URGE) == pytest.approx(math.sqrt(2))
    assert spread(Usual(), URGE) == pytest.approx(1)


def test_a_flat_usual_keeps_the_floor_however_long_it_is() -> None:
    assert spread(_usual(*[3.0] * 500), URGE) == 0.5
    assert jump(_usual(*[3.0] * 500), 4, URGE) == pytest.approx(2, abs=0.01)


def test_a_jump_is_counted_in_own_sds_from_the_third_day_on() -> None:
    assert jump(_usual(2, 4), 9, URGE) is None
    assert jump(_usual(2, 4, 6), 8, URGE) == pytest.approx(4 / (math.sqrt(2) * math.sqrt(4 / 3)))


def test_where_low_is_worse_a_fall_is_the_jump() -> None:
    fallen, risen = jump(_usual(4, 4, 4), 2, MOOD), jump(_usual(4, 4, 4), 5, MOOD)
    assert fallen is not None and risen is not None and fallen > 2 and risen < 0


def test_answers_of_one_day_move_together_and_are_no_separate_witnesses() -> None:
    assert overall_jump([]) is None
    assert overall_jump([2]) == 2
    assert overall_jump([2, 2]) == pytest.approx(4 / math.sqrt(2.8))


def test_the_ewma_is_in_its_own_standard_errors() -> None:
    one = Drift().with_day(1, 1)
    assert (one.average, one.variance, one.ewma) == (pytest.approx(0.2), pytest.approx(0.04), pytest.approx(1))
    two = one.with_day(2, 1)
    assert two.average == pytest.approx(0.36) and two.ewma == pytest.approx(0.36 / math.sqrt(0.0656))
    assert Drift().ewma == 0


def test_the_cusum_adds_what_is_beyond_half_a_sd_and_never_falls_under_nothing() -> None:
    drift = Drift()
    sums = []
    for day, z in enumerate([1, 1, -3, 0.5, 2]):
        drift = drift.with_day(day, z)
        sums.append(drift.cusum)
    assert sums == [0.5, 1.0, 0.0, 0.0, 1.5]


def test_one_odd_day_is_held_at_three_and_a_long_gap_starts_a_drift_anew() -> None:
    assert Drift().with_day(1, 50) == Drift().with_day(1, 3)
    long = Drift().with_day(1, 3).with_day(2, 3)
    assert long.with_day(17, 1) == Drift().with_day(17, 1)
    assert long.with_day(16, 1).cusum == 5.5


def test_reliable_change_is_held_against_the_first_value_of_a_measure_with_a_figure() -> None:
    assert reliable_worsening(_usual(10, 4), 16, PHQ9) == 1
    assert reliable_worsening(_usual(10, 12), 4, PHQ9) == 0
    assert reliable_worsening(Usual(), 27, PHQ9) == 0
    assert reliable_worsening(_usual(1, 2), 10, URGE) == 0


def test_silence_is_counted_in_days_worth_of_what_is_due() -> None:
    assert silent_days([], 0) == 0
    assert silent_days([Due(1, 1, 1)], 1) == 1
    assert silent_days([Due(1, 10, 0), Due(2, 10, 5), Due(3, 2, 2)], 7) == 0.7


def test_the_share_missed_says_nothing_from_a_handful() -> None:
    assert missed_share([Due(1, 4, 4)]) == 0
    assert missed_share([Due(1, 4, 1), Due(2, 4, 1)]) == 0.25


# --- Over a person's time --------------------------------------------------------------------------------------------


def test_silence_counts_only_where_an_entry_was_due() -> None:
    nothing_due = _last(*_series(3, 3, 3), Entry(30.8, "urge", 3))
    assert (nothing_due.silent_days, nothing_due.missed_share) == (0, 0)
    due = _last(*_series(3, 3, 3, None, None))
    assert due.silent_days == 2 and due.missed_share == pytest.approx(0.4)
    assert _last(*_series(3, 3, 3, None, None, 3)).silent_days == 0


def test_an_entry_answered_in_part_is_no_silence() -> None:
    assert _last(*_series(3, 3), Entry(2.8, "urge", None), Entry(2.8, "mood", 4)).silent_days == 0


def test_the_share_missed_is_of_the_last_two_weeks() -> None:
    assert _last(*_series(*[None] * 10, *[3.0] * 14)).missed_share == 0


def test_a_lapse_told_between_entries_counts_and_is_no_entry() -> None:
    reading = _last(*_series(3, 3, None), Entry(1.2, LAPSE, 1), Entry(2.8, LAPSE, None), Entry(2.9, LAPSE, 1))
    assert reading.lapses == 2 and reading.days_since_lapse == 0 and reading.silent_days == 1
    assert _last(*_series(3, 3), Entry(1.9, LAPSE, 0)).days_since_lapse == math.inf


def test_lapses_are_counted_over_thirty_days_and_the_last_is_never_forgotten() -> None:
    reading = _last(Entry(0, LAPSE, 1), Entry(5, LAPSE, 1), Entry(36, "urge", 2))
    assert (reading.lapses, reading.days_since_lapse) == (0, 31)


def test_a_day_is_the_mean_of_its_answers() -> None:
    reading = _last(*_series(3, 3, 3), Entry(3.2, "urge", 2), Entry(3.6, "urge", 8))
    assert reading.level == 0.5 and reading.jump == _last(*_series(3, 3, 3, 5)).jump


def test_a_drift_is_seen_where_no_single_day_jumps() -> None:
    reading = _last(*_series(3, 4, 3, 4, 3, 4, 3, 4, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5))
    assert reading.jump < 1.5 < reading.ewma and reading.cusum > 1


@pytest.mark.parametrize("value", [0, 3, 10])
def test_somebody_who_always_says_the_same_neither_jumps_nor_drifts(value: float) -> None:
    reading = _last(*_series(*[value] * 60))
    assert (reading.jump, reading.ewma, reading.cusum, reading.single_jump) == (0, 0, 0, 0)


def test_a_single_entry_has_a_level_and_nothing_else() -> None:
    assert _last(*_series(7)) == Reading(0.8, level=0.7)
    assert read(Seen(), SCALES) == Reading(-math.inf)
    assert findings(Seen(), SCALES) == []


def test_old_answers_stop_speaking_after_three_days_and_old_drifts_after_two_weeks() -> None:
    bad = _series(3, 3, 3, 9)
    in_three, in_four = (_last(*bad, Entry(3.8 + days, "urge", None)) for days in (3, 4))
    assert in_three.jump > 3 and in_three.level == 0.9
    assert in_four.jump == in_four.level == 0 and in_four.ewma > 2
    assert _last(*bad, Entry(20.8, "urge", None)).ewma == 0


def test_after_a_huge_gap_the_usual_stands_and_the_drift_starts_anew() -> None:
    reading = _last(*_series(3, 3, 3, 9, 9), Entry(400.8, "urge", 9))
    assert reading.jump > 0 and reading.ewma == pytest.approx(min(3, reading.jump))


def test_a_moment_that_came_late_is_refused_so_that_the_series_is_read_again() -> None:
    with pytest.raises(ValueError, match="read the whole series again"):
        take(_seen(*_series(3, 3)), Moment(0.5, {"urge": 3}), SCALES)


def test_variables_without_a_scale_are_left_alone() -> None:
    assert _last(*_series(3, 9, variable="shoe_size")) == Reading(1.8)


values = st.one_of(st.none(), st.floats(-1e300, 1e300), st.integers(0, 10).map(float))
entries = st.lists(
    st.builds(Entry, st.floats(0, 100), st.sampled_from(["urge", "mood", "phq9", LAPSE, "other"]), values), max_size=40
)


@settings(deadline=None)
@given(entries, entries)
def test_what_comes_later_never_changes_what_was_said_before(past: list[Entry], later: list[Entry]) -> None:
    known = list(readings(moments(past), SCALES))
    future = [entry._replace(at=entry.at + 100.5) for entry in later]
    assert list(readings(moments([*future, *past]), SCALES))[: len(known)] == known


@settings(deadline=None)
@given(entries)
def test_every_reading_is_made_of_numbers_and_every_finding_has_a_fact(some: list[Entry]) -> None:
    seen = _seen(*some)
    reading = read(seen, SCALES)
    assert not any(math.isnan(value) for value in reading)
    found = findings(seen, SCALES)
    assert sum(one.points for one in found) == points(reading) <= MOST_POINTS
    assert all(1 <= len(one.facts) <= 3 for one in found)


@given(st.permutations(_series(3, 4, None, 5, 9, None, 2)))
def test_the_order_of_arrival_changes_nothing(shuffled: list[Entry]) -> None:
    assert _seen(*shuffled) == _seen(*_series(3, 4, None, 5, 9, None, 2))


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_worse_last_day_never_lowers_the_points(one: int, other: int) -> None:
    better, worse = sorted((one, other))
    assert points(_last(*_series(3, 4, 2, 3, better))) <= points(_last(*_series(3, 4, 2, 3, worse)))


# --- Points and findings ---------------------------------------------------------------------------------------------


def test_every_part_states_its_reason_and_its_steps_rise() -> None:
    for part in PARTS:
        assert part.reason and len({part.code for part in PARTS}) == len(PARTS)
        assert list(part.steps) == sorted(part.steps)
        assert [points for _, points in part.steps] == sorted({points for _, points in part.steps})


def test_nothing_gives_no_points_and_everything_gives_the_most() -> None:
    assert points(Reading(0)) == 0
    assert points(Reading(0, 1, 9, 9, 9, 9, 9, 9, 1, 0, 99)) == MOST_POINTS


def test_findings_name_what_on_which_day_against_which_usual() -> None:
    seen = _seen(*_series(3, 3, 3, 8), *_series(4, 4, 4, 4, variable="mood"))
    by_code = {finding.code: finding for finding in findings(seen, SCALES)}
    assert by_code["single_jump"] == Finding("single_jump", 2, (Fact("urge", 3, 8, 3, 3),))
    assert by_code["jump"].facts == (Fact("urge", 3, 8, 3, 3),)
    assert by_code["drift"].facts == (Fact("urge", 3, 8, 3, 3),)
    assert by_code["level"].facts[0] == Fact("urge", 3, 8, 3, 3)


def test_findings_of_silence_lapses_and_measures_have_their_facts_too() -> None:
    seen = _seen(
        *_series(8, 14, 15, variable="phq9"), Entry(1.1, LAPSE, 1), Entry(2.1, LAPSE, 1), *_series(None, None, at=3.8)
    )
    by_code = {finding.code: finding for finding in findings(seen, SCALES)}
    assert by_code["reliable_change"] == Finding("reliable_change", 2, (Fact("phq9", 2, 15, 8, 2),))
    assert by_code["silence"] == Finding("silence", 2, (Fact("silence", 4, 2, 0),))
    assert by_code["missed_share"].facts == (Fact("missed_share", 4, 0.4, 0),)
    assert by_code["lapse_recency"] == Finding("lapse_recency", 6, (Fact("lapse_recency", 2, pytest.approx(2.7)),))
    assert by_code["lapse_count"] == Finding("lapse_count", 1, (Fact("lapse_count", 4, 2),))


def test_the_strongest_findings_and_facts_come_first() -> None:
    found = findings(_seen(*_series(3, 3, 3, 6), *_series(4, 4, 4, 3, variable="mood")), SCALES)
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    assert [fact.code for one in found if one.code == "jump" for fact in one.facts] == ["urge", "mood"]


def test_what_speaks_less_than_half_as_much_as_the_strongest_is_not_told_beside_it() -> None:
    found = findings(_seen(*_series(3, 3, 3, 9), *_series(4, 4, 4, 3, variable="mood")), SCALES)  # 6.4 and 2.6 own SDs
    assert [fact.code for one in found if one.code == "jump" for fact in one.facts] == ["urge"]


def test_one_answer_far_off_is_told_alone() -> None:
    found = findings(_seen(*_series(3, 3, 3, 6), *_series(4, 4, 4, 3, variable="mood")), SCALES)
    assert [fact.code for one in found if one.code == "single_jump" for fact in one.facts] == ["urge"]


@pytest.mark.parametrize(("last", "shown"), [(7, ["urge", "mood"]), (5, ["mood"]), (1, ["mood"])])
def test_a_drift_is_not_shown_by_an_answer_that_is_as_usual_or_better_today(last: int, shown: list[str]) -> None:
    entries = [*_series(3, 3, 3, 6, 6, 6, 6, last), *_series(*[4] * 7, 3, variable="mood")]
    [drift] = [one for one in findings(_seen(*entries), SCALES) if one.code == "drift"]
    assert [fact.code for fact in drift.facts] == shown


def test_a_drift_of_what_was_not_asked_today_is_still_told() -> None:
    entries = [*_series(3, 3, 3, 6, 6, 6, 6), Entry(7.8, "mood", 4)]
    drift = next(one for one in findings(_seen(*entries), SCALES) if one.code == "drift")
    assert drift.facts[0].code == "drift" and drift.facts[0].value > 1


def test_a_first_value_has_no_usual_beside_it() -> None:
    assert findings(_seen(Entry(0, "urge", 9)), SCALES) == [Finding("level", 3, (Fact("urge", 0, 9, None),))]


# --- The alert budget ------------------------------------------------------------------------------------------------


def test_a_finding_stands_before_it_is_raised_again() -> None:
    scores = [(0, 5), (1, 9), (2, 9), (6, 2), (8, 7), (8.5, 9)]
    assert raised_at(scores, threshold=7, quiet_days=7) == [1, 8]
    assert raised_at(scores, threshold=10, quiet_days=7) == []


def test_a_budget_chooses_the_lowest_threshold_that_keeps_it_and_says_what_it_costs() -> None:
    people = [Past([(0, 3), (10, 9)], [12]), Past([(0, 3), (10, 5)], [12]), Past([(0, 4), (10, 2)])]
    table = budget_table(people, clinicians=1, days=10, ahead_days=7)
    assert [one.findings_per_clinician_day for one in table[:6]] == [0.6, 0.6, 0.5, 0.3, 0.2, 0.1]
    assert [one.sensitivity for one in table[:6]] == [1, 1, 1, 1, 1, 0.5]
    assert threshold_for(table, findings_per_clinician_day=0.3) == table[3]
    assert threshold_for(table, findings_per_clinician_day=0.1) == table[5]
    assert threshold_for(table[:3], findings_per_clinician_day=0.1) is None


def test_without_known_setbacks_a_budget_says_nothing_of_sensitivity() -> None:
    assert budget_table([Past([(0, 3)])], clinicians=1, days=1, ahead_days=7)[0].sensitivity is None


@pytest.mark.parametrize(("clinicians", "days"), [(0, 1), (1, 0)])
def test_a_budget_without_clinicians_or_days_is_refused(clinicians: int, days: float) -> None:
    with pytest.raises(ValueError, match="at least one"):
        budget_table([], clinicians=clinicians, days=days, ahead_days=7)
