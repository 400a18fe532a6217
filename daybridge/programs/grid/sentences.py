"""A week of sessions in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.grid.rules import By, Load, Meets, load_of
from daybridge.programs.models import Group
from daybridge.programs.rules import Mode
from daybridge.ui import words

BYS = {
    By.HOUSE: lazy("Everything"),
    By.PROGRAM: lazy("One program"),
    By.SITE: lazy("One site"),
    By.ROOM: lazy("One room"),
    By.LEAD: lazy("One facilitator"),
    By.GROUP: lazy("One group"),
}


def hours_in_words(occurrence: Occurrence, zone: str) -> str:
    """09:00 to 10:30, on a clock."""
    return _("%(start)s to %(end)s") % {
        "start": _clock(occurrence.begins_at, zone), "end": _clock(occurrence.ends_at, zone)
    }  # fmt: skip


def _clock(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def own_clock_in_words(occurrence: Occurrence, zone: str) -> str:
    """What the clock at its site shows, where the grid goes by another one."""
    return _("%(start)s at the site") % {"start": _clock(occurrence.begins_at, zone)}


def clock_in_words(whose: str, zone: str) -> str:
    return _("Times are on the clock of %(whose)s (%(zone)s).") % {"whose": whose, "zone": zone}


def where_in_words(occurrence: Occurrence) -> str:
    """The room, and how else people come; or that it is by video."""
    mode, room = occurrence.series.group.mode, occurrence.held_in
    if mode == Mode.VIDEO:
        return _("Video")
    place = room.name if room else occurrence.series.site.name if occurrence.series.site else _("No room yet")
    return _("%(place)s and video") % {"place": place} if mode == Mode.HYBRID else place


def load_in_words(taken: int, group: Group) -> str:
    """7 of 12, 5 free."""
    said = {"taken": taken, "seats": group.capacity, "free": max(0, group.capacity - taken)}
    if taken >= group.capacity:
        return _("%(taken)s of %(seats)s, full") % said
    if load_of(taken, group.soft_capacity, group.capacity) is Load.ABOVE:
        return _("%(taken)s of %(seats)s, %(free)s free, more than works best") % said
    return _("%(taken)s of %(seats)s, %(free)s free") % said


def dated_in_words(occurrence: Occurrence, zone: str) -> str:
    """Tue 24 Nov, 09:00 to 10:30."""
    return occurrence_in_words(occurrence, zone)


# --- What a move meets -----------------------------------------------------------------------------------------------


def taken_in_words(booking: Booking, zone: str) -> str:
    """Ben Okafor leads Skills then: Tue 24 Nov, 09:00 to 10:30."""
    said = {
        "who": booking.staff.name if booking.staff else booking.room,
        "group": booking.occurrence.series.group.called,
        "when": occurrence_in_words(booking.occurrence, zone),
    }
    if booking.staff:
        return _("%(who)s leads %(group)s then: %(when)s.") % said
    return _("%(who)s is taken by %(group)s: %(when)s.") % said


def later_in_words(meets: Meets, count: int) -> str:
    """What the dates after it meet, where all are moved."""
    if meets is Meets.ROOM:
        said = ngettext(
            "the room is taken on %(count)d later date.", "the room is taken on %(count)d later dates.", count
        )
    elif meets is Meets.LEAD:
        said = ngettext(
            "who leads it leads another group on %(count)d later date.",
            "who leads it leads another group on %(count)d later dates.",
            count,
        )
    else:
        said = ngettext(
            "%(count)d person is in another session on a later date.",
            "%(count)d people are in another session on a later date.",
            count,
        )
    return said % {"count": count}


def booked_in_words(count: int, names: list[str]) -> str:
    """Two of those who come are in another session then: Ana R., Zoe H."""
    said = ngettext(
        "%(count)d person who comes is in another session then",
        "%(count)d people who come are in another session then",
        count,
    ) % {"count": count}
    return _with_names(said, names)


def told_in_words(count: int, names: list[str]) -> str:
    said = ngettext(
        "%(count)d person who comes has said that they can't come then",
        "%(count)d people who come have said that they can't come then",
        count,
    ) % {"count": count}
    return _with_names(said, names)


_MOST_NAMES = 5


def _with_names(said: str, names: list[str]) -> str:
    if len(names) > _MOST_NAMES:
        more = len(names) - _MOST_NAMES
        names = [*names[:_MOST_NAMES], ngettext("%(more)d more", "%(more)d more", more) % {"more": more}]
    return f"{said}: {', '.join(names)}." if names else f"{said}."


def meets_in_words(meets: Meets, **said: object) -> str:
    return {
        Meets.CLOSED: _("That day is closed."),
        Meets.OVER: _("That is over by now."),
        Meets.MIDNIGHT: _("It would go past midnight."),
        Meets.ROOM_SMALL: _("This room holds %(room)s; %(coming)s people come."),
        Meets.AWAY: _("%(who)s is away then."),
    }[meets] % said


def placed_in_words(day: str, start: int, minutes: int) -> str:
    """Tue 24 Nov, 09:00 to 10:30: where a session that is being moved would be."""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": day, "start": words.clock_of(start), "end": words.clock_of(min(start + minutes, 24 * 60))
    }  # fmt: skip
