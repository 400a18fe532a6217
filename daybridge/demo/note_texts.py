"""What the demo's clinicians write: a group's note, each person's part of it, objectives, individual notes.

Composed from the fragments in `note_parts`, decided by the chance handed in alone, and everybody's own: so that the house's own look
for copied parts finds hardly any. Plain Python; nothing here asks the database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from daybridge.demo.note_parts import alone, body, frame, growing, learning, openings, skills, staying, thoughts
from daybridge.demo.note_parts.composing import HEAVY, STRONG_URGE, Person, response
from daybridge.demo.note_parts.growing import AIMS, Aim
from daybridge.demo.note_parts.shape import Topic
from daybridge.demo.note_parts.voice import Voice, capital, fitting, lacks_of
from daybridge.demo.note_parts.words import WORDS

_TOPICS = (skills.TOPICS, thoughts.TOPICS, staying.TOPICS, learning.TOPICS, body.TOPICS)
_BY_NAME = {topic.name.lower(): topic for topics in _TOPICS for topic in topics.values()}
_BY_CODE = {code: topic for topics in reversed(_TOPICS) for code, topic in topics.items()}
#: Kinds of groups that follow a course, and those that are of body and mind; the others are open.
_COURSES = frozenset("skills cbt psychoeducation staying-well triggers healthy-decisions family".split())
_OF_BODY = frozenset("mindfulness movement nutrition sleep stress".split())

# --- The part of the group -------------------------------------------------------------------------------------------


def shared_part(chance: Random, *, kind: str, topic: str, people: int) -> dict[str, str]:
    """What stands in everybody's record: topic, interventions, group. Hand its topic on to `own_part`.

    `kind`, `topic`: as in `programs/on_file`, the topic by its code or its English name; a kind or topic of the site's own, or none, is
    written of in general words.
    """
    voice, known = Voice(chance, is_dual=False), _topic(kind, topic)
    shown, family = known or _open_topic(chance, kind), _family(kind)
    first, second = chance.sample(WORDS["theme"], 2)
    voice.given = {"theme": first, "theme_too": second}
    did = [one for one in frame.DID[family] if people > 2 or "pairs" not in one]
    done = [*chance.sample(shown.did, 2), *chance.sample(did, chance.randint(1, 2))]
    said = topic if topic and not known else shown.name
    return {
        "topic": f"{said}: {first} and {second}" if family == "open" and not topic else said,
        "interventions": capital("; ".join(voice.filled(one) for one in done)) + ".",
        "group": " ".join(voice.filled(one) for one in _sentences(chance, shown, family, people)),
    }


def _sentences(chance: Random, topic: Topic, family: str, people: int) -> list[str]:
    """How it opened, what the group did, what came up, how it was."""
    fits = [one for one in frame.OPENED[""] if family == "course" or not _OF_COURSES.search(one)]
    opened = chance.choice((*fits, *frame.OPENED[family]))
    worked, came = chance.choice(topic.group), chance.choice(topic.came)
    last = [one for one in (*frame.MOOD_OF_GROUP, *frame.CLOSED) if family == "course" or not _OF_COURSES.search(one)]
    middle = [chance.choice((worked, came)), chance.choice(frame.THEMES)] if family == "open" else [worked, came]
    if family == "course" and chance.random() < 0.35:
        middle[1] = chance.choice(frame.EXAMPLES)
    found = [opened, *middle, chance.choice(last)]
    return [one for one in found if people > 2 or not re.search(r"pair|partner", one)]


_OF_COURSES = re.compile(r"exercise|practice|try|sheet|topic|questions|examples", re.IGNORECASE)


def _topic(kind: str, topic: str) -> Topic | None:
    named = topic.partition(":")[0].strip().lower()
    of_family = _BY_CODE.get(f"family-{named}") if kind == "family" else None
    return of_family or _BY_NAME.get(named) or _BY_CODE.get(named)


def _open_topic(chance: Random, kind: str) -> Topic:
    return body.TOPICS[chance.choice(body.OPEN.get(kind, body.OPEN["process"]))]


def _family(kind: str) -> str:
    return "course" if kind in _COURSES else "body" if kind in _OF_BODY else "open"


# --- The part of one person ------------------------------------------------------------------------------------------

_AFFECTS: dict[int | None, dict[str, float]] = {
    1: {"low": 4, "tearful": 2, "flat": 2, "anxious": 2, "irritable": 1},
    2: {"low": 3, "anxious": 2.5, "flat": 1.5, "irritable": 1.5, "tearful": 1, "even": 1},
    3: {"even": 5, "anxious": 2, "low": 1, "irritable": 1, "tearful": 0.3},
    4: {"even": 5, "bright": 3, "anxious": 1},
    5: {"bright": 5, "even": 3},
    None: {"even": 4, "anxious": 2, "bright": 1.5, "low": 1.5, "irritable": 0.7, "flat": 0.5, "tearful": 0.4},
}


def own_part(
    chance: Random,
    *,
    kind: str,
    topic: str,
    is_dual: bool,
    mood: int | None,
    urge: int | None,
    weeks_in: int,
    objective: str,
    who: str = "",
) -> dict[str, str]:
    """One person's part of a group's note: participation, affect, risk and practice (codes of group.yaml), and the response.

    `mood` 1 to 5 and `urge` 0 to 10 of that day's check-in. `who`: any key of the person; with it their life stays the same over all
    texts (children, partner, work, how they get about).
    """
    about = _topic(kind, topic) or _open_topic(chance, kind)
    voice = _voice(chance, kind, about, who, is_dual=is_dual, urge=urge)
    affect = _affect(chance, mood, urge if is_dual else None)
    is_heavy = affect in HEAVY or (mood is not None and mood <= 2)
    participation = _participation(chance, affect, is_heavy, weeks_in)
    risk = "looked-at" if chance.random() < _risk(mood) else "none"
    if risk != "none" and affect in ("bright", "even"):
        affect = chance.choice(("low", "tearful", "anxious"))
    practice = _practice(chance, kind, is_heavy, weeks_in)
    person = Person(
        voice, about, _aim(chance, objective, is_dual), affect, participation, practice, is_heavy, urge if is_dual else None, weeks_in,
        _family(kind) == "open",
    )  # fmt: skip
    said = response(person, risk=risk != "none")
    return {"participation": participation, "affect": affect, "risk": risk, "practice": practice, "response": said}


def _voice(chance: Random, kind: str, topic: Topic, who: str, *, is_dual: bool, urge: int | None) -> Voice:
    """How it is written of this person: with their life, the urge of the day, and in a family group with who came along."""
    given = {} if urge is None else {"urge": str(urge)}
    if kind == "family":
        given["relative"] = (Random(f"kin of {who}") if who else chance).choice(WORDS["kin"])  # noqa: S311 - a play
    return Voice(chance, is_dual, lacks_of(who) - ({"children"} if topic.name in _AROUND_BIRTH else set()), given)


_AROUND_BIRTH = {
    learning.TOPICS[code].name for code in ("mood", "body", "sleep-in-pieces", "bond", "partner", "help-around")
}


def _affect(chance: Random, mood: int | None, urge: int | None) -> str:
    weights = dict(_AFFECTS[mood if mood is None else min(5, max(1, mood))])
    if urge is not None and urge >= STRONG_URGE:
        weights["bright"] = weights.get("bright", 0) * 0.2
        weights = {**weights, "anxious": weights.get("anxious", 0) + 2, "irritable": weights.get("irritable", 0) + 1.5}
    return chance.choices(list(weights), list(weights.values()))[0]


def _participation(chance: Random, affect: str, is_heavy: bool, weeks_in: int) -> str:
    active, prompted, listening, withdrawn = (2.0, 4.0, 2.5, 0.8) if is_heavy else (5.0, 3.0, 1.6, 0.15)
    if weeks_in < 2:
        active, listening = active * 0.5, listening * 1.5
    if affect == "bright":
        active, withdrawn = active * 2, 0.0
    withdrawn = withdrawn if is_heavy or affect in ("anxious", "irritable") else withdrawn / 2
    ways = ("active", "prompted", "listening", "withdrawn")
    return chance.choices(ways, (active, prompted, listening, withdrawn))[0]


def _risk(mood: int | None) -> float:
    return {1: 0.06, 2: 0.02}.get(mood or 0, 0.002)


def _practice(chance: Random, kind: str, is_heavy: bool, weeks_in: int) -> str:
    if _family(kind) != "course" and chance.random() < 0.85:
        return "not-set"
    if weeks_in == 0 and chance.random() < 0.6:
        return "not-set"
    odds = (2, 3, 3, 0.5) if is_heavy else (5, 3, 1.5, 0.5)
    return chance.choices(("done", "partly", "not-done", "not-set"), odds)[0]


def _aim(chance: Random, objective: str, is_dual: bool) -> Aim:
    """What an objective is about; anything that suits where it can't be told."""
    exact = next((aim for aim in AIMS.values() if objective in aim.said), None)
    if exact:
        return exact
    suits = [aim for aim in AIMS.values() if is_dual or aim.of != "dual"]
    said = objective.lower()
    told = [aim for aim in suits if said and any(word in said for word in aim.known_by)]
    return told[0] if told else chance.choice(suits)


