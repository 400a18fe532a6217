"""A participant's own side of their assessment on their phone: written section by section, kept as it is typed, signed."""

import json

from daybridge.assessments import actions, queries
from daybridge.assessments.models import OwnAnswer, SectionSignature
from daybridge.assessments.rules import Kind
from daybridge.assessments.tests.deeds import begun, mark, written
from daybridge.core.ids import new_id
from tests.cast import House, sign_in

PAGE = "/companion/assessment/"


def test_it_is_written_and_signed_before_day_one_and_today_says_that_it_waits(house: House) -> None:
    phone = sign_in(house.participants["Ana"].account)
    assert phone.get("/api/companion/today").json()["about_me"] is True
    assert "How you have been feeling" in phone.get(PAGE).content.decode()
    assert "How have you felt" in phone.get(f"{PAGE}emotional/").content.decode()
    sent = {
        "all-feelings": "Grey days\x00",
        "all-feelings-revision": "0",
        "deed": "sign",
        "signature_id": str(new_id()),
    }
    assert phone.post(f"{PAGE}emotional/", sent)["Location"] == PAGE
    assert SectionSignature.objects.get().said == {"feelings": "Grey days"}
    assert "waits for your signature" not in phone.get(PAGE).content.decode()
    changed = {"all-feelings": "Better", "all-feelings-revision": "1", "deed": "save"}
    assert phone.post(f"{PAGE}emotional/", changed).status_code == 302
    assert "waits for your signature" in phone.get(PAGE).content.decode()


def test_when_every_section_is_signed_today_says_nothing_more(house: House) -> None:
    phone, one = sign_in(house.participants["Ana"].account), begun(house)
    for own in queries.own_sections(one):
        asked = own.section.asks[0].code
        sent = {f"all-{asked}": "Said", f"all-{asked}-revision": "0", "deed": "sign", "signature_id": str(new_id())}
        assert phone.post(f"{PAGE}{own.section.code}/", sent).status_code == 302
    assert phone.get("/api/companion/today").json()["about_me"] is False


def test_each_answer_is_kept_as_it_is_typed(house: House) -> None:
    phone = sign_in(house.participants["Ana"].account)

    def cell(**sent: object) -> tuple[int, object]:
        answer = phone.post(f"{PAGE}cells/", json.dumps({"who": ""} | sent), content_type="application/json")
        return answer.status_code, answer.json().get("revision")

    assert cell(code="feelings", said="Grey", revision=0) == (200, 1)
    assert cell(code="feelings", said="Other", revision=0)[0] == 409
    assert cell(code="understanding", said="Not mine", revision=0)[0] == 422
    assert [one["said"] for one in phone.get(f"{PAGE}cells/").json()["cells"]] == ["Grey"]
    assert OwnAnswer.objects.count() == 1


def test_nothing_typed_is_lost_when_it_can_not_be_kept(house: House) -> None:
    phone = sign_in(house.participants["Ana"].account)
    phone.post(f"{PAGE}emotional/", {"all-feelings": "First", "all-feelings-revision": "0"})
    behind = phone.post(f"{PAGE}emotional/", {"all-feelings": "Second", "all-feelings-revision": "0"})
    assert behind.status_code == 409 and "Second" in behind.content.decode()
    empty = phone.post(f"{PAGE}social/", {"deed": "sign", "signature_id": str(new_id())})
    assert empty.status_code == 422 and "Write something first" in empty.content.decode()
    assert (
        phone.post(
            f"{PAGE}social/",
            {"all-daily-life": "x", "all-daily-life-revision": "0", "deed": "sign", "signature_id": "x"},
        ).status_code
        == 404
    )
    assert phone.get(f"{PAGE}summary/").status_code == 404, "staff's alone"


def test_once_the_team_has_signed_there_is_nothing_to_write(house: House) -> None:
    one = written(house)
    actions.sign_assessment(house.actors["Ben"], one, shown=mark(one))
    phone = sign_in(house.participants["Ana"].account)
    assert "Nothing waits for you here" in phone.get(PAGE).content.decode()
    assert phone.get("/api/companion/today").json()["about_me"] is False
    late = phone.post(f"{PAGE}emotional/", {"all-feelings": "Late", "all-feelings-revision": "0"}, follow=True)
    assert "has signed this already" in late.content.decode()
    cell = phone.post(
        f"{PAGE}cells/", '{"code": "feelings", "said": "x", "revision": 0}', content_type="application/json"
    )
    assert cell.status_code == 409 and phone.get(f"{PAGE}cells/").status_code == 404
    assert queries.open_one(house.participants["Ana"].id, Kind.ASSESSMENT) is None
