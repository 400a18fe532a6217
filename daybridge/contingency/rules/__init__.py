"""What a protocol may say, what a target earns, which slip a draw is, and what is left under a cap. Plain Python."""

from daybridge.contingency.rules.caps import Given, left
from daybridge.contingency.rules.drawing import commitment_of, slip_of
from daybridge.contingency.rules.earning import (
    Day,
    Pause,
    Target,
    days_of_attendance,
    fault_in_day,
    fault_in_evidence,
    last_day,
    reckon,
)
from daybridge.contingency.rules.evidence import COUNTS, Deed, Ending, Evidence, EvidenceKind, TargetFault, Verdict
from daybridge.contingency.rules.screens import Screened, days_of_screens, told_by_screen, verdict_of
from daybridge.contingency.rules.terms import Funding, Kind, Prize, Protocol
from daybridge.contingency.rules.verifying import Drawn, Fault, FaultKind, faults_in_draws

__all__ = [
    "COUNTS", "Day", "Deed", "Drawn", "Ending", "Evidence", "EvidenceKind", "Fault", "FaultKind", "Funding", "Given",
    "Kind", "Pause", "Prize", "Protocol", "Screened", "Target", "TargetFault", "Verdict", "commitment_of",
    "days_of_attendance", "days_of_screens", "fault_in_day", "fault_in_evidence", "faults_in_draws", "last_day", "left",
    "reckon", "slip_of", "told_by_screen", "verdict_of",
]  # fmt: skip
