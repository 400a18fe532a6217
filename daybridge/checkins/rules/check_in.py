"""What a check-in may say and which day an entry belongs to. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LOWEST_MOOD, HIGHEST_MOOD = 1, 5
BACK_FILL_DAYS = 3
MOST_NOTE_CHARACTERS = 4_000


class Medicines(StrEnum):
    """How much of the day's medicines someone says they took."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One check-in's answers: mood 1 (very low) to 5 (very good); anxiety and urge 0 to 10; sleep in hours."""

    mood: int
    anxiety: int | None = None
    urge: int | None = None
    sleep_hours: float | None = None
    medicines: str | None = None
    note: str = ""


def faults_in(answers: Answers) -> dict[str, str]:
    """Which answers can't be: field -> code (`out-of-range`, `unknown`, `too-long`); empty when all is well."""
    faults = {}
    ranges = {"mood": (LOWEST_MOOD, HIGHEST_MOOD), "anxiety": (0, 10), "urge": (0, 10), "sleep_hours": (0, 24)}
    for name, (low, high) in ranges.items():
        value = getattr(answers, name)
        if value is None and name != "mood":
            continue
        if not low <= value <= high:
            faults[name] = "out-of-range"
    if answers.sleep_hours is not None and (answers.sleep_hours * 2) % 1:
        faults["sleep_hours"] = "out-of-range"
    if answers.medicines is not None and answers.medicines not in set(Medicines):
        faults["medicines"] = "unknown"
    if len(answers.note) > MOST_NOTE_CHARACTERS:
        faults["note"] = "too-long"
    return faults


@dataclass(frozen=True)
class Dating:
    """The day an entry is filed under and the moment it was made, after doubting a phone's clock."""

    on_day: date
    made_at: datetime
    clock_was_wrong: bool


def date_entry(
    *, claimed_day: date, claimed_at: datetime, claimed_at_day: date, now: datetime, today: date, days_ahead: int = 0
) -> Dating:
    """File an entry under its day. An entry that reached us is never refused for its date.

    `claimed_at_day` is the calendar day of `claimed_at` for the participant; `today` theirs now. A phone whose clock runs
    ahead by more than ten minutes is wrong, and its entry counts as made now; a day outside the three before the entry
    was made (or after it, but for what may be planned `days_ahead`) becomes the nearest day that can be meant.
    """
    wrong = claimed_at > now + timedelta(minutes=10)
    made_at, made_day = (now, today) if wrong else (min(claimed_at, now), min(claimed_at_day, today))
    earliest = made_day - timedelta(days=BACK_FILL_DAYS)
    on_day = min(max(claimed_day, earliest), made_day + timedelta(days=days_ahead))
    return Dating(on_day, made_at, wrong or on_day != claimed_day)
