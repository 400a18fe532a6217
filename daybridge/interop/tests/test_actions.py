"""Files in, by page or by command line: one door behind both."""

from pathlib import Path

import pytest

from daybridge.core.errors import NotYours, Refused
from daybridge.core.models import AuditEntry
from daybridge.intake.models import Referral, ReferralDocument
from daybridge.interop.actions import receive_bundle, refer_file
from daybridge.interop.refusals import CannotRead
from daybridge.interop.tests.bundles import a_bundle, a_condition, a_full_referral, as_file
from tests.cast import House


def test_a_bundle_becomes_a_referral_with_its_facts(house: House) -> None:
    received = receive_bundle(house.actors["Ines"], as_file(a_full_referral()), filename="ana.json")
    referral = Referral.objects.get(id=received.subject_id)
    assert referral.name == "Ana Lucía Rivera"
    assert referral.told.referrer.practitioner == "Dr. Noor Haddad"
    assert referral.document.media_type == "application/fhir+json"


def test_a_bundle_that_is_refused_leaves_nothing(house: House) -> None:
    with pytest.raises(CannotRead):
        receive_bundle(house.actors["Ines"], as_file(a_bundle(a_condition(onsetDateTime="0000"))))
    assert not Referral.objects.exists()
    assert not AuditEntry.objects.filter(deed__startswith="intake.").exists()


def test_staff_who_do_not_work_at_intake_take_in_nothing(house: House) -> None:
    with pytest.raises(Refused):
        receive_bundle(house.actors["Ben"], as_file(a_full_referral()))


def test_the_command_line_says_where_the_referral_is_and_nothing_of_what_it_says(house: House, tmp_path: Path) -> None:
    file = tmp_path / "Rivera_Ana.json"
    file.write_bytes(as_file(a_bundle(a_condition(code=None))))
    said = refer_file("", file)
    referral = Referral.objects.get()
    assert f"/referrals/{referral.id}/" in said
    assert "1 entry could not be read." in said and "things are missing for screening." in said
    assert "Rivera" not in said


def test_the_same_file_by_command_line_and_by_page_is_one_referral(house: House, tmp_path: Path) -> None:
    original = as_file(a_full_referral())
    received = receive_bundle(house.actors["Ines"], original)
    file = tmp_path / "bundle.json"
    file.write_bytes(original)
    said = refer_file("harbor-bridge", file)
    assert "came in before" in said and str(received.subject_id) in said
    assert ReferralDocument.objects.count() == 1


def test_an_organization_that_is_not_there_is_asked_for(house: House, tmp_path: Path) -> None:
    with pytest.raises(NotYours, match="--organization"):
        refer_file("nobody", tmp_path / "bundle.json")


def test_with_several_organizations_the_command_line_asks_which(house: House, elsewhere: House, tmp_path: Path) -> None:
    with pytest.raises(NotYours, match="--organization"):
        refer_file("", tmp_path / "bundle.json")


def test_a_file_of_two_hundred_megabytes_is_refused_without_reading_it(house: House, tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    with pytest.raises(CannotRead) as refused:
        refer_file("", file)
    assert refused.value.code == "too-large"


def test_a_refusal_is_said_in_words_a_person_at_a_terminal_can_use(house: House, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CannotRead) as refused:
        refer_file("", file)
    assert refused.value.words == (
        "This is a PDF. A person can read it, Daybridge cannot. Type the referral in, or ask for a FHIR R4 bundle in JSON."
    )
