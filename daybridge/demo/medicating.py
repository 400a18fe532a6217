"""The medicines of the play: put on the list by the prescriber, told of dose by dose, with side effects, refills and injections."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from daybridge.checkins.rules import Medicines
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import answering
from daybridge.demo.courses import QUIET_DAYS, Day
from daybridge.demo.lives import Life
from daybridge.demo.people import NURSE, PRESCRIBER
from daybridge.demo.stage import Stage, chance_of
from daybridge.medications import queries as medications
from daybridge.medications.actions import (
    add_medicine,
    change_medicine,
    note_injection,
    note_refill,
    read_side_effect,
    tell_dose,
    tell_side_effect,
)
from daybridge.medications.models import Medicine
from daybridge.medications.rules import Details, Dose, Reason, SideEffect, State, Strength
from daybridge.programs.rules import Focus

_MORNING, EVENING = time(8), time(21)


@dataclass(frozen=True)
class Prescribed:
    """A medicine as the prescriber writes it down; what it is for in both languages."""

    name: str
    amount: str
    form: str
    purpose: str
    purpose_es: str
    times: tuple[time, ...] = ()
    how_often: str = "daily"
    every_days: int | None = None
    window_days: int = 0


_MOOD, _MOOD_ES = "For mood and worry", "Para el ánimo y la preocupación"
_SERTRALINE = Prescribed("Sertraline", "50 mg, 1 tablet", "tablet", _MOOD, _MOOD_ES, (_MORNING,))
_HYDROXYZINE = Prescribed(
    "Hydroxyzine", "25 mg, 1 tablet", "tablet", "When worry is strong", "Cuando la preocupación es fuerte",
    how_often="as_needed",
)  # fmt: skip
_ESCITALOPRAM = Prescribed("Escitalopram", "10 mg, 1 tablet", "tablet", _MOOD, _MOOD_ES, (_MORNING,))
_LAMOTRIGINE = Prescribed(
    "Lamotrigine", "100 mg, 1 tablet", "tablet", "Keeps mood steady", "Mantiene estable el ánimo", (_MORNING, EVENING)
)
_QUETIAPINE = Prescribed(
    "Quetiapine", "50 mg, 1 tablet", "tablet", "For sleep and mood", "Para el sueño y el ánimo", (EVENING,)
)
_BUPRENORPHINE = Prescribed(
    "Buprenorphine-naloxone", "8 mg/2 mg, 1 film", "film", "Keeps cravings and withdrawal away",
    "Aleja las ganas de consumir y la abstinencia", (_MORNING,),
)  # fmt: skip
_NALTREXONE_XR = Prescribed(
    "Naltrexone, long-acting", "380 mg", "injection", "Helps against cravings", "Ayuda contra las ganas de consumir",
    how_often="injection", every_days=28, window_days=3,
)  # fmt: skip
_OF_DUAL = ((_SERTRALINE, _HYDROXYZINE, _NALTREXONE_XR), (_BUPRENORPHINE, _ESCITALOPRAM), (_BUPRENORPHINE, _QUETIAPINE))
_OF_MENTAL_HEALTH = ((_SERTRALINE,), (_ESCITALOPRAM, _QUETIAPINE), (_LAMOTRIGINE,), (_ESCITALOPRAM, _HYDROXYZINE))
_SUPPLY_DAYS, _SIDE_EFFECT, _STRONG, _UP = 30, 0.55, 0.12, 0.3
_EFFECTS = ("nausea", "sleepy", "dizzy", "headache", "restless", "dry_mouth", "no_sleep")
_ANSWERS = {
    "en": (
        "Thank you for telling me. We look at it together on Thursday. Call us before if it gets worse.",
        "Read it. Many people have this in the first two weeks. Tell us if it stays.",
    ),
    "es": (
        "Gracias por contarlo. Lo vemos juntos el jueves. Llame antes si empeora.",
        "Leído. A muchas personas les pasa las dos primeras semanas. Avise si sigue.",
    ),
}
#: What a few tell in the last day, so that something waits to be read; none of it calls for an alert.
_UNREAD = {0: "dizzy", 5: "sleepy", 6: "nausea"}


def prescribed_for(life: Life) -> tuple[Prescribed, ...]:
    """What somebody takes; about three of five take something."""
    if life.number and chance_of("medicines", life.number).random() > 0.6:
        return ()
    kinds = _OF_DUAL if life.focus is Focus.DUAL_DIAGNOSIS else _OF_MENTAL_HEALTH
    return kinds[life.number // 5 % len(kinds)]


def team_for(life: Life) -> tuple[str, ...]:
    """Who joins the care team for somebody's medicines."""
    prescribed = prescribed_for(life)
    if not prescribed:
        return ()
    return (PRESCRIBER, NURSE) if _NALTREXONE_XR in prescribed else (PRESCRIBER,)


