"""Minutes in a person's words, on the screen and in a file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybridge.attendance.ledger.queries import Forecast, Ledger, Session
from daybridge.attendance.ledger.rules import WEEK, Minutes, Part, Week
from daybridge.attendance.rules import State
from daybridge.attendance.sentences import STATES
from daybridge.people.models import Participant
from daybridge.ui import words

_FIGURES = ("scheduled", "attended", "excused", "missed", "called_off", "ahead", "billable")
_SESSION_HEADER = (
    "week_begins", "week", "day", "begins", "group", "state", "is_late", "left_early",
    *(f"{one}_minutes" for one in _FIGURES), "prescribed_minutes", "short_minutes", "days_in_care",
)  # fmt: skip
_PERSON_HEADER = (
    "week_begins", "record_number", "name", "prescribed_minutes", *(f"{one}_minutes" for one in _FIGURES), "short_minutes",
    "days_in_care",
)  # fmt: skip


def days_in_words(week: Week) -> str:
    """5 of 7 days, for a week that was not whole; nothing for one that was."""
    if week.is_whole:
        return ""
    told = {"days": week.days_in_care, "all": WEEK}
    return ngettext("%(days)s of %(all)s days", "%(days)s of %(all)s days", week.days_in_care) % told


def done_in_words(week: Week) -> str:
    """5 h done, 2 h ahead, of 9 h planned."""
    return done_of(week.minutes.attended, week.minutes.ahead, week.prescribed)


def done_of(attended: int, ahead: int, prescribed: int | None) -> str:
    """The same of minutes."""
    said = [_("%(hours)s done") % {"hours": words.hours_of(attended)}]
    if ahead:
        said.append(_("%(hours)s ahead") % {"hours": words.hours_of(ahead)})
    if prescribed is not None:
        said.append(_("of %(hours)s planned") % {"hours": words.hours_of(prescribed)})
    return ", ".join(said)


def forecast_in_words(found: Forecast) -> str:
    """7 h 30 min of 9 h by Friday."""
    told = {"held": words.hours_of(found.held), "asked": words.hours_of(found.week.prescribed or 0)}
    if found.week.last_day is None:
        return _("Nothing is on the calendar this week: 0 h of %(asked)s.") % told
    return _("%(held)s of %(asked)s by %(day)s.") % (told | {"day": words.day(found.week.last_day, "long")})


def short_in_words(week: Week) -> str:
    return short_of(week.short)


def short_of(minutes: int) -> str:
    return _("%(hours)s short") % {"hours": words.hours_of(minutes)} if minutes else ""


def state_in_words(part: Part, session: Session, now: datetime) -> str:
    """How a session went; of one that is over and that nobody has told anything of, that."""
    if part.state == State.EXPECTED and session.ends_at <= now:
        return pgettext("attendance", "attendance not taken yet")
    if part.still:
        return pgettext("attendance", "is there now")
    return str(STATES[part.state])


def minutes_in_words(part: Part) -> str:
    """80 of 90 min; of who came without being expected, the minutes alone."""
    if part.scheduled:
        return _("%(attended)s of %(scheduled)s min") % {"attended": part.attended, "scheduled": part.scheduled}
    return _("%(minutes)s min") % {"minutes": part.attended}


# --- As a file -------------------------------------------------------------------------------------------------------


def sessions_as_csv(shown: Ledger) -> Iterator[str]:
    """One line a session, and one for each week, which is the sum of those before it; the header names each column."""
    yield _line(_SESSION_HEADER)
    for week in shown.weeks:
        for day in week.days:
            for part, minutes in day.parts:
                session = shown.sessions[part.occurrence_id]
                yield _line([
                    week.begins_on.isoformat(), "", part.day.isoformat(), words.time_of_day(session.begins_at), session.group,
                    part.state.value, _yes(part.is_late), _yes(part.left_early), *_cells(minutes), "", "", "",
                ])  # fmt: skip
        yield _line([
            week.begins_on.isoformat(), "total", "", "", "", "", "", "", *_cells(week.minutes),
            "" if week.prescribed is None else str(week.prescribed), str(week.short), str(week.days_in_care),
        ])  # fmt: skip


def people_as_csv(rows: Iterable[tuple[Participant, Week]]) -> Iterator[str]:
    """One line a person: their week."""
    yield _line(_PERSON_HEADER)
    for who, week in rows:
        yield _line([
            week.begins_on.isoformat(), who.record_number, who.name,
            "" if week.prescribed is None else str(week.prescribed), *_cells(week.minutes), str(week.short),
            str(week.days_in_care),
        ])  # fmt: skip


def _cells(minutes: Minutes) -> list[str]:
    return [str(getattr(minutes, one)) for one in _FIGURES]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _line(cells: Sequence[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([words.cell(one) for one in cells])
    return file.getvalue()
