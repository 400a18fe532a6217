"""Rewards on the staff's screens, over HTTP: offered, written down, drawn, handed over, ended, and a program's month."""

import csv
import io
from typing import Any

from django.test import Client

from daybridge.contingency import actions, queries
from daybridge.contingency.models import LedgerEntry, TargetTold
from daybridge.contingency.rules import Deed, Verdict
from daybridge.contingency.sentences import dollars
from daybridge.contingency.tests.deeds import FISHBOWL, GRANT, VOUCHERS, begun, drawn, offered, signed_off, told
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.privacy.queries import looks_at_chart
from daybridge.screens.actions import talk_over
from daybridge.screens.tests.deeds import a_screen, collected, found, fresh
from daybridge.workspace.rewards import page as rewards_page
from daybridge.workspace.rewards.views import _cents
from tests.cast import House, later, sign_in


def _page(house: House) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/rewards/"


def _ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _do(house: House, client: Client, way: str, **sent: Any) -> Any:
    enrolment = queries.enrolments_of(house.participants["Ana"].id)[0]
    return client.post(f"/workspace/rewards/{enrolment.id}/{way}/", sent)


def test_from_a_switch_to_a_prize_in_the_hand(house: House) -> None:
    ben, dora = _ben(house), sign_in(house.staff["Dora"].account)
    program = f"/workspace/programs/{house.programs['Dual diagnosis'].id}/rewards/"
    assert "gives no rewards" in _shown(ben, _page(house))
    protocol = next(one for one in queries.protocols() if one.protocol.code == FISHBOWL)
    for sent in ({"deed": "on"}, {"deed": "sign", "code": FISHBOWL, "digest": protocol.digest}):
        assert dora.post(program, sent).status_code == 302
    assert dora.post(program, {"deed": "count", "prize": "small", "there": "many"}).status_code == 422
    assert dora.post(program, {"deed": "count", "prize": "small", "there": "40"}).status_code == 302
    assert "Signed off by Dora Quill" in _shown(dora, program)
    offer = f"{_page(house)}offer/"
    wrong = ben.post(offer, {"protocol": FISHBOWL, "funding": GRANT, "weekdays": ["1"]})
    assert wrong.status_code == 422 and "Choose 2 days" in wrong.content.decode()
    assert ben.post(offer, {"protocol": FISHBOWL, "funding": GRANT, "weekdays": ["1", "3"]}).status_code == 302
    assert "It waits for their yes" in _shown(ben, _page(house))
    assert _do(house, ben, "agree", word=" ").status_code == 422
    assert _do(house, ben, "agree", word="owl").status_code == 302
    lost = _do(house, ben, "record", day="2026-11-23", verdict="", reading="Cup, two lines")
    assert lost.status_code == 422 and "Cup, two lines" in lost.content.decode()
    assert _do(house, ben, "record", day="x", verdict="met", reading="Cup").status_code == 422
    assert _do(house, ben, "record", day="2026-11-23", verdict="met", reading="Cup, two lines").status_code == 302
    assert "1 draw to make" in _shown(ben, _page(house))
    assert _do(house, ben, "draw", day="2026-11-23", number="2").status_code == 409
    assert _do(house, ben, "draw", day="2026-11-23", number="1").status_code == 302
    assert "Takes part" not in _shown(ben, _page(house)) and "Drawn:" in _shown(ben, _page(house))
    assert "Ana Rivera" in _shown(dora, program)


def test_a_page_that_is_shown_with_a_refusal_is_a_look_like_any_other(house: House) -> None:
    begun(house)
    ben, before = _ben(house), len(looks_at_chart(house.participants["Ana"].id))
    assert _do(house, ben, "record", day="x", verdict="met", reading="Cup").status_code == 422
    assert len(looks_at_chart(house.participants["Ana"].id)) == before + 1


def test_a_prize_waits_on_today_until_it_is_handed_over(house: House) -> None:
    found, ben = begun(house), _ben(house)
    for number in range(8):
        with clock.at(later(days=4 * number)):
            told(house, found, Verdict.MET)
            drawn(house, found)
    waiting = queries.standing(found).to_hand_over
    assert "prizes to hand over" in _shown(ben, "/workspace/")
    ana = Participant.objects.get(id=found.participant_id)
    shown = rewards_page.card(ana)
    assert shown and shown.prizes == len(waiting) and (shown.met, shown.counted) == (8, 8)
    for number, one in enumerate(waiting):
        address = f"/workspace/rewards/prizes/{one.id}/"
        assert ben.post(address, {"deed": "x"}).status_code == 422
        assert ben.post(address, {"deed": ["kept", "handed_over"][number > 0], "what": "=A book"}).status_code == 302
    assert "Kept for later" in _shown(ben, _page(house))
    assert LedgerEntry.objects.filter(deed=Deed.HANDED_OVER).count() == len(waiting) - 1


