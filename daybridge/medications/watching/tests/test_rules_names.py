"""Which ingredients a name speaks of; what is not known is said to be unknown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.medications.watching import rules
from daybridge.medications.watching.rules import FaultyPack, ingredients_of, reading
from daybridge.medications.watching.rules.names import Recognised


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Lithobid 300 mg", {"lithium"}), ("LITHIUM CARBONATE ER 450mg", {"lithium"}), ("sertraline/Zoloft", {"sertraline"}),
        ("Buprenorphine-naloxone", {"buprenorphine", "naloxone"}), ("buprenorphine/naloxone 8 mg/2 mg film", {"buprenorphine", "naloxone"}),
        ("Suboxone", {"buprenorphine", "naloxone"}), ("Naltrexone, long-acting", {"naltrexone"}), ("Vivitrol 380 mg IM", {"naltrexone"}),
        ("Depakote ER", {"valproate"}), ("valproic acid", {"valproate"}), ("Ácido valproico", {"valproate"}), ("Carbonato de litio", {"lithium"}),
        ("MS Contin", {"morphine"}), ("St. John's wort", {"st-johns-wort"}), ("Symbyax 6 mg/25 mg", {"olanzapine", "fluoxetine"}),
        ("quetiapine XR (Seroquel XR) 50 mg", {"quetiapine"}), ("Advil PM", {"ibuprofen", "diphenhydramine"}), ("ADVIL", {"ibuprofen"}),
        ("lisinopril-hydrochlorothiazide 20-12.5", {"lisinopril", "hydrochlorothiazide"}), ("Hidroxicina", {"hydroxyzine"}),
    ],
)  # fmt: skip
def test_a_name_is_known_by_generic_brand_salt_and_combination_in_any_case(name: str, found: set[str]) -> None:
    assert ingredients_of(name) == Recognised(frozenset(found))
    assert ingredients_of(name).is_whole


@pytest.mark.parametrize(
    ("name", "found", "unknown"),
    [
        ("Heronine 20 mg", set(), ("heronine",)), ("Sertaline", set(), ("sertaline",)), ("", set(), ()),
        ("sertraline and heronine", {"sertraline"}, ("heronine",)), ("Potassium 20 mEq", set(), ()), ("🙂\x00", set(), ()),
        ("lith", set(), ("lith",)), ("lithiums", set(), ("lithiums",)),
    ],
)  # fmt: skip
def test_a_misspelling_is_not_guessed_and_what_is_unknown_is_said(
    name: str, found: set[str], unknown: tuple[str, ...]
) -> None:
    said = ingredients_of(name)
    assert (said.ingredients, said.unknown, said.is_whole) == (found, unknown, False)


@given(st.text())
def test_any_text_at_all_can_be_looked_at(name: str) -> None:
    said = ingredients_of(name)
    assert said.ingredients <= {one.code for one in rules.ingredients().ingredients}


@given(st.sampled_from(rules.ingredients().ingredients), st.sampled_from([str.upper, str.lower, str.title]))
def test_every_name_of_the_list_is_recognised_however_it_is_written(one: reading.Ingredient, write: object) -> None:
    for name in (one.en, one.es, *one.names):
        assert one.code in ingredients_of(f"{write(name)} 20 mg").ingredients  # type: ignore[operator]


def test_no_two_ingredients_share_a_name() -> None:
    from daybridge.medications.watching.rules.names import _words

    names = [
        name
        for one in rules.ingredients().ingredients
        for name in {" ".join(_words(each)) for each in (one.en, one.es, *one.names)}
    ]
    names += [" ".join(_words(name)) for product in rules.ingredients().products for name in product.names]
    assert sorted(names) == sorted(set(names))


def test_classes_come_from_the_list() -> None:
    assert rules.classes_of(["methadone"]) == {"moud-agonist", "qt"}
    assert rules.fits("alprazolam", ingredients=(), classes=("benzodiazepine",))
    assert rules.fits("lithium", ingredients=("lithium",), classes=()) and not rules.fits(
        "lithium", ingredients=("naproxen",), classes=("nsaid",)
    )
    assert rules.named("lithium", "es") == "litio" and rules.named("lithium", "en") == "lithium"


# --- Files that can't be ---------------------------------------------------------------------------------------------

_INGREDIENTS = """
version: 1
since: 2026-11-29
source: x
classes: {ssri: {en: a, es: b}}
additions: [mg]
ingredients:
  - {code: sertraline, en: sertraline, es: sertralina, classes: [ssri]}
  - {code: lithium, en: lithium, es: litio}
