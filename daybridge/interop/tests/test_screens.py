"""The page that takes a hospital's file."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from daybridge.intake.models import Referral, ReferralDocument
from daybridge.interop.tests.bundles import GIVEN, a_bundle, a_condition, a_full_referral, as_file
from tests.cast import House, sign_in

UPLOAD = "/referrals/upload/"


@pytest.fixture
def ines(house: House) -> Client:
    return sign_in(house.staff["Ines"].account)  # type: ignore[arg-type]


def send(browser: Client, content: bytes, name: str = "bundle.json") -> Any:
    return browser.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name.split("_")[0])
def test_a_real_bundle_is_taken_in_and_downloaded_byte_for_byte(ines: Client, path: Path) -> None:
    answer = send(ines, path.read_bytes(), path.name)
    assert answer.status_code == 200
    assert "Taken in." in answer.content.decode()
    [(address, _)] = answer.redirect_chain
    assert ines.get(f"{address}original/").content == path.read_bytes()


def test_the_same_file_again_leads_to_the_same_referral(ines: Client) -> None:
    first, again = (send(ines, as_file(a_full_referral())) for _ in range(2))
    assert first.redirect_chain == again.redirect_chain
    assert "This file came in before." in again.content.decode()
    assert Referral.objects.count() == 1


def test_what_could_not_be_read_and_what_is_missing_is_told_after_the_upload(ines: Client) -> None:
    shown = send(ines, as_file(a_bundle(a_condition(code="sad")))).content.decode()
    assert "It should be an object, so this entry was left out." in shown
    assert "entry 2, Condition.code" in shown
    assert "Medicines: none are stated. That does not mean that none are taken." in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "This is a zip archive."),
        (b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>", "This is a C-CDA document"),
        (as_file(a_bundle(a_condition(clinicalStatus="active"))), "This is FHIR DSTU2 / STU3"),
        (as_file(a_bundle({"resourceType": "Patient"})), "The bundle holds two different patients"),
    ],
)
def test_a_refused_file_is_told_on_the_page_and_nothing_is_kept(ines: Client, content: bytes, words: str) -> None:
    answer = send(ines, content)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown and "Nothing of it was saved." in shown and 'role="alert"' in shown
    assert not Referral.objects.exists() and not ReferralDocument.objects.exists()


def test_what_a_refusal_quotes_from_the_file_is_shown_as_text(ines: Client) -> None:
    shown = send(ines, as_file({"resourceType": "<script>alert(1)</script>"})).content.decode()
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown


def test_no_file_is_asked_for_again(ines: Client) -> None:
    answer = ines.post(UPLOAD, {})
    assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()


class Endless(BytesIO):
    """An upload that goes on for as long as somebody reads it, and remembers how far that was."""

    def __init__(self, before: bytes) -> None:
        super().__init__()
        self.before, self.taken = before, 0

    def read(self, size: int | None = -1) -> bytes:
        size = size if size and size > 0 else 65536
        begun = self.before[self.taken : self.taken + size]
        self.taken += size
        return begun + b" " * (size - len(begun))


HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="huge.json"\r\n'
    "Content-Type: application/json\r\n\r\n"
).encode()


def post_a_stream(browser: Client, stream: BytesIO, announced: int) -> Any:
    sent = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(announced), "wsgi.input": stream}
    return browser.generic("POST", UPLOAD, **sent)  # type: ignore[arg-type]


def test_a_file_that_announces_two_hundred_megabytes_is_refused_before_a_byte_is_read(ines: Client) -> None:
    stream = Endless(HEAD)
    answer = post_a_stream(ines, stream, 200 * 1024 * 1024)
    assert answer.status_code == 413
    assert "The file is larger than 20 MB, so it was not read." in answer.content.decode()
    assert stream.taken == 0


def test_a_file_just_over_the_limit_is_stopped_there(ines: Client, settings: Any) -> None:
    settings.LARGEST_REFERRAL = 1024 * 1024
    stream = Endless(HEAD)
    answer = post_a_stream(ines, stream, 1024 * 1024 + 60_000)
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.content.decode()


def test_an_upload_is_held_in_memory_once_and_never_in_a_temporary_file(
    ines: Client, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "nowhere"  # writing there would fail
    content = as_file(a_full_referral()) + b" " * (5 * 1024 * 1024)
    assert send(ines, content).status_code == 200


def test_an_upload_without_its_token_is_refused(house: House) -> None:
    account = house.staff["Ines"].account
    assert account
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(account).cookies
    file = SimpleUploadedFile("bundle.json", as_file(a_full_referral()))
    assert strict.post(UPLOAD, {"file": file}).status_code == 403
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["Ben", "Cleo", "Dev"])
def test_staff_who_do_not_work_at_intake_are_told_whom_to_ask(house: House, who: str) -> None:
    account = house.staff[who].account
    assert account
    browser = sign_in(account)
    for answer in (browser.get(UPLOAD), send(browser, as_file(a_full_referral()))):
        assert answer.status_code == 403
        assert "Pass the file on to them." in answer.content.decode()
    assert not Referral.objects.exists()
