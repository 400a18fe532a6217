"""Proposals, versions and their changes in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Occurrence, Series
from daybridge.programs.calendar.sentences import occurrence_in_words, series_in_words, weekly_in_words
from daybridge.programs.models import Group
from daybridge.programs.planning.changes import (
    CancelDate,
    Change,
    ChangeDate,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    OpenTime,
    PauseTime,
    ReopenTime,
    RestoreDate,
    WeekChange,
)
from daybridge.programs.planning.rules import Aim, State
from daybridge.ui import words

STATES = {
    State.WAITING: lazy("Waiting for the engine"),
    State.SEARCHING: lazy("Searching"),
    State.READY: lazy("Found; nothing is changed yet"),
    State.CANCELLED: lazy("Cancelled"),
    State.FAILED: lazy("Nothing was found"),
    State.ACCEPTED: lazy("Accepted"),
    State.DECLINED: lazy("Declined"),
}
AIMS = {
    Aim.PLACE: lazy("Find a week for one person"),
    Aim.REPAIR: lazy("Repair the week after a change"),
    Aim.PLAN: lazy("Plan the week anew"),
}
#: What the engine works on, by its own word for it.
WORKS_ON = {
    "clinical": lazy("Looking for what plans ask for"),
    "repair": lazy("Looking for the fewest people to move"),
    "people moved": lazy("Looking for the fewest people to move"),
    "sessions": lazy("Looking for fewer sessions"),
    "comfort": lazy("Looking for a more comfortable week"),
    "reasons": lazy("Looking for reasons, and for what would help"),
}
#: By what rule somebody loses a seat. A pair that must not meet reads as any other "no place".
RULES = {
    "time": lazy("the hours they can come have changed"),
    "reach": lazy("it meets where they can't get to"),
    "mode": lazy("it meets in a way they can't take part in"),
    "language": lazy("it is in another language"),
    "track": lazy("it belongs to another track"),
    "age": lazy("it is for another age"),
    "gender_group": lazy("it is for another group"),
    "not_held": lazy("it is not held"),
    "own_hours": lazy("two at once, or more than their plan allows"),
    "not_possible": lazy("there is no place for all who sit in it"),
    "hours_of_a_plan": lazy("somebody's plan falls short without it"),
    "makes_room": lazy("it makes room for the person who comes in"),
}


@dataclass(frozen=True)
class Names:
    """What ids are called, for whoever reads. Who may not be named is "one person"."""

    series: Mapping[UUID, Series]
    groups: Mapping[UUID, Group]
    dates: Mapping[UUID, Occurrence]
    people: Mapping[UUID, str]
    staff: Mapping[UUID, str]
    #: Sites and tracks, by the engine's word for them.
    places: Mapping[str, str]

    def person(self, person_id: UUID) -> str:
        return self.people.get(person_id, _("One person"))

    def time(self, series_id: UUID) -> str:
        """Skills: Tuesday, 09:00 to 10:30."""
        found = self.series.get(series_id)
        return f"{found.group.called}: {series_in_words(found)}" if found else _("a time that is gone")

    def date(self, occurrence_id: UUID) -> str:
        found = self.dates.get(occurrence_id)
        if found is None:
            return _("a date that is gone")
        return f"{found.series.group.called}: {occurrence_in_words(found, calendar.zone_of(found.series))}"


def changes_in_words(changes: Sequence[Change], names: Names) -> list[tuple[str, list[str]]]:
    """A sentence for each, those of one person's seats together under their name; the others stand alone, with nothing below."""
    opened = {one.series_id: _opened(one, names) for one in changes if isinstance(one, OpenTime)}
    opened |= {one.new_series_id: _moved(one, names) for one in changes if isinstance(one, MoveTime)}
    said: dict[object, tuple[str, list[str]]] = {}
    for number, one in enumerate(changes):
        if isinstance(one, (GiveSeat, EndSeat)):
            mine = said.setdefault(one.participant_id, (names.person(one.participant_id), []))
            mine[1].append(_of_a_seat(one, opened.get(one.series_id) or names.time(one.series_id)))
        else:
            said[number] = (_in_words(one, names), [])
    return list(said.values())


