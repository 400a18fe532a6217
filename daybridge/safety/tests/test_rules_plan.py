from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.safety.plan import rules
from daybridge.safety.plan.rules import Fault, Line, Mark, Need, Review, Section, Version, Why

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AGREED = frozenset({Mark.SIGNED, Mark.COUNTERSIGNED})


def a_version(number: int, *marks: str) -> Version:
    return Version(UUID(int=number), number, frozenset(marks))


# --- What a plan may hold --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "line", "fault"),
    [
        (Section.SIGNS, Line("I stop answering"), None),
        (Section.SIGNS, Line("x" * 200), None),
        (Section.SIGNS, Line("x" * 201), Fault.TOO_LONG),
        (Section.SIGNS, Line("   "), Fault.NO_TEXT),
        (Section.SIGNS, Line("a\0b"), Fault.NO_TEXT),
        (Section.SIGNS, Line("Luz", phone="555-0150"), Fault.NO_NUMBER_HERE),
        (Section.SAFER, Line("Luz", relation="sister"), Fault.NO_NUMBER_HERE),
        (Section.PEOPLE, Line("Luz", "sister", "555-0150"), None),
        (Section.PEOPLE, Line("Luz", "sister"), None),
        (Section.PEOPLE, Line("Luz", "s" * 61), Fault.TOO_LONG),
        (Section.PLACES, Line("The pier", phone="988"), None),
        (Section.PROFESSIONALS, Line("Clinic", phone="+1 (312) 555-0100"), None),
        (Section.PEOPLE, Line("Luz", phone="ask her"), Fault.PHONE),
        (Section.PEOPLE, Line("Luz", phone="55"), Fault.PHONE),
        (Section.PEOPLE, Line("Luz", phone="5" * 31), Fault.PHONE),
    ],
)
def test_a_line_is_words_and_where_it_is_somebody_a_number(section: Section, line: Line, fault: Fault | None) -> None:
    assert rules.faults_in({section: [line]}) == ({section: fault} if fault else {})


def test_a_section_holds_twelve_lines() -> None:
    assert rules.faults_in({Section.STEPS: [Line("one")] * 12}) == {}
    assert rules.faults_in({Section.STEPS: [Line("one")] * 13}) == {Section.STEPS: Fault.TOO_MANY}


def test_a_plan_without_a_line_is_empty() -> None:
    assert rules.is_empty({}) and rules.is_empty({Section.SIGNS: []})
    assert not rules.is_empty({Section.SIGNS: [], Section.MATTERS: [Line("My daughter")]})


words = st.text(min_size=1, max_size=50)
plans = st.dictionaries(st.sampled_from(list(Section)), st.lists(st.builds(Line, words, words, words), max_size=4))


@given(plans)
def test_what_is_kept_reads_back_as_it_was(plan: rules.Sections) -> None:
    kept = rules.stored(plan)
    assert list(kept) == [one.value for one in Section]
    assert {section: list(lines) for section, lines in rules.read(kept).items() if lines} == {
        section: list(lines) for section, lines in plan.items() if lines
    }


# --- Which version is in force ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "agreed"),
    [
        ((), False),
        ((Mark.SIGNED,), False),
        ((Mark.COUNTERSIGNED,), False),
        ((Mark.SIGNED, Mark.IN_PERSON), False),
        ((Mark.SIGNED, Mark.COUNTERSIGNED), True),
        ((Mark.IN_PERSON, Mark.COUNTERSIGNED), True),
    ],
)
def test_a_version_is_agreed_when_both_sides_said_yes(marks: tuple[str, ...], agreed: bool) -> None:
    assert rules.is_agreed(marks) is agreed


def test_nothing_is_in_force_before_anything_is_agreed() -> None:
    assert rules.in_force([]) is rules.draft([]) is rules.begins_from([]) is None
    assert rules.in_force([a_version(1)]) is None and rules.draft([a_version(1)]) == a_version(1)


def test_the_old_version_stays_in_force_until_both_have_signed_the_new_one() -> None:
    old, new = a_version(1, *AGREED), a_version(2, Mark.SIGNED)
    assert (rules.in_force([new, old]), rules.draft([new, old]), rules.begins_from([new, old])) == (old, new, new.id)
    signed = a_version(2, *AGREED)
    assert (rules.in_force([signed, old]), rules.draft([signed, old])) == (signed, None)
    assert rules.begins_from([signed, old]) == signed.id


def test_a_dropped_draft_does_not_bring_back_the_one_before_it() -> None:
    versions = [a_version(1, *AGREED), a_version(2), a_version(3, Mark.DROPPED)]
    assert rules.draft(versions) is None and rules.begins_from(versions) == versions[0].id


marked = st.sets(st.sampled_from([mark.value for mark in Mark]))


