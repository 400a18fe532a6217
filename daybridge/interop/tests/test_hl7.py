"""Laboratories' messages: read whatever they look like, kept byte for byte, answered once they are saved."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hl7
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hl7apy.parser import parse_message
from hypothesis import given
from hypothesis import strategies as st

from daybridge.interop.hl7_reading import LARGEST, Read, acknowledgment, read_message
from daybridge.interop.hl7_receiving import answer_to, listening, receive
from daybridge.screens.models import LabMessage, LabReport, ScreenResult
from daybridge.screens.tests.deeds import an_oru, collected
from tests.cast import House, a_prescriber, sign_in

HEAD = b"MSH|^~\\&|A|B|||2026||ORU^R01|7|P|2.5\r"
SAMPLES = Path(__file__).parents[4] / "shared" / "data" / "hl7v2"


@pytest.mark.parametrize("ends", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_make_no_difference(ends: bytes, mark: bytes) -> None:
    read = read_message(mark + an_oru().replace(b"\r", ends))
    assert read.answer == "AA" and read.reports == read_message(an_oru()).reports


@pytest.mark.parametrize(
    ("original", "answer", "why"),
    [
        (b"", "AR", "no_header"),
        (b"\x00\xff", "AR", "no_header"),
        (b"MSH|", "AR", "no_header"),
        (b"PID|1", "AR", "no_header"),
        (HEAD.replace(b"ORU^R01", b"ADT^A03"), "AR", "not_read_here"),
        (HEAD, "AE", "no_results"),
        (HEAD + b"OBR|1|A", "AE", "no_results"),
        (HEAD + b"OBR|1|A\rOBX|1|ST|A^B||" + b"~" * 99_000, "AR", "too_many"),
        (HEAD + b"OBR|1|A\r" + b"OBX|1|ST|A^B||x\r" * 600, "AR", "too_many"),
        (HEAD + b"ZZZ|1\r" * 3_000, "AR", "too_many"),
        (HEAD + b"OBR|1|A\r" + b"OBX|1|ST|A||" + b"^" * 99_000, "AR", "too_many"),
        (HEAD.replace(b"~", b"!") + b"OBR|1|A\r" + b"OBX|1|ST|A||" + b"!" * 99_000, "AR", "too_many"),
        (HEAD.replace(b"^~", b"^^~") + b"PID|1||A&\rOBR|1|X^Y\rOBX|1|ST|A||1", "AE", "cannot_read"),
        (b"x" * (LARGEST + 1), "AR", "too_many"),
    ],
)
def test_what_is_no_result_is_answered_with_the_reason(original: bytes, answer: str, why: str) -> None:
    read = read_message(original)
    assert (read.answer, read.why, read.reports) == (answer, why, ())


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    assert read_message(HEAD + b"PID|" + noise + b"\rOBR|" + noise + b"\rOBX|1|SN|" + noise).answer in (
        "AA",
        "AE",
        "AR",
    )


def test_types_escapes_notes_and_charsets_are_read() -> None:
    said = (
        "OBR|1|A|B\rOBX|1|SN|A^B||>^100|ng||A~H|||C\rNTE|1||See \\T\\ ask\rOBX|2|CWE|X^Y||1^Pós\\F\\^L\rOBX|3|NM|Z||4.2"
    )
    [report] = read_message(HEAD.replace(b"2.5\r", b"2.5||||||8859/1\r") + said.encode("latin-1")).reports
    assert [(one.value, one.flags, one.status) for one in report.readings] == [
        (">100", "A~H", "C"), ("Pós|", "", "F"), ("4.2", "", "F"),
    ]  # fmt: skip
    assert report.readings[0].notes == "See & ask" and (report.placer, report.filler) == ("A", "B")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples lie beside the checkout")
def test_a_time_without_its_offset_is_on_the_houses_own_clock(house: House) -> None:
    original = an_oru(collected(house)).replace(b"+0000", b"")
    read_at = read_message(original).reports[0].reported_at
    receive(house.system, original, way="upload")
    [kept] = ScreenResult.objects.all()
    assert read_at and kept.reported_at == read_at + timedelta(hours=6)  # Chicago in November
    said = HEAD + b"OBR|1|A|||||202611012330-0500\rOBX|1|ST|X||1"
    [report] = read_message(said, zone="America/Chicago").reports
    assert report.collected_at == datetime(2026, 11, 2, 4, 30, tzinfo=UTC)


def test_every_sample_is_read_or_answered_why_not() -> None:
    answers = {path.name: read_message(path.read_bytes()) for path in SAMPLES.glob("*.hl7")}
    assert {name: (one.answer, len(one.reports)) for name, one in answers.items()} == {
        "ADT-A03-02.hl7": ("AR", 0), "ADT-A04-02.hl7": ("AR", 0), "LAB-ORU-1.hl7": ("AA", 2), "ORU-R01-01.hl7": ("AA", 1),
        "REF-I12-01.hl7": ("AR", 0), "own_ORU_R01_urine_drug_screen.hl7": ("AA", 1),
    }  # fmt: skip


@pytest.mark.parametrize("answer", ["AA", "AE", "AR"])
def test_another_library_reads_our_answers(answer: str) -> None:
    said = acknowledgment(
        Read(answer, "cannot_read", "LAB", "7|^&\r"), now=datetime(2026, 11, 24, tzinfo=UTC), number="N1"
    )
    read = parse_message(said.decode(), find_groups=False)
    assert read.msa.msa_1.value == answer and read.msh.msh_9.value.startswith("ACK")
    assert str(hl7.parse(said.decode())["MSA"][0][2]).strip() == "7"


def test_a_message_is_answered_after_it_is_saved_and_the_same_again_the_same(house: House) -> None:
    screen = collected(house)
    first = answer_to(house.organization.id, an_oru(screen))
    again = answer_to(house.organization.id, an_oru(screen))
    assert b"MSA|AA|1|" in first and b"MSA|AA|1|" in again and LabMessage.objects.count() == 1
    assert b"MSA|AR||" in answer_to(house.organization.id, b"\x00 nonsense")
    assert bytes(LabMessage.objects.get(answer="AR").original) == b"\x00 nonsense"


def test_the_listener_frames_its_answers_and_sends_what_never_ends_away() -> None:
    async def talk() -> tuple[bytes, bytes]:
        server = await listening(lambda original: b"got " + original[:3], host="127.0.0.1", port=0)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x0bMSH one\x1c\r\x0bMSH two\x1c\r")
        answers = await reader.readuntil(b"\x1c\r") + await reader.readuntil(b"\x1c\r")
        writer.write(b"x" * (LARGEST * 3))
        refused = await reader.readuntil(b"\x1c\r")
        writer.close()
        server.close()
        return answers, refused

    answers, refused = asyncio.run(talk())
    assert answers == b"\x0bgot MSH\x1c\r" * 2 and b"MSA|AR||too many" in refused


# --- The pages -------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_in_and_what_waits_is_given_its_place(house: House) -> None:
    a_prescriber(house)
    screen, browser = collected(house), sign_in(house.staff["Priya"].account)
    sent = browser.post(
        "/inbox/results/", {"file": SimpleUploadedFile("a.hl7", an_oru(screen, born="19010101"))}, follow=True
    )
    assert "0 matched, 1 wait" in sent.content.decode()
    row = LabReport.objects.get()
    wrong = browser.post(f"/inbox/results/{row.id}/", {"order_number": "DS000"})
    assert wrong.status_code == 422 and "None of your people" in wrong.content.decode()
    assert browser.post(f"/inbox/results/{row.id}/", {"order_number": screen.order_number.lower()}).status_code == 302
    assert screen.order_number in browser.get("/inbox/results/").content.decode()


def test_no_file_an_empty_one_and_one_far_too_large_are_refused_in_words(house: House) -> None:
    a_prescriber(house)
    browser = sign_in(house.staff["Priya"].account)
    assert browser.post("/inbox/results/", {}).status_code == 422
    large = browser.post("/inbox/results/", {"file": SimpleUploadedFile("a.hl7", b"x" * (LARGEST + 200_000))})
    assert large.status_code == 413 and not LabMessage.objects.exists()
    assert sign_in(house.staff["Ben"].account).get("/inbox/results/").status_code == 403
