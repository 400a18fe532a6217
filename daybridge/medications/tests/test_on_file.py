"""The facts that are shipped have sources and wait for a sign-off; a site's own file holds where it is sound."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybridge.medications import on_file
from daybridge.medications.on_file import FaultyFacts


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    before = on_file._own
    on_file.use_folder(tmp_path)
    yield tmp_path
    assert before is not None
    on_file.use_folder(before)


def test_every_fact_has_a_source_and_none_claims_a_sign_off() -> None:
    facts = [*on_file.windows(), *on_file.cautions(), *on_file.controlled()]
    assert len(facts) >= 15 and all(len(one.source) > 10 and not one.confirmed for one in facts)
    assert {"naltrexone-xr", "buprenorphine-xr-monthly", "buprenorphine-xr-weekly"} <= {
        one.code for one in on_file.windows()
    }
    assert [one.every_days for one in on_file.windows() if one.code == "naltrexone-xr"] == [28]
    assert all(one.words.said("es") != one.words.said("en") for one in on_file.cautions())


def test_a_sites_own_file_holds_whole_and_a_faulty_one_is_left_out(own: Path) -> None:
    (own / "pregnancy.yaml").write_text(
        'version: 2\ncautions:\n  - {names: [heronine], words: {en: "Ask", es: "Pregunte"}, source: "Dr. Vance", confirmed: true}\n'
    )
    assert [one.names for one in on_file.cautions()] == [("heronine",)]
    (own / "controlled.yaml").write_text("version: 1\ncontrolled: [{schedule: I}]\n")
    assert len(on_file.controlled()) == 4
    with pytest.raises(FaultyFacts, match="line 2"):
        on_file.read(own / "controlled.yaml")
