"""Real servers on this machine that stand for those out there: SMTP, a browser maker's push service, a text message gateway."""

import json
import socket
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass
class Answering:
    """An HTTP server that keeps what it was sent and answers as it is told: a status, "nothing" ever, or "wait" until it is over."""

    answers: list[int | str] = field(default_factory=list)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""
    reached: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.got.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}, body))
        answer = self.answers.pop(0) if self.answers else 201
        self.reached.set()
        if answer in ("nothing", "wait"):
            self.over.wait(30)
        if answer == "nothing":
            return
        answer = 201 if answer == "wait" else answer
        handler.send_response(int(answer))
        if answer == 307:
            handler.send_header("Location", f"{self.address}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@contextmanager
def answering(*answers: int | str) -> Iterator[Answering]:
    """A server that gives these answers in turn and 201 after them."""
    kept = Answering(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.take(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield kept
    finally:
        kept.over.set()
        server.shutdown()
        server.server_close()


class MailServer:
    """Keeps what it takes; `says` is what it answers to a message."""

    def __init__(self) -> None:
        self.says = "250 OK"
        self.mails: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return self.says


@contextmanager
def a_mail_server() -> Iterator[tuple[MailServer, int]]:
    """The server and its port."""
    kept, port = MailServer(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield kept, port
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ABrowser:
    """A browser that has subscribed: its address and keys, and how it opens what it is sent (RFC 8291)."""

    def __init__(self, push_service: str, name: str = "one") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = b"sixteen bytes 16"
        self.endpoint = f"{push_service}/send/{name}"

    @property
    def told(self) -> dict[str, str]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": _text(point), "auth": _text(self._secret)}

    def open(self, sealed: bytes) -> dict[str, str]:
        opened = http_ece.decrypt(sealed, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        return json.loads(opened)  # type: ignore[no-any-return]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
