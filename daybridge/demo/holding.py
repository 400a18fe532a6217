"""Sessions in the play: they are held, people come, come late or stay away, and somebody writes the note and signs it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from daybridge.attendance import actions, queries
from daybridge.attendance.actions import Arrival
from daybridge.attendance.rules import Source, Way
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.demo import note_texts
from daybridge.demo.lives import Life, Part
from daybridge.demo.people import DIRECTOR, ZONE
from daybridge.demo.stage import Stage, chance_of
from daybridge.notes import actions as notes
from daybridge.notes import queries as drafts
from daybridge.notes.actions import Typed
from daybridge.people.models import Participant
from daybridge.plans import queries as objectives
from daybridge.plans.models import Objective
from daybridge.programs.calendar import actions as calendar
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import planned_of_program
from daybridge.programs.calendar.rules import Weekly
from daybridge.programs.families import queries as families
from daybridge.programs.rules import Focus

#: How many of those expected stay away without a word, come late, leave early.
_STAYS_AWAY, _LATE, _EARLY = 0.06, 0.08, 0.04
#: Whoever has a part in the play's last hours comes to every session of these last days: no other alert joins theirs.
_FAITHFUL_DAYS = 10
#: Notes of these last days wait to be written: Ben has some to finish.
_UNWRITTEN_DAYS = 4
#: Whose notes a supervisor signs, too, for so many of the last days; the newest of them wait.
_SUPERVISED, _SUPERVISOR, _SUPERVISED_DAYS, _WAITING_DAYS = "Mateo Fuentes", "Cora Lindqvist", 9, 5


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """Every morning the sessions of the day are known; each is held when it is over."""
    stage.agenda.enter(stage.local(day, 5.9), _plan_sessions, stage, lives, day)
    if day == stage.days - _SUPERVISED_DAYS:
        stage.agenda.enter(stage.local(day, 7.5), _choose_supervisor, stage)


def _choose_supervisor(stage: Stage) -> None:
    notes.choose_supervisor(stage.actor_named(DIRECTOR), stage.staff[_SUPERVISED], supervisor=stage.staff[_SUPERVISOR])


def _plan_sessions(stage: Stage, lives: list[Life], day: int) -> None:
    begin = clock.now()
    for program in stage.programs.values():
        for one in planned_of_program(program.id, since=begin, until=begin + timedelta(hours=20)):
            stage.agenda.enter(one.begins_at, _begin, stage, one, lives, day)
            stage.agenda.enter(one.ends_at, _end, stage, one)
            if day <= stage.days - _UNWRITTEN_DAYS or one.led_by != stage.staff["Ben Okafor"]:
                minutes = _chance("writing", one).randint(15, 240)
                stage.agenda.enter(one.ends_at + timedelta(minutes=minutes), _write, stage, one, lives, day)


def _leader(stage: Stage, one: Occurrence) -> Actor:
    return stage.actors[one.led_by.id]


def _chance(about: str, one: Occurrence, who: Participant | None = None) -> Random:
    """Chance about a session, or about one person in it: the same in every play."""
    group = one.series.group
    return chance_of(about, group.program.name, group.name, one.begins_at.isoformat(), who.email if who else "")


def _begin(stage: Stage, one: Occurrence, lives: list[Life], day: int) -> None:
    """Most are there when it begins; those who come late are tapped in when they do."""
    coming = queries.expected([one.id]).get(one.id, [])
    faithful = _with_a_part(lives) if day > stage.days - _FAITHFUL_DAYS else set()
    in_time = []
    for who in coming:
        chance = _chance("presence", one, who).random()
        if chance < _STAYS_AWAY and who.email not in faithful:
            continue
        if chance < _STAYS_AWAY + _LATE:
            late = one.begins_at + timedelta(minutes=_chance("late", one, who).randint(3, 25))
            stage.agenda.enter(late, _tap, stage, one, who, Way.IN)
        else:
            in_time.append(who)
        if 1 - chance < _EARLY:
            early = one.ends_at - timedelta(minutes=_chance("early", one, who).randint(12, 35))
            stage.agenda.enter(early, _tap, stage, one, who, Way.OUT)
    if in_time:
        actions.mark_everybody(_leader(stage, one), one, participants=in_time)


def _with_a_part(lives: list[Life]) -> set[str]:
    return {life.person.email for life in lives if life.part is not Part.EVERYDAY}


def _tap(stage: Stage, one: Occurrence, who: Participant, way: Way) -> None:
    told = Arrival(way=way, source=Source.STAFF, at=clock.now())
    actions.mark_presence(_leader(stage, one), one, participant=who, told=told)


def _end(stage: Stage, one: Occurrence) -> None:
    if queries.expected([one.id]):
        for guest in families.guests(one):
            if guest.is_coming:
                actions.note_guest(_leader(stage, one), one, invitation_id=guest.invitation_id, has_come=True)
        actions.end_session(_leader(stage, one), one, at=one.ends_at)


def _write(stage: Stage, one: Occurrence, lives: list[Life], day: int) -> None:
    """The leader writes the group once and a line for each, and signs; whoever supervises signs most of them, too."""
    there = [row.participant for row in queries.attendances([one.id]).values() if row.minutes]
    if not there:
        return
    leader = _leader(stage, one)
    begun = notes.begin_group_note(leader, one)
    draft = drafts.draft(leader, begun.subject_id)
    topic = drafts.said(drafts.cells(draft), None).get("topic", "")
    shared = note_texts.shared_part(_chance("group", one), kind=one.series.group.kind, topic=topic, people=len(there))
    if topic:
        del shared["topic"]  # the curriculum has put it there
    else:
        topic = shared["topic"]
    by_person = {life.participant.id: life for life in lives if life.participant}
    typed = [Typed(None, code, said, 0) for code, said in shared.items()]
    aims = objectives.objectives_of([who.id for who in there])
    ready = [who for who in there if aims.get(who.id)]
    for who in ready:
        typed += _part(one, who, by_person[who.id], day, topic, aims[who.id])
    notes.write_all(leader, draft, typed=typed)
    try:
        notes.sign_group_note(leader, draft, participants=ready, has_looked=True)
    except (Conflict, Invalid):
        return
    if drafts.supervisor_of(one.led_by.id) and day <= stage.days - _WAITING_DAYS:
        for note in drafts.signed(draft).values():
            notes.cosign(stage.actor_named(_SUPERVISOR), note)


def _part(
    one: Occurrence, who: Participant, life: Life, day: int, topic: str, aims: Sequence[Objective]
) -> list[Typed]:
    lived = life.on(day)
    aim = _chance("aim", one, who).choice(list(aims))
    told = note_texts.own_part(
        _chance("part", one, who), kind=one.series.group.kind, topic=topic,
        is_dual=life.focus is Focus.DUAL_DIAGNOSIS, mood=lived.mood if lived else None,
        urge=lived.urge if lived and life.focus is Focus.DUAL_DIAGNOSIS else None,
        weeks_in=max(0, day - life.starts) // 7, objective=aim.said, who=str(life.number),
    )  # fmt: skip
    return [Typed(who, code, said, 0) for code, said in {**told, drafts.OBJECTIVE: str(aim.id)}.items()]


# --- The present -----------------------------------------------------------------------------------------------------


def hold_one_now(stage: Stage, lives: list[Life]) -> None:
    """A session of Ben's runs while the demo is opened, at whatever hour: two are not there yet, and one has called in.

    Where one of his weekly ones runs already, that is it.
    """
    begins, ends = _between_his_others(stage)
    with clock.at(begins - timedelta(minutes=20)):
        occurrence = _open_circle(stage, begins, ends)
        if occurrence is None:
            return
        seated = [life.participant for life in lives if life.participant and _sits_down(stage, life, occurrence)]
    with clock.at(begins):
        if len(seated) > 2:
            actions.mark_everybody(_leader(stage, occurrence), occurrence, participants=seated[:-2])


def _between_his_others(stage: Stage) -> tuple[datetime, datetime]:
    """From 25 minutes ago for an hour and a half, as far as his other sessions and the day leave room."""
    now = stage.now.replace(second=0, microsecond=0)
    midnight = now.astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0)
    begins = max(now - timedelta(minutes=25), midnight)
    ends = min(begins + timedelta(minutes=90), midnight + timedelta(days=1))
    for one in queries.led_by(stage.actor_named("Ben Okafor"), since=begins, until=ends):
        if one.ends_at <= now:
            begins = one.ends_at
        elif one.begins_at > now:
            ends = min(ends, one.begins_at)
    return begins, ends


def _open_circle(stage: Stage, begins: datetime, ends: datetime) -> Occurrence | None:
    local = begins.astimezone(ZoneInfo(ZONE))
    minutes = (ends - begins) // timedelta(minutes=1)
    group = stage.programs[Focus.MENTAL_HEALTH].groups.filter(kind="process").order_by("name").first()
    if group is None:
        return None
    weekly = Weekly(local.weekday(), local.hour * 60 + local.minute, minutes, local.date(), local.date())
    try:
        opened = calendar.open_series(
            stage.actor_named(DIRECTOR), group, weekly=weekly, lead=stage.staff["Ben Okafor"], room=None, site=None
        )
    except (Conflict, Invalid):
        return None  # Ben leads another at this hour: that one runs
    found = planned_of_program(
        group.program_id, since=begins - timedelta(minutes=1), until=begins + timedelta(minutes=1)
    )
    return next((one for one in found if one.series_id == opened.subject_id), None)


def _sits_down(stage: Stage, life: Life, occurrence: Occurrence) -> bool:
    if life.focus is not Focus.MENTAL_HEALTH or life.number % 3 or not life.on(stage.days):
        return False
    assert life.participant
    try:
        calendar.take_seat(
            stage.actor_named(life.therapist), life.participant, series=occurrence.series,
            from_on=clock.today(ZONE), until_on=clock.today(ZONE),
        )  # fmt: skip
    except (Conflict, Invalid):
        return False
    return True