def test_a_month_for_whoever_pays_has_no_names_and_no_formula(house: House) -> None:
    found, dora = begun(house), sign_in(house.staff["Dora"].account)
    for number in range(2):
        with clock.at(later(days=3 * number)):
            told(house, found, Verdict.MET)
            drawn(house, found)
    for one in queries.standing(found).to_hand_over:
        actions.settle_prize(house.actors["Ben"], one, deed=Deed.HANDED_OVER, what="=cmd()")
    address = f"/workspace/programs/{found.program_id}/rewards.csv"
    bare = dora.get(address, {"month": "2026-11"}).content.decode()
    numbered = dora.get(address, {"month": "2026-11", "numbers": "yes"}).content.decode()
    record = house.participants["Ana"].record_number
    assert (
        "Rivera" not in numbered
        and record not in bare
        and record in numbered
        and "=cmd()" not in bare.replace("'=", "")
    )
    rows = list(csv.DictReader(io.StringIO(bare)))
    assert [one["what"] for one in rows].count("drawn") == 3
    assert sum(int(one["cents"]) for one in rows if one["what"] == "drawn") == queries.standing(found).won_cents
    assert dora.get(address, {"month": "x"}).status_code == 200
    assert _ben(house).get(address).status_code == 403


def test_a_correction_and_the_end_are_shown_and_explained(house: House) -> None:
    found, ben = begun(house), _ben(house)
    told(house, found, Verdict.MET)
    drawn(house, found)
    assert _do(house, ben, "record", day="2026-11-23", verdict="not_met", reading="Read again").status_code == 422
    sent = {"day": "2026-11-23", "verdict": "not_met", "reading": "Read again", "why": "The cup was another's"}
    assert _do(house, ben, "record", **sent).status_code == 302
    page = _shown(ben, _page(house))
    assert "nothing is taken back" in page and "The cup was another&#x27;s" in page and "That happens" in page
    for way, more in (("pause", {"why": "Hospital"}), ("resume", {}), ("days", {"weekdays": ["0", "4"]})):
        assert _do(house, ben, way, **more).status_code == 302
    assert _do(house, ben, "unknown").status_code == 302
    assert _do(house, ben, "end", ending="completed").status_code == 302
    page = _shown(ben, _page(house))
    assert "1 draw was made again" in page and "Offer rewards" in page
    file = ben.get(f"/workspace/rewards/{found.id}/draws.json").json()
    assert len(file["draws"]) == 1 and len(file["seed"]) == 64
    assert TargetTold.objects.count() == 2


def test_vouchers_are_given_out_on_the_page(house: House) -> None:
    found, ben = begun(house, VOUCHERS), _ben(house)
    told(house, found, Verdict.MET)
    assert "$3 in vouchers" in _shown(ben, _page(house))
    assert _do(house, ben, "redeem", dollars="3,00", what="Bus").status_code == 422
    assert _do(house, ben, "redeem", dollars="2.5", what="Bus pass").status_code == 302
    assert "$0.50 in vouchers" in _shown(ben, _page(house))
    assert [_cents(one) for one in ("12", "12.5", "$12.50", "", "1.234", "-1", "1e3", "٣.")] == [
        1200,
        1250,
        1250,
        0,
        0,
        0,
        0,
        300,
    ]
    assert dollars(123456) == "$1,234.56"


def test_a_card_without_an_offer_says_so_only_where_a_program_gives_rewards(house: House) -> None:
    ana = house.participants["Ana"]
    assert rewards_page.card(ana) is None
    signed_off(house)
    assert rewards_page.card(ana) == rewards_page.RewardsCard(None)
    offered(house)
    shown = rewards_page.card(ana)
    assert shown and shown.state == "waits for their yes" and shown.next == ""


def test_a_screen_says_what_it_is_for_their_rewards_and_a_change_is_told(house: House) -> None:
    ana, ben = house.participants["Ana"], _ben(house)
    begun(house, "stimulant-screens-twice-weekly")
    assert "Amphetamine, Methamphetamine, Cocaine" in _shown(ben, f"/workspace/people/{ana.id}/screens/")
    screen = collected(house, a_screen(house, panel="usual"))
    page, rewards = f"/workspace/screens/{screen.id}/", _page(house)
    assert "shows nothing for certain yet" in _shown(ben, page)
    found(house, screen, amphetamine="negative", methamphetamine="negative", cocaine="negative")
    assert "rewards: Met." in _shown(ben, page) and f'href="{page}">a drug screen' in _shown(ben, rewards)
    assert "told anew" not in _shown(ben, "/workspace/").replace("or told anew", "")
    phone = sign_in(ana.account)
    assert "The next one brings 2 draws" in _shown(phone, "/companion/rewards/")
    found(house, fresh(screen), cocaine="positive")
    assert "1 target was told anew" in _shown(ben, "/workspace/")
    assert "A drug screen says otherwise by now." in _shown(ben, rewards)
    assert "goes through your last screen with you first" in _shown(phone, "/companion/rewards/")
    talk_over(house.actors["Ben"], fresh(screen), said="It was once", agreed="A call")
    assert "That happens" in _shown(phone, "/companion/rewards/")
