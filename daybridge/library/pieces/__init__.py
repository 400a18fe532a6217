"""Every article and exercise of the house, one file each, and those of the site's own folder."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import get_args

from daybridge.library.pieces.definition import Piece, Topic
from daybridge.library.pieces.reading import Fault, FaultyPiece, blaming, read
from daybridge.library.pieces.telling import as_told, blocks, in_language, shelf_as_json

__all__ = [
    "SHIPPED",
    "TOPICS",
    "Fault",
    "FaultyPiece",
    "Piece",
    "as_told",
    "blocks",
    "check",
    "faults_in",
    "folders",
    "in_language",
    "read",
    "shelf",
    "shelf_as_json",
    "use_folder",
]

SHIPPED = Path(__file__).parent / "shipped"
TOPICS: tuple[str, ...] = get_args(Topic)
_folders: tuple[Path, ...] = (SHIPPED,)


def use_folder(folder: Path) -> None:
    """From now on the shelf holds a site's own folder too (*.yaml)."""
    global _folders  # noqa: PLW0603 - said once, when the house starts
    _folders = (SHIPPED, folder)


def folders() -> tuple[Path, ...]:
    """Where pieces are read from, the house's own first."""
    return _folders


def shelf() -> Mapping[str, Piece]:
    """All pieces by code; of two with one code the site's holds. A faulty file of the site's is left out: see `faults_in`."""
    return _shelf(_folders)


@cache
def _shelf(among: tuple[Path, ...]) -> Mapping[str, Piece]:
    found = {one.code: one for one in map(read, _files(SHIPPED))}
    for folder in among[1:]:
        for path in _files(folder):
            with suppress(FaultyPiece):
                one = _take(path)
                found[one.code] = one
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _take(path: Path) -> Piece:
    """The piece of a site's file; one that takes the place of a heavy one still says that it is."""
    with blaming(path):
        one = read(path)
        shipped = SHIPPED / f"{one.code}.yaml"
        if shipped.exists() and read(shipped).heavy and not one.heavy:
            words = "It must stay `heavy: true`, as in the shipped file: its page then has 988 at the top."
            raise FaultyPiece(path, [Fault(1, words)])
    return one


def faults_in(folder: Path) -> dict[Path, list[Fault]]:
    """What is wrong with a site's files, file by file; empty when all are sound."""
    faults = {}
    for path in _files(folder):
        try:
            _take(path)
        except FaultyPiece as faulty:
            faults[path] = faulty.faults
    return faults


def check(path: Path) -> Piece:
    """One file of a site's. Raises FaultyPiece."""
    return _take(path)
