"""Reads a piece's file and says, line by line, what is wrong with it."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from daybridge.core import yaml_files
from daybridge.core.yaml_files import Fault, FaultyFile, Where
from daybridge.library.pieces.definition import Piece, Ride

__all__ = ["LONGEST_SECONDS", "Fault", "FaultyPiece", "blaming", "read"]

#: An exercise is for a hard moment: nobody is led for longer.
LONGEST_SECONDS = 300
_MARKUP = re.compile(r"\]\(|<[a-zA-Z/!]|https?:|\*\*|`|^#{1}(?!#) |^#{3,}|^\s*\|", re.MULTILINE)


class FaultyPiece(FaultyFile):
    """A file that is no piece of the library; `faults` say why, in the order of its lines."""

    thing = "article"


def blaming(path: Path) -> AbstractContextManager[None]:
    """Whatever goes wrong in reading a file, foreseen or not, is a fault of that file and stops nothing else."""
    return yaml_files.blaming(path, FaultyPiece)


def read(path: Path) -> Piece:
    """The piece in a file. Raises FaultyPiece with everything that is wrong with it."""
    with blaming(path):
        piece, lines = yaml_files.validated(path, Piece, FaultyPiece)
        if faults := sorted(Fault(yaml_files.line_of(lines, where), words) for where, words in _faults_in(piece)):
            raise FaultyPiece(path, faults)
    return piece


def _faults_in(piece: Piece) -> Iterator[tuple[Where, str]]:
    for language in ("en", "es"):
        if found := _MARKUP.search(getattr(piece.body, language)):
            yield (
                ("body", language),
                f"Only paragraphs, `## ` headings and `- ` lists are shown, not {found.group().strip()}.",
            )
    if piece.kind == "article":
        for part in ("steps", "helps_with", "distress"):
            if getattr(piece, part):
                yield (part,), "Only an exercise has this."
        return
    if not piece.steps:
        yield (), "An exercise has steps (`steps`)."
    if not piece.helps_with:
        yield (), "Say what the exercise helps with (`helps_with`)."
    if piece.distress is None:
        yield (), "Say for how much distress it fits (`distress`)."
    elif piece.distress.least > piece.distress.most:
        yield ("distress",), "The least is more than the most."
    if piece.seconds > LONGEST_SECONDS:
        yield ("steps",), f"The steps take {piece.seconds} seconds; an exercise takes at most {LONGEST_SECONDS}."
    for index, step in enumerate(piece.steps):
        if isinstance(step, Ride):
            yield from (((("steps", index)), words) for words in _faults_in_ride(step))


def _faults_in_ride(step: Ride) -> Iterator[str]:
    starts = [prompt.at for prompt in step.prompts]
    if starts != sorted(set(starts)) or starts[0] != 0:
        yield "Prompts go up in time from 0."
    if starts[-1] >= step.seconds:
        yield "The last prompt comes after the end."
