"""From what somebody tells of their medicines to signals; what those call for stands in the rulebook."""

from collections.abc import Iterable
from datetime import date

from daybridge.medications.rules import DANGER_SIGNS, Effect, Strength
from daybridge.safety.rules.findings import Signal

_STRENGTH = {Strength.MILD: 1, Strength.MEDIUM: 2, Strength.STRONG: 3}


def signals_in_side_effect(
    *, entry_id: str, on_day: date, what: Iterable[str], strength: str, wants_call: bool
) -> list[Signal]:
    """Everything in one side effect that may call for a human: each by itself, so that no rule put off hides another."""
    told = frozenset(what)
    value, said = _STRENGTH[Strength(strength)], " ".join(sorted(told))
    found = {
        "side_effect_danger": bool(told & DANGER_SIGNS),
        "side_effect_self_harm": Effect.SELF_HARM in told,
        "side_effect_strong": strength == Strength.STRONG,
        "medicine_call": wants_call,
    }
    return [Signal(kind, entry_id, on_day, value=value, of=said) for kind, is_so in found.items() if is_so]


def signal_of_skipped_days(*, medicine_id: str, first_on: date, last_on: date, days: int) -> Signal:
    """A medicine that was said not to be taken on so many due days in a row: told again only when they have doubled."""
    gravity = days.bit_length()
    return Signal("doses_not_taken", f"{medicine_id} from {first_on}", last_on, value=days, gravity=gravity)


def signal_of_ran_out(*, medicine_id: str, on_day: date) -> Signal:
    return Signal("medicine_ran_out", f"{medicine_id} {on_day}", on_day)


def signal_of_result(*, result_id: str, on_day: date, line: str, of: str) -> Signal:
    """A result beyond a line (`line`, its code); `of` is the test and what it reads: "lithium-level 1.7"."""
    return Signal("result_line", result_id, on_day, of=of, about=line)


def signal_of_injection_overdue(*, medicine_id: str, due_on: date, days_since: int) -> Signal:
    """An injection whose window has closed: told again every week that it still is not given."""
    return Signal("injection_overdue", f"{medicine_id} {due_on}", due_on, value=days_since, gravity=1 + days_since // 7)
