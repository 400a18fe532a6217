"""Giving pieces, taking them back, and what a phone tells of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.library import queries
from daybridge.library.actions import assign, keep_opening, take_back
from daybridge.library.events import PieceOpened
from daybridge.library.models import Assigned, Opened
from daybridge.library.rules import Helped, Told, Way
from tests.cast import House


def an_opening(house: House, who: str = "Ana", *, code: str = "better-sleep", **more: Any) -> PieceOpened:
    """A line of a visit that a participant's phone tells now."""
    entry_id = more.pop("entry_id", new_id())
    told = Told(more.pop("way", Way.CHOSEN), more.pop("is_done", False), more.pop("helped", None))
    return keep_opening(
        house.actors[who],
        house.participants[who],
        entry_id=entry_id,
        visit_id=more.pop("visit_id", entry_id),
        code=code,
        version=1,
        made_at=more.pop("made_at", clock.now()),
        told=told,
    )


def _given(house: House) -> Assigned:
    given = assign(house.actors["Ben"], house.participants["Ana"], code="better-sleep", note=" For tonight ")
    return Assigned.objects.get(id=given.subject_id)


def test_a_clinician_gives_a_piece_with_a_line_why(house: House) -> None:
    given = _given(house)
    assert (given.note, given.assigned_by, given.taken_back_at) == ("For tonight", house.staff["Ben"], None)


def test_what_they_have_is_not_given_twice_until_it_is_taken_back(house: House) -> None:
    first = _given(house)
    again = assign(house.actors["Cora"], first.participant, code="better-sleep", note="Again")
    assert again.repeated and again.subject_id == first.id
    assert not take_back(house.actors["Ben"], first).repeated and take_back(house.actors["Ben"], first).repeated
    assert not assign(house.actors["Ben"], first.participant, code="better-sleep").repeated


def test_only_what_is_on_the_shelf_can_be_given_and_a_note_is_short(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    with pytest.raises(Invalid):
        assign(ben, ana, code="zeppelins")
    with pytest.raises(Invalid) as refused:
        assign(ben, ana, code="better-sleep", note="x" * 301)
    assert "note" in refused.value.fields and not Assigned.objects.exists()


def test_a_line_that_is_sent_again_counts_once_and_is_answered_as_the_first_time(house: House) -> None:
    first = an_opening(house)
    again = an_opening(house, entry_id=first.subject_id)
    assert again.repeated and again.saved_at == first.saved_at and Opened.objects.count() == 1


def test_a_line_with_the_id_of_somebody_elses_is_refused(house: House) -> None:
    first = an_opening(house, "Zoe")
    with pytest.raises(Conflict):
        an_opening(house, entry_id=first.subject_id)


def test_a_phones_clock_that_is_ahead_counts_as_now(house: House) -> None:
    told = an_opening(house, made_at=clock.now() + timedelta(days=3))
    assert Opened.objects.get(id=told.subject_id).made_at == clock.now()


def test_what_was_told_can_be_neither_changed_nor_removed(house: House) -> None:
    an_opening(house)
    for deed in (lambda: Opened.objects.update(helped="no"), lambda: Opened.objects.all().delete()):
        with pytest.raises(DatabaseError), guard.writing(), transaction.atomic():
            deed()


def test_staff_see_what_came_of_what_they_gave(house: House) -> None:
    given = _given(house)
    ana = house.participants["Ana"]
    assert queries.reading(ana.id).given[0].opened_at is None
    visit: UUID = an_opening(house, way=Way.ASSIGNED).subject_id
    an_opening(house, visit_id=visit, helped=Helped.A_LITTLE)
    an_opening(house, code="ride-the-urge", way=Way.SUGGESTED, is_done=True, helped=Helped.YES)
    reading = queries.reading(ana.id)
    assert (reading.given[0].id, reading.given[0].times, reading.given[0].helped) == (given.id, 1, "It helped a little")
    assert (reading.found[0].code, reading.found[0].helped) == ("ride-the-urge", "It helped")
    assert reading.found[0].way == "suggested by what they had entered"


def test_what_was_opened_before_it_was_given_does_not_count_as_opened_since(house: House) -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        an_opening(house)
    _given(house)
    assert queries.reading(house.participants["Ana"].id).given[0].opened_at is None


def test_a_piece_that_has_left_the_shelf_is_told_by_its_code(house: House) -> None:
    an_opening(house, code="gone-from-here")
    assert queries.reading(house.participants["Ana"].id).found[0].title == "gone-from-here"


def test_more_visits_cost_no_more_queries(house: House, django_assert_num_queries: Any) -> None:
    for code in ("better-sleep", "saying-no"):
        assign(house.actors["Ben"], house.participants["Ana"], code=code)
        an_opening(house, code=code)
    with django_assert_num_queries(2):
        queries.reading(house.participants["Ana"].id)
    for _ in range(10):
        an_opening(house)
    with django_assert_num_queries(2):
        queries.reading(house.participants["Ana"].id)
