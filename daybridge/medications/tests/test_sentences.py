"""Every way of taking, every state and every fault has its words."""

from datetime import date, time

import pytest

from daybridge.medications import rules, sentences
from daybridge.medications.rules import Counts, Details, Effect, Form, HowOften, Nearness, Reason, Strength

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("how_often", "said"),
    [
        (HowOften.DAILY, "Every day at 08:00, 14:00 and 20:00"),
        (HowOften.WEEKDAYS, "Monday and Thursday at 08:00, 14:00 and 20:00"),
        (HowOften.INTERVAL, "Every 28 days at 08:00, 14:00 and 20:00"),
        (HowOften.AS_NEEDED, "Only when needed"),
        (HowOften.INJECTION, "Injection every 28 days, up to 3 days early or late is all right"),
    ],
)
def test_when_it_is_taken(how_often: str, said: str) -> None:
    details = Details(
        name="A", amount="1", form="tablet", how_often=how_often, starts_on=MONDAY,
        times=(time(8), time(14), time(20)), weekdays=(0, 3), every_days=28, window_days=3,
    )  # fmt: skip
    assert sentences.when_in_words(rules.tidied(details)) == said


def test_counts_are_said_as_counts() -> None:
    said = sentences.counts_in_words(Counts(due=14, taken=10, late=1, skipped=1))
    assert said == "Told as taken: 11 of 14 doses, 1 of them late, 1 skipped, 2 without an entry."
    assert sentences.counts_in_words(Counts(due=1, taken=1)) == "Told as taken: 1 of 1 dose."
    assert sentences.counts_in_words(Counts()) == "No dose was due in the last 14 days."


@pytest.mark.parametrize(
    ("kind", "near", "said"),
    [
        ("refill", Nearness.NEAR, "Refill by Fri 20 Nov"),
        ("injection", Nearness.OPEN, "Injection on Fri 20 Nov: due now"),
        ("injection", Nearness.OVERDUE, "Injection on Fri 20 Nov: 3 days overdue"),
    ],
)
def test_how_near_a_refill_or_an_injection_is(kind: str, near: Nearness, said: str) -> None:
    assert sentences.due_in_words(kind, date(2026, 11, 20), near, today=MONDAY) == said


def test_every_code_has_its_words_for_staff_and_for_the_person() -> None:
    assert {code for code, _ in sentences.reasons()} == {"", *Reason}
    assert {code for code, _ in [*sentences.effects(), *sentences.dangers()]} == set(Effect)
    assert [code for code, _ in sentences.strengths()] == list(Strength)
    for say, codes in (
        (sentences.reason_in_words, Reason), (sentences.effect_in_words, Effect), (sentences.form_in_words, Form),
        (sentences.how_often_in_words, HowOften), (sentences.strength_in_words, Strength),
    ):  # fmt: skip
        assert all(say(code) not in ("", code.replace("_", "")) or code.isalpha() for code in codes)
    assert sentences.fault_in_words("name", "missing") == "Write what it is called."
    assert sentences.fault_in_words("purpose", "too-long") == "This is too long. Please shorten it."
