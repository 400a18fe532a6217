import re
from datetime import timedelta

from django.test import Client

from daybridge.core import clock
from daybridge.safety.radar import actions
from daybridge.safety.radar.jobs import read_people
from daybridge.safety.radar.models import RadarBudget
from tests.cast import House, a_look, a_participant, an_entry, sign_in


def signed_in(house: House, name: str) -> Client:
    person = house.staff.get(name) or house.participants[name]
    assert person.account
    return sign_in(person.account)


def text_of(browser: Client, address: str) -> str:
    """What a page says, without its tags."""
    shown = browser.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def test_the_chart_says_what_changed_with_inputs_usual_rule_and_source(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    said = text_of(signed_in(house, "Ben"), f"/workspace/people/{ana.id}/")
    assert "What changed for them" in said and "A worse day than their usual" in said
    assert "Mood 1 of 5 on Mon 23 Nov; their usual is 4, over 4 days." in said
    assert "Anxiety 9 of 10 on Mon 23 Nov; their usual is 2, over 4 days." in said
    assert "Hawkins 1987" in said and "It is a reason to look, not a probability" in said


def test_each_input_leads_to_the_entry_it_came_from(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    browser, address = signed_in(house, "Ben"), f"/workspace/people/{ana.id}/"
    [link] = set(
        re.findall(r'href="(\?before=[0-9-]+)#timeline"[^>]*>\s*The entry', browser.get(address).content.decode())
    )
    assert link == "?before=2026-11-24"
    days = re.findall(r'timeline-day">\s*([^<]+?)\s*<', browser.get(address + link).content.decode())
    assert days[0] == "Monday, 23 November 2026"


def test_a_chart_on_which_nothing_moved_does_not_say_that_someone_is_well(house: House) -> None:
    said = text_of(signed_in(house, "Ben"), f"/workspace/people/{house.participants['Ana'].id}/")
    assert (
        "Nothing moved in their check-ins against their own usual" in said and "never says that someone is well" in said
    )


def test_what_has_passed_is_still_told_for_four_weeks(house: House) -> None:
    ana = house.participants["Ana"]
    a_look(house, ana)
    with clock.at(clock.now() + timedelta(days=1)):
        an_entry(house, ana, mood=5, anxiety=0)
        read_people(house.system, participant_ids=[str(ana.id)])
        assert "Mon 23 Nov to Tue 24 Nov" in text_of(signed_in(house, "Ben"), f"/workspace/people/{ana.id}/")
    with clock.at(clock.now() + timedelta(days=40)):
        assert "Mon 23 Nov to" not in text_of(signed_in(house, "Ben"), f"/workspace/people/{ana.id}/")


def test_today_lists_who_is_worth_a_look_and_takes_a_word_on_it(house: House) -> None:
    look = a_look(house, house.participants["Ana"])
    browser = signed_in(house, "Ben")
    assert "Worth a look At most 1 person a day" in text_of(browser, "/workspace/")
    assert 'aria-pressed="true"' not in browser.get("/workspace/").content.decode()
    answer = browser.post(f"/workspace/worth-a-look/{look.id}/", {"said": "useful"}, follow=True)
    assert re.search(r'value="useful"\s+aria-pressed="true"', answer.content.decode())
    assert browser.post(f"/workspace/worth-a-look/{look.id}/", {"said": "alarming"}).status_code == 422


def test_a_colleague_who_covers_is_shown_no_list_that_is_not_theirs(house: House) -> None:
    a_look(house, house.participants["Ana"])
    assert "Nobody was put here today" in text_of(signed_in(house, "Cora"), "/workspace/")


def test_the_board_marks_who_was_put_forward_and_still_has_a_finding(house: House) -> None:
    ana = house.participants["Ana"]
    assert "A worse day" not in text_of(signed_in(house, "Ben"), "/workspace/caseload/")
    a_look(house, ana)
    assert "A worse day than their usual" in text_of(signed_in(house, "Ben"), "/workspace/caseload/")
    with clock.at(clock.now() + timedelta(days=1)):
        an_entry(house, ana, mood=5, anxiety=0)
        read_people(house.system, participant_ids=[str(ana.id)])
        assert "A worse day" not in text_of(signed_in(house, "Ben"), "/workspace/caseload/")


def test_a_participant_is_shown_none_of_it(house: House) -> None:
    a_look(house, house.participants["Ana"])
    browser = signed_in(house, "Ana")
    for address in ("/companion/", "/companion/me/", "/api/companion/today"):
        said = browser.get(address).content.decode().lower()
        assert "worth a look" not in said and "their usual" not in said and "points" not in said


def test_the_director_chooses_a_budget_and_says_why(house: House) -> None:
    browser = signed_in(house, "Dora")
    assert "holds now" in text_of(browser, "/workspace/alert-budget/")
    answer = browser.post("/workspace/alert-budget/", {"per_day": "2.0", "why": ""})
    assert answer.status_code == 422 and "Whoever comes after you" in answer.content.decode()
    browser.post("/workspace/alert-budget/", {"per_day": "2.0", "why": "More time in the mornings."})
    assert RadarBudget.objects.get().why == "More time in the mornings."
    said = text_of(browser, "/workspace/alert-budget/")
    assert "At most 2 people a day holds now" in said and "Dora Quill" in said


def test_only_a_director_opens_the_budget(house: House) -> None:
    for name in ("Ben", "Dev", "Ines"):
        assert signed_in(house, name).get("/workspace/alert-budget/").status_code == 404, name
    assert "Alert budget" in text_of(signed_in(house, "Dora"), "/workspace/")
    assert "Alert budget" not in text_of(signed_in(house, "Ben"), "/workspace/")


def test_with_few_setbacks_the_page_says_that_they_say_hardly_anything(house: House) -> None:
    from tests.cast import an_alert

    an_alert(house, house.participants["Ana"])
    said = text_of(signed_in(house, "Dora"), "/workspace/alert-budget/")
    assert "There was only 1 setback in these weeks." in said and "flatter the list" in said


def test_the_list_asks_as_often_for_many_as_for_one(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        browser = signed_in(house, "Ben")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/workspace/")
        return len(asked)

    a_look(house, house.participants["Ana"])
    one = asked()
    actions.choose_budget(house.actors["Dora"], house.organization, per_day=5.0, why="All of them.")
    for number in range(3):
        a_look(house, a_participant(house, f"P{number} List", therapist=house.staff["Ben"]))
    assert asked() == one


def test_in_spanish_too(house: House) -> None:
    a_look(house, house.participants["Ana"])
    browser = signed_in(house, "Ben")
    browser.post("/staff/language/", {"language": "es"})
    said = text_of(browser, f"/workspace/people/{house.participants['Ana'].id}/")
    assert "Ánimo 1 de 5, lun 23 nov; lo habitual es 4, en 4 días." in said, re.findall("[^.]*habitual[^.]*", said)
