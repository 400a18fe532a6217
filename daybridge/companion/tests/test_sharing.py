"""What Ana shares: her pages, Sam's pages, and the moment it ends."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, Refused
from daybridge.core.models import AuditEntry
from daybridge.notifications.models import Notice
from daybridge.people import actions as people
from daybridge.people.live import accounts_of_sessions
from daybridge.people.models import Account, Invitation, Supporter
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part
from daybridge.programs.actions import discharge
from tests.cast import (
    PASSWORD,
    WORD,
    House,
    a_plan,
    a_supporter,
    a_worksheet,
    an_agreed_plan,
    an_entry,
    episode_of,
    later,
    proved,
    sign_in,
)

UNTIL = date(2027, 1, 31)
ANAS = ("Rivera", "ana@example.net", "seven quiet herons", "Harbor Bridge", "Dual diagnosis", "Ben Okafor", "1990")


def _phone(house: House, name: str = "Ana") -> Client:
    return proved(house.participants[name].account)


def _sams(house: House, sam: Supporter) -> Client:
    return sign_in(sam.account)  # type: ignore[arg-type]


def _words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def _told(**changes: object) -> dict[str, object]:
    return {
        "name": "Kit", "relation": "friend", "email": "Kit@Example.com", "parts": ["how-i-am", "progress"],
        "until": UNTIL.isoformat(), "has_read": "on", **changes,
    }  # fmt: skip


def _link(answer: HttpResponse) -> str:
    found = re.search(r'href="[^"]+(/join/[^"]+/)"', answer.content.decode())
    assert found
    return found[1]


# --- From Ana's phone to Kit's ---------------------------------------------------------------------------------------


def test_ana_asks_kit_who_joins_with_their_word_and_sees_what_she_chose(house: House) -> None:
    phone = _phone(house)
    one = phone.post("/companion/sharing/", _told())
    assert one.status_code == 302
    assert "has not joined yet" in _words(phone.get(one["Location"]))
    link = _link(phone.post(one["Location"], {"deed": "link", "word": "Blue Kettle!"}))

    kit = Client()
    asked = kit.get(link)
    assert not [word for word in ("Ana", *ANAS) if word in asked.content.decode()]
    assert kit.post(link, {"word": "green kettle"}).status_code == 422
    proved = kit.post(link, {"word": " blue KETTLE"})
    proof = re.search(r'name="proof" value="([^"]+)"', proved.content.decode())
    assert proof and "kit@example.com" in proved.content.decode()
    joined = kit.post(link, {"proof": proof[1], "email": "kit@example.com", "how": "password", "password": PASSWORD})
    assert (joined.status_code, joined["Location"]) == (302, "/")
    assert kit.get("/")["Location"] == "/supporter/"
    home = _words(kit.get("/supporter/"))
    assert "Hello, Kit" in home and "How Ana is" in home and "Ana&#x27;s progress" in home
    assert "safety plan" not in home and "until 31 January 2027" in home
    assert kit.get(link).status_code == 410


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parts": []}, "Choose at least one thing to share."),
        ({"until": "2026-11-22"}, "This day is over."),
        ({"until": "2027-11-24"}, "Choose a day within a year."),
        ({"has_read": ""}, "Read this and tick it first."),
        ({"email": "ana@example.net"}, "This is your own address."),
        ({"email": "sam@example.com"}, "You have already added somebody with this address."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_keeps_someone_from_being_added_is_said_and_adds_nobody(
    house: House, changes: dict[str, object], said: str
) -> None:
    a_supporter(house, house.participants["Ana"])
    answer = _phone(house).post("/companion/sharing/", _told(**changes))
    assert answer.status_code == 422 and said in _words(answer)
    assert Supporter.objects.count() == Share.objects.count() == 1


def test_whoever_finds_a_phone_unlocked_can_stop_a_share_and_give_none(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"], joins=False)
    page = f"/companion/sharing/{sam.id}/"
    found = proved(house.participants["Ana"].account, ago=timedelta(minutes=31))
    for path, said in (
        ("/companion/sharing/", _told()),
        (page, {"deed": "choose", "parts": ["progress"], "until": UNTIL.isoformat(), "has_read": "on"}),
        (page, {"deed": "link", "word": WORD}),
    ):
        assert (
            "Show that it is you" in _words(found.get(path)) and 'name="until"' not in found.get(path).content.decode()
        )
        asked = found.post(path, said)
        assert asked.status_code == 302 and asked["Location"].startswith("/accounts/reauthenticate/?next=")
    assert Supporter.objects.count() == Invitation.objects.filter(supporter=sam).count() == 1
    assert found.post(page, {"deed": "stop"})["Location"] == page
    assert not Share.objects.filter(ended_at=None).exists()
    slow = proved(house.participants["Ana"].account, ago=timedelta(minutes=29))
    assert slow.post("/companion/sharing/", _told()).status_code == 302
    assert Supporter.objects.count() == 2, "a form that was opened after a proof may take its time"


def test_the_participant_hears_that_somebody_joined(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    [notice] = Notice.objects.filter(kind="supporter-joined")
    assert (notice.participant, notice.link) == (house.participants["Ana"], f"/companion/sharing/{sam.id}/")


@pytest.mark.parametrize("word", ["Rivera", "Sam", "12/04/1990", "brother", "keys", "sam@example.com"])
def test_a_word_that_a_stranger_would_try_makes_no_link(house: House, word: str) -> None:
    sam = a_supporter(house, house.participants["Ana"], "Sam Ortiz", joins=False)
    phone = _phone(house)
    answer = phone.post(f"/companion/sharing/{sam.id}/", {"deed": "link", "word": word})
    assert answer.status_code == 422 and "It must not be a name" in _words(answer)
    assert Invitation.objects.filter(supporter=sam).count() == 1


def test_five_wrong_words_end_the_link_and_a_newer_link_ends_the_older(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"], joins=False)
    page, phone, stranger = f"/companion/sharing/{sam.id}/", _phone(house), Client()
    older = _link(phone.post(page, {"deed": "link", "word": WORD}))
    newer = _link(phone.post(page, {"deed": "link", "word": WORD}))
    assert stranger.get(older).status_code == 410
    for _ in range(5):
        assert stranger.post(newer, {"word": "a wrong one"}).status_code == 422
    assert stranger.post(newer, {"word": WORD}).status_code == 410


def test_the_word_is_kept_as_a_password_is(house: House) -> None:
    a_supporter(house, house.participants["Ana"], joins=False)
    [asked] = Invitation.objects.filter(supporter__isnull=False)
    assert "kettle" not in asked.word and people.knows_word(asked, "BLUE kettle")


def test_removing_someone_ends_their_open_link(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"], joins=False)
    page, phone = f"/companion/sharing/{sam.id}/", _phone(house)
    link = _link(phone.post(page, {"deed": "link", "word": WORD}))
    assert phone.post(page, {"deed": "remove"})["Location"] == "/companion/sharing/"
    assert Client().get(link).status_code == 410
    assert phone.get(page).status_code == 404


# --- What Sam sees ---------------------------------------------------------------------------------------------------


def test_how_i_am_is_the_mood_of_14_days_and_nothing_else_of_a_check_in(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, mood=1, note="seven quiet herons", anxiety=9, urge=10, medicines="none", sleep_hours=3)
    an_entry(house, ana, mood=5, days_ago=2)
    sam = a_supporter(house, ana)
    answer = _sams(house, sam).get(f"/supporter/{sam.id}/how-i-am/")
    words = _words(answer)
    assert "Ana checked in on 2 of the last 14 days." in words
    assert "Monday, 23 November Very low" in words and "Saturday, 21 November Very good" in words
    assert not [word for word in (*ANAS, "urge", "Anxiety", "edicine", "substance", "alcohol") if word in words]


def test_the_plan_that_is_shared_is_the_one_both_signed_and_no_draft(house: House) -> None:
    ana = house.participants["Ana"]
    sam = a_supporter(house, ana, "Sam Ortiz", Part.SAFETY_PLAN)
    page = f"/supporter/{sam.id}/safety-plan/"
    assert "There is no plan that both have signed yet." in _words(_sams(house, sam).get(page))
    plan = an_agreed_plan(house, ana, "Walk to the pier")
    a_plan(house, ana, "Call the boatman", based_on=plan.id)
    words = _words(_sams(house, sam).get(page))
    assert "Walk to the pier" in words and "boatman" not in words


def test_progress_is_counts_and_names_no_urge_no_day_and_no_treatment(house: House) -> None:
    ana = house.participants["Ana"]
    for day in range(8):
        an_entry(house, ana, days_ago=day if day < 4 else 3)
    a_worksheet(house, ana, "setback", answers={"what": "used"}, is_shared=False)
    sam = a_supporter(house, ana, "Sam Ortiz", Part.PROGRESS)
    words = _words(_sams(house, sam).get(f"/supporter/{sam.id}/progress/"))
    assert re.search(r"\d+ of the last \d+ days\.", words)
    assert not [
        word for word in (*ANAS, "urge", "substance", "alcohol", "use ", "trigger") if word in words.split("Ask.")[0]
    ]


def test_who_to_call_names_her_people_and_her_program(house: House) -> None:
    ana = house.participants["Ana"]
    people.add_contact(house.actors["Ana"], ana, contact_id=house.organization.id, name="Luz", phone="555-0177")
    sam = a_supporter(house, ana, "Sam Ortiz", Part.WHO_TO_CALL)
    words = _words(_sams(house, sam).get(f"/supporter/{sam.id}/who-to-call/"))
    assert "Luz" in words and "555-0177" in words and "Harbor Bridge" in words and "555-0100" in words


@pytest.mark.parametrize("part", ["safety-plan", "progress", "who-to-call", "made-up"])
def test_what_is_not_shared_is_not_there_and_the_try_is_written_down(house: House, part: str) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    assert _sams(house, sam).get(f"/supporter/{sam.id}/{part}/").status_code == 404
    assert AuditEntry.objects.filter(deed="refused privacy.open_shared", person_id=sam.id).count() == 1


def test_a_supporter_sees_only_their_own_share_of_it(house: House) -> None:
    ana = house.participants["Ana"]
    sam, kim = a_supporter(house, ana), a_supporter(house, ana, "Kim Ortiz", Part.PROGRESS)
    assert _sams(house, sam).get(f"/supporter/{kim.id}/progress/").status_code == 404
    assert _sams(house, kim).get(f"/supporter/{sam.id}/how-i-am/").status_code == 404


def test_somebody_may_support_two_people_with_one_account(house: House) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    sam, asked = a_supporter(house, ana), a_supporter(house, zoe, "Sammy Hart", Part.PROGRESS, joins=False)
    link = _link(_phone(house, "Zoe").post(f"/companion/sharing/{asked.id}/", {"deed": "link", "word": WORD}))
    sams = _sams(house, sam)
    assert sams.post(link, {"word": "a wrong one"}).status_code == 422
    assert sams.post(link, {"word": WORD})["Location"] == "/"
    words = _words(sams.get("/supporter/"))
    assert "Ana shares this with you" in words and "Zoe shares this with you" in words
    assert Account.objects.filter(supports__isnull=False).distinct().count() == 1
    people.remove_supporter(house.actors["Ana"], sam)
    words = _words(sams.get("/supporter/"))
    assert "Ana shares" not in words and "Zoe shares this with you" in words


def test_a_second_link_of_the_same_person_adds_nothing(house: House) -> None:
    ana = house.participants["Ana"]
    sam, again = a_supporter(house, ana), a_supporter(house, ana, "Samuel Ortiz", joins=False)
    with pytest.raises(Refused):
        people.accept_as_supporter(house.actors["Sam"], again.invitations.get(), word="a wrong one")
    with pytest.raises(Conflict):
        people.accept_as_supporter(house.actors["Sam"], again.invitations.get(), word=WORD)
    link = _link(_phone(house).post(f"/companion/sharing/{again.id}/", {"deed": "link", "word": WORD}))
    assert _sams(house, sam).post(link, {"word": WORD}).status_code == 410


# --- The moment it ends ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["stop", "choose", "remove", "discharge", "run out"])
def test_the_next_request_after_it_ended_shows_nothing(house: House, deed: str) -> None:
    ana = house.participants["Ana"]
    sam = a_supporter(house, ana, days=5)
    phone, sams, page = _phone(house), _sams(house, sam), f"/supporter/{sam.id}/how-i-am/"
    assert sams.get(page).status_code == 200
    if deed == "discharge":
        today = clock.today(ana.time_zone)
        discharge(house.actors["Ben"], episode_of(ana), ended_on=today, reason="completed")  # type: ignore[arg-type]
    elif deed != "run out":
        told = {"deed": deed, "parts": ["progress"], "until": UNTIL.isoformat(), "has_read": "on"}
        assert phone.post(f"/companion/sharing/{sam.id}/", told).status_code == 302
    with clock.at(later(days=6) if deed == "run out" else clock.now()):
        sams = _sams(house, sam)
        assert sams.get(page).status_code == 404
        assert ("Nothing is shared with you now" in _words(sams.get("/supporter/"))) is (deed != "choose")


def test_a_supporters_pages_are_kept_in_no_cache(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    for page in ("/supporter/", f"/supporter/{sam.id}/how-i-am/"):
        answer = _sams(house, sam).get(page)
        assert "no-store" in answer["Cache-Control"]
        assert "<script" not in answer.content.decode() and "manifest" not in answer.content.decode()
    for page in ("/companion/sharing/", f"/companion/sharing/{sam.id}/"):
        assert "no-store" in _phone(house).get(page)["Cache-Control"]


def test_a_supporter_who_closes_their_account_is_a_stranger_from_then_on(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    sams, other = _sams(house, sam), _sams(house, sam)
    assert sams.post("/supporter/close/").status_code == 302
    for browser in (sams, other):
        assert "/accounts/login/" in browser.get("/supporter/")["Location"]
    assert "has closed their account" in _words(_phone(house).get("/companion/sharing/"))


def test_live_updates_tell_a_supporter_nothing(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    keys = {}
    for name, account in (("Sam", sam.account), ("Ana", house.participants["Ana"].account)):
        client = Client()
        client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})  # type: ignore[union-attr]
        keys[name] = client.session.session_key or ""
    heard = accounts_of_sessions(list(keys.values()))
    tenancy.enter(house.organization.id)
    assert list(heard) == [keys["Ana"]]


def test_a_supporter_left_alone_for_12_hours_is_signed_out(house: House) -> None:
    sam, client = a_supporter(house, house.participants["Ana"]), Client()
    client.post("/accounts/login/", {"login": "sam@example.com", "password": PASSWORD})
    with clock.at(later(hours=11, minutes=59)):
        assert client.get("/supporter/").status_code == 200
    with clock.at(later(hours=24)):
        assert client.get("/supporter/").status_code == 302
    tenancy.enter(house.organization.id)
    assert sam.account_id


# --- What Ana sees of it ---------------------------------------------------------------------------------------------


def test_ana_reads_who_looked_at_what_and_when(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.SAFETY_PLAN, Part.PROGRESS)
    sams, phone = _sams(house, sam), _phone(house)
    assert "Nobody has looked yet." in _words(phone.get("/companion/sharing/"))
    sams.get("/supporter/")
    assert "Nobody has looked yet." in _words(phone.get("/companion/sharing/"))
    sams.get(f"/supporter/{sam.id}/safety-plan/")
    for page in ("/companion/sharing/", f"/companion/sharing/{sam.id}/"):
        words = _words(phone.get(page))
        assert "Sam Ortiz looked at your safety plan today 14:00" in words and "looked at your progress" not in words
    phone.post(f"/companion/sharing/{sam.id}/", {"deed": "remove"})
    assert "Sam Ortiz looked at your safety plan" in _words(phone.get("/companion/sharing/"))


def test_ana_sees_a_part_as_her_supporter_does_and_it_is_no_look(house: House) -> None:
    ana = house.participants["Ana"]
    an_entry(house, ana, mood=4)
    sam = a_supporter(house, ana)
    phone = _phone(house)
    for part in Part:
        assert phone.get(f"/companion/sharing/{sam.id}/{part}/").status_code == 200
    assert "Monday, 23 November Good" in _words(phone.get(f"/companion/sharing/{sam.id}/how-i-am/"))
    assert phone.get(f"/companion/sharing/{sam.id}/notes/").status_code == 404
    assert "Nobody has looked yet." in _words(phone.get("/companion/sharing/"))


def test_a_change_keeps_what_was_before(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.SAFETY_PLAN)
    phone, page = _phone(house), f"/companion/sharing/{sam.id}/"
    shown = phone.get(page).content.decode()
    assert re.search(r'value="safety-plan"[^>]*checked', shown) and 'value="2027-02-21"' in shown
    told = {"deed": "choose", "parts": ["progress"], "until": UNTIL.isoformat(), "has_read": "on"}
    assert phone.post(page, told | {"has_read": ""}).status_code == 422
    with clock.at(later(hours=1)):
        assert _phone(house).post(page, told).status_code == 302
    tenancy.enter(house.organization.id)
    first, second = Share.objects.order_by("since")
    assert (first.part, first.ended_at, second.part, second.ended_at) == (
        "safety-plan", second.since, "progress", None,
    )  # fmt: skip
    assert "Sam Ortiz: My safety plan" in _words(phone.get("/companion/sharing/"))
    assert phone.post(page, {"deed": "made-up"}).status_code == 422


def test_the_sentence_that_was_read_is_kept_with_the_share(house: House) -> None:
    a_supporter(house, house.participants["Ana"])
    assert Share.objects.get().wording == 1
    assert AuditEntry.objects.get(deed="privacy.SharingChosen").facts["wording"] == 1


def test_twelve_people_fit(house: House) -> None:
    phone = _phone(house)
    for number in range(12):
        assert phone.post("/companion/sharing/", _told(email=f"kit{number}@example.com")).status_code == 302
    answer = phone.post("/companion/sharing/", _told())
    assert answer.status_code == 409 and "as many people as fit" in _words(answer)


def test_staff_see_with_whom_and_until_when_and_nothing_of_what_is_in_it(house: House) -> None:
    ana = house.participants["Ana"]
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    chart = f"/workspace/people/{ana.id}/"
    assert "They share nothing with family or friends now." in _words(ben.get(chart))
    a_supporter(house, ana, "Sam Ortiz", Part.SAFETY_PLAN, Part.HOW_I_AM, joins=False)
    assert "Sam Ortiz brother mood, safety plan until 21 February 2027 (has not joined yet)" in _words(ben.get(chart))


def test_everything_is_said_in_spanish(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    sams = _sams(house, sam)
    assert sams.post("/staff/language/", {"language": "es"})["Location"] == "/supporter/"
    answer = sams.get("/supporter/")
    assert 'lang="es"' in answer.content.decode() and "Cómo está Ana" in _words(answer)
    assert "AYUDA" in _words(answer)


# --- What the database keeps -----------------------------------------------------------------------------------------


def test_a_share_is_ended_and_never_changed_or_deleted(house: House) -> None:
    a_supporter(house, house.participants["Ana"])
    for change in (
        lambda: Share.objects.update(runs_out_at=later(days=300)),
        lambda: Share.objects.update(part="progress"),
        lambda: Share.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), guard.writing():
            change()
    with guard.writing():
        Share.objects.update(ended_at=later())
        assert Share.objects.update(ended_at=None) == 0, "what has ended stays ended"


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"part": "notes"}, "share_part_is_known"),
        ({"runs_out_at": timedelta(days=400)}, "shared_for_a_year_at_most"),
        ({"runs_out_at": timedelta(days=-1)}, "shared_for_a_year_at_most"),
        ({"ended_at": timedelta(days=-1)}, "a_share_ends_after_it_begins"),
        ({"wording": 0}, "shared_after_the_warning_was_read"),
        ({}, "one_open_share_of_a_part"),
        ({"part": "progress", "of": "Zoe"}, "shared_by_whose_supporter_it_is"),
    ],
)
def test_the_database_keeps_what_a_share_may_be(house: House, changes: dict[str, object], broken: str) -> None:
    ana = house.participants["Ana"]
    sam, now = a_supporter(house, ana), clock.now()
    of = house.participants[str(changes.pop("of", "Ana"))]
    told = {"part": "how-i-am", "runs_out_at": timedelta(days=9), "wording": 1} | changes
    moments = {name: now + value if isinstance(value, timedelta) else value for name, value in told.items()}
    with pytest.raises(IntegrityError, match=broken), transaction.atomic(), guard.writing():
        Share.objects.create(organization=house.organization, participant=of, supporter=sam, since=now, **moments)
        with transaction.atomic():
            pass


def test_an_open_list_keeps_its_number_of_queries(house: House, django_assert_num_queries: object) -> None:
    """Ten more supporters, the same queries, on Ana's page and on a supporter's."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana = house.participants["Ana"]
    sam = a_supporter(house, ana)
    phone, sams = _phone(house), _sams(house, sam)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as mine:
            phone.get("/companion/sharing/")
        with CaptureQueriesContext(connection) as theirs:
            sams.get("/supporter/")
        counted.append((len(mine), len(theirs)))
        if len(counted) == 1:
            for number in range(5):
                a_supporter(house, ana, f"Kit{number} Ortiz", joins=False)
    assert counted[0] == counted[1]
