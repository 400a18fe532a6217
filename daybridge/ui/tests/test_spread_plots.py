from hypothesis import given
from hypothesis import strategies as st

from daybridge.ui.spread_plots import draw_spread


def test_everybody_is_counted_once_and_zero_is_in_the_middle() -> None:
    for drawing in draw_spread([0, 0, 6, -6, 12, -3], noise=6):
        assert [bar.count for bar in drawing.bars] == [1, 1, 2, 1, 1]
        assert drawing.zero == drawing.frame.left + drawing.frame.inner_width / 2
        assert drawing.noise[0] < drawing.zero < drawing.noise[1]


def test_a_gain_lies_to_the_right_and_the_fullest_bar_is_the_highest() -> None:
    for drawing in draw_spread([-5, 8, 8], noise=6):
        worse, better = drawing.bars
        assert worse.middle < drawing.zero < better.middle and worse.height < better.height


def test_nobody_draws_no_bar() -> None:
    assert [drawing.bars for drawing in draw_spread([], noise=4)] == [(), ()]


@given(st.lists(st.integers(-400, 400), max_size=60), st.integers(1, 40))
def test_every_bar_lies_inside_the_picture(gains: list[int], noise: int) -> None:
    for drawing in draw_spread(gains, noise=noise):
        frame = drawing.frame
        assert sum(bar.count for bar in drawing.bars) == len(gains)
        assert all(frame.left - 1 <= bar.x and bar.x + bar.width <= frame.width for bar in drawing.bars)
        assert all(frame.top <= bar.y <= frame.floor for bar in drawing.bars)
