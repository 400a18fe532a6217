"""People of a room on video who cost little: real tickets, sockets, ICE, DTLS and SRTP, and frames of noise of a camera's size.

Run by `bench.video` inside a network namespace. What it hears on its standard input it answers on its standard output, in JSON:
`counts` (packets and bytes so far), `floor` (what sealing and sending one packet costs by itself). It goes when nothing more comes.
Nothing is decoded, for it is the media server that is measured: packets that arrive are counted and dropped.
"""

import asyncio
import json
import os
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvloop
from aioice.ice import StunProtocol
from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceGatherer, RTCIceParameters, RTCIceTransport
from aiortc.sdp import candidate_from_sdp, candidate_to_sdp

FPS, SOUND_BYTES, SOUND_EVERY, LARGEST_BYTES = 15, 80, 0.02, 1100
VIDEO, SOUND = 96, 111
_COUNTED = {"received": 0, "received_bytes": 0, "sent": 0, "sent_bytes": 0}
_plain = StunProtocol.datagram_received


def _counted(self: StunProtocol, data: Any, address: tuple[Any, ...]) -> None:
    """Sound and pictures are counted where they come in; everything else goes its way."""
    if 128 <= data[0] < 192:
        if not 192 <= data[1] < 224:
            _COUNTED["received"] += 1
            _COUNTED["received_bytes"] += len(data)
        return
    _plain(self, data, address)


StunProtocol.datagram_received = _counted  # type: ignore[method-assign]


@dataclass
class Way:
    """One bundled connection with the media server: ICE and DTLS, with a description written by hand."""

    is_offering: bool
    candidates: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def prepare(self) -> None:
        self.gatherer = RTCIceGatherer([])
        await self.gatherer.gather()
        self.ice = RTCIceTransport(self.gatherer)
        self.ice._connection.ice_controlling = self.is_offering
        self.dtls = RTCDtlsTransport(self.ice, [RTCCertificate.generateCertificate()])

    def lines(self) -> list[str]:
        own, print_of = self.gatherer.getLocalParameters(), self.dtls.getLocalParameters().fingerprints[0]
        found = [f"a=candidate:{candidate_to_sdp(one)}" for one in self.gatherer.getLocalCandidates()]
        setup = "actpass" if self.is_offering else "active"
        return [
            "c=IN IP4 0.0.0.0", "a=rtcp-mux", f"a=ice-ufrag:{own.usernameFragment}", f"a=ice-pwd:{own.password}",
            f"a=fingerprint:{print_of.algorithm} {print_of.value}", f"a=setup:{setup}", *found, "a=end-of-candidates",
        ]  # fmt: skip

    async def open(self, sdp: str) -> None:
        """Reach the other side by its description and the first way to it that it tells."""
        known = dict(line[2:].split(":", 1) for line in sdp.splitlines() if line.startswith("a=") and ":" in line)
        algorithm, value = known["fingerprint"].split()
        self.dtls._set_role("server" if known["setup"] == "active" else "client")
        await self.ice.addRemoteCandidate(candidate_from_sdp(await asyncio.wait_for(self.candidates.get(), 20)))
        await self.ice.addRemoteCandidate(None)
        await self.ice.start(RTCIceParameters(known["ice-ufrag"], known["ice-pwd"]))
        await self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint(algorithm, value)]))
        assert self.dtls.state == "connected", self.dtls.state
        # The pair that was chosen, so that a packet costs no more than its sealing and its sending.
        pair = self.ice._connection._nominated[1]
        self.to, self.datagrams = pair.remote_addr, pair.protocol.transport


