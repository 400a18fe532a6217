"""Use and therapy in the play: what somebody uses and wants with it, days told with staff and on the phone, outlines, homework, what was gone through."""

from datetime import date, timedelta
from random import Random

from daybridge.checkins import actions as checkins
from daybridge.checkins import queries as written
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import use_texts
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs import queries as programs
from daybridge.programs.rules import Focus
from daybridge.substances import actions as substances
from daybridge.substances.rules import Day, Goal, History, Source, State
from daybridge.therapies import actions as therapies
from daybridge.therapies.rules import Kind

_GOALS = (Goal.STOP, Goal.STOP, Goal.LESS, Goal.LESS, Goal.SAFER, Goal.NOT_SURE, Goal.KEEP)
_WRITES_AFTER, _TARGETS_AFTER, _GOES_THROUGH = 6, 8, (15, 29)
_DAYS_WITH_STAFF, _DAYS_ON_PHONE = 4, 3


def arrange(stage: Stage, life: Life) -> None:
    """On the day somebody comes, use is asked about; within weeks the work with them is written down and gone through."""
    if not life.participant:
        return
    chance = chance_of("using", life.number)
    if life.focus is Focus.DUAL_DIAGNOSIS:
        _ask_about_use(stage, life, chance)
        for after in (9, 22) if life.number < 6 else (9,):
            stage.agenda.enter(clock.now() + timedelta(days=after, hours=8), _tell_days, life, after)
    elif life.number % 5 == 3:
        _write(stage, life, "tobacco", chance)
    now = clock.now()
    stage.agenda.enter(now + timedelta(days=_WRITES_AFTER, hours=1), _formulate, stage, life)
    stage.agenda.enter(now + timedelta(days=_TARGETS_AFTER, hours=1), _order_targets, stage, life)
    for after in _GOES_THROUGH if life.number < 6 else _GOES_THROUGH[:1]:
        stage.agenda.enter(now + timedelta(days=after, hours=1), _go_through, stage, life, after)


def _ask_about_use(stage: Stage, life: Life, chance: Random) -> None:
    what = chance.choice(("cannabis", "opioids", "methamphetamine", "cocaine")) if life.number % 2 == 0 else "alcohol"
    _write(stage, life, what, chance)
    if chance.random() < 0.4:
        _write(stage, life, "tobacco", chance)
    assert life.participant
    therapist, today = stage.actor_named(life.therapist), clock.today(life.person.zone)
    substances.choose_goal(
        therapist, life.participant, entry_id=new_id(), substance=what, goal=chance.choice(_GOALS),
        said=chance.choice(use_texts.WANTS[life.person.language]), made_at=clock.now(),
    )  # fmt: skip
    for back in sorted(chance.sample(range(1, 30), _DAYS_WITH_STAFF)):
        state = chance.choices((State.USED, State.NONE, State.NOT_SURE), (60, 30, 10))[0]
        _tell(therapist, life, today - timedelta(days=back), state, what, chance)
    if life.number % 3 == 0:
        substances.mark_day(
            therapist, life.participant, entry_id=new_id(), on_day=today - timedelta(days=chance.randint(5, 25)),
            said=chance.choice(use_texts.DAYS[life.person.language]), made_at=clock.now(),
        )  # fmt: skip


def _write(stage: Stage, life: Life, what: str, chance: Random) -> None:
    assert life.participant
    last = clock.today(life.person.zone) - timedelta(days=chance.randint(0, 12))
    told = History(
        substance=what, source=chance.choice((Source.PERSON, Source.PERSON, Source.REFERRAL)),
        route={"alcohol": "oral", "opioids": "oral", "cocaine": "nose"}.get(what, "smoked"),
        frequency=chance.choice(("weekly", "most-days", "daily")), first_age=chance.randint(13, 24), last_used_on=last,
        amount=use_texts.AMOUNTS[what],
    )  # fmt: skip
    substances.write_history(stage.actor_named(life.therapist), life.participant, entry_id=new_id(), told=told)