def arrange(stage: Stage, life: Life) -> None:
    """Enter when the prescriber sees somebody who has just arrived, and what follows from it."""
    chance = chance_of("prescribing", life.number)
    when = clock.now() + timedelta(hours=chance.uniform(1, 5))
    for place, one in enumerate(prescribed_for(life)):
        stage.agenda.enter(when + timedelta(minutes=3 * place), _prescribe, stage, life, one, chance)


def _prescribe(stage: Stage, life: Life, one: Prescribed, chance: Random) -> None:
    assert life.participant
    today, medicine_id = clock.today(life.person.zone), new_id()
    is_injection = one.how_often == "injection"
    due_on = today if is_injection else today + timedelta(days=_SUPPLY_DAYS)
    details = _details(life, one, today - timedelta(days=0 if is_injection else chance.randint(0, 200)))
    add_medicine(
        stage.actor_named(PRESCRIBER), life.participant, medicine_id=medicine_id, details=details, due_on=due_on
    )
    stage.agenda.enter(clock.now() + timedelta(hours=1 if is_injection else 26 * 24), _supply, stage, life, medicine_id)
    if one is _SERTRALINE and (life.number == 0 or chance.random() < _UP):
        stage.agenda.enter(clock.now() + timedelta(days=14), _raise, stage, life, medicine_id)


def _details(life: Life, one: Prescribed, starts_on: date) -> Details:
    return Details(
        name=one.name,
        amount=one.amount,
        form=one.form,
        how_often=one.how_often,
        starts_on=starts_on,
        times=one.times,
        every_days=one.every_days,
        window_days=one.window_days,
        purpose=one.purpose_es if life.person.language == "es" else one.purpose,
        prescriber=PRESCRIBER,
    )


def _is_here(stage: Stage, life: Life) -> bool:
    return life.on(stage.day_of(clock.now())) is not None


def _medicine(stage: Stage, medicine_id: UUID) -> Medicine:
    return medications.medicine(stage.system, medicine_id)


def _supply(stage: Stage, life: Life, medicine_id: UUID) -> None:
    """A refill is picked up, or an injection given, and the next one entered."""
    assert life.participant
    here = _is_here(stage, life) or stage.day_of(clock.now()) == life.starts
    if not here:
        return
    medicine, today = _medicine(stage, medicine_id), clock.today(life.person.zone)
    one = medications.listed(life.participant, medicine_id)
    if one.details.how_often == "injection":
        note_injection(stage.actor_named(NURSE), medicine, note_id=new_id(), done_on=today)
    else:
        due_on = today + timedelta(days=_SUPPLY_DAYS)
        note_refill(stage.actor_named(PRESCRIBER), medicine, note_id=new_id(), done_on=today, due_on=due_on)
    stage.agenda.enter(clock.now() + timedelta(days=28), _supply, stage, life, medicine_id)


def _raise(stage: Stage, life: Life, medicine_id: UUID) -> None:
    if not _is_here(stage, life):
        return
    assert life.participant
    details = medications.listed(life.participant, medicine_id).details
    change_medicine(
        stage.actor_named(PRESCRIBER),
        _medicine(stage, medicine_id),
        version_id=new_id(),
        details=replace(details, amount="100 mg, 1 tablet"),
        from_on=clock.today(life.person.zone) + timedelta(days=1),
        why="Some gain after two weeks, no side effects that last. Talked over with them.",
    )


# --- What they tell --------------------------------------------------------------------------------------------------


