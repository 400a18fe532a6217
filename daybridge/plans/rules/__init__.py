"""What a plan may be. Plain Python."""

from daybridge.plans.rules.objectives import MOST_CHARACTERS, MOST_OPEN, Ending, Fault, fault_in_objective
from daybridge.plans.rules.revising import Cause, Given, Why, outside, revision_due
from daybridge.plans.rules.signing import ANSWERS, Due, Step, certification_due, review_due

__all__ = [
    "ANSWERS", "MOST_CHARACTERS", "MOST_OPEN", "Cause", "Due", "Ending", "Fault", "Given", "Step", "Why", "certification_due",
    "fault_in_objective", "outside", "review_due", "revision_due",
]  # fmt: skip
