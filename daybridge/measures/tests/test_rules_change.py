"""What change means, by hand from the PHQ-9's figures: reliable 6, case 10, remission below 5, 20 % by week 4."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.measures.instruments import Score, library
from daybridge.measures.rules import ChangeKind, Part, Reading, Verdict, beyond_noise, changes, verdicts

PHQ_9 = library()["phq-9"].scores[0]
BEGAN = date(2026, 9, 7)


def _said(values: list[int | None], score: Score = PHQ_9, *, weeks_later: int = 0) -> list[Verdict]:
    """One score a week from admission on, looked at on the day of the last one or some weeks after."""
    readings = [
        Reading(BEGAN + timedelta(weeks=week), None if value is None else Decimal(value))
        for week, value in enumerate(values)
    ]
    today = readings[-1].on_day + timedelta(weeks=weeks_later) if readings else BEGAN
    return verdicts(score, readings, began_on=BEGAN, today=today)


def _kinds(values: list[int | None], *, weeks_later: int = 0) -> list[str]:
    return [one.kind.value for one in _said(values, weeks_later=weeks_later)]


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([], []),
        ([18], []),
        ([18, None], []),
        ([18, 13], []),
        ([18, 12], ["reliable-improvement"]),
        ([18, 4, None], []),  # nothing good is claimed past a sheet that is not complete
        ([12, 18, None], ["reliable-deterioration"]),
        ([12, 18], ["reliable-deterioration"]),
        ([12, 17], []),
        ([18, 9], ["recovery", "reliable-improvement"]),
        ([11, 9], []),
        ([18, 4], ["recovery", "remission", "reliable-improvement"]),
        ([9, 3], ["reliable-improvement"]),
        ([10, 4], ["recovery", "remission", "reliable-improvement"]),
        ([20, 8, 14], ["reliable-deterioration"]),
        ([18, 12, None], []),
        ([18, None, 12], ["reliable-improvement"]),
        ([18, 18, 18, 17], []),
        ([18, 18, 18, 18, 17], ["not-on-track"]),
        ([20, 20, 20, 20, 16], []),
        ([20, 20, 20, 20, 17], ["not-on-track"]),
        ([9, 9, 9, 9, 9], []),
        ([18, 18, 18, 18, 25], ["reliable-deterioration", "not-on-track"]),
    ],
)
def test_what_is_said_of_a_line_of_weekly_scores(values: list[int | None], kinds: list[str]) -> None:
    assert _kinds(values) == kinds


def test_two_weeks_without_a_score_are_said_and_not_a_day_sooner() -> None:
    assert _kinds([18, 13], weeks_later=2) == []
    assert _kinds([18, 13], weeks_later=3) == ["no-score"]


def test_silence_is_not_said_of_what_nobody_asks_weekly() -> None:
    readings = [Reading(BEGAN, Decimal(18))]
    assert verdicts(PHQ_9, readings, began_on=BEGAN, today=BEGAN + timedelta(days=60), is_weekly=False) == []


def test_an_old_pair_does_not_say_who_is_off_track_now() -> None:
    assert _kinds([18, 18, 18, None], weeks_later=3) == ["no-score"]
    assert _kinds([18, 18, 18, 18], weeks_later=2) == []
    assert _kinds([18, 18, 18, 18, 18], weeks_later=2) == ["not-on-track"]


def test_weeks_on_track_count_from_the_first_score() -> None:
    late = [Reading(BEGAN + timedelta(weeks=week), Decimal(18)) for week in (3, 4, 7)]

    def said(upto: int, week: int) -> list[str]:
        today = BEGAN + timedelta(weeks=week)
        return [one.kind.value for one in verdicts(PHQ_9, late[:upto], began_on=BEGAN, today=today)]

    assert said(2, 4) == [] and said(3, 7) == ["not-on-track"]


def test_a_line_crossed_within_noise_is_no_remission() -> None:
    pcl_5 = library()["pcl-5"].scores[0]
    assert _said([31, 28], pcl_5) == []
    assert [one.kind for one in _said([44, 28], pcl_5)] == [
        ChangeKind.RECOVERED,
        ChangeKind.REMISSION,
        ChangeKind.IMPROVED,
    ]


@pytest.mark.parametrize(("after", "said"), [(12, ""), (6, ""), (5, "better"), (17, "worse"), (16, ""), (11, "")])
def test_what_lies_beyond_noise_is_known_score_by_score(after: int, said: str) -> None:
    assert beyond_noise(PHQ_9, Decimal(11), Decimal(after)) == said
    unknown = PHQ_9.model_copy(update={"change": None})
    assert beyond_noise(unknown, Decimal(11), Decimal(after)) == ""


def test_a_verdict_shows_what_it_was_made_of() -> None:
    [worse] = _said([20, 8, 14])
    assert (worse.since, worse.now) == (
        Reading(BEGAN + timedelta(weeks=1), Decimal(8)),
        Reading(BEGAN + timedelta(weeks=2), Decimal(14)),
    )
    assert (worse.line, worse.population, worse.source) == (
        Decimal(6), "adults in psychological therapy services (IAPT)", "NCT05134103",
    )  # fmt: skip


def test_where_more_is_better_the_signs_turn() -> None:
    assert PHQ_9.line
    upward = PHQ_9.model_copy(
        update={
            "better": "higher",
            "line": PHQ_9.line.model_copy(update={"case": Decimal(17), "remission": Decimal(22)}),
        }
    )
    assert [one.kind for one in _said([9, 23], upward)] == [
        ChangeKind.RECOVERED,
        ChangeKind.REMISSION,
        ChangeKind.IMPROVED,
    ]
    assert [one.kind for one in _said([23, 9], upward)] == [ChangeKind.WORSE]
    assert [one.kind for one in _said([9, 9, 9, 9, 9], upward)] == [ChangeKind.NOT_ON_TRACK]


def test_without_figures_nothing_is_claimed() -> None:
    bare = PHQ_9.model_copy(update={"change": None, "line": None, "not_on_track": None})
    assert _said([27, 0], bare) == [] and _said([0, 27], bare) == []


def test_a_file_without_a_line_judges_progress_by_its_share_alone() -> None:
    no_line = PHQ_9.model_copy(update={"line": None, "change": None})
    assert [one.kind for one in _said([9, 9, 9, 9, 9], no_line)] == [ChangeKind.NOT_ON_TRACK]
    assert PHQ_9.line
    no_case = PHQ_9.model_copy(update={"line": PHQ_9.line.model_copy(update={"case": None})})
    assert [one.kind for one in _said([9, 3], no_case)] == [ChangeKind.IMPROVED]
    unknown_noise = PHQ_9.model_copy(update={"change": None})
    assert [one.kind for one in _said([18, 4], unknown_noise)] == [ChangeKind.REMISSION]
    no_remission = PHQ_9.model_copy(update={"line": PHQ_9.line.model_copy(update={"remission": None})})
    assert [one.kind for one in _said([18, 4], no_remission)] == [ChangeKind.RECOVERED, ChangeKind.IMPROVED]


LINE = st.lists(st.integers(0, 27), min_size=2, max_size=8)
GOOD = {ChangeKind.IMPROVED, ChangeKind.RECOVERED, ChangeKind.REMISSION}


@given(LINE)
def test_a_last_score_that_is_no_better_than_the_first_is_never_called_better(values: list[int]) -> None:
    kinds = {one.kind for one in _said([*values])}
    assert values[-1] < values[0] or not kinds & GOOD


@given(LINE, st.integers(0, 27))
def test_a_worse_last_score_never_turns_into_improvement(values: list[int], worse: int) -> None:
    before, after = ({one.kind for one in _said([*values[:-1], last])} for last in sorted((values[-1], worse)))
    assert not (after & GOOD) - before


def _line(*values: int | None) -> list[Reading]:
    return [Reading(BEGAN + timedelta(weeks=week), None if v is None else Decimal(v)) for week, v in enumerate(values)]


def test_a_programs_people_are_counted_by_what_became_of_them() -> None:
    lines = [_line(18, 12), _line(12, 18), _line(12, 14), _line(18), _line(18, None), _line()]
    found = changes(PHQ_9, lines, people=8)
    assert (found.paired, found.better, found.same, found.worse) == (3, 1, 1, 1)
    assert (found.coverage.count, found.coverage.of, found.coverage.share) == (3, 8, None)


def test_a_share_is_said_from_ten_on() -> None:
    assert [Part(3, 9).share, Part(3, 10).share, Part(0, 0).share] == [None, 30, None]


def test_without_a_figure_any_change_counts() -> None:
    found = changes(PHQ_9.model_copy(update={"change": None}), [_line(5, 4), _line(5, 6), _line(5, 5)], people=3)
    assert (found.better, found.same, found.worse) == (1, 1, 1)
