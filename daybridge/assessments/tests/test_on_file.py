from pathlib import Path

import pytest

from daybridge.assessments import on_file
from daybridge.assessments.on_file import FaultyForm, faults_in, forms, read
from daybridge.assessments.rules import Kind, Takes

SHIPPED = Path(on_file.__file__).parent / "shipped"
ONE = """
code: short
version: 1
kind: assessment
name: {en: "Short", es: "Corta"}
lede: {en: "A", es: "B"}
source: The clinic's own.
sections:
  - code: one
    by: both
    name: {en: "One", es: "Uno"}
    asks:
      - code: first
        name: {en: "First", es: "Primera"}
"""


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_form_is_sound(path: Path) -> None:
    assert faults_in(path) == []


def test_both_editions_have_six_dimensions_rated_with_a_reason_and_hold_no_criteria() -> None:
    found = forms(Kind.LEVEL)
    assert {one.edition for one in found.values()} == {"3", "4"}
    for one in found.values():
        dimensions = [section for section in one.sections if section.code.startswith("dimension-")]
        assert len(dimensions) == 6
        for asked in (ask for section in dimensions for ask in section.asks):
            if asked.takes is Takes.CHOICE:
                assert asked.codes == frozenset("01234")
                why = one.ask(f"{asked.code}-why")
                assert why and why.required_when == asked.code
        words = (SHIPPED / f"{one.code}.yaml").read_text()
        assert "ASAM" not in words and "admission criteria" not in words


def test_the_assessment_covers_the_whole_person_and_both_disorders() -> None:
    one = forms(Kind.ASSESSMENT)["biopsychosocial"]
    wanted = "emotional psychological physical social surroundings strengths both-together".split()
    assert set(wanted) <= {section.code for section in one.sections}
    assert one.section("nothing") is None and one.ask("nothing") is None and one.section_of("nothing") is None


def test_a_site_s_own_file_stands_beside_ours_and_a_faulty_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "short.yaml").write_text(ONE)
    (tmp_path / "faulty.yaml").write_text("code: [")
    monkeypatch.setattr(on_file, "_own", tmp_path)
    assert set(forms(Kind.ASSESSMENT)) == {"biopsychosocial", "short"}
    found = on_file.form("short")
    assert found and found.name.said("es") == "Corta" and found.sections[0].is_theirs and found.sections[0].is_staffs


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name: {en: "First", es: "Primera"}', 'name: {en: "First"}', "missing"),
        ("      - code: first\n", "      - code: first\n        takes: choice\n", "choices belong"),
        ("      - code: first\n", "      - code: first\n        required_when: nothing\n", "hangs on a question"),
        ("kind: assessment", "kind: level", "asks for recommended"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, before: str, after: str, words: str) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(ONE.replace(before, after))
    with pytest.raises(FaultyForm):
        read(path)
    assert any(words in str(fault) for fault in faults_in(path)), faults_in(path)


def test_nothing_is_there_twice_and_only_what_the_machinery_reads_may_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    twice = ONE + '      - code: first\n        name: {en: "A", es: "B"}\n'
    path.write_text(twice)
    assert any("a question is there twice" in str(fault) for fault in faults_in(path))
    section = ONE[ONE.index("  - code: one") :]
    path.write_text(ONE + section.replace("first", "second"))
    assert any("a section is there twice" in str(fault) for fault in faults_in(path))
    choice = '        takes: choice\n        choices:\n          - {code: a, name: {en: "A", es: "A"}}\n'
    path.write_text(ONE + choice + '          - {code: a, name: {en: "A", es: "A"}}\n')
    assert any("a choice is there twice" in str(fault) for fault in faults_in(path))
    leaving = (SHIPPED / "leaving.yaml").read_text().replace("code: left_early", "code: vanished")
    path.write_text(leaving)
    assert any("nothing reads" in str(fault) for fault in faults_in(path))
