"""Series, labels and groups from CSV files (.csv or .csv.gz), and what is wrong with them by line, in a person's words.

SERIES: person,time,variable,value    time: days as a number, or ISO 8601; value empty: an entry was due and was missed
LABELS: person,onset                  one line for each setback; people without one need no line
GROUPS: person,group
Columns may stand in any order; further ones are left alone.
"""

import csv
import gzip
import io
import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from daybridge.safety.radar import Entry

Series = dict[str, list[Entry]]
Labels = dict[str, list[float]]
Row = tuple[int, dict[str, str]]


class WrongFile(Exception):
    """A file that can't be read as it is; the words are for the person who gave it."""


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Each line after the heading with its number. Raises WrongFile."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError) as problem:
        raise WrongFile(f"{path}: can't be opened ({getattr(problem, 'strerror', None) or problem}).") from None
    except UnicodeDecodeError:
        raise WrongFile(f"{path}: is not text in UTF-8. Save it as CSV in UTF-8 and try again.") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        seen = ",".join(reader.fieldnames or []) or "nothing"
        raise WrongFile(
            f"{path}, line 1: the heading needs {','.join(columns)}; {', '.join(missing)} missing in {seen}."
        )
    try:
        for row in reader:
            if any(row[column] is None for column in columns):
                raise WrongFile(f"{path}, line {reader.line_num}: has fewer fields than the heading.")
            yield reader.line_num, {column: row[column].strip() for column in columns}
    except csv.Error as problem:
        raise WrongFile(f"{path}, line {reader.line_num + 1}: {problem} (is a quotation mark left open?).") from None


def _named(path: Path, line: int, row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise WrongFile(f"{path}, line {line}: {column} is empty.")
    return row[column]


class Clock:
    """Reads times of all files of a run: all numbers of days, or all dates and times; never a mixture."""

    def __init__(self) -> None:
        self.kind = ""

    def read(self, path: Path, line: int, column: str, text: str) -> float:
        kind, at = _time(text)
        if not kind:
            raise WrongFile(
                f"{path}, line {line}: {column} “{text}” is no time. Write days as a number (3.5) or 2026-11-23T09:00."
            )
        self.kind = self.kind or kind
        if kind != self.kind:
            raise WrongFile(f"{path}, line {line}: {column} “{text}” is {kind}, lines before it have {self.kind}.")
        return at


def _time(text: str) -> tuple[str, float]:
    try:
        at = float(text)
        return ("a number of days", at) if math.isfinite(at) else ("", 0.0)
    except ValueError:
        pass
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return "", 0.0
    return "a date", when.toordinal() + (when.hour * 3600 + when.minute * 60 + when.second) / 86_400


def read_series(path: Path, clock: Clock) -> Series:
    """Everybody's entries in the file's order. Times with an offset keep their local day. Raises WrongFile."""
    series: Series = defaultdict(list)
    for line, row in rows(path, ("person", "time", "variable", "value")):
        at = clock.read(path, line, "time", _named(path, line, row, "time"))
        person, variable = _named(path, line, row, "person"), _named(path, line, row, "variable")
        series[person].append(Entry(at, variable, _value(path, line, row["value"])))
    if not series:
        raise WrongFile(f"{path}: holds a heading and nothing else.")
    return dict(series)


def _value(path: Path, line: int, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise WrongFile(f"{path}, line {line}: value “{text}” is no number. Leave it empty when the entry was missed.")
    return value


def read_labels(path: Path, clock: Clock) -> Labels:
    """When each person's setbacks began; a person with an empty onset had none. Raises WrongFile."""
    labels: Labels = defaultdict(list)
    for line, row in rows(path, ("person", "onset")):
        person = _named(path, line, row, "person")
        if row["onset"]:
            labels[person].append(clock.read(path, line, "onset", row["onset"]))
    return {person: sorted(set(onsets)) for person, onsets in labels.items()}


def read_groups(path: Path) -> dict[str, str]:
    """Which subgroup each person belongs to. Raises WrongFile when someone is in two."""
    groups: dict[str, str] = {}
    for line, row in rows(path, ("person", "group")):
        person, group = _named(path, line, row, "person"), _named(path, line, row, "group")
        if groups.setdefault(person, group) != group:
            raise WrongFile(f"{path}, line {line}: {person} is in group {group} and, further up, in {groups[person]}.")
    return groups
