"""What a result may be, what it is in the unit it is read in, and whether it lies outside a range or crosses a line. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from daybridge.medications.watching.rules.due import Course, is_about
from daybridge.medications.watching.rules.reading import Line, Monitoring, Test, tests

MOST_NOTE_CHARACTERS = 1_000
#: How far back a result may have been taken.
MOST_DAYS_BACK = 3_660
#: An older result is kept and shown, and calls for nobody.
RECENT_DAYS = 30
_PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Range:
    """Within it a value needs no second look; a pack says so."""

    pack: str
    low: Decimal | None
    high: Decimal | None

    def is_left_by(self, value: Decimal) -> bool:
        return (self.low is not None and value < self.low) or (self.high is not None and value > self.high)


def number(said: str) -> Decimal | None:
    """A value as somebody types it: "0.8", "0,8", "1500"; None for what is no number. Kept to three places."""
    try:
        value = Decimal(said.strip().replace(",", "."))
        return value.quantize(_PLACES) if value.is_finite() and abs(value) < 10**6 else None
    except InvalidOperation:
        return None


def in_reading_unit(test: Test, value: Decimal, unit: str) -> Decimal | None:
    """The value in the unit that the test is read in; None for a unit that it never comes in."""
    known = next((one for one in test.units if one.unit == unit), None)
    return (value * known.times).quantize(_PLACES) if known else None


#: What HL7 (table 0085) calls a result that was taken back, or could not be had.
TAKEN_BACK = frozenset("DWX")
#: What laboratories put beside a value that lies outside of their own range (table 0078).
_ABNORMAL = frozenset({"H", "HH", "L", "LL", "A", "AA", "<", ">"})


@dataclass(frozen=True)
class Sent:
    """A result as a laboratory wrote it; `order` is its number there, `report` where it stands here, `reported_at` in ISO."""

    value: str
    unit: str = ""
    usual: str = ""
    flags: str = ""
    status: str = "F"
    order: str = ""
    report: str = ""
    reported_at: str = ""
    sender: str = ""

    @property
    def is_taken_back(self) -> bool:
        return self.status in TAKEN_BACK

    @property
    def is_flagged(self) -> bool:
        """Whether the laboratory itself says that it lies outside of its range."""
        return not _ABNORMAL.isdisjoint(self.flags.upper().split("~"))

    def says_the_same(self, other: "Sent") -> bool:
        told = ((one.value, one.unit, one.usual, one.flags, one.status) for one in (self, other))
        return next(told) == next(told)


_SIGNS = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "*3", "^": "*", "[": "", "]": "", " ": "", "_": ""})


def _plain(unit: str) -> str:
    """A unit without the ways in which laboratories and UCUM write the same one."""
    return unit.translate(_SIGNS).casefold()


def as_measured(test: Test, sent: Sent) -> tuple[Decimal, str] | None:
    """The value and one of the test's own units; None for words, signs such as "<", another unit, or what can't be: a person reads those."""
    found, wanted = number(sent.value), _plain(sent.unit)
    unit = next((one.unit for one in test.units if wanted in {_plain(name) for name in (one.unit, *one.also)}), None)
    if found is None or unit is None or sent.is_taken_back:
        return None
    read = in_reading_unit(test, found, unit)
    return (found, unit) if read is not None and test.low <= read <= test.high else None


def faults_in_result(
    code: str, *, value: Decimal | None, unit: str, taken_on: date, note: str, today: date
) -> dict[str, str]:
    """What of a result can't be: field -> code; empty when all is well."""
    if code not in tests():
        return {"test": "unknown"}
    faults, test = {}, tests()[code]
    if not today - timedelta(days=MOST_DAYS_BACK) <= taken_on <= today:
        faults["taken_on"] = "out-of-range"
    if len(note) > MOST_NOTE_CHARACTERS:
        faults["note"] = "too-long"
    if not test.units:
        return faults | ({"value": "not-measured"} if value is not None else {})
    if value is None:
        return faults | {"value": "missing"}
    read = in_reading_unit(test, value, unit)
    if read is None:
        return faults | {"unit": "unknown"}
    return faults | ({} if test.low <= read <= test.high else {"value": "out-of-range"})


def crossed(code: str, value: Decimal) -> Line | None:
    """The gravest line that a value crosses: of several the one that stands first in the file."""
    return next((one for one in tests()[code].lines if one.is_crossed_by(value)), None)


def is_recent(taken_on: date, today: date) -> bool:
    """Whether a result is new enough to call for somebody."""
    return (today - taken_on).days <= RECENT_DAYS


def line_of(code: str) -> tuple[Test, Line] | None:
    """A line and its test, by the line's code."""
    return next(((test, line) for test in tests().values() for line in test.lines if line.code == code), None)


def ranges(packs: Iterable[Monitoring], courses: Iterable[Course], code: str) -> list[Range]:
    """The ranges that the packs of somebody's medicines name for a test."""
    taken = list(courses)
    return [
        Range(pack.code, one.low, one.high)
        for pack in packs
        if any(is_about(pack, course) for course in taken)
        for one in pack.tests
        if one.test == code and (one.low is not None or one.high is not None)
    ]


def left(found: Iterable[Range], value: Decimal) -> Range | None:
    """The first range that a value lies outside of."""
    return next((one for one in found if one.is_left_by(value)), None)