products: []
"""
_TESTS = """
version: 1
since: 2026-11-29
source: x
tests: [{code: level, en: a, es: b, units: [{unit: mmol/L}], low: 0, high: 10}]
"""
_HEAD = "version: 1\nsince: 2026-11-29\nen: a\nes: b\nsource: x\n"


def _folder(
    tmp_path: Path, *, ingredients: str = "", tests: str = "", monitoring: str = "", warnings: str = ""
) -> Path:
    (tmp_path / "ingredients.yaml").write_text(ingredients or _INGREDIENTS)
    (tmp_path / "tests.yaml").write_text(tests or _TESTS)
    for name, text in (("monitoring", monitoring), ("warnings", warnings)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.yaml").write_text(f"code: one\n{_HEAD}{text}")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("classes: [ssri]", "classes: [snri]"), "line 8: There is no class snri."),
        (("code: lithium", "code: sertraline"), "line 9: sertraline stands here twice."),
        (("products: []", "products: [{names: [x], holds: [gold]}]"), "line 10: There is no ingredient gold."),
        (("version: 1", "wersion: 1"), "no such key here"),
    ],
)
def test_a_list_of_ingredients_that_can_not_be_is_refused_by_line(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    with pytest.raises(FaultyPack, match=r"ingredients\.yaml") as refused:
        rules.ingredients(_folder(tmp_path, ingredients=_INGREDIENTS.replace(*change)))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("high: 10", "high: 0"), "It lies between nothing and nothing."),
        (("high: 10", "high: 10, lines: [{code: low}]"), "The line low has one bound."),
        (("high: 10", "high: 10, lines: [{code: low, above: 1, below: 2}]"), "The line low has one bound."),
    ],
)
def test_tests_that_can_not_be_are_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(FaultyPack) as refused:
        rules.tests(_folder(tmp_path, tests=_TESTS.replace(*change)))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ingredients: [gold]\ntests: [{test: level}]", "There is no gold."),
        ("classes: [gold]\ntests: [{test: level}]", "There is no gold."),
        ("tests: [{test: gold}]", "There is no test gold."),
        ("tests: [{test: level, every: [{days: 9, until_day: 20}, {days: 8}]}]", "It does not become more often"),
        ("tests: [{test: level, every: [{days: 9}, {days: 9}]}]", "Every step but the last says until when."),
        ("tests: [{test: level, every: [{days: 9, until_day: 20}]}]", "Every step but the last says until when."),
    ],
)
def test_monitoring_that_can_not_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FaultyPack) as refused:
        rules.monitoring(_folder(tmp_path, monitoring=text, warnings="warnings: []"))
    assert said in str(refused.value)


_WARNED = "warnings: [{code: one, en: a, es: b, what: {en: a, es: b}, think: {en: a, es: b}, source: x, %s}]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sides: [{ingredients: [gold]}, {classes: [ssri]}]", "There is no gold."),
        ("sides: [{classes: [ssri]}]", "It has two sides"),
        ("same: true, sides: [{classes: [ssri]}]", "It has two sides"),
        ("condition: moonlight, sides: [{classes: [ssri]}]", "There is no condition moonlight."),
        ("instead_of: [two], sides: [{classes: [ssri]}, {classes: [ssri]}]", "This pack has no warning two."),
        ("sides: [{classes: [ssri], washout_of: {gold: 3}}, {classes: [ssri]}]", "There is no gold."),
    ],
)
def test_warnings_that_can_not_be_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FaultyPack) as refused:
        rules.warnings(_folder(tmp_path, monitoring="tests: [{test: level}]", warnings=_WARNED % text))
    assert said in str(refused.value)


def test_every_pack_has_its_own_code_a_version_a_source_and_both_languages() -> None:
    packs = [*rules.monitoring().values(), *rules.warnings().values()]
    assert len({one.code for one in packs}) == len(packs) == 20
    assert all(one.version >= 1 and one.source and one.said("es") != "" for one in packs)
    codes = [one.code for pack in rules.warnings().values() for one in pack.warnings]
    assert len(codes) == len(set(codes)) and all(
        one.source for pack in rules.warnings().values() for one in pack.warnings
    )
