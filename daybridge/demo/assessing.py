"""Assessments and levels of care in the play: filled on the phone before day one, signed, a worksheet behind each admission, a page for each who leaves."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

from daybridge.assessments import actions, queries
from daybridge.assessments.actions import Typed
from daybridge.assessments.models import Assessment
from daybridge.assessments.rules import Change, Kind, Level, Takes
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs.rules import EndReason, Focus

_FILLED_ON_THE_PHONE = 0.75
_SIGNED_AFTER_HOURS, _CONTINUED_AFTER_DAYS = 5, 28
_OWN = {
    "en": {
        "reason": ("I can't get up in the morning any more.", "I said yes again when I wanted to say no.", "My sister asked me to."),
        "feelings": ("Grey, mostly. Sometimes all right in the evening.", "Tense all day, and then nothing.", "Angry and then sorry."),
        "bring": ("I don't give up.", "I am good with my hands.", "I can make people laugh, still."),
    },
    "es": {
        "reason": ("Ya no puedo levantarme por la mañana.", "Dije que sí otra vez cuando quería decir que no.", "Me lo pidió mi hermana."),
        "feelings": ("Gris, casi siempre. A veces bien por la tarde.", "En tensión todo el día, y luego nada.", "Enojo y luego pena."),
        "bring": ("No me rindo.", "Soy hábil con las manos.", "Todavía hago reír a la gente."),
    },
}  # fmt: skip
_SECTION_OF = {"reason": "why-now", "feelings": "emotional", "bring": "strengths"}
_STAFF: Mapping[str, tuple[str, ...]] = {
    "reason": ("Low mood for months; little is done or enjoyed.", "Worry and sleepless nights; work has suffered."),
    "feelings": ("Low most days, brighter with others.", "Anxious, eases when talked through."),
    "health": ("Well; last seen by the family doctor this spring.", "Back pain, otherwise well."),
    "medicines": ("As on the list of medicines.",),
    "allergies": ("None known.", "Penicillin: rash as a child."),
    "daily-life": ("Lives with a sister, works part time.", "Lives alone, two friends close by."),
    "home": ("Safe; nobody there drinks.", "Safe; a roommate drinks on weekends."),
    "bring": ("Keeps appointments and says when something is wrong.", "Reads, and writes down what helps."),
    "diagnoses": ("Depression, moderate, second episode.", "Generalized anxiety."),
    "mood-and-use": ("Low evenings come first, use after them.", "Sleep goes first, then mood."),
    "safety-now": ("Asked about thoughts of dying: none now. Safety plan begun together.",),
    "understanding": ("Losses in spring, less and less done since, and nights that do not rest.",),
    "next": ("Groups four days a week, safety plan, look again in four weeks.",),
}
_USE = ("Drinks most evenings, last on Sunday.", "Uses on weekends, last a week ago.")
_NO_USE = "Does not drink or use."
_WHY = ("As they tell it, and as it showed today.", "Seen in the first talk.")


def arrange(stage: Stage, life: Life) -> None:
    """They write on the phone, most of them; their therapist writes and signs in the afternoon, with a worksheet for the level."""
    if not (life.participant and life.actor):
        return
    chance = chance_of("assessment", life.number)
    if life.number == 0 or chance.random() < _FILLED_ON_THE_PHONE:
        _fill_on_the_phone(life, chance)
    stage.agenda.enter(clock.now() + timedelta(hours=_SIGNED_AFTER_HOURS), _assess, stage, life)
    stage.agenda.enter(clock.now() + timedelta(days=_CONTINUED_AFTER_DAYS, hours=4), _go_on, stage, life)


def _fill_on_the_phone(life: Life, chance: Random) -> None:
    assert life.actor and life.participant
    one, own = _open(life, Kind.ASSESSMENT), _OWN["es" if life.person.language == "es" else "en"]
    said = {code: chance.choice(words) for code, words in own.items()}
    actions.write_answers(life.actor, one, typed=[Typed(code, words, 0) for code, words in said.items()])
    for code in list(said)[: 3 if life.number == 0 else chance.randint(1, 3)]:
        actions.sign_section(life.actor, one, signature_id=new_id(), section=_SECTION_OF[code], made_at=clock.now())


def _open(life: Life, kind: Kind) -> Assessment:
    assert life.participant
    found = queries.open_one(life.participant.id, kind)
    assert found
    return found


def _assess(stage: Stage, life: Life) -> None:
    therapist, chance = stage.actor_named(life.therapist), chance_of("assessed", life.number)
    said = {code: chance.choice(words) for code, words in _STAFF.items()}
    said["use"] = chance.choice(_USE) if life.focus is Focus.DUAL_DIAGNOSIS else _NO_USE
    _write_and_sign(therapist, _open(life, Kind.ASSESSMENT), said)
    assert life.participant
    actions.begin_assessment(therapist, life.participant, form=f"six-dimensions-{chance.choice('34')}")
    sheet = _open(life, Kind.LEVEL)
    _write_and_sign(therapist, sheet, _rated(sheet, chance, is_dual=life.focus is Focus.DUAL_DIAGNOSIS))


def _rated(sheet: Assessment, chance: Random, *, is_dual: bool) -> dict[str, str]:
    said = {
        "recommended": Level.INTENSIVE.value, "actual": Level.INTENSIVE.value,
        "not-lower": "Weekly visits were tried and did not hold.", "not-higher": "Safe at home, and comes by themself.",
    }  # fmt: skip
    if chance.random() < 0.2:
        said |= {"recommended": Level.PARTIAL.value, "why-differ": "Works mornings and wants to keep the job."}
    if chance.random() < 0.4:
        said |= {"locus": str(chance.randint(17, 19)), "locus-on": clock.today("UTC").isoformat()}
    for asked in sheet.form.asks:
        if asked.takes is Takes.CHOICE and asked.code not in said:
            said |= {asked.code: chance.choice("0123" if is_dual else "012"), f"{asked.code}-why": chance.choice(_WHY)}
    return said


def _write_and_sign(therapist: Actor, one: Assessment, said: Mapping[str, str]) -> None:
    now = queries.answers(one).staff
    typed = [Typed(code, words, now[code].revision if code in now else 0) for code, words in said.items()]
    actions.write_answers(therapist, one, typed=typed)
    sign = actions.end_stay if one.kind == Kind.LEAVING else actions.sign_assessment
    sign(therapist, one, shown=queries.shown_mark(one, queries.answers(one)))


def _go_on(stage: Stage, life: Life) -> None:
    """After four weeks: the level stays, and why."""
    if life.participant and life.on(stage.day_of(clock.now())):
        actions.change_level(
            stage.actor_named(life.therapist), life.participant, change_id=new_id(), kind=Change.CONTINUED,
            to_level=Level.INTENSIVE, reason="Scores move, and evenings are still hard.",
            on_day=clock.today(life.person.zone),
        )  # fmt: skip
    if life.participant and life.number == 0:  # her phone has something that waits
        actions.begin_assessment(stage.actor_named(life.therapist), life.participant, form="biopsychosocial")


def leave(stage: Stage, life: Life, reason: EndReason) -> None:
    """Their therapist fills the page for leaving and signs it, which ends the stay."""
    assert life.participant
    therapist, chance, today = (
        stage.actor_named(life.therapist),
        chance_of("left", life.number),
        clock.today(life.person.zone),
    )
    actions.begin_assessment(therapist, life.participant, form="leaving")
    has_week = chance.random() < 0.85
    said = {
        "reason": reason.value, "stay": "ends", "last-on": today.isoformat(), "why": "What was agreed on is reached.",
        "to-level": Level.OUTPATIENT.value, "plan": "Weekly talks, the Tuesday group for alumni, the safety plan on the phone.",
        "medicines": "As on the list of medicines.", "safety-plan": "yes",
    }  # fmt: skip
    if reason is EndReason.LEFT_EARLY:
        said |= {"to-level": Level.NONE.value, "why": "Wants to go on alone for now; the door stays open."}
    for name, days, is_there in (("week", 5, has_week), ("month", 24, True)):
        if is_there:
            on = (today + timedelta(days=days)).isoformat()
            said |= {
                f"{name}-with": "Dr. Amara Lee",
                f"{name}-on": on,
                f"{name}-where": "Lakeside Clinic, 4 Elm Street",
            }
    _write_and_sign(therapist, _open(life, Kind.LEAVING), said)
