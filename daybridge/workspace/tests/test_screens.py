import re

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.safety.actions import close_alert, log_contact, raise_by_staff, take_alert
from daybridge.safety.models import Alert
from tests.cast import House, a_sheet, an_alert, an_entry, later, sign_in


def signed_in(house: House, name: str) -> Client:
    person = house.staff.get(name) or house.participants[name]
    assert person.account
    return sign_in(person.account)


def pages_of(house: House, alert: Alert) -> list[str]:
    return [
        "/workspace/",
        "/workspace/alerts-for-me/",
        "/workspace/caseload/",
        "/workspace/alerts/",
        "/workspace/alerts/?state=closed",
        "/workspace/alerts/list/",
        "/workspace/alerts/count/",
        f"/workspace/alerts/{alert.id}/",
        f"/workspace/alerts/{alert.id}/state/",
        f"/workspace/alerts/{alert.id}/state/?part=history",
        f"/workspace/people/{house.participants['Ana'].id}/",
    ]


@pytest.mark.parametrize("who", ["Ben", "Cora", "Dora"])
def test_her_team_opens_every_page(house: House, who: str) -> None:
    an_entry(house, house.participants["Ana"], mood=2, urge=4, note="Slept badly.")
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, who)
    for address in pages_of(house, alert):
        assert browser.get(address).status_code == 200, address


def test_who_sends_a_note_after_their_session_ended_is_told_it_was_not_saved(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    answer = Client().post(f"/workspace/alerts/{alert.id}/contact/", {"contact-note": "Called twice."})
    said = answer.content.decode()
    assert answer.status_code == 401
    assert "We could not save what you just sent." in said
    assert "/contact/" not in said  # a deed's address is no page to come back to


def test_a_stranger_signs_in_first_and_comes_back(house: House) -> None:
    answer = Client().get("/workspace/caseload/?state=low")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fworkspace%2Fcaseload%2F%3Fstate%3Dlow"


def test_a_live_part_fetched_after_sign_out_is_refused_without_a_page(house: House) -> None:
    assert Client().get("/workspace/alerts/count/", headers={"HX-Request": "true"}).status_code == 401


def test_a_participant_finds_no_workspace(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, "Ana")
    for address in pages_of(house, alert):
        assert browser.get(address).status_code == 404, address


@pytest.mark.parametrize("who", ["Cleo", "Ines"])
def test_staff_of_another_team_find_neither_chart_nor_alert(house: House, who: str) -> None:
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, who)
    assert browser.get(f"/workspace/people/{house.participants['Ana'].id}/").status_code == 404
    assert browser.get(f"/workspace/alerts/{alert.id}/").status_code == 404
    for deed in ("take", "contact", "answer", "close", "hand-over", "reopen"):
        assert browser.post(f"/workspace/alerts/{alert.id}/{deed}/").status_code == 404, deed


