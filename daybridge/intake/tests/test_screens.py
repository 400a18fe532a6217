"""From a hospital's file to an admission, through the pages intake uses."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daybridge.installation.home import CHECKOUT
from daybridge.intake.models import Referral
from daybridge.people.models import Participant
from tests.cast import House, sign_in

FILES = CHECKOUT.parent / "shared" / "data" / "fhir"


@pytest.fixture
def ines(house: House) -> Client:
    return sign_in(house.staff["Ines"].account)  # type: ignore[arg-type]


def _upload(client: Client, content: bytes, name: str = "bundle.json"):  # type: ignore[no-untyped-def]
    return client.post("/referrals/upload/", {"file": SimpleUploadedFile(name, content)})


def _real(name: str) -> bytes:
    return next(Path(FILES).glob(f"{name}*.json")).read_bytes()


SMALL = (
    b'{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:6a6b5d1e-0000-4000-8000-000000000001",'
    b'"resource":{"resourceType":"Patient","name":[{"family":"<script>alert(1)</script>","given":["Nia"]}],'
    b'"birthDate":"1991-02-03","telecom":[{"system":"phone","value":"555-0144"}]}}]}'
)


def test_a_real_bundle_becomes_one_referral_however_often_it_is_uploaded(ines: Client) -> None:
    original = _real("Milan_Beatty")
    first, again = _upload(ines, original), _upload(ines, original)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    page = ines.get(first["Location"]).content.decode()
    assert "Beatty" in page and "entry" in page
    assert ines.get(first["Location"] + "original/").content == original
    assert Referral.objects.count() == 1


def test_a_name_that_is_markup_is_shown_as_text(ines: Client) -> None:
    page = ines.get(_upload(ines, SMALL)["Location"]).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b'{"resourceType": "Bundle",', "cut off"),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", "XML"),
        (b"PK\x03\x04rest", "zip"),
        (b"MSH|^~\\&|A|B", "HL7 version 2"),
        (b"[1, 2]", "Ask for"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_imported(
    ines: Client, content: bytes, said: str
) -> None:
    refused = _upload(ines, content)
    assert refused.status_code == 422 and said in refused.content.decode()
    assert not Referral.objects.exists()


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(ines: Client) -> None:
    refused = ines.generic(
        "POST", "/referrals/upload/", b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=200 * 2**20
    )
    assert refused.status_code == 413 and b"20 MB" in refused.content


def test_a_referral_is_screened_accepted_and_admitted(house: House, ines: Client) -> None:
    at = _upload(ines, SMALL)["Location"]
    ines.post(at + "call/", {"call_with": "referrer", "result": "reached", "note": "They can start Monday."})
    for deed in ("screen", "accept"):
        assert ines.post(f"{at}{deed}/", {"note": ""}).status_code == 302
    form = {
        "given_name": "Nia", "family_name": "Stone", "born_on": "1991-02-03", "language": "en", "phone": "555-0144",
        "program": str(house.programs["Adult day"].id), "primary_therapist": str(house.staff["Ben"].id),
        "covering": "", "admitted_on": "2026-11-23",
    }  # fmt: skip
    done = ines.post(at + "admit/", form)
    nia = Participant.objects.get(family_name="Stone")
    assert done["Location"] == f"/people/{nia.id}/invite/" and ines.get(done["Location"]).status_code == 200
    assert Referral.objects.get().state == "admitted"


def test_declining_needs_a_reason(ines: Client) -> None:
    at = _upload(ines, SMALL)["Location"]
    assert ines.post(f"{at}decline/", {"note": ""}).status_code == 422
    assert (
        ines.post(f"{at}decline/", {"reason": "no_place", "note": "Told about the center in town."}).status_code == 302
    )
    assert Referral.objects.get().reason == "no_place"


def test_someone_on_record_is_offered_and_never_joined_unasked(house: House, ines: Client) -> None:
    at = _upload(
        ines,
        SMALL.replace(b"<script>alert(1)</script>", b"Rivera")
        .replace(b"Nia", b"Ana")
        .replace(b"1991-02-03", b"1990-04-12"),
    )["Location"]
    assert "Ana Rivera" in ines.get(at).content.decode() and Referral.objects.get().participant_id is None
    ines.post(f"{at}known/{house.participants['Ana'].id}/")
    assert Referral.objects.get().participant == house.participants["Ana"]


def test_a_referral_by_phone_is_taken_down(ines: Client) -> None:
    page = ines.get("/referrals/new/").content.decode()
    referral_id = page.split('name="referral_id" value="')[1].split('"')[0]
    words = {
        "referral_id": referral_id,
        "given_name": "Iris",
        "family_name": "Holt",
        "language": "en",
        "phone": "555-0177",
    }
    first, again = ines.post("/referrals/new/", words), ines.post("/referrals/new/", words)
    assert first["Location"] == again["Location"] and Referral.objects.count() == 1
    assert "Iris Holt" in ines.get("/referrals/").content.decode()


@pytest.mark.parametrize("who", ["Cleo", "Dev", "Ben"])
def test_those_who_do_not_work_intake_find_no_referral(house: House, ines: Client, who: str) -> None:
    at = _upload(ines, SMALL)["Location"]
    other = sign_in(house.staff[who].account)  # type: ignore[arg-type]
    assert other.get(at).status_code == 404 and other.get(at + "original/").status_code == 404
    assert _upload(other, SMALL).status_code in (403, 404)
    assert "Nia" not in other.get("/referrals/").content.decode()


def test_another_organizations_referral_does_not_exist(house: House, elsewhere: House, ines: Client) -> None:
    at = _upload(ines, SMALL)["Location"]
    esi = sign_in(elsewhere.staff["Esi"].account)  # type: ignore[arg-type]
    assert esi.get(at).status_code == 404
