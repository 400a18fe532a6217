"""Whether the part of a note that stands in everybody's record tells who else was there: a name, initials, a telephone number.

Transparent on purpose: what is found is shown with its passage, and whoever signs decides. Measured in `bench/notes.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from daybridge.people.rules import plain_word

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
#: Names that are words, too: as a name they are written with a capital, and not because a sentence begins.
_ORDINARY = frozenset(
    "abril alba amber angel april art ash aspen august autumn azucena bill black blue brook brown carol celeste chance chase "
    "christian clay clover consuelo coral crystal cruz daisy dale dawn day dolores drew eden esperanza estrella faith fe fern "
    "field fields finch flint flor flores forest frank gene ginger gloria grace grant gray green harmony hazel heath heron hill hope "
    "hunter iris ivy jack jade jasmine jay joy june justice king lake lane lark laurel león lily linden linnet long love luz "
    "mar mark mason may melody mercy moon myrtle olive opal page park paz pearl penny peace pepper pilar porter price rain "
    "ray red reyes rice rich river robin rob rock rose rowan ruby rock sage sandy scarlett short sky small sol soledad sorrel star "
    "sterling stone story street sue summer sunny teal trinity victor vida violeta white will willow winter wood wren young".split()
)
#: Who begins a sentence and then does this is a person.
_DOES = frozenset(
    "added agreed answered asked believes came cried described disclosed explained feels felt gave has identified joined laughed left "
    "listened mentioned named noted offered participated practiced practised read recalled reported said says shared shares spoke "
    "stated suggested talked tells thinks thought told tried volunteered wants was went worked wrote "
    "agregó compartió comentó contó describió dijo dice explicó expresó habló mencionó participó preguntó reportó sintió".split()
)
_DETERMINERS = frozenset("a an the his her their our some any no of in with el la los las un una su sus mi de".split())
#: Two capitals that are no initials.
_ACRONYMS = frozenset(
    "AA AM AC BP CM DV ED ER EX GI HR ID IM IV MD MI NA NP OD OK OT PA PE PM PO PT QI RN SI SO SU TV UA US VA".split()
)
_FEWEST_DIGITS = 7


class How(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    PHONE = "phone"


@dataclass(frozen=True)
class Person:
    """Somebody of the group: every name by which they may be called, and their telephone number."""

    key: str
    given: str
    family: str
    chosen: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody is told by what stands in `passage`."""

    key: str
    how: How
    passage: str


def names_in(said: str, people: Sequence[Person]) -> list[Named]:
    """Who of these people a text tells of, each once a way, in the order of the people."""
    words = [(found[0], found.start()) for found in _WORD.finditer(said)]
    found: dict[tuple[str, How], Named] = {}
    for person in people:
        for one in (*_by_name(said, words, person), *_by_initials(said, person), *_by_phone(said, person)):
            found.setdefault((one.key, one.how), one)
    return list(found.values())


def _by_name(said: str, words: Sequence[tuple[str, int]], person: Person) -> Iterator[Named]:
    names = {plain_word(name) for called in (person.given, person.family, person.chosen) for name in called.split()}
    names = {name for name in names if len(name) >= 2}
    for number, (word, place) in enumerate(words):
        if plain_word(word) in names and (plain_word(word) not in _ORDINARY_PLAIN or _is_name(said, words, number)):
            yield Named(person.key, How.NAME, said[place : place + len(word)])


def _is_name(said: str, words: Sequence[tuple[str, int]], number: int) -> bool:
    """Whether a name that is an ordinary word is a name here."""
    word, place = words[number]
    if not word[0].isupper() or (number and plain_word(words[number - 1][0]) in _DETERMINERS):
        return False
    before = said[:place].rstrip()
    begins_sentence = not before or before[-1] in '.!?:;\n•-–—"“('
    if not begins_sentence:
        return True
    following = plain_word(words[number + 1][0]) if number + 1 < len(words) else ""
    return following in _DOES or said[place + len(word) : place + len(word) + 2] in ("'s", "’s")


def _by_initials(said: str, person: Person) -> Iterator[Named]:
    for given in {person.given[:1], person.chosen[:1]} - {""}:
        first, last = given.upper(), person.family[:1].upper()
        if not last:
            continue
        dotted = re.search(rf"(?<![\w.]){first}\.\s?{last}(?:\.|\b)", said)
        plain = re.search(rf"(?<![\w.]){first}{last}(?![\w.])", said)
        if dotted:
            yield Named(person.key, How.INITIALS, dotted[0])
        elif plain and first + last not in _ACRONYMS:
            yield Named(person.key, How.INITIALS, plain[0])


def _by_phone(said: str, person: Person) -> Iterator[Named]:
    number = "".join(sign for sign in person.phone if sign.isdigit())[-10:]
    if len(number) < _FEWEST_DIGITS:
        return
    for found in re.finditer(r"\+?\d[\d\s().\-/]{5,}\d", said):
        digits = "".join(sign for sign in found[0] if sign.isdigit())
        if len(digits) >= _FEWEST_DIGITS and (digits.endswith(number[-7:]) or number.endswith(digits)):
            yield Named(person.key, How.PHONE, found[0])


_ORDINARY_PLAIN = frozenset(map(plain_word, _ORDINARY))
