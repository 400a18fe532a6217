"""Which medicines do not go together, and which of that asks for a reason. A medicine that treats opioid use is never held up."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.medications.watching import rules
from daybridge.medications.watching.rules import Standing, Taken, holds_up, standing

TODAY = date(2026, 11, 23)
EVERYTHING = sorted(one.code for one in rules.ingredients().ingredients)
IN_CARE = frozenset({"substance-use"})


def _taken(name: str, *, key: str = "", stopped: int | None = None) -> Taken:
    stopped_on = None if stopped is None else TODAY - timedelta(days=stopped)
    return Taken(key or name, rules.ingredients_of(name).ingredients, stopped_on)


def _found(taken: Sequence[Taken], conditions: frozenset[str] = frozenset()) -> list[Standing]:
    return standing(rules.warnings().values(), taken, conditions=conditions, today=TODAY)


def _codes(*names: str, conditions: frozenset[str] = frozenset()) -> set[str]:
    return {one.warning.code for one in _found([_taken(name, key=f"{n}") for n, name in enumerate(names)], conditions)}


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        ("Alprazolam", "Suboxone", {"benzodiazepine-moud"}), ("Klonopin", "methadone", {"benzodiazepine-moud"}),
        ("Ambien", "oxycodone", {"benzodiazepine-opioid"}), ("gabapentin", "Suboxone", {"sedative-moud"}), ("gabapentin", "Percocet", {"gabapentinoid-opioid"}),
        ("clozapine", "lorazepam", {"clozapine-benzodiazepine"}), ("phenelzine", "sertraline", {"maoi-serotonin"}), ("linezolid", "tramadol", {"maoi-serotonin"}),
        ("Nardil", "Parnate", {"maoi-twice"}), ("sertraline", "tramadol", {"serotonin-stacked"}), ("lithium", "ibuprofen", {"lithium-raised"}),
        ("Lithobid", "lisinopril/hydrochlorothiazide", {"lithium-raised"}), ("lithium", "losartan", {"lithium-raised"}), ("lithium", "acetaminophen", set()),
        ("Geodon", "ondansetron", {"qt-forbidden"}), ("haloperidol", "ondansetron", {"qt-stacked"}), ("methadone", "citalopram", {"qt-stacked"}),
        ("Vivitrol", "oxycodone", {"naltrexone-opioid"}), ("naltrexone", "Suboxone", {"naltrexone-moud"}), ("methadone", "oxycodone", {"opioid-moud"}),
        ("Lybalvi", "morphine", {"naltrexone-opioid"}), ("Antabuse", "Flagyl", {"disulfiram-metronidazole"}), ("Depakote", "Lamictal", {"valproate-lamotrigine"}),
        ("carbamazepine", "clozapine", {"carbamazepine-clozapine"}), ("carbamazepine", "Yaz", {"carbamazepine-contraceptive"}),
        ("lamotrigine", "NuvaRing", {"lamotrigine-contraceptive"}), ("Zoloft", "sertraline", {"same-ingredient"}), ("Xanax", "Klonopin", {"two-benzodiazepines"}),
        ("sertraline", "duloxetine", {"two-antidepressants"}), ("olanzapine", "risperidone", {"two-antipsychotics"}), ("Ritalin", "Adderall", {"two-stimulants"}),
        ("Suboxone", "methadone", {"two-medicines-for-opioid-use"}), ("Suboxone", "sertraline", set()), ("heronine", "phenelzine", set()),
        ("lamotrigine", "quetiapine", set()), ("naloxone", "Suboxone", {"same-ingredient"}),
    ],
)  # fmt: skip
def test_each_warning_stands_where_its_source_says_so(one: str, other: str, codes: set[str]) -> None:
    assert _codes(one, other) == codes


def test_what_is_in_one_medicine_is_no_pair() -> None:
    assert _codes("Symbyax") == set() and _codes("Suboxone") == set() and _codes("Auvelity") == set()


def test_care_for_substance_use_is_a_condition_of_some() -> None:
    assert _codes("Antabuse") == set()
    assert _codes("Antabuse", conditions=IN_CARE) == {"disulfiram-alcohol"}
    assert _codes("alprazolam", "bupropion", conditions=IN_CARE) == {"sedative-use", "bupropion-seizures"}
    assert _codes("sertraline", conditions=IN_CARE) == set()


@pytest.mark.parametrize(
    ("stopped", "started", "days", "stands"),
    [
        ("sertraline", "phenelzine", 13, True), ("sertraline", "phenelzine", 14, False), ("fluoxetine", "phenelzine", 34, True),
        ("fluoxetine", "phenelzine", 35, False), ("phenelzine", "sertraline", 13, True), ("phenelzine", "sertraline", 14, False),
        ("oxycodone", "naltrexone", 9, True), ("oxycodone", "naltrexone", 10, False), ("naltrexone", "oxycodone", 0, False),
        ("methadone", "naltrexone", 13, True), ("ibuprofen", "lithium", 0, False), ("Zoloft", "sertraline", 0, False), ("Antabuse", "Flagyl", 13, True),
    ],
)  # fmt: skip
def test_a_stopped_medicine_counts_as_long_as_it_is_washed_out(
    stopped: str, started: str, days: int, stands: bool
) -> None:
    assert bool(_found([_taken(stopped, stopped=days), _taken(started)])) is stands


def test_two_that_are_stopped_warn_of_nothing_and_a_stopped_one_is_in_no_condition() -> None:
    assert _found([_taken("sertraline", stopped=1), _taken("phenelzine", stopped=1)]) == []
    assert _found([_taken("alprazolam", stopped=1)], IN_CARE) == []


def test_few_ask_for_a_reason_and_only_of_whoever_is_on_the_side_that_does() -> None:
    benzo, film = _taken("alprazolam"), _taken("Suboxone")
    [one] = _found([benzo, film])
    assert holds_up(one, benzo, today=TODAY) and not holds_up(one, film, today=TODAY)
    assert not holds_up(one, _taken("sertraline"), today=TODAY)  # it has no part in it
    [shown] = _found([_taken("methadone"), _taken("citalopram")])
    assert not holds_up(shown, _taken("citalopram"), today=TODAY)
    [both] = _found([_taken("lithium"), _taken("ibuprofen")])
    assert holds_up(both, _taken("lithium"), today=TODAY) and holds_up(both, _taken("ibuprofen"), today=TODAY)
    interrupting = [one for pack in rules.warnings().values() for one in pack.warnings if one.interrupts]
    assert len(interrupting) <= 12


# --- Whatever is on the list -----------------------------------------------------------------------------------------

_lists = st.lists(st.sets(st.sampled_from(EVERYTHING), min_size=1, max_size=2), min_size=1, max_size=6).map(
    lambda lists: [Taken(f"{number}", frozenset(one)) for number, one in enumerate(lists)]
)


@given(_lists, st.randoms())
def test_the_order_of_a_list_changes_nothing(taken: list[Taken], chance: object) -> None:
    other = list(taken)
    chance.shuffle(other)  # type: ignore[attr-defined]
    said = {(one.warning.code, one.keys, one.ingredients) for one in _found(taken, IN_CARE)}
    assert said == {(one.warning.code, one.keys, one.ingredients) for one in _found(other, IN_CARE)}


@given(_lists, st.sets(st.sampled_from(EVERYTHING), min_size=1, max_size=3))
def test_one_more_medicine_takes_no_warning_away(taken: list[Taken], more: set[str]) -> None:
    before = {(one.warning.code, one.keys) for one in _found(taken, IN_CARE)}
    after = {(one.warning.code, one.keys) for one in _found([*taken, Taken("more", frozenset(more))], IN_CARE)}
    assert before <= after


@given(_lists, st.sampled_from(["buprenorphine", "methadone"]), st.booleans())
def test_nothing_ever_holds_up_buprenorphine_or_methadone(taken: list[Taken], code: str, with_naloxone: bool) -> None:
    proposed = Taken("new", frozenset({code, "naloxone"} if with_naloxone else {code}))
    assert not any(holds_up(one, proposed, today=TODAY) for one in _found([*taken, proposed], IN_CARE))


@given(_lists)
def test_only_opioids_hold_up_naltrexone(taken: list[Taken]) -> None:
    proposed = Taken("new", frozenset({"naltrexone"}))
    held = {one.warning.code for one in _found([*taken, proposed], IN_CARE) if holds_up(one, proposed, today=TODAY)}
    assert held <= {"naltrexone-opioid", "naltrexone-moud"}


def test_words_about_medicines_for_opioid_use_say_to_go_on() -> None:
    by_code = {one.code: one for pack in rules.warnings().values() for one in pack.warnings}
    for code in ("benzodiazepine-moud", "sedative-moud"):
        assert "Keep the opioid medicine" in by_code[code].think.said("en")
        assert "Mantener la medicina opioide" in by_code[code].think.said("es")
