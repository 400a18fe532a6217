"""A participant's scores as staff read them: a line per score with its plot, what is said of it, and the sheets behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.measures import queries, rules, sheets
from daybridge.measures.instruments import Instrument, Item, Score, in_language, library
from daybridge.measures.models import Score as Scored
from daybridge.measures.models import Sheet
from daybridge.measures.queries import language
from daybridge.measures.rules import Declined, NotApplicable, Reading, Result, Verdict
from daybridge.measures.sentences import number, signed, verdict_in_words, way_in_words
from daybridge.people.models import Participant
from daybridge.programs.models import Episode
from daybridge.ui.plots import Phase
from daybridge.ui.score_plots import Mark, ScoreDrawing, draw_score

_FEW_SCORES = 4
_ENOUGH_FOR_A_PLOT = 2


@dataclass(frozen=True)
class Row:
    """One sheet in the table behind a plot."""

    sheet: Sheet
    value: str
    band: str
    way: str
    #: Beyond noise since the first score: `better`, `worse` or empty.
    moved: str


@dataclass(frozen=True)
class Said:
    """A verdict in words; `tone` is good, trouble or plain, `behind` the sheets that it compares: (day, sheet id)."""

    tone: str
    words: str
    behind: Sequence[tuple[date, UUID]]


@dataclass(frozen=True)
class Line:
    """One score over time."""

    score: str
    last_sheet: UUID | None
    last: str
    last_on: date | None
    #: The day of a later sheet that gave no score, and that sheet.
    later_on: date | None
    later_sheet: UUID | None
    band: str
    #: The lines that the newest sheet crosses, in words.
    cuts: Sequence[str]
    change: str
    said: Sequence[Said]
    drawings: Sequence[ScoreDrawing]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Cell:
    """An item's answer in the strip; `shade` is 0 (least) to 4 (most) or empty where there is none."""

    words: str
    shade: str


@dataclass(frozen=True)
class Strip:
    """Every item of an instrument by sheet, oldest first: what moved, and what did not."""

    sheets: Sequence[Sheet]
    items: Sequence[tuple[str, str, Sequence[Cell]]]


@dataclass(frozen=True)
class Measured:
    """One instrument as somebody has answered it so far."""

    code: str
    name: str
    lines: Sequence[Line]
    strip: Strip
    #: The newest sheet, where it holds an answer that a person hears of at once.
    grave_sheet: Sheet | None


def measured(participant: Participant, episodes: Sequence[Episode]) -> list[Measured]:
    """Everything somebody has answered, instrument by instrument, the last answered first; without those whose file is gone."""
    by_instrument: dict[str, list[Sheet]] = {}
    for sheet in queries.sheets_of(participant.id):
        by_instrument.setdefault(sheet.instrument, []).append(sheet)
    today = clock.today(participant.time_zone)
    return [
        _measured(queries.instrument(code), list(reversed(found)), episodes, today)
        for code, found in by_instrument.items()
        if code in library()
    ]


def _measured(instrument: Instrument, sheets: Sequence[Sheet], episodes: Sequence[Episode], today: date) -> Measured:
    newest = queries.result_of(sheets[-1])
    return Measured(
        code=instrument.code,
        name=in_language(instrument.name, language()),
        lines=[_line(instrument, score, sheets, episodes, today, newest) for score in _drawn(instrument)],
        strip=_strip(instrument, sheets),
        grave_sheet=sheets[-1] if newest.critical else None,
    )


def _drawn(instrument: Instrument) -> list[Score]:
    """The scores that get a plot: all of them, but of many parts of one total only those that a manual reads by themselves."""
    scores = [score for score in instrument.scores if score.how != "level"] or list(instrument.scores)
    first, *others = scores
    if len(scores) <= _FEW_SCORES or not all(set(one.items) <= set(first.items) for one in others):
        return scores
    return [score for score in scores if score is scores[0] or score.bands or score.line]


