"""The staff's pages: the shelf, one piece, one person's library."""

import pytest
from django.test import Client

from daybridge.core.models import AuditEntry
from daybridge.library.models import Assigned
from daybridge.library.tests.test_actions import an_opening
from tests.cast import House, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _page(house: House) -> str:
    return f"/library/people/{house.participants['Ana'].id}/"


def test_staff_find_pieces_by_their_words_and_read_them(ben: Client) -> None:
    assert "Better sleep" in ben.get("/library/").content.decode()
    found = ben.get("/library/?q=SLEEP night").content.decode()
    assert "The day after a bad night" in found and "Ways to say no" not in found
    assert "Nothing here has these words" in ben.get("/library/?q=zeppelin").content.decode()
    piece = ben.get("/library/pieces/ride-the-urge/").content.decode()
    assert "Put both feet on the floor" in piece and "NIAAA" in piece and "You noted a strong urge" in piece


def test_a_search_while_typing_gets_only_what_was_found(ben: Client, house: House) -> None:
    for address in ("/library/?q=sleep", f"{_page(house)}?q=sleep"):
        part = ben.get(address, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith('<div id="found"') and "<html" not in part


def test_giving_shows_it_and_taking_it_back_is_one_tap(ben: Client, house: House) -> None:
    page = ben.post(f"{_page(house)}assign/", {"code": "better-sleep", "note": "For tonight"}, follow=True)
    assert "Better sleep, step by step is on their phone now." in page.content.decode()
    assert "For tonight" in page.content.decode() and "Not opened yet" in page.content.decode()
    an_opening(house)
    assert "opened once, first" in ben.get(_page(house)).content.decode()
    again = ben.post(f"{_page(house)}assign/", {"code": "better-sleep", "note": ""}, follow=True)
    assert "already" in again.content.decode()
    given = Assigned.objects.get()
    gone = ben.post(f"/library/assigned/{given.id}/take-back/", follow=True).content.decode()
    assert "is taken back" in gone and Assigned.objects.get().taken_back_at


def test_a_piece_that_is_not_there_or_a_note_that_is_too_long_comes_back_with_422(ben: Client, house: House) -> None:
    for sent in ({"code": "zeppelins"}, {"code": "better-sleep", "note": "x" * 301}, {}):
        assert ben.post(f"{_page(house)}assign/", sent).status_code == 422
    assert not Assigned.objects.exists() and ben.get("/library/pieces/zeppelins/").status_code == 404


def test_a_look_at_somebodys_library_is_a_look_at_their_chart(ben: Client, house: House) -> None:
    before = AuditEntry.objects.count()
    ben.get(_page(house))
    assert AuditEntry.objects.count() > before


def test_the_chart_shows_what_was_given(ben: Client, house: House) -> None:
    ben.post(f"{_page(house)}assign/", {"code": "saying-no"})
    chart = ben.get(f"/workspace/people/{house.participants['Ana'].id}/").content.decode()
    assert "Ways to say no" in chart and _page(house) in chart
