"""Messages in the play: people and whoever answers them write to one another, mostly within the reply hours."""

from datetime import timedelta

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import message_texts
from daybridge.demo.lives import Life
from daybridge.demo.people import DIRECTOR
from daybridge.demo.stage import Stage, chance_of
from daybridge.messaging import actions, queries
from daybridge.programs import queries as programs

#: On which days of a stay somebody writes, how often they are answered, and how often it is a thank you that needs no answer.
_WRITES_AFTER, _ANSWERED, _THANKS = (2, 5, 9, 14, 20, 27, 33, 39, 46), 0.86, 0.5


def arrange(stage: Stage, life: Life) -> None:
    """A word of welcome on the first day, and a talk every week or so."""
    if not life.actor:
        return
    stage.agenda.enter(clock.now() + timedelta(hours=3), _welcome, stage, life)
    if life.number < len(message_texts.AMONG_STAFF):
        stage.agenda.enter(clock.now() + timedelta(days=8, hours=2), _among_staff, stage, life)
    for after in _WRITES_AFTER:
        chance = chance_of("writes", life.number, after)
        if life.number == 0 or chance.random() < 0.55:
            stage.agenda.enter(
                clock.now() + timedelta(days=after, hours=chance.uniform(0, 7)), _ask, stage, life, after
            )


def plan_day(stage: Stage, day: int) -> None:
    """Every second Monday morning the director says something to everybody in a program."""
    if day and stage.local(day, 9).weekday() == 0 and day // 7 % 2 == 0:
        stage.agenda.enter(stage.local(day, 9.4), _announce, stage, day // 14)


def _announce(stage: Stage, number: int) -> None:
    for program in stage.programs.values():
        if queries.members_of(program):
            words = message_texts.ANNOUNCEMENTS[number % len(message_texts.ANNOUNCEMENTS)]
            actions.announce(stage.actor_named(DIRECTOR), program, announcement_id=new_id(), words=words)


def _welcome(stage: Stage, life: Life) -> None:
    assert life.participant
    _write(stage, life, message_texts.WELCOME[life.person.language].format(name=life.participant.called))
    chance = chance_of("welcome", life.number)
    if chance.random() < 0.8:
        stage.agenda.enter(clock.now() + timedelta(hours=chance.uniform(0.2, 5)), _thank, life)


def _among_staff(stage: Stage, life: Life) -> None:
    """Their therapist asks a colleague who covers, who answers."""
    if _is_here(life):
        assert life.participant
        for name, words in zip((life.therapist, life.covering), message_texts.AMONG_STAFF[life.number], strict=True):
            actions.write_to_team(stage.actor_named(name), life.participant, message_id=new_id(), words=words)


def _is_here(life: Life) -> bool:
    return bool(life.participant and programs.current_episode(life.participant.id))


def _write(stage: Stage, life: Life, words: str) -> None:
    """Their therapist writes, once they have read what is there."""
    if not _is_here(life):
        return
    assert life.participant
    therapist = stage.actor_named(life.therapist)
    read = queries.thread(life.participant, reader=therapist.who)
    if read.unread:
        actions.note_read(therapist, life.participant, up_to=read.last)
    actions.send_message(therapist, life.participant, message_id=new_id(), words=words, made_at=clock.now())


def _own(life: Life, words: str) -> None:
    assert life.actor and life.participant
    seen = queries.thread(life.participant, reader=None)
    if seen.unread:
        actions.note_fetched(life.actor, life.participant, up_to=seen.last)
        actions.note_read(life.actor, life.participant, up_to=seen.last)
    actions.send_message(life.actor, life.participant, message_id=new_id(), words=words, made_at=clock.now())


def _thank(life: Life) -> None:
    if _is_here(life):
        _own(life, chance_of("thanks", life.number).choice(message_texts.THANKS[life.person.language]))


def _ask(stage: Stage, life: Life, after: int) -> None:
    """They ask or tell something; most get an answer within hours, now and then what they said needs none."""
    if not _is_here(life):
        return
    chance = chance_of("asks", life.number, after)
    talks = message_texts.TALKS[life.person.language]
    asked, answered = talks[(life.number + _WRITES_AFTER.index(after)) % len(talks)]
    _own(life, asked)
    if chance.random() < _ANSWERED:
        at = clock.now() + timedelta(hours=chance.uniform(0.3, 6))
        stage.agenda.enter(at, _answer, stage, life, after, answered)


def _answer(stage: Stage, life: Life, after: int, answered: str) -> None:
    _write(stage, life, answered)
    chance = chance_of("after", life.number, after)
    if _is_here(life) and chance.random() < _THANKS:
        _own(life, chance.choice(message_texts.THANKS[life.person.language]))
        if chance.random() < 0.9:
            stage.agenda.enter(clock.now() + timedelta(hours=1), _settle, stage, life)


def _settle(stage: Stage, life: Life) -> None:
    """A thank you is read, and needs no answer."""
    assert life.participant
    therapist = stage.actor_named(life.therapist)
    last = queries.thread(life.participant, reader=therapist.who).last
    actions.note_read(therapist, life.participant, up_to=last)
    actions.settle(therapist, life.participant, up_to=last)
