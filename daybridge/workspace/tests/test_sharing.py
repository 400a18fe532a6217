"""What the team sees of what Ana shares, and that they can stop it for her and share nothing."""

import re

import pytest
from django.test import Client

from daybridge.core.models import AuditEntry
from daybridge.notifications.models import Notice
from daybridge.people.models import Supporter
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from tests.cast import House, a_supporter, an_agreed_plan, proved, sign_in


@pytest.fixture
def sam(house: House) -> Supporter:
    return a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.THEIR_PART, Part.ABOUT_USE)


def _desk(house: House, who: str = "Ben") -> Client:
    return sign_in(house.staff[who].account)  # type: ignore[arg-type]


def _page(sam: Supporter) -> str:
    return f"/workspace/people/{sam.participant_id}/sharing/"


def _words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_the_team_reads_with_whom_what_and_until_when(house: House, sam: Supporter) -> None:
    words = _words(_desk(house).get(_page(sam)).content)
    assert "Sam Ortiz brother" in words and "their part in the safety plan until" in words
    assert "that care is about alcohol or drugs" in words
    assert f'href="{_page(sam)}"' in _desk(house).get(f"/workspace/people/{sam.participant_id}/").content.decode()


def test_they_stop_it_when_she_calls_with_a_reason_and_she_hears_of_it(house: House, sam: Supporter) -> None:
    desk = _desk(house)
    assert desk.post(_page(sam), {"deed": "stop", "supporter": sam.id}).status_code == 422
    assert Share.objects.live().exists()
    sent = {"deed": "stop", "supporter": sam.id, "why": "asked-by-phone"}
    assert "Sam Ortiz sees nothing of theirs now" in _words(desk.post(_page(sam), sent, follow=True).content)
    assert not Share.objects.live().exists()
    [entry] = AuditEntry.objects.filter(deed="privacy.SharingStoppedForThem")
    assert (entry.facts["why"], entry.person_id) == ("asked-by-phone", house.staff["Ben"].id)
    [notice] = Notice.objects.filter(kind="sharing-stopped")
    assert notice.participant_id == sam.participant_id
    assert sign_in(sam.account).get(f"/supporter/{sam.id}/their-part/").status_code == 404  # type: ignore[arg-type]
    desk.post(_page(sam), sent)
    assert Notice.objects.filter(kind="sharing-stopped").count() == 2, "each stop is told"


@pytest.mark.parametrize("deed", ["", "share", "Stop"])
def test_a_deed_that_nobody_knows_stops_nothing(house: House, sam: Supporter, deed: str) -> None:
    sent = {"deed": deed, "supporter": sam.id, "why": "asked-by-phone"}
    assert _desk(house).post(_page(sam), sent).status_code == 422 and Share.objects.live().exists()


@pytest.mark.parametrize("supporter", ["", "nobody", "zoes"])
def test_a_supporter_of_somebody_else_is_not_found(house: House, sam: Supporter, supporter: str) -> None:
    if supporter == "zoes":
        supporter = str(a_supporter(house, house.participants["Zoe"], "Kim Hart").id)
    sent = {"deed": "stop", "supporter": supporter, "why": "asked-by-phone"}
    assert _desk(house).post(_page(sam), sent).status_code == 404
    assert _desk(house, "Cleo").get(_page(sam)).status_code == 404


# --- The part of the plan that concerns them ---------------------------------------------------------------------------


def test_ana_says_how_sam_can_help_and_he_reads_that_and_nothing_else_of_the_plan(house: House, sam: Supporter) -> None:
    ana = house.participants["Ana"]
    an_agreed_plan(house, ana, "Walk to the pier")
    phone, page = proved(ana.account), f"/companion/sharing/{sam.id}/"
    assert "does not name Sam Ortiz" in _words(phone.get(page).content)
    assert phone.post(page, {"deed": "help", "told": "\n".join("1234567")}).status_code == 422
    assert phone.post(page, {"deed": "help", "told": "x" * 201}).status_code == 422
    assert phone.post(page, {"deed": "help", "told": "Call me\n\n  Sit with   me "}).status_code == 302
    words = _words(sign_in(sam.account).get(f"/supporter/{sam.id}/their-part/").content)  # type: ignore[arg-type]
    assert "Call me" in words and "Sit with me" in words and "Walk to the pier" not in words
    assert "would like to be able to turn to you" in words and "Call 911" in words and "988" in words
    assert "Warning signs" not in words
    assert phone.post(page, {"deed": "help", "told": ""}).status_code == 302
    words = _words(sign_in(sam.account).get(f"/supporter/{sam.id}/their-part/").content)  # type: ignore[arg-type]
    assert "How you can help is not written down yet" in words and "Call me" not in words


def test_how_to_help_is_asked_of_its_owner(house: House, sam: Supporter) -> None:
    found = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    answer = found.post(f"/companion/sharing/{sam.id}/", {"deed": "help", "told": "Lend me money"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
