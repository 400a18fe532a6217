from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from daybridge.messaging import on_file
from daybridge.messaging.rules import MOST_CHARACTERS, Reading, Standing, fault_in, first_reached, who_answers

BEN, CORA, PRIYA = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Hello", ""),
        ("", "missing"),
        (" \n\t ", "missing"),
        ("a\x00b", "unreadable"),
        ("x" * MOST_CHARACTERS, ""),
        ("x" * (MOST_CHARACTERS + 1), "too-long"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_what_can_be_a_message(words: str, fault: str) -> None:
    assert fault_in(words) == fault


@pytest.mark.parametrize(
    ("theirs", "staffs", "settled", "waits"),
    [(0, 0, 0, False), (1, 0, 0, True), (1, 2, 0, False), (3, 2, 0, True), (3, 2, 3, False), (4, 2, 3, True)],
)
def test_a_thread_waits_until_it_is_answered_or_settled(theirs: int, staffs: int, settled: int, waits: bool) -> None:
    assert Standing(theirs, staffs, settled).waits is waits


def test_who_answers_is_derived_from_the_team() -> None:
    assert who_answers([BEN, CORA], []) == BEN
    assert who_answers([BEN, CORA], [CORA]) == CORA
    assert who_answers([BEN, PRIYA], [CORA, PRIYA]) == PRIYA, "Cora left: whoever had it before"
    assert who_answers([BEN], [CORA]) == BEN
    assert who_answers([], [CORA]) is None


def test_a_message_is_read_when_somebody_first_came_so_far() -> None:
    at = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in range(9, 13)]
    readings = [Reading(BEN, 5, at[2]), Reading(BEN, 3, at[1]), Reading(CORA, 2, at[0]), Reading(None, 9, at[3])]
    assert first_reached(3, readings) == {BEN: at[1], None: at[3]}
    assert list(first_reached(1, readings)) == [CORA, BEN, None]
    assert first_reached(10, readings) == {}


# --- Quick replies ---------------------------------------------------------------------------------------------------


def test_the_shipped_replies_stand_in_both_languages() -> None:
    on_file.use_file(None)
    replies = on_file.quick_replies()
    assert len(replies) >= 5 and all(one.said("en") != one.said("es") for one in replies)
    assert replies[0].said("es-MX") == replies[0].es


def test_a_sites_own_file_holds_whole_and_a_faulty_one_stops_nothing(tmp_path: Path) -> None:
    own = tmp_path / "quick-replies.yaml"
    try:
        on_file.use_file(own)
        assert on_file.faults_in(own) == []
        assert len(on_file.quick_replies()) >= 5, "there is no file"
        own.write_text("replies:\n  - code: soon\n    name: Soon\n    en: Soon.\n    es: Pronto.\n")
        assert [one.code for one in on_file.quick_replies()] == ["soon"]
        faulty = tmp_path / "faulty.yaml"
        faulty.write_text("replies:\n  - code: soon\n    name: Soon\n    en: Soon.\n")
        on_file.use_file(faulty)
        assert [fault.line for fault in on_file.faults_in(faulty)] == [2]
        assert len(on_file.quick_replies()) >= 5
    finally:
        on_file.use_file(None)
