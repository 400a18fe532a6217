"""Threads on the staff's screens: the list, one thread, what it asks for."""

from datetime import timedelta

from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.messaging import queries
from daybridge.messaging.models import Message, MessageFile
from daybridge.messaging.requests import receive
from daybridge.messaging.tests.deeds import a_message
from daybridge.messaging.tests.files import a_jpeg
from daybridge.people.actions import join_care_team
from daybridge.people.rules import TeamRole
from daybridge.safety.actions import take_over
from daybridge.safety.models import Alert
from tests.cast import House, a_staff_member, sign_in


def _browser(house: House, name: str = "Ben") -> Client:
    return sign_in(house.staff[name].account)  # type: ignore[arg-type]


def _page(house: House) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/messages/"


def test_a_thread_is_read_answered_and_settled_on_one_page(house: House) -> None:
    a_message(house, "seven quiet herons")
    browser, page = _browser(house), _page(house)
    shown = browser.get(page).content.decode()
    assert "seven quiet herons" in shown and "nobody has read it" in shown and "Needs no answer" in shown
    assert browser.post(page + "read/", {"up_to": "1"}).status_code == 204
    assert "nobody has read it" not in browser.get(page + "thread/").content.decode()
    sent = {"deed": "send", "id": new_id(), "up_to": "1", "words": "Good to hear"}
    assert [browser.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.count() == 2
    shown = browser.get(page).content.decode()
    assert "Good to hear" in shown and "not on their phone yet" in shown and "Needs no answer" not in shown


def test_what_is_refused_comes_back_with_what_was_typed(house: House) -> None:
    browser, page, id = _browser(house), _page(house), new_id()
    empty = browser.post(page, {"deed": "send", "id": id, "words": " "})
    assert empty.status_code == 422 and "Write something first." in empty.content.decode()
    long = browser.post(page, {"deed": "send", "id": id, "words": "x" * 4_001})
    assert long.status_code == 422 and "x" * 4_001 in long.content.decode()
    sent = browser.post(page, {"deed": "send", "id": id, "words": "First"})
    assert sent.status_code == 302 and sent.headers["Location"] == f"{page}#write"
    other = browser.post(page, {"deed": "send", "id": id, "words": "Second"})
    assert other.status_code == 409 and "Second" in other.content.decode()
    for deed in ({"deed": "nonsense"}, {}, {"deed": "hand-over", "to": new_id()}):
        assert browser.post(page, deed).status_code == 422
    assert browser.post(page, {"deed": "settle", "up_to": "many"}).status_code == 422
    assert browser.post(page + "read/", {"up_to": "²"}).status_code == 204


def test_an_own_message_is_put_in_other_words_and_anothers_is_not(house: House) -> None:
    own, theirs = a_message(house, "At nine", by="Ben"), a_message(house, "Fine")
    browser, page = _browser(house), _page(house)
    form = browser.get(f"{page}?about={own.subject_id}").content.decode()
    assert "At nine</textarea>" in form and "Say it in other words" in form
    assert "Say it in other words" not in browser.get(f"{page}?about={theirs.subject_id}").content.decode()
    sent = {"deed": "send", "id": new_id(), "about": own.subject_id, "words": "At ten"}
    assert browser.post(page, sent).status_code == 302
    shown = browser.get(page).content.decode()
    assert "At ten" in shown and "Changed. What it said before" in shown and "At nine" in shown


def test_quick_replies_stand_in_the_participants_language(house: House) -> None:
    ana = house.participants["Ana"]
    assert "I will call you today" in _browser(house).get(_page(house)).content.decode()
    from daybridge.people.actions import choose_language

    choose_language(house.actors["Ana"], ana, language="es")
    assert "Le llamo hoy" in _browser(house).get(_page(house)).content.decode()


def test_it_is_handed_over_and_stands_in_their_list(house: House) -> None:
    join_care_team(house.actors["Dora"], house.participants["Ana"], staff=house.staff["Cora"], role=TeamRole.MEMBER)
    a_message(house, "seven quiet herons")
    browser = _browser(house)
    assert "yours to answer" in browser.get("/workspace/messages/").content.decode()
    assert browser.post(_page(house), {"deed": "hand-over", "to": house.staff["Cora"].id}).status_code == 302
    listed = browser.get("/workspace/messages/").content.decode()
    assert f"{house.staff['Cora'].name} answers" in listed
    assert "Messages that wait for you" in _browser(house, "Cora").get("/workspace/").content.decode()
    assert "Messages that wait for you" not in browser.get("/workspace/").content.decode()


def test_the_list_shows_who_waits_and_never_what_was_written(house: House) -> None:
    browser = _browser(house)
    assert "Nobody you care for has written yet" in browser.get("/workspace/messages/").content.decode()
    a_message(house, "seven quiet herons")
    listed = browser.get("/workspace/messages/").content.decode()
    assert "Rivera" in listed and "1 not read" in listed and "heron" not in listed
    assert ">1<" in browser.get("/workspace/messages/count/").content.decode()
    a_message(house, "Hello", by="Ben")
    assert "Nobody waits for an answer" in browser.get("/workspace/messages/").content.decode()
    assert "Rivera" in browser.get("/workspace/messages/?show=all", headers={"HX-Request": "true"}).content.decode()


def test_every_look_at_a_thread_is_written_down(house: House) -> None:
    before = AuditEntry.objects.filter(deed="privacy.ChartOpened").count()
    _browser(house).get(_page(house))
    assert AuditEntry.objects.filter(deed="privacy.ChartOpened").count() == before + 1
    assert _browser(house, "Cleo").get(_page(house)).status_code == 404


def test_who_is_asked_by_an_urgent_message_reads_it_on_the_alert(house: House) -> None:
    a_message(house, "seven quiet herons", is_urgent=True)
    a_message(house, "two loud crows")
    alert = Alert.objects.get()
    take_over(house.actors["Dora"], alert) if alert.taken_at else None
    shown = _browser(house).get(f"/workspace/alerts/{alert.id}/").content.decode()
    assert "seven quiet herons" in shown and "two loud crows" not in shown and _page(house) in shown
    assert "heron" not in _browser(house).get("/workspace/alerts/").content.decode()


def test_reading_an_urgent_message_is_not_taking_its_alert_on_and_each_page_says_which(house: House) -> None:
    a_message(house, "seven quiet herons", is_urgent=True)
    browser, ana = _browser(house), house.participants["Ana"]
    thread, alert = f"/workspace/people/{ana.id}/messages/", Alert.objects.get()
    browser.post(f"{thread}read/", {"up_to": 1})
    shown = browser.get(f"{thread}thread/").content.decode()
    assert "Ben Okafor read it" in " ".join(shown.split()) and "Nobody has taken it on yet." in shown
    at = f"/workspace/alerts/{alert.id}/"
    assert "They see that you took it on." in browser.get(at).content.decode()
    told = browser.post(f"{at}take/", follow=True).content.decode()
    assert "They can see that you took it on." in told and "Ben Okafor took this on" in " ".join(told.split())
    shown = " ".join(browser.get(f"{thread}thread/").content.decode().split())
    assert "Ben Okafor has taken it on." in shown and "Nobody has taken it on" not in shown


def test_staff_mark_a_message_as_urgent(house: House) -> None:
    sent = a_message(house, "seven quiet herons")
    browser, page = _browser(house), _page(house)
    assert browser.post(page, {"deed": "urgent", "message": sent.subject_id}).status_code == 302
    assert Alert.objects.count() == 1 and "urgent, says" in browser.get(page).content.decode()
    assert f"/workspace/alerts/{Alert.objects.get().id}/" in browser.get(f"{page}thread/").content.decode()
    assert browser.post(page, {"deed": "urgent", "message": new_id()}).status_code == 404
    assert browser.post(page, {"deed": "urgent"}).status_code == 404


def test_the_chart_tells_how_the_thread_stands(house: House) -> None:
    browser, chart = _browser(house), f"/workspace/people/{house.participants['Ana'].id}/"
    assert "Nothing was written yet." in browser.get(chart).content.decode()
    a_message(house, "seven quiet herons")
    shown = browser.get(chart).content.decode()
    assert "Waits for an answer" in shown and "heron" not in shown


def test_a_longer_list_costs_no_more_queries(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cast import a_participant

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.waiting_count(house.actors["Ben"])
        return len(seen)

    a_message(house)
    few = asked()
    for number in range(3):
        one = a_participant(house, f"P{number} Quill", therapist=house.staff["Ben"])
        house.participants[f"P{number}"] = one
        a_message(house, "Welcome", by="Ben", to=f"P{number}")
    assert asked() == few


def test_words_are_found_with_their_people_and_read_only_in_the_thread(house: House) -> None:
    a_message(house, "The Heron is back")
    first = a_message(house, "A crow")
    a_message(house, "An egret", about=first.subject_id)
    a_message(house, "herons everywhere", by="Zoe", to="Zoe")
    browser = _browser(house)
    listed = browser.get("/workspace/messages/?q=heron").content.decode()
    assert listed.count("1 message") == 1 and "The Heron" not in listed
    shown = browser.get(_page(house) + "?q=heron").content.decode()
    assert "The Heron is back" in shown and "An egret" not in shown and "Show all of it" in shown
    assert "An egret" in browser.get(_page(house) + "?q=CROW").content.decode(), "what it said before counts"
    for nothing in ("h", "owl", "%", "a\x00b", "x" * 500):
        assert "Nothing was found" in browser.get("/workspace/messages/", {"q": nothing}).content.decode()
    assert "<script>" not in browser.get("/workspace/messages/", {"q": "<script>"}).content.decode().split("<main")[1]
    people = [one.participant.given_name for one in queries.search(house.actors["Dora"], "heron")]
    assert sorted(people) == ["Ana", "Zoe"]
    cleos = [one.participant.given_name for one in queries.search(house.actors["Cleo"], "heron")]
    assert cleos == ["Zoe"], "Cleo cares for Zoe, and for nobody else here"
    assert queries.search(house.actors["Dev"], "heron") == []


def test_whoever_fetches_words_or_a_picture_past_the_page_leaves_a_line_too(house: House) -> None:
    """What an open page fetches anew leaves none: the look at the page stands there."""
    a_message(house, "seven quiet herons")
    ana, page = house.participants["Ana"], _page(house)
    sent = a_message(house, "", file=receive(a_jpeg(), name="window.jpg"))
    picture = f"{page}files/{MessageFile.objects.get(message_id=sent.subject_id).id}/"
    looks = AuditEntry.objects.filter(deed="privacy.ChartOpened", participant_id=ana.id)
    for name, part in (("Ben", f"{page}thread/"), ("Dora", f"{page}team/thread/"), ("Lin", picture)):
        if name not in house.staff:
            a_staff_member(house, "Lin Ashe", "director")
        assert _browser(house, name).get(part).status_code == 200
        assert looks.filter(person_id=house.staff[name].id).count() == 1, part
    browser = _browser(house)
    browser.get(page)
    before = looks.count()
    for part in (f"{page}thread/", f"{page}team/thread/", picture):
        browser.get(part)
    assert looks.count() == before
    with clock.at(clock.now() + timedelta(hours=2)):
        _browser(house).get(f"{page}thread/")
    assert looks.count() == before + 1