def _line(
    instrument: Instrument,
    score: Score,
    sheets: Sequence[Sheet],
    episodes: Sequence[Episode],
    today: date,
    newest: Result,
) -> Line:
    kept = [(sheet, found) for sheet in sheets for found in sheet.scores.all() if found.score == score.code]
    readings = [_reading(score, sheet, found) for sheet, found in kept]
    known = [(value, found) for _sheet, found in kept if (value := found.shown) is not None]
    verdicts = _verdicts(instrument, score, readings, episodes, today)
    later = kept[-1][0] if kept and kept[-1][1].shown is None else None
    return Line(
        score=in_language(score, language()) if len(instrument.scores) > 1 else "",
        last_sheet=known[-1][1].sheet_id if known else None,
        last=number(known[-1][0]) if known else "",
        last_on=known[-1][1].on_day if known else None,
        later_on=later.on_day if later else None,
        later_sheet=later.id if later else None,
        band=queries.band_in_words(score, known[-1][1]) if known else "",
        cuts=_cuts(score, newest),
        change=_change([value for value, _found in known]),
        said=[
            Said(_TONES.get(one.kind.value, "plain"), verdict_in_words(score, one), _behind(one)) for one in verdicts
        ],
        drawings=_drawings(score, readings, episodes, today),
        rows=[
            _row(score, sheet, found, moved)
            for (sheet, found), moved in reversed(list(zip(kept, _moved(score, readings), strict=True)))
        ],
    )


def _behind(verdict: Verdict) -> list[tuple[date, UUID]]:
    compared = {one.sheet_id: one.on_day for one in (verdict.since, verdict.now)}
    return [(on_day, sheet_id) for sheet_id, on_day in compared.items() if sheet_id]


def _moved(score: Score, readings: Sequence[Reading]) -> list[str]:
    """For each reading what it is against the first: `better` or `worse` beyond noise, or empty."""
    first = next((one.value for one in readings if one.value is not None), None)
    return [
        "" if first is None or one.value is None else rules.beyond_noise(score, first, one.value) for one in readings
    ]


def _reading(score: Score, sheet: Sheet, found: Scored) -> Reading:
    value = None if found.is_prorated else queries.judged(score, found.value, found.converted)
    return Reading(sheet.on_day, value, sheet.id)


def _verdicts(
    instrument: Instrument, score: Score, readings: Sequence[Reading], episodes: Sequence[Episode], today: date
) -> list[Verdict]:
    """What holds of the latest episode; a later score, such as thirty days after, still counts, but nobody is silent then."""
    if not episodes:
        return []
    latest = episodes[0]
    weekly = rules.asked_weekly(rules.battery())
    return rules.verdicts(
        score,
        [one for one in readings if one.on_day >= latest.admitted_on],
        began_on=latest.admitted_on,
        today=today,
        is_weekly=latest.ended_on is None and instrument.code in weekly,
    )


_TONES = {
    "reliable-deterioration": "trouble",
    "not-on-track": "trouble",
    "reliable-improvement": "good",
    "recovery": "good",
    "remission": "good",
}


def _cuts(score: Score, newest: Result) -> list[str]:
    return [
        in_language(crossed.cut, language())
        for one in newest.scores
        if one.score.code == score.code
        for crossed in one.cuts
    ]


def _change(values: Sequence[Decimal]) -> str:
    if len(values) < 2:
        return ""
    first, last = _("%(moved)s since the first"), _("%(first)s, %(last)s since the one before")
    since_first = first % {"moved": signed(values[-1] - values[0])}
    if len(values) == 2:
        return since_first
    return last % {"first": since_first, "last": signed(values[-1] - values[-2])}


def _row(score: Score, sheet: Sheet, found: Scored, moved: str) -> Row:
    value = number(found.shown) if found.shown is not None else _("not complete")
    return Row(sheet, value, queries.band_in_words(score, found), way_in_words(sheet.way), moved)


def _drawings(
    score: Score, readings: Sequence[Reading], episodes: Iterable[Episode], today: date
) -> tuple[ScoreDrawing, ...]:
    if len(readings) < _ENOUGH_FOR_A_PLOT:
        return ()
    starts = [episode.admitted_on for episode in episodes if episode.admitted_on <= readings[-1].on_day]
    first_on = min([readings[0].on_day, *starts])
    low, high = score.scale
    first = next((one.value for one in readings if one.value is not None), None)
    noise = None
    if score.change and first is not None:
        reach = score.change.reliable
        noise = (float(max(low, first - reach)), float(min(high, first + reach)))
    return draw_score(
        [
            Mark(one.on_day, None if one.value is None else float(one.value), moved)
            for one, moved in zip(readings, _moved(score, readings), strict=True)
        ],
        scale=(float(low), float(high)),
        bands=[(float(band.start), in_language(band, language())) for band in score.bands],
        noise=noise,
        phases=list(_phases(episodes)),
        first_on=first_on,
        last_on=today,
    )


