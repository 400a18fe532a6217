"""Whether the part of a note that stands in everybody's record tells who else was there: a name, initials, a telephone number.

Names are held against the names of the people of the group and nobody else's, word by word; capitals and accents make no difference.
Only a name that is an ordinary word, too (Hope, Mark, Luz, Young), needs a capital and words around it that speak for a person. What is
found is shown with its passage, and whoever signs decides. `bench/notes_checks.py` measures it; docs/performance.md says what is missed:
nicknames that nobody entered, misspelt names, ordinary words in small letters, initials that are an acronym (A.A.).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from daybridge.people.rules import plain_word


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain_word, text.split()))


#: Names that are words, too. Drawn from the commonest names of the United States' census and a dictionary, then chosen by hand.
_ORDINARY = _words(
    "april alley alpha amber angel archer art ash aspen august aurora autumn baker ball banks baron barber bass battle beach beam bean bear "
    "beck bell best bill bird bishop black blank bliss block bloom blue bond book booth boy branch brand brandy bravo bright brook brooks "
    "brown buck bud buddy bull burden bush butcher butler button cable call camp candy cannon card care carol carpenter case cash castle "
    "cave chance chandler chapman charity chase cherry child childs chin christian church clay clement cliff close cloud clover coach cone "
    "cook cooper coral cotton couch council cove craft crane crisp cross crow crystal curry daily daisy dale darling dawn day deal dean dear "
    "dent destiny dial diamond dollar dolly dove drew driver duke early earnest easter ebony edge eden elder essence eve fair faith farmer "
    "fern field fields fine fish fisher flint flood flower flowers forest fortune foster fountain fox frank free freedom freeman friend frost "
    "gale gamble garland gay gene genesis gift ginger glass glory gold golden good grace grant graves gray green grey grove guest guy hall "
    "hand hands hardy harmony hart haven hawk hay hazel head heart heath heather heaven herb heron high hill hills holder holiday holly home "
    "honor hood hook hope house hunt hunter hurt iris ivory ivy jack jade jasmine jay jewel joy judge june junior justice keen key king "
    "kitchen knight lake lamb land lane large lark laurel law lay lemon legend liberty light lily link linnet little lively long lord love "
    "loving low lucky lynch main major man manning manual mark marsh mason may melody mercy merry miles mill mills mind minor miracle misty "
    "moon moss mount myrtle new noble noel north oak ocean olive opal page pain palm parent park parks pat patience peace peak pearl penny "
    "pepper person petty phoenix pike piper pleasant pond pool poole poor porter post potter power powers precious price pride priest prince "
    "princess promise queen quick rain randy raven ray read red reed rest rice rich ring rivers river rob robin rock rocky rod root rose "
    "rosemary rowan royal ruby rush rusty sage salmon sample sandy savage scarlett season self sell serenity shade sharp shepherd shine short "
    "silver sincere singer sky small smart smith snow son song sorrel south sparks spring star sterling stern still stone storm story strange "
    "street strong sue summer summers sun sunday sunny swan sweet swift temple teal tender terry tower trinity true truth tucker turner unique "
    "unity urban valentine van victor victory viola violet wade walk walker wall ward warden warm warner way weaver weeks welcome well wells "
    "west wheeler white wild will willow wing winter winters wise wolf wood woods worth worthy wren wright you young "
    "abril alba alegría amado amor ángeles azucena bello blanca blanco caballero calle calles campo campos cano caridad casas castillo celeste "
    "clara claro cielo clavel consuelo cordero corona cruz cuevas dolores domingo dulce encarnación esperanza estrella fe feliz flor flores "
    "fuentes gloria gracia guerra guerrero hidalgo iglesias inocencio jesús julio justo león linda lindo luna luz mar marcha marina mayo mayor "
    "milagros modesto montes mora moreno nieves olmo palacios paloma pastor paz perla piedad pilar pino prado real remedios rey reyes "
    "rico ríos robles rojas rojo rosario rubio salas salinas salud salvador santo santos sierra sol soledad torres trinidad valle vega "
    "ventura verdad victoria vida violeta "
    "ad al am an as ay be by da di do ed el em en es go ha he hi ho id if in is it la le lo ma me mi my no of oh on or os ox pa re se si so su "
    "te ti to tu un up us va we ya yo"
)
_MONTHS = _words("april may june august abril mayo julio")
_BEFORE_A_MONTH = _words(
    "since by until till on last next early late mid during this every through before after en desde hasta of"
)
#: Who begins a sentence and then does this, or anything that ends in -ed or -ó, is a person.
_DOES = _words(
    "became began believes brought came chose cut did does drew fell feels felt found gave got had has held is kept knew led left lost made "
    "met put ran read said sang sat saw says shares showed slept spoke stayed stood talks tells thinks thought threw told took wants was went "
    "will woke won wrote dice dijo fue hizo quiere se tuvo vino"
)
#: "Hope was" may go on as a sentence about hope.
_COPULAS = _words("had has is was")
_OF_A_WORD = _words(
    "the a an our what that named discussed explored defined introduced reviewed chosen described framed written drawn on"
)
#: "Hope and two others" are people; "hope and fear" are not.
_COMPANY = _words("a another one two three four some several others peers otro otra otros dos tres")
_DETERMINERS = _words("an the his her their our some any no in el la los las un una su sus mi de")
_TITLES = _words("mr mrs ms mx miss dr sr sra srta don doña")
#: Parts of a name that tell nobody.
_PARTICLES = _words(
    "de la las los del da do dos das di du van von der den ter bin ibn al el san santa st y e jr sr ii iii iv"
)
#: Capitals that are no initials.
_ACRONYMS = frozenset(
    "AA AC AH AM BA BH BP CA CBT CM CO CT DA DBT DT DV DX EA ED EF ER EX GA GI HI HR HS HW ID II IM IOP IP IR IT IV IX MA MAT MD MET MH MI MM "
    "MS NA NP NV NY OA OCD OD OK OP OR OT PA PC PD PE PHP PI PM PO PP PR PT PTSD PX QA QI RN RO RT RX SA SE SI SO SP SU SUD SW TF TR TV TX UA "
    "UK UR US UT VA VH VM VR WM ACT BPD CRA GAD SMI AIP".split()
)
#: Those of them that are written with dots.
_DOTTED = frozenset("AA AM CA GA ID IQ IV MD NA OA PA PM PO RN TV UK US".split())
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_INITIALS = re.compile(r"(?<![\w.])(?:(?:[^\W\d_]\.){1,2}[^\W\d_]|[^\W\d_]\. [^\W\d_])(?!\w)\.?")
_CAPITALS = re.compile(r"(?<![\w.&-])[^\W\d_]{2,5}(?![\w&-])")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Miss|Sr|Sra|Srta)\.?\s([^\W\d_])(?!['’]?\w)\.?")
_LOUD_BEFORE, _LOUD_AFTER = re.compile(r"\b[^\W\d_a-z]{3,}\W+$"), re.compile(r"\W+[^\W\d_a-z]{3,}\b")
#: A sentence begins after one of these, or a line does.
_ENDS = '.!?¿¡:;\n\r•-–—"“(*'
_DAY_AFTER, _DAY_BEFORE = re.compile(r",?\s?\d{1,4}\b"), re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s$")
_DIGITS = re.compile(r"\d(?:[\s().\-–—/·]{0,3}\d)*")
_DATE = re.compile(r"\d{1,2}\s?([-/.])\s?\d{1,2}\s?\1\s?\d{3,4}")
_DIGITS_BEFORE = re.compile(r"\d+$")
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
    text = _Text(said)
    ways = ((How.NAME, _by_name), (How.INITIALS, _by_initials), (How.PHONE, _by_phone))
    found = ((person.key, how, next(by(text, person), None)) for person in people for how, by in ways)
    return [Named(key, how, passage) for key, how, passage in found if passage]


@dataclass(frozen=True)
class _Word:
    plain: str
    written: str
    begin: int
    end: int


class _Text:
    """A text as names are looked for in it; read once for all the people."""

    def __init__(self, said: str) -> None:
        self.said = said
        self.words = [_Word(plain_word(one[0]), one[0], *one.span()) for one in _WORD.finditer(said)]
        self.spans = self._spans()
        self.initials = [*self._dotted(), *self._capitals(), *((one[1], one[0]) for one in _TITLED.finditer(said))]
        runs = [[place for place in range(*one.span()) if said[place].isdigit()] for one in _DIGITS.finditer(said)]
        #: (digits, where each stands)
        self.numbers = [("".join(said[place] for place in places), places) for places in runs]

    def between(self, number: int) -> str:
        """What stands between a word and the next."""
        return self.said[self.words[number].end : self.words[number + 1].begin]

    def beside(self, number: int, step: int) -> _Word | None:
        """The next word (1) or the one before it (-1), where nothing but space is between them."""
        other = number + step
        if not 0 <= other < len(self.words) or self.between(min(number, other)).strip(" \t\u00a0"):
            return None
        return self.words[other]

    def _spans(self) -> dict[str, list[tuple[int, int]]]:
        """From which word to which each name stands; words that others write as one are there together, too: Mary Ann, de la Cruz."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for first, word in enumerate(self.words):
            joined = word.plain
            spans.setdefault(joined, []).append((first, first))
            for last in range(first + 1, min(first + 3, len(self.words))):
                joined += self.words[last].plain
                sign = self.between(last - 1)
                if sign not in (" ", "-", "'", "’"):
                    break
                if sign != " " or self.words[last].written[0].isupper():
                    spans.setdefault(joined, []).append((first, last))
        return spans

    def _dotted(self) -> Iterator[tuple[str, str]]:
        for one in _INITIALS.finditer(self.said):
            letters = "".join(_WORD.findall(one[0]))
            if letters.isupper() and letters not in _DOTTED:
                yield letters, one[0]

    def _capitals(self) -> Iterator[tuple[str, str]]:
        """Capitals that stand alone: where their neighbors are in capitals as well, they are a word."""
        for one in _CAPITALS.finditer(self.said):
            is_loud = _LOUD_BEFORE.search(self.said[max(0, one.start() - 20) : one.start()]) or _LOUD_AFTER.match(
                self.said, one.end()
            )
            if one[0].isupper() and one[0] not in _ACRONYMS and not is_loud:
                yield one[0], one[0]


