"""What participants do: arrive, check in, ask for someone, leave. Each deed is the product's own action."""

from datetime import timedelta

from daybridge.checkins.actions import check_in
from daybridge.checkins.rules import Answers, Medicines
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.demo import (
    answering,
    assessing,
    attending,
    holding,
    hours,
    knowing,
    looking,
    measuring,
    medicating,
    meeting,
    planning,
    reading,
    reminding,
    returning,
    rewarding,
    scheduling,
    screening,
    sharing,
    texts,
    treating,
    using,
    watching,
    weeks,
    working,
    writing,
)
from daybridge.demo.courses import Day
from daybridge.demo.lives import Life
from daybridge.demo.people import INTAKE, NURSE, PEER, PRESCRIBER, Person
from daybridge.demo.stage import PASSWORD, Stage, chance_of, sign_up
from daybridge.measures import jobs as measures_jobs
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Participant
from daybridge.people.rules import TeamRole
from daybridge.programs import queries as programs
from daybridge.programs.actions import admit
from daybridge.programs.rules import EndReason, Focus
from daybridge.safety import actions as safety
from daybridge.safety import jobs as safety_jobs

_WAYS_OUT = (EndReason.COMPLETED, EndReason.COMPLETED, EndReason.STEPPED_DOWN, EndReason.LEFT_EARLY)
_NOTED, _ASKS_ON_A_HARD_DAY, _NOT_SAFE_ON_THE_WORST = 0.35, 0.12, 0.12


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """Enter everything that participants will do on a day of the play."""
    reminding.plan_day(stage, lives, day)
    scheduling.plan_day(stage, day)
    attending.plan_day(stage, lives, day)
    holding.plan_day(stage, lives, day)
    writing.plan_day(stage, day)
    meeting.plan_day(stage, lives, day)
    stage.agenda.enter(stage.local(day, 5), measures_jobs.ask, stage.system)
    stage.agenda.enter(stage.local(day, 6.5), looking.read_the_night, stage)
    stage.agenda.enter(stage.local(day, 9.1), _look_for_silence, stage)
    stage.agenda.enter(stage.local(day, 13.4), planning.look_again, stage, lives)
    returning.plan_day(stage, lives, day)
    for life in lives:
        if life.starts == day:
            stage.agenda.enter(stage.local(day, 9.25 + life.number % 12 * 0.25), arrive, stage, life)
        if life.ends == day:
            stage.agenda.enter(stage.local(day, 16), leave, stage, life)
        reading.plan_giving(stage, life, day)
        if lived := life.on(day):
            _plan_check_in(stage, life, day, lived)
            medicating.plan_day(stage, life, day, lived)


def _plan_check_in(stage: Stage, life: Life, day: int, lived: Day) -> None:
    hour = min(21.4, max(6.0, life.hour + chance_of("hour", life.number, day).gauss(0, 0.7)))
    moment = stage.local(day, hour, life.person.zone)
    if lived.entries:
        stage.agenda.enter(moment, enter_day, stage, life, day, lived)
        stage.agenda.enter(moment + timedelta(minutes=1), working.work, stage, life, day, lived)
        stage.agenda.enter(moment + timedelta(minutes=3), measuring.answer_what_is_due, stage, life, day, lived)
        stage.agenda.enter(moment + timedelta(minutes=9), reading.read_something, stage, life, day, lived)
    elif lived.told_late and life.on(day + 1):
        stage.agenda.enter(moment + timedelta(days=1), enter_day, stage, life, day, lived, days_late=1)
    if lived.in_setback and day < stage.days - 1:
        _plan_asking(stage, life, day, lived)


def _plan_asking(stage: Stage, life: Life, day: int, lived: Day) -> None:
    """On a hard day some ask for a call; on the very worst, a few say that they are not safe."""
    chance = chance_of("asking", life.number, day)
    kind = "contact" if chance.random() < _ASKS_ON_A_HARD_DAY else ""
    if lived.mood == 1 and lived.anxiety >= 8 and chance.random() < _NOT_SAFE_ON_THE_WORST:
        kind = "not_safe"
    if kind:
        moment = stage.local(day, chance.uniform(10, 20.5), life.person.zone)
        stage.agenda.enter(moment, ask, stage, life, kind)


