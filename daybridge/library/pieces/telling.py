"""A piece as a phone and a page tell it, in one language."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from daybridge.library.pieces.definition import Body, Piece, Title, Words


def in_language(said: Title | Words | Body, language: str) -> str:
    """The words in a language; English where there is no Spanish."""
    return said.es or said.en if language == "es" else said.en


def blocks(text: str) -> list[dict[str, Any]]:
    """A body as what is shown one after another: `heading`, `paragraph` with its words, or `list` with its lines."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        while lines:
            found.append(_block(lines))
    return found


def _block(lines: list[str]) -> dict[str, Any]:
    """Takes the first block off the lines."""
    first = lines.pop(0)
    if first.startswith("## "):
        return {"is": "heading", "words": first[3:]}
    if not first.startswith("- "):
        words = [first]
        while lines and not lines[0].startswith(("- ", "## ")):
            words.append(lines.pop(0))
        return {"is": "paragraph", "words": " ".join(words)}
    items = [first[2:]]
    while lines and not lines[0].startswith("## "):
        line = lines.pop(0)
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += f" {line}"
    return {"is": "list", "lines": items}


def as_told(piece: Piece, language: str) -> dict[str, Any]:
    """One piece with everything that a phone needs to show it and run it without a network."""
    return {
        "code": piece.code,
        "version": piece.version,
        "kind": piece.kind,
        "title": in_language(piece.title, language),
        "minutes": piece.minutes,
        "topics": list(piece.topics),
        "is_in_language": language != "es" or piece.has_spanish,
        "is_heavy": piece.heavy,
        "body": blocks(in_language(piece.body, language)),
        "sources": list(piece.sources),
        "suggest": [
            {
                "when": one.when.model_dump(mode="json", exclude_defaults=True) | _as_number(one.when),
                "because": in_language(one.because, language),
            }
            for one in piece.suggest_when
        ],
        "helps_with": list(piece.helps_with),
        "distress": piece.distress.model_dump() if piece.distress else None,
        "steps": [_step(step, language) for step in piece.steps],
    }


def _as_number(when: Any) -> dict[str, float]:
    hours = when.sleep_hours_at_most
    return {} if hours is None else {"sleep_hours_at_most": float(hours)}


def _step(step: Any, language: str) -> dict[str, Any]:
    told: dict[str, Any] = step.model_dump(exclude={"words", "prompts"})
    told["words"] = in_language(step.words, language)
    if prompts := getattr(step, "prompts", ()):
        told["prompts"] = [{"at": one.at, "words": in_language(one.words, language)} for one in prompts]
    return told


def shelf_as_json(pieces: Iterable[Piece], topics: Mapping[str, str], language: str) -> tuple[str, bytes]:
    """The whole shelf for a phone and its mark, which changes with any word of it."""
    told: dict[str, Any] = {
        "language": language,
        "topics": [{"code": code, "name": name} for code, name in topics.items()],
        "pieces": [as_told(one, language) for one in pieces],
    }
    mark = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return mark, json.dumps({"mark": mark, **told}, ensure_ascii=False, separators=(",", ":")).encode()
