"""How one person's part of a group's note is put together: from what was seen, brought, done, told and taken on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from daybridge.demo.note_parts import openings
from daybridge.demo.note_parts.growing import Aim
from daybridge.demo.note_parts.shape import Topic
from daybridge.demo.note_parts.voice import Voice, capital

FEWEST_WORDS, MOST_WORDS = 12, 40
HEAVY = frozenset(("low", "flat", "tearful"))
STRONG_URGE, WEAK_URGE = 6, 2


#: Who mostly listened did not do this, and was not seen like this.
_SPOKEN = re.compile(
    r"!|(said|told|asked|explained|spoke|described|brought|shared|answered|heard|gave|traded|got help|used the time|found words)\b|.*speak"
)
_HEARD = re.compile(
    r"\b(sp(oke|eak)|ask|talk|voice|answer|told|said|describe|joke|tone|account|object|complain|apologi|aloud|matter-of-fact|disagree|account|color)"
)
_CHEERFUL = re.compile(
    r"laugh|smil|humor|proud|liked|warmth|felt less alone|sleeps a bit longer|went right", re.IGNORECASE
)


@dataclass
class Person:
    voice: Voice
    topic: Topic
    aim: Aim
    affect: str
    participation: str
    practice: str
    is_heavy: bool
    urge: int | None
    weeks_in: int
    is_open: bool = False

    @property
    def is_quiet(self) -> bool:
        return self.participation == "listening"

    @property
    def chance(self) -> Random:
        return self.voice.chance

    def seen(self) -> str:
        seen = openings.SEEN[self.affect]
        return self.voice.one([one for one in seen if not _HEARD.search(one)] if self.is_quiet else seen)

    def took_part(self) -> str:
        return self.voice.one(openings.TOOK_PART[self.participation])

    def with_topic(self) -> str:
        """What they did with the topic; for who mostly listened, what needs no words."""
        own = [*self.topic.own, *(openings.IN_OPEN if self.is_open else ())]
        own = [one for one in own if not (self.is_heavy and _CHEERFUL.search(one))]
        if self.is_quiet:
            own = [one for one in own if not _SPOKEN.match(one)]
        own = [
            one for one in own for _ in range(1 + 2 * min(2, one.count("{")))
        ]  # what is filled in is less often alike
        return self.voice.one(own or openings.BROUGHT_QUIETLY)

    def brought(self) -> str:
        return self.voice.one(openings.BROUGHT_QUIETLY if self.is_quiet else openings.BROUGHT)

    def goes(self) -> str:
        """How it goes with what they work on, as the day is."""
        is_well = not self.is_heavy and (self.affect in ("bright", "even") or self.chance.random() < 0.4)
        return self.voice.one(self.aim.well if is_well else self.aim.hard)

    def ends(self) -> str:
        """What the second sentence says: what they take on, how the hour ended for them, or how it goes at home."""
        roll = self.chance.random()
        if roll < (0.2 if self.is_open else 0.42):
            return self.voice.one(_by_slots(self.topic.plan))
        if roll < 0.62:
            return self.voice.one(openings.PLANS)
        if roll < 0.84:
            return self.voice.one(openings.ENDED[self.affect])
        if roll < 0.92:
            return f"{self.chance.choice(_TOWARD)} {self.voice.one(self.aim.next)}"
        return self.at_home()

    def at_home(self) -> str:
        """The same with where it was, unless it says so itself."""
        goes = self.goes()
        return (
            goes
            if _OF_NOW.match(goes) or re.search(r"since|week|night|early", goes)
            else f"{self.chance.choice(_AT_HOME)} {goes}"
        )

    def next(self) -> str:
        return self.voice.one(_by_slots(self.topic.plan) if self.chance.random() < 0.5 else openings.PLANS)

    def felt_urge(self) -> str:
        strong = self.urge is not None and self.urge >= STRONG_URGE
        return self.voice.one(openings.STRONG_URGE if strong else openings.WEAK_URGE)

    def practiced(self) -> str:
        return self.voice.one(openings.PRACTICE[self.practice])

    def stage(self) -> str:
        return self.voice.one(openings.NEW if self.weeks_in < 2 else openings.GROWN)

    def quote(self) -> str:
        return self.voice.one(openings.QUOTES[self.affect])


def _by_slots(fragments: Sequence[str]) -> list[str]:
    """The same, those more often that are filled in, as they are less often alike."""
    return [one for one in fragments for _ in range(1 + 2 * min(2, one.count("{")))]


def response(person: Person, *, risk: bool) -> str:
    """One or two sentences in a clinician's voice, of a length that is read."""
    write = _at_risk if risk else _withdrawn if person.participation == "withdrawn" else _composed
    best = ""
    for _ in range(24):
        person.voice.used.clear()
        said = write(person)
        if FEWEST_WORDS <= len(said.split()) <= MOST_WORDS:
            best = said
            if _reads_well(said):
                break
    return best


