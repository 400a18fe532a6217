"""The kinds of notes that ship with Daybridge: every file is sound, in both languages, and in words that shame nobody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.notes import on_file
from daybridge.notes.on_file import NoteForm
from daybridge.notes.on_file.definition import Words
from daybridge.notes.rules import Door, Kind

SHIPPED = Path(on_file.__file__).parent / "shipped"
NEVER = re.compile(
    r"\b(relaps\w*|clean|dirty|abus\w*|(non-?|in)compli\w*|addict\w*|recaíd\w*|limpi[oa]s?|suci[oa]s?|incumpl\w*|adict[oa]s?)\b",
    re.IGNORECASE,
)
CODES = {
    "group", "individual-dap", "individual-birp", "individual-soap", "family", "psychiatric-evaluation", "medication-visit",
    "nursing", "crisis", "contact", "discharge", "psychotherapy", "sud-counseling",
}  # fmt: skip
#: Said alike in both languages.
ALIKE = {"video", "irritable", "no", "DAP", "BIRP", "SOAP"}
every_form = pytest.mark.parametrize("form", on_file.forms().values(), ids=lambda one: one.code)


def _words(form: NoteForm) -> Iterator[Words]:
    yield from (form.name, form.lede)
    for asked in form.asks:
        yield asked.name
        yield from (one.name for one in asked.choices)
        if asked.hint:
            yield asked.hint


def test_the_shelf_is_what_it_says_it_is() -> None:
    assert set(on_file.forms()) == CODES
    assert {one.kind for one in on_file.forms().values()} == set(Kind)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_is_sound_and_lies_under_its_own_name(path: Path) -> None:
    assert on_file.faults_in(path) == []
    assert on_file.read(path).code == path.stem


def test_no_two_files_have_one_code_or_one_name() -> None:
    read = [on_file.read(path) for path in SHIPPED.glob("*.yaml")]
    assert len({one.code for one in read}) == len({one.name.en for one in read}) == len({one.name.es for one in read})
    assert len(read) == len(CODES)


@every_form
def test_english_and_spanish_are_both_said(form: NoteForm) -> None:
    for one in _words(form):
        assert one.en != one.es or one.en in ALIKE, one.en
        assert bool(re.search(r"[.?!]$", one.en)) == bool(re.search(r"[.?!]$", one.es)), one.en


@every_form
def test_no_word_shames(form: NoteForm) -> None:
    assert [said for one in _words(form) for said in (one.en, one.es) if NEVER.search(said)] == []


@every_form
def test_headings_are_short(form: NoteForm) -> None:
    for asked in form.asks:
        assert len(asked.name.en) < 60 and len(asked.name.es) < 60, asked.code
        assert all(len(one.name.en) < 60 and len(one.name.es) < 60 for one in asked.choices), asked.code
    assert any(asked.required for asked in form.asks)


@every_form
def test_a_heading_that_is_told_apart_is_wide_enough_for_a_sentence_and_asked_of_everyone(form: NoteForm) -> None:
    told_apart = [asked for asked in form.asks if asked.is_told_apart]
    assert all(asked.lines > 1 and asked.required for asked in told_apart)
    assert bool(told_apart) == (form.kind != Kind.OWN)


@every_form
def test_what_is_behind_a_door_is_for_its_writer_alone(form: NoteForm) -> None:
    assert (form.door != Door.NONE) == (form.kind == Kind.OWN)
    if form.kind == Kind.OWN:
        assert not form.needs_objective and form.door.value.replace("_", "-") == form.code


@every_form
def test_risk_is_asked_of_everything_in_the_record(form: NoteForm) -> None:
    asked = form.ask("level" if form.kind == Kind.CRISIS else "risk")
    assert (asked is not None and asked.required) == (form.kind != Kind.OWN)


def test_what_a_payer_asks_to_be_tied_to_a_plan_is_tied_to_it() -> None:
    tied = {one.kind for one in on_file.forms().values() if one.needs_objective}
    assert tied == {Kind.GROUP, Kind.INDIVIDUAL, Kind.FAMILY}


def test_a_crisis_says_988_and_the_next_hours_and_a_discharge_the_visits_that_follow() -> None:
    crisis, discharge = on_file.forms()["crisis"], on_file.forms()["discharge"]
    for code in ("lines-given", "told", "next-hours", "done"):
        assert (asked := crisis.ask(code)) and asked.required
    assert any("988" in asked.name.en and "988" in asked.name.es for asked in crisis.asks)
    for code in ("within-7", "within-30", "medicines", "safety-plan", "supports"):
        assert (asked := discharge.ask(code)) and asked.required
