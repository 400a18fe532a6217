"""What intake decides, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.intake.rules import (
    CLOSED,
    MOVES,
    AllergyFact,
    Answered,
    CallResult,
    ContactFact,
    CoverageFact,
    DocumentFact,
    Dose,
    IdentifierFact,
    KnownPerson,
    MedicineFact,
    ObservationFact,
    PersonFacts,
    PersonName,
    PhoneFact,
    Place,
    ProblemFact,
    ReferralFacts,
    Referrer,
    RequestFact,
    ResponsePolicy,
    State,
    Stay,
    When,
    answer_due_at,
    answered,
    birth_dates_to_compare,
    clean,
    clean_line,
    counts_as_answer,
    folded,
    from_json,
    in_our_words,
    is_about_substance_use,
    likely_same_person,
    look_first,
    may_move,
    missing_for_screening,
    substance_use_facts,
    to_json,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOUR_HOURS = ResponsePolicy(timedelta(hours=4))


# --- Times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day", "kept"),
    [
        ("1980", None, "1980"),
        ("1980-05", None, "1980-05"),
        ("1980-05-03", date(1980, 5, 3), "1980-05-03"),
        ("2026-11-23T23:30:00-06:00", date(2026, 11, 23), "2026-11-23T23:30:00-06:00"),
        ("2026-11-23T23:30:00Z", date(2026, 11, 23), "2026-11-23T23:30:00+00:00"),
        ("2026-11-23T23:30:00", date(2026, 11, 23), "2026-11-23"),
        ("2024-02-29", date(2024, 2, 29), "2024-02-29"),
    ],
)
def test_a_time_is_kept_as_exactly_as_it_was_told(written: str, day: date | None, kept: str) -> None:
    when = When.read(written)
    assert (when.text, when.day) == (kept, day)


@pytest.mark.parametrize("written", ["0000", "0001-01-01", "1799-12-31", "2026-02-29", "2026-00-10", "2026-11-23T24:00:00Z", "2026-11-23T10:00:00+14:60", "12/03/2026", "2026-11-23\n"])  # fmt: skip
def test_a_time_that_does_not_exist_is_not_read(written: str) -> None:
    with pytest.raises(ValueError):
        When.read(written)


def test_times_sort_by_the_first_moment_they_can_mean() -> None:
    told = ["2026-11-23T01:00:00+14:00", "2026-11-22", "2026-11", "2026", "2026-11-23", "9999-12-31T23:00:00-12:00"]
    assert sorted(told, key=lambda text: When.read(text).earliest) == [
        "2026", "2026-11", "2026-11-22", "2026-11-23T01:00:00+14:00", "2026-11-23", "9999-12-31T23:00:00-12:00",
    ]  # fmt: skip


@given(st.datetimes(datetime(1800, 1, 2), datetime(9999, 12, 30), timezones=st.timezones()))
def test_any_time_that_can_be_written_can_be_read_and_sorted(moment: datetime) -> None:
    written = moment.isoformat(timespec="seconds")
    if len(written) == 25:  # zones with odd seconds can't be written in FHIR
        assert When.read(written).earliest == datetime.fromisoformat(written)


def test_a_place_is_told_with_entry_kind_and_field() -> None:
    assert str(Place(14, "Condition").at("code")) == "entry 14, Condition.code"
    assert str(Place()) == ""


# --- The clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waited", "response", "stands"),
    [
        (timedelta(hours=3, minutes=59), None, Answered.NOT_YET),
        (timedelta(hours=4), None, Answered.NOT_YET),
        (timedelta(hours=4, seconds=1), None, Answered.OVERDUE),
        (timedelta(days=2), timedelta(hours=1), Answered.IN_TIME),
        (timedelta(days=2), timedelta(hours=4), Answered.IN_TIME),
        (timedelta(days=2), timedelta(hours=5), Answered.LATE),
    ],
)
def test_an_answer_is_late_after_the_site_s_time_and_a_given_one_stops_the_clock(
    waited: timedelta, response: timedelta | None, stands: Answered
) -> None:
    first = NOON + response if response else None
    now = NOON + waited
    assert answered(due_at=answer_due_at(NOON, FOUR_HOURS), first_response_at=first, now=now) is stands


def test_four_hours_are_four_hours_when_the_clocks_change() -> None:
    received = datetime.fromisoformat(
        "2026-11-01T05:30:00+00:00"
    )  # half past midnight in Chicago, the night of the change
    assert answer_due_at(received, FOUR_HOURS) - received == timedelta(hours=4)


@pytest.mark.parametrize(("result", "counts"), [("reached", True), ("left_message", True), ("no_answer", False)])
def test_a_call_that_nobody_took_is_no_answer(result: str, counts: bool) -> None:
    assert counts_as_answer(CallResult(result)) is counts


# --- States ----------------------------------------------------------------------------------------------------------


def test_every_state_knows_where_it_may_go() -> None:
    assert set(MOVES) == set(State)
    assert may_move(State.RECEIVED, State.SCREENING)
    assert not may_move(State.RECEIVED, State.ADMITTED)


def test_only_what_was_accepted_can_be_admitted() -> None:
    assert [state for state in State if may_move(state, State.ADMITTED)] == [State.ACCEPTED]


def test_an_admitted_referral_goes_nowhere_and_other_closed_ones_can_be_opened_again() -> None:
    assert not MOVES[State.ADMITTED]
    for state in CLOSED - {State.ADMITTED}:
        assert MOVES[state] == {State.SCREENING}


def test_every_open_state_can_end() -> None:
    for state in set(State) - CLOSED:
        assert {State.DECLINED, State.WITHDRAWN} <= MOVES[state]


# --- Missing ---------------------------------------------------------------------------------------------------------

COMPLETE = ReferralFacts(
    person=PersonFacts(
        names=(PersonName("Mira", "Solis"),),
        born_on=When("1988-03-02"),
        phones=(PhoneFact("555-0144"),),
        language="en",
        contacts=(ContactFact("Leo Solis", "brother", ("555-0145",)),),
    ),
    referrer=Referrer("Lakeside Hospital", phones=("555-0190",)),
    stay=Stay("IMP", start=When("2026-11-10"), end=When("2026-11-20")),
    problems=(ProblemFact("Major depression"),),
    medicines=(MedicineFact("Sertraline", Dose(text="100 mg in the morning")),),
    allergies=(AllergyFact("No known allergies"),),
    observations=(ObservationFact("Thoughts of being better off dead", "Not at all", code="44260-8"),),
    coverage=(CoverageFact("Acme", "123"),),
    requests=(RequestFact("Intensive outpatient program"),),
)


def but(**other: Any) -> ReferralFacts:
    return ReferralFacts(**{name: getattr(COMPLETE, name) for name in ReferralFacts.__dataclass_fields__} | other)


def but_person(**other: Any) -> ReferralFacts:
    person = {name: getattr(COMPLETE.person, name) for name in PersonFacts.__dataclass_fields__}
    return but(person=PersonFacts(**person | other))


def test_nothing_is_missing_from_a_careful_referral() -> None:
    assert missing_for_screening(COMPLETE) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (but_person(names=()), "name"),
        (but_person(names=(PersonName(text="Mira Solis"),)), "name"),
        (but_person(born_on=None), "birth_date"),
        (but_person(born_on=When("1988-03")), "whole_birth_date"),
        (but_person(phones=()), "way_to_reach"),
        (but_person(language=""), "language"),
        (but_person(contacts=()), "contact"),
        (but(referrer=Referrer()), "referrer"),
        (but(referrer=Referrer("Lakeside")), "referrer_phone"),
        (but(stay=None), "stay"),
        (but(stay=Stay("IMP", start=When("2026-11-10"))), "end_of_stay"),
        (but(problems=()), "problems"),
        (but(problems=(ProblemFact("Flu", status="resolved"),)), "problems"),
        (but(observations=()), "suicide_risk"),
        (but(medicines=()), "medicines"),
        (but(medicines=(MedicineFact("Sertraline"),)), "doses"),
        (but(allergies=()), "allergies"),
        (but(coverage=()), "coverage"),
        (but(coverage=(CoverageFact("Acme"),)), "member_id"),
        (but(requests=()), "request"),
    ],
)
def test_what_a_referral_does_not_say_is_asked_for(facts: ReferralFacts, code: str) -> None:
    assert [missing.code for missing in missing_for_screening(facts)] == [code]


def test_the_dose_of_what_is_not_to_be_given_is_not_asked_for() -> None:
    facts = but(medicines=(MedicineFact("Haloperidol", status="not_to_be_given"),))
    assert missing_for_screening(facts) == []


def test_any_answer_about_suicide_counts_whoever_asked() -> None:
    facts = but(observations=(ObservationFact("Columbia suicide severity rating (C-SSRS)", "Low"),))
    assert missing_for_screening(facts) == []


# --- What comes first ------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 23)


def concerns(facts: ReferralFacts) -> list[tuple[str, str]]:
    return [(concern.code, concern.value) for concern in look_first(facts, on=TODAY)]


def test_nothing_stands_out_in_a_careful_referral() -> None:
    assert concerns(COMPLETE) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (but_person(has_died=True), ("died", "")),
        (but_person(has_died=True, died_on=When("1994-04-11")), ("died", "1994-04-11")),
        (but_person(born_on=When("2008-11-24")), ("minor", "17")),
        (but_person(needs_interpreter=True, language_text="Spanish"), ("interpreter", "Spanish")),
        (but(stay=Stay("IMP", start=When("2026-11-10"), facility="Lakeside")), ("still_in_hospital", "Lakeside")),
        (but(medicines=(MedicineFact("Haloperidol", status="not_to_be_given"),)), ("not_to_be_given", "Haloperidol")),
        (but(stay=Stay("IMP", start=When("2025-01-10"), end=When("2025-01-20"))), ("old", "2025-01-20")),
    ],
)
def test_what_decides_how_to_go_on_is_told_first(facts: ReferralFacts, expected: tuple[str, str]) -> None:
    assert concerns(facts) == [expected]


@pytest.mark.parametrize(
    ("value", "stands_out"),
    [("Not at all", False), ("0", False), ("no", False), ("Several days", True), ("1", True), ("3", True)],
)
def test_any_answer_but_no_about_being_better_off_dead_asks_for_a_person(value: str, stands_out: bool) -> None:
    facts = but(observations=(ObservationFact("Better off dead", value, code="44260-8"),))
    assert concerns(facts) == ([("better_off_dead", value)] if stands_out else [])


def test_someone_turns_of_age_on_their_birthday() -> None:
    assert concerns(but_person(born_on=When("2008-11-23"))) == []
    assert concerns(but_person(born_on=When("2008"))) == [], "a year alone does not tell"


# --- Likely the same -------------------------------------------------------------------------------------------------

LUCIA = KnownPerson("Lucía", "Pérez-Gómez", born_on=date(1985, 6, 7), identifiers=(("urn:mrn", "A-17"),))


def likeness(candidate: PersonFacts, known: KnownPerson = LUCIA) -> list[str]:
    return [reason.code for reason in likely_same_person(candidate, known)]


def someone(given: str, family: str, born_on: str | None, *, other: str = "", number: str = "") -> PersonFacts:
    names = (PersonName(given, family), *((PersonName(text=other, use="old"),) if other else ()))
    identifiers = (IdentifierFact("urn:mrn", number, "Record number"),) if number else ()
    return PersonFacts(names=names, born_on=When(born_on) if born_on else None, identifiers=identifiers)


@pytest.mark.parametrize(
    ("candidate", "codes"),
    [
        (someone("LUCIA", "PEREZ GOMEZ", "1985-06-07"), ["same_name", "same_birth_date"]),
        (someone("Gómez Pérez", "Lucia", "1985-06-07"), ["same_name", "same_birth_date"]),
        (someone("Lucia Maria", "Perez Gomez", "1985-06-07"), ["same_name", "same_birth_date"]),
        (someone("Lucia", "Perez", "1985-06-07"), ["same_name", "same_birth_date"]),
        (someone("Lucia", "Marsh", "1985-06-07"), ["part_of_name", "same_birth_date"]),
        (someone("Lucia", "Marsh", "1985-06-07", other="Lucía Pérez-Gómez"), ["same_name_once", "same_birth_date"]),
        (someone("Lucía", "Pérez-Gómez", "1985-07-06"), ["same_name", "swapped_birth_date"]),
        (someone("Lucía", "Pérez-Gómez", "1985-06-01"), ["same_name", "close_birth_date"]),
        (someone("Lucía", "Pérez-Gómez", "1985-06"), ["same_name", "part_of_birth_date"]),
        (someone("Lu", "Marsh", "1999-01-01", number="a-17"), ["same_identifier", "other_name", "other_birth_date"]),
        (someone("Lu", "Marsh", None, number="A-17"), ["same_identifier", "other_name", "no_birth_date"]),
        (someone("Hana", "Kim", "1985-06-07"), []),
        (someone("Lucía", "Pérez-Gómez", "1990-01-02"), []),
        (someone("Lucía", "Pérez-Gómez", "1986"), []),
        (someone("Lucia", "Marsh", "1985-07-06"), []),
        (someone("Lucía", "Pérez-Gómez", None), []),
        (someone("", "", "1985-06-07"), []),
    ],
)  # fmt: skip
def test_someone_is_offered_as_known_with_reasons_a_person_can_weigh(candidate: PersonFacts, codes: list[str]) -> None:
    assert likeness(candidate) == codes


def test_what_speaks_against_comes_after_what_speaks_for() -> None:
    reasons = likely_same_person(someone("Lu", "Marsh", "1999-01-01", number="A-17"), LUCIA)
    assert [reason.speaks_for for reason in reasons] == [True, False, False]


def test_a_chosen_name_is_a_name() -> None:
    known = KnownPerson("Roberto", "Diaz", chosen="Bee", born_on=date(1990, 1, 1))
    assert likeness(someone("Bee", "Diaz", "1990-01-01"), known) == ["same_name", "same_birth_date"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz", "lukasz"),
        ("O'Brien", "OBrien"),
        ("Müller-Weiß", "weiss muller"),
        ("İpek", "ipek"),
        ("Ñandú", "nandu"),
    ],
)
def test_names_are_compared_without_accents_case_and_order(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_every_birth_date_that_would_be_asked_about_is_looked_up(born_on: date) -> None:
    looked_up = birth_dates_to_compare(born_on)
    assert born_on in looked_up and len(looked_up) < 80
    for other in looked_up - {born_on}:
        known = KnownPerson("Ana", "Rivera", born_on=other)
        assert likely_same_person(someone("Ana", "Rivera", born_on.isoformat()), known)


# --- Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Opioid abuse (disorder)", "Opioid misuse (disorder)"),
        ("Alcohol abuse, uncomplicated", "Alcohol misuse, uncomplicated"),
        ("Other psychoactive substance abuse", "Other psychoactive substance misuse"),
        ("Abuse of alcohol", "misuse of alcohol"),
        ("Drug abuser", "Drug misuser"),
        ("Child physical abuse, confirmed", "Child physical abuse, confirmed"),
        ("History of sexual abuse", "History of sexual abuse"),
    ],
)
def test_a_sender_s_blame_is_reworded_and_harm_done_to_someone_is_not(text: str, ours: str) -> None:
    assert in_our_words(text) == ours


@pytest.mark.parametrize(
    "facts",
    [
        ReferralFacts(problems=(ProblemFact("F-code", "http://hl7.org/fhir/sid/icd-10-cm", "F11.20"),)),
        ReferralFacts(problems=(ProblemFact("Opioid abuse (disorder)"),)),
        ReferralFacts(medicines=(MedicineFact("Buprenorphine/naloxone film"),)),
        ReferralFacts(medicines=(MedicineFact("Gabapentin", reason="Alcohol withdrawal"),)),
        ReferralFacts(observations=(ObservationFact("AUDIT-C total", "7"),)),
        ReferralFacts(requests=(RequestFact("Dual diagnosis IOP", reasons=("Cocaine use",)),)),
        ReferralFacts(documents=(DocumentFact("Summary", words="Came in intoxicated."),)),
        ReferralFacts(stay=Stay("IMP", reasons=("Fentanyl overdose",))),
    ],
)
def test_facts_about_substance_use_are_recognised_with_their_place(facts: ReferralFacts) -> None:
    assert len(substance_use_facts(facts)) == 1
    assert is_about_substance_use(facts)


@pytest.mark.parametrize("facts", [ReferralFacts(marked=(Place(3),)), ReferralFacts(is_marked=True)])
def test_a_mark_alone_is_enough(facts: ReferralFacts) -> None:
    assert is_about_substance_use(facts)


@pytest.mark.parametrize(
    "facts",
    [
        COMPLETE,
        ReferralFacts(problems=(ProblemFact("F17.210", "http://hl7.org/fhir/sid/icd-10-cm", "F17.210"),)),
        ReferralFacts(problems=(ProblemFact("Depression", "urn:other", "F11.20"),)),
        ReferralFacts(medicines=(MedicineFact("Alcohol swab"),)),
    ],
)
def test_other_facts_are_not_taken_for_substance_use(facts: ReferralFacts) -> None:
    assert not is_about_substance_use(facts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Ana\u00a0 \t Rivera ", "Ana Rivera"),
        ("\u202eareviR anA\u202c", "areviR anA"),
        ("A\u2066n\u2069a\u200b", "Ana"),
        ("\x00\x07Ana\x1b[0m", "Ana [0m"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 50, "á" + "\u0301" * 3),
        ("نور\u200cا", "نور\u200cا"),
        ("one\r\ntwo", "one\ntwo"),
        ("\ud83d\udc4d\ud800", ""),
    ],
)  # fmt: skip
def test_text_is_shown_without_what_could_deceive(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_long_text_is_cut_and_says_so() -> None:
    assert clean_line("word " * 100, most=20) == "word word word word…"
    assert clean("line one\nline two") == "line one\nline two"
    assert clean_line("line one\nline two") == "line one line two"


@given(st.text())
def test_cleaned_text_can_be_kept_shown_and_cleaned_again(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


# --- Kept as JSON ----------------------------------------------------------------------------------------------------


def test_facts_come_back_as_they_were_kept_and_what_is_empty_is_not_kept() -> None:
    assert from_json(ReferralFacts, to_json(COMPLETE)) == COMPLETE
    assert to_json(ReferralFacts()) == {}
    assert to_json(PersonFacts(born_on=When("1980-05"))) == {"born_on": "1980-05"}


def test_the_newest_fact_tells_how_old_a_referral_is() -> None:
    assert COMPLETE.newest == When("2026-11-20")
    assert ReferralFacts().newest is None


def test_what_was_stored_as_nothing_is_read_as_nothing() -> None:
    assert from_json(PersonFacts, {"names": [], "born_on": None}).born_on is None


def test_problems_are_told_apart_by_whether_they_last() -> None:
    facts = ReferralFacts(
        person=PersonFacts(),
        problems=(
            ProblemFact("Major depression"),
            ProblemFact("Alcohol use disorder", status="remission"),
            ProblemFact("Panic disorder", status="resolved"),
        ),
    )
    assert [one.text for one in facts.problems_in_remission] == ["Alcohol use disorder"]
    assert [one.text for one in facts.active_problems] == ["Major depression"]
    assert [one.text for one in facts.resolved_problems] == ["Panic disorder"]


def test_a_second_number_is_enough_to_know_someone() -> None:
    numbers = (IdentifierFact("urn:lakeside", "900"), IdentifierFact("urn:payer", " 12a "))
    candidate = PersonFacts(identifiers=numbers)
    known = KnownPerson(given="Mira", family="Solis", born_on=date(1988, 3, 2), identifiers=(("urn:payer", "12A"),))
    assert next(one.code for one in likely_same_person(candidate, known)) == "same_identifier"


@pytest.mark.parametrize(
    ("system", "kind", "opens"),
    [
        ("http://hospital.example/mrn", "MR", False),
        ("http://hl7.org/fhir/sid/us-ssn", "", True),
        ("http://hospital.example/ids", "SS", True),
        ("urn:oid:2.16.840.1.113883.4.3.25", "DL", True),
        ("http://standardhealthrecord.org/fhir/StructureDefinition/passportNumber", "PPN", True),
    ],
)
def test_a_number_that_opens_doors_is_known_by_its_kind_or_its_system(system: str, kind: str, opens: bool) -> None:
    assert IdentifierFact(system, "999-12-3456", kind=kind).opens_doors is opens
