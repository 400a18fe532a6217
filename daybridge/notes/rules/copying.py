"""Whether one person's part of a note is a near-copy of another's, or of what was written of them before.

Transparent on purpose: two texts are compared word by word, names and pronouns left out because they are what is exchanged when a
text is copied. What is found is shown, passage and all, and whoever signs decides. The threshold is measured in `bench/notes.py`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from daybridge.people.rules import plain_word

#: From this share of common words on, in their order, a text is a near-copy. Measured: see docs/performance.md.
LIKE = 0.72
#: Fewer words than this are no text of its own: "No change." may be true of three people.
FEWEST_WORDS = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
#: Who is meant is not what is said.
_PRONOUNS = frozenset(
    "he she they him her them his hers their theirs himself herself themselves themself "
    "él ella ellos ellas elle su sus le les lo la los las se".split()
)


@dataclass(frozen=True)
class Written:
    """What was written of one person. `names`: theirs, left out of the comparison."""

    key: str
    said: str
    names: Collection[str] = ()


@dataclass(frozen=True)
class Copied:
    """`of` is much like `like`: by which share of its words, and the longest passage that both have."""

    of: str
    like: str
    share: float
    passage: str


def copies(texts: Sequence[Written], before: Sequence[tuple[str, Written]] = ()) -> list[Copied]:
    """Which of these are near-copies of one another, and which of what was written before; the most alike first.

    `before`: (key of the text it is held against, what was written of the same person earlier).
    """
    read = {one.key: _read(one) for one in texts}
    found = []
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            found += _compared(one.key, other.key, read[one.key], read[other.key])
    for key, earlier in before:
        if key in read:
            found += _compared(key, earlier.key, read[key], _read(earlier))
    return sorted(found, key=lambda one: (-one.share, one.of, one.like))


@dataclass(frozen=True)
class _Read:
    said: str
    words: Sequence[str]
    #: Where each word stands in `said`.
    places: Sequence[tuple[int, int]]


def _read(one: Written) -> _Read:
    own = {plain_word(name) for name in one.names}
    words, places = [], []
    for found in _WORD.finditer(one.said):
        word = plain_word(found[0].removesuffix("'s").removesuffix("’s"))
        if word not in own and word not in _PRONOUNS:
            words.append(word)
            places.append(found.span())
    return _Read(one.said, words, places)


def _compared(of: str, like: str, one: _Read, other: _Read) -> list[Copied]:
    shorter = min(len(one.words), len(other.words))
    if shorter < FEWEST_WORDS or len(set(one.words) & set(other.words)) < LIKE * len(set(one.words)) / 2:
        return []
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    share = matcher.ratio()
    if share < LIKE:
        return []
    longest = matcher.find_longest_match()
    return [Copied(of, like, round(share, 2), _passage(one, longest.a, longest.size))]


def _passage(read: _Read, begin: int, size: int) -> str:
    return read.said[read.places[begin][0] : read.places[begin + size - 1][1]] if size else ""
