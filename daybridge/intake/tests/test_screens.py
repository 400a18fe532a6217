"""From a hospital's file to an admission, through the pages intake uses."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.installation.home import CHECKOUT
from daybridge.intake.actions import receive_phone_referral
from daybridge.intake.models import Referral
from daybridge.intake.rules import (
    Dose,
    IdentifierFact,
    MedicineFact,
    PersonFacts,
    PersonName,
    PhoneFact,
    Place,
    ProblemFact,
    State,
    When,
)
from daybridge.intake.tests.referrals import MIRA, SUBSTANCE_USE, a_referral, facts_about
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


# --- One page at a time ----------------------------------------------------------------------------------------------


def signed_in(house: House, name: str) -> Client:
    person = house.staff.get(name) or house.participants[name]
    return sign_in(person.account)  # type: ignore[arg-type]


def pages_of(referral: Referral) -> list[str]:
    at = f"/referrals/{referral.id}/"
    return ["/referrals/", "/referrals/?state=closed", "/referrals/open/", "/referrals/new/", "/referrals/upload/", at]


DEEDS = ["call", "screen", "accept", "wait", "decline", "withdraw", "reopen", "new-person", "admit"]


@pytest.mark.parametrize("who", ["Ines", "Dora"])
@pytest.mark.parametrize("state", [state for state in State if state not in (State.ADMITTED, State.WITHDRAWN)])
def test_intake_and_directors_open_every_page_in_every_state(house: House, who: str, state: State) -> None:
    referral, browser = a_referral(house, state), signed_in(house, who)
    for address in pages_of(referral):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        shown = answer.content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=", shown), address
        assert not re.search(r"<script(?![^>]*\bsrc=)", shown), address


def test_a_stranger_signs_in_first(house: House) -> None:
    for address in pages_of(a_referral(house)):
        assert Client().get(address).status_code == 302, address


def test_a_participant_finds_no_referrals(house: House) -> None:
    referral, browser = a_referral(house), signed_in(house, "Ana")
    for address in pages_of(referral):
        assert browser.get(address).status_code == 404, address


@pytest.mark.parametrize("who", ["Cleo", "Ben", "Dev"])
def test_other_staff_can_do_nothing_to_a_referral(house: House, who: str) -> None:
    referral, browser = a_referral(house), signed_in(house, who)
    for deed in DEEDS:
        assert browser.post(f"/referrals/{referral.id}/{deed}/").status_code in (403, 404), deed
    assert browser.get("/referrals/new/").status_code == 403
    referral.refresh_from_db()
    assert referral.state == State.RECEIVED


def test_a_therapist_reads_the_referral_of_someone_in_their_care_and_decides_nothing(
    house: House, ines: Client
) -> None:
    person = PersonFacts(names=(PersonName("Ana", "Rivera"),), born_on=When("1990-04-12"))
    referral = a_referral(house, person=person, **SUBSTANCE_USE)
    ines.post(f"/referrals/{referral.id}/known/{house.participants['Ana'].id}/")
    ben, at = signed_in(house, "Ben"), f"/referrals/{referral.id}/"
    page = ben.get(at).content.decode()
    assert "Alcohol use disorder" in page and "Begin screening" not in page and "Log a call" not in page
    assert ben.post(f"{at}screen/").status_code == 403
    assert signed_in(house, "Cleo").get(at).status_code == 404


def test_every_look_at_a_referral_and_every_download_is_written_down(house: House, ines: Client) -> None:
    referral = a_referral(house)
    ines.get(f"/referrals/{referral.id}/")
    ines.get(f"/referrals/{referral.id}/original/")
    looks = AuditEntry.objects.filter(deed="privacy.DocumentOpened", subject_id=referral.id)
    assert [look.person_id for look in looks] == [house.staff["Ines"].id] * 2


def test_a_download_has_a_name_that_tells_nothing_and_is_never_opened_as_a_page(house: House, ines: Client) -> None:
    original = b"<script>alert(1)</script>\x00"
    referral = a_referral(house, original=original)
    answer = ines.get(f"/referrals/{referral.id}/original/")
    assert answer.content == original
    assert re.fullmatch(r'attachment; filename="referral-[0-9a-f]{8}\.json"', answer["Content-Disposition"])
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert answer["Cache-Control"] == "no-store"


def test_a_referral_by_phone_has_no_original(house: House, ines: Client) -> None:
    received = receive_phone_referral(
        house.actors["Ines"], house.organization, referral_id=new_id(), facts=facts_about(), note=""
    )
    at = f"/referrals/{received.subject_id}/"
    assert ines.get(f"{at}original/").status_code == 404
    assert "Download the original" not in ines.get(at).content.decode()


def test_facts_stand_on_the_page_with_their_place(house: House, ines: Client) -> None:
    problem = ProblemFact(
        "Opioid abuse (disorder)", "http://snomed.info/sct", "5602001", When("1998-05"), place=Place(6, "Condition")
    )
    medicine = MedicineFact(
        "Sertraline 100 mg",
        Dose(amount="1", times="1", period="1", period_unit="d"),
        place=Place(9, "MedicationRequest"),
    )
    referral = a_referral(house, problems=(problem,), medicines=(medicine,))
    page = " ".join(re.sub(r"<[^>]+>", " ", ines.get(f"/referrals/{referral.id}/").content.decode()).split())
    assert "Opioid misuse (disorder) since May 1998 · SNOMED CT 5602001 · entry 6, Condition" in page
    assert "Sertraline 100 mg 1, once a day entry 9, MedicationRequest" in page
    assert "abuse" not in page.lower()
    assert "Missing for screening" in page and "Who pays." in page
    assert "Protected by 42 CFR Part 2" in page


def test_hostile_names_are_shown_as_text_in_their_own_direction(house: House, ines: Client) -> None:
    person = PersonFacts(names=(PersonName("<img src=x onerror=alert(1)>", "مریم"),), born_on=When("1990-01-01"))
    referral = a_referral(house, person=person)
    for address in (f"/referrals/{referral.id}/", "/referrals/"):
        shown = ines.get(address).content.decode()
        assert "<bdi>&lt;img src=x onerror=alert(1)&gt; مریم</bdi>" in shown
        assert "<img src=x" not in shown


def test_a_phone_number_cannot_become_another_kind_of_link(house: House, ines: Client) -> None:
    person = PersonFacts(names=MIRA.names, phones=(PhoneFact('555"><script>alert(1)</script>'),))
    shown = ines.get(f"/referrals/{a_referral(house, person=person).id}/").content.decode()
    assert "<script>alert" not in shown


def test_a_social_security_number_is_shown_by_its_end_only(house: House, ines: Client) -> None:
    number = IdentifierFact("http://hl7.org/fhir/sid/us-ssn", "999-93-8359", "Social Security Number", "SS")
    person = PersonFacts(names=MIRA.names, identifiers=(number,))
    shown = ines.get(f"/referrals/{a_referral(house, person=person).id}/").content.decode()
    assert "… 8359" in shown and "999-93" not in shown


def test_a_call_that_says_nothing_comes_back_with_the_note_that_was_typed(house: House, ines: Client) -> None:
    referral = a_referral(house)
    answer = ines.post(f"/referrals/{referral.id}/call/", {"note": "They call back at four."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "They call back at four." in shown and "Choose whom the call was with." in shown


def test_a_decision_that_came_too_late_is_told_and_its_note_kept(house: House, ines: Client) -> None:
    referral = a_referral(house)
    answer = ines.post(f"/referrals/{referral.id}/accept/", {"note": "Fits the evening group."})
    assert answer.status_code == 409
    assert "where this referral stands now" in answer.content.decode()


def test_a_call_stops_the_clock_on_the_board(house: House, ines: Client) -> None:
    referral = a_referral(house)
    assert "Answer due in 4 h" in ines.get("/referrals/").content.decode()
    ines.post(f"/referrals/{referral.id}/call/", {"call_with": "referrer", "result": "left_message", "note": ""})
    assert "Answered in time" in ines.get("/referrals/").content.decode()


def test_a_declined_referral_can_be_opened_again(house: House, ines: Client) -> None:
    at = f"/referrals/{a_referral(house, State.DECLINED).id}/"
    assert "Needs less care than we give" in ines.get(at).content.decode()
    ines.post(f"{at}reopen/")
    assert Referral.objects.get().state == State.SCREENING


def test_the_admission_is_filled_in_with_what_the_referral_says(house: House, ines: Client) -> None:
    referral = a_referral(house, State.ACCEPTED, **SUBSTANCE_USE)
    shown = ines.get(f"/referrals/{referral.id}/admit/").content.decode()
    for value in ('value="Mira"', 'value="Solis"', 'value="1988-03-02"', 'value="555-0144"', 'value="2026-11-23"'):
        assert value in shown
    assert re.search(r'name="substance_use_focus"[^>]*checked', shown)


def test_an_admission_that_cannot_be_says_why_beside_the_field(house: House, ines: Client) -> None:
    at = f"/referrals/{a_referral(house, State.ACCEPTED).id}/admit/"
    ben = str(house.staff["Ben"].id)
    told = {
        "given_name": "Mira", "family_name": "Solis", "born_on": "1988-03-02", "language": "en", "admitted_on": "2026-11-24",
        "program": str(house.programs["Adult day"].id), "primary_therapist": ben, "covering": ben,
    }  # fmt: skip
    answer = ines.post(at, told)
    assert answer.status_code == 422 and "cover for themself" in answer.content.decode()
    answer = ines.post(at, told | {"covering": "", "born_on": "2031-01-01"})
    assert answer.status_code == 422 and "still to come" in answer.content.decode()
    assert not Participant.objects.filter(family_name="Solis").exists()


def test_the_live_board_holds_no_field_and_looks_again_when_poked(house: House, ines: Client) -> None:
    a_referral(house)
    part = ines.get("/referrals/open/").content.decode()
    assert part.lstrip().startswith('<div id="referral-board"')
    assert 'hx-trigger="referrals from:body' in part
    assert not re.search(r"<(input|textarea|select|form)\b", part)


def test_an_empty_board_says_what_to_do_next(house: House, ines: Client) -> None:
    assert "No open referral" in ines.get("/referrals/").content.decode()
    assert (
        "Referrals are worked on by intake and directors" in signed_in(house, "Ben").get("/referrals/").content.decode()
    )


def test_a_phone_referral_keeps_everything_that_was_said(house: House, ines: Client) -> None:
    told = {
        "referral_id": str(new_id()), "organization": "Elm Clinic", "practitioner": "Jo Park", "referrer_phone": "555-0170",
        "given_name": "Iris", "family_name": "Holt", "born_on": "1979-02-28", "phone": "555-0177", "language": "es",
        "request": "Evening IOP", "problems": "Depression\n\n Panic attacks ", "medicines": "Sertraline 50 mg", "allergies": "Latex",
        "payer": "Acme", "member_id": "77", "contact_name": "Theo Holt", "contact_phone": "555-0178",
        "tells_of_substance_use": "on", "note": "Prefers to be texted.",
    }  # fmt: skip
    page = ines.post("/referrals/new/", told, follow=True).content.decode()
    for said in ("Elm Clinic", "Jo Park", "Iris Holt", "Evening IOP", "Panic attacks", "Sertraline 50 mg", "Latex", "Acme",
                 "Theo Holt", "Prefers to be texted.", "Español", "Protected by 42 CFR Part 2"):  # fmt: skip
        assert said in page, said


@pytest.mark.parametrize(
    "wrong", [{"given_name": ""}, {"born_on": "2031-01-01"}, {"referral_id": "x"}, {"email": "nope"}]
)
def test_a_phone_referral_that_cannot_be_saved_comes_back_as_typed(ines: Client, wrong: dict[str, str]) -> None:
    told = {"referral_id": str(new_id()), "given_name": "Iris", "family_name": "Holt", "note": "Prefers to be texted."}
    answer = ines.post("/referrals/new/", told | wrong)
    assert answer.status_code == 422 and "Prefers to be texted." in answer.content.decode()
    assert not Referral.objects.exists()


def test_pages_speak_spanish_to_those_who_chose_it(house: House) -> None:
    from daybridge.people.actions import choose_language

    choose_language(house.actors["Ines"], house.staff["Ines"], language="es")
    browser = signed_in(house, "Ines")
    referral = a_referral(house)
    assert browser.get(f"/referrals/{referral.id}/").status_code == 200
    assert browser.get("/referrals/").status_code == 200
