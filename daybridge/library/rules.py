"""What is said of a piece, where a piece that was given stands, and which pieces a search finds. Plain Python."""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from daybridge.library.pieces import Piece, in_language

MOST_NOTE_CHARACTERS = 300


class Helped(StrEnum):
    """Whether it helped, in the person's own word."""

    YES = "yes"
    A_LITTLE = "a_little"
    NO = "no"


class Way(StrEnum):
    """How somebody came to a piece."""

    ASSIGNED = "assigned"
    SUGGESTED = "suggested"
    CHOSEN = "chosen"
    COPING = "coping"


class Told(NamedTuple):
    """One line that a phone tells of a visit to a piece: that it was opened, that its steps were done, or whether it helped."""

    way: Way
    is_done: bool = False
    helped: Helped | None = None


class Line(Protocol):
    """A told line as it is kept."""

    is_done: bool
    helped: str


class Visit(NamedTuple):
    """What all lines of one visit come to: the last word on `helped` holds."""

    is_done: bool
    helped: str


def visit_of(lines: Iterable[Line]) -> Visit:
    """Lines oldest first."""
    is_done, helped = False, ""
    for line in lines:
        is_done = is_done or line.is_done
        helped = line.helped or helped
    return Visit(is_done, helped)


def plain(text: str) -> str:
    """Words as a search compares them: small letters without accents."""
    spread = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def found(pieces: Iterable[Piece], wanted: str, language: str) -> Sequence[Piece]:
    """The pieces with every word of `wanted` in their title or body, those with all in the title first."""
    words = plain(wanted).split()
    in_title, in_body = [], []
    for one in pieces:
        title = plain(in_language(one.title, language))
        if all(word in title for word in words):
            in_title.append(one)
        elif all(word in title or word in plain(in_language(one.body, language)) for word in words):
            in_body.append(one)
    return [*in_title, *in_body]
