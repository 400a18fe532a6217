"""What is watched of medicines in the play: a few who take what is watched closely, tests in time and some late, a warning gone on over."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import medicating
from daybridge.demo.lives import Life
from daybridge.demo.people import DIRECTOR, PRESCRIBER
from daybridge.demo.stage import Stage, chance_of
from daybridge.medications import queries as medications
from daybridge.medications.actions import add_medicine
from daybridge.medications.rules import Details, Nearness
from daybridge.medications.watching import queries
from daybridge.medications.watching.actions import enter_result, override_warnings, sign_off_pack
from daybridge.medications.watching.queries import Proposed
from daybridge.medications.watching.rules import tests

#: What the medical director has signed off so far; the rest waits.
_SIGNED = ("lithium", "clozapine", "sedation")
_LATE, _EVERY_DAYS, _EVERY_DAYS_OF_CLOZAPINE = 0.2, 14, 7
#: Whoever takes clozapine has not come for tests for so long at the end.
_AWAY_DAYS = 12
#: What a test usually reads, and how far that goes up and down; nothing here crosses a line that raises an alert.
_USUAL = {
    "lithium-level": (0.8, 0.15), "creatinine": (0.9, 0.15), "egfr": (95, 12), "tsh": (2.1, 0.8), "calcium": (9.4, 0.3),
    "valproate-level": (78, 15), "carbamazepine-level": (8, 1.5), "alt": (24, 9), "platelets": (240, 45), "sodium": (140, 2),
    "anc": (3_600, 900), "weight": (182, 6), "waist": (37, 2), "systolic": (122, 9), "heart-rate": (74, 8), "glucose": (91, 9),
    "a1c": (5.4, 0.2), "ldl": (112, 22), "triglycerides": (120, 40), "qtc": (424, 14), "aims": (0, 0.4),
    "creatinine-clearance": (98, 10),
}  # fmt: skip
_WHOLE = frozenset(
    ("egfr", "alt", "platelets", "anc", "systolic", "heart-rate", "glucose", "ldl", "triglycerides", "qtc", "aims")
)
_WHY = "Tapering over eight weeks, agreed with them. Buprenorphine goes on. Naloxone at home, visits every week."


@dataclass(frozen=True)
class _Added:
    """A medicine that is watched closely, beside those that everybody has."""

    name: str
    amount: str
    purpose: str
    purpose_es: str


_LITHIUM = _Added("Lithium carbonate ER", "450 mg, 2 tablets", "Keeps mood steady", "Mantiene estable el ánimo")
_VALPROATE = _Added("Divalproex ER", "500 mg, 2 tablets", "Keeps mood steady", "Mantiene estable el ánimo")
_CLOZAPINE = _Added("Clozapine", "100 mg, 1 tablet", "Against voices and fear", "Contra las voces y el miedo")
_CLONAZEPAM = _Added(
    "Clonazepam", "0.5 mg, 1 tablet", "For panic, going down slowly", "Para el pánico, bajando despacio"
)


def added_for(life: Life) -> _Added | None:
    """Who takes what of it: one or two of each, among those whom the prescriber treats."""
    names = [one.name for one in medicating.prescribed_for(life)]
    if not names:
        return None
    if names[0] == "Buprenorphine-naloxone":
        return _CLONAZEPAM if life.number % 2 else None
    return (_LITHIUM, _CLOZAPINE, _VALPROATE)[life.number // 20 % 3] if names == ["Sertraline"] else None


def arrange(stage: Stage, life: Life) -> None:
    """Enter what the prescriber adds for somebody who has just arrived, and when tests are taken."""
    if life.number == 0:
        for code in _SIGNED:
            sign_off_pack(stage.actor_named(DIRECTOR), stage.organization, code=code, version=1, number=0)
    if not medicating.prescribed_for(life):
        return
    chance, added = chance_of("watching", life.number), added_for(life)
    if added:
        stage.agenda.enter(clock.now() + timedelta(hours=5, minutes=30), _add, stage, life, added, chance)
    stage.agenda.enter(clock.now() + timedelta(days=1, hours=2), _measure, stage, life, chance)


def _add(stage: Stage, life: Life, added: _Added, chance: Random) -> None:
    """Add it; where a warning asks why, the prescriber says it."""
    assert life.participant
    today, medicine_id, priya = clock.today(life.person.zone), new_id(), stage.actor_named(PRESCRIBER)
    details = Details(
        name=added.name, amount=added.amount, form="tablet", how_often="daily", times=(medicating.EVENING,),
        starts_on=today - timedelta(days=0 if added is _CLONAZEPAM else chance.randint(30, 150)),
        purpose=added.purpose_es if life.person.language == "es" else added.purpose, prescriber=PRESCRIBER,
    )  # fmt: skip
    found = queries.warnings_of(life.participant, Proposed(medicine_id, details)).warnings
    add_medicine(priya, life.participant, medicine_id=medicine_id, details=details)
    stopping = [one for one in found if one.stops]
    if stopping:
        medicine = medications.medicine(stage.system, medicine_id)
        override_warnings(priya, medicine, warnings=stopping, why=_WHY)


def _measure(stage: Stage, life: Life, chance: Random) -> None:
    """Take what is due, most of it in time; what somebody did not come for stays late until the next time."""
    if not (life.participant and life.on(stage.day_of(clock.now()))):
        return
    watch = queries.watch(life.participant)
    due = {one.test for one in watch.dues if one.nearness in (Nearness.OPEN, Nearness.OVERDUE)}
    stays_away = added_for(life) is _CLOZAPINE and stage.day_of(clock.now()) > stage.days - _AWAY_DAYS
    is_late = bool(watch.results) and (chance.random() < _LATE or stays_away)
    for test in sorted(due) if not is_late else ():
        enter_result(
            stage.actor_named(PRESCRIBER), life.participant, result_id=new_id(), test=test, value=_value(test, chance),
            unit=tests()[test].unit, taken_on=watch.today,
        )  # fmt: skip
    takes_clozapine = any("clozapine" in course.ingredients for course in watch.courses)
    days = _EVERY_DAYS_OF_CLOZAPINE if takes_clozapine else _EVERY_DAYS
    stage.agenda.enter(clock.now() + timedelta(days=days), _measure, stage, life, chance)


def _value(test: str, chance: Random) -> Decimal | None:
    if test not in _USUAL:
        return None
    middle, spread = _USUAL[test]
    value = max(0.0, middle + max(-1.9, min(1.9, chance.gauss(0, 1))) * spread)
    return Decimal(str(round(value))) if test in _WHOLE else Decimal(str(round(value, 2)))
