"""Keeps an installation up: PostgreSQL, web processes, the rooms on video and workers, started in order, watched, and stopped in order."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from daybridge.installation import home, media, postgres, schema
from daybridge.installation.children import command
from daybridge.installation.trouble import Trouble

_LOOK_EVERY_SECONDS = 0.2
_HEALTHY_AFTER_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 30.0
_PATIENCE_AT_START_SECONDS = 120.0
_PATIENCE_AT_STOP_SECONDS = 15.0
#: Addresses that mean every one of this machine's, and how we reach ourselves then.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only when a person asks for it
_ROOMS = "room process"
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What `up` was asked for."""

    host: str = "127.0.0.1"
    port: int = 8000
    web: int = 1
    workers: int = 1
    logs_to_terminal: bool = False

    @property
    def address(self) -> str:
        """Where a browser finds it; by name on this machine, because passkeys do not work on a bare IP."""
        if self.host in _EVERYWHERE:
            return f"http://{_outward_address()}:{self.port}/"
        here = self.host in ("127.0.0.1", "::1", "localhost")
        return f"http://{'localhost' if here else self.host}:{self.port}/"


def _outward_address() -> str:
    """This machine's address as others in its network see it; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(asking.getsockname()[0])


# --- Children --------------------------------------------------------------------------------------------------------


@dataclass
class Child:
    """One of our own processes: its command, and how it has fared."""

    name: str
    words: Sequence[str]
    log: Path | None
    while_parent_lives: int
    passes: Sequence[int] = ()
    #: A server for video, in place of a process of our own program.
    server: media.Server | None = None
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    next_try: float = field(default=0.0)

    def start(self) -> None:
        """Start it; it ends by itself when we are killed, because the pipe it reads from then closes."""
        output = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.server.words if self.server else command(*self.words),
                stdin=self.while_parent_lives,
                stdout=output,
                stderr=output,
                pass_fds=self.passes,
                start_new_session=True,
                **(media.started_as(self.server) if self.server else {}),
            )
        finally:
            if output:
                output.close()
        self.started = time.monotonic()

    def is_down(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def mend(self, say: Say) -> None:
        """Start it again when it is down: at once the first time, then after growing pauses."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            self._note_failure(now, say)
        if self.process is None and now >= self.next_try:
            self.start()
        elif self.failures and now - self.started > _HEALTHY_AFTER_SECONDS:
            self.failures = 0

    def _note_failure(self, now: float, say: Say) -> None:
        pause = min(2.0 ** (self.failures - 1), _LONGEST_PAUSE_SECONDS) if self.failures else 0.0
        when = f"in {pause:.0f} s" if pause else "now"
        where = f" Its log: {self.log}." if self.log else ""
        say(f"The {self.name} stopped unexpectedly; starting it again {when}.{where}")
        self.process, self.next_try, self.failures = None, now + pause, self.failures + 1

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, until: float, is_urgent: Callable[[], bool]) -> None:
        while self.process and self.process.poll() is None:
            if time.monotonic() > until or is_urgent():
                self.process.kill()
                self.process.wait()
            time.sleep(0.02)


# --- The port --------------------------------------------------------------------------------------------------------


