"""Taking one's own record out: who may, what is shown, and what it leaves behind."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybridge.checkins.models import Entry
from daybridge.companion.record import SECTIONS, json_pieces
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.measures.models import Score, Sheet, SheetPart
from daybridge.medications.reconciling.actions import tell_taking
from daybridge.medications.reconciling.rules import Taking
from daybridge.people.actions import choose_language
from daybridge.people.models import Participant
from daybridge.privacy import rules
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from tests.cast import (
    PASSWORD,
    House,
    a_medicine,
    a_participant,
    a_prescriber,
    a_sheet,
    a_worksheet,
    an_alert,
    an_entry,
    episode_of,
    later,
    proved,
    sign_in,
)
from tests.lived import HOSTILE, KEPT
from tests.permissions.scene import Scene

PAGE, RECORD, FILE = "/companion/data/", "/companion/data/record/", "/companion/data/record.json"
PROOF = "/accounts/reauthenticate/?next="


@pytest.fixture
def ana(house: House) -> Participant:
    return house.participants["Ana"]


@pytest.fixture
def phone(ana: Participant) -> Client:
    return proved(ana.account)


def _page(client: Client, path: str = RECORD) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return (answer.getvalue() if answer.streaming else answer.content).decode()  # type: ignore[no-any-return]


def _file(client: Client) -> dict[str, Any]:
    return json.loads(client.post(FILE).getvalue())  # type: ignore[no-any-return, attr-defined]


# --- Is it still them? -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path", "back"), [("get", RECORD, RECORD), ("post", FILE, f"{PAGE}?proved")])
def test_whoever_has_not_shown_lately_that_it_is_them_is_asked_first(
    ana: Participant, method: str, path: str, back: str
) -> None:
    for client in (sign_in(ana.account), proved(ana.account, ago=timedelta(minutes=6))):  # type: ignore[arg-type]
        answer = getattr(client, method)(path)
        assert answer.status_code == 302
        assert answer["Location"].replace("%2F", "/").replace("%3F", "?") == PROOF + back
    assert not AuditEntry.objects.filter(deed="privacy.RecordExported").exists()


def test_after_the_password_the_record_opens(ana: Participant) -> None:
    client = sign_in(ana.account)  # type: ignore[arg-type]
    asked = client.get(RECORD)["Location"]
    assert client.post(asked, {"password": "not this one 7"}).status_code == 200
    assert client.post(asked, {"password": PASSWORD})["Location"] == RECORD
    assert "Who you are" in _page(client)


def test_somebody_elses_proof_counts_for_nothing(house: House, ana: Participant) -> None:
    client = proved(ana.account)
    session = client.session
    session["account_authentication_methods_user"] = str(house.participants["Zoe"].account_id)
    session.save()
    assert client.get(RECORD).status_code == 302


def test_back_from_the_password_the_page_says_that_the_download_is_ready(phone: Client, ana: Participant) -> None:
    assert "Now you can download your record." in _page(phone, f"{PAGE}?proved")
    assert "Now you can download" not in _page(phone, PAGE)
    assert "Now you can download" not in _page(sign_in(ana.account), f"{PAGE}?proved")  # type: ignore[arg-type]


# --- Walls -----------------------------------------------------------------------------------------------------------


def test_staff_find_nothing_here_and_strangers_sign_in(house: House, db: None) -> None:
    ben = proved(house.staff["Ben"].account)
    assert [ben.get(PAGE).status_code, ben.get(RECORD).status_code, ben.post(FILE).status_code] == [404] * 3
    assert all("/accounts/login/" in Client().get(path)["Location"] for path in (PAGE, RECORD))


def test_a_file_is_asked_for_by_post_only(phone: Client) -> None:
    assert phone.get(FILE).status_code == 405


def test_nothing_of_it_stays_in_a_cache(phone: Client) -> None:
    for answer in (phone.get(PAGE), phone.get(RECORD), phone.post(FILE)):
        assert "no-store" in answer["Cache-Control"]


def test_the_file_has_a_name_that_says_nothing(phone: Client) -> None:
    answer = phone.post(FILE)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="daybridge-2026-11-23.json"'


# --- What it leaves behind -------------------------------------------------------------------------------------------


def test_taking_it_out_is_written_down_and_shown_to_them(phone: Client, ana: Participant) -> None:
    _page(phone)
    told = _file(phone)
    done = AuditEntry.objects.filter(deed="privacy.RecordExported", participant_id=ana.id).order_by("id")
    assert [one.facts for one in done] == [{"shape": "page"}, {"shape": "json"}]
    assert [one["what"] for one in told["sections"]["access"]["rows"]] == ["page", "json"]
    shown = _page(phone, PAGE)
    assert "Taken out before" in shown and "as a file" in shown and "as a page" in shown


def test_again_and_again_has_to_wait(ana: Participant, phone: Client) -> None:
    for _time in range(rules.MOST_EXPORTS):
        assert phone.post(FILE).status_code == 200
    answer = phone.post(FILE)
    assert answer.status_code == 429 and "wait an hour" in answer.content.decode()
    assert phone.get(RECORD).status_code == 429
    with clock.at(later(minutes=61)):
        assert proved(ana.account).post(FILE).status_code == 200


# --- What is in it ---------------------------------------------------------------------------------------------------


def test_the_page_reads_from_section_to_section(lived_scene: Scene) -> None:
    shown = unescape(_page(proved(lived_scene.ana.account)))
    for section in SECTIONS:
        assert f'href="#{section.code}"' in shown and f'id="{section.code}"' in shown, section.code
    for words in (
        "Ana Rivera", "MRN-77", "Lakeside", "Tía Luz", "555-0177", "Ben Okafor", "Dual diagnosis", "Major depression",
        "seven quiet herons", "very low", "Loud day", "Urge to use", "2 of 5, did not act on it", "Used cold water", KEPT,
        "only you", "It passes.", "Count seven quiet herons", "Signed by the clinician", "You asked your team to contact you",
        "I call you at five.", "She sounds better", "An urgent message", "On your phone, up to number 2", "A worse day than their usual", "Useful",
        "Score: ", "You have a new note.", "Firefox, Android", "192.0.2.7", "Looked at your chart", "for treatment",
        "22:00 – 07:00", "For the seven quiet herons", "in a hard moment", "It helped a little", "Heronine", "Take it with food.", "Skipped", "Upset stomach", "orders.json",
    ):  # fmt: skip
        assert words in shown, words


def test_what_they_say_they_take_stands_beside_its_name(house: House, ana: Participant) -> None:
    a_prescriber(house)
    medicine = a_medicine(house, ana, name="Sertraline")
    told = Taking(says={medicine.id: "differently"}, words={medicine.id: "Half of it"}, more="Melatonin")
    tell_taking(house.actors["Ana"], ana, entry_id=new_id(), told=told, made_at=clock.now())
    section = next(one for one in SECTIONS if one.code == "taking")
    [row] = section.read(ana)
    first, more = section.in_words(row).told
    assert first.label == "Sertraline" and "Half of it" in str(first.words) and more.words == "Melatonin"
    assert section.as_json(row)["more"] == "Melatonin"


def test_times_are_those_of_the_persons_own_zone(house: House, phone: Client, ana: Participant) -> None:
    an_entry(house, ana, mood=3)  # at 20:00 UTC
    shown = _page(phone)
    assert "Times are those of America/Chicago." in shown
    assert "Mon 23 Nov 2026, 14:00" in shown
    assert _file(phone)["sections"]["check_ins"]["rows"][0]["made_at"] == "2026-11-23T20:00:00+00:00"


def test_it_is_told_in_spanish_to_whoever_reads_spanish(lived_scene: Scene) -> None:
    choose_language(lived_scene.house.actors["Ana"], lived_scene.ana, language="es")
    shown = unescape(_page(proved(lived_scene.ana.account)))
    for words in (
        "Quién es usted",
        "Sus registros",
        "muy bajo",
        "Ganas de consumir",
        "solo usted",
        "Miró su expediente",
    ):
        assert words in shown, words
    assert "Your check-ins" not in shown and "Who may read it" not in shown


def test_what_somebody_typed_can_do_nothing_in_the_page(lived_scene: Scene) -> None:
    client = proved(lived_scene.ana.account)
    shown = _page(client)
    assert "<script>alert" not in shown and "<img src=x" not in shown and HOSTILE in unescape(shown)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=\"", shown)
    assert HOSTILE in [one["note"] for one in _file(client)["sections"]["check_ins"]["rows"]]


def test_secrets_are_in_neither(lived_scene: Scene) -> None:
    client = proved(lived_scene.ana.account)
    page, file = _page(client), client.post(FILE).getvalue().decode()  # type: ignore[attr-defined]
    passkey = json.dumps(lived_scene.passkey.data)[20:60]
    for secret in (
        lived_scene.ana.account.password,
        "k" * 32,
        lived_scene.device.endpoint,
        lived_scene.device.p256dh,
        passkey,
    ):  # type: ignore[union-attr]
        assert secret not in page and secret not in file


def test_an_empty_record_reads_well(house: House) -> None:
    new = a_participant(house, "Nia Ford")
    shown = _page(proved(new.account))
    assert "Nia Ford" in shown and shown.count("Nothing here.") > 10
    assert _file(proved(new.account))["sections"]["episodes"] == {
        "title": "Your stays in the program",
        "rows": [],
        "count": 0,
    }


def test_somebody_who_left_still_takes_everything_out(house: House, ana: Participant, phone: Client) -> None:
    an_entry(house, ana, mood=4, note="Last day")
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    assert "You finished the program" in _page(phone)
    assert _file(phone)["sections"]["check_ins"]["count"] == 1


def _of_a_file_that_is_gone(ana: Participant) -> None:
    """Answers to an instrument and a worksheet whose files a site once had and took away."""
    day = clock.today(ana.time_zone)
    mine = {"organization_id": ana.organization_id, "participant": ana, "on_day": day}
    with guard.writing():
        Entry.objects.create(
            **mine, id=(own := new_id()), about=own, episode=episode_of(ana), worksheet="own-sheet", version=1,
            made_at=clock.now(), is_shared=True, answers={"place": "On the pier"},
        )  # fmt: skip
        sheet = Sheet.objects.create(
            **mine, instrument="own-scale", version=1, way="phone", begun_at=clock.now(), finished_at=clock.now()
        )
        about = {"organization_id": ana.organization_id, "sheet": sheet}
        SheetPart.objects.create(**about, made_at=clock.now(), answers={"1": "2", "2": "declined"}, is_last=True)
        SheetPart.objects.create(**about, made_at=clock.now(), saved_at=later(minutes=5), answers={"1": "3"})
        Score.objects.create(**mine, sheet=sheet, instrument="own-scale", score="total", value=Decimal(2), band="mild")


def test_what_a_site_took_its_files_away_of_is_still_told(ana: Participant, phone: Client) -> None:
    _of_a_file_that_is_gone(ana)
    shown = _page(phone)
    for words in (
        "own-scale",
        "Question 1",
        "Declined to answer",
        "Score: total",
        "2, mild",
        "own-sheet",
        "On the pier",
        "Came later",
    ):
        assert words in shown, words


def test_more_rows_take_no_more_queries(house: House, ana: Participant) -> None:
    def lived(times: int) -> int:
        for number in range(times):
            with clock.at(later(minutes=number)):
                an_entry(house, ana, mood=1 + number % 5)
                a_worksheet(house, ana)
                a_sheet(house, ana)
                an_alert(house, ana)
        with CaptureQueriesContext(connection) as asked:
            "".join(json_pieces(ana, house.organization))
        return len(asked)

    assert lived(1) == lived(6)
