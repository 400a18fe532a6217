"""Assessments as data: one file each, and those of a site's own folder. Plain Python."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from daybridge.assessments.on_file.definition import Ask, Choice, Form, Section
from daybridge.assessments.rules import Kind
from daybridge.core.yaml_files import Fault, FaultyFile, blaming, validated

__all__ = [
    "Ask",
    "Choice",
    "Fault",
    "FaultyForm",
    "Form",
    "Section",
    "faults_in",
    "form",
    "forms",
    "read",
    "use_folder",
]

_SHIPPED = Path(__file__).parent / "shipped"
_own: Path | None = None


class FaultyForm(FaultyFile):
    """A file that is no assessment; `faults` say why, in the order of its lines."""

    thing = "assessment"


def use_folder(folder: Path) -> None:
    """From now on the site's own files (*.yaml) are there too; of two with one code the site's holds."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = folder


def read(path: Path) -> Form:
    """The form in a file. Raises FaultyForm with everything that is wrong with it."""
    with blaming(path, FaultyForm):
        return validated(path, Form, FaultyForm)[0]


def faults_in(path: Path) -> list[Fault]:
    """What is wrong with a file; empty for one that is sound."""
    try:
        read(path)
    except FaultyForm as faulty:
        return faulty.faults
    return []


def forms(kind: Kind) -> Mapping[str, Form]:
    """All forms of a kind by code, the site's own among them. A faulty file of the site's is left out."""
    return {code: one for code, one in _forms(_own).items() if one.kind is kind}


@cache
def _forms(own: Path | None) -> Mapping[str, Form]:
    found = {one.code: one for one in map(read, sorted(_SHIPPED.glob("*.yaml")))}
    for path in sorted(own.glob("*.yaml")) if own and own.is_dir() else ():
        with suppress(FaultyForm):
            one = read(path)
            found[one.code] = one
    return found


def form(code: str) -> Form | None:
    """One form; None for one that is not there, or not any more."""
    return _forms(_own).get(code)