def take_port(host: str, port: int) -> socket.socket:
    """The listening socket, taken before anything is started; it stays open while a web process is replaced."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise Trouble(f"There is no address {host} here.", "Use --host 127.0.0.1 or --host 0.0.0.0.") from error
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise _port_trouble(host, port, error) from error
    return listener


def _port_trouble(host: str, port: int, error: OSError) -> Trouble:
    if isinstance(error, PermissionError):
        return Trouble(f"This account may not use port {port}.", "Choose one above 1023, such as --port 8010.")
    if error.strerror and "assign" in error.strerror:
        return Trouble(f"This machine does not have the address {host}.", "Use --host 127.0.0.1 or --host 0.0.0.0.")
    return Trouble(
        f"Port {port} is in use already, by another program or by Daybridge itself.",
        f"Stop that program, or choose another port: --port {port + 1}",
    )


# --- Up --------------------------------------------------------------------------------------------------------------


def up(
    plan: Plan, say: Say, ready: Callable[[], None], *, before: Callable[[], object] = schema.require_current
) -> None:
    """Run everything until a person or the system asks us to stop.

    `before` runs once the database is there and raises unless its tables are fit for this code.
    """
    for one in (signal.SIGTERM, signal.SIGHUP):  # until the children are there, every wish to stop is a Ctrl-C
        signal.signal(one, signal.default_int_handler)
    try:
        _up(plan, say, ready, before)
    except KeyboardInterrupt:
        pass
    say("Stopped; everything that was saved is on the disk")


def _up(plan: Plan, say: Say, ready: Callable[[], None], before: Callable[[], object]) -> None:
    with ExitStack() as held:
        listener = held.enter_context(take_port(plan.host, plan.port))
        rooms = held.enter_context(take_port("127.0.0.1", 0))
        os.environ.setdefault("DAYBRIDGE_SITE", plan.address)
        os.environ[media.ROOMS_AT] = f"ws://127.0.0.1:{rooms.getsockname()[1]}"
        if home.is_embedded():
            held.enter_context(postgres.in_use(home.home(), say))
        before()
        held.enter_context(postgres.shared(home.home(), "up"))  # nobody empties or replaces the home meanwhile
        stopping = held.enter_context(_stop_signals())
        servers = media.prepare(_outward_address(), say)
        children = _children_of(plan, listener, rooms, held, servers)
        try:
            _start(children, plan, rooms.getsockname(), stopping, say)
            if not stopping:
                ready()
            _watch(children, stopping, say)
        finally:
            say("Stopping")
            _stop(children, stopping)


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """The signals to stop that have come so far; a second one makes us hurry."""
    came: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, lambda number, _: came.append(number)) for one in signals]
    try:
        yield came
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _children_of(
    plan: Plan, listener: socket.socket, rooms: socket.socket, held: ExitStack, servers: Sequence[media.Server]
) -> list[Child]:
    reading, writing = os.pipe()  # the writing end closes with us, however we end
    held.callback(os.close, writing)
    held.callback(os.close, reading)
    fd = listener.fileno()
    return [
        *(Child(one.name, (), _log(plan, one.name.replace(" ", "-")), reading, server=one) for one in servers),
        *(
            Child(f"web process{_n(i, plan.web)}", ["web", f"--fd={fd}"], _log(plan, "web"), reading, [fd])
            for i in range(plan.web)
        ),
        Child(_ROOMS, ["rooms", f"--fd={rooms.fileno()}"], _log(plan, "rooms"), reading, [rooms.fileno()]),
        *(
            Child(f"worker{_n(i, plan.workers)}", ["worker", "--child"], _log(plan, "worker"), reading)
            for i in range(plan.workers)
        ),
        Child("worker for long work", ["worker", "--child", "--long"], _log(plan, "long-work"), reading),
        Child("watch", ["watch", "--child"], _log(plan, "watch"), reading),
    ]


def _n(index: int, of: int) -> str:
    return f" {index + 1}" if of > 1 else ""


def _log(plan: Plan, name: str) -> Path | None:
    return None if plan.logs_to_terminal else home.log_file(name)


def _start(children: list[Child], plan: Plan, rooms: tuple[str, int], stopping: list[int], say: Say) -> None:
    """What answers browsers first, and the others once it does: they load the same code, and would only take turns.

    Without its rooms on video the house is open all the same.
    """
    say("Starting the web process and the worker")
    first = [child for child in children if child.server or child.name.startswith(("web", _ROOMS))]
    for child in first:
        child.start()
    patience = time.monotonic() + _PATIENCE_AT_START_SECONDS
    while not stopping and not _answers(_EVERYWHERE.get(plan.host, plan.host), plan.port):
        for child in first:
            if child.is_down() and child.name.startswith("web"):
                raise Trouble(f"The {child.name} does not start ({_last_line(child.log)}).", _look_at(child.log))
        if time.monotonic() > patience:
            raise Trouble(
                "The web process does not answer.", _look_at(next(one.log for one in children if "web" in one.name))
            )
        time.sleep(0.05)
    for child in children:
        if child not in first and not stopping:
            child.start()
    of_rooms = next(child for child in first if child.name == _ROOMS)
    while not (stopping or of_rooms.is_down() or _answers(*rooms) or time.monotonic() > patience):
        time.sleep(0.05)


def _look_at(log: Path | None) -> str:
    return f"Look at {log}, then run daybridge doctor." if log else "Run daybridge doctor."


def _last_line(log: Path | None) -> str:
    lines = log.read_text(errors="replace").splitlines() if log and log.exists() else []
    telling = [line.strip(" │╰╯─") for line in lines if any(letter.isalpha() for letter in line)]
    return telling[-1][:200] if telling else "it said nothing"


def _answers(host: str, port: int) -> bool:
    """Whether the process there has loaded; what it answers does not matter."""
    try:
        asking = http.client.HTTPConnection(host, port, timeout=2)
        asking.request("HEAD", "/", headers={"Host": f"localhost:{port}"})
        asking.getresponse().close()
        asking.close()
    except (OSError, http.client.HTTPException):
        return False
    return True


def _watch(children: list[Child], stopping: list[int], say: Say) -> None:
    pause, next_try = 0.0, 0.0
    while not stopping:
        if home.is_embedded() and postgres.server_pid(home.home()) is None and time.monotonic() >= next_try:
            say("PostgreSQL stopped unexpectedly; starting it again. Everything that was saved is kept.")
            try:
                postgres.start(home.home())
                pause = 0.0
            except Trouble as trouble:
                say(str(trouble))
                pause = min(max(1.0, pause * 2), _LONGEST_PAUSE_SECONDS)
                next_try = time.monotonic() + pause
        for child in children:
            child.mend(say)
        time.sleep(_LOOK_EVERY_SECONDS)


def _stop(children: list[Child], stopping: list[int]) -> None:
    """Web first, so that nobody is answered by half a house; then the workers; PostgreSQL is stopped by its last user."""
    asked = len(stopping)
    for kind in ("watch", "web", _ROOMS, "media", "relay", "worker"):
        some = [child for child in children if child.name.startswith(kind)]
        for child in some:
            child.ask_to_stop()
        until = time.monotonic() + _PATIENCE_AT_STOP_SECONDS
        for child in some:
            child.wait_or_kill(until, lambda: len(stopping) > asked)


# --- Inside a child --------------------------------------------------------------------------------------------------


def serve(fd: int, application: str = "daybridge.asgi:application") -> None:
    """Answer on the listening socket we were given; no access log, for its lines would hold invitation links."""
    import uvicorn

    from daybridge.core.upgrading import Http

    end_with_parent()
    config = uvicorn.Config(
        application,
        http=Http,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws_max_size=256 * 1024,  # the signalling of video says less; anybody may send the first word
        timeout_graceful_shutdown=3,  # open live streams never end by themselves
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=fd)])


def work(concurrency: int, *, is_for_long_work: bool = False) -> None:
    """Be a worker until asked to stop: do the jobs and keep the timers (Django must be set up).

    Long work has a worker of its own, one job at a time and nicer than the rest: no alert waits behind it.
    """
    import asyncio

    from procrastinate.contrib.django import app

    from daybridge.core.queue import LONG_WORK

    if is_for_long_work:
        os.nice(10)
    queues = [LONG_WORK] if is_for_long_work else ["default"]

    async def until_asked_to_stop() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            async with worker.open_async():
                await worker.run_worker_async(
                    queues=queues,
                    concurrency=1 if is_for_long_work else concurrency,
                    shutdown_graceful_timeout=10,
                    delete_jobs="successful",
                )

    asyncio.run(until_asked_to_stop())


def end_with_parent() -> None:
    """End in order when the process that watches us is gone: our standard input closes with it."""
    import threading

    def wait_for_its_end() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_its_end, daemon=True).start()