def _parts(called: str) -> list[str]:
    """The words of a name that tell somebody, in plain letters."""
    parts = [part for part in map(plain_word, _WORD.findall(called)) if part]
    return [part for part in parts if part not in _PARTICLES] or parts


def _by_name(text: _Text, person: Person) -> Iterator[str]:
    names = {
        part
        for called in (person.given, person.family, person.chosen)
        for part in (*_parts(called), plain_word(called))
    }
    for first, last in sorted(span for name in names if len(name) >= 2 for span in text.spans.get(name, ())):
        word = text.words[first]
        if first != last or word.plain not in _ORDINARY or _is_name(text, first):
            yield text.said[word.begin : text.words[last].end]


def _is_name(text: _Text, number: int) -> bool:
    """Whether a name that is an ordinary word is a name here."""
    word, before, after = text.words[number], text.beside(number, -1), text.beside(number, 1)
    if not word.written[0].isupper() or word.written in _ACRONYMS:
        return False
    around = text.said[max(0, word.begin - 1) : word.begin] + text.said[word.end : word.end + 1]
    if (
        text.said[word.end : word.end + 2] in ("'s", "’s")
        or around == "()"
        or _is_titled(text, number)
        or _is_initial(text, after)
    ):
        return True
    if _begins_sentence(text, word) or (word.written.isupper() and len(word.written) > 2):
        return bool(after) and _is_someone_doing(text, number)
    if (before and before.plain in _DETERMINERS) or _is_month(text, word, before):
        return False
    return not (after and after.written[0].isupper() and not after.written.isupper())  # Ash Wednesday, Grace Church


