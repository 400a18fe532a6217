"""The live stream's door: who may listen, and what a browser is told while the database is away."""

import asyncio
from threading import Thread
from typing import Any

import httpx
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection, transaction

from daybridge import asgi
from daybridge.core import guard, live, tenancy
from daybridge.core.ids import new_id
from daybridge.people.live import accounts_of_sessions
from daybridge.people.models import Account
from tests.cast import make_house, sign_in


def _ask(cookie: str = "") -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(asgi.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            return await browser.get("/live", headers={"Cookie": f"sessionid={cookie}"})

    return asyncio.run(ask())


def test_a_stranger_is_refused(really_commits: None) -> None:
    assert _ask("nobody").status_code == 401


def test_while_the_database_is_away_a_browser_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An EventSource gives up for good after any other status than 200."""

    def is_away(_: str) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(asgi, "accounts_of_sessions", is_away)
    answer = _ask()
    assert (answer.status_code, answer.text) == (200, "retry: 2000\n\n")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert asgi.still_welcome(["anyone"]) == ["anyone"]


@pytest.fixture
def bens_session(really_commits: None) -> str:
    with transaction.atomic():
        house = make_house()
        account = house.staff["Ben"].account
        return str(sign_in(account).cookies["sessionid"].value)  # type: ignore[arg-type]


def test_an_account_with_many_open_streams_is_told_to_come_again_later(
    bens_session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = accounts_of_sessions([bens_session])[bens_session]
    held = {live.Listener(account, bens_session) for _ in range(live.MOST_STREAMS)}
    monkeypatch.setitem(asgi.switchboard.listeners, account, held)
    assert _ask(bens_session).text == "retry: 60000\n\n"


def test_listening_holds_no_database_connection(bens_session: str) -> None:
    found: list[Any] = []

    def look() -> None:
        found.extend([list(asgi.who_listens([bens_session, "nobody"])), connection.connection])

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert found == [[bens_session], None]


@pytest.mark.parametrize(
    "change",
    [{"seen_at": 0}, {"_auth_user_hash": "of an older password"}, {"_auth_user_id": None}, {"second_factor": False}],
)
def test_a_session_that_ran_out_listens_no_longer(bens_session: str, change: dict[str, object]) -> None:
    with guard.writing():
        session = SessionStore(bens_session)
        session.update(change)
        session.save()
    assert accounts_of_sessions([bens_session]) == {}


def test_a_closed_account_listens_no_longer(bens_session: str) -> None:
    with guard.writing(), tenancy.at_the_door(tenancy.SIGN_IN):
        assert Account.objects.filter(email="ben@example.org").update(is_active=False)
    assert accounts_of_sessions([bens_session]) == {}


def test_a_stream_goes_on_while_its_session_is_welcome_and_then_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much news it gets meanwhile, and though it asks again after the look-up failed once."""
    monkeypatch.setattr(live, "_HEARTBEAT_SECONDS", 0.0)
    monkeypatch.setattr(live, "_LOOK_EVERY_SECONDS", 0.01)
    answers: list[set[str] | None] = [{"a", "b"}, None, {"a"}, set()]

    def welcome(_: object) -> set[str]:
        if (answer := answers.pop(0) if answers else set()) is None:
            raise RuntimeError("once")
        return answer

    async def hear(board: live.Switchboard, key: str) -> list[bytes]:
        return [heard async for heard in board.stream(new_id(), key)]

    async def listen() -> list[list[bytes]]:
        board = live.Switchboard()
        door = asyncio.create_task(board.keep(welcome))
        heard = await asyncio.wait_for(asyncio.gather(hear(board, "a"), hear(board, "b")), 5)
        door.cancel()
        assert not board.listeners
        return heard

    heard = asyncio.run(listen())
    assert [news.count(b": still here\n\n") for news in heard] == [2, 1]
