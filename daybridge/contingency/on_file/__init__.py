"""Protocols and funding sources as data: one file each, and those of a site's own folder. Plain Python."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from daybridge.contingency.rules.terms import Funding, OnFile, Protocol
from daybridge.core.yaml_files import Fault, FaultyFile, Where, blaming, line_of, validated
from daybridge.screens.rules import book

__all__ = ["Fault", "FaultyTerms", "digest_of", "faults_in", "fundings", "protocols", "read", "use_folder"]

T = TypeVar("T", Protocol, Funding)
_SHIPPED = Path(__file__).parent / "shipped"
#: In which folder which kind of file lies.
_KINDS: Mapping[str, type[Protocol] | type[Funding]] = {"protocols": Protocol, "funding": Funding}
_own: Path | None = None


class FaultyTerms(FaultyFile):
    """A file that is no protocol and no funding source; `faults` say why, in the order of its lines."""

    thing = "agreement"


def use_folder(folder: Path) -> None:
    """From now on the site's own files are there too (protocols/*.yaml, funding/*.yaml); of two with one code the site's holds."""
    global _own  # noqa: PLW0603 - said once, when the house starts
    _own = folder


def read(path: Path) -> Protocol | Funding:
    """What is in a file; its folder says which kind it is. Raises FaultyTerms with everything that is wrong with it."""
    with blaming(path, FaultyTerms):
        found, lines = validated(path, _KINDS.get(path.parent.name, Protocol), FaultyTerms)
        _refuse_unknown(path, found, lines)
        return found


def _refuse_unknown(path: Path, found: Protocol | Funding, lines: dict[Where, int]) -> None:
    """Raises FaultyTerms where a protocol names what no drug screen here looks for."""
    named = found.absent if isinstance(found, Protocol) else ()
    faults = [
        Fault(line_of(lines, ("absent", at)), f"absent.{at + 1}: no drug screen here looks for `{one}`.")
        for at, one in enumerate(named)
        if one not in book().analytes
    ]
    if faults:
        raise FaultyTerms(path, faults)


def faults_in(folder: Path) -> dict[Path, list[Fault]]:
    """Of a site's own folder: file -> what is wrong with it; sound ones are left out."""
    found = {}
    for path in sorted(one for kind in _KINDS for one in folder.glob(f"{kind}/*.yaml")):
        try:
            read(path)
        except FaultyTerms as faulty:
            found[path] = faulty.faults
    return found


def protocols() -> Mapping[str, Protocol]:
    """All protocols by code. A faulty file of the site's is left out."""
    return _all("protocols", Protocol, _own)


def fundings() -> Mapping[str, Funding]:
    """All funding sources by code."""
    return _all("funding", Funding, _own)


@cache
def _all(folder: str, kind: type[T], own: Path | None) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for path in (*sorted((_SHIPPED / folder).glob("*.yaml")), *(sorted((own / folder).glob("*.yaml")) if own else ())):
        with suppress(FaultyTerms):
            one = read(path)
            assert isinstance(one, kind)
            found[one.code] = one
    return found


def digest_of(terms: OnFile) -> str:
    """Of all that a file says: whoever signs it off signs this, and a file that was changed is another.

    A protocol that says nothing of `absent` has the digest that it had before there was such a key.
    """
    unsaid = {"absent"} if isinstance(terms, Protocol) and not terms.absent else None
    return sha256(terms.model_dump_json(exclude=unsaid).encode()).hexdigest()
