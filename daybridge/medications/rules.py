"""Which doses are due on which day, what was said of them, and when a refill or an injection is due. Plain Python."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

MOST_TIMES_A_DAY = 12
MOST_NAME_CHARACTERS = 120
MOST_AMOUNT_CHARACTERS = 200
MOST_WORDS_CHARACTERS = 1_000
#: How many days of doses staff look at together.
GRID_DAYS = 14
#: A refill or an injection is near within so many days.
NEAR_DAYS = 7
#: How far ahead a change may be entered, and how far back the day may lie from which somebody had stopped.
MOST_DAYS_AHEAD, MOST_DAYS_BACK = 30, 30
#: What is told of days longer ago has a wrong date.
MOST_DAYS_TOLD_BACK = 366
LONGEST_INTERVAL_DAYS, LONGEST_INJECTION_DAYS = 90, 200
#: An RxNorm concept's number.
RXCUI = re.compile(r"[1-9][0-9]{0,7}")


class Form(StrEnum):
    """What it looks like."""

    TABLET = "tablet"
    CAPSULE = "capsule"
    LIQUID = "liquid"
    FILM = "film"
    PATCH = "patch"
    INHALER = "inhaler"
    INJECTION = "injection"
    IMPLANT = "implant"
    OTHER = "other"


class Route(StrEnum):
    """By which way it comes into the body."""

    ORAL = "oral"
    SUBLINGUAL = "sublingual"
    TRANSDERMAL = "transdermal"
    INHALED = "inhaled"
    INTRANASAL = "intranasal"
    INTRAMUSCULAR = "intramuscular"
    SUBCUTANEOUS = "subcutaneous"
    TOPICAL = "topical"
    OTHER = "other"


class HowOften(StrEnum):
    """On which days it is due; `injection`, or an implant, is given by staff every so many days."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    INTERVAL = "interval"
    AS_NEEDED = "as_needed"
    INJECTION = "injection"


#: Those that are taken at times of the day.
AT_TIMES = frozenset({HowOften.DAILY, HowOften.WEEKDAYS, HowOften.INTERVAL})


class State(StrEnum):
    """What somebody says of a dose; `cleared` takes back what was said before."""

    TAKEN = "taken"
    LATE = "late"
    SKIPPED = "skipped"
    CLEARED = "cleared"


class Reason(StrEnum):
    """Why a dose was late or skipped, as the person says it."""

    FORGOT = "forgot"
    SIDE_EFFECTS = "side_effects"
    RAN_OUT = "ran_out"
    DID_NOT_WANT = "did_not_want"
    FELT_BETTER = "felt_better"
    TOLD_TO = "told_to"
    OTHER = "other"


class Effect(StrEnum):
    """Common side effects, in a person's words; the last four call for a human at once."""

    NAUSEA = "nausea"
    SLEEPY = "sleepy"
    NO_SLEEP = "no_sleep"
    DIZZY = "dizzy"
    HEADACHE = "headache"
    RESTLESS = "restless"
    SHAKY = "shaky"
    DRY_MOUTH = "dry_mouth"
    CONSTIPATED = "constipated"
    HUNGRY = "hungry"
    SEXUAL = "sexual"
    SKIN = "skin"
    BREATHING = "breathing"
    COLLAPSE = "collapse"
    STIFF_FEVER = "stiff_fever"
    SELF_HARM = "self_harm"


#: Possible emergencies whichever medicine they come from: angioedema or anaphylaxis, syncope, seizure or chest pain, and
#: neuroleptic malignant or serotonin syndrome (as the "call at once" lists of the FDA's medication guides name them).
DANGER_SIGNS = frozenset({Effect.BREATHING, Effect.COLLAPSE, Effect.STIFF_FEVER})


class Strength(StrEnum):
    MILD = "mild"
    MEDIUM = "medium"
    STRONG = "strong"


