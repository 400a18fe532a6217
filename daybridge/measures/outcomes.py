"""A program's outcomes and their export: what the measures of everyone whom the reader cares for say together."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.measures import queries, rules
from daybridge.measures.instruments import Instrument, Item, in_language, library
from daybridge.measures.models import Assignment, Sheet
from daybridge.measures.queries import language
from daybridge.measures.rules import ENOUGH_FOR_A_SHARE, Changes, Pair, Part
from daybridge.measures.sentences import number, signed
from daybridge.people import queries as people
from daybridge.programs import queries as programs
from daybridge.programs.models import Episode
from daybridge.ui import words
from daybridge.ui.spread_plots import SpreadDrawing, draw_spread

#: A program's outcomes look back this far.
LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class OfInstrument:
    """One instrument's change over everyone in the program."""

    code: str
    score: str
    name: str
    changes: Changes
    reliable: str
    source: str


@dataclass(frozen=True)
class Outcomes:
    """A program's last year."""

    id: UUID
    program: str
    people: int
    answered: Part
    instruments: Sequence[OfInstrument]


def outcomes(actor: Actor) -> list[Outcomes]:
    """Each open program's outcomes over those whom this actor may look at."""
    return [_of_program(actor, program) for program in programs.programs(actor)]


def _of_program(actor: Actor, program: Any) -> Outcomes:
    episodes = list(_episodes(actor).filter(program=program))
    began: dict[Any, date] = {one.participant_id: one.admitted_on for one in episodes}
    lines = queries.lines_of_many(began)
    found = []
    for (code, score), figures in queries.read_by_change().items():
        mine = [line for (_person, instrument, name), line in lines.items() if (instrument, name) == (code, score)]
        if mine and figures.change:
            changes = rules.changes(figures, mine, people=len(episodes))
            name = in_language(library()[code].name, language())
            figure = figures.change
            found.append(OfInstrument(code, score, name, changes, f"{figure.reliable:g}", figure.source))
    return Outcomes(program.id, _called(program), len(episodes), _answered([one.id for one in episodes]), found)


def _called(program: Any) -> str:
    said: str = program.name_es if language() == "es" and program.name_es else program.name
    return said


@dataclass(frozen=True)
class Person:
    """Somebody's first and last score behind a program's numbers."""

    participant: Any
    pair: Pair
    first: str
    last: str
    moved: str


@dataclass(frozen=True)
class Behind:
    """Everyone behind one instrument's line of a program: who changed most for the worse first."""

    program: str
    name: str
    people: Sequence[Person]
    #: Those without two scores.
    others: Sequence[Any]
    #: None of so few that a picture would say more about them than about the program.
    spread: tuple[SpreadDrawing, ...]
    reliable: str
    population: str
    source: str


def behind(actor: Actor, program_id: UUID, code: str, score: str) -> Behind:
    """The people behind one instrument's line, of those whom this actor may look at. Raises NotYours."""
    program, figures = programs.program(actor, program_id), queries.read_by_change().get((code, score))
    if figures is None or figures.change is None:
        raise NotYours()
    began = {one.participant_id: one.admitted_on for one in _episodes(actor).filter(program=program)}
    lines = queries.lines_of_many(began)
    shown = sorted(people.participants(actor).filter(id__in=list(began)), key=lambda one: one.name)
    pairs = {one.id: rules.pair(figures, lines.get((one.id, code, score), ())) for one in shown}
    found = [_person(one, pair) for one in shown if (pair := pairs[one.id])]
    gains = [float(one.pair.gain) for one in found]
    return Behind(
        program=_called(program),
        name=in_language(library()[code].name, language()),
        people=sorted(found, key=lambda one: one.pair.gain),
        others=[one for one in shown if pairs[one.id] is None],
        spread=draw_spread(gains, noise=float(figures.change.reliable)) if len(gains) >= ENOUGH_FOR_A_SHARE else (),
        reliable=f"{figures.change.reliable:g}",
        population=figures.change.population,
        source=figures.change.source,
    )


def _person(participant: Any, found: Pair) -> Person:
    before, after = found.first.value or Decimal(0), found.last.value or Decimal(0)
    return Person(participant, found, number(before), number(after), signed(after - before))


