"""What a supporter's concern may say, and which rule it is held against."""

from datetime import date

import pytest

from daybridge.safety.concerns.rules import (
    MOST_CHARACTERS,
    Danger,
    WordsError,
    normalized,
    signal_of_concern,
    words_error,
)
from daybridge.safety.rules import Level, Signal, caused, findings_in_signal, rulebook

DAY = date(2026, 11, 23)
LITHIUM = Signal("result_line", "b", DAY, of="lithium-level 1.7", about="lithium-high")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("", WordsError.EMPTY),
        ("She won't eat.", None),
        ("x" * MOST_CHARACTERS, None),
        ("x" * (MOST_CHARACTERS + 1), WordsError.TOO_LONG),
    ],
)
def test_words_are_needed_and_have_an_end(words: str, error: WordsError | None) -> None:
    assert words_error(words) is error


def test_a_line_break_counts_once() -> None:
    assert normalized("  one\r\ntwo \r\n") == "one\ntwo"


@pytest.mark.parametrize(
    ("danger", "code", "level", "minutes"),
    [
        (Danger.YES, "supporter-worried-danger", Level.URGENT, 15),
        (Danger.NOT_SURE, "supporter-worried-unsure", Level.SAME_DAY, 240),
        (Danger.NO, "supporter-worried", Level.NEXT_DAY, 1440),
    ],
)
def test_each_answer_has_one_rule_that_no_site_switches_off(
    danger: Danger, code: str, level: Level, minutes: int
) -> None:
    signal = signal_of_concern(concern_id="a", on_day=DAY, danger=danger)
    [finding] = findings_in_signal(rulebook().values(), signal)
    rule = finding.rule
    assert (rule.code, rule.level, rule.answer_within_minutes, rule.bounds.may_be_off) == (code, level, minutes, False)
    assert finding.mark == "supporter_worried a"


def test_danger_that_a_supporter_sees_leads_an_alert_of_one_level() -> None:
    [lithium] = findings_in_signal([rulebook()["result-lithium-high"]], LITHIUM)
    [danger] = findings_in_signal(rulebook().values(), signal_of_concern(concern_id="a", on_day=DAY, danger=Danger.YES))
    assert [one.rule for one in caused(caused([], lithium), danger)] == [
        "supporter-worried-danger", "result-lithium-high",
    ]  # fmt: skip
