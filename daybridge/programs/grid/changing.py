"""From what a form says to the change that a version is made of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.models import Staff
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence, Series
from daybridge.programs.grid import rules, sentences
from daybridge.programs.grid.checks import Target
from daybridge.programs.grid.forms import SuggestedForm, minutes_of
from daybridge.programs.grid.rules import Meets, Scope, Suggested, Taken
from daybridge.programs.models import Group, Room
from daybridge.programs.planning.changes import Change, ChangeDate, MoveTime, OpenTime
from daybridge.programs.rules import Mode

# --- One session -----------------------------------------------------------------------------------------------------


def target(one: Occurrence, said: Mapping[str, Any]) -> Target:
    """Where a form would have a session; what it leaves open stays as it is."""
    room = one.held_in
    present: dict[str, Any] = {
        "minutes": _minutes(one),
        "lead": str(one.led_by.id),
        "room": str(room.id) if room else "",
    }
    told = present | {name: value for name, value in said.items() if value not in (None, "")}
    room_id = UUID(str(told["room"])) if told["room"] else None
    zone = told.get("clock") or calendar.zone_of(one.series)
    return Target(told["day"], minutes_of(told["start"]), told["minutes"], zone, UUID(str(told["lead"])), room_id)


def _minutes(one: Occurrence) -> int:
    return int((one.ends_at - one.begins_at).total_seconds()) // 60


def changed(one: Occurrence, said: Mapping[str, Any]) -> Change:
    """The change that a form asks for: of one date, or of the weekly time from it on. Raises Invalid (422)."""
    goal = target(one, said)
    _refuse_what_is_over(one, goal)
    begins, ends = goal.span
    if said["scope"] == Scope.ONCE:
        return ChangeDate(
            occurrence_id=one.id, begins_at=begins, minutes=goal.minutes, lead_id=goal.lead_id, room_id=goal.room_id
        )
    day, start, _end = rules.on_clock(begins, ends, calendar.zone_of(one.series))
    return MoveTime(
        series_id=one.series_id, new_series_id=new_id(), weekday=day.weekday(), start=start, minutes=goal.minutes,
        lead_id=goal.lead_id, room_id=goal.room_id, from_on=rules.moves_from(one.on_day, day, one.series.from_on),
    )  # fmt: skip


def last_day(one: Occurrence, last_on: date) -> date:
    """The last day of a weekly time, as the form says it. Raises Invalid (422) for a day that is over."""
    if last_on < clock.today(calendar.zone_of(one.series)):
        raise Invalid(_("This can't be."), fields={"last_on": _("That day is over.")})
    return last_on


def _refuse_what_is_over(one: Occurrence, goal: Target) -> None:
    begins, ends = goal.span
    day, start, _end = rules.on_clock(begins, ends, calendar.zone_of(one.series))
    local = clock.now().astimezone(rules.zone(calendar.zone_of(one.series)))
    now = local.hour * 60 + local.minute
    faults = rules.faults_in_move(day, start, goal.minutes, today=local.date(), now=now, closed=())
    fields = {Meets.OVER: "day", Meets.MIDNIGHT: "minutes"}
    if faults:
        raise Invalid(_("This can't be."), fields={fields[one]: sentences.meets_in_words(one) for one in faults})


# --- Weekly times ----------------------------------------------------------------------------------------------------


def opened(group: Group, said: Mapping[str, Any], room: Room | None) -> OpenTime:
    """A weekly time as the form says it: in its room, or at the group's own site without one, or by video."""
    return OpenTime(
        series_id=new_id(), group_id=group.id, weekday=int(said["weekday"]), start=minutes_of(said["start"]),
        minutes=group.minutes if said["minutes"] is None else said["minutes"], lead_id=UUID(said["lead"]),
        site_id=_site(group, room), room_id=room.id if room else None, from_on=said["from_on"],
        until_on=said["until_on"],
    )  # fmt: skip


def _site(group: Group, room: Room | None) -> UUID | None:
    if room:
        return room.site_id
    return None if group.mode == Mode.VIDEO else group.site_id


def suggested(groups: Iterable[Group]) -> list[Suggested]:
    """The times that a program's template suggests, in the order of the week."""
    rows = [
        Suggested(group.id, int(at["weekday"]), _minute(at["start"]), group.minutes, _room(group))
        for group in groups
        for at in group.suggested_times
    ]
    return sorted(rows, key=lambda row: (row.weekday, row.start, str(row.group_id)))


def _minute(told: str) -> int:
    hours, minutes = map(int, told.split(":"))
    return hours * 60 + minutes


def _room(group: Group) -> UUID | None:
    return None if group.mode == Mode.VIDEO else group.room_id


def taken_already(standing: Iterable[Series]) -> list[Taken]:
    """What leaders and rooms have to do weekly."""
    return [
        Taken(who, one.weekday, one.start, one.start + one.minutes)
        for one in standing
        for who in (one.lead_id, one.room_id)
        if who
    ]


def leaders(actor: Actor, groups: Iterable[Group]) -> dict[UUID, list[UUID]]:
    """Who may lead each of these groups, of those who care for people here; therapists before directors."""
    staff: list[Staff] = sorted(people.carers(actor), key=lambda one: ("director" in one.roles, one.name))
    return {group.id: [one.id for one in staff if calendar.may_lead(one, group)] for group in groups}


def chosen_times(
    form: SuggestedForm, groups: Mapping[UUID, Group], rooms: Mapping[UUID, Room], *, taken: Sequence[Taken],
    may: Mapping[UUID, Sequence[UUID]], from_on: date,
) -> list[Change]:  # fmt: skip
    """The weekly times that were chosen from what was suggested. Raises Invalid (422) with what is wrong beside each."""
    chosen = form.chosen()
    if not chosen:
        raise Invalid(_("Choose at least one time."))
    faults = {
        f"lead-{number}": _("They lead another group then.")
        for number in rules.twice_taken([(number, row, lead) for number, row, _where, lead in chosen], taken)
    } | {
        f"room-{number}": _("The room is taken then.")
        for number in rules.twice_taken([(number, row, where) for number, row, where, _lead in chosen], taken)
    }
    for number, row, where, lead in chosen:
        group = groups[row.group_id]
        if lead not in may[group.id]:
            faults[f"lead-{number}"] = _("This group is led by one of: %(credentials)s.") % {
                "credentials": ", ".join(group.credentials)
            }
        if where and rooms[where].capacity < group.capacity:
            faults[f"room-{number}"] = _("This room holds %(room)s; the group has %(group)s seats.") % {
                "room": rooms[where].capacity, "group": group.capacity
            }  # fmt: skip
    if faults:
        raise Invalid(_("Some of these can't be set."), fields=faults)
    return [_suggested_time(groups[row.group_id], row, where, lead, rooms, from_on) for _n, row, where, lead in chosen]


def _suggested_time(
    group: Group, row: Suggested, where: UUID | None, lead: UUID | None, rooms: Mapping[UUID, Room], from_on: date
) -> OpenTime:
    assert lead  # the form has asked for one
    room = rooms[where] if where else None
    return OpenTime(
        series_id=new_id(), group_id=group.id, weekday=row.weekday, start=row.start, minutes=row.minutes, lead_id=lead,
        site_id=_site(group, room), room_id=where, from_on=from_on,
    )  # fmt: skip
