"""The calendar in the play: groups meet as their templates suggest, and whoever is admitted gets a week of seats."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import cycle

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid
from daybridge.demo import weeks
from daybridge.demo.lives import Life
from daybridge.demo.people import DIRECTOR, ZONE
from daybridge.demo.stage import Stage
from daybridge.programs.availability.rules import clashes
from daybridge.programs.calendar import actions, queries
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import Weekly
from daybridge.programs.grid.queries import Look, week
from daybridge.programs.grid.rules import By
from daybridge.programs.models import Group, Program
from daybridge.programs.needs.queries import needs_of
from daybridge.programs.needs.rules import asked
from daybridge.programs.planning import actions as planning
from daybridge.programs.planning import jobs
from daybridge.programs.planning import queries as looking
from daybridge.programs.planning.changes import CancelDate, Change, ChangeDate, EndSeat
from daybridge.programs.planning.rules import Aim
from daybridge.programs.rules import Focus, GroupLanguage, Mode, pack_from_json
from daybridge.programs.setting_up import queries as programs

#: So much those have who wait for more.
_FEW_MINUTES = 5 * 60
#: So long ago a director had everybody's week looked through.
REPAIRED_DAYS_AGO = 10
#: Who leads groups, in turn; whoever is taken or may not is passed over.
_LEADERS = ("Ben Okafor", "Cora Lindqvist", "Mateo Fuentes")


def set_times(stage: Stage) -> None:
    """Give every group the times that its template suggests, with a leader and its room."""
    turn = cycle(_LEADERS)
    for program in stage.programs.values():
        for group in programs.groups_of(program):
            for at in group.suggested_times:
                _set_time(stage, group, at, turn)


def _set_time(stage: Stage, group: Group, at: dict[str, object], turn: "cycle[str]") -> None:
    hours, minutes = map(int, str(at["start"]).split(":"))
    weekly = Weekly(int(str(at["weekday"])), hours * 60 + minutes, group.minutes, clock.today("America/Chicago"))
    room = None if group.mode == Mode.VIDEO else group.room
    for _ in _LEADERS:
        lead = stage.staff[next(turn)]
        try:
            actions.open_series(
                stage.system, group, weekly=weekly, lead=lead, room=room, site=room.site if room else None
            )
        except (Conflict, Invalid):
            continue
        return


def plan_day(stage: Stage, day: int) -> None:
    """Once a week the weeks ahead are put on."""
    if day % 7 == 0:
        stage.agenda.enter(stage.local(day, 5.7), actions.extend_calendar, stage.system, stage.organization)
    if day == stage.days - REPAIRED_DAYS_AGO:
        for program in stage.programs.values():
            stage.agenda.enter(stage.local(day, 16), _repair_for_good, stage, program)


def _repair_for_good(stage: Stage, program: Program) -> None:
    """The director has the engine look for seats for whoever was short, and accepts what it finds: nobody is moved for it."""
    dora = stage.actor_named(DIRECTOR)
    asked = planning.ask_for_week(dora, program, aim=Aim.REPAIR, from_on=clock.today(ZONE) + timedelta(days=1))
    jobs.search(stage.system, proposal_id=str(asked.subject_id))
    with suppress(Conflict, Invalid):  # where nothing is to be changed
        planning.accept(dora, looking.proposal(dora, asked.subject_id), option=0, why="Seats for those who were short")


def look_for_weeks(stage: Stage, lives: list[Life]) -> None:
    """This morning a week was found and accepted for whoever came in last, and one waits for the director to look at."""
    here = [life for life in lives if life.participant and life.ends is None]
    newest = max(here, key=lambda life: (life.starts, life.number))
    therapist, dora = stage.actor_named(newest.therapist), stage.actor_named(DIRECTOR)
    today = clock.today(ZONE)
    assert newest.participant
    asked = planning.ask_for_place(therapist, newest.participant, from_on=today)
    jobs.search(stage.system, proposal_id=str(asked.subject_id))
    found = looking.proposal(therapist, asked.subject_id)
    with suppress(Conflict, Invalid):  # where the week is whole already there is nothing to accept
        planning.accept(therapist, found, option=0, why="Admitted; wants to come three days a week")
    _ana_gives_two_up(stage, lives[0], today)
    program = stage.programs[Focus.DUAL_DIAGNOSIS]
    until = today + timedelta(days=13 - today.weekday())
    asked = planning.ask_for_week(dora, program, aim=Aim.REPAIR, from_on=today + timedelta(days=1), until_on=until)
    jobs.search(stage.system, proposal_id=str(asked.subject_id))


def _ana_gives_two_up(stage: Stage, ana: Life, today: date) -> None:
    """Two of Ana's hours do not work for her any more: her week is short, and others are offered on her phone."""
    assert ana.participant
    newest = sorted(queries.seats_of(ana.participant.id, today + timedelta(days=1)), key=lambda one: one.from_on)[-2:]
    ended = [EndSeat(series_id=one.series_id, participant_id=ana.participant.id, last_on=today) for one in newest]
    planning.change_seats(stage.actor_named(ana.therapist), ana.participant, changes=ended, why="Her shift has moved")


