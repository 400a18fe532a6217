"""Whether one person's part of a note is a near-copy of another's, or of what was written of them before.

What is measured: the share of the shorter text's words that stand in stretches of two words or more which the other text has, too,
wherever they stand there. Names and pronouns are left out first, because they are what is exchanged when a text is copied. So a copy is
found when its sentences were turned around, when it was shortened or lengthened, and when every fifth word was changed. Nothing
weighs and nothing is learned: what is found is shown, passage and all, and whoever signs decides. `bench/notes_checks.py` measures it
and what was tried instead; the figures, and what is missed, are in docs/performance.md.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from daybridge.people.rules import plain_word

#: From this share on a text is a near-copy. Chosen on the half of the corpus that is for choosing.
LIKE = 0.72
#: Fewer words than this are no text of its own: "No change." may be true of three people.
FEWEST_WORDS = 6
#: So many words in a row are a stretch. Three miss more of the short lines, and one is no stretch: most words are common.
_STRETCH = 2
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
#: Who is meant is not what is said. Spanish articles are among them because "él" typed without its accent is one.
_WHO = frozenset(
    map(
        plain_word,
        "he she they him her them his hers their theirs himself herself themselves themself client patient participant member pt "
        "él ella ellos ellas elle su sus suyo suya le les lo la los las se cliente paciente participante integrante".split(),
    )
)


@dataclass(frozen=True)
class Written:
    """What was written of one person. `names`: theirs, left out of the comparison."""

    key: str
    said: str
    names: Collection[str] = ()


@dataclass(frozen=True)
class Copied:
    """`of` is much like `like`: by which share of the shorter one's words, and the longest passage of `of` that both have."""

    of: str
    like: str
    share: float
    passage: str


def copies(texts: Sequence[Written], before: Sequence[tuple[str, Written]] = ()) -> list[Copied]:
    """Which of these are near-copies of one another, and which of what was written before; the most alike first.

    `before`: (key of the text it is held against, what was written of the same person earlier).
    """
    now = {one.key: _read(one) for one in texts}
    pairs = [*combinations(now.values(), 2), *((now[key], _read(earlier)) for key, earlier in before if key in now)]
    found = [copied for one, other in pairs if (copied := _compared(one, other))]
    return sorted(found, key=lambda one: (-one.share, one.of, one.like))


@dataclass(frozen=True)
class _Read:
    """A text as it is compared. `places`: where each word stands in `said`; `runs`: the words in twos, from each word on."""

    key: str
    said: str
    words: tuple[str, ...]
    places: Sequence[tuple[int, int]]
    runs: Sequence[tuple[str, ...]]
    has: frozenset[tuple[str, ...]]


def _read(one: Written) -> _Read:
    own = _WHO | {plain_word(word) for name in one.names for word in _WORD.findall(name)}
    found = [(plain_word(_POSSESSIVE.sub("", word[0])), word.span()) for word in _WORD.finditer(one.said)]
    kept = [(word, place) for word, place in found if word not in own]
    words = tuple(word for word, _ in kept)
    runs = [words[begin : begin + _STRETCH] for begin in range(len(words) - _STRETCH + 1)]
    return _Read(one.key, one.said, words, [place for _, place in kept], runs, frozenset(runs))


def _compared(one: _Read, other: _Read) -> Copied | None:
    shorter, longer = sorted((one, other), key=lambda read: (len(read.words), read.words))
    if len(shorter.words) < FEWEST_WORDS:
        return None
    share = sum(end - begin for begin, end in _stretches(shorter, longer)) / len(shorter.words)
    if share < LIKE:
        return None
    begin, end = max(_stretches(one, other), key=lambda stretch: stretch[1] - stretch[0])
    return Copied(one.key, other.key, round(share, 2), one.said[one.places[begin][0] : one.places[end - 1][1]])


def _stretches(one: _Read, other: _Read) -> list[tuple[int, int]]:
    """From which word to before which `one` says what `other` says, too."""
    found: list[tuple[int, int]] = []
    for place, run in enumerate(one.runs):
        if run not in other.has:
            continue
        if found and place < found[-1][1]:
            found[-1] = (found[-1][0], place + _STRETCH)
        else:
            found.append((place, place + _STRETCH))
    return found
