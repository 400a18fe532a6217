from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from daybridge.ui import plots
from daybridge.ui.plots import Phase, Point, Reading

TODAY = date(2026, 11, 23)
BANDS = ("very low", "low", "in between", "good", "very good")


def a_plot(readings: list[Reading], phases: tuple[Phase, ...] = ()) -> plots.MoodPlot:
    return plots.plot_mood(readings, first_on=TODAY - timedelta(days=89), last_on=TODAY, bands=BANDS, phases=phases)


def test_neighbouring_days_are_joined_and_a_gap_stays_a_gap() -> None:
    drawn = plots.sparkline([1, 2, None, 3, 3], low=1, high=5, width=107, height=28)
    assert drawn.path == "M3 24 L28 19 M78 14 L103 14"
    assert drawn.lone == ()


def test_a_day_between_two_gaps_is_a_dot() -> None:
    drawn = plots.sparkline([None, 5, None], low=1, high=5)
    assert drawn.path == ""
    assert len(drawn.lone) == 1
    assert drawn.last == drawn.lone[0]


def test_no_entry_draws_nothing() -> None:
    drawn = plots.sparkline([None] * 14, low=0, high=10)
    assert (drawn.path, drawn.lone, drawn.last) == ("", (), None)


@given(st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=30))
def test_every_point_lies_inside_the_picture(values: list[int | None]) -> None:
    drawn = plots.sparkline(values, low=0, high=10)
    for point in (*drawn.lone, *([drawn.last] if drawn.last else [])):
        assert 0 <= point.x <= drawn.width
        assert 0 <= point.y <= drawn.height


def test_the_range_is_the_scales_own_whatever_was_answered() -> None:
    low_week = plots.sparkline([1, 1, 1], low=1, high=5)
    assert low_week.last is not None
    assert low_week.last.y == low_week.height - 4


def test_a_mood_plot_tells_its_days_and_what_two_weeks_were_typically_like() -> None:
    readings = [Reading(TODAY - timedelta(days=day), 2) for day in range(5)]
    readings += [Reading(TODAY - timedelta(days=14 + day), 4) for day in range(3)]
    plot = a_plot(readings)
    assert (plot.days, plot.days_with_an_entry) == (90, 8)
    assert (plot.recent.words, plot.recent.entries) == ("low", 5)
    assert (plot.before.words, plot.before.entries) == ("good", 3)


def test_of_two_middle_moods_the_lower_is_told() -> None:
    readings = [Reading(TODAY, 2), Reading(TODAY - timedelta(days=1), 3)]
    assert a_plot(readings).recent.words == "low"


def test_a_plot_without_entries_still_draws_its_scale() -> None:
    plot = a_plot([])
    assert plot.recent.value is None
    assert [band.words for band in plot.drawings[0].bands] == list(BANDS)
    assert plot.drawings[0].path == ""


def test_phases_that_would_touch_stand_in_rows_above_one_another() -> None:
    phases = (Phase(TODAY - timedelta(days=60), "Admitted"), Phase(TODAY - timedelta(days=58), "Medicine changed"))
    rules = a_plot([], phases).drawings[0].rules
    assert [rule.row for rule in rules] == [0, 1]


def test_a_phase_near_the_edge_is_labelled_towards_the_middle() -> None:
    rule = a_plot([], (Phase(TODAY, "Admitted to the program"),)).drawings[0].rules[0]
    assert rule.at_end


def test_what_lies_outside_the_days_is_left_out() -> None:
    plot = a_plot([Reading(TODAY - timedelta(days=90), 1)], (Phase(TODAY - timedelta(days=200), "Admitted"),))
    assert plot.days_with_an_entry == 0
    assert plot.drawings[0].rules == ()


def test_the_table_behind_the_plot_is_newest_first() -> None:
    plot = a_plot([Reading(TODAY - timedelta(days=1), 1), Reading(TODAY, 5)])
    assert [(row.value, row.words) for row in plot.rows] == [(5, "very good"), (1, "very low")]


def test_a_line_is_a_path() -> None:
    assert plots.line([Point(1, 2), Point(3.5, 4)]) == "M1 2 L3.5 4"


@given(st.dates(), st.dates())
@example(date.min, date.max)
@example(date.min, TODAY)
@example(date(26, 11, 27), TODAY)
@example(date.min, date(1, 1, 3))
def test_whatever_days_are_kept_a_plot_has_few_marks_and_the_last_day_is_one(one: date, other: date) -> None:
    span = (min(one, other), max(one, other))
    ticks = list(plots.ticks_across(plots.Frame(360, 240, 78, 8, 0, 26), span))
    assert 1 <= len(ticks) <= 6 and ticks[0][1] == span[1]
    assert all(span[0] <= day <= span[1] for _x, day in ticks)
