"""Every instrument of the house, one file each, and those of the site's own folder."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from daybridge.measures.instruments.asking import as_asked, in_language
from daybridge.measures.instruments.definition import MOST_ITEMS, SHIPPABLE, Critical, Instrument, Item, Score
from daybridge.measures.instruments.reading import Fault, FaultyInstrument, blaming, read
from daybridge.measures.instruments.wording import read_wording, worded

__all__ = [
    "MOST_ITEMS",
    "SHIPPABLE",
    "Fault",
    "FaultyInstrument",
    "Instrument",
    "Item",
    "Score",
    "as_asked",
    "called",
    "check",
    "faults_in",
    "in_language",
    "library",
    "read",
    "use_folder",
]

SHIPPED = Path(__file__).parent / "shipped"
_folders: tuple[Path, ...] = (SHIPPED,)


def use_folder(folder: Path) -> None:
    """From now on the library holds a site's own folder too: instruments (*.yaml) and words of licensed ones (words/*.yaml)."""
    global _folders  # noqa: PLW0603 - said once, when the house starts
    _folders = (SHIPPED, folder)


def library() -> Mapping[str, Instrument]:
    """All instruments by code; of two with one code the site's holds. A faulty file of the site's is left out: see `faults_in`."""
    return _library(_folders)


@cache
def _library(folders: tuple[Path, ...]) -> Mapping[str, Instrument]:
    found = {one.code: one for one in map(read, sorted(SHIPPED.glob("*.yaml")))}
    for folder in folders[1:]:
        for path in _files(folder):
            with suppress(FaultyInstrument):
                one = _take(path, found)
                found[one.code] = one
    return found


def _files(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.yaml")), *sorted(folder.glob("words/*.yaml"))]


def _take(path: Path, known: Mapping[str, Instrument]) -> Instrument:
    """The instrument of a site's file, or the known one with the words of the file."""
    with blaming(path):
        is_wording = path.resolve().parent.name == "words"
        return _with_words_of(path, known) if is_wording else _as_watchful(read(path), path)


def _with_words_of(path: Path, known: Mapping[str, Instrument]) -> Instrument:
    wording = read_wording(path)
    if wording.words_for not in known:
        raise FaultyInstrument(path, [Fault(1, f"There is no instrument {wording.words_for}.")])
    if known[wording.words_for].licence in SHIPPABLE:
        raise FaultyInstrument(
            path, [Fault(1, f"{wording.words_for} has its words already, and the words are the instrument.")]
        )
    return worded(known[wording.words_for], wording, path)


def _as_watchful(one: Instrument, path: Path) -> Instrument:
    """A site's own version of a shipped instrument, when it still has every answer that a human hears of at once."""
    shipped = read(SHIPPED / f"{one.code}.yaml") if (SHIPPED / f"{one.code}.yaml").exists() else None
    gone = [
        f"Item {item.code} must stay critical from {critical.at_least} on ({critical.code}), as in the shipped file."
        for item in (shipped.items if shipped else ())
        for critical in item.critical
        if not any(
            own.code == critical.code and own.at_least <= critical.at_least for own in _critical_of(one, item.code)
        )
    ]
    gone += [
        f"Declining item {item.code} must stay something that a human hears of, as in the shipped file."
        for item in (shipped.items if shipped else ())
        if item.refusal and (own := one.by_code.get(item.code)) and not own.refusal
    ]
    if gone:
        raise FaultyInstrument(path, [Fault(1, words) for words in gone])
    return one


def _critical_of(one: Instrument, code: str) -> tuple[Critical, ...]:
    item = one.by_code.get(code)
    return item.critical if item else ()


def faults_in(folder: Path) -> dict[Path, list[Fault]]:
    """What is wrong with a site's files, file by file; empty when all are sound."""
    faults = {}
    for path in _files(folder):
        try:
            _take(path, library())
        except FaultyInstrument as faulty:
            faults[path] = faulty.faults
    return faults


def check(path: Path) -> Instrument:
    """One file of a site's, an instrument or words for one. Raises FaultyInstrument."""
    return _take(path, library())


def called(name: str, among: Iterable[Instrument]) -> Instrument | None:
    """The instrument that someone means by "PHQ-9", "phq9" or "phq_9"."""
    wanted = _plain(name)
    return next((one for one in among if _plain(one.code) == wanted), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
