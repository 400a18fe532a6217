"""What measures decide: what a set of answers scores, and what is due when. Plain Python over exact decimals."""

from daybridge.measures.rules.answering import Told, Way, fault_of, merged
from daybridge.measures.rules.batteries import Ask, Due, Stay, asked_weekly, battery, is_overdue, open_on
from daybridge.measures.rules.change import ORDER, Reading, Verdict, beyond_noise, gain, is_silence, verdicts
from daybridge.measures.rules.change import Kind as ChangeKind
from daybridge.measures.rules.outcomes import Changes, Part, changes
from daybridge.measures.rules.scoring import (
    DECLINED,
    NOT_APPLICABLE,
    Answer,
    CriticalAnswer,
    CutCrossed,
    Declined,
    ImpossibleAnswers,
    NotApplicable,
    Result,
    Scored,
    faults_in,
    is_asked,
    score,
    sex_on_record,
)

__all__ = [
    "DECLINED",
    "NOT_APPLICABLE",
    "ORDER",
    "Answer",
    "Ask",
    "ChangeKind",
    "Changes",
    "CriticalAnswer",
    "CutCrossed",
    "Declined",
    "Due",
    "ImpossibleAnswers",
    "NotApplicable",
    "Part",
    "Reading",
    "Result",
    "Scored",
    "Stay",
    "Told",
    "Verdict",
    "Way",
    "asked_weekly",
    "battery",
    "beyond_noise",
    "changes",
    "fault_of",
    "faults_in",
    "gain",
    "is_asked",
    "is_overdue",
    "is_silence",
    "merged",
    "open_on",
    "score",
    "sex_on_record",
    "verdicts",
]
