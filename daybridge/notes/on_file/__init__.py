"""Notes as data: every kind of note, one file each, and those of a site's own folder. Plain Python."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from daybridge.core.yaml_files import Fault, FaultyFile, blaming, validated
from daybridge.notes.on_file.definition import Asked, Choice, NoteForm

__all__ = ["Asked", "Choice", "Fault", "FaultyForm", "NoteForm", "faults_in", "form", "forms", "read", "use_folder"]

_SHIPPED = Path(__file__).parent / "shipped"
_own: Path | None = None


class FaultyForm(FaultyFile):
    """A file that is no note; `faults` say why, in the order of its lines."""

    thing = "entry"


def use_folder(folder: Path) -> None:
    """From now on the site's own files (*.yaml) are there too; of two with one code the site's holds."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = folder


def read(path: Path) -> NoteForm:
    """The note in a file. Raises FaultyForm with everything that is wrong with it."""
    with blaming(path, FaultyForm):
        return validated(path, NoteForm, FaultyForm)[0]


def faults_in(path: Path) -> list[Fault]:
    """What is wrong with a file; empty for one that is sound."""
    try:
        read(path)
    except FaultyForm as faulty:
        return faulty.faults
    return []


def forms() -> Mapping[str, NoteForm]:
    """All kinds of notes by code, in the order in which staff choose from them. A faulty file of the site's is left out."""
    return _forms(_own)


@cache
def _forms(own: Path | None) -> Mapping[str, NoteForm]:
    found = {one.code: one for one in map(read, sorted(_SHIPPED.glob("*.yaml")))}
    for path in sorted(own.glob("*.yaml")) if own and own.is_dir() else ():
        with suppress(FaultyForm):
            one = read(path)
            found[one.code] = one
    return dict(sorted(found.items(), key=lambda item: (item[1].kind.place, item[0])))


def form(code: str) -> NoteForm | None:
    """One kind of note; None for one that is not there, or not any more."""
    return forms().get(code)