def _episodes(actor: Actor) -> Any:
    """The latest episode of each person within the year, open or ended."""
    since = clock.now().date() - LOOKS_BACK
    visible = people.participants(actor).values("id")
    found = Episode.objects.filter(Q(ended_on=None) | Q(ended_on__gte=since), participant_id__in=visible)
    return found.order_by("participant_id", "-admitted_on").distinct("participant_id")


def _answered(episode_ids: Sequence[Any]) -> Part:
    """How much of what was asked and is over by now was finished; what was taken back does not count."""
    finished = Sheet.objects.filter(assignment=OuterRef("pk"), finished_at__isnull=False)
    asked = Assignment.objects.filter(episode_id__in=list(episode_ids), withdrawn_at=None).annotate(
        is_finished=Exists(finished)
    )
    over = asked.filter(Q(is_finished=True) | Q(until__lt=clock.now().date()))
    return Part(over.filter(is_finished=True).count(), over.count())


# --- Export ----------------------------------------------------------------------------------------------------------

_SCORES = "record,instrument,version,day,way,score,value,low,high,band,complete,source"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ANSWERS = "record,instrument,version,day,way,item,answer,least,most,source"


def as_file(actor: Actor, kind: str) -> IO[bytes]:
    """The export as a file without a name, from one moment of the database: however long, it takes little memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    for line in csv_lines(actor, kind):
        file.write(line.encode())
    file.seek(0)
    return file


def csv_lines(actor: Actor, kind: str) -> Iterator[str]:
    """`scores` or `answers` of everyone this actor may look at, as CSV; the header names each column, each row its source."""
    yield (_ANSWERS if kind == "answers" else _SCORES) + "\r\n"
    visible = people.participants(actor).values("id")
    sheets = Sheet.objects.filter(finished_at__isnull=False, participant_id__in=visible).select_related("participant")
    ordered = sheets.order_by("participant__record_number", "on_day", "id").prefetch_related("scores", "parts")
    for sheet in ordered.iterator(chunk_size=500):
        rows = _answer_rows(sheet) if kind == "answers" else _score_rows(sheet)
        yield from _as_csv(rows)


def _head(sheet: Sheet) -> list[str]:
    return [
        sheet.participant.record_number,
        sheet.instrument,
        str(sheet.version),
        sheet.on_day.isoformat(),
        sheet.way,
    ]


def _score_rows(sheet: Sheet) -> Iterator[list[str]]:
    known = library().get(sheet.instrument)
    figures = {one.code: one for one in known.scores} if known else {}
    for one in sheet.scores.all():
        scale = figures.get(one.score)
        ends = scale and (scale.scale if one.converted is not None else (scale.low, scale.high))
        value = "" if one.shown is None else f"{one.shown.normalize():f}"
        is_complete = "yes" if one.value is not None and not one.is_prorated else "no"
        named = one.band or one.level
        yield [
            *_head(sheet),
            one.score,
            value,
            *(f"{end:f}" for end in ends or ()),
            *([] if ends else ["", ""]),
            named,
            is_complete,
            known.source if known else "",
        ]


def _answer_rows(sheet: Sheet) -> Iterator[list[str]]:
    known = library().get(sheet.instrument)
    answers = queries.answers_as_kept(sheet)
    items = known.by_code if known else {}
    for code in [*(one for one in items if one in answers), *(one for one in answers if one not in items)]:
        ends = _ends(known, items[code]) if known and code in items else ["", ""]
        yield [*_head(sheet), code, answers[code], *ends, known.source if known else ""]


def _ends(instrument: Instrument, item: Item) -> list[str]:
    """The least and the most that may be answered to an item, as the answers of the export are written."""
    values = [Decimal(choice.value) for choice in instrument.answers_of(item)]
    low, high = (item.number.least, item.number.most) if item.number else (min(values), max(values))
    return [f"{low:f}", f"{high:f}"]


def _as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_plain(cell) for cell in row])
        yield line.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number stays a number."""
    return cell if _NUMBER.fullmatch(cell) else words.cell(cell)
