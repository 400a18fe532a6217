"""Which ingredients a medicine's name speaks of. What is not known is said to be unknown; nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from daybridge.medications.watching.rules.reading import Ingredient, ingredients

_MOST_WORDS_OF_A_NAME = 6
_NUMBER = re.compile(r"^\d+(mg|mcg|ml|g|meq|h|hr|hrs|hours?|days?|weeks?|iu|units?|x)?$")


@dataclass(frozen=True)
class Recognised:
    """What of a name is known, and the words of it that are not. Of those no warning is looked for."""

    ingredients: frozenset[str]
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything that may hold an ingredient was known."""
        return bool(self.ingredients) and not self.unknown


def ingredients_of(name: str) -> Recognised:
    """The ingredients a name speaks of: generic names, brands, salts and combinations, in any case, in both languages."""
    words, found, unknown, at = _words(name), set[str](), list[str](), 0
    while at < len(words):
        length = _longest_name(words[at:])
        if length:
            found |= _names()[" ".join(words[at : at + length])]
        elif not _says_nothing(words[at]):
            unknown.append(words[at])
        at += length or 1
    return Recognised(frozenset(found), tuple(unknown))


def classes_of(codes: Iterable[str]) -> frozenset[str]:
    """Every class that one of these ingredients belongs to."""
    known = _by_code()
    return frozenset(one for code in codes for one in known[code].classes)


def fits(code: str, *, ingredients: Iterable[str], classes: Iterable[str]) -> bool:
    """Whether an ingredient is one of these, or of one of these classes."""
    return code in ingredients or not classes_of([code]).isdisjoint(classes)


def named(code: str, language: str) -> str:
    """An ingredient's own name."""
    return _by_code()[code].said(language)


def _longest_name(words: list[str]) -> int:
    """Of how many of the next words the longest known name consists; 0: of none."""
    for length in range(min(_MOST_WORDS_OF_A_NAME, len(words)), 0, -1):
        if " ".join(words[:length]) in _names():
            return length
    return 0


def _says_nothing(word: str) -> bool:
    return word in _additions() or bool(_NUMBER.match(word)) or len(word) == 1


def _words(said: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", said).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare)


@cache
def _by_code() -> Mapping[str, Ingredient]:
    return {one.code: one for one in ingredients().ingredients}


@cache
def _additions() -> frozenset[str]:
    return frozenset(ingredients().additions)


@cache
def _names() -> Mapping[str, frozenset[str]]:
    known = ingredients()
    found: dict[str, frozenset[str]] = {}
    for one in known.ingredients:
        for name in (one.en, one.es, *one.names):
            found[" ".join(_words(name))] = frozenset({one.code})
    for product in known.products:
        for name in product.names:
            found[" ".join(_words(name))] = frozenset(product.holds)
    return found
