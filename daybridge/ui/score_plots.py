"""How one person's scores become a picture. Plain Python: numbers in, SVG coordinates out; the range is the scale's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from daybridge.ui.plots import (
    Frame,
    Phase,
    Point,
    Rule,
    line,
    rules_across,
    runs,
    share_of,
    ticks_across,
    with_room_above,
)

_LETTER_WIDTH = 6.6


@dataclass(frozen=True)
class Mark:
    """One finished sheet: its day and its score, None where answers were missing.

    `moved` is `better` or `worse` where the score is that beyond noise, against the first.
    """

    on_day: date
    value: float | None
    moved: str = ""


@dataclass(frozen=True)
class Dot:
    """A score as drawn; what moved beyond noise has a shape of its own."""

    x: float
    y: float
    moved: str

    @property
    def diamond(self) -> str:
        """The path of a diamond around this place."""
        reach = 6.5
        return f"M{self.x:g} {self.y - reach:g} l{reach:g} {reach:g} l{-reach:g} {reach:g} l{-reach:g} {-reach:g} Z"


@dataclass(frozen=True)
class Stripe:
    """One named band of the scale as drawn."""

    words: str
    y: float
    top: float
    height: float
    shaded: bool


@dataclass(frozen=True)
class Step:
    """A number beside the plot."""

    y: float
    words: str


@dataclass(frozen=True)
class ScoreDrawing:
    """A score's plot in one size. `noise` is where change from the first score is no more than the measure's own noise."""

    size: str
    frame: Frame
    path: str
    dots: tuple[Dot, ...]
    gaps: tuple[float, ...]
    stripes: tuple[Stripe, ...]
    steps: tuple[Step, ...]
    ticks: tuple[tuple[float, date], ...]
    rules: tuple[Rule, ...]
    noise: Stripe | None


def draw_score(
    marks: Sequence[Mark],
    *,
    scale: tuple[float, float],
    bands: Sequence[tuple[float, str]],
    noise: tuple[float, float] | None,
    phases: Sequence[Phase],
    first_on: date,
    last_on: date,
) -> tuple[ScoreDrawing, ...]:
    """The wide and the narrow drawing of marks (oldest first) on the scale low..high; `bands` are (start, words) from low up."""
    longest = max((len(words) for _start, words in bands), default=3)
    left = min(150, 30 + round(longest * _LETTER_WIDTH))
    kept = [mark for mark in marks if first_on <= mark.on_day <= last_on]
    phases = [phase for phase in phases if first_on <= phase.on_day <= last_on]
    frames = {"wide": Frame(680, 240, left, 14, 0, 26), "narrow": Frame(360, 220, left, 8, 0, 26)}
    span = (first_on, last_on)
    return tuple(_draw(size, frame, span, kept, scale, bands, noise, phases) for size, frame in frames.items())


def _draw(
    size: str,
    frame: Frame,
    span: tuple[date, date],
    marks: Sequence[Mark],
    scale: tuple[float, float],
    bands: Sequence[tuple[float, str]],
    noise: tuple[float, float] | None,
    phases: Sequence[Phase],
) -> ScoreDrawing:
    rules = rules_across(frame, span, phases)
    frame = with_room_above(frame, max((rule.row + 1 for rule in rules), default=0))
    placed = [None if mark.value is None else _place(frame, span, scale, mark) for mark in marks]
    return ScoreDrawing(
        size=size,
        frame=frame,
        path=" ".join(line(run) for run in runs(placed) if len(run) > 1),
        dots=tuple(
            Dot(point.x, point.y, mark.moved) for mark, point in zip(marks, placed, strict=True) if point is not None
        ),
        gaps=tuple(frame.x(share_of(span, mark.on_day)) for mark in marks if mark.value is None),
        stripes=tuple(_stripes(frame, scale, bands)),
        steps=tuple(Step(frame.y(_share(scale, value)), f"{value:g}") for value in scale) if not bands else (),
        ticks=tuple(ticks_across(frame, span)),
        rules=rules,
        noise=_stripe(frame, scale, noise) if noise else None,
    )


def _place(frame: Frame, span: tuple[date, date], scale: tuple[float, float], mark: Mark) -> Point:
    return Point(frame.x(share_of(span, mark.on_day)), frame.y(_share(scale, mark.value or 0)))


def _stripes(frame: Frame, scale: tuple[float, float], bands: Sequence[tuple[float, str]]) -> Iterator[Stripe]:
    ends = [*(start for start, _words in bands[1:]), *([scale[1]] if bands else [])]
    for index, ((start, words), end) in enumerate(zip(bands, ends, strict=True)):
        yield _stripe(frame, scale, (start, end), words, shaded=index % 2 == 0)


def _stripe(
    frame: Frame, scale: tuple[float, float], across: tuple[float, float], words: str = "", *, shaded: bool = True
) -> Stripe:
    top, bottom = frame.y(_share(scale, across[1])), frame.y(_share(scale, across[0]))
    return Stripe(words, round((top + bottom) / 2, 1), top, round(bottom - top, 1), shaded)


def _share(scale: tuple[float, float], value: float) -> float:
    low, high = scale
    return (min(max(value, low), high) - low) / (high - low)
