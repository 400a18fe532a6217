"""Moments and lengths of time in the words people use."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from daybridge.core import clock


def span(length: timedelta) -> str:
    """A length of time, short: "12 min", "3 h 20 min", "2 days"."""
    minutes = max(0, round(abs(length.total_seconds()) / 60))
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        if not rest or hours >= 6:
            return _("%(hours)s h") % {"hours": hours + (rest >= 30)}
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    days = round(minutes / (24 * 60))
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def hours_of(minutes: int) -> str:
    """Minutes as hours, to the minute: "9 h", "7 h 30 min", "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return (_("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")) % {"hours": hours, "minutes": rest}


#: What a browser calls itself, the most particular first: nearly all say Safari, and most say Chrome.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
             "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
            "Mac OS X": "Mac", "Linux": "Linux"}  # fmt: skip


def device(user_agent: str) -> str:
    """The browser and the machine that someone signed in with, as they would know it: "Firefox, Android"."""
    found = [next((name for mark, name in known.items() if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or _("Another device")


#: How a day may be written.
_SHAPES = {
    # Translators: PHP-style date formats, see Django's `date` filter.
    "tick": gettext_noop("j M"),
    "short": gettext_noop("D j M"),
    "dated": gettext_noop("D j M Y"),
    "plain": gettext_noop("j F Y"),
    "long": gettext_noop("l, j F"),
    "full": gettext_noop("l, j F Y"),
}


def day(on: date | datetime, shape: str = "short") -> str:
    """A day as it is written in the viewer's language: "Mon 9 Nov"; see `_SHAPES`. Of a moment, the day that it is here."""
    local = timezone.localtime(on) if isinstance(on, datetime) else on
    said = date_format(local, _(_SHAPES[shape]))
    return said.lower() if (get_language() or "").startswith("es") else said


def moment(at: datetime) -> str:
    """When something was or will be, as it is said: "today 14:05", "yesterday 09:12", "Mon 9 Nov 10:00"."""
    local, today = timezone.localtime(at), timezone.localdate(clock.now())
    said = {"time": time_of_day(at), "day": day(local, "short" if local.year == today.year else "dated")}
    away = (local.date() - today).days
    if away == 0:
        return _("today %(time)s") % said
    if away == -1:
        return _("yesterday %(time)s") % said
    if away == 1:
        return _("tomorrow %(time)s") % said
    return _("%(day)s, %(time)s") % said


def exact_moment(at: datetime | None) -> str:
    """When something was, to be read years later: "Mon 9 Nov 2026, 10:00"; nothing where it has not been."""
    if at is None:
        return ""
    return _("%(day)s, %(time)s") % {"day": day(timezone.localtime(at), "dated"), "time": time_of_day(at)}


def time_of_day(at: datetime) -> str:
    """The hour on the viewer's clock."""
    return date_format(timezone.localtime(at), _("H:i"))


def clock_of(minutes: int) -> str:
    """Minutes since midnight as a clock shows them: "09:30"; the end of a day is "24:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def clock_words(due_at: datetime, now: datetime) -> str:
    """How long is left: "answer by 15:10 (in 12 min)"; or, past it, how late it is."""
    when = time_of_day(due_at) if _is_today(due_at, now) else moment(due_at)
    if due_at >= now:
        return _("answer by %(when)s (in %(span)s)") % {"when": when, "span": span(due_at - now)}
    return _("%(span)s late (was due %(when)s)") % {"when": when, "span": span(now - due_at)}


def time_left(due_at: datetime, now: datetime) -> str:
    """The same where there is little room: "12 min left", "8 min late"."""
    if due_at >= now:
        return _("%(span)s left") % {"span": span(due_at - now)}
    return _("%(span)s late") % {"span": span(now - due_at)}


def _is_today(at: datetime, now: datetime) -> bool:
    return timezone.localdate(at) == timezone.localdate(now)


def cell(said: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else said
