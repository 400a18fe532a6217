"""Drug screens as targets: they count by themselves, and what a laboratory says later follows without taking anything back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from daybridge.contingency import actions, queries
from daybridge.contingency.models import Enrolment, TargetTold
from daybridge.contingency.rules import Ending, Evidence, EvidenceKind, Verdict
from daybridge.contingency.tests.deeds import FISHBOWL, again, begun, drawn, told
from daybridge.core import clock
from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.core.models import ReactionFailure
from daybridge.screens import actions as screens
from daybridge.screens.actions.reading import Result
from daybridge.screens.models import Screen
from daybridge.screens.rules import Method, Outcome, Specimen, State
from daybridge.screens.tests.deeds import GOOD, a_message, a_screen, an_oru, collected, fresh
from tests.cast import House, later

STIMULANTS = "stimulant-screens-twice-weekly"
MET, NOT_MET, REFUSED, EXCUSED = Verdict.MET, Verdict.NOT_MET, Verdict.REFUSED, Verdict.EXCUSED
MONDAY = date(2026, 11, 23)
THIN, SPOILT = Specimen(temperature_f=96, minutes=2, creatinine=9), Specimen(temperature_f=70, minutes=2)


def _held(enrolment: Enrolment) -> dict[date, tuple[str, str]]:
    assert not ReactionFailure.objects.exists()
    return {day: (one.verdict, one.evidence) for day, one in queries.standing(enrolment).held.items()}


def _given(house: House, specimen: Specimen = GOOD) -> Screen:
    return collected(house, a_screen(house, panel="usual"), specimen)


def _read(
    house: House, screen: Screen, *, method: Method = Method.PRESUMPTIVE, is_correction: bool = False, **other: str
) -> None:
    said = {"amphetamine": "negative", "methamphetamine": "negative", "cocaine": "negative"} | other
    results = [
        Result(analyte=code, outcome=Outcome(one), method=method, is_correction=is_correction)
        for code, one in said.items()
    ]
    screens.keep_results(house.actors["Ben"], screen, results=results)


def test_a_result_counts_by_itself_and_cites_the_screen(house: House) -> None:
    found = begun(house, STIMULANTS)
    screen = _given(house)
    assert _held(found) == {}
    _read(house, screen)
    assert _held(found) == {MONDAY: (MET, "screen")}
    [row] = TargetTold.objects.all()
    assert (row.evidence_id, row.told_by, row.why, row.number) == (screen.id, None, "", 1)
    assert len(drawn(house, found)) == 1
    _read(house, fresh(screen))  # the same again
    assert TargetTold.objects.count() == 1 and queries.standing(found).open_draws == []


def test_something_found_brings_none_and_the_next_begins_small(house: House) -> None:
    found = begun(house, STIMULANTS)
    for days, said in ((0, "negative"), (2, "positive"), (7, "negative")):
        with clock.at(later(days=days)):
            _read(house, _given(house), cocaine=said)
    assert [(day.verdict, day.earned) for day in queries.standing(found).days] == [(MET, 1), (NOT_MET, 0), (MET, 1)]


def test_a_confirmation_that_overturns_a_quick_test_takes_its_place_and_draws_open(house: House) -> None:
    found, screen = begun(house, STIMULANTS), _given(house)
    _read(house, screen, cocaine="positive")
    assert _held(found) == {MONDAY: (NOT_MET, "screen")}
    _read(house, fresh(screen), method=Method.CONFIRMED)
    assert _held(found) == {MONDAY: (MET, "screen")}
    last = TargetTold.objects.latest("number")
    assert (last.number, last.told_by) == (2, None) and last.why
    assert len(drawn(house, found)) == 1


def test_a_corrected_result_takes_nothing_back_and_nothing_is_drawn_twice(house: House) -> None:
    found, screen = begun(house, STIMULANTS), _given(house)
    _read(house, screen)
    [slip] = drawn(house, found)
    _read(house, fresh(screen), cocaine="positive", is_correction=True)
    now = queries.standing(found)
    assert now.held[MONDAY].verdict == NOT_MET and now.beyond == {MONDAY: 1} and now.open_draws == []
    _read(house, fresh(screen), is_correction=True)
    now = queries.standing(found)
    assert now.held[MONDAY].verdict == MET and now.beyond == {} and now.open_draws == [] and list(now.draws) == [slip]
    actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    checked = queries.checked(again(found.id))
    assert checked and checked.draws == 1 and not checked.faults


def test_a_laboratorys_message_counts_and_told_twice_counts_once(house: House) -> None:
    found, screen = begun(house, STIMULANTS), _given(house)
    lines = [f"{code}^x^L||Negative|||N|||F" for code in ("UAMP", "UMETH", "UCOC")]
    for number in ("1", "1", "2"):
        a_message(house, an_oru(screen, *lines, number=number))
    assert _held(found) == {MONDAY: (MET, "screen")} and TargetTold.objects.count() == 1
    more = [*lines[:2], "UCOC^x^L||Positive|||A|||C"]
    a_message(house, an_oru(screen, *more, number="3", at=clock.now() + timedelta(minutes=1)))
    assert _held(found) == {MONDAY: (NOT_MET, "screen")}


def test_a_thin_specimen_and_one_that_cannot_be_relied_on_count_neither_way(house: House) -> None:
    found = begun(house, STIMULANTS)
    thin = _given(house, THIN)
    assert _held(found) == {}
    _read(house, thin)
    assert _held(found) == {MONDAY: (EXCUSED, "screen")}
    with clock.at(later(days=1)):
        _given(house, SPOILT)
    tuesday = MONDAY + timedelta(days=1)
    assert _held(found)[tuesday] == (EXCUSED, "screen")
    with clock.at(later(days=1)):  # another one of the same day
        _read(house, _given(house))
    assert _held(found)[tuesday] == (MET, "screen")
    assert queries.standing(found).counted == 1


def test_who_gave_none_may_give_one_later_and_then_nothing_was_missed(house: House) -> None:
    found, ben = begun(house, STIMULANTS), house.actors["Ben"]
    screen = a_screen(house, panel="usual")
    with clock.at(later(days=1)):
        screens.mark_screen(ben, screen, state=State.NO_SHOW)
    # The window's last hour is Monday's.
    assert _held(found) == {MONDAY: (REFUSED, "screen")} and queries.standing(found).next_earns == 1
    with clock.at(later(days=1)):
        collected(house, fresh(screen))
        assert _held(found) == {MONDAY: (EXCUSED, "screen")}
        _read(house, fresh(screen))
    assert _held(found) == {MONDAY: (EXCUSED, "screen"), MONDAY + timedelta(days=1): (MET, "screen")}


def test_who_cannot_give_one_is_excused_and_who_says_no_is_not(house: House) -> None:
    found, ben = begun(house, STIMULANTS), house.actors["Ben"]
    screens.mark_screen(ben, a_screen(house, panel="usual"), state=State.UNABLE)
    assert _held(found) == {MONDAY: (EXCUSED, "screen")}
    screens.mark_screen(ben, a_screen(house, panel="usual"), state=State.REFUSED)
    assert _held(found) == {MONDAY: (REFUSED, "screen")}
    screens.mark_screen(ben, a_screen(house, panel="alcohol"), state=State.REFUSED)
    screens.mark_screen(ben, a_screen(house, panel="usual"), state=State.WITHDRAWN, words="Not needed")
    assert TargetTold.objects.count() == 2
    told(house, found, EXCUSED, why="Her child was ill")
    assert _held(found) == {MONDAY: (EXCUSED, "point_of_care")}
    screens.mark_screen(ben, a_screen(house, panel="usual"), state=State.NO_SHOW)
    assert _held(found) == {MONDAY: (EXCUSED, "point_of_care")}


def test_what_staff_read_on_the_spot_and_the_laboratory_later_is_one_target(house: House) -> None:
    found = begun(house, STIMULANTS)
    told(house, found, MET)
    screen = _given(house)
    with pytest.raises(Conflict, match="counts by itself"):
        told(house, found, NOT_MET, why="Read again")
    with clock.at(later(days=1)), pytest.raises(Conflict, match="counts by itself"):
        told(house, found, MET)  # the specimen of yesterday still waits
    _read(house, screen)
    assert _held(found) == {MONDAY: (MET, "point_of_care")} and queries.standing(found).earned == {MONDAY: 1}
    _read(house, fresh(screen), cocaine="positive", is_correction=True)
    assert _held(found) == {MONDAY: (NOT_MET, "screen")}
    with clock.at(later(days=1)):
        told(house, found, MET)
    assert queries.standing(found).counted == 2


def test_no_more_than_the_weeks_targets_count_and_a_day_that_frees_up_makes_room(house: House) -> None:
    found = begun(house, STIMULANTS)
    first = _given(house)
    _read(house, first)
    for days in (1, 2):
        with clock.at(later(days=days)):
            _read(house, _given(house))
    assert sorted(_held(found)) == [MONDAY, MONDAY + timedelta(days=1)]
    with clock.at(later(days=3)):
        _read(house, fresh(first), cocaine="not_done", is_correction=True)
    assert _held(found)[MONDAY] == (EXCUSED, "screen") and MONDAY + timedelta(days=2) in _held(found)


def test_other_protocols_and_days_before_they_began_are_left_alone(house: House) -> None:
    before = _given(house)
    _read(house, before)
    with clock.at(later(days=1)):
        found = begun(house, STIMULANTS)
        _read(house, fresh(before), is_correction=True)
        assert _held(found) == {}
        actions.end_rewards(house.actors["Ana"], found, ending=Ending.OTHER)
        _read(house, _given(house))
        assert not TargetTold.objects.exists()
    with clock.at(later(days=9)):
        other = begun(house, FISHBOWL)
        _read(house, _given(house))
        assert _held(other) == {}


def test_nobody_can_say_that_a_screen_shows_something_it_does_not(house: House) -> None:
    found, ben = begun(house, STIMULANTS), house.actors["Ben"]
    screen = _given(house)
    _read(house, screen, cocaine="positive")
    for of in (screen.id, uuid4()):
        with pytest.raises(Conflict, match="something else"):
            actions.record_target(
                ben, found, target_id=new_id(), on_day=MONDAY, evidence=Evidence(EvidenceKind.SCREEN, MET, of), why="x",
            )  # fmt: skip