# --- Objectives ------------------------------------------------------------------------------------------------------


def objectives(chance: Random, *, is_dual: bool) -> list[str]:
    """Two to four things that somebody works on, in their own plain words, each about something else."""
    others = [code for code, aim in AIMS.items() if aim.of == "all" or (aim.of == "dual") == is_dual]
    first = ["urge"] if is_dual else []
    chosen = first + chance.sample([code for code in others if code not in first], chance.randint(2, 4) - len(first))
    return [chance.choice(growing.AIMS[code].said) for code in chosen]


# --- Notes of one person alone ---------------------------------------------------------------------------------------


def individual_part(
    chance: Random,
    *,
    form: str,
    is_dual: bool,
    mood: int | None,
    urge: int | None,
    weeks_in: int,
    objective: str,
    medicine: str = "",
    who: str = "",
) -> dict[str, str]:
    """A note of the form individual-dap or medication-visit, by its headings. `medicine`: what they take, empty for none.

    Raises KeyError for any other form.
    """
    affect = _affect(chance, mood, urge if is_dual else None)
    given = {"medicine": medicine[:1].lower() + medicine[1:], "Medicine": capital(medicine)}
    is_low = mood is not None and mood <= 2
    person = _Alone(
        Voice(chance, is_dual, lacks_of(who), given), _aim(chance, objective, is_dual), affect,
        "well" if affect in ("bright", "even") and not is_low else "hard", is_low, chance.random() < 4 * _risk(mood), weeks_in,
    )  # fmt: skip
    note = {"individual-dap": _dap, "medication-visit": _medication_visit}[form](person)
    return {**note, **_risk_of(person)}


