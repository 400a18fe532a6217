"""The dead-man switch: a beat travels the whole road, and whoever watches says so when it stalls."""

import http.server
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.db import OperationalError

from daybridge.core import alarms, clock, guard, heartbeat, queue, tenancy
from daybridge.core.heartbeat import STALLED_AFTER, Passed, stalled_leg
from daybridge.core.models import Heartbeat
from daybridge.notifications.tests.servers import free_port
from daybridge.people.models import Organization, Staff
from daybridge.safety import beating, queries, watching
from daybridge.safety.models import Alert, LadderEdit
from daybridge.safety.watching import Watch, tell_outside
from tests.cast import House, sign_in

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=1)


def _passed(**ages: float | None) -> Passed:
    """A beat that passed each leg so many seconds ago; 10 where nothing is said, None for never."""
    at = dict.fromkeys(heartbeat.LEGS, 10.0) | ages
    times = {leg: None if age is None else NOON - timedelta(seconds=age) for leg, age in at.items()}
    return Passed(since=LONG_AGO, has_mail=True, **times)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("passed", "leg"),
    [
        (_passed(), ""),
        (_passed(screens=100), ""),
        (_passed(screens=101), "screens"),
        (_passed(mail=101), "mail"),
        (_passed(rules=101, jobs=101, screens=101, mail=101), "rules"),
        (_passed(jobs=None), "jobs"),
    ],
)
def test_the_first_leg_that_is_silent_is_named(passed: Passed, leg: str) -> None:
    assert stalled_leg(passed, NOON, up_since=LONG_AGO) == leg


def test_a_house_that_has_just_come_up_and_one_without_mail_are_not_blamed() -> None:
    assert stalled_leg(_passed(rules=5000), NOON, up_since=NOON - STALLED_AFTER) == ""
    no_mail = Passed(LONG_AGO, NOON, NOON, NOON, None, has_mail=False)
    assert stalled_leg(no_mail, NOON, up_since=LONG_AGO) == ""


def test_a_beat_travels_the_whole_road(house: House) -> None:
    beating.beat(house.system)
    beating.beat_on(house.system)
    beating.received(house.organization.id)
    tenancy.enter(house.organization.id)
    beat = Heartbeat.objects.get()
    assert beat.rules_at == beat.jobs_at == beat.screens_at == clock.now() and beat.mail_at is None
    assert not queries.open_alerts(house.actors["Ben"]).exists(), "nobody is troubled with it"


def test_rules_that_would_raise_no_alert_stop_the_beat(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beating.rules, "what_to_do", lambda *_, **__: beating.Step.NOTHING)
    with pytest.raises(AssertionError):
        beating.beat(house.system)
    assert not Heartbeat.objects.exists()


def test_a_ladder_that_cannot_be_read_stops_the_beat(house: House) -> None:
    with guard.writing():
        LadderEdit.objects.create(
            organization_id=house.organization.id, number=1, ladder={"version": 1}, made_by=house.staff["Dora"]
        )
    with pytest.raises(ValueError, match="ladder can't be read"):
        beating.beat(house.system)
    assert not Heartbeat.objects.exists()


def test_a_calendar_that_cannot_be_read_stops_the_beat(house: House) -> None:
    with guard.writing():
        Organization.objects.update(time_zone="Nowhere/At_All")
    with pytest.raises(ZoneInfoNotFoundError):
        beating.beat(house.system)
    assert not Heartbeat.objects.exists()


def test_a_site_with_nobody_to_ask_and_a_roster_with_a_gap_stop_no_beat(house: House) -> None:
    with guard.writing():
        Staff.objects.update(is_active=False)
    beating.beat(house.system)
    assert Heartbeat.objects.get().rules_at and not Alert.objects.exists()