@dataclass
class Peer:
    told: dict[str, str]
    site: str
    room: str
    frame_bytes: int
    number: int
    streams: int = 0

    async def join(self, http: aiohttp.ClientSession) -> None:
        self.sending, self.receiving = Way(True), Way(False)
        await asyncio.gather(self.sending.prepare(), self.receiving.prepare())
        cookies = f"sessionid={self.told['session']}; csrftoken={self.told['csrf']}"
        headers = {
            "Host": "localhost:8181",
            "Origin": "http://localhost:8181",
            "Cookie": cookies,
            "X-CSRFToken": self.told["csrf"],
        }
        async with http.post(f"{self.site}/telehealth/{self.room}/ticket/", headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            ticket = (await answer.json())["ticket"]
        self.socket = await http.ws_connect(f"{self.site}/telehealth/live/{self.room}", headers=headers)
        await self.socket.send_json({"type": "ticket", "ticket": ticket})
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(10)
            await self.socket.send_json({"type": "beat"})

    async def _listen(self) -> None:
        async for said in self.socket:
            message = said.json()
            if message["type"] == "media":
                assert message["kind"] == "sfu", message
                await self._signal(do="publish", sdp=self._offer(), sealed=True)
            elif message["type"] == "closed":
                raise SystemExit(f"A peer was let go: {message}")
            elif message["type"] == "signal":
                await self._take(message)

    async def _signal(self, **message: Any) -> None:
        await self.socket.send_json({"type": "signal", **message})

    async def _take(self, message: dict[str, Any]) -> None:
        if message["do"] == "ice":
            way = self.sending if message["of"] == "send" else self.receiving
            way.candidates.put_nowait(message["candidate"]["candidate"].removeprefix("candidate:"))
        elif message["do"] == "published":
            self.tasks.append(asyncio.create_task(self._send(message["sdp"])))
        elif message["do"] == "offer":
            self.streams = len({one["from"] for one in message["streams"]})
            await self._signal(do="answer", sdp=self._answer(message["sdp"]))
            if not hasattr(self, "opening"):
                self.opening = asyncio.create_task(self.receiving.open(message["sdp"]))

    # --- Descriptions ------------------------------------------------------------------------------------------------

    def _offer(self) -> str:
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
        for mid, kind, number, name in ((0, "audio", SOUND, "opus/48000/2"), (1, "video", VIDEO, "VP8/90000")):
            lines += [f"m={kind} 9 UDP/TLS/RTP/SAVPF {number}", *self.sending.lines(), f"a=mid:{mid}", "a=sendonly"]
            lines += [f"a=rtpmap:{number} {name}", f"a=ssrc:{self._ssrc(number)} cname:bench"]
            lines += [f"a=rtcp-fb:{number} nack pli"] if kind == "video" else []
        return "\r\n".join([*lines, ""])

    def _answer(self, offer: str) -> str:
        session, *parts = offer.split("\r\nm=")
        lines = ["v=0", "o=- 2 2 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        lines += [line for line in session.splitlines() if line.startswith("a=group")]
        for part in parts:
            first, *rest = part.splitlines()
            number = first.split()[3]
            kept = ("a=mid:", f"a=rtpmap:{number} ")
            heard = "a=inactive" if "a=inactive" in rest else "a=recvonly"
            lines += ["m=" + " ".join(first.split()[:4]), *self.receiving.lines(), heard]
            lines += [line for line in rest if line.startswith(kept)]
        return "\r\n".join([*lines, ""])

    # --- Sound and pictures --------------------------------------------------------------------------------------------

    def _ssrc(self, kind: int) -> int:
        return 10_000 + self.number * 1000 + kind

    async def _send(self, sdp: str) -> None:
        await self.sending.open(sdp)
        whole, rest = divmod(self.frame_bytes, LARGEST_BYTES)
        sizes = [LARGEST_BYTES] * whole + ([rest] if rest else [])
        noise = os.urandom(LARGEST_BYTES)
        number, pictures, sounds, begun = {VIDEO: 0, SOUND: 0}, 0, 0, time.monotonic() + self.number % 7 / 100
        while True:
            now = time.monotonic() - begun
            while sounds * SOUND_EVERY <= now:
                self._packet(number, SOUND, sounds * 960, noise[:SOUND_BYTES], marker=False)
                sounds += 1
            while pictures / FPS <= now:
                for place, size in enumerate(sizes):
                    start = b"\x10\x01" if place == 0 else b"\x00"
                    self._packet(
                        number, VIDEO, pictures * 6000, start + noise[len(start) : size], marker=place == len(sizes) - 1
                    )
                pictures += 1
            await asyncio.sleep(0.01)

    def _packet(self, number: dict[int, int], kind: int, at: int, payload: bytes, *, marker: bool) -> None:
        number[kind] = (number[kind] + 1) & 0xFFFF
        head = struct.pack("!BBHII", 0x80, kind | marker << 7, number[kind], at & 0xFFFFFFFF, self._ssrc(kind))
        closed = self.sending.dtls._tx_srtp.protect(head + payload)
        self.sending.datagrams.sendto(closed, self.sending.to)
        _COUNTED["sent"] += 1
        _COUNTED["sent_bytes"] += len(closed)


def floor(peer: Peer) -> float:
    """Microseconds of processor time to close one packet of a picture and give it to the system, and nothing else."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out,
    ):
        sink.bind(("127.0.0.1", 0))
        to, many = sink.getsockname(), 20_000
        payload = os.urandom(min(peer.frame_bytes, LARGEST_BYTES))
        began = time.process_time()
        for number in range(many):
            head = struct.pack("!BBHII", 0x80, VIDEO, number & 0xFFFF, 0, 99)
            out.sendto(peer.sending.dtls._tx_srtp.protect(head + payload), to)
        return (time.process_time() - began) / many * 1e6


async def main() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    told = json.loads(await reader.readline())
    async with aiohttp.ClientSession() as http:
        peers = [
            Peer(one, told["site"], told["room"], told["frame_bytes"], number)
            for number, one in enumerate(told["peers"])
        ]
        for peer in peers:
            await peer.join(http)
        until = time.monotonic() + 90
        others = told.get("others", 0) + len(peers) - 1
        while not all(peer.streams >= others and hasattr(peer.receiving, "to") for peer in peers if others):
            assert time.monotonic() < until, [peer.streams for peer in peers]
            for task in [task for peer in peers for task in peer.tasks if task.done()]:
                task.result()
            await asyncio.sleep(0.1)
        print(json.dumps("ready"), flush=True)
        while line := (await reader.readline()).decode().strip():
            answer: Any = _COUNTED | {"worked": time.process_time()}
            if line == "floor":
                answer = floor(peers[0])
            print(json.dumps(answer), flush=True)
        for peer in peers:
            await peer.socket.close()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main())
