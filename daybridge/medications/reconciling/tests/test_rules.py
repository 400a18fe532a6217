"""Lines put side by side, what a decision must say, and when a list is due."""

from datetime import date
from uuid import UUID, uuid4

from daybridge.medications.reconciling.rules import (
    Decision,
    Due,
    Line,
    Occasion,
    OnList,
    Taking,
    added_id,
    due,
    faults_in_decision,
    faults_in_taking,
    lines_in,
    side_by_side,
)
from daybridge.medications.rules import Details

ONE = UUID("01a209fe-7200-77ec-bc35-da4d22b6cdd3")


def test_each_medicine_has_one_line_whoever_names_it() -> None:
    listed = [OnList(ONE, 2, "Sertraline", "50 mg. Every day at 08:00")]
    referred = [("sertraline 50 MG Oral Tablet", "once a day"), ("Lithium carbonate", ""), ("Trazodone", "at night")]
    told = Taking(says={ONE: "differently"}, words={ONE: "at noon"}, more="Lithium, two\n\nsertraline too\n Melatonin ")
    lines = side_by_side(listed, [*referred, referred[1]], told)
    assert [(one.name, one.listed, one.referred, one.says, one.told) for one in lines] == [
        ("Sertraline", "50 mg. Every day at 08:00", "sertraline 50 MG Oral Tablet, once a day", "differently", "at noon, sertraline too"),
        ("Lithium carbonate", "", "Lithium carbonate", "", "Lithium, two"),
        ("Trazodone", "", "Trazodone, at night", "", ""),
        ("Melatonin", "", "", "", "Melatonin"),
    ]  # fmt: skip
    assert len({one.key for one in lines}) == 4 and lines == side_by_side(listed, referred, told)
    assert lines[0].choices == ("keep", "change", "stop") and lines[1].choices == ("add", "not_taking")
    assert lines[0].differs and not lines[1].differs


def test_what_referral_and_person_both_name_is_one_line() -> None:
    [line] = side_by_side([], [("Lithium carbonate", "")], Taking(says={}, words={}, more="lithium carbonate"))
    assert (line.key[0], line.told) == ("r", "lithium carbonate")
    assert side_by_side([OnList(ONE, 1, "Sertraline", "50 mg")], [], None)[0].referred == ""


def test_a_decision_says_why_where_it_differs() -> None:
    on, off = Line(key="m", name="Sertraline", medicine_id=ONE, number=1), Line(key="r0", name="Lithium")
    said_no = Line(key="m", name="Sertraline", medicine_id=ONE, number=1, says="no")
    details = Details(
        name="Lithium", amount="300 mg", form="tablet", how_often="as_needed", starts_on=date(2026, 11, 1)
    )
    assert faults_in_decision(Decision(line=on, deed="keep")) == {}
    assert faults_in_decision(Decision(line=said_no, deed="keep")) == {"why": "missing"}
    assert faults_in_decision(Decision(line=on, deed="stop", why="Rash")) == {}
    assert faults_in_decision(Decision(line=on, deed="stop")) == {"why": "missing"}
    assert faults_in_decision(Decision(line=off, deed="add", details=details)) == {}
    assert faults_in_decision(Decision(line=off, deed="add")) == {"deed": "no-details"}
    assert faults_in_decision(Decision(line=off, deed="not_taking")) == {"why": "missing"}
    assert faults_in_decision(Decision(line=off, deed="keep")) == {"deed": "missing"}
    assert faults_in_decision(Decision(line=on, deed="", why="x" * 1_001)) == {"deed": "missing", "why": "too-long"}


def test_what_somebody_says_they_take_has_bounds() -> None:
    assert faults_in_taking(Taking(says={ONE: "yes"}, words={}, more="Melatonin")) == {}
    wrong = Taking(says={ONE: "perhaps"}, words={ONE: "x" * 1_001}, more="x" * 2_401)
    assert faults_in_taking(wrong) == {"says": "unknown", "words": "too-long", "more": "too-long"}
    many = Taking(says={uuid4(): "yes" for _ in range(61)}, words={})
    assert faults_in_taking(many) == {"more": "too-long"}
    assert lines_in("one\n" * 22) == ["one"] * 20 + ["one; one"]
    long = "Something for sleep that my sister gave me, a quarter of it when I lie awake " * 3
    assert " ".join(lines_in(long)) == long.strip() and all(len(one) <= 120 for one in lines_in(long))


def test_a_list_is_due_after_admission_and_after_each_other_level_until_it_is_signed() -> None:
    admitted, moved = date(2026, 11, 10), date(2026, 11, 20)
    assert due(admitted, [moved], None, []) is None
    assert due(admitted, [], 3, [date(2026, 11, 1)]) == Due(date(2026, 11, 13), Occasion.ADMISSION)
    assert due(admitted, [], 3, [admitted]) is None
    # What was left open longest comes first; one signing after the last of them ends them all.
    assert due(admitted, [moved], 3, []) == Due(date(2026, 11, 13), Occasion.ADMISSION)
    assert due(admitted, [moved], 3, [admitted]) == Due(date(2026, 11, 23), Occasion.LEVEL_CHANGE)
    assert due(admitted, [moved], 3, [admitted, moved]) is None


def test_a_line_becomes_the_same_medicine_however_often_it_is_sent() -> None:
    one, other = UUID(int=1), UUID(int=2)
    line = Line(key="r0", name="Sertraline")
    assert added_id(one, line) == added_id(one, line) != added_id(other, line)
    assert added_id(one, line) != added_id(one, Line(key="t0", name="Sertraline"))
