"""How many people changed by how much, as a picture. Plain Python: numbers in, SVG coordinates out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from daybridge.ui.plots import Frame

_MOST_BARS = 30
_GAP = 1.5


@dataclass(frozen=True)
class Bar:
    """So many people whose change lies around one number; `count_y` is where the count stands."""

    x: float
    y: float
    width: float
    height: float
    count: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def count_y(self) -> float:
        return self.y - 4


@dataclass(frozen=True)
class SpreadDrawing:
    """A spread in one size; zero is in its middle, `noise` the two places, between bars, beyond which change is reliable."""

    size: str
    frame: Frame
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    noise: tuple[float, float]
    zero: float


def draw_spread(gains: Sequence[float], *, noise: float) -> tuple[SpreadDrawing, ...]:
    """The wide and the narrow drawing of gains (positive is better): as far to the left as to the right."""
    reach = max([noise * 1.5, *(abs(one) for one in gains)])
    step = max(1, ceil((2 * reach + 1) / _MOST_BARS))
    steps = ceil(reach / step)
    counts = Counter(floor(one / step + 0.5) for one in gains)
    frames = {"wide": Frame(680, 220, 14, 14, 34, 26), "narrow": Frame(360, 200, 10, 10, 34, 26)}
    return tuple(_draw(size, frame, counts, step, steps, noise) for size, frame in frames.items())


def _draw(size: str, frame: Frame, counts: Counter[int], step: int, steps: int, noise: float) -> SpreadDrawing:
    bars, most = 2 * steps + 1, max(counts.values(), default=1)
    width = frame.inner_width / bars

    def x(gain: float) -> float:
        return frame.x((gain / step + steps + 0.5) / bars)

    found = []
    for place, count in sorted(counts.items()):
        y = frame.y(count / most)
        found.append(
            Bar(
                round(x(place * step) - width / 2 + _GAP / 2, 1),
                y,
                round(width - _GAP, 1),
                round(frame.floor - y, 1),
                count,
            )
        )
    named = (-steps * step, -noise, 0, noise, steps * step)
    ticks = tuple((x(gain), f"{'+' if gain > 0 else '−' if gain < 0 else ''}{abs(gain):g}") for gain in named)
    return SpreadDrawing(size, frame, tuple(found), ticks, (x(step / 2 - noise), x(noise - step / 2)), x(0))
