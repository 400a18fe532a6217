"""That what was shared is gone at the next request: for every address of a supporter's, from the registry, for an open page, and for push."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from daybridge.core import clock, tenancy
from daybridge.core.errors import Invalid
from daybridge.core.models import AuditEntry
from daybridge.notifications.models import PushSubscription
from daybridge.people import actions as people
from daybridge.people.models import Account, Supporter
from daybridge.privacy import actions as privacy
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part, StopReason
from daybridge.programs.actions import discharge
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.families.models import FamilyAnswer
from tests.architecture.test_laws import patterns
from tests.cast import PASSWORD, WORD, House, a_family_group, a_supporter, an_agreed_plan, episode_of, sign_in

#: What a supporter's address shows of nobody in particular, so that it stays when a share ends.
OF_NOBODY = {"supporter/", "supporter/close/", "supporter/help/", "supporter/help/<slug:code>/"}

#: Where a supporter tells the team of a worry: it shows nothing of Ana but what she is called, and is theirs until she removes them (ADR 45).
WORRIED = "supporter/<uuid:supporter_id>/worried/"


def _sams(sam: Supporter) -> Client:
    return sign_in(sam.account)  # type: ignore[arg-type]


def _all_of_it(house: House) -> Supporter:
    """Sam sees every part there is, and is asked to a family group."""
    ana = house.participants["Ana"]
    an_agreed_plan(house, ana, "Walk to the pier")
    sam = a_supporter(house, ana, "Sam Ortiz", *Part, days=5)
    a_family_group(house, sam)
    return sam


def _addresses(sam: Supporter) -> list[tuple[str, str]]:
    """(method, address) of everything that shows or takes something of Ana's."""
    date_id = Occurrence.objects.earliest("begins_at").id
    found = []
    for pattern in sorted(set(patterns(get_resolver()))):
        if not pattern.startswith("supporter/") or pattern in OF_NOBODY or pattern == WORRIED:
            continue
        at = "/" + pattern.replace("<uuid:supporter_id>", str(sam.id)).replace("<uuid:occurrence_id>", str(date_id))
        if "<slug:part>" in at:
            found += [("get", at.replace("<slug:part>", part)) for part in Part]
        elif at.endswith("/join/"):
            found += [("get", at), ("post", at)]
        else:
            found.append(("post", at))
    assert len(found) == len(Part) + 3, "a new address needs a word here on how it is asked"
    return found


def _stop(house: House, sam: Supporter) -> None:
    privacy.stop_sharing(house.actors["Ana"], sam)


def _remove(house: House, sam: Supporter) -> None:
    people.remove_supporter(house.actors["Ana"], sam)


def _staff_stop(house: House, sam: Supporter) -> None:
    privacy.stop_sharing_for_them(house.actors["Ben"], sam, why=StopReason.ASKED_BY_PHONE)


def _end_of_stay(house: House, sam: Supporter) -> None:
    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), ended_on=clock.today(ana.time_zone), reason="completed")


ENDS: Mapping[str, Callable[[House, Supporter], None]] = {
    "stopped": _stop, "removed": _remove, "stopped by staff": _staff_stop, "discharged": _end_of_stay,
}  # fmt: skip


@pytest.mark.parametrize("how", [*ENDS, "run out"])
def test_every_address_of_a_supporters_is_gone_at_the_next_request(house: House, how: str) -> None:
    sam = _all_of_it(house)
    addresses, browser = _addresses(sam), _sams(sam)
    for method, address in addresses:
        answer = getattr(browser, method)(address, {"coming": "yes"} if method == "post" else None)
        early = (409,) if address.endswith("/join/") else ()
        assert answer.status_code in (200, 302, *early), address
    said = FamilyAnswer.objects.count()
    runs_out = Share.objects.earliest("runs_out_at").runs_out_at
    with clock.at(runs_out if how == "run out" else clock.now()):
        if how == "run out":
            browser = _sams(sam)
        else:
            ENDS[how](house, sam)
        for method, address in addresses:
            answer = getattr(browser, method)(address, {"coming": "yes"} if method == "post" else None)
            assert answer.status_code == 404, (how, address)
        home = browser.get("/supporter/").content.decode().replace("Analiza", "")
        worried = browser.get(f"/supporter/{sam.id}/worried/").status_code
        if how == "removed":
            assert "Ana" not in home and worried == 404
        else:
            assert home.count("Ana") == 1 and "worried about Ana" in home and worried == 200
    assert FamilyAnswer.objects.count() == said, "an open page's button does nothing any more"


@pytest.mark.parametrize("part", Part)
def test_a_part_that_is_not_chosen_again_is_gone_and_the_others_stay(house: House, part: Part) -> None:
    sam = _all_of_it(house)
    others = [one for one in Part if one != part]
    until = clock.today(house.participants["Ana"].time_zone)
    privacy.share(house.actors["Ana"], sam, parts=others, until=until, has_read=True)
    browser = _sams(sam)
    for one in Part:
        assert browser.get(f"/supporter/{sam.id}/{one}/").status_code == (404 if one == part else 200)


def test_the_warning_signs_leave_the_page_they_stood_on_beside_the_rest(house: House) -> None:
    ana = house.participants["Ana"]
    an_agreed_plan(house, ana, "Walk to the pier")
    sam = a_supporter(house, ana, "Sam Ortiz", Part.THEIR_PART, Part.WARNING_SIGNS)
    browser, page = _sams(sam), f"/supporter/{sam.id}/their-part/"
    assert "Warning signs" in browser.get(page).content.decode()
    until = clock.today(ana.time_zone)
    privacy.share(house.actors["Ana"], sam, parts=[Part.THEIR_PART], until=until, has_read=True)
    assert "Warning signs" not in browser.get(page).content.decode()


