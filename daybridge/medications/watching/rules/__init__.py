"""What a name speaks of, what is due, what a result says, what does not go together. Plain Python over packs with source and version."""

from daybridge.medications.watching.rules.due import (
    Course,
    Due,
    Why,
    dues,
    edited,
    faults_in_intervals,
    intervals_of,
    is_about,
    last_counted,
    most_days,
    next_due,
)
from daybridge.medications.watching.rules.names import Recognised, classes_of, fits, ingredients_of, named
from daybridge.medications.watching.rules.pairs import NEVER_HELD_UP, Standing, Taken, holds_up, standing
from daybridge.medications.watching.rules.reading import (
    FaultyPack,
    Line,
    Monitoring,
    Pack,
    Test,
    Warned,
    Warnings,
    Watched,
    Words,
    ingredients,
    monitoring,
    tests,
    warnings,
)
from daybridge.medications.watching.rules.results import (
    MOST_NOTE_CHARACTERS,
    TAKEN_BACK,
    Range,
    Sent,
    as_measured,
    crossed,
    faults_in_result,
    in_reading_unit,
    is_recent,
    left,
    line_of,
    number,
    ranges,
)

__all__ = [
    "MOST_NOTE_CHARACTERS", "NEVER_HELD_UP", "TAKEN_BACK", "Course", "Due", "FaultyPack", "Line", "Monitoring", "Pack", "Range",
    "Recognised", "Sent", "Standing", "Taken", "Test", "Warned", "Warnings", "Watched", "Why", "Words", "as_measured", "classes_of", "crossed", "dues",
    "edited", "faults_in_intervals", "faults_in_result", "fits", "holds_up", "in_reading_unit", "ingredients",
    "ingredients_of", "intervals_of", "is_about", "is_recent", "last_counted", "left", "line_of", "monitoring", "most_days", "named",
    "next_due", "number", "ranges", "standing", "tests", "warnings",
]  # fmt: skip