def _of_a_seat(change: GiveSeat | EndSeat, time: str) -> str:
    if isinstance(change, EndSeat):
        return _("leaves %(what)s after %(day)s") % {"what": time, "day": words.day(change.last_on, "plain")}
    said = {"what": time, "day": words.day(change.from_on, "plain")}
    if change.until_on:
        return _("sits in %(what)s, from %(day)s until %(last)s") % {
            **said, "last": words.day(change.until_on, "plain")
        }  # fmt: skip
    return _("sits in %(what)s, from %(day)s") % said


def _in_words(change: WeekChange, names: Names) -> str:
    match change:
        case OpenTime():
            return _("Opens %(what)s, led by %(lead)s, from %(day)s") % {
                "what": _opened(change, names), "lead": names.staff.get(change.lead_id, ""),
                "day": words.day(change.from_on, "plain"),
            }  # fmt: skip
        case EndTime():
            return _("Ends %(what)s after %(day)s") % {
                "what": names.time(change.series_id), "day": words.day(change.last_on, "plain")
            }  # fmt: skip
        case ReopenTime():
            return _("Takes back the end of %(what)s") % {"what": names.time(change.series_id)}
        case MoveTime():
            return _("Moves %(what)s to %(to)s, led by %(lead)s, from %(day)s") % {
                "what": names.time(change.series_id), "to": _moved(change, names),
                "lead": names.staff.get(change.lead_id, ""), "day": words.day(change.from_on, "plain"),
            }  # fmt: skip
        case CoverTime():
            return _("%(lead)s leads %(what)s from %(day)s until %(last)s") % {
                "lead": names.staff.get(change.lead_id, ""), "what": names.time(change.series_id),
                "day": words.day(change.from_on, "plain"), "last": words.day(change.until_on, "plain"),
            }  # fmt: skip
        case PauseTime():
            return _("%(what)s is not held from %(day)s until %(last)s") % {
                "what": names.time(change.series_id), "day": words.day(change.from_on, "plain"),
                "last": words.day(change.until_on, "plain"),
            }  # fmt: skip
        case CancelDate():
            return _("Cancels %(what)s: %(why)s") % {"what": names.date(change.occurrence_id), "why": change.why}
        case RestoreDate():
            return _("Takes back that %(what)s was cancelled") % {"what": names.date(change.occurrence_id)}
        case ChangeDate():
            return _("Changes %(what)s, led by %(lead)s") % {
                "what": names.date(change.occurrence_id), "lead": names.staff.get(change.lead_id, "")
            }  # fmt: skip


def _opened(change: OpenTime, names: Names) -> str:
    group = names.groups.get(change.group_id)
    return f"{group.called if group else ''}: {weekly_in_words(change.weekday, change.start, change.minutes)}"


def _moved(change: MoveTime, names: Names) -> str:
    return weekly_in_words(change.weekday, change.start, change.minutes)


def ids_in(changes: Iterable[Change], field: str) -> set[UUID]:
    """Every id that these changes hold under a name."""
    return {value for one in changes if (value := getattr(one, field, None)) is not None}


def people_in_words(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def level_in_words(level: Mapping[str, Any]) -> str:
    """One aim with its value and what is proven."""
    said = {
        "clinical": _("What plans ask for and the week lacks: %(value)s"),
        "people moved": _("People moved: %(value)s"),
        "sessions": _("Sessions that open: %(value)s"),
        "comfort": _("Comfort, in points against: %(value)s"),
    }.get(level["aim"], "%(value)s")
    value = level["value"]
    shown = said % {"value": words.hours_of(value) if level["aim"] == "clinical" else value}
    if level["is_proven"]:
        return _("%(said)s, proven the best there is") % {"said": shown}
    return _("%(said)s; at least %(bound)s is proven") % {"said": shown, "bound": level["bound"]}
