"""The relay as we set it up, asked by a client of a few lines (RFC 8656): whom it relays to, and whom it does not."""

import fcntl
import hashlib
import hmac
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

import pytest

from daybridge.core import clock
from daybridge.installation import media
from daybridge.telehealth.rules import relay_credentials

#: Linux's SIOCGIFADDR.
_ADDRESS_OF_INTERFACE = 0x8915
_COOKIE = 0x2112A442
_ALLOCATE, _PERMIT, _CONNECT = 0x003, 0x008, 0x00A
_USER, _INTEGRITY, _ERROR, _PEER, _REALM, _NONCE, _TRANSPORT = 0x06, 0x08, 0x09, 0x12, 0x14, 0x15, 0x19


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack(">HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _peer(address: str, port: int) -> bytes:
    hidden = bytes(one ^ two for one, two in zip(socket.inet_aton(address), struct.pack(">I", _COOKIE), strict=True))
    return _attribute(_PEER, struct.pack(">BBH", 0, 1, port ^ (_COOKIE >> 16)) + hidden)


class Relayed:
    """Somebody who was let into a room, and has what opens the relay."""

    def __init__(self, told: media.Media, kind: socket.SocketKind) -> None:
        _turn, self.host, rest = told.turn_urls[0].split(":")
        self.port = int(rest.partition("?")[0])
        self._user, self._password = relay_credentials(told.turn_secret, "somebody", clock.now())
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.settimeout(5)
        self._socket.connect((self.host, self.port))
        self._realm = self._nonce = b""
        wanted = _attribute(_TRANSPORT, bytes([17 if kind is socket.SOCK_DGRAM else 6, 0, 0, 0]))
        assert self._ask(_ALLOCATE, wanted) == 401
        self.answer = self._ask(_ALLOCATE, wanted)

    def may_reach(self, address: str) -> bool:
        return self._ask(_PERMIT, _peer(address, 9)) == 0

    def connects_to(self, address: str, port: int) -> bool:
        return self._ask(_CONNECT, _peer(address, port)) == 0

    def _ask(self, method: int, body: bytes) -> int:
        """0, or the number of what was wrong."""
        mark = token_bytes(12)
        if self._nonce:
            body += _attribute(_USER, self._user.encode()) + _attribute(_REALM, self._realm)
            body += _attribute(_NONCE, self._nonce)
            head = struct.pack(">HHI", method, len(body) + 24, _COOKIE) + mark
            key = hashlib.md5(b":".join((self._user.encode(), self._realm, self._password.encode()))).digest()  # noqa: S324
            body += _attribute(_INTEGRITY, hmac.new(key, head + body, hashlib.sha1).digest())
        self._socket.send(struct.pack(">HHI", method, len(body), _COOKIE) + mark + body)
        told, at, found = self._socket.recv(4096), 20, {}
        while at < len(told):
            kind, length = struct.unpack(">HH", told[at : at + 4])
            found[kind] = told[at + 4 : at + 4 + length]
            at += 4 + length + (-length % 4)
        self._realm, self._nonce = found.get(_REALM, self._realm), found.get(_NONCE, self._nonce)
        return found[_ERROR][2] * 100 + found[_ERROR][3] if _ERROR in found else 0


def _own_address() -> str:
    """The first address of this machine that is not loopback; empty where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            with suppress(OSError):
                told = fcntl.ioctl(probe, _ADDRESS_OF_INTERFACE, struct.pack("256s", name.encode()))
                if not (found := socket.inet_ntoa(told[20:24])).startswith("127."):
                    return found
    return ""


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[media.Media]:
    program, address = shutil.which("turnserver"), _own_address()
    if not program or not address:
        pytest.skip("coturn, or an address that is not loopback, is not here")
    told, server = media._turn(program, tmp_path, None, address, media.Media())
    running = subprocess.Popen(server.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = int(told.turn_urls[0].rpartition(":")[2].partition("?")[0])
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection((address, port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield told
    running.terminate()
    running.wait(10)


@pytest.mark.enable_socket
def test_the_relay_relays_to_this_machine_alone(relay: media.Media) -> None:
    """Whoever was once in a room could else reach the Internet through it, and this house's own network."""
    somebody = Relayed(relay, socket.SOCK_DGRAM)
    assert somebody.answer == 0 and somebody.may_reach(somebody.host)
    for other in ("8.8.8.8", "203.0.113.9", "10.1.2.3", "192.168.1.1", "127.0.0.1", "169.254.169.254", "240.0.0.1"):
        assert not somebody.may_reach(other), other


@pytest.mark.enable_socket
def test_the_relay_opens_no_connection_to_a_service_of_this_machine(relay: media.Media) -> None:
    somebody = Relayed(relay, socket.SOCK_STREAM)
    assert somebody.answer or not somebody.connects_to(somebody.host, somebody.port)