def _tell(actor: object, life: Life, day: date, state: State, what: str, chance: Random) -> None:
    assert life.participant
    is_used = state is State.USED and what
    told = Day(on_day=day, state=state, substances=(what,) if is_used else (), amount="")
    substances.tell_use_day(actor, life.participant, entry_id=new_id(), told=told, made_at=clock.now())  # type: ignore[arg-type]


def _tell_days(life: Life, after: int) -> None:
    """On the phone, of the days before: most without use, some gaps."""
    if not (life.actor and life.participant) or programs.current_episode(life.participant.id) is None:
        return
    chance, today = chance_of("days", life.number, after), clock.today(life.person.zone)
    for back in sorted(chance.sample(range(9), _DAYS_ON_PHONE)):
        state = chance.choices((State.NONE, State.USED, State.NOT_SURE), (75, 18, 7))[0]
        _tell(life.actor, life, today - timedelta(days=back), state, "", chance)


def _formulate(stage: Stage, life: Life) -> None:
    if not _is_here(stage, life):
        return
    assert life.participant
    therapist, chance = stage.actor_named(life.therapist), chance_of("formulation", life.number)
    parts = (
        use_texts.DUAL if life.focus is Focus.DUAL_DIAGNOSIS else use_texts.LOW if life.number % 2 else use_texts.WORRY
    )
    content = {heading: chance.choice(said) for heading, said in parts.items()}
    therapies.write_outline(
        therapist, life.participant, kind=Kind.FORMULATION, content=content, is_shared=chance.random() < 0.5, based_on=0
    )
    therapies.agree_on_homework(
        therapist, life.participant, homework_id=new_id(), said=chance.choice(use_texts.HOMEWORK)
    )
    if life.number % 2 == 0:
        wanted = {"sleep_hours": "7", "movement_minutes": "20", "quiet_minutes": "5", "food": use_texts.FOOD}
        therapies.write_outline(
            therapist, life.participant, kind=Kind.WELLNESS, content=wanted, is_shared=True, based_on=0
        )


def _order_targets(stage: Stage, life: Life) -> None:
    if not _is_here(stage, life) or not (life.focus is Focus.DUAL_DIAGNOSIS or life.number % 4 == 0):
        return
    assert life.participant
    content = {heading: "\n".join(lines) for heading, lines in use_texts.TARGETS.items()}
    if life.number % 7:
        content["life"] = ""
    therapies.write_outline(
        stage.actor_named(life.therapist),
        life.participant,
        kind=Kind.TARGETS,
        content=content,
        is_shared=False,
        based_on=0,
    )


def _go_through(stage: Stage, life: Life, after: int) -> None:
    """A session: the newest pages are looked at together, a setback is gone through, and something new is agreed on."""
    if not _is_here(stage, life):
        return
    assert life.participant
    therapist, chance = stage.actor_named(life.therapist), chance_of("session", life.number, after)
    since = clock.today(life.person.zone) - timedelta(days=14)
    shared = written.shared_entries_of(life.participant.id, since=since, codes=["thought-record", "activity-plan"])
    for one in shared[:2]:
        checkins.go_through(therapist, life.participant, entry_id=new_id(), about=one.about, on_day=one.on_day)
    for day in list(written.setbacks_told(life.participant.id, since=since))[1:2]:
        checkins.go_through(
            therapist, life.participant, entry_id=new_id(), on_day=day, agreed=chance.choice(use_texts.AGREED)
        )
    if after == _GOES_THROUGH[-1]:
        therapies.agree_on_homework(
            therapist, life.participant, homework_id=new_id(), said=chance.choice(use_texts.HOMEWORK)
        )


def _is_here(stage: Stage, life: Life) -> bool:
    return life.on(stage.day_of(clock.now())) is not None
