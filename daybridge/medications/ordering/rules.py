"""What an order says, and which substances are controlled. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from daybridge.medications.precautions.rules import speaks_of

MOST_REFILLS = 11
_MOST = {"drug": 200, "amount": 200, "directions": 500, "quantity": 80, "note": 500}


class OrderKind(StrEnum):
    START = "start"
    CHANGE = "change"
    STOP = "stop"


class Schedule(StrEnum):
    """Schedules of the Controlled Substances Act from which a prescriber may order."""

    II = "II"
    III = "III"
    IV = "IV"
    V = "V"


@dataclass(frozen=True, kw_only=True)
class OrderText:
    """What is signed: which drug, how much, how it is taken, how many, how often it may be filled again."""

    kind: str
    drug: str
    amount: str
    directions: str = ""
    quantity: str = ""
    refills: int = 0
    note: str = ""
    #: Empty for what is not controlled.
    schedule: str = ""
    rxcui: str = ""


def tidied(text: OrderText) -> OrderText:
    words = {one.name: getattr(text, one.name).strip() for one in fields(text) if one.name in _MOST}
    return replace(text, **words)


def faults_in_order(text: OrderText) -> dict[str, str]:
    """What can't be: field -> code; empty when all is well. A stop needs no directions and no quantity. Asked of a `tidied` one."""
    faults = {name: "too-long" for name, most in _MOST.items() if len(getattr(text, name)) > most}
    if text.kind not in set(OrderKind):
        faults["kind"] = "unknown"
    needed = ["drug"] if text.kind == OrderKind.STOP else ["drug", "amount", "directions", "quantity"]
    faults |= {name: "missing" for name in needed if not getattr(text, name)}
    if text.schedule and text.schedule not in set(Schedule):
        faults["schedule"] = "unknown"
    if not 0 <= text.refills <= _most_refills(text.schedule):
        faults["refills"] = "out-of-range"
    return faults


def _most_refills(schedule: str) -> int:
    """None of schedule II (21 CFR 1306.12), five of III and IV (21 CFR 1306.22); a year of monthly fills of anything else."""
    return {Schedule.II.value: 0, Schedule.III.value: 5, Schedule.IV.value: 5}.get(schedule, MOST_REFILLS)


def schedule_of(name: str, known: Iterable[tuple[str, Iterable[str]]]) -> str:
    """The schedule of a medicine by its name, as the lists on file have it: (schedule, substances); empty where none has."""
    return next((schedule for schedule, names in known if any(speaks_of(one, [name]) for one in names)), "")
