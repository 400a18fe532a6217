"""When something calls for a human, how soon, and who is asked next. Plain Python over discrete answers, every rule with its source."""

from daybridge.safety.rules.alerting import (
    Cause,
    Known,
    OpenAlert,
    Step,
    caused,
    due_after_growing,
    gravest,
    is_graver,
    is_overdue,
    what_to_do,
)
from daybridge.safety.rules.book import LEVEL_ORDER, Bounds, Edit, Level, Rule, edited, faults_in_edit, rulebook
from daybridge.safety.rules.findings import (
    CriticalAnswer,
    DayEntry,
    Fact,
    Finding,
    MarkedDanger,
    ScoreReached,
    Signal,
    finding_of_request,
    finding_of_silence,
    findings_in_answers,
    findings_in_diary,
    findings_in_entry,
    findings_in_scores,
    findings_in_signal,
    might_count,
    needs_history,
)
from daybridge.safety.rules.ladder import (
    CHANNELS,
    IN_APP,
    MOST_URGENT_MINUTES,
    WEEKDAYS,
    Asked,
    Calendar,
    Ladder,
    Rung,
    Shift,
    due_by,
    gaps,
    ladder,
    ladder_in_force,
    next_asked,
    on_call_at,
    shipped_ladder,
    wait_of,
    way,
)
from daybridge.safety.rules.medicines import (
    signal_of_injection_overdue,
    signal_of_ran_out,
    signal_of_result,
    signal_of_skipped_days,
    signals_in_side_effect,
)
from daybridge.safety.rules.sessions import Missed, findings_in_misses, signal_of_missed_session

__all__ = [
    "CHANNELS", "IN_APP", "LEVEL_ORDER", "MOST_URGENT_MINUTES", "WEEKDAYS", "Asked", "Bounds", "Calendar", "Cause", "CriticalAnswer", "DayEntry", "Edit", "Fact", "Finding", "Known", "Ladder", "Level",
    "MarkedDanger", "Missed", "OpenAlert", "Rule", "Rung", "ScoreReached", "Shift", "Signal", "Step", "caused", "due_after_growing", "due_by", "edited",
    "faults_in_edit", "finding_of_request", "finding_of_silence", "findings_in_answers", "findings_in_diary", "findings_in_entry",
    "findings_in_misses", "findings_in_scores", "findings_in_signal", "gaps", "gravest", "is_graver", "is_overdue", "ladder", "ladder_in_force", "might_count",
    "needs_history", "next_asked", "on_call_at", "rulebook", "shipped_ladder", "signal_of_injection_overdue",
    "signal_of_missed_session", "signal_of_ran_out", "signal_of_result", "signal_of_skipped_days", "signals_in_side_effect", "wait_of", "way", "what_to_do",
]  # fmt: skip
