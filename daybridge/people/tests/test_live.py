"""The live stream's door: who may listen, and what a browser is told while the database is away."""

import asyncio
from threading import Thread
from typing import Any

import httpx
import pytest
from django.db import OperationalError, connection, transaction

from daybridge import asgi
from tests.cast import House, _furnished, sign_in


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

    monkeypatch.setattr(asgi, "account_of_session", is_away)
    answer = _ask()
    assert (answer.status_code, answer.text) == (200, "retry: 2000\n\n")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert asgi.is_still_welcome("anyone") is False


def test_listening_holds_no_database_connection(really_commits: None) -> None:
    with transaction.atomic():
        house: House = _furnished()
        account = house.staff["Ben"].account
        key = sign_in(account).cookies["sessionid"].value  # type: ignore[arg-type]
    found: list[Any] = []

    def look() -> None:
        found.extend([asgi.who_listens(key), connection.connection])

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert found == [account.id, None]  # type: ignore[union-attr]