# --- What the label says ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Details:
    """A medicine as it stands on its label and in its list: how much in words, never as a sum that is reckoned with.

    `times` are on the person's own clock; `weekdays` count from Monday (0); `every_days` counts from `starts_on`, or from
    one injection to the next, which may be `window_days` early or late.
    """

    name: str
    amount: str
    form: str
    how_often: str
    starts_on: date
    times: tuple[time, ...] = ()
    weekdays: tuple[int, ...] = ()
    every_days: int | None = None
    window_days: int = 0
    purpose: str = ""
    prescriber: str = ""
    #: Empty where nobody said.
    route: str = ""
    #: The RxNorm concept of exactly this name; empty for a name in free text.
    rxcui: str = ""

    @property
    def is_injection(self) -> bool:
        """Staff give it; nobody is asked whether they took it."""
        return self.how_often == HowOften.INJECTION

    @property
    def due_kind(self) -> str:
        """What falls due of it."""
        return "injection" if self.is_injection else "refill"


def tidied(details: Details) -> Details:
    """The same with times and days in order, each once, and without what its way of taking has no use for."""
    how = details.how_often
    return replace(
        details,
        name=details.name.strip(),
        amount=details.amount.strip(),
        times=tuple(sorted(set(details.times))) if how in AT_TIMES else (),
        weekdays=tuple(sorted(set(details.weekdays))) if how == HowOften.WEEKDAYS else (),
        every_days=details.every_days if how in (HowOften.INTERVAL, HowOften.INJECTION) else None,
        window_days=details.window_days if how == HowOften.INJECTION else 0,
        purpose=details.purpose.strip(),
        prescriber=details.prescriber.strip(),
    )


def faults_in(details: Details, *, today: date) -> dict[str, str]:
    """What of a medicine's details can't be: field -> code; empty when all is well. Asked of `tidied` details."""
    faults = {}
    for name, most in (("name", MOST_NAME_CHARACTERS), ("amount", MOST_AMOUNT_CHARACTERS)):
        said = getattr(details, name)
        if not said or len(said) > most:
            faults[name] = "too-long" if said else "missing"
    for name in ("purpose", "prescriber"):
        if len(getattr(details, name)) > MOST_AMOUNT_CHARACTERS:
            faults[name] = "too-long"
    if details.form not in set(Form):
        faults["form"] = "unknown"
    if details.route and details.route not in set(Route):
        faults["route"] = "unknown"
    if details.rxcui and not RXCUI.fullmatch(details.rxcui):
        faults["rxcui"] = "unknown"
    if details.starts_on > today + timedelta(days=MOST_DAYS_AHEAD):
        faults["starts_on"] = "too-far"
    return faults | _faults_in_schedule(details)


def _faults_in_schedule(details: Details) -> dict[str, str]:
    how, faults = details.how_often, {}
    if how not in set(HowOften):
        return {"how_often": "unknown"}
    if how in AT_TIMES and not 1 <= len(details.times) <= MOST_TIMES_A_DAY:
        faults["times"] = "too-many" if details.times else "missing"
    if how == HowOften.WEEKDAYS and not (details.weekdays and set(details.weekdays) <= set(range(7))):
        faults["weekdays"] = "missing"
    longest = {HowOften.INTERVAL: LONGEST_INTERVAL_DAYS, HowOften.INJECTION: LONGEST_INJECTION_DAYS}.get(HowOften(how))
    if longest and not 2 <= (details.every_days or 0) <= longest:
        faults["every_days"] = "out-of-range"
    if not 0 <= details.window_days <= max(0, (details.every_days or 1) - 1):
        faults["window_days"] = "out-of-range"
    return faults


def may_hold_from(day: date, *, today: date, is_stop: bool, began_on: date) -> bool:
    """Whether a change may hold from this day: from today on; a stop also for days that have passed, never before it began."""
    earliest = max(began_on, today - timedelta(days=MOST_DAYS_BACK)) if is_stop else today
    return earliest <= day <= today + timedelta(days=MOST_DAYS_AHEAD)


# --- Which doses are due ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Version:
    """What was decided about a medicine once: from a day on these details hold, or it is stopped (`details` is None)."""

    number: int
    from_on: date
    details: Details | None


def in_force(versions: Iterable[Version], day: date) -> Version | None:
    """The version that holds on a day: of those that begin by then, the one decided last."""
    return max((one for one in versions if one.from_on <= day), key=lambda one: one.number, default=None)


