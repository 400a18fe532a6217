"""RxNorm's files line by line, and a search as it is typed."""

import pytest

from daybridge.medications.terminology.rules import (
    Concept,
    FaultyRelease,
    as_prefixes,
    concepts,
    ingredients,
    relations,
)


def conso(
    rxcui: str, name: str, kind: str, *, source: str = "RXNORM", language: str = "ENG", suppressed: str = "N"
) -> bytes:
    """A line of RXNCONSO.RRF, made up: it has the fields and none of the content of a release."""
    fields = [rxcui, language, *[""] * 9, source, kind, rxcui, name, "", suppressed, ""]
    return ("|".join(fields) + "|\n").encode()


def rel(to: str, of: str, relation: str, source: str = "RXNORM") -> bytes:
    return (
        "|".join([to, "", "CUI", "RO", of, "", "CUI", relation, "", "", source, "", "", "", "", ""]) + "|\n"
    ).encode()


def test_only_english_names_of_rxnorm_that_are_not_suppressed_are_kept() -> None:
    lines = [
        conso("1", "heronine", "IN"), conso("2", "heronine 50 MG Oral Tablet", "SCD"), b"\n",
        conso("3", "old", "SCD", suppressed="O"), conso("4", "other", "SCD", source="MMSL"),
        conso("5", "garza", "IN", language="SPA"), conso("6", "group", "SCDG"),
        conso("2", "Heronine brand-like", "SCDF"), conso("7", "later", "SCDF"), conso("7", "plainer", "BN"),
    ]  # fmt: skip
    found = concepts(lines)
    assert {code: (one.name, one.kind) for code, one in found.items()} == {
        "1": ("heronine", "IN"), "2": ("heronine 50 MG Oral Tablet", "SCD"), "7": ("plainer", "BN"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ([], 0, "no English name"),
        ([conso("1", "a", "IN"), b"\xff\xfe|\n"], 2, "UTF-8"),
        ([b"a|b|c\n"], 1, "17 fields"),
        ([conso("abc", "a", "IN")], 1, "no code or no name"),
        ([conso("1", "", "IN")], 1, "no code or no name"),
        ([conso("1", "a\0b", "IN")], 1, "fields"),
    ],
)
def test_a_line_that_is_none_of_rxnorms_is_named(lines: list[bytes], line: int, said: str) -> None:
    with pytest.raises(FaultyRelease, match=said) as faulty:
        concepts(lines)
    assert faulty.value.line == line


def test_ingredients_are_found_whichever_way_leads_there() -> None:
    known = {code: Concept(code, code, kind) for code, kind in {"1": "IN", "2": "SCD", "3": "BN", "4": "SCD"}.items()}
    leading = relations(
        [rel("9", "2", "consists_of"), rel("1", "9", "has_ingredient"), rel("1", "3", "tradename_of"), rel("2", "9", "has_part"),
         rel("8", "4", "isa"), rel("1", "4", "has_ingredient", "MMSL"), rel("", "4", "has_ingredient")]
    )  # fmt: skip
    assert sorted(ingredients(known, leading)) == [("1", "1"), ("2", "1"), ("3", "1")]


@pytest.mark.parametrize(
    ("typed", "searched"),
    [("Sertr 50", "'sertr':* & '50':*"), ("0.5 mg.", "'0.5':* & 'mg':*"), ("  '); drop", "'drop':*"), ("…", ""), ("a " * 9, " & ".join(["'a':*"] * 8))],
)  # fmt: skip
def test_a_search_is_made_of_beginnings_of_words(typed: str, searched: str) -> None:
    assert as_prefixes(typed) == searched
