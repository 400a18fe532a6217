"""What is decided about drug screens: states, validity, what was expected, days drawn by chance, whose a report is. Plain Python."""

from daybridge.screens.rules.drawing import Drawing, draw
from daybridge.screens.rules.expecting import Judged, Method, OnList, Outcome, Standing, asks_for_confirmation, judge
from daybridge.screens.rules.panels import Analyte, Book, FaultyPanels, Panel, book, shipped_book, use_book
from daybridge.screens.rules.reports import (
    Person,
    Reading,
    Report,
    Sorted,
    name_fits,
    outcome_of,
    sort_readings,
)
from daybridge.screens.rules.site import faults_in, with_own
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
from daybridge.screens.rules.withdrawing import NextScore, next_score

__all__ = [
    "HAS_RESULTS", "HAS_SPECIMEN", "NEXT", "WAITS", "Analyte", "Book", "Drawing", "FaultyPanels", "Judged", "Limits",
    "Method", "NextScore", "OnList", "Outcome", "Panel", "Person", "Reading", "Report", "Said", "Sorted", "Specimen",
    "Standing", "State", "Validity", "asks_for_confirmation", "book", "draw", "faults_in", "follows", "in_force",
    "is_shown_to_them", "judge", "name_fits", "next_score", "outcome_of", "shipped_book", "sort_readings",
    "state_with_results", "use_book", "validity", "with_own",
]  # fmt: skip
