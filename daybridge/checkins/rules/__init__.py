"""What entries may say, which day they belong to, and what they come to. Plain Python."""

from daybridge.checkins.rules.answers import Version, dangers_in, faults_in_answers, last_words
from daybridge.checkins.rules.check_in import (
    BACK_FILL_DAYS,
    HIGHEST_MOOD,
    LOWEST_MOOD,
    MOST_NOTE_CHARACTERS,
    Answers,
    Dating,
    Medicines,
    date_entry,
    faults_in,
)
from daybridge.checkins.rules.marks import (
    MOST_TARGETS,
    QUESTIONS,
    STRONGEST,
    Danger,
    Mark,
    Page,
    Told,
    Watched,
    card,
    dangers_marked,
    faults_in_marks,
    faults_in_setup,
    read_page,
    skills_used,
    usual,
    watched,
)
from daybridge.checkins.rules.progress import (
    WINDOW_DAYS,
    DaysWithout,
    Insight,
    LivedDay,
    Milestone,
    days_without,
    insights,
    milestones,
)
from daybridge.checkins.rules.sleep import Night, night

__all__ = [
    "BACK_FILL_DAYS", "HIGHEST_MOOD", "LOWEST_MOOD", "MOST_NOTE_CHARACTERS", "MOST_TARGETS", "QUESTIONS", "STRONGEST", "WINDOW_DAYS", "Answers", "Danger", "Dating", "DaysWithout", "Insight",
    "LivedDay", "Mark", "Medicines", "Milestone", "Night", "Page", "Told", "Version", "Watched", "card", "dangers_in", "dangers_marked", "date_entry",
    "days_without", "faults_in", "faults_in_answers", "faults_in_marks", "faults_in_setup", "insights", "last_words",
    "milestones", "night", "read_page", "skills_used", "usual", "watched",
]  # fmt: skip
