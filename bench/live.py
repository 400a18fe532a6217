"""From a participant's call for help to the therapist's screen, with a crowd of browsers listening on one web process.

A call is sent through the HTTP API; clocks start with the request and with its answer (the commit lies before that), and
stop when the event's frame reaches the listener. One process plays all browsers over raw sockets.
"""

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench import ground, served
from bench.ground import median, percentile
from bench.served import Served

LISTENERS, FEW, CALLS = int(os.environ.get("LISTENERS", "1000")), 10, int(os.environ.get("CALLS", "200"))
TEAM, STUCK, FLOOD, WARM_UP = 50, 20, 40_000, 60
TARGET_MS, PAUSE = 300, 0.1


@dataclass(frozen=True)
class Browser:
    """A signed-in person's browser."""

    account: str
    cookies: str
    csrf: str


@dataclass
class Crowd:
    """Harbor Bridge has one therapist and nobody else on duty; at Elm Court fifty directors answer for everybody."""

    therapist: Browser
    directors: list[Browser] = field(default_factory=list)
    of_therapist: list[Browser] = field(default_factory=list)
    of_directors: list[Browser] = field(default_factory=list)


def crowd() -> Crowd:
    from django.db import transaction
    from django.test import override_settings

    from daybridge.core import tenancy
    from tests import cast

    participants = max((LISTENERS - TEAM) // 2, WARM_UP + 2 * CALLS)
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with transaction.atomic(), quick:
        harbor = cast.a_house("Harbor Bridge")
        cast.a_program(harbor)
        ben = cast.a_staff_member(harbor, "Ben Okafor", "therapist")
        made = Crowd(_browser(ben.account))
        for number in range(participants):
            made.of_therapist.append(_browser(cast.a_participant(harbor, f"H{number} Bench", therapist=ben).account))
        elm = cast.a_house("Elm Court")
        cast.a_program(elm)
        directors = [cast.a_staff_member(elm, f"D{number} Quill", "director") for number in range(TEAM)]
        made.directors = [_browser(director.account) for director in directors]
        for number in range(participants):
            patient = cast.a_participant(elm, f"E{number} Bench", therapist=directors[0])
            made.of_directors.append(_browser(patient.account))
        tenancy.enter(None)
    return made


def _browser(account: object) -> Browser:
    from tests import cast

    session = cast.sign_in(account).cookies["sessionid"].value  # type: ignore[arg-type]
    csrf = "c" * 32
    return Browser(str(account.id), f"sessionid={session}; csrftoken={csrf}", csrf)  # type: ignore[attr-defined]


# --- Listening -------------------------------------------------------------------------------------------------------


class Ear:
    """One open stream and when each event's frame reached it."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.heard, self.refreshes = browser, dict[str, float](), 0
        self.is_open, self.news = asyncio.Event(), asyncio.Event()

    async def listen(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", ground.PORT, limit=4096)
        try:
            writer.write(_request_of(self.browser))
            name = ""
            while line := await reader.readline():
                if line.startswith(b"event: "):
                    name = line[7:].strip().decode()
                elif line.startswith(b"data: ") and name == "refresh":
                    self.refreshes += 1
                    self.is_open.set()
                elif line.startswith(b"data: "):
                    self.heard.setdefault(f"{name} {json.loads(line[6:])['id']}", time.monotonic())
                    self.news.set()
        finally:
            writer.close()

    async def hears_another(self, known: set[str]) -> str:
        """The first event about an alert that is not known yet."""
        while True:
            for event in self.heard:
                if event.startswith("alerts ") and event not in known:
                    return event
            self.news.clear()
            await self.news.wait()


def _request_of(browser: Browser) -> bytes:
    head = f"GET /live HTTP/1.1\r\nHost: localhost:{ground.PORT}\r\nCookie: {browser.cookies}\r\n\r\n"
    return head.encode()


class Ears:
    """All open streams."""

    def __init__(self) -> None:
        self.open: list[Ear] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def grow_to(self, browsers: Iterable[Browser]) -> None:
        fresh = [Ear(browser) for browser in browsers]
        for start in range(0, len(fresh), 50):
            some = fresh[start : start + 50]
            self.tasks += [asyncio.create_task(ear.listen()) for ear in some]
            await asyncio.wait_for(asyncio.gather(*(ear.is_open.wait() for ear in some)), 60)
        self.open += fresh

    def of(self, browsers: Iterable[Browser]) -> list[Ear]:
        wanted = {browser.account for browser in browsers}
        return [ear for ear in self.open if ear.browser.account in wanted]

    def lost(self) -> int:
        return sum(task.done() for task in self.tasks)

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


# --- Calling for help ------------------------------------------------------------------------------------------------


@dataclass
class Delays:
    """Milliseconds from a call's sending, and from its answer, until the last of those it concerns has the frame."""

    from_request: list[float] = field(default_factory=list)
    from_answer: list[float] = field(default_factory=list)
    lost: int = 0
    #: Milliseconds of processor time of the web process for each call, everything around it included.
    work: float = 0


class Caller:
    """Participants calling for help one after another over one connection."""

    async def connect(self) -> "Caller":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", ground.PORT)
        return self

    async def call(self, browser: Browser, kind: str) -> float:
        """Send the call; returns when its answer had come."""
        from daybridge.core.ids import new_id

        body = json.dumps({"id": str(new_id()), "kind": kind, "made_at": datetime.now(UTC).isoformat()})
        head = f"POST /api/companion/support-requests HTTP/1.1\r\nHost: localhost:{ground.PORT}\r\n"
        head += f"Cookie: {browser.cookies}\r\nX-CSRFToken: {browser.csrf}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        if self.reader.at_eof():  # the server closes a connection that was idle for long
            await self.connect()
        self.writer.write((head + body).encode())
        answer = await self.reader.readuntil(b"\r\n\r\n")
        came = time.monotonic()
        if b" 201 " not in answer.split(b"\r\n", 1)[0]:
            raise SystemExit(f"A call was answered: {answer.decode()}")
        length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await self.reader.readexactly(int(length.split(b":")[1]))
        return came


async def measure(house: Served, callers: Iterator[Browser], concerned: list[Ear], calls: int) -> Delays:
    """Have that many participants call, one at a time, and watch those whose screens it concerns."""
    caller, delays = await Caller().connect(), Delays()
    known, worked = {event for ear in concerned for event in ear.heard}, house.worked()
    for number in range(calls):
        began = time.monotonic()
        answered = await caller.call(next(callers), "not_safe" if number % 2 else "contact")
        try:
            async with asyncio.timeout(5):
                event = await concerned[0].hears_another(known)
                known.add(event)
                while not all(event in ear.heard for ear in concerned):
                    await asyncio.sleep(0.001)
        except TimeoutError:
            delays.lost += 1
            continue
        last = max(ear.heard[event] for ear in concerned)
        delays.from_request.append((last - began) * 1000)
        delays.from_answer.append((last - answered) * 1000)
        await asyncio.sleep(PAUSE)
    caller.writer.close()
    delays.work = (house.worked() - worked) / calls * 1000
    return delays


# --- Browsers that stopped reading -----------------------------------------------------------------------------------


@contextmanager
def stuck(browsers: list[Browser]) -> Iterator[list[socket.socket]]:
    """Streams that were opened and are never read again, as behind a sleeping phone."""
    sockets = []
    for browser in browsers:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        one.connect(("127.0.0.1", ground.PORT))
        one.sendall(_request_of(browser))
        while b"refresh" not in one.recv(512):
            pass
        sockets.append(one)
    yield sockets
    for one in sockets:
        one.close()


def flood(browsers: list[Browser]) -> None:
    """Far more news for these accounts than their streams and the system's buffers can hold."""
    news = {"n": "flood", "i": "x" * 400, "a": [browser.account for browser in browsers]}
    with served.look() as connection:
        for _ in range(FLOOD // 1000):  # each differs, for PostgreSQL sends what is the same only once
            connection.execute(
                "select count(pg_notify('daybridge', %s || repeat(' ', n))) from generate_series(1, 1000) n",
                [json.dumps(news)],
            )
            time.sleep(0.25)


def news_kept_for(one: socket.socket) -> tuple[int, bool]:
    """Bytes that waited for a browser which reads again, and whether it is then told to look again."""
    one.settimeout(30)
    waited, tail = 0, b""
    try:
        while b"event: refresh" not in tail and (some := one.recv(1 << 16)):
            waited, tail = waited + len(some), (tail + some)[-(1 << 17) :]
    except TimeoutError:
        pass
    return waited, b"event: refresh" in tail


# --- The whole -------------------------------------------------------------------------------------------------------


def connections() -> int:
    with served.look() as connection:
        found = connection.execute("select count(*) from pg_stat_activity where usename = 'daybridge_app'").fetchone()
    return int(found[0]) if found else 0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def say_delays(about: str, delays: Delays) -> None:
    for since, values in (("request", delays.from_request), ("answer", delays.from_answer)):
        shown = " ".join(f"{percentile(values, share):8.1f}" for share in (0.5, 0.95, 0.99))
        say(f"{about:<44} {since:<8} {shown} {max(values):8.1f} {delays.work:8.1f} {delays.lost:5}")


async def settle(house: Served) -> int:
    """Memory once the web process has nothing more to do, in KiB."""
    for _ in range(90):
        worked = house.worked()
        await asyncio.sleep(1)
        if house.worked() - worked < 0.1:
            break
    return house.memory()


async def run(house: Served, people: Crowd) -> bool:
    of_one, of_many = iter(people.of_therapist), iter(people.of_directors)
    everybody = [people.therapist, *people.directors, *people.of_therapist, *people.of_directors]
    ears, caller = Ears(), await Caller().connect()
    for number in range(WARM_UP):  # every thread has then answered something
        await caller.call(next(of_one), "contact" if number % 2 else "not_safe")
    caller.writer.close()
    memory, held = {0: await settle(house)}, {0: connections()}
    say(
        f"{'milliseconds until on screen':<44} {'since':<8} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8} {'CPU':>8} {'lost':>5}"
    )

    await ears.grow_to([people.therapist, *people.of_therapist[-FEW + 1 :]])
    few_one = await measure(house, of_one, ears.of([people.therapist]), CALLS // 2)
    say_delays(f"one therapist among {FEW} listeners", few_one)
    await ears.close()
    ears = Ears()
    await ears.grow_to(people.directors[:FEW])
    few_many = await measure(house, of_many, ears.open, CALLS // 2)
    say_delays(f"all of {FEW} listeners", few_many)
    held[FEW] = connections()

    rest = [one for one in everybody if one not in people.directors[:FEW]][: LISTENERS - FEW]
    half = LISTENERS // 2 - FEW
    for some, count in ((rest[:half], LISTENERS // 2), (rest[half:], LISTENERS)):
        await ears.grow_to(some)
        memory[count], held[count] = await settle(house), connections()
    crowd_one = await measure(house, of_one, ears.of([people.therapist]), CALLS)
    say_delays(f"one therapist among {LISTENERS} listeners", crowd_one)
    crowd_many = await measure(house, of_many, ears.of(people.directors), CALLS)
    say_delays(f"{TEAM} directors among {LISTENERS} listeners", crowd_many)
    held[LISTENERS] = max(held[LISTENERS], connections())

    before = await settle(house)
    with stuck(people.directors[:STUCK]) as sockets:
        await asyncio.to_thread(flood, people.directors[:STUCK])
        flooded = await settle(house)
        beside_stuck = await measure(house, of_many, ears.of(people.directors), CALLS // 4)
        say_delays(f"the same beside {STUCK} that stopped reading", beside_stuck)
        kept = await asyncio.gather(*(asyncio.to_thread(news_kept_for, one) for one in sockets))
    lost = ears.lost()
    await ears.close()

    ratio = percentile(crowd_one.from_request, 0.99) / percentile(few_one.from_request, 0.99)
    say(f"p99 from request, {LISTENERS} against {FEW} listeners: {ratio:.1f} x (one), "
        f"{percentile(crowd_many.from_request, 0.99) / percentile(few_many.from_request, 0.99):.1f} x (many)")  # fmt: skip
    say("memory of the web process in MiB: " + ", ".join(f"{n} listeners {kib / 1024:.1f}" for n, kib in memory.items())
        + f"; {(memory[LISTENERS] - memory[0]) / LISTENERS:.1f} KiB per listener")  # fmt: skip
    say("database connections of web and worker: " + ", ".join(f"{n} listeners {count}" for n, count in held.items()))
    say(f"{STUCK} that stopped reading, {FLOOD} events for each: memory {before / 1024:.1f} to {flooded / 1024:.1f} MiB "
        f"({(flooded - before) / STUCK:.0f} KiB each); when they read again {median([n for n, _ in kept]) / 1024:.0f} KiB "
        f"had waited, and {sum(told for _, told in kept)} of {STUCK} were told to look again")  # fmt: skip
    say(f"streams that broke: {lost}")
    worst = max(percentile(one.from_request, 0.99) for one in (crowd_one, crowd_many))
    went_well = worst <= TARGET_MS and not lost and not any(one.lost for one in (crowd_one, crowd_many, beside_stuck))
    say(f"worst p99 {worst:.0f} ms (target {TARGET_MS}): {'met' if went_well else 'MISSED'}")
    return went_well


def main() -> None:
    with ground.database():
        people = crowd()
        with served.served() as house:
            went_well = asyncio.run(run(house, people))
    sys.exit(0 if went_well else 1)


if __name__ == "__main__":
    main()
