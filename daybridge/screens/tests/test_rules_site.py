"""A site's own panels and laboratory codes: added to what is shipped, or told line by line what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daybridge.cli import app
from daybridge.screens.rules import (
    FaultyPanels,
    Reading,
    book,
    faults_in,
    shipped_book,
    sort_readings,
    use_book,
    with_own,
)

OWN = """version: Harbor laboratory, 2026-12
shown_after_days: 2
measured:
  creatinine: [CREA-U]
results:
  lithium-level: [LITH]
  alt: [ALT1]
analytes:
  fentanyl:
    codes: [FENTS]
  xylazine:
    names: {en: Xylazine, es: Xilacina}
    days: [1, 3]
    source: Harbor laboratory's leaflet
    codes: [XYL]
panels:
  street:
    names: {en: Street panel, es: Panel de calle}
    analytes: [fentanyl, xylazine]
withdrawal:
  cows:
    source: Our medical director, 2026-12-01
    is_signed_off: true
    bands:
      - {least: 0, names: {en: Low, es: Baja}, again_hours: 12}
      - {least: 13, names: {en: High, es: Alta}, again_hours: 2, asks: medical}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "screens.yaml"
    path.write_text(OWN)
    return path


@pytest.fixture
def in_use(own: Path) -> Iterator[None]:
    use_book(with_own(own))
    yield
    use_book(None)


def test_what_a_site_says_stands_beside_what_is_shipped(own: Path, in_use: None) -> None:
    assert faults_in(own) == [] and faults_in(own.parent / "none.yaml") == []
    fentanyl = book().analytes["fentanyl"]
    assert fentanyl.codes == ("UFENT", "FENTS") and fentanyl.is_opioid and fentanyl.days == (1, 7)
    assert book().panels["street"].analytes == ("fentanyl", "xylazine") and "usual" in book().panels
    assert book().test_by_code["LITH"] == "lithium-level" and book().test_by_code["4548-4"] == "a1c"
    assert (
        book().withdrawal["cows"].band(20).again_hours == 2 and book().withdrawal["ciwa-ar"].bands[0].again_hours == 24
    )
    assert book().shown_after_days == 2 and shipped_book().shown_after_days == 3 and "Harbor" in book().version
    said = sort_readings(
        [Reading("fents", "x", "Negative"), Reading("CREA-U", "x", "12"), Reading("LITH", "x", "0.8")], book()
    )
    assert [one.analyte for one in said.found] == ["fentanyl"] and said.measured == {"creatinine": 12}
    assert [one.code for one in said.other] == ["LITH"]


def test_what_a_site_does_not_say_stays_as_it_is_shipped(own: Path) -> None:
    own.write_text("version: ours\n")
    assert with_own(own).model_copy(update={"version": shipped_book().version}) == shipped_book()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("version: Harbor laboratory, 2026-12", "vershun: 1", 1, "no such key"),
        ("lithium-level:", "lithium:", 6, "`lithium` is no test that is watched"),
        ("creatinine:", "kreatinin:", 4, "creatinine, gravity, ph are"),
        ("cows:", "kows:", 21, "ciwa-ar, cows are"),
        ("    days: [1, 3]\n", "", 11, "say its names, days and source"),
        ("days: [1, 3]", "days: [3, 1]", 11, "count up"),
        ("names: {en: Xylazine, es: Xilacina}", "names: {en: Xylazine}", 12, "in Spanish"),
        ("[fentanyl, xylazine]", "[fentanyl, zylazine]", 19, "no analyte `zylazine`"),
        ("[fentanyl, xylazine]", "[]", 19, "at least 1 item"),
        ("codes: [FENTS]", "codes: [ucoc]", 10, "names cocaine already"),
        ("codes: [XYL]", "codes: [LITH]", 15, "names lithium-level already"),
        ("least: 0,", "least: 1,", 24, "begin at 0 and count up"),
        ("shown_after_days: 2", "shown_after_days: soon", 2, "shown_after_days"),
        ("panels:", "panels: [", 18, "no YAML"),
    ],
)
def test_what_is_wrong_is_said_by_its_line(own: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in OWN
    own.write_text(OWN.replace(old, new, 1))
    with pytest.raises(FaultyPanels):
        with_own(own)
    faults = faults_in(own)
    assert words in " ".join(fault.words for fault in faults) and line in {fault.line for fault in faults}
    told = CliRunner().invoke(app, ["screens", "check", str(own)])
    assert told.exit_code != 0 and f"screens.yaml:{faults[0].line}:" in told.output


def test_a_sound_file_says_so(own: Path) -> None:
    told = CliRunner().invoke(app, ["screens", "check", str(own)])
    assert told.exit_code == 0 and "is sound: with it there are 5 panels, 13 analytes" in told.output