def _phases(episodes: Iterable[Episode]) -> Iterable[Phase]:
    for episode in episodes:
        yield Phase(episode.admitted_on, _("Admitted"))
        if episode.ended_on:
            yield Phase(episode.ended_on, _("Discharged"))


def _strip(instrument: Instrument, sheets: Sequence[Sheet]) -> Strip:
    answered = [queries.answers_of(sheet) for sheet in sheets]
    items = [
        (
            item.code,
            in_language(item, language()),
            [_cell(instrument, item, answers.get(item.code)) for answers in answered],
        )
        for item in instrument.items
    ]
    return Strip(sheets, items)


def _cell(instrument: Instrument, item: Item, answer: Any) -> Cell:
    if answer is None:
        return Cell("", "")
    if isinstance(answer, Declined):
        return Cell(_("declined"), "")
    if isinstance(answer, NotApplicable):
        return Cell(_("n/a"), "")
    values = [Decimal(choice.value) for choice in instrument.answers_of(item)]
    low, high = (item.number.least, item.number.most) if item.number else (min(values), max(values))
    return Cell(number(answer), str(round(4 * (answer - low) / (high - low))))


# --- One sheet -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """One question as it was answered."""

    code: str
    question: str
    answer: str
    is_critical: bool


@dataclass(frozen=True)
class ScoreOfSheet:
    """A score with where its name comes from."""

    name: str
    value: str
    out_of: str
    band: str
    source: str
    cuts: Sequence[str]


def answered(instrument: Instrument, sheet: Sheet, result: Result) -> list[Answered]:
    """Every item of a sheet in the order of the form, also those that were not asked."""
    answers = queries.answers_of(sheet)
    critical = {one.item for one in result.critical}
    return [
        Answered(
            item.code,
            in_language(item, language()),
            answer_in_words(instrument, item, answers.get(item.code)),
            item.code in critical,
        )
        for item in instrument.items
    ]


@dataclass(frozen=True)
class CameLater:
    """Answers that came after a sheet was finished: when they were given, and each that says something else."""

    made_at: datetime
    answers: Sequence[Answered]


def came_later(instrument: Instrument, sheet: Sheet) -> list[CameLater]:
    """What was answered on this sheet after it was finished, on a second device perhaps; it is not in the scores."""
    counted = queries.answers_of(sheet)
    later = []
    for part in queries.came_later(sheet):
        told = sheets.read_kept(instrument, part.answers)
        critical = {one.item for one in rules.critical_in(instrument, [told])}
        differing = [
            Answered(
                one.code,
                in_language(one, language()),
                answer_in_words(instrument, one, told[one.code]),
                one.code in critical,
            )
            for one in instrument.items
            if one.code in told and told[one.code] != counted.get(one.code)
        ]
        if differing:
            later.append(CameLater(part.made_at, differing))
    return later


def answer_in_words(instrument: Instrument, item: Item, answer: Any) -> str:
    if answer is None:
        return _("no answer")
    if isinstance(answer, Declined):
        return _("Declined to answer")
    if isinstance(answer, NotApplicable):
        return _("Does not apply")
    chosen = next((choice for choice in instrument.answers_of(item) if choice.value == answer), None)
    words = in_language(chosen, language()) if chosen else ""
    return f"{number(answer)} · {words}" if words else number(answer)


def scores(result: Result) -> list[ScoreOfSheet]:
    """The scores of a sheet in words."""
    return [
        ScoreOfSheet(
            name=in_language(one.score, language()),
            value=_("not complete")
            if one.value is None
            else number(one.value if one.converted is None else one.converted),
            out_of=f"{number(one.low)}–{number(one.high)}",
            band=in_language(one.band or one.level, language()),
            source=one.score.bands_source,
            cuts=[f"{in_language(crossed.cut, language())} ({crossed.cut.source})" for crossed in one.cuts],
        )
        for one in result.scores
    ]
