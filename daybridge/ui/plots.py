"""How a line of answers becomes a picture. Plain Python: numbers in, SVG coordinates out.

A plot never invents: the range is the scale's own, never fitted to the answers, and a day without an answer is a gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import median_low

_LETTER_WIDTH = 6.4  # of the plot's 12 px type, on average
_TICK_WIDTH = 56  # what a day's name needs under the plot


@dataclass(frozen=True)
class Point:
    """A place in a picture, in its own units; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True)
class Sparkline:
    """A small line: `path` joins neighbouring days, `lone` are days with a gap on both sides, `last` is the newest."""

    width: int
    height: int
    path: str
    lone: tuple[Point, ...]
    last: Point | None


@dataclass(frozen=True)
class Reading:
    """One answer of one day."""

    on_day: date
    value: int


@dataclass(frozen=True)
class Phase:
    """Something that began on a day and may explain what follows: an admission, a change of medicine."""

    on_day: date
    words: str


@dataclass(frozen=True)
class Rule:
    """A phase as drawn: a vertical line with its label in one of the rows above the plot."""

    x: float
    words: str
    row: int
    at_end: bool

    @property
    def y(self) -> int:
        return 14 + self.row * 15

    @property
    def label_x(self) -> float:
        return self.x - 4 if self.at_end else self.x + 4


