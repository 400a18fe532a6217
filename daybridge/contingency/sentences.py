"""Rewards in a person's words. A reset says what comes next; nothing counts days or blames."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.contingency.models import Draw, Enrolment, LedgerEntry, TargetTold
from daybridge.contingency.queries import Standing
from daybridge.contingency.rules import Deed, Ending, EvidenceKind, Fault, FaultKind, Kind, TargetFault, Verdict
from daybridge.ui import words

EVIDENCE = {
    EvidenceKind.ATTENDANCE: lazy("attendance as it was taken"),
    EvidenceKind.SCREEN: lazy("a drug screen"),
    EvidenceKind.POINT_OF_CARE: lazy("a result that was read on the spot"),
}
VERDICTS = {
    Verdict.MET: lazy("Met"),
    Verdict.NOT_MET: lazy("Not met this time"),
    Verdict.REFUSED: lazy("Not taken"),
    Verdict.EXCUSED: lazy("Excused"),
}
TONES = {Verdict.MET: "good", Verdict.NOT_MET: "plain", Verdict.REFUSED: "plain", Verdict.EXCUSED: "plain"}
DEEDS = {
    Deed.HANDED_OVER: lazy("Handed over"),
    Deed.DECLINED: lazy("Not wanted"),
    Deed.KEPT: lazy("Kept for later"),
    Deed.CREDITED: lazy("Credited"),
    Deed.REDEEMED: lazy("Given out"),
}
ENDINGS = {
    Ending.DECLINED: lazy("They said no"),
    Ending.WITHDRAWN: lazy("The offer was taken back"),
    Ending.COMPLETED: lazy("All weeks are done"),
    Ending.THEIR_WISH: lazy("They wished to end it"),
    Ending.LEFT_PROGRAM: lazy("They left the program"),
    Ending.OTHER: lazy("Another reason"),
}
_FAULTS = {
    TargetFault.NOT_TAKEN: lazy("This protocol does not take that as evidence."),
    TargetFault.NO_EVIDENCE: lazy("Say what was read, or by what session or screen it is seen."),
    TargetFault.AHEAD: lazy("This day lies ahead."),
    TargetFault.OUTSIDE: lazy("This day is before they began, or after the last day."),
    TargetFault.PAUSED: lazy("It is paused on this day."),
    TargetFault.OTHER_DAY: lazy("Attendance counts on %(days)s."),
    TargetFault.WEEK_IS_FULL: lazy("This week has its %(many)s targets already."),
    TargetFault.TOLD_OTHERWISE: lazy(
        "The sessions of this day say something else by now, or are not over. Look again."
    ),
    TargetFault.HAS_SCREEN: lazy(
        "A specimen of this day, or of the days before, is written down as a drug screen. Write what you read there: it counts by itself."
    ),
}


def fault_in_words(fault: TargetFault, enrolment: Enrolment) -> str:
    said = {"days": days_in_words(enrolment.weekdays), "many": enrolment.protocol.days_a_week}
    return str(_FAULTS[fault]) % said


def days_in_words(weekdays: Sequence[int]) -> str:
    """ "Monday, Thursday"; in the reader's language."""
    return ", ".join(str(WEEKDAYS[one]) for one in weekdays)


def dollars(cents: int) -> str:
    """ "$12.50", and "$20" where there are no cents."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"


def earns_in_words(amount: int, kind: Kind) -> str:
    """What a target earns: "3 draws", or "$4.50"."""
    if kind == Kind.VOUCHER:
        return dollars(amount)
    return ngettext("%(draws)s draw", "%(draws)s draws", amount) % {"draws": amount}


def next_in_words(one: Standing) -> str:
    """What comes next; after one that was not met, kindly."""
    earns = earns_in_words(one.next_earns, one.protocol.kind)
    last = one.days[-1].verdict if one.days else None
    if last in (Verdict.NOT_MET, Verdict.REFUSED):
        said = _("Last time brought none. That happens. What you have won stays yours. The next one brings %(earns)s.")
        return said % {"earns": earns}
    return _("The next one brings %(earns)s.") % {"earns": earns}


def beyond_in_words(day: date, amount: int, kind: Kind) -> str:
    """What a correction left somebody with, beyond what a day comes to now."""
    said = _("%(day)s was corrected: %(earns)s more than it comes to now. It stays theirs; nothing is taken back.")
    return said % {"day": words.day(day), "earns": earns_in_words(amount, kind)}


def prize_in_words(draw: Draw) -> str:
    """What a slip is called, in the reader's language."""
    name = next(one.name for one in draw.enrolment.protocol.bowl if one.code == draw.prize)
    return name.said(_language())


def _language() -> str:
    return (get_language() or "en")[:2]


def target_in_words(one: TargetTold) -> str:
    """By what it is seen."""
    return one.reading or str(EVIDENCE[EvidenceKind(one.evidence)])


def check_in_words(fault: Fault) -> str:
    """What is wrong with draws that were made again."""
    if fault.kind == FaultKind.SEED:
        return _("The seed is not the one whose code was shown at the beginning.")
    assert fault.on_day
    said = {"day": fault.on_day.isoformat(), "number": fault.number}
    if fault.kind == FaultKind.SLIP:
        return _("Draw %(number)s of %(day)s is another slip than the seed gives.") % said
    return _("Draw %(number)s of %(day)s is missing.") % said


# --- As a file -------------------------------------------------------------------------------------------------------

_HEADER = (
    "day", "record_number", "protocol", "funding", "what", "prize", "slip_cents", "cents", "handed_over_or_bought",
)  # fmt: skip


def month_as_csv(draws: Iterable[Draw], entries: Iterable[LedgerEntry], *, with_record_numbers: bool) -> Iterator[str]:
    """A month for whoever pays: one line for each slip and each entry, in cents, without anybody's name."""
    yield _line(_HEADER)
    for draw in draws:
        told = ("drawn", draw.prize, draw.slip_cents, draw.cents, "")
        yield _line([draw.drawn_on.isoformat(), *_whose(draw.enrolment, with_record_numbers), *told])
    for one in entries:
        told = (one.deed, one.draw.prize if one.draw else "", one.full_cents, one.cents, one.what)
        yield _line([one.on_day.isoformat(), *_whose(one.enrolment, with_record_numbers), *told])


def _whose(enrolment: Enrolment, with_record_numbers: bool) -> tuple[str, str, str]:
    number = enrolment.participant.record_number if with_record_numbers else ""
    return number, enrolment.protocol.called, enrolment.funding_code


def _line(cells: Iterable[object]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([words.cell(str(one)) for one in cells])
    return file.getvalue()
