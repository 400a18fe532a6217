"""Drug screens on the staff's and the participant's screens: ordered, collected, read, talked over."""

import re
from datetime import timedelta

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.measures import instruments
from daybridge.measures.actions import keep_answers
from daybridge.measures.rules import Told, Way
from daybridge.safety.models import Alert
from daybridge.screens import actions, queries
from daybridge.screens.models import Screen
from daybridge.screens.tests.deeds import a_screen, collected, found, fresh
from daybridge.workspace.screens.views import shown_grid
from tests.cast import House, sign_in


def _order(house: House, **said: object) -> dict[str, object]:
    tomorrow = clock.today("America/Chicago") + timedelta(days=1)
    usual = {
        "id": str(new_id()), "panel": "opioids", "reason": "Asked for it herself", "how": "once", "on": tomorrow,
        "opens": "09:00", "closes": "16:00", "weeks": "8", "weekdays": ["0", "2", "4"], "least_days": "5", "most_days": "14",
        "most_a_month": "3",
    }  # fmt: skip
    return {**usual, **said}


def test_one_is_ordered_and_days_are_drawn_from_the_page(house: House) -> None:
    browser, page = sign_in(house.staff["Ben"].account), f"/workspace/people/{house.participants['Ana'].id}/screens/"
    refused = browser.post(page, _order(house, reason=""))
    assert refused.status_code == 422 and "reason that is this person" in refused.content.decode()
    assert browser.post(page, _order(house)).status_code == 302
    assert browser.post(page, _order(house, how="random")).status_code == 302
    assert Screen.objects.exclude(drawn=None).count() > 2 and Screen.objects.filter(drawn=None).count() == 1
    assert "Seed" in browser.get(page).content.decode()


def test_it_goes_from_told_to_talked_over_on_one_page(house: House) -> None:
    screen, browser = a_screen(house), sign_in(house.staff["Ben"].account)
    page, now = f"/workspace/screens/{screen.id}/", clock.now()
    assert browser.post(page, {"deed": "announce"}).status_code == 302
    late = browser.post(page, {"deed": "collect", "c-on": now.date() + timedelta(days=9), "c-at": "09:00"})
    assert late.status_code == 422 and "still to come" in late.content.decode()
    sent = {"deed": "collect", "c-on": now.date() - timedelta(days=1), "c-at": "09:00", "c-creatinine": "12"}
    assert browser.post(page, sent).status_code == 302
    assert "thin" in browser.get(page).content.decode()
    assert (
        browser.post(page, {"deed": "results", "r-method": "presumptive", "r-fentanyl": "positive"}).status_code == 302
    )
    shown = browser.get(page).content.decode()
    assert "Nothing on the medicine list explains it" in shown and "Look at the plan" in shown
    assert browser.post(page, {"deed": "talk", "t-said": "It was once", "t-agreed": "A call"}).status_code == 302
    assert browser.post(page, {"deed": "nonsense"}).status_code == 422
    assert "It was once" in browser.get(page).content.decode() and fresh(screen).talked_at


def test_nothing_is_said_of_a_specimen_of_which_nothing_was_measured(house: House) -> None:
    screen, browser = a_screen(house), sign_in(house.staff["Ben"].account)
    page = f"/workspace/screens/{screen.id}/"
    sent = {"deed": "collect", "c-on": clock.now().date() - timedelta(days=1), "c-at": "09:00"}
    assert browser.post(page, sent).status_code == 302
    shown = browser.get(page).content.decode()
    assert "Nothing of it was measured" in shown and "Can be relied on" not in shown


def test_today_lists_what_is_to_collect_and_to_go_through(house: House) -> None:
    a_screen(house)
    browser = sign_in(house.staff["Ben"].account)
    assert "to collect" in browser.get("/workspace/").content.decode()
    screen = collected(house, Screen.objects.get())
    found(house, screen, fentanyl="negative")
    assert "to go through with them" in browser.get("/workspace/").content.decode()