def arrange(stage: Stage, life: Life) -> None:
    """Whoever is admitted gets free seats that fit together and into their week: the kinds they need, then mornings or evenings.

    Two of three get all the hours that are asked of them, as far as there are any; the others wait for some.
    """
    if not life.participant:
        return
    today = clock.today(life.person.zone)
    program, needs = stage.programs[life.focus], needs_of(life.participant.id)
    standing = list(queries.standing_series(program.id, today))
    evenings_first = life.number % 2 == 1
    standing.sort(key=lambda one: ((one.start < 15 * 60) == evenings_first, one.weekday, one.start))
    wanted = asked(needs, pack_from_json(program.rule_pack)).minimum_minutes.value if life.number % 3 else _FEW_MINUTES
    minutes, week, missing = 0, weeks.week_of(life), dict(needs.kinds)
    needed = [(True, one) for one in standing if one.group.kind in missing]
    for is_needed, series in [*needed, *((False, one) for one in standing)]:
        if minutes >= wanted:
            return
        if is_needed and not missing[series.group.kind]:
            continue
        if series.group.language not in (*(needs.languages or (life.participant.language,)), GroupLanguage.BOTH):
            continue
        days = [today + timedelta(days=(series.weekday - today.weekday()) % 7 + more) for more in (0, 7)]
        if any(clashes(week, day, series.start, series.start + series.minutes) for day in days):
            continue
        try:
            taken = actions.take_seat(stage.actor_named(life.therapist), life.participant, series=series, from_on=today)
        except Conflict:
            continue
        minutes += 0 if taken.repeated else series.minutes
        if is_needed and not taken.repeated:
            missing[series.group.kind] -= 1


# --- What a director did lately --------------------------------------------------------------------------------------


def change_weeks_ahead(stage: Stage) -> None:
    """The house is closed for a day in two weeks; next week one session is cancelled and one is covered by a colleague."""
    dora = stage.actor_named(DIRECTOR)
    monday = _next_monday()
    actions.close_day(dora, stage.organization, day=monday + timedelta(days=11), name="Staff training day")
    ahead = [day.blocks for day in week(dora, stage.organization, Look(By.HOUSE, None, monday)).days]
    _publish(stage, [one.occurrence for one in ahead[1]], _cancelled, "The heating is repaired that morning")
    _publish(stage, [one.occurrence for one in ahead[2]], _covered, "A colleague is at a training")


def _next_monday() -> date:
    today = clock.today("America/Chicago")
    return today + timedelta(days=7 - today.weekday())


def _publish(stage: Stage, found: list[Occurrence], made: "Make", why: str) -> None:
    """Publish the first of these that the calendar lets through."""
    for one in found:
        for change in made(stage, one, why):
            try:
                planning.publish(stage.actor_named(DIRECTOR), one.series.group.program, changes=[change], why=why)
            except (Conflict, Invalid):
                continue
            return


Make = Callable[[Stage, Occurrence, str], list[Change]]


def _cancelled(stage: Stage, one: Occurrence, why: str) -> list[Change]:
    return [CancelDate(occurrence_id=one.id, why=why)]


def _covered(stage: Stage, one: Occurrence, why: str) -> list[Change]:
    minutes = int((one.ends_at - one.begins_at).total_seconds()) // 60
    room = one.held_in
    return [
        ChangeDate(
            occurrence_id=one.id, begins_at=one.begins_at, minutes=minutes, lead_id=stage.staff[name].id,
            room_id=room.id if room else None,
        )
        for name in _LEADERS
        if stage.staff[name] != one.led_by
    ]  # fmt: skip
