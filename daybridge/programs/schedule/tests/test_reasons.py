"""Why a week cannot be: few reasons that hold, changes that work, and sentences in English and Spanish."""

from dataclasses import replace

import pytest
from django.utils import translation

from daybridge.programs.schedule import generate, placing, reasons, seating, sentences
from daybridge.programs.schedule.instance import Comes, Instance
from daybridge.programs.schedule.reasons import Change, Explanation, Reason
from daybridge.programs.schedule.solving import Limits

from .programs import a_program, a_session, at, someone


def _ana(instance: Instance) -> Explanation:
    return reasons.explain(instance, "ana", Limits(10, workers=1))


def _full_tuesday_spanish_thursday() -> Instance:
    """Ana needs 3 h. Monday fits; Tuesday is full, one of one; Thursday is in Spanish."""
    sessions = [
        a_session("mon", at(0, 17)), a_session("tue", at(1, 17), capacity=1, soft_capacity=1), a_session("thu", at(3, 17), language="es"),
    ]  # fmt: skip
    return a_program([someone("ana"), someone("ben", minimum_minutes=90, present=("tue",))], sessions)


def test_the_numbers_and_the_smallest_set_of_reasons_are_said() -> None:
    found = _ana(_full_tuesday_spanish_thursday())
    assert Reason("minutes", "minutes", 180, 90) in found.reasons
    assert {(one.code, one.about) for one in found.reasons} == {
        ("minutes", "minutes"),
        ("no_seat", "tue"),
        ("language", "es"),
    }


def test_the_cheapest_change_comes_first_and_each_one_works() -> None:
    instance = _full_tuesday_spanish_thursday()
    found = _ana(instance)
    assert [[change.code for change in one.changes] for one in found.relaxations] == [["seat"], ["language"], ["plan"]]
    for one in found.relaxations[:-1]:
        assert reasons.works(instance, "ana", one, Limits(5, workers=1))


def test_a_week_that_can_be_has_nothing_to_explain() -> None:
    found = _ana(a_program([someone("ana")], [a_session("mon", at(0, 17)), a_session("tue", at(1, 17))]))
    assert found == Explanation("ana", (), ())


def test_too_few_free_hours_are_the_only_reason_where_nothing_else_would_help() -> None:
    ana = someone("ana", free=(at(0, 16, 3),))
    found = _ana(a_program([ana], [a_session("mon", at(0, 17)), a_session("tue", at(1, 17), language="es")]))
    assert [one.code for one in found.reasons if one.code not in ("minutes", "days")] == ["time"]
    assert any(change.code == "time" for one in found.relaxations for change in one.changes)


@pytest.mark.parametrize(
    ("person", "session", "code", "change"),
    [
        ({}, {"track": "teen"}, "track", "track"),
        ({"comes": Comes.VIDEO}, {"site": "main"}, "mode", "way"),
        ({"travel": {}}, {"site": "main"}, "reach", "video"),
        ({}, {"is_candidate": True, "site": None, "is_on_video": True}, "not_held", "held"),
    ],
)
def test_each_kind_of_reason_has_its_change(person: dict, session: dict, code: str, change: str) -> None:  # type: ignore[type-arg]
    ana = someone("ana", minimum_minutes=90, **person)
    found = _ana(a_program([ana], [a_session("mon", at(0, 17), **session)]))
    assert code in {one.code for one in found.reasons}
    assert found.relaxations[0].changes[0].code == change


def test_age_and_a_chosen_group_are_never_argued_with() -> None:
    ana = someone("ana", minimum_minutes=90, age=17)
    sessions = [a_session("mon", at(0, 17), youngest=18), a_session("tue", at(1, 17), gender="women")]
    assert [one.changes for one in _ana(a_program([ana], sessions)).relaxations] == [(Change("plan", ""),)]


@pytest.mark.full
def test_reasons_of_a_whole_program_hold_and_changes_work() -> None:
    instance = generate.program(40, is_tight=True)
    instance = placing.accept(instance, seating.seat(instance, Limits(5, workers=1)))
    new = replace(instance.people[3], id="ana", present=(), free=instance.people[3].free[:3])
    instance = replace(instance, people=(*instance.people, new))
    found = _ana(instance)
    assert found.reasons and len(found.relaxations) <= 4
    assert all(
        reasons.works(instance, "ana", one, Limits(5, workers=1))
        for one in found.relaxations
        if one.changes[0].code != "plan"
    )


def test_the_sentences_are_plain_in_both_languages() -> None:
    found = _ana(_full_tuesday_spanish_thursday())
    said = sentences.why_not(found)
    assert "The plan asks for 3 h a week; the groups that fit and have a seat give 1 h 30 min." in said
    assert "tue, Tuesday 17:00 to 18:30 has no seat for this person (1 place)." in said
    assert sentences.what_would_help(found)[0] == "one more seat on tue, Tuesday 17:00 to 18:30"
    with translation.override("es"):
        assert any("no hay lugar para esta persona" in words for words in sentences.why_not(found))


def test_every_code_has_a_sentence() -> None:
    for code in (
        "minutes",
        "days",
        "gap",
        "kind",
        "time",
        "no_seat",
        "not_held",
        "language",
        "track",
        "mode",
        "reach",
        "age",
    ):
        assert sentences.reason_in_words(Reason(code, "x", 2, 1, at(0, 9)))
    for code in ("seat", "time", "video", "way", "held", "language", "track", "plan"):
        assert sentences.change_in_words(Change(code, "x", at(0, 9)))
