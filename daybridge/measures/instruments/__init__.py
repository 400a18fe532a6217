"""Every instrument of the house, one file each; `library` takes further folders, in which a site has its own."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from daybridge.measures.instruments.asking import as_asked, in_language
from daybridge.measures.instruments.definition import SHIPPABLE, Instrument, Item, Score
from daybridge.measures.instruments.reading import Fault, FaultyInstrument, read

__all__ = [
    "SHIPPABLE",
    "Fault",
    "FaultyInstrument",
    "Instrument",
    "Item",
    "Score",
    "as_asked",
    "called",
    "in_language",
    "library",
    "read",
]

LIBRARY = Path(__file__).parent / "library"


@cache
def library(folders: tuple[Path, ...] = (LIBRARY,)) -> Mapping[str, Instrument]:
    """The instruments of these folders by code; of two with one code the later folder's holds. Raises FaultyInstrument."""
    found = [read(path) for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return {instrument.code: instrument for instrument in found}


def called(name: str, among: Iterable[Instrument]) -> Instrument | None:
    """The instrument that someone means by "PHQ-9", "phq9" or "phq_9"."""
    wanted = _plain(name)
    return next((one for one in among if _plain(one.code) == wanted), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