def test_the_withdrawal_page_stands_without_scores(house: House) -> None:
    shown = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{house.participants['Ana'].id}/withdrawal/")
    assert "Bands of this site" in shown.content.decode()
    assert f"/measures/people/{house.participants['Ana'].id}/enter/cows/" in shown.content.decode()


def _cows(house: House, hours_ago: float, **answers: int) -> None:
    """A finished COWS that Ben goes through with Ana."""
    zero = dict.fromkeys(
        (
            "pulse",
            "sweating",
            "restlessness",
            "pupils",
            "aches",
            "nose",
            "gut",
            "tremor",
            "yawning",
            "anxiety",
            "gooseflesh",
        ),
        0,
    )
    with clock.at(clock.now() - timedelta(hours=hours_ago)):
        told = Told(
            part_id=new_id(), sheet_id=new_id(), instrument="cows", version=1, way=Way.INTERVIEW, begun_at=clock.now(),
            made_at=clock.now(), answers=zero | answers, is_last=True,
        )  # fmt: skip
        keep_answers(house.actors["Ben"], house.participants["Ana"], told=told)


def test_withdrawal_scores_of_one_day_stand_with_their_hours_and_when_the_next_is_due(house: House) -> None:
    _cows(house, 8, pulse=4, sweating=4, restlessness=5, aches=2)
    _cows(house, 6, pulse=4, sweating=4, restlessness=5)
    page = f"/workspace/people/{house.participants['Ana'].id}/withdrawal/"
    shown = " ".join(sign_in(house.staff["Ben"].account).get(page).content.decode().split())
    rows = re.findall(r"<td><time[^>]*>[^<]*(\d\d:\d\d)</time></td> <td>(\d+) ", shown)
    assert [int(score) for _hour, score in rows] == [13, 15] and rows[0][0] != rows[1][0]
    assert "The next one is due 4 hours after the last." in shown and "past due" in shown


def test_an_alert_about_a_screen_leads_to_the_screens(house: House) -> None:
    found(house, collected(house), fentanyl="positive")
    [alert] = Alert.objects.all()
    shown = sign_in(house.staff["Ben"].account).get(f"/workspace/alerts/{alert.id}/").content.decode()
    assert f'/workspace/people/{alert.participant_id}/screens/">Drug screens' in shown


def test_a_grave_score_asks_somebody_while_it_is_new(house: House) -> None:
    ana, ben = house.participants["Ana"], house.staff["Ben"].account
    items = {one.code: 2 for one in instruments.library()["ciwa-ar"].items}
    told = Told(
        part_id=new_id(), sheet_id=new_id(), instrument="ciwa-ar", version=1, way=Way.INTERVIEW, begun_at=clock.now(),
        made_at=clock.now(), answers=items, is_last=True,
    )  # fmt: skip
    keep_answers(house.actors["Ben"], ana, told=told)
    page = f"/workspace/people/{ana.id}/withdrawal/"
    assert "call 911 now" in sign_in(ben).get(page).content.decode()
    with clock.at(clock.now() + timedelta(days=2)):
        shown = sign_in(ben).get(page).content.decode()
        assert "call 911 now" not in shown and "after the last" not in shown and "Severe" in shown


def test_a_screen_whose_time_is_over_is_nothing_ahead_and_stays_to_be_told_of(house: House) -> None:
    screen, ana = a_screen(house), house.participants["Ana"]
    actions.announce_screen(house.actors["Ben"], screen)
    with clock.at(screen.closes_at + timedelta(days=3)):
        assert "None is planned" in sign_in(ana.account).get("/companion/screens/").content.decode()
        card = queries.card(ana)
        assert card.next_one is None and card.untold == 1
        assert "to collect" in sign_in(house.staff["Ben"].account).get("/workspace/").content.decode()
        chart = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{ana.id}/").content.decode()
        assert "1 screen whose time is over" in chart


