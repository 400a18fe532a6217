"""A site's own release is loaded whole or not at all, and searched by beginnings of words."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from daybridge.installation.trouble import Trouble
from daybridge.medications.terminology import commands, queries
from daybridge.medications.terminology.commands import medicine_commands
from daybridge.medications.terminology.loading import load
from daybridge.medications.terminology.models import Drug
from daybridge.medications.terminology.rules import FaultyRelease
from daybridge.medications.terminology.tests.test_rules import conso, rel


def a_release(folder: Path, *more: bytes) -> Path:
    """A small release, made up."""
    folder.mkdir(exist_ok=True)
    names = [
        conso("11", "heronine", "IN"), conso("22", "heronine 50 MG Oral Tablet", "SCD"),
        conso("33", "heronine 0.5 MG/ML Oral Solution", "SCD"), conso("44", "Feathrix", "BN"), *more,
    ]  # fmt: skip
    (folder / "RXNCONSO.RRF").write_bytes(b"".join(names))
    leads = [rel("11", "22", "has_ingredient"), rel("11", "44", "tradename_of")]
    (folder / "RXNREL.RRF").write_bytes(b"".join(leads))
    return folder


def test_a_release_is_loaded_again_and_again_and_searched_as_one_types(db: None, tmp_path: Path) -> None:
    assert not queries.is_loaded() and queries.search("heronine") == []
    folder = a_release(tmp_path / "rrf")
    for _ in range(2):
        loaded = load(folder / "RXNCONSO.RRF", relations=folder / "RXNREL.RRF")
    assert (loaded.concepts, loaded.ingredients) == (4, 3) and queries.is_loaded()
    found = [one.name for one in queries.search("heron")]
    assert found == ["heronine", "heronine 50 MG Oral Tablet", "heronine 0.5 MG/ML Oral Solution"]
    assert [one.rxcui for one in queries.search("hero 0.5 sol")] == ["33"] and queries.search("he") == []
    assert queries.search("'); drop table medications_drug; --") == []
    assert queries.ingredients_of(["22", "44", "33", "99"]) == {"22": {"11": "heronine"}, "44": {"11": "heronine"}}
    drug = queries.drug("22")
    assert drug and drug.name == "heronine 50 MG Oral Tablet" and queries.drug("") is None


def test_a_faulty_release_leaves_the_one_before(db: None, tmp_path: Path) -> None:
    folder = a_release(tmp_path / "rrf")
    load(folder / "RXNCONSO.RRF")
    a_release(folder, b"a|b|c\n")
    with pytest.raises(FaultyRelease):
        load(folder / "RXNCONSO.RRF")
    assert Drug.objects.count() == 4


@pytest.fixture
def run(db: None) -> object:
    from contextlib import nullcontext

    app = medicine_commands(nullcontext)
    return lambda *said: CliRunner().invoke(app, said)


def test_the_command_takes_a_folder_or_a_file_and_says_what_is_wrong(run: object, tmp_path: Path) -> None:
    folder = a_release(tmp_path / "rrf")
    for path in (folder, tmp_path, folder / "RXNCONSO.RRF"):
        said = run("load", str(path))  # type: ignore[operator]
        assert said.exit_code == 0 and "4 names of medicines are loaded, and 3 times" in said.output, said.output
    (folder / "RXNREL.RRF").unlink()
    assert "did not lie beside it" in run("load", str(folder)).output  # type: ignore[operator]
    for path, words in ((tmp_path / "nowhere", "There is no RXNCONSO.RRF"), (Path(__file__), "was not loaded: line 1")):
        trouble = run("load", str(path)).exception  # type: ignore[operator]
        assert isinstance(trouble, Trouble) and words in str(trouble)
    assert commands.__doc__
