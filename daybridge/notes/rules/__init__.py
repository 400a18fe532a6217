"""What a note must hold before it is signed, when it is due, and what is odd about it. Plain Python."""

from daybridge.notes.rules.copying import Copied, Written, copies
from daybridge.notes.rules.naming import How, Named, Person, names_in
from daybridge.notes.rules.signing import (
    MOST_CHARACTERS,
    Door,
    Fault,
    Kind,
    Missing,
    Part,
    due_at,
    fault_in_times,
    is_late,
    missing_in,
)

__all__ = [
    "MOST_CHARACTERS", "Copied", "Door", "Fault", "How", "Kind", "Missing", "Named", "Part", "Person", "Written", "copies", "due_at",
    "fault_in_times", "is_late",
    "missing_in", "names_in",
]  # fmt: skip
