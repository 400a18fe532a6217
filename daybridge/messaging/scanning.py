"""ClamAV looks at a file before it is kept, where a site has one (`DAYBRIDGE_CLAMAV`): clamd's INSTREAM over its socket.

The boundary is `scan`; nothing else of the house knows what looks. A scanner that is set up and does not answer keeps the file out.
"""

import socket
import struct
from enum import StrEnum

from django.conf import settings

_CHUNK, _PATIENCE_SECONDS, _LONGEST_ANSWER = 64 * 1024, 20.0, 4096


class Verdict(StrEnum):
    """What is known of a file: looked at and found sound, looked at and not, or that nobody looked."""

    SOUND = "sound"
    INFECTED = "infected"
    NOT_LOOKED_AT = "not_looked_at"


class NoScanner(Exception):
    """The scanner that is set up does not answer, or not as one does."""


def scan(content: bytes) -> Verdict:
    """Have a file looked at. Raises NoScanner."""
    if not settings.CLAMAV:
        return Verdict.NOT_LOOKED_AT
    try:
        answer = _ask(content)
    except OSError as error:
        raise NoScanner(type(error).__name__) from error
    if answer.endswith("OK"):
        return Verdict.SOUND
    if answer.endswith("FOUND"):
        return Verdict.INFECTED
    raise NoScanner("an answer that is none")


def _ask(content: bytes) -> str:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            some = content[start : start + _CHUNK]
            line.sendall(struct.pack(">I", len(some)) + some)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(1024)):
            answer += more
    return answer.rstrip(b"\0\n ").decode("ascii", "replace")


def _connected() -> socket.socket:
    """`/run/clamav/clamd.ctl`, or `host:port`."""
    if settings.CLAMAV.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_PATIENCE_SECONDS)
        line.connect(settings.CLAMAV)
        return line
    host, _colon, port = settings.CLAMAV.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE_SECONDS)
