"""Files with messages: kept sealed, given out through permission, looked at by a scanner where there is one."""

import base64
import json
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daybridge.core import clock
from daybridge.core.errors import IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.messaging import queries
from daybridge.messaging.models import Message, MessageFile
from daybridge.messaging.requests import receive
from daybridge.messaging.tests.deeds import a_message
from daybridge.messaging.tests.files import GPS, PDF, WEBM, a_jpeg, exif, segment
from tests.cast import House, sign_in

PHOTO = a_jpeg(segment(0xE1, exif(6)))


def _send(client: Client, content: bytes = PHOTO, name: str = "ana.jpg", **more: Any) -> Any:
    file = {"name": name, "content": base64.b64encode(content).decode()}
    body = {"id": new_id(), "words": "", "made_at": clock.now(), "file": file, **more}
    return client.post("/api/companion/messages", json.dumps(body, default=str), content_type="application/json")


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _address(house: House, name: str = "Ana") -> str:
    return f"/workspace/people/{house.participants[name].id}/messages/"


# --- Kept ------------------------------------------------------------------------------------------------------------


def test_a_picture_comes_without_words_and_without_its_place(house: House, phone: Client) -> None:
    assert _send(phone).status_code == 201
    file = MessageFile.objects.get()
    assert GPS not in queries.unsealed(file) and b"picture" in queries.unsealed(file)
    assert b"picture" not in bytes(file.sealed), "the database alone can't show it"
    [one] = phone.get("/api/companion/messages").json()["messages"]
    assert (one["words"], one["file"]) == ("", {"id": str(file.id), "kind": "picture", "name": "ana.jpg"})


def test_the_same_picture_is_kept_once_and_another_under_its_id_is_refused(phone: Client) -> None:
    id = new_id()
    assert [_send(phone, id=id).status_code for _ in range(2)] == [201, 200]
    assert _send(phone, a_jpeg(segment(0xDB, b"other")), id=id).status_code == 409
    assert _send(phone, id=id, file=None, words="x").status_code == 409
    assert MessageFile.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"MZ\x90", b"\xff\xd8\xffbroken"])
def test_what_is_no_file_of_ours_is_refused_with_a_reason_and_keeps_nothing(phone: Client, content: bytes) -> None:
    answer = _send(phone, content, words="Look")
    assert answer.status_code == 422 and answer.json()["errors"][0]["message"]
    assert not Message.objects.exists()


def test_what_is_no_base64_and_what_is_too_long_is_refused(phone: Client) -> None:
    for content in ("a", "%%%", "A" * 1_000_000):
        assert _send(phone, file={"name": "x", "content": content}).status_code == 422
    assert _send(phone, file={"name": "x", "content": "A" * 2_000_000}).status_code in (400, 413)


def test_a_file_goes_with_no_message_that_puts_another_in_other_words(house: House, phone: Client) -> None:
    first = a_message(house, "Look")
    assert _send(phone, words="", about=first.subject_id).status_code == 422
    refused = _send(phone, words="Look here", about=first.subject_id)
    assert refused.status_code == 422 and "in a message of its own" in refused.json()["errors"][0]["message"]
    assert Message.objects.count() == 1 and not MessageFile.objects.exists()
    own, browser = a_message(house, "Yes", by="Ben"), sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    sent = {"deed": "send", "id": new_id(), "words": "Yes, at ten", "about": own.subject_id}
    answer = browser.post(_address(house), sent | {"file": SimpleUploadedFile("Letter.pdf", PDF)})
    assert answer.status_code == 422 and "in a message of its own" in answer.content.decode()
    assert "Yes, at ten</textarea>" in answer.content.decode() and Message.objects.count() == 2


def test_staff_send_a_document_from_their_page(house: House) -> None:
    browser = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    sent = {"deed": "send", "id": new_id(), "words": "", "file": SimpleUploadedFile("Letter for school.html", PDF)}
    assert browser.post(_address(house), sent).status_code == 302
    shown = browser.get(_address(house)).content.decode()
    assert "Letter for school.pdf" in shown
    wrong = {"deed": "send", "id": new_id(), "words": "See", "file": SimpleUploadedFile("x.pdf", b"<html>")}
    refused = browser.post(_address(house), wrong)
    assert (
        refused.status_code == 422
        and "Only pictures" in refused.content.decode()
        and "See</textarea>" in refused.content.decode()
    )


# --- Given out -------------------------------------------------------------------------------------------------------