@dataclass
class _Alone:
    """One person and one clinician. `going`: well or hard."""

    voice: Voice
    aim: Aim
    affect: str
    going: str
    is_low: bool
    is_at_risk: bool
    weeks_in: int

    def one(self, fragments: Sequence[str]) -> str:
        return self.voice.one(fragments)

    def maybe(self, odds: float, fragments: Sequence[str]) -> list[str]:
        return [self.one(fragments)] if self.voice.chance.random() < odds else []


def _risk_of(person: _Alone) -> dict[str, str]:
    if not person.is_at_risk:
        return {"risk": "none"}
    steps = f"{capital(person.one(openings.RISK_FOUND))}. {person.one(openings.RISK_STEPS)}"
    return {"risk": "looked-at", "risk-steps": steps}


def _dap(person: _Alone) -> dict[str, str]:
    code = next(code for code, one in AIMS.items() if one is person.aim)
    goes = person.one(person.aim.well if person.going == "well" else person.aim.hard)
    data = [person.one(alone.SEEN[person.affect]), *_several(person.voice, alone.TOLD, 2), f"{capital(goes)}."]
    data += person.maybe(0.6, openings.QUOTES[person.affect])
    if person.is_low and not person.is_at_risk:
        data.append(person.one(alone.ASKED))
    linked = person.maybe(0.7, alone.LINKED["dual" if person.voice.is_dual else "mind"])
    needed = "hard" if person.weeks_in < 3 else person.going
    return {
        "data": " ".join(data),
        "interventions": f"{person.one(alone.DID[code])}. {person.one(alone.DID[''])}.",
        "assessment": " ".join((person.one(alone.GOING[person.going]), *linked, person.one(alone.NEEDED[needed]))),
        "plan": f"{capital(person.one(person.aim.next))}. {person.one(alone.NEXT)}",
    }


def _medication_visit(person: _Alone) -> dict[str, str]:
    voice, chance, going = person.voice, person.voice.chance, person.going
    odds = (8, 3, 0.6) if going == "well" else (5, 4, 1.5)
    taking = (
        chance.choices(("as-agreed", "some-missed", "stopped"), odds)[0]
        if voice.given["medicine"]
        else "none-prescribed"
    )
    how = "hard" if taking == "as-agreed" and going == "hard" else taking
    since = [
        *_several(voice, alone.SINCE[going], chance.randint(2, 3)),
        *person.maybe(float(voice.is_dual), alone.SINCE_URGE[going]),
    ]
    if person.is_low and not person.is_at_risk:
        since.append(person.one(alone.ASKED))
    manner = person.one(alone.MANNER[person.affect])
    seen = {
        "manner": manner, "Manner": capital(manner), "pulse": str(chance.randint(60, 92)),
        "pressure": f"{chance.randint(108, 138)}/{chance.randint(66, 88)}",
    }  # fmt: skip
    looked = Voice(chance, voice.is_dual, given=seen)
    return {
        "since": " ".join(since),
        "taking": taking,
        "effects": " ".join(
            (person.one(alone.EFFECTS[how]), *person.maybe(float(taking in ("as-agreed", "some-missed")), alone.SIDE))
        ),
        "results": looked.one(alone.RESULTS) if chance.random() < 0.6 else "",
        "mental-state": looked.one(alone.MENTAL),
        "changes": person.one(alone.CHANGES[how]),
        "agreed": " ".join((person.one(alone.AGREED), *person.maybe(0.5 * voice.is_dual, alone.AGREED_DUAL))),
        "next": person.one(alone.NEXT_VISIT[going]),
    }


def _several(voice: Voice, fragments: Sequence[str], count: int) -> list[str]:
    options = fitting(tuple(fragments), voice.lacks)
    return [voice.filled(one) for one in voice.chance.sample(options, count)]
