"""A group on video: what the media server (Janus) costs for each person, and how long it takes until somebody sees the others.

Everything runs as `daybridge up` runs it, in network namespaces of its own (root and iproute2, as the journeys on video). People come through
our own door: a ticket, the socket, being let in, sealed frames. Load is `bench.video_peers`; join and reconnect are real Chromium.
`PEOPLE` and `BESIDE` ask for that load; by themselves join and reconnect are measured.
Of the server its own processor time is taken, beside what sealing and sending the same packets costs by itself in the same run.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from bench import ground
from bench.ground import median, percentile

#: What our browsers send at most at 640x360 (client/telehealth/media.ts), and the same for each pixel at 320x240.
SIZES = {"320x240": 200_000, "640x360": 600_000}
PEOPLE = [int(one) for one in os.environ.get("PEOPLE", "").split()]
WINDOW, ROUNDS = float(os.environ.get("WINDOW", "10")), int(os.environ.get("ROUNDS", "2"))
JOINS, RECONNECTS = 5, int(os.environ.get("RECONNECTS", "5"))
#: How many others are in a room that somebody joins; none at all for no such room.
BESIDE = [int(one) for one in os.environ.get("BESIDE", "0").split()]
#: From stack.md: 3 and 6 people, and 12 by estimate.
TRIED = {3: 0.047, 6: 0.125, 12: 0.75}
FPS = 15
BIRDS = "Kestrel Wren Finch Heron Robin Swift Plover Avocet Merlin Osprey Dunlin Linnet Siskin Curlew".split()
FIRST = "Ana Bo Cy Dee Eli Fay Gus Hal Ida Jon Kim Lou Max Nia".split()


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def work_of(pid: int) -> float:
    """Seconds of processor time that a process has used, its threads together."""
    ran = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        ran += int((thread / "schedstat").read_text().split()[0])
    return ran / 1e9


def same_work() -> float:
    """Seconds of processor time for work that is always the same: how much this machine's own differs."""
    began = time.process_time()
    for _ in range(200_000):
        sha256(b"x" * 256).digest()
    return time.process_time() - began


@dataclass
class Peers:
    """A `bench.video_peers` that runs in a network namespace."""

    process: "subprocess.Popen[str]"

    def ask(self, words: str) -> Any:
        cast(IO[str], self.process.stdin).write(words + "\n")
        cast(IO[str], self.process.stdin).flush()
        return self.heard()

    def heard(self) -> Any:
        line = cast(IO[str], self.process.stdout).readline()
        if not line:
            raise SystemExit("The peers went; what they said stands above.")
        return json.loads(line)