def slots_on(versions: Sequence[Version], day: date) -> tuple[time, ...]:
    """The times of a person's own clock at which a dose is due on their day; empty for as needed, injections, and after a stop.

    A slot is a day and a time on the wall, so no change of clocks doubles or drops one, and a person who moves takes the
    morning's medicine in the morning.
    """
    version = in_force(versions, day)
    details = version.details if version else None
    if details is None or day < details.starts_on:
        return ()
    match details.how_often:
        case HowOften.DAILY:
            return details.times
        case HowOften.WEEKDAYS:
            return details.times if day.weekday() in details.weekdays else ()
        case HowOften.INTERVAL:
            return details.times if (day - details.starts_on).days % (details.every_days or 1) == 0 else ()
    return ()


def moment_due(day: date, slot: time, zone: str) -> datetime:
    """When a slot's moment comes, in UTC. A time that the clocks leap over comes as much later as they leap; of a doubled one it is the first."""
    return datetime.combine(day, slot.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


# --- What was said of them -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Dose:
    """What somebody says of one dose: which (a slot of a day, or None for one taken as needed), and what became of it."""

    medicine_id: UUID
    due_on: date
    slot: time | None
    state: str
    at_time: time | None = None
    reason: str = ""
    note: str = ""
    corrects: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A dose as it was told: what was said, by which entry, when."""

    id: UUID
    made_at: datetime
    dose: Dose


def faults_in_dose(dose: Dose) -> dict[str, str]:
    """Which parts of a dose's entry can't be: field -> code; empty when all is well. Its day is never a fault."""
    faults = {}
    if dose.state not in set(State):
        faults["state"] = "unknown"
    if dose.reason and dose.reason not in set(Reason):
        faults["reason"] = "unknown"
    if len(dose.note) > MOST_WORDS_CHARACTERS:
        faults["note"] = "too-long"
    return faults


@dataclass(frozen=True)
class Dating:
    """The day an entry is about and the moment it was made, after doubting a phone's clock."""

    on_day: date
    made_at: datetime
    clock_was_wrong: bool


def date_entry(*, claimed_day: date, claimed_at: datetime, claimed_at_day: date, now: datetime, today: date) -> Dating:
    """Which day an entry is about. One that reached us is never refused for its date, and its day is never guessed at.

    `claimed_at_day` is the calendar day of `claimed_at` for the participant; `today` theirs now. The day of a dose names
    which dose it is, so it stays as it was told. Only where the phone's clock ran ahead by more than ten minutes, the day
    is as many days back from today as it was from the phone's own; nothing is told of more than a day ahead.
    """
    wrong = claimed_at > now + timedelta(minutes=10)
    made_at, made_day = (now, today) if wrong else (min(claimed_at, now), min(claimed_at_day, today))
    back = (claimed_at_day - claimed_day).days if wrong else (made_day - claimed_day).days
    on_day = made_day - timedelta(days=min(max(back, -1), MOST_DAYS_TOLD_BACK))
    return Dating(on_day, made_at, wrong or on_day != claimed_day)


def tidied_dose(dose: Dose) -> Dose:
    """The same without what its state has no use for: a skipped dose has no time, one taken in time no reason."""
    return replace(
        dose,
        at_time=dose.at_time if dose.state in (State.TAKEN, State.LATE) else None,
        reason=dose.reason if dose.state in (State.LATE, State.SKIPPED) else "",
        note=dose.note.strip(),
    )


Slot = tuple[UUID, date, time]


def last_words(told: Iterable[Told]) -> dict[Slot, Told]:
    """What stands of each dose that has a slot: the last thing said. What was taken back stands no more."""
    said: dict[Slot, Told] = {}
    for one in sorted(told, key=lambda one: (one.made_at, one.id)):
        if one.dose.slot is not None:
            said[one.dose.medicine_id, one.dose.due_on, one.dose.slot] = one
    return {slot: one for slot, one in said.items() if one.dose.state != State.CLEARED}


def taken_as_needed(told: Iterable[Told]) -> list[Told]:
    """What stands of the doses taken as needed, oldest first: each by itself, unless a later entry corrects it."""
    loose = [one for one in told if one.dose.slot is None]
    corrected = {one.dose.corrects for one in loose}
    standing = [one for one in loose if one.id not in corrected and one.dose.state != State.CLEARED]
    return sorted(standing, key=lambda one: (one.made_at, one.id))


@dataclass(frozen=True)
class Counts:
    """How many doses were due, and what was said of them. `unsaid` is not "not taken": nobody knows."""

    due: int = 0
    taken: int = 0
    late: int = 0
    skipped: int = 0

    @property
    def in_all_taken(self) -> int:
        return self.taken + self.late

    @property
    def unsaid(self) -> int:
        return self.due - self.taken - self.late - self.skipped


def count(due: Iterable[Slot], said: Mapping[Slot, Told], *, zone: str, now: datetime) -> Counts:
    """Counts over the doses whose moment has come; one told of early counts from then on."""
    passed = [slot for slot in due if slot in said or moment_due(slot[1], slot[2], zone) <= now]
    states = [said[slot].dose.state for slot in passed if slot in said]
    return Counts(len(passed), states.count(State.TAKEN), states.count(State.LATE), states.count(State.SKIPPED))


@dataclass(frozen=True)
class Run:
    """Days in a row on which a medicine was due and said not to be taken."""

    first_on: date
    last_on: date
    days: int


def not_taken_around(day: date, due: Mapping[date, Sequence[Slot]], said: Mapping[Slot, Told]) -> Run | None:
    """The run of due days around `day` of which all that was said is "skipped"; None where `day` is no such day.

    A day of which nothing was said ends the run: it is a gap, not a dose that was left out. Days on which the medicine is
    not due do not count and do not break it.
    """
    days = sorted(one for one, slots in due.items() if slots)
    if day not in days or not _is_not_taken(due[day], said):
        return None
    first = last = days.index(day)
    while first > 0 and _is_not_taken(due[days[first - 1]], said):
        first -= 1
    while last + 1 < len(days) and _is_not_taken(due[days[last + 1]], said):
        last += 1
    return Run(days[first], days[last], last - first + 1)


def _is_not_taken(slots: Sequence[Slot], said: Mapping[Slot, Told]) -> bool:
    states = {said[slot].dose.state for slot in slots if slot in said}
    return states == {State.SKIPPED}


# --- Side effects ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SideEffect:
    """What somebody tells of a side effect: of which medicine (None: unknown), what, how strong, since when."""

    medicine_id: UUID | None
    what: tuple[str, ...]
    strength: str
    since_on: date | None = None
    words: str = ""
    wants_call: bool = False


def faults_in_side_effect(told: SideEffect) -> dict[str, str]:
    """Which parts can't be: field -> code; empty when all is well.

    Its day is never a fault, and neither is that it says no more than how strong it is: somebody may want a call all the same.
    """
    faults = {}
    if set(told.what) - set(Effect):
        faults["what"] = "unknown"
    if told.strength not in set(Strength):
        faults["strength"] = "unknown"
    if len(told.words) > MOST_WORDS_CHARACTERS:
        faults["words"] = "too-long"
    return faults


# --- Refills and injections ------------------------------------------------------------------------------------------


class Nearness(StrEnum):
    """How near a refill or an injection is. `open`: an injection's window; a refill's day itself."""

    LATER = "later"
    NEAR = "near"
    OPEN = "open"
    OVERDUE = "overdue"


def nearness(due_on: date, *, today: date, window_days: int = 0) -> Nearness:
    opens, closes = due_on - timedelta(days=window_days), due_on + timedelta(days=window_days)
    if today > closes:
        return Nearness.OVERDUE
    if today >= opens:
        return Nearness.OPEN
    return Nearness.NEAR if (due_on - today).days <= NEAR_DAYS else Nearness.LATER


def next_injection_on(given_on: date, every_days: int) -> date:
    return given_on + timedelta(days=every_days)


def note_may_be(*, done_on: date | None, due_on: date | None, today: date) -> dict[str, str]:
    """What of a noted refill or injection can't be: field -> code."""
    faults = {}
    if done_on is None and due_on is None:
        faults["due_on"] = "missing"
    if done_on and not today - timedelta(days=MOST_DAYS_BACK) <= done_on <= today:
        faults["done_on"] = "out-of-range"
    if due_on and not (done_on or today - timedelta(days=MOST_DAYS_BACK)) <= due_on <= today + timedelta(days=366):
        faults["due_on"] = "out-of-range"
    return faults
