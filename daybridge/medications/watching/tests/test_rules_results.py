"""What a result may be, in which unit, and which line or range it leaves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from daybridge.medications.watching import rules
from daybridge.medications.watching.rules import Course, Range

TODAY = date(2026, 11, 23)


def _faults(test: str, value: str | None, unit: str = "", *, days_ago: int = 0, note: str = "") -> dict[str, str]:
    return rules.faults_in_result(
        test, value=Decimal(value) if value else None, unit=unit, taken_on=TODAY - timedelta(days=days_ago), note=note,
        today=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "value"),
    [("0.8", "0.800"), ("0,8", "0.800"), (" 1500 ", "1500.000"), ("1e99", None), ("NaN", None), ("inf", None), ("a lot", None), ("", None)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(said: str, value: str | None) -> None:
    assert rules.number(said) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("test", "value", "unit", "reads"),
    [
        ("lithium-level", "0.8", "mEq/L", "0.800"), ("anc", "1.2", "10³/µL", "1200.000"), ("anc", "1200", "/µL", "1200.000"),
        ("platelets", "250000", "/µL", "250.000"), ("weight", "80", "kg", "176.370"), ("creatinine", "88.4", "µmol/L", "1.000"),
        ("glucose", "5.5", "mmol/L", "99.088"), ("lithium-level", "0.8", "mg/dL", None), ("rash-talk", "1", "", None),
    ],
)  # fmt: skip
def test_every_unit_is_turned_into_the_one_it_is_read_in(test: str, value: str, unit: str, reads: str | None) -> None:
    assert rules.in_reading_unit(rules.tests()[test], Decimal(value), unit) == (Decimal(reads) if reads else None)


def test_a_test_is_read_in_its_first_unit() -> None:
    assert (rules.tests()["anc"].unit, rules.tests()["rash-talk"].unit) == ("/µL", "")


def test_what_a_result_can_not_be_is_said_by_field() -> None:
    assert _faults("lithium-level", "0.8", "mmol/L") == {}
    assert _faults("rash-talk", None) == {}
    assert _faults("gold", "1") == {"test": "unknown"}
    assert _faults("lithium-level", None, "mmol/L") == {"value": "missing"}
    assert _faults("lithium-level", "0.8", "mg/dL") == {"unit": "unknown"}
    assert _faults("lithium-level", "80", "mmol/L") == {"value": "out-of-range"}
    assert _faults("rash-talk", "3") == {"value": "not-measured"}
    assert _faults("anc", "900000", "/µL") == {"value": "out-of-range"}
    assert _faults("lithium-level", "0.8", "mmol/L", days_ago=-1) == {"taken_on": "out-of-range"}
    assert _faults("lithium-level", "0.8", "mmol/L", days_ago=4000) == {"taken_on": "out-of-range"}
    assert _faults("lithium-level", "0.8", "mmol/L", note="x" * 1001) == {"note": "too-long"}


@pytest.mark.parametrize(
    ("test", "value", "line"),
    [
        ("lithium-level", "1.5", None), ("lithium-level", "1.51", "lithium-high"), ("anc", "999", "anc-low"), ("anc", "1000", "anc-near"),
        ("anc", "1499", "anc-near"), ("anc", "1500", None), ("qtc", "499", None), ("qtc", "500", "qtc-long"), ("sodium", "124.9", "sodium-low"),
        ("sodium", "125", None), ("platelets", "99", "platelets-low"), ("alt", "120", "alt-high"), ("alt", "119", None),
        ("systolic", "180", "systolic-high"), ("tsh", "100", None),
    ],
)  # fmt: skip
def test_lines_are_crossed_where_their_sources_draw_them(test: str, value: str, line: str | None) -> None:
    found = rules.crossed(test, Decimal(value))
    assert (found.code if found else None) == line


def test_a_line_is_found_by_its_code() -> None:
    found = rules.line_of("qtc-long")
    assert found and found[0].code == "qtc" and found[1].at_least == 500
    assert rules.line_of("gold") is None
    assert rules.is_recent(TODAY - timedelta(days=30), TODAY) and not rules.is_recent(TODAY - timedelta(days=31), TODAY)


def test_ranges_are_those_of_the_medicines_somebody_takes() -> None:
    packs = rules.monitoring().values()
    lithium = Course("x", frozenset({"lithium"}), TODAY, TODAY)
    assert rules.ranges(packs, [lithium], "lithium-level") == [Range("lithium", Decimal("0.6"), Decimal("1.2"))]
    assert rules.ranges(packs, [lithium], "egfr") == [Range("lithium", Decimal(60), None)]
    assert rules.ranges(packs, [lithium], "creatinine") == [Range("lithium", None, Decimal("1.3"))]
    assert rules.ranges(packs, [], "lithium-level") == [] and rules.ranges(packs, [lithium], "hydration-talk") == []
    found = rules.ranges(packs, [lithium], "lithium-level")
    for value, is_left in (("0.59", True), ("0.6", False), ("1.2", False), ("1.21", True)):
        assert bool(rules.left(found, Decimal(value))) is is_left
    assert rules.left([Range("x", None, None)], Decimal(3)) is None


@pytest.mark.parametrize(
    ("test", "value", "unit", "measured"),
    [
        ("sodium", "138", "mmol/L", (Decimal(138), "mmol/L")),
        ("sodium", "138", "MEQ/L", (Decimal(138), "mEq/L")),
        ("platelets", "221", "10*3/uL", (Decimal(221), "10³/µL")),
        ("platelets", "221", "10^9/L", (Decimal(221), "10³/µL")),
        ("tsh", "2.1", "m[IU]/L", (Decimal("2.1"), "mIU/L")),
        ("sodium", "<100", "mmol/L", None),
        ("sodium", "hemolyzed", "", None),
        ("sodium", "138", "mg/dL", None),
        ("sodium", "1380", "mmol/L", None),
        ("rash-talk", "1", "", None),
    ],
)
def test_what_a_laboratory_wrote_is_measured_where_number_and_unit_fit(
    test: str, value: str, unit: str, measured: tuple[Decimal, str] | None
) -> None:
    assert rules.as_measured(rules.tests()[test], rules.Sent(value, unit)) == measured
    assert rules.as_measured(rules.tests()[test], rules.Sent(value, unit, status="W")) is None


def test_a_laboratorys_flags_and_what_it_takes_back_are_told_apart() -> None:
    sent = rules.Sent("131", "mmol/L", flags="L")
    assert sent.is_flagged and not sent.is_taken_back and not rules.Sent("138", flags="N").is_flagged
    assert rules.Sent("", status="W").is_taken_back
    assert sent.says_the_same(rules.Sent("131", "mmol/L", flags="L", order="another")) and not sent.says_the_same(
        rules.Sent("131", "mmol/L")
    )