def plan_day(stage: Stage, life: Life, day: int, lived: Day) -> None:
    """Enter when somebody tells of their doses on a day of the play: once in the evening, as most do, or not at all."""
    if not prescribed_for(life):
        return
    chance = chance_of("doses", life.number, day)
    moment = stage.local(day, chance.uniform(21.1, 22.4), life.person.zone)
    if lived.entries and chance.random() < 0.93:
        stage.agenda.enter(moment, _tell_doses, stage, life, day, lived, chance)
    elif chance.random() < 0.4 and life.on(day + 1):
        stage.agenda.enter(moment + timedelta(hours=10), _tell_doses, stage, life, day, lived, chance)
    has_side_effect = day - life.starts == chance_of("effect-day", life.number).randint(2, 12)
    if has_side_effect and chance.random() < _SIDE_EFFECT:
        stage.agenda.enter(moment + timedelta(minutes=2), _tell_side_effect, stage, life, day, chance)
    if day == stage.days - 1 and life.number in _UNREAD:
        stage.agenda.enter(moment, _tell_unread, life)


def _tell_doses(stage: Stage, life: Life, day: int, lived: Day, chance: Random) -> None:
    assert life.participant and life.actor
    on_day = clock.day_of(stage.local(day, 12), life.person.zone)
    listed = medications.medicines_of(life.participant)
    slots = [slot for one in listed for slot in medications.slots_due(one, [on_day])[on_day]]
    is_quiet = day > stage.days - QUIET_DAYS - 2
    for place, (medicine_id, due_on, slot) in enumerate(slots):
        state, reason = _said_of(lived, place, len(slots), chance, is_quiet=is_quiet)
        dose = Dose(
            medicine_id=medicine_id,
            due_on=due_on,
            slot=slot,
            state=state,
            at_time=time(min(23, slot.hour + 2), 30) if state == State.LATE else None,
            reason=reason,
        )
        tell_dose(life.actor, life.participant, entry_id=new_id(), dose=dose, made_at=clock.now())
    needed = [one for one in listed if one.details.how_often == "as_needed"]
    if needed and lived.anxiety >= 7:
        dose = Dose(medicine_id=needed[0].medicine.id, due_on=on_day, slot=None, state=State.TAKEN)
        tell_dose(life.actor, life.participant, entry_id=new_id(), dose=dose, made_at=clock.now())
    if lived.medicines != Medicines.ALL:
        answering.arrange(stage)


def _said_of(lived: Day, place: int, count: int, chance: Random, *, is_quiet: bool) -> tuple[str, str]:
    """In step with what the day's check-in says of medicines; in the last days nothing is skipped."""
    skipped = (Reason.FORGOT, Reason.SIDE_EFFECTS, Reason.DID_NOT_WANT, Reason.FELT_BETTER)
    if lived.medicines == Medicines.NONE and not is_quiet:
        return State.SKIPPED, chance.choice(skipped)
    if lived.medicines == Medicines.SOME and place == count - 1:
        if count > 1 and not is_quiet and chance.random() < 0.6:
            return State.SKIPPED, chance.choice(skipped)
        return State.LATE, Reason.FORGOT
    return (State.LATE, "") if chance.random() < 0.05 else (State.TAKEN, "")


def _tell_side_effect(stage: Stage, life: Life, day: int, chance: Random) -> None:
    assert life.participant and life.actor
    listed = medications.medicines_of(life.participant)
    if not listed:
        return
    is_strong = chance.random() < _STRONG and day < stage.days - QUIET_DAYS - 1
    entry_id = new_id()
    told = SideEffect(
        medicine_id=listed[0].medicine.id,
        what=(chance.choice(_EFFECTS),),
        strength=Strength.STRONG if is_strong else chance.choice((Strength.MILD, Strength.MEDIUM)),
        since_on=clock.today(life.person.zone) - timedelta(days=chance.randint(0, 3)),
    )
    tell_side_effect(life.actor, life.participant, entry_id=entry_id, told=told, made_at=clock.now())
    if is_strong:
        answering.arrange(stage)
    stage.agenda.enter(clock.now() + timedelta(hours=chance.uniform(11, 15)), _read, stage, life, entry_id, chance)


def _read(stage: Stage, life: Life, entry_id: UUID, chance: Random) -> None:
    told = medications.side_effect(stage.system, entry_id)
    answer = chance.choice(_ANSWERS[life.person.language]) if chance.random() < 0.7 else ""
    read_side_effect(stage.actor_named(PRESCRIBER), told, reading_id=new_id(), answer=answer)


def _tell_unread(life: Life) -> None:
    if not (life.participant and life.actor):
        return
    told = SideEffect(medicine_id=None, what=(_UNREAD[life.number],), strength=Strength.MEDIUM)
    tell_side_effect(life.actor, life.participant, entry_id=new_id(), told=told, made_at=clock.now())