@contextmanager
def peers(site: Any, people: list[dict[str, str]], bits: int, others: int = 0) -> Iterator[Peers | None]:
    if not people:
        yield None
        return
    from tests.journeys.video_net import MEDIA, PORT

    # On the link that has Janus's address: it answers nobody who comes in by another one.
    words = ["ip", "netns", "exec", site.net.of("one"), sys.executable, "-m", "bench.video_peers"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    told = {
        "site": f"http://{MEDIA}:{PORT}", "room": str(site.live.session.id), "peers": people,
        "frame_bytes": bits // 8 // FPS, "others": others,
    }  # fmt: skip
    running = Peers(process)
    try:
        assert running.ask(json.dumps(told)) == "ready"
        yield running
    finally:
        cast(IO[str], process.stdin).close()
        process.wait(30)


# --- People per core -------------------------------------------------------------------------------------------------


@dataclass
class Cost:
    """One window of a room at work."""

    people: int
    cores: float
    packets: float
    megabits: float
    share: float
    floor: float

    @property
    def by_packet(self) -> float:
        """Microseconds of the server's processor time for a packet that it hands on."""
        return self.cores / self.packets * 1e6


def window(site: Any, janus: int, people: list[dict[str, str]], bits: int) -> Cost:
    with peers(site, people, bits) as running:
        assert running
        time.sleep(2)
        before, worked, began = running.ask("counts"), work_of(janus), time.monotonic()
        time.sleep(WINDOW)
        after, worked, took = running.ask("counts"), work_of(janus) - worked, time.monotonic() - began
        came, went = (after[one] - before[one] for one in ("received", "sent"))
        megabits = (after["received_bytes"] - before["received_bytes"]) * 8 / took / 1e6
        floor = float(running.ask("floor"))
    return Cost(len(people), worked / took, came / took, megabits, came / went / (len(people) - 1), floor)


def people_per_core(site: Any, people: list[dict[str, str]]) -> None:
    (janus,) = site.children("janus")
    worked, began = work_of(janus), time.monotonic()
    time.sleep(WINDOW)
    say(f"the media server with nobody there: {(work_of(janus) - worked) / (time.monotonic() - began):.2%} of a core")
    found: dict[str, dict[int, list[Cost]]] = {size: {count: [] for count in PEOPLE} for size in SIZES}
    spread = []
    for _ in range(ROUNDS):
        for count in PEOPLE:
            for size, bits in SIZES.items():
                spread.append(same_work())
                found[size][count].append(window(site, janus, people[:count], bits))
    say(f"the same work, timed before each window: median {median(spread) * 1000:.0f} ms, "
        f"{min(spread) / median(spread):.2f} to {max(spread) / median(spread):.2f} x")  # fmt: skip
    say(
        f"{'':<10}{'people':>7}{'streams':>9}{'core':>8}{'windows':>16}{'Mbit/s':>8}{'us/packet':>11}{'x floor':>9}{'x fewest':>9}{'arrived':>9}{'tried':>7}"
    )
    for size, rows in found.items():
        fewest = statistics.mean(one.by_packet for one in rows[PEOPLE[0]])
        for count, costs in rows.items():
            mean = {
                name: statistics.mean(getattr(one, name) for one in costs)
                for name in ("cores", "megabits", "by_packet", "floor", "share")
            }
            windows = " ".join(f"{one.cores:.3f}" for one in costs)
            tried = f"{TRIED[count]:.3f}" if count in TRIED else ""
            say(f"{size:<10}{count:>7}{count * (count - 1):>9}{mean['cores']:>8.3f}{windows:>16}{mean['megabits']:>8.1f}{mean['by_packet']:>11.1f}"
                f"{mean['by_packet'] / mean['floor']:>9.2f}{mean['by_packet'] / fewest:>9.2f}{mean['share']:>9.1%}{tried:>7}")  # fmt: skip
        most = PEOPLE[-1]
        cores = statistics.mean(one.cores for one in rows[most])
        each = cores / (most * (most - 1))
        say(
            f"{size}: a core carries {most / cores:.0f} people in rooms of {most}, or one room of {int(0.5 + (0.25 + 1 / each) ** 0.5)}"
        )


# --- Join and reconnect ----------------------------------------------------------------------------------------------

#: In every page: when it asked for a ticket, was told how to reach the media server, and showed each new picture of somebody else (times of day).
_MARKS = """
window.marks = {ticket: [], media: [], pictures: []};
const asked = window.fetch;
window.fetch = (...words) => { if (String(words[0]).includes("/ticket/")) marks.ticket.push(Date.now()); return asked(...words); };
window.WebSocket = class extends WebSocket {
  constructor(...words) {
    super(...words);
    this.addEventListener("message", ({ data }) => { if (data.startsWith('{"type": "media"') || data.startsWith('{"type":"media"')) marks.media.push(Date.now()); });
  }
};
const watched = new WeakSet();
setInterval(() => {
  for (const video of document.querySelectorAll('.tile[data-own="false"] video')) {
    if (watched.has(video)) continue;
    watched.add(video);
    const shown = () => { marks.pictures.push(Date.now()); video.requestVideoFrameCallback(shown); };
    video.requestVideoFrameCallback(shown);
  }
}, 10);
"""


def told(page: Any, mark: str, since: float, *, seconds: float = 30) -> float:
    """The first such moment in a page after another, in seconds from it."""
    at = page.wait_for_function(
        "([mark, since]) => window.marks?.[mark].find((one) => one > since)",
        arg=[mark, since * 1000],
        timeout=seconds * 1000,
        polling=50,
    )
    return float(at.json_value()) / 1000 - since


def comes(site: Any, link: str, colour: str, name: str) -> Any:
    page = site.browser(link, colour, name)
    page.add_init_script(_MARKS)
    return page


def joins(site: Any, ben: Any, people: list[dict[str, str]], beside: int) -> None:
    """Being let in for the first time, and coming again, in a room where others are."""
    let_in, again, from_ticket, from_media = [], [], [], []
    stand(site.live, FIRST[-JOINS:], "waiting")
    with peers(site, people[:beside], SIZES["320x240"], others=1):
        for name in FIRST[-JOINS:]:
            page = comes(site, "one", "red", name)
            page.goto(site.room, wait_until="domcontentloaded")
            row = ben.locator("#waiting li", has_text=BIRDS[FIRST.index(name)])
            row.get_by_role("button").wait_for()
            pressed = time.time()
            row.get_by_role("button").click()
            let_in.append(told(page, "pictures", pressed))
            opened = time.time()
            page.reload(wait_until="commit")
            again.append(told(page, "pictures", opened))
            ticket, media = told(page, "ticket", opened), told(page, "media", opened)
            from_ticket.append(again[-1] - ticket)
            from_media.append(again[-1] - media)
            page.context.browser.close()
            site.contexts.remove(page.context)
            ben.locator(".tile", has_text=BIRDS[FIRST.index(name)]).wait_for(state="detached")
    for words, values in (
        ("from being let in", let_in), ("from opening the page again", again), ("  of it, from asking for a ticket", from_ticket),
        ("  of it, from hearing how to reach the server", from_media),
    ):  # fmt: skip
        say(
            f"{f'first picture with {beside + 2} people, {words}':<72} {median(values):6.2f} s  ({min(values):.2f} to {max(values):.2f})"
        )


def reconnects(site: Any) -> None:
    ana = comes(site, "one", "red", FIRST[-1])
    ana.goto(site.room, wait_until="domcontentloaded")
    told(ana, "pictures", 0)

    def cable() -> float:
        site.net.link("one", 1, "down")
        ana.locator("#call-state", has_text="Connection lost").wait_for(timeout=30_000)
        at = time.time()
        site.net.link("one", 1, "up")
        return at

    addresses = iter(range(3, 250))

    def another_address() -> float:
        """From one network to another: the old address is gone, nothing was down."""
        link, new = f"v{site.net.mark}1c", next(addresses)
        at = time.time()
        site.net.inside("one", "ip", "addr", "del", f"10.77.1.{new - 1}/24", "dev", link)
        site.net.inside("one", "ip", "addr", "add", f"10.77.1.{new}/24", "dev", link)
        site.net.inside("one", "ip", "route", "replace", "default", "via", "10.77.1.1")
        return at

    def killed() -> float:
        at = time.time()
        os.kill(site.children("janus")[0], 9)
        return at

    for words, deed in (
        ("a cable put back", cable),
        ("another address of the phone's", another_address),
        ("the media server killed", killed),
    ):
        values = []
        for _ in range(RECONNECTS):
            since = deed()
            # A picture that was on its way is no way back: what counts is the first after being told anew how to reach the server.
            media = since + told(ana, "media", since, seconds=60)
            values.append(told(ana, "pictures", media, seconds=60) + media - since)
            time.sleep(3)
        say(f"{f'pictures again after {words}':<72} {median(values):6.2f} s  ({min(values):.2f} to {max(values):.2f}), target 5 s: "
            f"{'met' if percentile(values, 1) <= 5 else 'MISSED'}")  # fmt: skip


# --- The whole -------------------------------------------------------------------------------------------------------


def furnished() -> tuple[Any, list[dict[str, str]]]:
    """A session with fourteen people, all of them let in already and signed in."""
    from django.db import transaction

    from daybridge.telehealth.actions import admit
    from daybridge.telehealth.tests.deeds import Live, knock
    from tests.cast import sign_in

    with transaction.atomic():
        live = Live(*(f"{name} Bench" for name in FIRST[3:]))
        live.furnish()
    people = []
    with live.within(), transaction.atomic():
        for name, bird in zip(FIRST, BIRDS, strict=True):
            guest = knock(live.house, live.session, name, bird)
            account = live.house.participants[name].account
            assert account
            people.append(
                {"session": sign_in(account).cookies["sessionid"].value, "csrf": secrets.token_hex(16), "name": name}
            )
            admit(live.house.actors["Ben"], guest)
    return live, people


def stand(live: Any, names: list[str], stands: str) -> None:
    """At the door anew (`waiting`), or let in (`admitted`): what a facilitator's deeds would come to."""
    from daybridge.core import guard
    from daybridge.telehealth.models import RoomGuest

    with live.within(), guard.writing():
        RoomGuest.objects.filter(participant__given_name__in=names).update(stand=stands)


def main() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["DAYBRIDGE_TEST_HOME"] = str(ground.HOME)  # what the journeys' network takes for its home
    try:
        if PEOPLE or any(BESIDE):
            import aiortc  # noqa: F401
    except ImportError:
        raise SystemExit("The load needs aiortc: uv sync --inexact --group bench") from None
    from playwright.sync_api import sync_playwright

    say(f"load average {os.getloadavg()[0]:.1f}")
    with ground.database(), tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        from tests.journeys.video_net import video_site

        live, people = furnished()
        with video_site(live, Path(folder), playwright) as site:
            site.pictures_a_second = 15
            ben = comes(site, "two", "green", "Ben")
            ben.goto(site.room, wait_until="domcontentloaded")
            ben.locator("#call-room").wait_for()
            for beside in BESIDE:
                joins(site, ben, people, min(beside, len(people) - JOINS))
            if RECONNECTS:
                reconnects(site)
            ben.context.browser.close()
            site.contexts.clear()
            if PEOPLE:
                people_per_core(site, people)
    say(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
