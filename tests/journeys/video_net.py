"""A small network of its own for video: a server and two links to it, with private addresses, reachable from nowhere else.

Janus uses no loopback, so the machine's own would not do (docs/adr/0039). Needs root and iproute2, as the journeys need Chromium.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Playwright

from daybridge.installation import home
from daybridge.telehealth.tests.deeds import Live
from tests import prepared
from tests.cast import sign_in

PORT = 8181
#: The server's address on the first link; video is carried there, from both links.
MEDIA = "10.77.1.1"
#: A name by which browsers trust a page with camera and microphone without a certificate.
SITE = f"http://localhost:{PORT}"
COLOURS = {"red": (81, 90, 240), "green": (145, 54, 34), "blue": (41, 240, 110)}
_FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage
 --disable-background-networking --disable-component-update --disable-sync --use-fake-ui-for-media-stream
 --use-fake-device-for-media-stream --autoplay-policy=no-user-gesture-required
 --disable-features=WebRtcHideLocalIpsWithMdns""".split()
#: Every connection that a page makes, so that a test can ask what came through it.
_COUNTED = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...words) { super(...words); window.connections.push(this); }
};
"""
#: A screen of 1280 pixels: one of 1920 keeps a whole core busy.
_SMALL = """
if (navigator.mediaDevices) {
  const choose = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
  const small = {width: {max: 1280}, height: {max: 800}};
  navigator.mediaDevices.getDisplayMedia = (wanted) => choose({...wanted, video: {...wanted.video, ...small}});
}
"""


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@dataclass
class Net:
    """The namespaces by name: `server`, and the links `one` and `two`."""

    mark: str

    def of(self, name: str) -> str:
        return f"dbv{self.mark}-{name}"

    def build(self) -> None:
        self.remove()
        for name in ("server", "one", "two"):
            _run("ip", "netns", "add", self.of(name))
            self.inside(name, "ip", "link", "set", "lo", "up")
        for number, name in ((1, "one"), (2, "two")):
            outer, inner = f"v{self.mark}{number}s", f"v{self.mark}{number}c"
            _run(
                "ip",
                "link",
                "add",
                outer,
                "netns",
                self.of("server"),
                "type",
                "veth",
                "peer",
                inner,
                "netns",
                self.of(name),
            )
            self.inside("server", "ip", "addr", "add", f"10.77.{number}.1/24", "dev", outer)
            self.inside("server", "ip", "link", "set", outer, "up")
            self.inside(name, "ip", "addr", "add", f"10.77.{number}.2/24", "dev", inner)
            self.link(name, number, "up")
        self.inside("server", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")

    def link(self, name: str, number: int, state: str) -> None:
        """Pull somebody's cable (`down`), or put it back (`up`)."""
        self.inside(name, "ip", "link", "set", f"v{self.mark}{number}c", state)
        if state == "up":
            self.inside(name, "ip", "route", "replace", "default", "via", f"10.77.{number}.1")

    def inside(self, name: str, *words: str) -> None:
        _run("ip", "netns", "exec", self.of(name), *words)

    def remove(self) -> None:
        for name in ("server", "one", "two"):
            subprocess.run(["ip", "netns", "del", self.of(name)], capture_output=True, check=False)


