"""What is watched, in a person's words."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.medications.rules import Nearness
from daybridge.medications.watching import rules
from daybridge.medications.watching.models import LabResult
from daybridge.medications.watching.rules import Due, Line, Range, Why
from daybridge.ui.words import day, exact_moment


def language() -> str:
    """The viewer's language, as the packs know it."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def test_in_words(code: str) -> str:
    """What is measured; a code that no file knows any more stands as it is."""
    known = rules.tests().get(code)
    return known.said(language()) if known else code


def number_in_words(value: Decimal) -> str:
    """A value without zeros that say nothing."""
    return f"{value.normalize():f}"


def value_in_words(code: str, value: Decimal | None, unit: str) -> str:
    """What came of it."""
    return _("done") if value is None else f"{number_in_words(value)} {unit}"


def came_in_words(one: LabResult) -> str:
    """What came of it; of a laboratory's that could not be read by its number and unit, in its own words."""
    if one.sent and one.value is None:
        return f"{one.sent.value} {one.sent.unit}".strip()
    return value_in_words(one.test, one.value, one.unit)


#: HL7 tables 0078 and 0085, as far as they say something to a reader.
_FLAGS = {
    "H": lazy("high"), "HH": lazy("far too high"), "L": lazy("low"), "LL": lazy("far too low"), "A": lazy("not usual"),
    "AA": lazy("far from usual"), "<": lazy("below what can be measured"), ">": lazy("above what can be measured"),
}  # fmt: skip
_STATUSES = {"P": lazy("not final yet"), "C": lazy("corrected by the laboratory")}


def sent_in_words(one: LabResult) -> list[str]:
    """What the laboratory said beside a result, and whether a person has to read it."""
    sent = one.sent
    if sent is None:
        return []
    flags = [str(_FLAGS[flag]) for flag in sent.flags.upper().split("~") if flag in _FLAGS]
    found = [_("the laboratory's range: %(usual)s") % {"usual": sent.usual}] if sent.usual else []
    found += [_("the laboratory says: %(flags)s") % {"flags": ", ".join(flags)}] if flags else []
    found += [str(_STATUSES[sent.status])] if sent.status in _STATUSES else []
    if one.reads is None:
        found.append(_("not read here: its number or unit does not fit. Read it yourself."))
    return found


def result_in_words(of: str) -> str:
    """A result as an alert's fact holds it: "lithium-level 1.7"."""
    code, _space, reads = of.partition(" ")
    known = rules.tests().get(code)
    return f"{test_in_words(code)}: {reads} {known.unit if known else ''}".strip()


def line_in_words(code: str) -> str:
    """A line of a test: "Lithium level above 1.5 mmol/L"."""
    found = rules.line_of(code)
    if found is None:
        return code
    test, line = found
    return _bound(line) % {
        "test": test.said(language()),
        "bound": number_in_words(next(one for one in (line.above, line.at_least, line.below) if one is not None)),
        "unit": test.unit,
    }


def _bound(line: Line) -> str:
    if line.above is not None:
        return _("%(test)s above %(bound)s %(unit)s")
    if line.at_least is not None:
        return _("%(test)s of %(bound)s %(unit)s or more")
    return _("%(test)s below %(bound)s %(unit)s")


def range_in_words(found: Range, unit: str) -> str:
    """A range to look at."""
    if found.low is not None and found.high is not None:
        words = _("%(low)s to %(high)s %(unit)s")
    else:
        words = _("%(low)s %(unit)s or more") if found.low is not None else _("%(high)s %(unit)s or less")
    ends = {"low": found.low, "high": found.high}
    said = {name: number_in_words(value) for name, value in ends.items() if value is not None}
    return words % {"unit": unit, **said}


def pack_in_words(code: str) -> str:
    """A pack's name."""
    known = rules.monitoring().get(code) or rules.warnings().get(code)
    return known.said(language()) if known else code


def why_due_in_words(why: str) -> str:
    return {
        Why.BASELINE: _("at the start"),
        Why.AFTER_START: _("after the start"),
        Why.AFTER_CHANGE: _("after a change"),
        Why.AGAIN: _("again"),
    }[Why(why)]


def due_in_words(due: Due, *, today: date) -> str:
    """When it is due, and how late it is."""
    if due.nearness is Nearness.OVERDUE:
        late = (today - due.due_on).days
        words = ngettext("overdue by %(days)s day", "overdue by %(days)s days", late)
        return words % {"days": late}
    if due.nearness is Nearness.OPEN:
        return _("due now")
    return _("due %(day)s") % {"day": day(due.due_on, "short" if due.due_on.year == today.year else "dated")}


def interval_in_words(days: int) -> str:
    return ngettext("every %(days)s day", "every %(days)s days", days) % {"days": days}


def source_in_words(one: LabResult) -> str:
    """Whether staff typed it or a laboratory sent it, and when it said so."""
    if one.source != "lab":
        return _("typed in")
    if one.sent is None or not one.sent.reported_at:
        return _("from the laboratory")
    said = _("from the laboratory's message of %(moment)s")
    return said % {"moment": exact_moment(datetime.fromisoformat(one.sent.reported_at))}


def fault_in_words(field: str, fault: str, test: str) -> str:
    """Why a form is refused, beside its field."""
    known = rules.tests().get(test)
    if field == "value" and fault == "out-of-range" and known:
        between = _("Between %(low)s and %(high)s %(unit)s it can be. Is the unit right?")
        return between % {
            "low": number_in_words(known.low), "high": number_in_words(known.high), "unit": known.unit,
        }  # fmt: skip
    words = {
        ("test", "unknown"): _("Choose what was measured."),
        ("value", "missing"): _("Write the number."),
        ("value", "not-measured"): _("This has no number. Write what was said into the note."),
        ("unit", "unknown"): _("It does not come in this unit. Choose one of its own."),
        ("taken_on", "out-of-range"): _("Choose a day in the last ten years, today at the latest."),
        ("note", "too-long"): _("This is too long. Please shorten it."),
    }
    in_general = {
        "shorter": _("Later steps are not more often than earlier ones."),
        "out-of-range": _("This is outside what a site may choose."),
    }
    return words.get((field, fault)) or in_general.get(fault) or _("This can't be.")
