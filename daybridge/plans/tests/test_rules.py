import pytest

from daybridge.plans.rules import MOST_CHARACTERS, MOST_OPEN, Fault, fault_in_objective


@pytest.mark.parametrize(
    ("said", "open_ones", "fault"),
    [
        ("Sleep seven hours", 0, None),
        ("x" * MOST_CHARACTERS, MOST_OPEN - 1, None),
        (" ", 0, Fault.NEEDS_WORDS),
        ("x" * (MOST_CHARACTERS + 1), 0, Fault.TOO_LONG),
        ("One more", MOST_OPEN, Fault.TOO_MANY),
    ],
)
def test_an_objective_has_words_and_a_list_has_an_end(said: str, open_ones: int, fault: Fault | None) -> None:
    assert fault_in_objective(said, open_ones=open_ones) == fault