def _is_titled(text: _Text, number: int) -> bool:
    return number > 0 and text.words[number - 1].plain in _TITLES and text.between(number - 1).strip() in ("", ".")


def _is_initial(text: _Text, word: _Word | None) -> bool:
    return word is not None and word.written.isupper() and text.said[word.begin + 1 : word.begin + 2] == "."


def _begins_sentence(text: _Text, word: _Word) -> bool:
    before = text.said[max(0, word.begin - 4) : word.begin].rstrip(" \t\u00a0")
    return not before or before[-1] in _ENDS


def _is_someone_doing(text: _Text, number: int) -> bool:
    after, later = text.words[number + 1], text.beside(number + 1, 1)
    if after.plain in _COPULAS:
        is_month = after.plain == "is" and text.words[number].plain in _MONTHS
        return not is_month and not (later and later.plain in _OF_A_WORD)
    if after.plain in ("and", "y"):
        return bool(later and later.plain in _COMPANY)
    return after.plain in _DOES or after.plain.endswith("ed") or after.written.endswith("ó")


def _is_month(text: _Text, word: _Word, before: _Word | None) -> bool:
    is_dated = bool(
        _DAY_AFTER.match(text.said, word.end) or _DAY_BEFORE.search(text.said[max(0, word.begin - 8) : word.begin])
    )
    return word.plain in _MONTHS and (is_dated or bool(before and before.plain in _BEFORE_A_MONTH))


def _by_initials(text: _Text, person: Person) -> Iterator[str]:
    given, family = _parts(person.given), _parts(person.family)
    firsts = {part[0] for part in (*given[:1], *_parts(person.chosen)[:1])}
    lasts = {part[0] for part in (*family, *map(plain_word, person.family.split()[:1])) if part}
    every = "".join(part[0] for part in (*given, *family))
    for letters, passage in text.initials:
        plain = plain_word(letters)
        if len(letters) == 1:
            is_theirs = plain in lasts
        elif len(plain) == 2 or (len(plain) == 3 and "." in passage):
            is_theirs = plain[0] in firsts and plain[-1] in lasts
        else:
            is_theirs = plain == every
        if is_theirs:
            yield passage


def _by_phone(text: _Text, person: Person) -> Iterator[str]:
    """The last seven digits in any spelling, unless they are the end of another number or a date."""
    number = "".join(sign for sign in person.phone if sign.isdigit())[-_FEWEST_DIGITS:]
    if len(number) < _FEWEST_DIGITS:
        return
    for digits, places in text.numbers:
        at = digits.find(number)
        if at < 0:
            continue
        begin, end = places[at], places[at + _FEWEST_DIGITS - 1] + 1
        before = _DIGITS_BEFORE.search(text.said[max(0, begin - 11) : begin])
        is_torn = text.said[end : end + 1].isdigit() or (before and len(before[0]) < 3)
        if not is_torn and not _DATE.fullmatch(text.said[begin:end]):
            yield text.said[begin:end]
