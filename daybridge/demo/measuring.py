"""How participants answer their questionnaires: most of them, most weeks, in step with how their days go."""

from decimal import Decimal
from random import Random
from typing import Any

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import answering
from daybridge.demo.courses import Day
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.measures import queries as measures
from daybridge.measures.actions import keep_answers
from daybridge.measures.instruments import Instrument, Item
from daybridge.measures.rules import Answer, Told, Way, is_asked

#: Days after something is due in which people get to it, or not at all.
_GETS_TO_IT_WITHIN = 3
_ANSWERED, _DECLINED, _ON_THE_TABLET = 0.86, 0.012, 0.2
#: Items where more is better; their answers go the other way.
_HIGHER_IS_BETTER = {
    "bam": frozenset({"9", "10", "12", "13", "14", "16"}),
    "bam-iop": frozenset({"9", "10", "12", "13", "14", "16"}),
}
_DARK_THOUGHTS_ON_THE_WORST_DAYS = 0.3


def answer_what_is_due(stage: Stage, life: Life, day: int, lived: Day) -> None:
    """Everything that is open for them today, unless this is a week in which they don't get to it."""
    if not (life.participant and life.actor) or (day - life.starts) % 7 > _GETS_TO_IT_WITHIN:
        return
    arrives = False
    for asked in measures.due(life.participant.id, clock.today(life.person.zone)):
        chance = chance_of("measures", life.number, asked.instrument, asked.occasion)
        if chance.random() > _ANSWERED:
            continue
        instrument = measures.instrument(asked.instrument)
        told = Told(
            part_id=new_id(),
            sheet_id=new_id(),
            assignment_id=asked.id,
            instrument=instrument.code,
            version=instrument.version,
            way=Way.KIOSK if chance.random() < _ON_THE_TABLET else Way.PHONE,
            begun_at=clock.now(),
            made_at=clock.now(),
            answers=_answers(instrument, lived, chance),
            is_last=True,
        )
        keep_answers(life.actor, life.participant, told=told)
        arrives = True
    if arrives:
        answering.arrange(stage)


def _answers(instrument: Instrument, lived: Day, chance: Random) -> dict[str, Any]:
    strain = min(1.0, max(0.0, (4.6 - lived.mood) / 4 + chance.gauss(0, 0.06)))
    said: dict[str, Any] = {}
    for item in instrument.items:
        known: dict[str, Answer] = {code: Decimal(one) for code, one in said.items() if one != "declined"}
        if is_asked(item, known):
            is_declined = not item.critical and chance.random() < _DECLINED
            said[item.code] = "declined" if is_declined else _answer(instrument, item, strain, lived, chance)
    return said


def _answer(instrument: Instrument, item: Item, strain: float, lived: Day, chance: Random) -> int:
    if item.critical:
        is_dark = lived.mood == 1 and lived.in_setback and chance.random() < _DARK_THOUGHTS_ON_THE_WORST_DAYS
        return int(item.critical[0].at_least) if is_dark else 0
    share = min(1.0, max(0.0, strain + chance.gauss(0, 0.16)))
    if instrument.code == "group-rating" or item.code in _HIGHER_IS_BETTER.get(instrument.code, ()):
        share = 1 - share
    if item.number:
        least, most = int(item.number.least), int(item.number.most)
        return least + round(share * share * (most - least))
    values = sorted(choice.value for choice in instrument.answers_of(item))
    return values[round(share * (len(values) - 1))]