def test_a_mail_server_that_is_away_is_asked_anew_by_the_next_minute_and_by_no_retry(
    house: House, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    beating.beat_by_mail(house.system)
    assert not Heartbeat.objects.exists() and queue.app.tasks["safety.beat_by_mail"].retry_strategy is None


def test_timers_and_the_beat_go_before_whatever_takes_its_time() -> None:
    priorities = {name.removesuffix(":all"): task.priority for name, task in queue.app.tasks.items()}
    rooms = ("safety.", "measures.", "notifications.")
    assert {name for name, priority in priorities.items() if name.startswith(rooms) and priority == 0} == {
        "safety.ask_after",
        "safety.beat",
        "safety.beat_on",
        "safety.escalate",
        "safety.escalate_late",
        "safety.escalate_overdue",
    }


@pytest.fixture
def said() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def watch(house: House, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, settings: Any) -> Watch:
    settings.MAIL_IS_SET_UP = False
    monkeypatch.setattr(heartbeat, "_BEGAN", LONG_AGO - timedelta(days=30))
    monkeypatch.setattr(watching.connection, "close", lambda: None)  # the test's own transaction

    def say(state: str, leg: str, _organization: str) -> bool:
        said.append((state, leg))
        return True

    return Watch(say=say)


def _look(watch: Watch, house: House) -> None:
    watch.look()
    watch.judge()
    tenancy.enter(house.organization.id)


def test_a_stall_is_said_once_on_screens_and_outside_and_so_is_its_end(
    house: House, watch: Watch, said: list[tuple[str, str]]
) -> None:
    beating.beat(house.system)
    beating.beat_on(house.system)
    beating.received(house.organization.id)
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    _look(watch, house)
    assert said == [] and "Alerts may not reach anyone" not in ben.get("/workspace/").content.decode()
    with clock.at(clock.now() + STALLED_AFTER + timedelta(seconds=5)):
        _look(watch, house)
        _look(watch, house)
        assert said == [("stalled", "rules")] and [one.about for one in alarms.open_alarms()] == ["rules"]
        assert "Alerts may not reach anyone" in ben.get("/workspace/alarms/").content.decode()
        beating.beat(house.system)
        _look(watch, house)
        assert said[-1] == ("stalled", "jobs"), "the worker begins again, and the rest of the road is still silent"
        beating.beat_on(house.system)
        beating.received(house.organization.id)
        _look(watch, house)
        assert said[-1] == ("recovered", "jobs") and not alarms.open_alarms()


def test_what_nobody_heard_is_told_again_at_the_next_look(house: House, watch: Watch) -> None:
    answers, tried = iter([False, False, True, False, True]), []

    def say(state: str, _leg: str, _organization: str) -> bool:
        tried.append(state)
        return next(answers)

    watch.say = say
    beating.beat(house.system)
    with clock.at(clock.now() + STALLED_AFTER + timedelta(seconds=5)):
        for _ in range(4):
            _look(watch, house)
        assert tried == ["stalled"] * 3
        beating.beat(house.system)
        beating.beat_on(house.system)
        beating.received(house.organization.id)
        for _ in range(3):
            _look(watch, house)
        assert tried == ["stalled"] * 3 + ["recovered"] * 2


def test_screens_say_it_even_when_nobody_watches(house: House, watch: Watch) -> None:
    beating.beat(house.system)
    with clock.at(clock.now() + STALLED_AFTER + timedelta(seconds=5)):
        ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
        assert "Alerts may not reach anyone" in ben.get("/workspace/").content.decode()


def test_a_database_that_is_away_is_said_after_a_minute(
    watch: Watch, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = 0.0
    watch.now = lambda: at
    whole = tenancy.organizations

    def away() -> list[Any]:
        raise OperationalError

    watch.look()
    monkeypatch.setattr(tenancy, "organizations", away)
    for at in (5.0, 60.0):  # noqa: B007 - what the watch reads
        watch.look()
        watch.judge()
        assert said == []
    at = 61.0
    watch.judge()  # also while a look hangs and never comes back
    watch.judge()
    assert said == [("stalled", "database")]
    monkeypatch.setattr(tenancy, "organizations", whole)
    watch.look()
    watch.judge()
    assert said == [("stalled", "database"), ("recovered", "database")]


def test_a_disk_that_is_all_but_full_is_said(watch: Watch, said: list[tuple[str, str]]) -> None:
    free = 99_000_000
    watch.free_bytes = lambda: free
    watch.judge()
    free = 2_000_000_000
    watch.judge()
    assert said == [("stalled", "disk"), ("recovered", "disk")]


def test_a_log_that_cannot_be_written_does_not_keep_the_hook_silent(
    watch: Watch, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watching.log, "error", full)
    watch.free_bytes = lambda: 0
    watch.judge()
    assert said == [("stalled", "disk")]


@pytest.fixture
def posted() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A site's own alarm address."""
    heard: list[dict[str, str]] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alarm", heard
    server.shutdown()


@pytest.mark.enable_socket
def test_the_sites_own_hook_is_called_by_address_and_by_command(
    posted: tuple[str, list[dict[str, str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = posted
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_URL", address)
    file = tmp_path / "said"
    monkeypatch.setitem(
        os.environ, "DAYBRIDGE_ALARM_COMMAND", f'echo "$DAYBRIDGE_ALARM_STATE $DAYBRIDGE_ALARM_LEG" > {file}'
    )
    tell_outside("stalled", "jobs", "some-organization")
    assert file.read_text() == "stalled jobs\n"
    assert [(one["state"], one["leg"], one["organization"]) for one in heard] == [
        ("stalled", "jobs", "some-organization")
    ]


@pytest.fixture
def no_web_server() -> Iterator[str]:
    """An address where something answers that is no HTTP."""

    class Babble(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Babble) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/alarm"
        server.shutdown()


@pytest.mark.enable_socket
@pytest.mark.parametrize(("command", "is_heard"), [("true", True), ("exit 3", False)])
def test_an_address_that_answers_nonsense_keeps_the_command_from_nothing(
    no_web_server: str, monkeypatch: pytest.MonkeyPatch, command: str, is_heard: bool
) -> None:
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_URL", no_web_server)
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_COMMAND", command)
    assert tell_outside("stalled", "jobs", "") is is_heard


@pytest.mark.enable_socket
def test_a_command_that_fails_does_not_make_the_address_unheard(
    posted: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_URL", posted[0])
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_COMMAND", "exit 3")
    assert tell_outside("stalled", "jobs", "")


def test_a_hook_that_fails_is_not_heard_and_where_there_is_none_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tell_outside("stalled", "jobs", "")
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_URL", "not an address")
    monkeypatch.setitem(os.environ, "DAYBRIDGE_ALARM_COMMAND", "exit 3")
    assert not tell_outside("stalled", "jobs", "")