def test_a_file_is_saved_and_never_run_in_the_house(house: House, phone: Client) -> None:
    _send(phone, PDF, "seven quiet herons.pdf")
    file = MessageFile.objects.get()
    for client, address in (
        (phone, f"/companion/messages/files/{file.id}/"),
        (sign_in(house.staff["Ben"].account), f"{_address(house)}files/{file.id}/"),  # type: ignore[arg-type]
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == f'attachment; filename="message-{file.id.hex[-8:]}.pdf"'
        assert "sandbox" in answer["Content-Security-Policy"] and "script-src" not in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]


def test_nobody_outside_the_thread_gets_a_file(house: House, phone: Client) -> None:
    _send(phone)
    file = MessageFile.objects.get()
    for name in ("Zoe", "Cleo", "Dev"):
        person: Any = house.staff.get(name) or house.participants[name]
        client = sign_in(person.account)
        for address in (f"/companion/messages/files/{file.id}/", f"{_address(house)}files/{file.id}/"):
            assert client.get(address).status_code == 404
    ben = sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]
    assert ben.get(f"{_address(house, 'Zoe')}files/{file.id}/").status_code == 404, "not under somebody else's name"


def test_a_look_at_a_document_is_written_down(house: House, phone: Client) -> None:
    _send(phone, PDF)
    _send(phone)
    browser = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    for file in MessageFile.objects.all():
        browser.get(f"{_address(house)}files/{file.id}/")
    assert AuditEntry.objects.filter(deed="privacy.DocumentOpened").count() == 1


# --- Scanned ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[dict[str, Any]]:
    """Something that speaks as clamd does, over its socket: what it was given, and what it says."""
    told: dict[str, Any] = {"says": b"stream: OK\0", "given": b""}
    place = tmp_path / "clamd.ctl"
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(place))
    server.listen()

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                told["given"] = b""
                while length := struct.unpack(">I", heard.read(4))[0]:
                    told["given"] += heard.read(length)
                line.sendall(told["says"])

    threading.Thread(target=serve, daemon=True).start()
    settings.CLAMAV = str(place)
    yield told
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_a_file_is_looked_at_as_it_is_kept(clamd: dict[str, Any]) -> None:
    large = WEBM + b"x" * 200_000
    assert receive(large, name="note").verdict == "sound"
    assert clamd["given"] == large
    assert receive(PHOTO, name="p").file.content == clamd["given"], "without what is cut out"


def test_what_a_scanner_finds_is_not_kept(clamd: dict[str, Any], phone: Client) -> None:
    clamd["says"] = b"stream: Eicar-Test-Signature FOUND\0"
    answer = _send(phone)
    assert answer.status_code == 422 and "not safe" in answer.json()["errors"][0]["message"]
    assert not Message.objects.exists()


def test_while_the_scanner_is_silent_nothing_is_kept_and_the_phone_tries_again(
    clamd: dict[str, Any], phone: Client, settings: Any, house: House
) -> None:
    for says in (b"INSTREAM size limit exceeded. ERROR\0", b""):
        clamd["says"] = says
        assert _send(phone).status_code == 503
    settings.CLAMAV = "/nowhere/clamd.ctl"
    assert _send(phone).status_code == 503
    browser = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    sent = {"deed": "send", "id": new_id(), "words": "seven herons", "file": SimpleUploadedFile("x.pdf", PDF)}
    refused = browser.post(_address(house), sent)
    assert refused.status_code == 422 and "seven herons" in refused.content.decode()
    assert not Message.objects.exists()


def test_without_a_scanner_it_stands_beside_the_file_that_nobody_looked(phone: Client) -> None:
    _send(phone)
    assert MessageFile.objects.get().verdict == "not_looked_at"


def test_a_scanner_may_answer_over_the_network(clamd: dict[str, Any], settings: Any) -> None:
    settings.CLAMAV = "127.0.0.1:1"
    with pytest.raises(Exception, match="checked"):
        receive(PDF, name="x")


def test_an_action_holds_the_id_by_what_came_with_it(house: House) -> None:
    ana, mine, id = house.participants["Ana"], house.actors["Ana"], new_id()
    from daybridge.messaging.actions import send_message

    send_message(mine, ana, message_id=id, words="Look", made_at=clock.now(), file=receive(PHOTO, name="a"))
    with pytest.raises(IdTaken):
        send_message(mine, ana, message_id=id, words="Look", made_at=clock.now())
    with pytest.raises(Invalid):
        send_message(mine, ana, message_id=new_id(), words="", made_at=clock.now())
