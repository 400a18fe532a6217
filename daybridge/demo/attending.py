"""Coming and not coming, in the play: a few take a session that makes up for hours, and who can't come says so."""

from datetime import timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs.attending import queries
from daybridge.programs.attending.actions import (
    ToldAbsence,
    ToldChange,
    answer_change,
    ask_for_change,
    come_after_all,
    make_calendar_link,
    tell_absence,
)
from daybridge.programs.attending.rules import Outcome, Reason
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.actions import take_make_up

#: Of those whose week falls short, so many look for something on a Monday.
_LOOKS_FOR_MORE = 0.35
#: How many can't come to their next session on a day, and how many of them come after all.
_CANNOT_COME, _COMES_AFTER_ALL = 0.04, 0.15
_WISHES = {
    "en": ("After 18:00. My shift has moved.", "Let us look at it together on your next visit."),
    "es": ("Después de las 18:00. Mi turno cambió.", "Lo vemos juntos en su próxima visita."),
}
_NOTES = {
    "en": {
        Reason.CARE: "My son has a fever.",
        Reason.TRANSPORT: "The bus does not run.",
        Reason.APPOINTMENT: "Dentist.",
    },
    "es": {Reason.CARE: "Mi hijo tiene fiebre.", Reason.TRANSPORT: "No pasa el autobús."},
}


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """What people do about their sessions on a day of the play. Ana has left hers open."""
    for life in lives:
        if life.number == 0 or not life.on(day):
            continue
        chance = chance_of("attending", life.number, day)
        if day % 7 == 1 and chance.random() < _LOOKS_FOR_MORE:
            stage.agenda.enter(stage.local(day, chance.uniform(17, 21), life.person.zone), _make_up, life)
        if chance.random() < _CANNOT_COME:
            stage.agenda.enter(stage.local(day, chance.uniform(6, 8), life.person.zone), _cannot_come, stage, life, day)


def end(stage: Stage, lives: list[Life]) -> None:
    """In the last hours: two of Ben's people have told that they can't come to their next session, one is away for days; some calendars follow."""
    found = [life for life in lives if life.number and life.number % 3 == 0 and life.on(stage.days)]
    with clock.at(stage.now - timedelta(hours=26)):
        _ask_and_answer(stage, lives)
    with clock.at(stage.now - timedelta(minutes=50)):
        for life, reason in zip(found, (Reason.SICK, Reason.TRANSPORT), strict=False):
            _tell(life, reason)
        for life in found[2:3]:
            _away_for_days(life)
        for life in lives:
            if life.number % 4 == 0 and life.actor and life.participant and life.on(stage.days):
                make_calendar_link(life.actor, life.participant, shows_names=life.number % 8 == 4)


def _ask_and_answer(stage: Stage, lives: list[Life]) -> None:
    """Of Ben's people two asked for other times: one waits, the other was answered. So was Ana."""
    mine = [life for life in lives if life.number % 3 == 0 and life.actor and life.participant and life.on(stage.days)]
    asked = [(life, *_WISHES[life.person.language]) for life in mine[:1] + mine[3:5]]
    for place, (life, better, answer) in enumerate(asked):
        assert life.actor and life.participant
        told = ToldChange(id=new_id(), made_at=clock.now(), better=better)
        request_id = ask_for_change(life.actor, life.participant, told=told).subject_id
        if place != 1:
            ben = stage.actor_named(life.therapist)
            answer_change(ben, queries.change_request(ben, request_id), outcome=Outcome.TALK, words=answer)


def _cannot_come(stage: Stage, life: Life, day: int) -> None:
    chance = chance_of("absence", life.number, day)
    absence_id = _tell(life, chance.choice(list(Reason)))
    if absence_id and chance.random() < _COMES_AFTER_ALL:
        stage.agenda.enter(clock.now() + timedelta(minutes=25), _come, life, absence_id)


def _tell(life: Life, reason: Reason) -> UUID | None:
    """Of their next session; None where they have none within a week."""
    if not (life.actor and life.participant):
        return None
    now, zone = clock.now(), life.participant.time_zone
    ahead = calendar.sessions_of(life.participant.id, since=now, until=now + timedelta(days=7))
    if not ahead:
        return None
    day = clock.day_of(ahead[0].begins_at, zone)
    told = ToldAbsence(
        id=new_id(), made_at=now, reason=reason, note=_NOTES[life.person.language].get(reason, ""),
        occurrence=ahead[0], first_on=day, last_on=day,
    )  # fmt: skip
    return tell_absence(life.actor, life.participant, told=told).subject_id


def _away_for_days(life: Life) -> None:
    if not (life.actor and life.participant):
        return
    first = clock.today(life.participant.time_zone) + timedelta(days=2)
    told = ToldAbsence(
        id=new_id(), made_at=clock.now(), reason=Reason.CARE, note="", first_on=first,
        last_on=first + timedelta(days=4),
    )  # fmt: skip
    tell_absence(life.actor, life.participant, told=told)


def _come(life: Life, absence_id: UUID) -> None:
    assert life.actor
    try:
        come_after_all(life.actor, queries.absence(life.actor, absence_id), return_id=new_id())
    except Conflict:
        return


def _make_up(life: Life) -> None:
    """The first that fits."""
    if not (life.actor and life.participant):
        return
    found = queries.offers(life.participant).sessions
    try:
        if found:
            take_make_up(life.actor, life.participant, occurrence=found[clock.now().day % len(found)])
    except Conflict:
        return