@pytest.mark.parametrize(
    ("last_day", "gone_at"),
    [
        (date(2026, 3, 7), datetime(2026, 3, 8, 6, tzinfo=UTC)),
        (date(2026, 3, 8), datetime(2026, 3, 9, 5, tzinfo=UTC)),  # a day of 23 hours in Chicago
        (date(2026, 11, 1), datetime(2026, 11, 2, 6, tzinfo=UTC)),  # and one of 25
    ],
)
def test_a_page_is_there_to_the_last_second_of_the_last_day_where_she_lives(
    house: House, last_day: date, gone_at: datetime
) -> None:
    with clock.at(gone_at - timedelta(days=3)):
        days = (last_day - clock.today("America/Chicago")).days
        sam = a_supporter(house, house.participants["Ana"], days=days)
    page = f"/supporter/{sam.id}/how-i-am/"
    for moment, status in ((gone_at - timedelta(seconds=1), 200), (gone_at, 404)):
        with clock.at(moment):
            assert _sams(sam).get(page).status_code == status


def test_an_open_page_asks_for_nothing_by_itself_and_no_device_of_theirs_is_pushed_to(house: House) -> None:
    """Nothing reaches a page that lies open, so nothing of what was stopped can: it holds what was looked at, until it is touched."""
    sam = _all_of_it(house)
    browser = _sams(sam)
    for _method, address in [("get", "/supporter/"), *(one for one in _addresses(sam) if one[0] == "get")]:
        page = browser.get(address).content.decode()
        assert not re.search(r"<script|hx-|http-equiv|EventSource|serviceWorker|manifest", _body(page)), address
    assert browser.get("/live").status_code in (401, 404)
    for pattern in sorted(set(patterns(get_resolver()))):
        if "push" in pattern or "devices" in pattern:
            at = "/" + re.sub(r"<[^>]+>", "00000000-0000-0000-0000-000000000000", pattern)
            for answer in (browser.get(at), browser.post(at, {}, content_type="application/json")):
                assert answer.status_code in (401, 403, 404, 405), at
    assert not PushSubscription.objects.exists()


def _body(page: str) -> str:
    return page[page.index("<body") :]


# --- Coming back -----------------------------------------------------------------------------------------------------


def _joins_again(house: House, name: str, supporter: Supporter, password: str = PASSWORD) -> Supporter:
    people.accept_invitation(
        house.system, supporter.invitations.latest("made_at"), email=supporter.email, password=password
    )
    supporter.refresh_from_db()
    return supporter


def test_who_closed_their_account_comes_back_with_the_same_address_and_sees_only_what_is_shared_anew(
    house: House,
) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    sam = a_supporter(house, ana)
    asked = a_supporter(house, zoe, "Sam Hart", Part.PROGRESS, joins=False)
    people.accept_as_supporter(house.actors["Sam"], asked.invitations.get(), word=WORD)
    old = _sams(sam)
    people.close_account(house.actors["Sam"], sam.account)  # type: ignore[arg-type]
    people.remove_supporter(house.actors["Ana"], sam)
    again = _joins_again(
        house, "Sam", a_supporter(house, ana, "Sam Ortiz", Part.WHO_TO_CALL, joins=False), "another lamp 88"
    )
    assert again.account_id == sam.account_id and Account.objects.get(id=again.account_id).is_active
    words = _sams(again).get("/supporter/").content.decode()
    assert "Ana shares this with you" in words and "Zoe" not in words
    assert Supporter.objects.get(id=asked.id).removed_at, "Zoe asks anew, or does not"
    assert old.get("/supporter/").status_code == 302, "a session of before is no way in"
    assert again.account.check_password("another lamp 88")  # type: ignore[union-attr]


def test_no_invitation_reopens_an_account_that_staff_blocked(house: House) -> None:
    ana, sam = house.participants["Ana"], a_supporter(house, house.participants["Ana"])
    old, ben = _sams(sam), sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    page = f"/workspace/people/{ana.id}/sharing/"
    assert ben.post(page, {"deed": "block", "supporter": sam.id}).status_code == 302
    assert old.get("/supporter/").status_code == 302
    tenancy.enter(house.organization.id)
    closing = AuditEntry.objects.get(deed="people.AccountClosed")
    assert (closing.participant_id, closing.person_id) == (ana.id, house.staff["Ben"].id)
    people.remove_supporter(house.actors["Ana"], sam)
    with pytest.raises(Invalid):
        _joins_again(house, "Sam", a_supporter(house, ana, "Sam Ortiz", joins=False))
    assert not Account.objects.get(id=sam.account_id).is_active


@pytest.mark.parametrize("whose", ["Ana", "Ben", "open"])
def test_no_link_opens_an_account_that_is_not_a_supporters_closed_one(house: House, whose: str) -> None:

    zoe = house.participants["Zoe"]
    if whose == "open":
        email = a_supporter(house, house.participants["Ana"], "Sam Ortiz").email
    else:
        person: Any = house.participants.get(whose) or house.staff[whose]
        email = person.account.email
    added = people.add_supporter(house.actors["Zoe"], zoe, name="Kim", email=email)
    kim = Supporter.objects.get(id=added.subject_id)
    token = people.new_invitation_token(house.organization.id)
    people.invite_supporter(house.actors["Zoe"], kim, token=token, word=WORD)
    with pytest.raises(Invalid):
        _joins_again(house, "Kim", kim)
