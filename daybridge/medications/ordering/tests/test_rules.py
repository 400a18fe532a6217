"""What an order must say, and which substances are controlled."""

from typing import Any

import pytest

from daybridge.medications.ordering.rules import OrderText, faults_in_order, schedule_of, tidied


def _text(**said: Any) -> OrderText:
    usual = {"kind": "start", "drug": " Sertraline ", "amount": "50 mg", "directions": "One a day", "quantity": "30"}
    return tidied(OrderText(**{**usual, **said}))


def test_an_order_says_what_how_and_how_many_and_a_stop_only_what() -> None:
    assert faults_in_order(_text()) == {} and _text().drug == "Sertraline"
    assert faults_in_order(_text(kind="stop", amount="", directions="", quantity="")) == {}
    assert faults_in_order(_text(amount="", directions="", quantity="")) == dict.fromkeys(
        ("amount", "directions", "quantity"), "missing"
    )
    assert faults_in_order(_text(kind="give", note="x" * 501, schedule="I")) == {
        "kind": "unknown", "note": "too-long", "schedule": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(("schedule", "most"), [("", 11), ("II", 0), ("III", 5), ("IV", 5), ("V", 11)])
def test_refills_end_where_the_law_does(schedule: str, most: int) -> None:
    assert faults_in_order(_text(schedule=schedule, refills=most)) == {}
    assert faults_in_order(_text(schedule=schedule, refills=most + 1)) == {"refills": "out-of-range"}


def test_a_substance_is_found_under_its_schedule() -> None:
    known = [("II", ("methadone",)), ("III", ("buprenorphine",))]
    assert schedule_of("Buprenorphine-naloxone 8 mg/2 mg", known) == "III" and schedule_of("Sertraline", known) == ""
