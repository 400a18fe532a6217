"""Whom to look at before the next session, because something moved against that person's own usual. Plain Python.

The radar reads one person's series (check-in values, measure scores, reported lapses, and when an entry was due) and adds
up points that stand in points.py, each with its reason. Nothing is fitted. Every finding names its facts (what, which day,
which value, against which usual), so that a clinician can check it against the answers.

A score is a reason to look. It is never a prediction of suicide and never a probability of anything. What a person states
(item 9, *not safe*, an urge to die) never goes through here: safety/rules.py brings it to a human at once, whatever this says.

How it reads: the unit is the day (the mean of a day's answers). A day is held against all earlier days of the same person
(an own baseline that grows), so every standardized value uses the past only: the self-starting chart of Hawkins 1987.
Jumps are read from it directly, drifts through an EWMA (Roberts 1959; Lucas and Saccucci 1990) and a one-sided CUSUM
(Page 1954). Silence counts only where an entry was due. Times are days as numbers (`date.toordinal()` plus a fraction).
"""

from daybridge.safety.radar.budget import Budget, Past, budget_table, raised_at, threshold_for
from daybridge.safety.radar.detectors import GAP_DAYS, MINIMUM_DAYS
from daybridge.safety.radar.findings import Fact, Finding, findings
from daybridge.safety.radar.points import MOST_POINTS, PARTS, points
from daybridge.safety.radar.series import DUE, LAPSE, Entry, Moment, Scale, Scales, Told, daily, moments
from daybridge.safety.radar.watching import Reading, Seen, follow, read, readings, take

__all__ = [
    "DUE",
    "GAP_DAYS",
    "LAPSE",
    "MINIMUM_DAYS",
    "MOST_POINTS",
    "PARTS",
    "Budget",
    "Entry",
    "Fact",
    "Finding",
    "Moment",
    "Past",
    "Reading",
    "Scale",
    "Scales",
    "Seen",
    "Told",
    "budget_table",
    "daily",
    "findings",
    "follow",
    "moments",
    "points",
    "raised_at",
    "read",
    "readings",
    "take",
    "threshold_for",
]
