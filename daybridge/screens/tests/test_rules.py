"""What is decided about drug screens, without a database."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.core.yaml_files import FaultyFile
from daybridge.screens.rules import (
    NEXT,
    Drawing,
    Judged,
    Method,
    OnList,
    Outcome,
    Person,
    Reading,
    Report,
    Said,
    Specimen,
    Standing,
    State,
    Validity,
    asks_for_confirmation,
    draw,
    follows,
    in_force,
    is_shown_to_them,
    judge,
    name_fits,
    next_score,
    outcome_of,
    shipped_book,
    sort_readings,
    state_with_results,
    validity,
)
from daybridge.screens.rules.panels import FaultyPanels

BOOK = shipped_book.__wrapped__()  # read anew, so that these tests read it themselves
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


# --- Whether a specimen can be relied on -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("specimen", "said", "why"),
    [
        (Specimen(), Validity.VALID, ()),
        (Specimen(96, 2, 90, 1.015, 6, False), Validity.VALID, ()),
        (Specimen(90, 4), Validity.VALID, ()),
        (Specimen(100, 4), Validity.VALID, ()),
        (Specimen(89.9, 4), Validity.INVALID, ("temperature",)),
        (Specimen(100.1, None), Validity.INVALID, ("temperature",)),
        (Specimen(80, 5), Validity.VALID, ()),
        (Specimen(creatinine=1.9), Validity.INVALID, ("creatinine",)),
        (Specimen(creatinine=2), Validity.DILUTE, ("thin",)),
        (Specimen(creatinine=19.9, gravity=1.002), Validity.DILUTE, ("thin",)),
        (Specimen(creatinine=19.9, gravity=1.003), Validity.VALID, ()),
        (Specimen(creatinine=20), Validity.VALID, ()),
        (Specimen(gravity=1.001), Validity.INVALID, ("gravity",)),
        (Specimen(gravity=1.030), Validity.VALID, ()),
        (Specimen(ph=4.5), Validity.VALID, ()),
        (Specimen(ph=4.4), Validity.INVALID, ("ph",)),
        (Specimen(ph=9), Validity.INVALID, ("ph",)),
        (Specimen(has_oxidant=True), Validity.INVALID, ("oxidant",)),
    ],
)
def test_a_specimen_is_relied_on_within_the_limits(specimen: Specimen, said: Validity, why: tuple[str, ...]) -> None:
    assert validity(specimen, BOOK.limits) == (said, why)


# --- Expected or not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("analyte", "outcome", "method", "takes", "standing", "reason"),
    [
        ("buprenorphine", "positive", "presumptive", ["Suboxone film"], "expected", "prescribed"),
        ("buprenorphine", "negative", "presumptive", ["Buprenorphine/naloxone"], "unexpected", "not_found"),
        ("buprenorphine", "negative", "presumptive", [], "expected", "absent"),
        ("fentanyl", "positive", "presumptive", [], "unexpected", "present"),
        ("fentanyl", "positive", "presumptive", ["Trazodone"], "unclear", "may_look_like"),
        ("fentanyl", "positive", "confirmed", ["Trazodone"], "unexpected", "present"),
        ("benzodiazepines", "negative", "presumptive", ["Clonazepam"], "unclear", "is_missed"),
        ("benzodiazepines", "negative", "confirmed", ["Clonazepam"], "unexpected", "not_found"),
        ("amphetamine", "positive", "presumptive", ["Methamphetaminex"], "unexpected", "present"),
        ("cocaine", "not_done", "presumptive", [], "not_judged", "not_done"),
        ("cocaine", "unread", "presumptive", [], "not_judged", "unread"),
    ],
)
def test_a_result_is_held_against_the_medicines(
    analyte: str, outcome: str, method: str, takes: list[str], standing: str, reason: str
) -> None:
    judged = judge(BOOK.analytes[analyte], Outcome(outcome), Method(method), [OnList(one) for one in takes])
    assert (judged.standing, judged.reason) == (standing, reason)


XANAX = OnList("Xanax", frozenset({"alprazolam"}))


@pytest.mark.parametrize(
    ("analyte", "outcome", "method", "takes", "standing", "reason"),
    [
        # A brand is known by what is in it.
        ("benzodiazepines", "positive", "confirmed", XANAX, "expected", "prescribed"),
        ("benzodiazepines", "negative", "presumptive", XANAX, "unexpected", "not_found"),
        # What is taken only when needed need not show.
        ("benzodiazepines", "negative", "confirmed", replace(XANAX, as_needed=True), "expected", "as_needed"),
        # What was stopped lately may still show, confirmed or not; after that it explains nothing.
        ("benzodiazepines", "positive", "confirmed", replace(XANAX, gone_for_days=30), "unclear", "stopped"),
        ("benzodiazepines", "positive", "confirmed", replace(XANAX, gone_for_days=31), "unexpected", "present"),
        ("benzodiazepines", "negative", "confirmed", replace(XANAX, gone_for_days=1), "expected", "absent"),
        # The quick test for opiates answers to hydrocodone, too.
        ("opiates", "positive", "presumptive", OnList("Norco", frozenset({"hydrocodone"})), "unclear", "may_look_like"),
    ],
)
def test_brands_now_and_then_and_what_was_stopped_lately_blame_nobody(
    analyte: str, outcome: str, method: str, takes: OnList, standing: str, reason: str
) -> None:
    judged = judge(BOOK.analytes[analyte], Outcome(outcome), Method(method), [takes])
    assert (judged.standing, judged.reason) == (standing, reason)


def test_a_medicine_is_known_by_what_is_in_it_and_told_by_its_name() -> None:
    judged = judge(
        BOOK.analytes["opiates"], Outcome.POSITIVE, Method.CONFIRMED, [OnList("MS Contin 15", frozenset({"morphine"}))]
    )
    assert (judged.standing, judged.medicines) == (Standing.EXPECTED, ("MS Contin 15",))
    klonopin = OnList("Klonopin", frozenset({"clonazepam"}))
    assert judge(BOOK.analytes["benzodiazepines"], Outcome.NEGATIVE, Method.PRESUMPTIVE, [klonopin]) == (
        Judged(Standing.UNCLEAR, "is_missed", ("Klonopin",))
    )


def test_only_a_quick_test_that_surprises_is_confirmed() -> None:
    assert asks_for_confirmation(Method.PRESUMPTIVE, Standing.UNEXPECTED)
    assert asks_for_confirmation(Method.PRESUMPTIVE, Standing.UNCLEAR)
    assert not asks_for_confirmation(Method.PRESUMPTIVE, Standing.EXPECTED)
    assert not asks_for_confirmation(Method.CONFIRMED, Standing.UNEXPECTED)


# --- States and versions ---------------------------------------------------------------------------------------------


def test_a_screen_that_was_taken_back_goes_nowhere_and_nothing_leads_back_to_ordered() -> None:
    assert not NEXT[State.WITHDRAWN] and not any(State.ORDERED in after for after in NEXT.values())
    assert set(NEXT) == set(State)
    assert follows(State.COLLECTED, State.NO_SHOW) and not follows(State.NO_SHOW, State.COLLECTED)


@given(st.sampled_from(sorted(State)), st.booleans(), st.booleans())
def test_results_always_lead_where_a_screen_may_go(before: State, is_confirmed: bool, is_correction: bool) -> None:
    has_specimen = {State.COLLECTED, State.DILUTE, State.INVALID, State.PRESUMPTIVE, State.CONFIRMED, State.AMENDED}
    if before in has_specimen:
        assert follows(state_with_results(before, is_confirmed=is_confirmed, is_correction=is_correction), before)


def test_an_older_version_that_comes_late_does_not_hold() -> None:
    late = Said("thc", "presumptive", NOW - timedelta(days=1), 2)
    assert in_force([Said("thc", "presumptive", NOW, 1), late]) == {1}
    assert in_force([Said("thc", "presumptive", NOW, 1), Said("thc", "presumptive", NOW, 2)]) == {2}
    assert in_force([Said("thc", "presumptive", NOW, 1), Said("thc", "confirmed", NOW, 2)]) == {1, 2}


def test_results_are_read_by_their_person_after_the_talk_or_after_some_days() -> None:
    def shown(talked: bool, after: int, resulted: datetime | None = NOW) -> bool:
        now = NOW + timedelta(days=after)
        return is_shown_to_them(talked=talked, resulted_at=resulted, now=now, after_days=3)

    assert not shown(False, 2) and shown(False, 3) and shown(True, 0) and not shown(True, 9, None)


# --- Days drawn by chance --------------------------------------------------------------------------------------------

_DRAWINGS = st.builds(
    Drawing,
    first_on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    weeks=st.integers(1, 26),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    least_days=st.integers(1, 20),
    most_days=st.integers(20, 60),
    most_a_month=st.integers(1, 12),
)


@given(_DRAWINGS, st.text(max_size=12))
def test_a_draw_keeps_its_rules_and_is_the_same_again(rules: Drawing, seed: str) -> None:
    days = draw(rules, seed)
    assert days == draw(rules, seed) and not rules.faults
    assert all(rules.first_on <= day <= rules.last_on and day.weekday() in rules.weekdays for day in days)
    assert all((later - day).days >= rules.least_days for day, later in itertools.pairwise(days))
    months = [(day.year, day.month) for day in days]
    assert all(months.count(month) <= rules.most_a_month for month in months)


@given(_DRAWINGS, st.text(max_size=12))
def test_two_days_are_no_further_apart_than_the_rules_say_where_a_day_is_open(rules: Drawing, seed: str) -> None:
    open_rules = replace(rules, weekdays=frozenset(range(7)), most_a_month=12, least_days=7)
    days = draw(open_rules, seed)
    assert days
    assert all((later - day).days <= open_rules.most_days for day, later in itertools.pairwise(days))


def test_rules_that_are_none_say_why() -> None:
    faulty = Drawing(date(2026, 1, 1), 0, frozenset({9}), 5, 2, 0)
    assert faulty.faults == ("weeks", "weekdays", "days", "most_a_month")
    assert draw(Drawing(date(2026, 1, 5), 1, frozenset({0}), 1, 1, 1), "x") == (date(2026, 1, 5),)


# --- What a laboratory says ------------------------------------------------------------------------------------------


def _reading(value: str, *, flags: str = "", status: str = "F", code: str = "UFENT") -> Reading:
    return Reading(code, "Fentanyl", value, "ng/mL", "", flags, status)


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (_reading("Positive"), "positive"),
        (_reading("None detected."), "negative"),
        (_reading(""), "not_done"),
        (_reading("Positive", status="X"), "not_done"),
        (_reading("see note"), "unread"),
        (_reading("12", flags="H"), "positive"),
        (_reading("12", flags="N"), "negative"),
        (_reading("<2"), "negative"),
        (_reading("12"), "unread"),
        (_reading("inf"), "unread"),
    ],
)
def test_words_and_flags_are_read_and_never_guessed(reading: Reading, said: str) -> None:
    assert outcome_of(reading) == said


def test_readings_are_sorted_by_their_codes() -> None:
    sorted_out = sort_readings(
        [_reading("12", flags="H", status="C"), _reading("12", code="2161-8"), _reading("x", code="UPH"), _reading("1", code="718-7")],
        BOOK,
    )  # fmt: skip
    [found] = sorted_out.found
    assert (found.analyte, found.method, found.outcome, found.is_correction) == (
        "fentanyl",
        "confirmed",
        "positive",
        True,
    )
    assert sorted_out.measured == {"creatinine": 12.0} and [one.code for one in sorted_out.other] == ["UPH", "718-7"]
    assert sort_readings([_reading("Negative")], BOOK).found[0].method == Method.PRESUMPTIVE


def test_a_name_fits_without_accents_and_never_where_it_is_missing() -> None:
    assert name_fits(Person(family="RUIZ", given="maría"), family="Ruíz", given=("Ana", "Maria"))
    assert not name_fits(Person(family="Ruiz", given=""), family="Ruiz", given=("",))
    assert not name_fits(Person(family="", given="Ana"), family="", given=("Ana",))
    assert not name_fits(Person(family="Ruiz", given="Eva"), family="Ruiz", given=("Ana",))


@pytest.mark.parametrize("born_on", [None, date(1990, 1, 1)])
@pytest.mark.parametrize("at", [None, NOW])
def test_a_report_comes_back_as_it_was(born_on: date | None, at: datetime | None) -> None:
    report = Report("P", "F", "Screen", Person(("1",), "Ruiz", "Ana", born_on), at, at, (_reading("Positive"),))
    assert Report.from_json(report.to_json()) == report


# --- The file --------------------------------------------------------------------------------------------------------


def test_every_analyte_of_a_panel_is_known_and_codes_are_each_one_analytes() -> None:
    assert all(code in BOOK.analytes for panel in BOOK.panels.values() for code in panel.analytes)
    codes = [code for one in BOOK.analytes.values() for code in one.codes]
    assert len(codes) == len(set(codes)) and BOOK.analytes["thc"].name("es") == "Cannabis (THC)"
    assert BOOK.panels["usual"].name("fr") == "Usual panel"


def test_a_score_lies_in_a_band() -> None:
    cows = BOOK.withdrawal["cows"]
    assert [cows.band(score).name("en") for score in (0, 5, 13, 25, 48)] == [
        "None or very mild", "Mild", "Moderate", "Moderately severe", "Severe",
    ]  # fmt: skip


def test_a_faulty_file_says_where(tmp_path: Path) -> None:
    path = tmp_path / "panels.yaml"
    path.write_text("version: 1\nsurprise: 2\n")
    with pytest.raises(FaultyFile) as refused:
        shipped_book(path)
    assert isinstance(refused.value, FaultyPanels) and "line 2" in str(refused.value)


def test_the_next_score_is_due_by_the_band_of_the_last_until_all_is_quiet() -> None:
    ciwa, at = BOOK.withdrawal["ciwa-ar"], datetime(2026, 11, 23, 9, tzinfo=UTC)

    def _due(*values: int) -> float | None:
        scores = [(at + timedelta(hours=number), value) for number, value in enumerate(values)]
        following = next_score(ciwa, scores)
        return (following.due_at - scores[-1][0]).total_seconds() / 3600 if following else None

    assert _due() is None
    assert [_due(2), _due(9), _due(9, 20), _due(20, 3, 2)] == [24, 4, 1, 24]
    assert _due(20, 3, 2, 1) is None and _due(3, 2, 1, 9) == 4