def _reads_well(said: str) -> bool:
    """No two clauses begin alike: "asked a question and asked how others do it"."""
    begins = [clause.partition(" ")[0].lower() for clause in re.split(r"[.;,] | and ", said)]
    return len(set(begins)) == len(begins)


def _withdrawn(person: Person) -> str:
    """How they kept apart, and what was done about it."""
    part = person.took_part()
    first = (
        f"{person.seen()}; {part}" if person.affect not in ("bright", "even") and person.chance.random() < 0.6 else part
    )
    return f"{capital(first)}. {person.voice.one(openings.REACHED)}"


def _composed(person: Person) -> str:
    """One of the ways in which a part is put together, from what there is to say of this person today."""
    has_practice = person.practice != "not-set"
    ways: dict[Callable[[Person], str], float] = {
        _from_what_was_seen: 6, _from_what_they_brought: 4, _from_home: 4, _from_the_topic: 3,
        _with_a_quote: 0 if person.is_quiet else 3, _from_practice: 3 if has_practice else 0, _from_the_urge: _weight_of_urge(person.urge),
        _from_the_stage: 1.2 if person.weeks_in < 2 or (person.weeks_in > 5 and not person.is_heavy) else 0,
    }  # fmt: skip
    return person.chance.choices(list(ways), list(ways.values()))[0](person)


def _from_what_was_seen(person: Person) -> str:
    begins = person.seen() if person.chance.random() < 0.6 else person.took_part()
    return _two(_joined(person, begins, person.with_topic()), person.ends())


def _from_what_they_brought(person: Person) -> str:
    brought, did = person.brought(), person.with_topic()
    if person.chance.random() < 0.5:
        return _two(f"{brought}; {did}", person.ends())
    return _two(brought, f"{did}; {person.next()}")


def _from_home(person: Person) -> str:
    did = person.with_topic()
    here = did if _OF_NOW.match(did) else f"{person.chance.choice(_HERE)} {did}"
    goes = person.at_home() if person.chance.random() < 0.5 else person.goes()
    return _two(goes, here if person.chance.random() < 0.4 else f"{here}; {person.next()}")


def _from_the_topic(person: Person) -> str:
    did = person.with_topic()
    if person.participation == "prompted" and person.chance.random() < 0.4:
        did = f"when asked, {did}"
    return _two(did, f"{person.at_home()}; {person.voice.one(person.aim.next)}")


def _with_a_quote(person: Person) -> str:
    begins = person.seen() if person.chance.random() < 0.6 else person.took_part()
    return f"{capital(_joined(person, begins, person.with_topic()))}. {person.quote()}"


def _from_practice(person: Person) -> str:
    return _two(f"{person.practiced()}; {person.with_topic()}", person.ends())


def _from_the_urge(person: Person) -> str:
    urge, did = person.felt_urge(), person.with_topic()
    if person.chance.random() < 0.5:
        return _two(
            urge, f"{did}; {person.voice.one(person.aim.next if person.aim.of == 'dual' else person.topic.plan)}"
        )
    return _two(f"{urge}; {did}", person.ends())


def _from_the_stage(person: Person) -> str:
    return _two(person.stage(), f"{person.with_topic()}; {person.next()}")


_HERE = ("in group,", "here,", "in this session,", "today,", "in the group,")
_AT_HOME = ("between sessions,", "outside of group,", "since the last session,")
_TOWARD = ("toward the objective,", "for the objective,", "besides that,")


def _two(first: str, second: str) -> str:
    return f"{capital(first)}. {capital(second)}."


def _weight_of_urge(urge: int | None) -> float:
    if urge is None or WEAK_URGE < urge < STRONG_URGE:
        return 0
    return 14 if urge >= STRONG_URGE else 1.2


def _at_risk(person: Person) -> str:
    """Where risk was voiced, the response says what was asked and done."""
    voice = person.voice
    return f"{voice.one(openings.RISK_WHEN)}; {voice.one(openings.RISK_FOUND)}. {voice.one(openings.RISK_STEPS)}"


def _joined(person: Person, one: str, other: str) -> str:
    """Two clauses about the same person; with a connecting word only where neither has one already."""
    plain = not re.search(r",| and | but |;", f"{one} {other}")
    if plain and person.is_heavy and person.participation == "active":
        return f"{one}, but {other}"
    return (
        f"{one} and {other}"
        if plain and not _OF_NOW.match(other) and person.chance.random() < 0.6
        else f"{one}; {other}"
    )


_OF_NOW = re.compile(
    r"(will|plans|wants|has|is|feels|finds|thinks|sees|needs|dreads|wakes|skips|knows|hums|would|doubts|grieves|keeps)\b"
)
