"""Assessments and levels of care over HTTP: kept as they are typed, nothing lost, signed with a proof."""

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daybridge.assessments import actions, queries
from daybridge.assessments.models import Assessment, LevelChange, LicensedReport, SignedAssessment
from daybridge.assessments.rules import Kind
from daybridge.assessments.tests.deeds import PDF, an_assessment, begun, enough_for, signed, written
from daybridge.core.ids import new_id
from daybridge.plans.tests.deeds import signed as a_signed_plan
from daybridge.privacy.queries import looks_at_chart
from tests.cast import House, proved, sign_in


def _page(house: House, what: str) -> str:
    return f"/workspace/people/{house.participants['Ana'].id}/{what}/"


def _ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)


def _cell(client: Client, one: Assessment, **sent: object) -> tuple[int, dict[str, object]]:
    answer = client.post(
        f"/workspace/assessments/{one.id}/cells/", json.dumps({"who": ""} | sent), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_what_both_wrote_stands_side_by_side_and_what_is_missing_is_told(house: House) -> None:
    one = an_assessment(house)
    shown = _ben(house).get(f"/workspace/assessments/{one.id}/").content.decode()
    assert "in their words" in shown and "Speaks of seven quiet herons" in shown and "not answered yet" in shown
    assert "things are missing" in _ben(house).get(_page(house, "assessment")).content.decode()


def test_each_answer_is_kept_as_it_is_typed_and_never_over_a_colleagues(house: House) -> None:
    one, client = begun(house), _ben(house)
    assert _cell(client, one, code="feelings", said="Low", revision=0) == (200, {"revision": 1})
    dora = sign_in(house.staff["Dora"].account)
    status, told = _cell(dora, one, code="feelings", said="Flat", revision=0)
    assert status == 409 and told["changed"] == {
        "who": "", "code": "feelings", "said": "Low", "revision": 1, "by": "Ben Okafor"
    } | {"by": str(house.staff["Ben"])}  # fmt: skip
    assert _cell(client, one, code="nothing", said="x", revision=0)[0] == 422
    assert client.get(f"/workspace/assessments/{one.id}/cells/").json()["cells"][0]["said"] == "Low"
    for body in (
        "{",
        "[]",
        '{"code": "feelings", "said": "\\u0000", "revision": 1}',
        '{"code": "a", "said": "\\ud800", "revision": 0}',
    ):
        assert (
            client.post(f"/workspace/assessments/{one.id}/cells/", body, content_type="application/json").status_code
            == 422
        )


def test_reading_the_answers_alone_is_a_look_like_any_other(house: House) -> None:
    one, client = begun(house), _ben(house)
    before = len(looks_at_chart(one.participant_id))
    client.get(f"/workspace/assessments/{one.id}/cells/")
    assert len(looks_at_chart(one.participant_id)) == before + 1


def test_without_scripts_the_whole_form_is_kept_and_what_could_not_be_is_shown(house: House) -> None:
    one, client = begun(house), _ben(house)
    address = f"/workspace/assessments/{one.id}/"
    assert client.post(address, {"all-feelings": "Low", "all-feelings-revision": "0"}).status_code == 302
    behind = client.post(
        address,
        {"all-feelings": "Flat\x00", "all-feelings-revision": "0", "all-health": "Well", "all-health-revision": "0"},
    )
    assert behind.status_code == 409 and "Flat" in behind.content.decode()
    assert queries.said_on(queries.answers(one).staff) == {"feelings": "Low", "health": "Well"}
    on = client.post(address, {"then": "sign"})
    assert on["Location"].endswith("/sign/")


def test_what_was_filled_in_is_marked_with_its_source_until_it_is_confirmed(house: House) -> None:
    signed(house, feelings="Low")
    _ = queries.signed_ones(house.participants["Ana"].id, Kind.ASSESSMENT)
    one = begun(house)
    from daybridge.assessments.models import Answer
    from daybridge.core import guard

    with guard.writing():
        Answer.objects.filter(assessment=one, code="feelings").update(
            is_confirmed=False, source={"from": "referral", "on": "2026-11-01", "places": "entry 14"}
        )
    client, address = _ben(house), f"/workspace/assessments/{one.id}/"
    shown = client.get(address).content.decode()
    assert "From the referral of" in shown and "entry 14" in shown and "not confirmed" in shown
    answer = client.post(
        f"{address}confirm/", {"confirm": "feelings", "all-health": "Fine now", "all-health-revision": "1"}
    )
    assert answer["Location"].endswith("#ask-feelings")
    staff = queries.answers(one).staff
    assert staff["feelings"].is_confirmed and staff["health"].said == "Fine now"
    shown = client.get(address).content.decode()
    assert "From the referral of" in shown and "not confirmed" not in shown
    assert client.post(f"{address}confirm/", {"confirm": "nothing"}).status_code == 302
    lost = client.post(f"{address}confirm/", {"confirm": "feelings", "all-health": "Mine", "all-health-revision": "1"})
    assert lost.status_code == 409 and "Mine" in lost.content.decode()


def test_it_is_signed_with_a_proof_as_it_was_shown_and_then_read_and_added_to(house: House) -> None:
    one = written(house)
    address = f"/workspace/assessments/{one.id}/"
    late = proved(house.staff["Ben"].account, ago=timedelta(hours=2))
    assert "reauthenticate" in late.post(f"{address}sign/", {"shown": "x"})["Location"]
    client = proved(house.staff["Ben"].account)
    assert client.post(f"{address}sign/", {"shown": "x"}).status_code == 409
    page = client.get(f"{address}sign/")
    assert "Words of understanding" in page.content.decode()
    client.post(f"{address}sign/", {"shown": page.context["document"].shown})
    made = SignedAssessment.objects.get()
    assert made.signed_by == house.staff["Ben"]
    client = proved(house.staff["Ben"].account)
    read = client.get(address).content.decode()
    assert made.digest in read and "Words of understanding" in read
    assert client.get(f"{address}sign/")["Location"] == address
    assert client.post(address, {"said": " "}).status_code == 422
    assert client.post(address, {"said": "Her sister called"}).status_code == 302
    assert "Her sister called" in client.get(address).content.decode()
    unproved = sign_in(house.staff["Ben"].account).post(address, {"said": "Kept on the page"})
    assert unproved.status_code == 401 and "Kept on the page" in unproved.content.decode()
    assert "Begin a new version" in client.get(_page(house, "assessment")).content.decode()
    begun_again = client.post(_page(house, "assessment/begin"), {"form": "biopsychosocial"})
    assert "/workspace/assessments/" in begun_again["Location"]
    assert client.post(_page(house, "assessment/begin"), {"form": "nothing"})["Location"] == _page(house, "level")


def test_what_is_left_unsigned_is_gone_from_the_page(house: House) -> None:
    one, client = begun(house), _ben(house)
    assert client.post(f"/workspace/assessments/{one.id}/leave/")["Location"] == _page(house, "assessment")
    assert client.get(f"/workspace/assessments/{one.id}/")["Location"] == _page(house, "assessment")
    assert "There is none yet" in client.get(_page(house, "assessment")).content.decode()


def test_only_who_assesses_them_sees_these_pages(house: House) -> None:
    for who in ("Cleo", "Ines"):
        client = sign_in(house.staff[who].account)
        for what in ("assessment", "level", "discharge"):
            assert client.get(_page(house, what)).status_code == 404, (who, what)


def test_the_way_between_levels_is_read_and_gone_on_with(house: House) -> None:
    a_signed_plan(house)
    sheet, client = signed(house, Kind.LEVEL), _ben(house)
    address = _page(house, "level")
    shown = client.get(address).content.decode()
    assert "Admission" in shown and "Low mood since spring" in shown and "Thinking about it" in shown
    sent = {
        "change_id": str(new_id()), "kind": "continued", "to_level": "iop", "on_day": clock_day(house),
        "reason": "Evenings are hard", "worksheet": str(sheet.id),
    }  # fmt: skip
    for spoilt, status in (
        ({"on_day": "soon"}, 422),
        ({"kind": "gone"}, 422),
        ({"to_level": "php"}, 422),
        ({"change_id": "x"}, 404),
    ):
        answer = client.post(address, sent | spoilt)
        assert answer.status_code == status
        assert status == 404 or "Evenings are hard" in answer.content.decode()
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    [line] = LevelChange.objects.filter(kind="continued")
    assert line.signed == sheet and "Evenings are hard" in client.get(address).content.decode()


def clock_day(house: House) -> str:
    from daybridge.core import clock

    return clock.today(house.participants["Ana"].time_zone).isoformat()


def test_a_report_is_attached_and_downloaded_as_it_is(house: House) -> None:
    client, address = _ben(house), _page(house, "level/attach")

    def sent(content: bytes, **more: str) -> dict[str, object]:
        told = {"report_id": str(new_id()), "title": "Report of May", "made_on": ""} | more
        return {**told, "file": SimpleUploadedFile("secret name.pdf", content, content_type="application/pdf")}

    wrong = client.post(address, sent(b"<script>"))
    assert wrong.status_code == 422 and "no PDF" in wrong.content.decode() and "Report of May" in wrong.content.decode()
    assert client.post(address, sent(PDF, made_on="soon")).status_code == 422
    assert client.post(address, {"report_id": str(new_id()), "title": "No file"}).status_code == 422
    assert client.post(address, sent(PDF, made_on="2026-01-05")).status_code == 302
    kept = LicensedReport.objects.get()
    answer = client.get(f"/workspace/licensed-reports/{kept.id}/")
    assert (
        answer.content == PDF
        and answer["X-Content-Type-Options"] == "nosniff"
        and "attachment" in answer["Content-Disposition"]
    )
    assert "secret" not in answer["Content-Disposition"]


def test_whoever_leaves_goes_through_one_page_that_ends_the_stay(house: House) -> None:
    client, address = proved(house.staff["Ben"].account), _page(house, "discharge")
    assert "Write one first" in client.get(address).content.decode()
    page = client.post(address)["Location"]
    one = queries.open_one(house.participants["Ana"].id, Kind.LEAVING)
    assert one and "Nobody sees them within 7 days yet" in client.get(page).content.decode()
    told = {
        name: said
        for code, words in enough_for(one, house.participants["Ana"]).items()
        for name, said in ((f"all-{code}", words), (f"all-{code}-revision", "0"))
    }
    assert client.post(page, told | {"then": "sign"})["Location"].endswith("/sign/")
    shown = client.get(f"{page}sign/")
    assert "Nobody sees them" not in shown.content.decode()
    done = client.post(f"{page}sign/", {"shown": shown.context["document"].shown})
    assert done["Location"] == _page(house, "level")
    way = client.get(_page(house, "level")).content.decode()
    assert "Discharge" in way and "Words of week-with" in way and "1 earlier stay" in way
    assert client.post(address)["Location"] == _page(house, "level"), "nobody leaves twice"
    assert "Signed" in client.get(address).content.decode()
    assert actions.note_end(house.system, LevelChange.objects.get(ends_stay=True).episode).repeated
