"""What is decided about drug screens: states, validity, what was expected, days drawn by chance, whose a report is. Plain Python."""

from daybridge.screens.rules.drawing import Drawing, draw
from daybridge.screens.rules.expecting import Judged, Method, OnList, Outcome, Standing, asks_for_confirmation, judge
from daybridge.screens.rules.panels import Analyte, Book, Panel, book
from daybridge.screens.rules.reports import (
    Person,
    Reading,
    Report,
    Sorted,
    name_fits,
    outcome_of,
    sort_readings,
)
from daybridge.screens.rules.states import (
    HAS_RESULTS,
    HAS_SPECIMEN,
    NEXT,
    WAITS,
    Said,
    State,
    follows,
    in_force,
    is_shown_to_them,
    state_with_results,
)
from daybridge.screens.rules.validity import Limits, Specimen, Validity, validity

__all__ = [
    "HAS_RESULTS", "HAS_SPECIMEN", "NEXT", "WAITS", "Analyte", "Book", "Drawing", "Judged", "Limits", "Method",
    "OnList", "Outcome", "Panel", "Person", "Reading", "Report", "Said", "Sorted", "Specimen", "Standing", "State", "Validity",
    "asks_for_confirmation", "book", "draw", "follows", "in_force", "is_shown_to_them", "judge", "name_fits",
    "outcome_of", "sort_readings", "state_with_results", "validity",
]  # fmt: skip