def test_another_organization_finds_nothing(house: House, elsewhere: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    esi = elsewhere.staff["Esi"].account
    assert esi
    browser = sign_in(esi)
    assert browser.get(f"/workspace/people/{house.participants['Ana'].id}/").status_code == 404
    assert browser.get(f"/workspace/alerts/{alert.id}/").status_code == 404
    assert b"Ana Rivera" not in browser.get("/workspace/caseload/").content


def test_every_look_at_a_chart_is_written_down_with_its_purpose(house: House) -> None:
    ana = house.participants["Ana"]
    signed_in(house, "Ben").get(f"/workspace/people/{ana.id}/")
    look = AuditEntry.objects.get(deed="privacy.ChartOpened", participant_id=ana.id)
    assert (look.person_id, look.facts["purpose"]) == (house.staff["Ben"].id, "treatment")


def test_a_look_at_an_alert_is_written_down(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    signed_in(house, "Ben").get(f"/workspace/alerts/{alert.id}/")
    assert AuditEntry.objects.filter(deed="privacy.DocumentOpened", subject_id=alert.id).count() == 1


def test_an_alert_is_answered_from_its_page_to_its_end(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    browser, page = signed_in(house, "Ben"), f"/workspace/alerts/{alert.id}/"
    assert b"I take this" in browser.get(page).content
    browser.post(f"{page}take/")
    browser.post(f"{page}contact/", {"contact-result": "reached", "contact-note": "Talked ten minutes."})
    browser.post(f"{page}answer/", {"answer-words": "Good that you asked. See you at ten."})
    answer = browser.post(f"{page}close/", {"close-outcome": "plan_made"}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    shown = answer.content.decode()
    assert "Talked ten minutes." in shown
    assert "Open it again" in shown
    alert.refresh_from_db()
    assert (alert.outcome, alert.answer) == ("plan_made", "Good that you asked. See you at ten.")
    browser.post(f"{page}reopen/")
    alert.refresh_from_db()
    assert alert.closed_at is None


def test_a_refused_form_comes_back_with_what_was_typed(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    take_alert(house.actors["Ben"], alert)
    answer = signed_in(house, "Ben").post(
        f"/workspace/alerts/{alert.id}/contact/", {"contact-result": "", "contact-note": "She said to call at six."}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "She said to call at six." in shown
    assert 'href="#contact-result' in shown or "contact-result" in shown
    assert "Choose what happened." in shown


def test_closing_before_any_contact_says_what_is_missing_and_keeps_the_note(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    take_alert(house.actors["Ben"], alert)
    answer = signed_in(house, "Ben").post(
        f"/workspace/alerts/{alert.id}/close/", {"close-outcome": "talked", "close-note": "Plan for tonight."}
    )
    assert answer.status_code == 409
    assert "Log a contact first" in answer.content.decode()
    assert "Plan for tonight." in answer.content.decode()


def test_an_alert_is_handed_to_a_colleague(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    take_alert(house.actors["Ben"], alert)
    browser, cora = signed_in(house, "Ben"), house.staff["Cora"]
    answer = browser.post(f"/workspace/alerts/{alert.id}/hand-over/", {"hand-to": str(cora.id)}, follow=True)
    assert answer.redirect_chain == [("/workspace/alerts/", 302)]
    alert.refresh_from_db()
    assert (alert.owner_id, alert.taken_at) == (cora.id, None)


def test_only_a_colleague_of_this_organization_can_be_handed_an_alert(house: House, elsewhere: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, "Ben")
    for stranger in (elsewhere.staff["Esi"].id, new_id()):
        answer = browser.post(f"/workspace/alerts/{alert.id}/hand-over/", {"hand-to": str(stranger)})
        assert answer.status_code == 422


def test_a_closed_alert_offers_to_be_opened_again_and_nothing_else(house: House) -> None:
    ben, alert = house.actors["Ben"], an_alert(house, house.participants["Ana"])
    take_alert(ben, alert)
    log_contact(ben, alert, result="reached")
    close_alert(ben, alert, outcome="talked")
    shown = signed_in(house, "Ben").get(f"/workspace/alerts/{alert.id}/").content.decode()
    assert "Open it again" in shown
    assert "I take this" not in shown
    assert "Close the alert" not in shown


def test_live_parts_look_again_when_poked_and_hold_no_field_to_type_in(house: House) -> None:
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, "Ben")
    for address in ("alerts-for-me/", "alerts/list/", "alerts/count/", f"alerts/{alert.id}/state/"):
        part = browser.get(f"/workspace/{address}").content.decode()
        assert 'hx-trigger="alerts from:body' in part, address
        assert not re.search(r"<(input|textarea|select|form)\b", part), address


def test_a_board_fetched_by_htmx_is_the_board_alone(house: House) -> None:
    part = signed_in(house, "Ben").get("/workspace/caseload/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board"')


def test_filters_that_cannot_be_read_are_left_aside(house: House) -> None:
    browser = signed_in(house, "Dora")
    assert browser.get("/workspace/caseload/?program=x&page=-3&therapist=%00&state=??").status_code == 200
    ana = house.participants["Ana"].id
    assert browser.get(f"/workspace/people/{ana}/?before=never&show=all").status_code == 200


def test_pages_carry_no_inline_script_or_style(house: House) -> None:
    an_entry(house, house.participants["Ana"], mood=3)
    alert = an_alert(house, house.participants["Ana"])
    browser = signed_in(house, "Ben")
    for address in pages_of(house, alert):
        shown = browser.get(address).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=", shown), address
        assert not re.search(r"<script(?![^>]*\bsrc=)", shown), address


def test_a_note_is_shown_as_it_was_typed_and_never_run(house: House) -> None:
    an_entry(house, house.participants["Ana"], note="<script>alert(1)</script> & rain")
    shown = signed_in(house, "Ben").get(f"/workspace/people/{house.participants['Ana'].id}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; rain" in shown


def test_empty_pages_say_what_to_do_next(house: House) -> None:
    browser = signed_in(house, "Ines")
    assert "Nobody is on your caseload yet" in browser.get("/workspace/caseload/").content.decode()
    assert "No open alert" in browser.get("/workspace/alerts/").content.decode()
    assert "No alert waits for you" in browser.get("/workspace/").content.decode()


def test_an_alerts_page_tells_of_the_week_before_and_leads_to_the_answers(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    before = an_alert(house, ana, "contact")
    take_alert(ben, before)
    close_alert(ben, before, outcome="no_need")
    with clock.at(later(hours=2)):
        sheet = a_sheet(house, ana, **{"9": 3})
        page = (
            signed_in(house, "Ben").get(f"/workspace/alerts/{Alert.objects.get(closed_at=None).id}/").content.decode()
        )
    assert "item 9 answered 3 (Nearly every day)" in page and f"/measures/sheets/{sheet.subject_id}/" in page
    assert (
        "In the week before" in page and f"/workspace/alerts/{before.id}/" in page and "Ask the ASQ with them" in page
    )


def test_a_colleagues_worry_is_read_where_the_alert_is(house: House) -> None:
    raise_by_staff(house.actors["Cora"], house.participants["Ana"], worry_id=new_id(), note="She gave her books away.")
    for address in ("/workspace/", "/workspace/alerts/"):
        assert "She gave her books away." in signed_in(house, "Ben").get(address).content.decode()


def test_a_chart_has_the_last_scores_and_tells_of_each_questionnaire_in_its_timeline(house: House) -> None:
    ana, ben = house.participants["Ana"], signed_in(house, "Ben")
    first = a_sheet(house, ana, **{str(item): 3 for item in range(1, 9)})
    with clock.at(later(days=7)):
        last = a_sheet(house, ana)
        ben = signed_in(house, "Ben")
        page = ben.get(f"/workspace/people/{ana.id}/").content.decode()
        assert page.count(f"/measures/sheets/{last.subject_id}/") == 2, "among the last scores and in the timeline"
        assert page.count(f"/measures/sheets/{first.subject_id}/") == 1 and "−16" in page
        alone = ben.get(f"/workspace/people/{ana.id}/?show=measures").content.decode()
        assert "8, mild" in alone and "24, severe" in alone


def test_the_menu_changes_ones_language_and_leads_back_to_where_one_was(house: House) -> None:
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    menu = ben.get("/workspace/caseload/?q=Ana").content.decode().split('<details class="menu account"')[1]
    [address] = re.findall(r'action="([^"]*)">\s*<input[^>]*csrf[^>]*>\s*<input[^>]*name="next"', menu)
    [back] = re.findall(r'name="next"\s+value="([^"]*)"', menu)
    answer = ben.post(address, {"language": "es", "next": back}, follow=True)
    assert answer.redirect_chain == [("/workspace/caseload/?q=Ana", 302)]
    assert 'lang="es"' in answer.content.decode()[:200]
    assert ben.post(address, {"language": "en", "next": "https://elsewhere.example/"})["Location"] == "/staff/me/"
