"""What holds for every instrument that ships with Daybridge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.measures.instruments import SHIPPABLE, SHIPPED, FaultyInstrument, Instrument, called, check, library

#: Every LOINC code that was seen on loinc.org, in US Core or in a verified repository. SPiER had to retract codes that never
#: existed, so a code enters this list only after it was looked up.
KNOWN_LOINC = {
    *("44249-1", "44261-6", "44260-8", "69722-7"),  # PHQ-9
    *("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"),  # its answers
    *("69737-5", "70274-6"),  # GAD-7
    *("93373-9", "93245-9", "93374-7"),  # C-SSRS screener, full, risk level
    *("93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3", "93269-9"),  # its items
    *("72110-0", "75624-7"),  # AUDIT
    *("72109-2", "75626-2"),  # AUDIT-C
}
OURS = {"craving", "distress", "group-rating"}
WITH_WORDS = OURS | {
    *("phq-9", "phq-2", "gad-7", "pcl-5", "pc-ptsd-5", "audit-c", "bam", "bam-r", "bam-iop"),
    *("ciwa-ar", "cows", "pacs", "asq"),
}
WITHOUT_WORDS = {
    *("c-ssrs-screener", "audit", "dast-10", "who-5", "isi", "wsas", "ders-36", "ders-16", "ders-18"),
    *("whodas-12", "promis-29", "basis-24", "asrm", "ors", "srs", "wai-sr"),
}
every_instrument = pytest.mark.parametrize("instrument", library().values(), ids=lambda one: one.code)


def test_the_library_is_what_it_says_it_is() -> None:
    assert set(library()) == WITH_WORDS | WITHOUT_WORDS
    assert {code for code, one in library().items() if one.licence in SHIPPABLE} == WITH_WORDS
    assert {code for code, one in library().items() if one.licence == "own"} == OURS


@every_instrument
def test_an_instrument_lies_in_a_file_of_its_name(instrument: Instrument) -> None:
    assert called(instrument.code.replace("-", ""), library().values()) == instrument
    assert (SHIPPED / f"{instrument.code}.yaml").is_file()


@every_instrument
def test_words_ship_only_where_they_may(instrument: Instrument) -> None:
    if instrument.licence in SHIPPABLE:
        assert all(item.en for item in instrument.items)
    else:
        assert not list(_words(instrument))
        assert instrument.credit


@every_instrument
def test_an_answer_that_is_nowhere_named_lies_between_two_that_are(instrument: Instrument) -> None:
    """Only the CIWA-Ar has such answers: its form names 0, 1, 4 and 7 of an item."""
    for name, choices in instrument.choices.items() if instrument.licence in SHIPPABLE else ():
        assert choices[0].en and choices[-1].en, name
        assert instrument.code == "ciwa-ar" or all(choice.en for choice in choices), name


@every_instrument
def test_spanish_is_all_or_nothing(instrument: Instrument) -> None:
    assert len({bool(spanish) for _, spanish in _words(instrument)}) <= 1


@every_instrument
def test_our_own_words_on_a_result_are_there_in_both_languages(instrument: Instrument) -> None:
    said = [instrument.name, *instrument.scores, *instrument.patterns]
    said += [one for score in instrument.scores for one in (*score.bands, *score.cuts, *score.levels)]
    said += [instrument.window] if instrument.window else []
    assert all(one.en and one.es for one in said)


@every_instrument
def test_no_loinc_code_is_made_up(instrument: Instrument) -> None:
    codes = [instrument.loinc, *(one.loinc for one in (*instrument.items, *instrument.scores))]
    codes += [choice.loinc for choices in instrument.choices.values() for choice in choices]
    assert {code for code in codes if code} <= KNOWN_LOINC


@every_instrument
def test_every_choice_and_stem_is_used(instrument: Instrument) -> None:
    assert {item.choices for item in instrument.items if item.choices} == set(instrument.choices)
    assert {item.stem for item in instrument.items if item.stem} == set(instrument.stems)


@pytest.mark.parametrize("code", ["bam", "bam-r", "bam-iop"])
def test_the_bam_has_no_total_and_leaves_item_7_and_17_out_of_its_subscales(code: str) -> None:
    scores = {score.code: set(score.items) for score in library()[code].scores}
    assert scores == {
        "use": {"4", "5", "6"},
        "risk": {"1", "2", "3", "8", "11", "15"},
        "protective": {"9", "10", "12", "13", "14", "16"},
        "progress": {"17"},
    }


def test_the_lowest_answer_of_the_gad_7_is_not_at_all() -> None:
    """ "Not at all sure" is a known copying error."""
    assert library()["gad-7"].choices["how-often"][0].en == "Not at all"


def _words(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """What a participant reads on the form, in English and Spanish."""
    choices = [choice for choices in instrument.choices.values() for choice in choices]
    for one in (*instrument.items, *instrument.stems.values(), *choices):
        if one.en or one.es:
            yield one.en, one.es


def test_a_sites_own_version_may_not_silence_an_answer_that_a_human_hears_of(tmp_path: Path) -> None:
    shipped = (SHIPPED / "phq-9.yaml").read_text()
    silent = tmp_path / "phq-9.yaml"
    silent.write_text(shipped.replace("at_least: 1}", "at_least: 3}"))
    with pytest.raises(FaultyInstrument, match="Item 9 must stay critical from 1 on"):
        check(silent)
    silent.write_text(shipped.replace("    refusal: risk-question-declined\n", ""))
    with pytest.raises(FaultyInstrument, match="Declining item 9 must stay"):
        check(silent)
    silent.write_text(shipped)
    assert check(silent).code == "phq-9"


@pytest.mark.parametrize("figure", ["0", "-4"])
def test_a_change_of_nothing_is_no_reliable_change(tmp_path: Path, figure: str) -> None:
    wrong = tmp_path / "phq-9.yaml"
    wrong.write_text((SHIPPED / "phq-9.yaml").read_text().replace("reliable: 6", f"reliable: {figure}"))
    with pytest.raises(FaultyInstrument, match="reliable"):
        check(wrong)