def arrive(stage: Stage, life: Life) -> None:
    """Intake registers and admits someone, and they set up the companion at the front desk."""
    ines = stage.actor_named(INTAKE)
    life.participant = _register(stage, ines, life.person)
    admit(
        ines,
        life.participant,
        program=stage.programs[life.focus],
        primary_therapist=stage.staff[life.therapist],
        covering=stage.staff[life.covering],
        admitted_on=clock.today(life.person.zone),
    )
    joins = (PRESCRIBER, NURSE, PEER)[life.number % 3 :: 2] if life.focus is Focus.DUAL_DIAGNOSIS else ()
    for name in dict.fromkeys((*joins, *medicating.team_for(life))):
        people.join_care_team(ines, life.participant, staff=stage.staff[name], role=TeamRole.MEMBER)
    life.actor = sign_up(stage, ines, life.participant, PASSWORD if life.number == 0 else None)
    name, relation, phone = life.person.supporter
    people.add_contact(life.actor, life.participant, contact_id=new_id(), name=name, phone=phone, relation=relation)
    planning.arrange(stage, life)
    medicating.arrange(stage, life)
    knowing.arrange(stage, life)
    watching.arrange(stage, life)
    working.arrange(stage, life)
    sharing.arrange(stage, life)
    reminding.arrange(stage, life)
    weeks.arrange(stage, life)
    hours.arrange(stage, life)
    scheduling.arrange(stage, life)
    treating.arrange(stage, life)
    assessing.arrange(stage, life)
    using.arrange(stage, life)
    rewarding.arrange(stage, life)
    screening.arrange(stage, life)
    writing.arrange(stage, life)
    meeting.arrange(stage, life)


def _register(stage: Stage, ines: Actor, told: Person) -> Participant:
    registered = people.register_participant(
        ines,
        stage.organization,
        given_name=told.given_name,
        family_name=told.family_name,
        chosen_name=told.chosen_name,
        pronouns=told.pronouns,
        born_on=told.born_on,
        language=told.language,
        time_zone=told.zone,
        phone=told.phone,
        email=told.email,
    )
    return who.participant(stage.system, registered.subject_id)


def leave(stage: Stage, life: Life) -> None:
    """Their therapist ends the episode."""
    assessing.leave(stage, life, chance_of("leaving", life.number).choice(_WAYS_OUT))


def enter_day(stage: Stage, life: Life, day: int, lived: Day, *, days_late: int = 0, leave_alone: bool = False) -> None:
    """The check-in about a day; people whose program does not ask about urges say nothing of them."""
    if not (life.actor and life.participant):
        return
    made_at = clock.now() - timedelta(seconds=3 + day % 9)
    urge = lived.urge if life.focus is Focus.DUAL_DIAGNOSIS else None
    check_in(
        life.actor,
        life.participant,
        entry_id=new_id(),
        on_day=clock.today(life.person.zone) - timedelta(days=days_late),
        made_at=made_at,
        answers=Answers(
            mood=lived.mood,
            anxiety=lived.anxiety,
            urge=urge,
            sleep_hours=lived.sleep_hours,
            medicines=lived.medicines,
            note=_note(life, day, lived, urge or 0),
        ),
    )
    if lived.mood == 1 or (urge or 0) >= 8 or lived.medicines == Medicines.NONE or lived.sleep_hours < 4:
        answering.arrange(stage, leave_alone=leave_alone)


def _note(life: Life, day: int, lived: Day, urge: int) -> str:
    chance = chance_of("note", life.number, day)
    if chance.random() > _NOTED:
        return ""
    kind = "urge" if urge >= 6 else "low" if lived.mood <= 2 else "even" if lived.mood == 3 else "high"
    return chance.choice(texts.NOTES[life.person.language][kind])


def ask(stage: Stage, life: Life, kind: str, *, leave_alone: bool = False) -> None:
    """They want a call today, or are not safe; `leave_alone` keeps staff from answering until the play is over."""
    if not (life.actor and life.participant):
        return
    safety.ask_for_support(life.actor, life.participant, request_id=new_id(), kind=kind, made_at=clock.now())
    answering.arrange(stage, leave_alone=leave_alone)


def _look_for_silence(stage: Stage) -> None:
    """Every morning; whoever is found silent this last morning has not been called yet."""
    for participant_id in programs.open_episodes(stage.system).values_list("participant_id", flat=True):
        safety_jobs.look_for_silence(stage.system, participant_id=str(participant_id))
    answering.arrange(stage, leave_alone=stage.day_of(clock.now()) == stage.days)