@given(st.lists(marked, max_size=6))
def test_a_draft_is_always_newer_than_what_is_in_force(marks: list[set[str]]) -> None:
    versions = [a_version(number, *found) for number, found in enumerate(marks, start=1)]
    holds, drafted = rules.in_force(versions), rules.draft(versions)
    assert not (holds and drafted) or drafted.number > holds.number
    assert holds is None or not any(rules.is_agreed(one.marks) for one in versions if one.number > holds.number)


# --- Looking at it again ---------------------------------------------------------------------------------------------


def test_the_policy_is_read_from_the_rulebook() -> None:
    policy = rules.policy()
    assert (policy.every_days, policy.after_alerts, policy.version) == (30, ("urgent",), 1) and policy.source


@pytest.mark.parametrize("wrong", ['every_days = 0\nsource = "x"', 'every_days = 30\nsource = ""'])
def test_a_policy_that_cannot_be_is_refused(tmp_path: Path, wrong: str) -> None:
    book = tmp_path / "plan.toml"
    book.write_text(f"[review]\n{wrong}\nafter_alerts = []\nversion = 1\nsince = 2026-11-24\n")
    with pytest.raises(ValueError, match="every_days and source"):
        rules.policy(book)


def test_a_plan_is_due_so_many_days_after_the_last_look() -> None:
    review = rules.review_of(rules.policy(), looked_at=NOON, crisis_over_at=None)
    assert review == Review(NOON + timedelta(days=30), Why.INTERVAL)
    before = rules.review_of(rules.policy(), looked_at=NOON, crisis_over_at=NOON)
    assert before.why is Why.INTERVAL  # that crisis is what the look was about


def test_a_plan_is_due_at_once_when_a_crisis_is_over() -> None:
    over = NOON + timedelta(hours=1)
    assert rules.review_of(rules.policy(), looked_at=NOON, crisis_over_at=over) == Review(over, Why.CRISIS)


def test_a_later_signature_to_what_was_agreed_in_person_is_no_new_look() -> None:
    later = NOON + timedelta(days=3)
    in_person = [(Mark.IN_PERSON, NOON), (Mark.COUNTERSIGNED, NOON), (Mark.SIGNED, later)]
    assert rules.last_looked_at(in_person) == NOON
    assert rules.last_looked_at([(Mark.COUNTERSIGNED, NOON), (Mark.SIGNED, later)]) == later
    assert rules.last_looked_at([*in_person, (Mark.REVIEWED, later)]) == later


@pytest.mark.parametrize(
    ("versions", "review", "need"),
    [
        ([], None, Need.NO_PLAN),
        ([a_version(1)], None, Need.TO_SIGN),
        ([a_version(1, Mark.COUNTERSIGNED)], None, Need.NO_PLAN),
        ([a_version(1, *AGREED)], Review(NOON + timedelta(1), Why.INTERVAL), None),
        ([a_version(1, *AGREED)], Review(NOON, Why.INTERVAL), Need.INTERVAL),
        ([a_version(1, *AGREED)], Review(NOON, Why.CRISIS), Need.CRISIS),
        ([a_version(1, *AGREED), a_version(2)], Review(NOON, Why.CRISIS), Need.CRISIS),
        ([a_version(1, *AGREED), a_version(2)], Review(NOON, Why.INTERVAL), Need.TO_SIGN),
        ([a_version(1, *AGREED), a_version(2, Mark.COUNTERSIGNED)], Review(NOON + timedelta(1), Why.INTERVAL), None),
    ],
)
def test_what_a_plan_needs(versions: list[Version], review: Review | None, need: Need | None) -> None:
    assert rules.need_of(versions, review, now=NOON) is need


# --- Whom it names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("Luz", True),
        ("luz", True),
        ("José Ríos", True),
        ("jose", True),
        ("Sam", False),  # Samantha is another
        ("Luz Rivera", False),
        ("Pier", False),  # what somebody does names nobody
        ("", False),
        ("…", False),
    ],
)
def test_a_plan_names_who_stands_whole_in_a_line_of_people_places_or_safety(name: str, is_named: bool) -> None:
    kept = rules.stored(
        {
            Section.STEPS: [Line("Walk to the pier")],
            Section.PEOPLE: [Line("My sister Luz", relation="sister"), Line("Samantha", phone="555-0100")],
            Section.SAFER: [Line("José Ríos keeps my pills")],
        }
    )
    assert rules.names(kept, name) is is_named
    assert not rules.names({}, name)


def test_how_to_help_is_a_few_short_lines() -> None:
    assert rules.ways_in(" Call me \n\n Sit  with me\n") == ("Call me", "Sit with me")
    assert rules.fault_in_ways(()) is None and rules.fault_in_ways(["x"] * 6) is None
    assert rules.fault_in_ways(["x"] * 7) is Fault.TOO_MANY
    assert rules.fault_in_ways(["x" * 201]) is Fault.TOO_LONG
