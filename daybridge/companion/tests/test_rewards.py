"""A participant's rewards on their phone: asked, said yes to with a word, drawn once, left without a reason."""

from daybridge.contingency.models import Draw, DrawSeed, Enrolment
from daybridge.contingency.rules import Verdict
from daybridge.contingency.tests.deeds import begun, offered, told
from tests.cast import House, sign_in

PAGE = "/companion/rewards/"


def test_where_nothing_is_set_up_it_says_so(house: House) -> None:
    phone = sign_in(house.participants["Ana"].account)
    assert "Nothing is set up here" in phone.get(PAGE).content.decode()
    assert phone.post(PAGE, {"deed": "agree", "word": "x"}).status_code == 404
    assert phone.get(f"{PAGE}draws.json").status_code == 404


def test_yes_with_a_word_of_ones_own_and_then_a_slip(house: House) -> None:
    found, phone = offered(house), sign_in(house.participants["Ana"].account)
    shown = phone.get(PAGE).content.decode()
    assert "Would you like to take part?" in shown and found.commitment in shown and "209 slips" in shown
    assert "a word or a number" in phone.post(PAGE, {"deed": "agree", "word": " "}, follow=True).content.decode()
    phone.post(PAGE, {"deed": "agree", "word": "blue kettle"})
    told(house, found, Verdict.MET)
    assert "You have 1 draw" in phone.get(PAGE).content.decode()
    sent = {"deed": "draw", "day": "2026-11-23", "number": "1"}
    for _twice in range(2):
        answer = phone.post(PAGE, sent, follow=True).content.decode()
        assert "Your slip says" in answer or "Your team hands it to you" in answer
    assert Draw.objects.count() == 1 and Draw.objects.get().drawn_with is None
    assert "not the next one" in phone.post(PAGE, {**sent, "number": "2"}, follow=True).content.decode()
    assert phone.post(PAGE, {**sent, "day": "x"}).status_code == 404
    seed = bytes(DrawSeed.objects.get().seed).hex()
    assert seed not in phone.get(PAGE).content.decode() and phone.get(f"{PAGE}draws.json").json()["seed"] == ""
    phone.post(PAGE, {"deed": "leave"})
    shown = phone.get(PAGE).content.decode()
    assert seed in shown and "It is right" in shown and "stays yours" in shown


def test_no_thank_you_needs_no_reason(house: House) -> None:
    found, phone = offered(house), sign_in(house.participants["Ana"].account)
    phone.post(PAGE, {"deed": "leave"})
    assert Enrolment.objects.get(id=found.id).ending == "declined"


def test_a_target_that_was_not_met_is_met_kindly(house: House) -> None:
    found = begun(house)
    told(house, found, Verdict.NOT_MET)
    shown = sign_in(house.participants["Ana"].account).get(PAGE).content.decode()
    assert "That happens. What you have won stays yours. The next one brings 1 draw." in shown