@dataclass
class Site:
    """Daybridge as `daybridge up` runs it in that network, on the tests' own database."""

    live: Live
    net: Net
    folder: Path
    playwright: Playwright
    process: "subprocess.Popen[bytes] | None" = None
    contexts: list[BrowserContext] = field(default_factory=list)
    #: What pages said to nobody, with whose they are.
    said: list[str] = field(default_factory=list)
    #: Beside the tests' own environment.
    more: dict[str, str] = field(default_factory=dict)
    #: Of each camera. Most of what a group costs two cores is pictures, and six a second show as well that they move.
    pictures_a_second: int = 6

    @property
    def log(self) -> Path:
        return self.folder / "up.log"

    def start(self) -> None:
        known = home.database("owner")
        user, host = f"{known['user']}:{quote(known['password'], safe='')}", quote(known["host"], safe="")
        database = settings.DATABASES["default"]["NAME"]
        env = {
            **prepared.environment_of_product(), "DATABASE_URL": f"postgresql://{user}@/{database}?host={host}&port={known['port']}",
            "DAYBRIDGE_MEDIA_ADDRESS": MEDIA, "DAYBRIDGE_SITE": SITE, "DAYBRIDGE_DEMO": "", **self.more,
        }  # fmt: skip
        up = [
            sys.executable,
            "-m",
            "daybridge.cli",
            "up",
            "--host",
            "0.0.0.0",
            "--port",
            str(PORT),
            "--logs-to-terminal",
        ]
        with self.log.open("wb") as out:
            words = ["ip", "netns", "exec", self.net.of("server"), *up]
            self.process = subprocess.Popen(words, stdout=out, stderr=out, env=env)
        until = time.monotonic() + 120
        while "ready at" not in self.log.read_text():
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)  # a process is starting; what is waited for is its own word that it is ready

    def stop(self) -> None:
        for one in self.contexts:
            browser = one.browser
            one.close()
            if browser:
                browser.close()
        if self.process:
            self.process.send_signal(signal.SIGINT)
            assert self.process.wait(40) == 0, self.log.read_text()

    def children(self, program: str) -> list[int]:
        """The processes of a program that this site started."""
        assert self.process
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid and (one / "exe").readlink().name == program:
                    found.append(int(one.name))
            except OSError:
                continue
        return found

    def browser(self, link: str, colour: str, name: str) -> Page:
        """A browser of somebody's on a link, whose camera shows one colour; signed in."""
        started = self.folder / f"chromium-{link}"
        program = os.environ.get("DAYBRIDGE_HEADLESS") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
        started.write_text(f'#!/bin/sh\nexec ip netns exec {self.net.of(link)} {program} "$@"\n')
        started.chmod(0o755)
        film = self.folder / f"{colour}.y4m"
        if not film.exists():
            film.write_bytes(_film(COLOURS[colour], self.pictures_a_second))
        flags = [*_FLAGS, f"--host-resolver-rules=MAP localhost {MEDIA}", f"--use-file-for-fake-video-capture={film}"]
        browser = self.playwright.chromium.launch(executable_path=started, args=flags)
        context = browser.new_context(viewport={"width": 900, "height": 700})
        self.contexts.append(context)
        context.add_init_script(_COUNTED + _SMALL)
        context.on("console", lambda told: self.said.append(f"{name}: {told.text}"))
        with self.live.within():
            account = self.live.person(name).account
            assert account
            key = sign_in(account).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": SITE}])
        return context.new_page()

    @property
    def room(self) -> str:
        return f"{SITE}/telehealth/{self.live.session.id}/"


def _film(colour: tuple[int, int, int], rate: int, width: int = 320, height: int = 240) -> bytes:
    """A second of one colour (YUV4MPEG2, 4:2:0)."""
    luma, blue, red = colour
    small = (width // 2) * (height // 2)
    frame = b"FRAME\n" + bytes([luma]) * (width * height) + bytes([blue]) * small + bytes([red]) * small
    return f"YUV4MPEG2 W{width} H{height} F{rate}:1\n".encode() + frame * rate


@contextmanager
def video_site(live: Live, folder: Path, playwright: Playwright, **more: str) -> Iterator[Site]:
    net = Net(str(os.getpid() % 10000))
    net.build()
    site = Site(live, net, folder, playwright, more=more)
    try:
        with prepared.locked("site-starts"):
            site.start()
        yield site
    finally:
        site.stop()
        net.remove()
        # Shown where a test fails: what the house said meanwhile, and what the pages did.
        sys.stdout.write("\n".join([site.log.read_text()[-8000:], *site.said[-80:]]))


# --- What a page sees ------------------------------------------------------------------------------------------------

_FRAMES = """async () => {
  let frames = 0;
  for (const one of window.connections)
    for (const [, row] of await one.getStats())
      if (row.type === "inbound-rtp" && row.kind === "video") frames += row.framesDecoded ?? 0;
  return frames;
}"""
_PIXEL = """async (called) => {
  const tile = [...document.querySelectorAll(".tile")].find((one) => one.querySelector(".tile-name").textContent.startsWith(called));
  const video = tile?.querySelector("video");
  if (!video?.videoWidth || video.readyState < 2) return "";
  const canvas = new OffscreenCanvas(8, 8);
  const paint = canvas.getContext("2d");
  paint.drawImage(video, 0, 0, 8, 8);
  const [red, green, blue] = paint.getImageData(4, 4, 1, 1).data;
  const most = Math.max(red, green, blue);
  if (most < 90) return "dark";
  return most === red ? "red" : most === green ? "green" : "blue";
}"""


def frames(page: Page) -> int:
    return int(page.evaluate(_FRAMES))


def until_true(page: Page, asks: str, arg: Any = None, *, seconds: float = 20) -> None:
    """Ask a page until it says yes. (Playwright's own `wait_for_function` takes the promise of an answer for a yes.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(asks, arg):
        assert time.monotonic() < end, f"after {seconds} s still not so, of {arg}: {asks}"
        page.wait_for_timeout(50)


def until_colour(page: Page, called: str, colour: str, *, seconds: float = 20) -> None:
    """Somebody's tile shows the colour of their camera."""
    until_true(
        page, f"async ([called, colour]) => (await ({_PIXEL})(called)) === colour", [called, colour], seconds=seconds
    )


def until_more_frames(page: Page, than: int, *, seconds: float = 20) -> int:
    until_true(page, f"async (than) => (await ({_FRAMES})()) > than", than, seconds=seconds)
    return frames(page)
