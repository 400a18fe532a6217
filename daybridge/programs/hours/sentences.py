"""A week of a program in words, on the screen and in a file."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybridge.programs.hours.queries import HoursCard, LeadRow, PersonRow, TimeRow
from daybridge.programs.needs.rules import SaidBy
from daybridge.programs.needs.sentences import SAID_BY
from daybridge.programs.sentences import kind_in_words
from daybridge.programs.staffing.queries import StaffRow
from daybridge.programs.staffing.rules import StaffWeek
from daybridge.programs.staffing.sentences import days_in_words
from daybridge.ui import words

_HEADER = (
    "week,record_number,name,asked_minutes,asked_by,booked_minutes,missing_minutes,over_minutes,asked_days,booked_days,"
    "missing_days,gap_days,missing_kinds,is_first_week"
)


def hours_in_words(row: PersonRow) -> str:
    """7 h 30 min of 9 h."""
    if row.asked.minimum_minutes.said_by is SaidBy.NOBODY:
        return _("%(hours)s, nothing asked") % {"hours": words.hours_of(row.minutes)}
    told = {"hours": words.hours_of(row.minutes), "asked": words.hours_of(row.asked.minimum_minutes.value)}
    return _("%(hours)s of %(asked)s") % told


def asked_by_in_words(row: PersonRow) -> str:
    """Whose number the hours are."""
    return str(SAID_BY[row.asked.minimum_minutes.said_by])


def share_of(row: PersonRow) -> int:
    """How much of the hours asked is booked, in percent; all of it where nothing is asked."""
    wanted = row.asked.minimum_minutes.value
    return min(100, 100 * row.minutes // wanted) if wanted else 100


def missing_in_words(row: PersonRow) -> list[str]:
    """What a week falls short of, each as a few words."""
    less = row.missing
    said = [_("%(hours)s missing") % {"hours": words.hours_of(less.minutes)}] if less.minutes else []
    if less.days:
        said.append(ngettext("%(days)s day missing", "%(days)s days missing", less.days) % {"days": less.days})
    for kind, count in less.kinds.items():
        said.append(_("%(kind)s: %(count)s missing") % {"kind": kind_in_words(kind), "count": count})
    if less.gap_days:
        said.append(
            ngettext("a gap of %(days)s day", "a gap of %(days)s days", less.gap_days) % {"days": less.gap_days}
        )
    return said


def over_in_words(row: PersonRow) -> str:
    return (
        _("%(hours)s more than the most") % {"hours": words.hours_of(row.missing.over_minutes)}
        if row.missing.over_minutes
        else ""
    )


def load_in_words(row: LeadRow) -> str:
    """6 h of at most 20 h."""
    if row.most_minutes is None:
        return _("%(hours)s; no hours told") % {"hours": words.hours_of(row.minutes)}
    told = {"hours": words.hours_of(row.minutes), "most": words.hours_of(row.most_minutes)}
    return _("%(hours)s of at most %(most)s") % told


def faults_of_load(row: LeadRow) -> list[str]:
    """What does not fit in how much somebody leads."""
    said = []
    if row.away:
        said.append(
            ngettext("%(count)s session while away", "%(count)s sessions while away", row.away) % {"count": row.away}
        )
    if row.over_minutes:
        said.append(_("%(hours)s more than the most") % {"hours": words.hours_of(row.over_minutes)})
    if row.outside:
        said.append(
            ngettext("%(count)s session outside their hours", "%(count)s sessions outside their hours", row.outside)
            % {"count": row.outside}
        )
    return said


def seats_in_words(row: TimeRow) -> str:
    """4 of 12 seats free."""
    if not row.is_on:
        return _("does not take place")
    return _("%(free)s of %(seats)s seats free") % {"free": row.free, "seats": row.seats}


def week_in_words(week: StaffWeek | None) -> str:
    """Works 40 h a week, leads at most 20 h; nothing where nobody has told any."""
    if week is None:
        return ""
    told = {"hours": words.hours_of(week.minutes), "most": words.hours_of(week.most_minutes_a_week)}
    return _("works %(hours)s a week, leads at most %(most)s") % told


def away_in_words(row: StaffRow) -> list[str]:
    return [_("away %(when)s") % {"when": days_in_words(one.days)} for one in row.away]


# --- As a file -------------------------------------------------------------------------------------------------------


def csv_lines(card: HoursCard) -> Iterator[str]:
    """Everybody's hours of the week as CSV; the header names each column."""
    yield _HEADER + "\r\n"
    for row in card.people:
        file = io.StringIO()
        csv.writer(file).writerow([words.cell(one) for one in _cells(card, row)])
        yield file.getvalue()


def _cells(card: HoursCard, row: PersonRow) -> Sequence[str]:
    year, week, _weekday = card.monday.isocalendar()
    least, less = row.asked.minimum_minutes, row.missing
    kinds = "; ".join(f"{kind} {count}" for kind, count in less.kinds.items())
    numbers = (
        row.minutes,
        less.minutes,
        less.over_minutes,
        row.asked.minimum_days.value,
        row.days,
        less.days,
        less.gap_days,
    )
    return [
        f"{year}-W{week:02}", row.participant.record_number, row.participant.name, str(least.value), least.said_by.value,
        *map(str, numbers), kinds, "yes" if row.is_first_week else "no",
    ]  # fmt: skip