def test_they_say_it_before_and_read_results_only_after_the_talk(house: House) -> None:
    screen, phone = a_screen(house), sign_in(house.participants["Ana"].account)
    shown = phone.get("/companion/screens/").content.decode()
    assert "never ends your treatment" in shown and "Fentanyl" in shown
    sent = {"screen": str(screen.id), "words_id": str(new_id()), "said": "You may find oxycodone"}
    assert phone.post("/companion/screens/", sent).status_code == 302
    assert "You may find oxycodone" in phone.get("/companion/screens/").content.decode()
    screen = collected(house, screen)
    found(house, screen, fentanyl="positive")
    waits = phone.get("/companion/screens/").content.decode()
    assert "Results have come" in waits and ": found" not in waits
    actions.talk_over(house.actors["Ben"], screen, said="Once", agreed="")
    read = phone.get("/companion/screens/").content.decode()
    assert "Fentanyl and norfentanyl: found" in read and "not expected" not in read
    assert "by a quick test" in read and "by a laboratory" not in read


def test_what_is_said_too_late_stands_on_the_page(house: House) -> None:
    screen, phone = collected(house), sign_in(house.participants["Ana"].account)
    sent = {"screen": str(screen.id), "words_id": str(new_id()), "said": "You may find oxycodone"}
    answer = phone.post("/companion/screens/", sent)
    assert answer.status_code == 409 and "You may find oxycodone" in answer.content.decode()


def test_a_day_drawn_by_chance_is_not_shown_before_they_are_told(house: House) -> None:
    sign_in(house.staff["Ben"].account).post(
        f"/workspace/people/{house.participants['Ana'].id}/screens/", _order(house, how="random")
    )
    phone = sign_in(house.participants["Ana"].account)
    assert "None is planned" in phone.get("/companion/screens/").content.decode()


def test_the_card_costs_the_same_with_more_screens(house: House, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        found(house, collected(house, a_screen(house)), fentanyl="positive", opiates="negative")
    for number in (1, 70):  # days drawn far ahead hide no result
        for _ in range(number):
            a_screen(house)
        with django_assert_num_queries(5):
            card = queries.card(house.participants["Ana"])
            assert len(shown_grid(card.grid).rows) == 2
        assert card.waiting_talks == 3 and card.next_one and card.last


def _score(house: House, total: int) -> None:
    """Ben asks Ana the alcohol withdrawal scale."""
    items = (
        "nausea",
        "tremor",
        "sweats",
        "anxiety",
        "agitation",
        "tactile",
        "auditory",
        "visual",
        "headache",
        "orientation",
    )
    answers = dict.fromkeys(items, 0) | {"nausea": min(total, 7), "tremor": max(total - 7, 0)}
    told = Told(
        part_id=new_id(), sheet_id=new_id(), instrument="ciwa-ar", version=1, way=Way.INTERVIEW, begun_at=clock.now(),
        made_at=clock.now(), answers=answers, is_last=True,
    )  # fmt: skip
    keep_answers(house.actors["Ben"], house.participants["Ana"], told=told)


def test_the_next_withdrawal_score_stands_on_today_until_it_is_scored(house: House) -> None:
    page = f"/workspace/people/{house.participants['Ana'].id}/withdrawal/"

    def shown(address: str, who: str = "Ben") -> str:
        answer = sign_in(house.staff[who].account).get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    waits = "Withdrawal: next scores"
    assert waits not in shown("/workspace/")
    _score(house, 9)
    assert waits in shown("/workspace/") and "past due" not in shown("/workspace/") + shown(page)
    assert waits not in shown("/workspace/", "Cleo")
    with clock.at(clock.now() + timedelta(hours=4, minutes=1)):
        assert "past due" in shown("/workspace/") and "past due" in shown(page)
        _score(house, 2)
        assert waits in shown("/workspace/") and "past due" not in shown("/workspace/")
    for hours in (8, 12):
        with clock.at(clock.now() + timedelta(hours=hours)):
            _score(house, 1)
    with clock.at(clock.now() + timedelta(days=2)):
        assert waits not in shown("/workspace/") and "No other one is due" in shown(page)
