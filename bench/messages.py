"""From a message's sending to the other side's screen, both ways, with a crowd of browsers listening on one web process.

A message goes through the HTTP API (a participant's) or the page's form (a therapist's). Clocks start with the request, and stop
when the event's frame reaches the other browser, and again when that browser has fetched the words. Target: p99 within 300 ms.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from bench import ground, served
from bench.ground import percentile
from bench.live import Browser, Ear, Ears, _browser, say, settle
from bench.served import Served

LISTENERS, FEW, CALLS = int(os.environ.get("LISTENERS", "1000")), 10, int(os.environ.get("CALLS", "200"))
WARM_UP, TARGET_MS, PAUSE = 40, 300, 0.1


@dataclass(frozen=True)
class Person:
    id: str
    browser: Browser


@dataclass
class Crowd:
    """One therapist, who cares for everybody who writes; and people who only listen."""

    therapist: Browser
    writers: list[Person] = field(default_factory=list)
    others: list[Browser] = field(default_factory=list)


def crowd() -> Crowd:
    from django.db import transaction
    from django.test import override_settings

    from daybridge.core import tenancy
    from tests import cast

    writers = 2 * (WARM_UP + CALLS + CALLS // 2)
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with transaction.atomic(), quick:
        harbor = cast.a_house("Harbor Bridge")
        cast.a_program(harbor)
        ben, cora = (cast.a_staff_member(harbor, name, "therapist") for name in ("Ben Okafor", "Cora Quill"))
        made = Crowd(_browser(ben.account))
        for number in range(writers):
            one = cast.a_participant(harbor, f"W{number} Bench", therapist=ben)
            made.writers.append(Person(str(one.id), _browser(one.account)))
        for number in range(max(0, LISTENERS - 1 - writers)):
            made.others.append(_browser(cast.a_participant(harbor, f"L{number} Bench", therapist=cora).account))
        tenancy.enter(None)
    return made


class Line:
    """One connection of one browser."""

    async def connect(self) -> "Line":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", ground.PORT)
        return self

    async def ask(
        self, browser: Browser, method: str, path: str, body: str = "", kind: str = "application/json"
    ) -> tuple[int, bytes]:
        if self.reader.at_eof():  # the server closes a connection that was idle for long
            await self.connect()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{ground.PORT}\r\nCookie: {browser.cookies}\r\nX-CSRFToken: {browser.csrf}\r\n"
        if body:
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(f"{head}\r\n{body}".encode())
        answer = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = next(
            (line for line in answer.split(b"\r\n") if line.startswith(b"content-length:")), b"content-length: 0"
        )
        told = await self.reader.readexactly(int(length.split(b":")[1]))
        return int(answer.split(b" ", 2)[1]), told


@dataclass
class Delays:
    frame: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    lost: int = 0
    work: float = 0


async def to_therapist(line: Line, people: Crowd, one: Person) -> str:
    """A participant writes; answers what was said."""
    from daybridge.core.ids import new_id

    said = f"heron {new_id()}"
    body = json.dumps({"id": str(new_id()), "words": said, "made_at": datetime.now(UTC).isoformat()})
    status, told = await line.ask(one.browser, "POST", "/api/companion/messages", body)
    if status != 201:
        raise SystemExit(f"A message was answered {status}: {told.decode()}")
    return said


async def to_participant(line: Line, people: Crowd, one: Person) -> str:
    """The therapist writes; answers what was said."""
    from daybridge.core.ids import new_id

    said = f"heron {new_id()}"
    body = urlencode({"deed": "send", "id": str(new_id()), "words": said})
    path = f"/workspace/people/{one.id}/messages/"
    status, told = await line.ask(people.therapist, "POST", path, body, "application/x-www-form-urlencoded")
    if status != 302:
        raise SystemExit(f"A message was answered {status}: {told[:300].decode()}")
    return said


async def measure(
    house: Served, people: Crowd, writers: Iterator[Person], ears: Ears, *, is_up: bool, calls: int
) -> Delays:
    """That many messages, one at a time, each to a browser that listens and then fetches the words."""
    sending, fetching, delays = await Line().connect(), await Line().connect(), Delays()
    worked = house.worked()
    for _ in range(calls):
        one = next(writers)
        reader = people.therapist if is_up else one.browser
        [ear] = ears.of([reader])
        path = f"/workspace/people/{one.id}/messages/thread/" if is_up else "/api/companion/messages"
        event = f"messages {one.id}"
        ear.heard.pop(event, None)
        began = time.monotonic()
        write = to_therapist if is_up else to_participant
        sent = asyncio.create_task(write(sending, people, one))
        if not await _hears(ear, event):
            await sent
            delays.lost += 1
            continue
        delays.frame.append((ear.heard[event] - began) * 1000)
        _, told = await fetching.ask(reader, "GET", path)
        came = time.monotonic()
        if (await sent).encode() in told:
            delays.words.append((came - began) * 1000)
        else:
            delays.lost += 1
        await asyncio.sleep(PAUSE)
    delays.work = (house.worked() - worked) / calls * 1000
    return delays


async def _hears(ear: Ear, event: str) -> bool:
    try:
        async with asyncio.timeout(5):
            while event not in ear.heard:
                ear.news.clear()
                await ear.news.wait()
    except TimeoutError:
        return False
    return True


def say_delays(about: str, delays: Delays) -> None:
    for until, values in (("frame", delays.frame), ("words", delays.words)):
        shown = " ".join(f"{percentile(values, share):8.1f}" for share in (0.5, 0.95, 0.99))
        say(f"{about:<44} {until:<6} {shown} {max(values):8.1f} {delays.work:8.1f} {delays.lost:5}")


async def run(house: Served, people: Crowd) -> bool:
    writers = iter(people.writers)
    say(f"{'milliseconds until':<44} {'':<6} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8} {'CPU':>8} {'lost':>5}")
    line = await Line().connect()
    for number in range(WARM_UP):  # every thread has then answered something
        await (to_therapist if number % 2 else to_participant)(line, people, next(writers))
    everybody = [people.therapist, *(one.browser for one in people.writers), *people.others]
    found: dict[tuple[int, bool], Delays] = {}
    for count, calls in ((FEW, CALLS // 2), (LISTENERS, CALLS)):
        ears = Ears()
        mine = [next(writers) for _ in range(2 * calls)]
        heard = [people.therapist] + ([one.browser for one in mine] if count > FEW else [])
        rest = [one for one in everybody if one not in heard][: max(0, count - len(heard))]
        await ears.grow_to(heard + rest)
        await settle(house)
        for is_up in (True, False):
            if count == FEW and not is_up:  # those few phones that are written to listen, and nobody else
                await ears.close()
                ears = Ears()
                await ears.grow_to([one.browser for one in mine[calls:]][:calls])
            them = iter(mine[:calls] if is_up else mine[calls:])
            found[count, is_up] = await measure(house, people, them, ears, is_up=is_up, calls=calls)
            listening = len(ears.open)
            say_delays(
                f"{'to the therapist' if is_up else 'to a phone'} among {listening} listeners", found[count, is_up]
            )
        broke = ears.lost()
        await ears.close()
        say(f"streams that broke: {broke}")
    for is_up in (True, False):
        few, many = (percentile(found[count, is_up].words, 0.99) for count in (FEW, LISTENERS))
        say(
            f"p99 until the words stand there, many against few, {'to the therapist' if is_up else 'to a phone'}: {many / few:.1f} x"
        )
    worst = max(percentile(found[LISTENERS, is_up].words, 0.99) for is_up in (True, False))
    went_well = worst <= TARGET_MS and not any(one.lost for one in found.values())
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