@dataclass(frozen=True)
class Frame:
    """The picture's size and the margins around its plotting area."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def inner_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def floor(self) -> int:
        return self.height - self.bottom

    def x(self, share: float) -> float:
        return _rounded(self.left + share * self.inner_width)

    def y(self, share: float) -> float:
        return _rounded(self.height - self.bottom - share * (self.height - self.top - self.bottom))


@dataclass(frozen=True)
class Band:
    """One named step of the scale."""

    value: int
    words: str
    y: float
    top: float
    height: float
    shaded: bool


@dataclass(frozen=True)
class Drawing:
    """A mood plot in one size."""

    size: str
    frame: Frame
    path: str
    dots: tuple[Point, ...]
    bands: tuple[Band, ...]
    ticks: tuple[tuple[float, date], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Typical:
    """What two weeks were like: the middle answer, and how many answers that is the middle of."""

    entries: int
    value: int | None
    words: str


@dataclass(frozen=True)
class Row:
    """One line of the table behind the plot."""

    on_day: date
    value: int
    words: str


@dataclass(frozen=True)
class MoodPlot:
    """A mood plot with everything that stands behind it."""

    first_on: date
    last_on: date
    rows: tuple[Row, ...]
    drawings: tuple[Drawing, ...]
    days: int
    days_with_an_entry: int
    recent: Typical
    before: Typical


def sparkline(
    values: Sequence[float | None], *, low: float, high: float, width: int = 92, height: int = 28
) -> Sparkline:
    """A line through one value per day on the fixed range low..high; `None` is a day without an answer."""
    frame = Frame(width, height, 3, 4, 4, 4)
    heights = {value: frame.y(_share(value, low, high)) for value in set(values) if value is not None}
    days = zip(_days_across(frame, len(values)), values, strict=True)
    placed = [None if value is None else Point(x, heights[value]) for x, value in days]
    lines = list(runs(placed))
    return Sparkline(
        width=width,
        height=height,
        path=" ".join(line(run) for run in lines if len(run) > 1),
        lone=tuple(run[0] for run in lines if len(run) == 1),
        last=lines[-1][-1] if lines else None,
    )


@cache
def _days_across(frame: Frame, days: int) -> tuple[float, ...]:
    """Where each day stands, the first at the left edge and the last at the right."""
    step = 1 / max(1, days - 1)
    return tuple(frame.x(index * step) for index in range(days))


def line(points: Sequence[Point]) -> str:
    """The SVG path through points, in order."""
    return "M" + " L".join(f"{point.x:g} {point.y:g}" for point in points)


def plot_mood(
    readings: Sequence[Reading],
    *,
    first_on: date,
    last_on: date,
    bands: Sequence[str],
    phases: Sequence[Phase] = (),
) -> MoodPlot:
    """Moods (1..len(bands)) of the days first_on..last_on, with the names of the steps and the phases to mark."""
    within = tuple(sorted((r for r in readings if first_on <= r.on_day <= last_on), key=lambda r: r.on_day))
    marked = tuple(sorted((p for p in phases if first_on <= p.on_day <= last_on), key=lambda p: p.on_day))
    span = (first_on, last_on)
    return MoodPlot(
        first_on=first_on,
        last_on=last_on,
        rows=tuple(Row(r.on_day, r.value, bands[r.value - 1]) for r in reversed(within)),
        drawings=(
            _draw("wide", Frame(680, 250, 84, 14, 0, 26), span, within, bands, marked),
            _draw("narrow", Frame(360, 240, 78, 8, 0, 26), span, within, bands, marked),
        ),
        days=(last_on - first_on).days + 1,
        days_with_an_entry=len({reading.on_day for reading in within}),
        recent=typical(within, last_on - timedelta(days=13), last_on, bands),
        before=typical(within, last_on - timedelta(days=27), last_on - timedelta(days=14), bands),
    )


def typical(readings: Sequence[Reading], first_on: date, last_on: date, bands: Sequence[str]) -> Typical:
    """The middle answer of some days; of two middle ones the lower, so that a plot never looks kinder than its days."""
    values = [reading.value for reading in readings if first_on <= reading.on_day <= last_on]
    value = median_low(values) if values else None
    return Typical(len(values), value, bands[value - 1] if value else "")


def _draw(
    size: str,
    frame: Frame,
    span: tuple[date, date],
    readings: Sequence[Reading],
    bands: Sequence[str],
    phases: Sequence[Phase],
) -> Drawing:
    rules = rules_across(frame, span, phases)
    frame = with_room_above(frame, max((rule.row + 1 for rule in rules), default=0))
    daily = {reading.on_day: reading.value for reading in readings}
    top = len(bands)
    line_of_days = [_place(frame, span, day, daily[day], top) if day in daily else None for day in _days(*span)]
    return Drawing(
        size=size,
        frame=frame,
        path=" ".join(line(run) for run in runs(line_of_days) if len(run) > 1),
        dots=tuple(_place(frame, span, r.on_day, r.value, top) for r in readings),
        bands=tuple(_bands(frame, bands)),
        ticks=tuple(ticks_across(frame, span)),
        rules=rules,
    )


def _place(frame: Frame, span: tuple[date, date], day: date, value: int, steps: int) -> Point:
    return Point(frame.x(share_of(span, day)), frame.y((value - 0.5) / steps))


def _bands(frame: Frame, names: Sequence[str]) -> Iterator[Band]:
    for index, words in enumerate(names):
        top, bottom = frame.y((index + 1) / len(names)), frame.y(index / len(names))
        middle = frame.y((index + 0.5) / len(names))
        yield Band(index + 1, words, middle, top, _rounded(bottom - top), index % 2 == 0)


def ticks_across(frame: Frame, span: tuple[date, date]) -> Iterator[tuple[float, date]]:
    """A mark every week or every few, counted back from the last day, so that today is always named."""
    weeks = max(1, -(-(span[1] - span[0]).days // 7 * _TICK_WIDTH // frame.inner_width))
    for back in range(0, (span[1] - span[0]).days + 1, 7 * weeks):
        day = span[1] - timedelta(days=back)
        yield frame.x(share_of(span, day)), day


def rules_across(frame: Frame, span: tuple[date, date], phases: Sequence[Phase]) -> tuple[Rule, ...]:
    """Labels side by side where they fit and in rows above one another where they would touch."""
    row_ends: list[float] = []
    rules = []
    for phase in phases:
        x = frame.x(share_of(span, phase.on_day))
        width = len(phase.words) * _LETTER_WIDTH + 8
        at_end = x + width > frame.width
        starts = x - width if at_end else x
        row = next((row for row, end in enumerate(row_ends) if end <= starts), len(row_ends))
        row_ends[row : row + 1] = [starts + width]
        rules.append(Rule(x, phase.words, row, at_end))
    return tuple(rules)


def with_room_above(frame: Frame, rows: int) -> Frame:
    room = 6 + 15 * rows
    return Frame(frame.width, frame.height + room, frame.left, frame.right, frame.top + room, frame.bottom)


def runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _days(first_on: date, last_on: date) -> Iterator[date]:
    return (first_on + timedelta(days=count) for count in range((last_on - first_on).days + 1))


def share_of(span: tuple[date, date], day: date) -> float:
    return (day - span[0]).days / max(1, (span[1] - span[0]).days)


def _share(value: float, low: float, high: float) -> float:
    return (min(max(value, low), high) - low) / (high - low)


def _rounded(number: float) -> float:
    return round(number, 1)
