"""Every article and exercise of the house, one file each, and those of the site's own folder."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import get_args

from daybridge.library.pieces.definition import Piece, Topic
from daybridge.library.pieces.reading import Fault, FaultyPiece, blaming, read
from daybridge.library.pieces.telling import as_told, blocks, in_language, shelf_as_json

__all__ = [
    "FOR_SUPPORTERS",
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
    "shelf_for_supporters",
    "use_folder",
]

SHIPPED = Path(__file__).parent / "shipped"
#: What the people read whom a participant shares with: a shelf of its own, of which no participant's phone holds a word.
FOR_SUPPORTERS = Path(__file__).parent / "for_supporters"
#: The folder of a site's own articles for supporters, within its folder.
SUPPORTERS = "supporters"
TOPICS: tuple[str, ...] = get_args(Topic)
_folders: tuple[Path, ...] = (SHIPPED,)


def use_folder(folder: Path) -> None:
    """From now on the shelves hold a site's own folder too (*.yaml; those for supporters in `supporters` within it)."""
    global _folders  # noqa: PLW0603 - said once, when the house starts
    _folders = (SHIPPED, folder)


def folders() -> tuple[Path, ...]:
    """Where pieces are read from, the house's own first."""
    return _folders


def shelf() -> Mapping[str, Piece]:
    """All pieces by code; of two with one code the site's holds. A faulty file of the site's is left out: see `faults_in`."""
    return _shelf(_folders)


def shelf_for_supporters() -> Mapping[str, Piece]:
    """The articles for supporters by code, those about use among them: who may see which is for whoever shows them."""
    return _shelf((FOR_SUPPORTERS, *(folder / SUPPORTERS for folder in _folders[1:])))


@cache
def _shelf(among: tuple[Path, ...]) -> Mapping[str, Piece]:
    found = {one.code: one for one in map(read, _files(among[0]))}
    for folder in among[1:]:
        for path in _files(folder):
            with suppress(FaultyPiece):
                one = _take(path)
                found[one.code] = one
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _take(path: Path) -> Piece:
    """The piece of a site's file; one that takes the place of a heavy one, or of one about use, still says that it is."""
    with blaming(path):
        one = read(path)
        is_for_supporters = path.absolute().parent.name == SUPPORTERS
        if faults := [Fault(1, words) for words in _faults_of_place(one, is_for_supporters=is_for_supporters)]:
            raise FaultyPiece(path, faults)
        shipped = (FOR_SUPPORTERS if is_for_supporters else SHIPPED) / f"{one.code}.yaml"
        for mark, why in _STAYS.items() if shipped.exists() else ():
            if getattr(read(shipped), mark) and not getattr(one, mark):
                raise FaultyPiece(path, [Fault(1, f"It must stay `{mark}: true`, as in the shipped file: {why}")])
    return one


_STAYS = {
    "heavy": "its page then has 988 at the top.",
    "about_use": "only who was told that care is about alcohol or drugs may find it.",
}


def _faults_of_place(one: Piece, *, is_for_supporters: bool) -> Iterator[str]:
    if is_for_supporters and one.kind != "article":
        yield "Supporters read articles; an exercise is for a participant's phone."
    if not is_for_supporters and (one.about_use or one.goes_with):
        yield "`about_use` and `goes_with` are of articles for supporters (the folder `supporters`)."


def faults_in(folder: Path) -> dict[Path, list[Fault]]:
    """What is wrong with a site's files, file by file; empty when all are sound."""
    faults = {}
    for path in [*_files(folder), *_files(folder / SUPPORTERS)]:
        try:
            _take(path)
        except FaultyPiece as faulty:
            faults[path] = faulty.faults
    return faults


def check(path: Path) -> Piece:
    """One file of a site's. Raises FaultyPiece."""
    return _take(path)
