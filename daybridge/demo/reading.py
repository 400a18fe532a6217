"""What participants are given to read and do, what they find themselves, and what they say of it."""

from datetime import timedelta
from random import Random
from uuid import UUID

from daybridge.checkins.rules import Medicines
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo.courses import Day
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.library import queries as library
from daybridge.library.actions import assign, keep_opening
from daybridge.library.rules import Helped, Told, Way
from daybridge.programs.rules import Focus

#: Day of their program -> what their therapist gives them after it, with the line that goes with it.
_GIVEN = {
    Focus.DUAL_DIAGNOSIS: {2: "riding-out-an-urge", 9: "what-sets-off-an-urge", 20: "saying-no", 34: "empty-hours"},
    Focus.MENTAL_HEALTH: {2: "slow-breathing", 9: "low-mood-small-steps", 20: "asking-for-help", 34: "better-sleep"},
}
_LINES = {
    "en": (
        "We spoke about this today.",
        "Try it once before our next session.",
        "",
        "Tell me on Thursday what you think of it.",
    ),
    "es": (
        "Hoy hablamos de esto.",
        "Pruébelo una vez antes de nuestra próxima sesión.",
        "",
        "El jueves cuénteme qué le pareció.",
    ),
}
_OPENS_WHAT_WAITS, _OPENS_WHAT_FITS, _LOOKS_AROUND, _SAYS = 0.3, 0.22, 0.02, 0.6
_ANYTHING = (
    "mindfulness-in-plain-words",
    "moving-a-little",
    "people-close-to-you",
    "what-988-is",
    "name-what-you-feel",
)


def plan_giving(stage: Stage, life: Life, day: int) -> None:
    """Enter what their therapist gives them on a day of the play."""
    code = _GIVEN.get(life.focus, {}).get(day - life.starts)
    if code and (life.ends is None or day < life.ends):
        stage.agenda.enter(stage.local(day, 15.2), _give, stage, life, day, code)


def _give(stage: Stage, life: Life, day: int, code: str) -> None:
    if life.participant:
        line = chance_of("giving", life.number, day).choice(_LINES[life.person.language])
        assign(stage.actor_named(life.therapist), life.participant, code=code, note=line)


def read_something(stage: Stage, life: Life, day: int, lived: Day) -> None:
    """After a check-in: what waits for them, what fits what they entered, or whatever they come upon; most days nothing."""
    if not (life.participant and life.actor):
        return
    chance = chance_of("reading", life.number, day)
    fits = _fitting(lived, life.focus)
    if chance.random() < _OPENS_WHAT_WAITS and (waits := _waiting(life)):
        _open(stage, life, waits, Way.ASSIGNED, chance)
    elif fits and chance.random() < _OPENS_WHAT_FITS:
        _open(stage, life, fits, Way.SUGGESTED, chance)
    elif chance.random() < _LOOKS_AROUND:
        _open(stage, life, chance.choice(_ANYTHING), Way.CHOSEN, chance)


def _waiting(life: Life) -> str:
    assert life.participant
    reading = library.reading(life.participant.id)
    return next((one.code for one in reading.given if one.opened_at is None), "")


def _fitting(lived: Day, focus: Focus) -> str:
    if focus is Focus.DUAL_DIAGNOSIS and lived.urge >= 6:
        return "ride-the-urge"
    if lived.anxiety >= 8:
        return "five-senses"
    if lived.sleep_hours <= 5:
        return "after-a-bad-night"
    if lived.mood <= 2:
        return "low-mood-small-steps"
    return "medicines-basics" if lived.medicines in (Medicines.SOME, Medicines.NONE) else ""


def _open(stage: Stage, life: Life, code: str, way: Way, chance: Random) -> None:
    visit = new_id()
    _tell(life, visit, visit, code, Told(way))
    if chance.random() < _SAYS:
        helped = chance.choices(list(Helped), weights=(5, 4, 1))[0]
        told = Told(way, is_done=True, helped=helped)
        stage.agenda.enter(clock.now() + timedelta(minutes=3), _tell, life, new_id(), visit, code, told)


def _tell(life: Life, line: UUID, visit: UUID, code: str, told: Told) -> None:
    assert life.participant and life.actor
    keep_opening(
        life.actor,
        life.participant,
        entry_id=line,
        visit_id=visit,
        code=code,
        version=library.piece(code).version,
        made_at=clock.now(),
        told=told,
    )
