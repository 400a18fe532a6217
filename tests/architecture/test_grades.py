"""What participants read is read at the sixth grade or below, in both languages; what is harder stands in a list with its reason."""

import importlib.util

import pytest

from daybridge.installation.home import CHECKOUT


def _grades():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("grades", CHECKOUT / "bin" / "grades.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GRADES = _grades()
_HARD = (
    "Participation in individualized psychotherapeutic interventions substantially diminishes symptomatology, although"
    " considerable heterogeneity characterizes longitudinal outcomes among comorbid populations."
)
_DIFICIL = (
    "La participación en intervenciones psicoterapéuticas individualizadas disminuye sustancialmente la sintomatología,"
    " aunque una heterogeneidad considerable caracteriza los resultados longitudinales de las poblaciones."
)


def test_everything_that_participants_read_is_at_the_sixth_grade_or_below() -> None:
    allowed = GRADES.exceptions()
    found = GRADES.everything()
    assert not [fault for one in found for fault in one.faults(allowed)]
    names = {one.name for one in found}
    assert len([name for name in names if name.startswith("library/")]) >= 36
    assert {"companion/templates/companion/plan.html", "companion/templates/companion/words.html"} <= names


def test_an_exception_is_of_something_that_is_there_and_is_still_needed() -> None:
    found = {one.name: one for one in GRADES.everything()}
    for name, language in GRADES.exceptions():
        assert name in found, f"{name} is gone: take its exception out"
        faults = list(found[name].faults({}))
        assert any((language == "en") == ("English" in fault) for fault in faults), (
            f"{name} needs no exception any more"
        )


def test_words_of_an_office_fail_in_either_language() -> None:
    measured = GRADES.measured("an office", [_HARD], [_DIFICIL])
    assert measured.english > 15 and measured.spanish < 20 and len(list(measured.faults({}))) == 2
    assert not list(measured.faults({("an office", "en"): 40, ("an office", "es"): -100}))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("agua", 2),
        ("días", 2),
        ("quien", 1),
        ("siguiente", 3),
        ("averigüe", 4),
        ("leer", 2),
        ("hoy", 1),
        ("cuidado", 3),
    ],
)
def test_spanish_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert GRADES.syllables(word) == count


def test_labels_and_placeholders_do_not_make_a_text_easier() -> None:
    assert GRADES.sentences(["Save", "Next step", "%(name)s wrote this for you."]) == "Ana wrote this for you."
