from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daybridge.ui.plots import Phase
from daybridge.ui.score_plots import Mark, ScoreDrawing, draw_score

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 23)


def _drawn(*marks: Mark) -> tuple[ScoreDrawing, ...]:
    return draw_score(
        marks,
        scale=(0, 27),
        bands=[(0, "minimal"), (5, "mild"), (10, "moderate")],
        noise=(5, 17),
        phases=[Phase(FIRST, "Admitted"), Phase(FIRST - timedelta(days=90), "Admitted")],
        first_on=FIRST,
        last_on=LAST,
    )


def test_a_sheet_that_is_not_complete_is_a_gap_in_the_line() -> None:
    days = [FIRST + timedelta(weeks=week) for week in range(5)]
    values = [11, 12, None, 13, 14]
    for drawing in _drawn(*(Mark(day, value) for day, value in zip(days, values, strict=True))):
        assert (len(drawing.dots), len(drawing.gaps), drawing.path.count("M")) == (4, 1, 2)


def test_what_moved_beyond_noise_keeps_its_mark() -> None:
    for drawing in _drawn(Mark(FIRST, 11), Mark(LAST, 5, "better"), Mark(LAST, 20, "worse")):
        assert [dot.moved for dot in drawing.dots] == ["", "better", "worse"]
        assert drawing.dots[2].diamond.startswith("M") and drawing.dots[2].diamond.endswith("Z")


def test_only_phases_within_the_picture_are_drawn() -> None:
    assert [len(drawing.rules) for drawing in _drawn(Mark(FIRST, 11))] == [1, 1]


@given(st.lists(st.none() | st.integers(-5, 40), min_size=1, max_size=12))
def test_every_score_lies_inside_the_picture(values: list[int | None]) -> None:
    marks = [Mark(FIRST + timedelta(weeks=week), value) for week, value in enumerate(values)]
    for drawing in _drawn(*marks):
        frame = drawing.frame
        assert all(frame.left <= dot.x <= frame.width and 0 <= dot.y <= frame.floor for dot in drawing.dots)
        assert len(drawing.dots) + len(drawing.gaps) == len([one for one in marks if one.on_day <= LAST])
