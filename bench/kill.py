"""Kill -9 under load: is everything that was answered "saved" there exactly once, with its alerts, its audit and its jobs?

Sixteen phones send check-ins, questionnaires and calls for help, and send again with the same id whatever got no answer. The web process,
the worker and PostgreSQL are killed in turn; `daybridge up` alone starts them again. Meanwhile the clocks of open alerts are
moved to "now", so that the worker always has escalations to do, whose effect can be counted.
"""

import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench import ground, served
from bench.ground import Phone
from bench.served import Served

CLIENTS, PHONES_EACH, ROUNDS = 16, 4, int(os.environ.get("ROUNDS", "3"))
LOAD_SECONDS, PATIENCE = float(os.environ.get("SECONDS", "5")), 90.0
RULES = {"contact": "asked-for-contact", "not_safe": "not-safe"}


@dataclass
class Letter:
    """One entry on a phone, sent until it is answered."""

    phone: Phone
    id: str
    path: str
    body: dict[str, object]
    #: What the rules must make of it: the alert's rule and the mark in it.
    alert: tuple[str, str] | None
    #: What the audit names: the entry itself, or the sheet that it is a part of.
    subject: str
    answers: list[int] = field(default_factory=list)


@dataclass
class Notes:
    """What the phones were told."""

    letters: list[Letter] = field(default_factory=list)
    answered: list[tuple[float, float]] = field(default_factory=list)  # sent at, answered at
    again: int = 0
    refused: list[str] = field(default_factory=list)
    is_over: bool = False

    def is_answered(self, since: float) -> bool:
        """Whether a request that was sent later than that has been answered."""
        return any(sent > since for sent, _ in self.answered[-CLIENTS:])

    def longest_silence(self, since: float) -> float:
        """The longest time between two answers since then."""
        came = sorted([since, *(at for _, at in self.answered if at > since)])
        return max((later - earlier for earlier, later in itertools.pairwise(came)), default=0.0)


def new_letter(phone: Phone, chance: random.Random) -> Letter:
    from daybridge.core.ids import new_id

    now, key = datetime.now(UTC), str(new_id())
    body: dict[str, object] = {"id": key, "made_at": now.isoformat()}
    if chance.random() < 0.1:
        body["kind"] = chance.choice(["contact", "not_safe"])
        alert = (RULES[str(body["kind"])], f"request {key}")
        return Letter(phone, key, "/api/companion/support-requests", body, alert, subject=key)
    if chance.random() < 0.2:
        return a_questionnaire(phone, key, now, item_9=chance.choice([0, 0, 1, 3]))
    urge = chance.randrange(11)
    body |= {"on_day": now.date().isoformat(), "mood": chance.randrange(2, 6), "urge": urge, "note": "Walked."}
    alert = ("urge-high", f"urge {key}") if urge >= 8 else None  # the rulebook: an urge of 8 or more
    return Letter(phone, key, "/api/companion/check-ins", body, alert, subject=key)


def a_questionnaire(phone: Phone, key: str, now: datetime, *, item_9: int) -> Letter:
    """A whole PHQ-9, always 8 in sum: what calls for someone is item 9 alone."""
    from daybridge.core.ids import new_id

    sheet = str(new_id())
    answers = {str(item): 1 for item in range(1, 9)} | {"9": item_9, "10": 0}
    answers |= {str(item): 0 for item in range(1, item_9 + 1)}
    body: dict[str, object] = {
        "id": key, "sheet_id": sheet, "instrument": "phq-9", "version": 1, "begun_at": now.isoformat(),
        "made_at": now.isoformat(), "answers": answers, "is_last": True,
    }  # fmt: skip
    alert = ("thoughts-of-death", f"answers {sheet}") if item_9 else None
    return Letter(phone, key, "/api/companion/answers", body, alert, subject=sheet)


class Client(threading.Thread):
    """The phones of a few people, with one request under way at a time."""

    def __init__(self, phones: list[Phone], notes: Notes, number: int) -> None:
        super().__init__(daemon=True)
        self.phones, self.notes, self.chance = phones, notes, random.Random(number)
        self.connection = http.client.HTTPConnection("127.0.0.1", ground.PORT, timeout=20)

    def run(self) -> None:
        while not self.notes.is_over:
            letter = new_letter(self.chance.choice(self.phones), self.chance)
            self.notes.letters.append(letter)
            self.deliver(letter)
            if self.chance.random() < 0.03:  # a phone that died before it could note the answer
                self.deliver(letter)

    def deliver(self, letter: Letter) -> None:
        while True:
            sent, status = time.monotonic(), self.post(letter)
            if status in (200, 201):
                self.notes.answered.append((sent, time.monotonic()))
                letter.answers.append(status)
                return
            if 400 <= status < 500:
                self.notes.refused.append(f"{letter.path} {status}")
                return
            self.notes.again += 1
            time.sleep(0.1 + 0.2 * self.chance.random())

    def post(self, letter: Letter) -> int:
        """The answer's status; 0 for none."""
        headers = {"Content-Type": "application/json", "Cookie": letter.phone.cookies, "X-CSRFToken": letter.phone.csrf}
        try:
            self.connection.request("POST", letter.path, json.dumps(letter.body), headers)
            answer = self.connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0


class Clock(threading.Thread):
    """Moves the clocks of open alerts to "now", each again once the worker has passed it on."""

    MOVE = """
        with one as (
            select a.id from safety_alert a join people_participant p on p.id = a.participant_id
            where a.closed_at is null and a.due_at > now() + interval '1 minute'
            order by random() limit 1 for update of p, a skip locked),
        moved as (update safety_alert set due_at = now() where id in (select id from one) returning id::text)
        update procrastinate_jobs set scheduled_at = now()
        from moved where task_name = 'safety.escalate' and args->>'alert_id' = moved.id and status = 'todo'
        returning args->>'alert_id'"""

    def __init__(self, organization: str) -> None:
        super().__init__(daemon=True)
        self.organization, self.is_over, self.in_doubt = organization, False, 0
        self.moved: Counter[str] = Counter()

    def run(self) -> None:
        while not self.is_over:
            try:
                with served.look(self.organization) as connection:
                    while not self.is_over:
                        self.move(connection)
                        time.sleep(0.2)
            except psycopg.Error:
                time.sleep(0.2)

    def move(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        try:
            self.moved.update({str(row[0]) for row in connection.execute(self.MOVE).fetchall()})
        except psycopg.Error:
            self.in_doubt += 1  # moved or not: nobody was told
            raise


class Screen(threading.Thread):
    """A browser whose pages are opened one after another; its EventSource gives up for good when it is refused."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(daemon=True)
        self.phone, self.streams, self.refused, self.is_over = phone, 0, 0, False

    def run(self) -> None:
        while not (self.is_over or self.refused):
            connection = http.client.HTTPConnection("127.0.0.1", ground.PORT, timeout=20)
            try:
                connection.request("GET", "/live", headers={"Cookie": self.phone.cookies})
                answer = connection.getresponse()
                self.streams += answer.status == 200
                self.refused += answer.status != 200
                if connection.sock:
                    connection.sock.settimeout(1)
                while answer.readline() and not self.is_over:
                    pass
            except (OSError, http.client.HTTPException):
                pass
            connection.close()
            time.sleep(0.1)


def escalations(organization: str, since: datetime) -> int:
    """How many alerts the worker passed on since then; 0 while the database is away."""
    try:
        with served.look(organization) as connection:
            found = connection.execute(
                "select count(*) from safety_alertstep where kind = 'escalated' and at > %s", [since]
            ).fetchone()
            return int(found[0]) if found else 0
    except psycopg.Error:
        return 0


# --- Killing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recovery:
    """Seconds after a kill: the longest time without any answer, and until a job was done; None when that never came."""

    victim: str
    silence: float | None
    job: float | None


def kill(house: Served, victim: str, notes: Notes, organization: str) -> Recovery:
    since, at = time.monotonic(), datetime.now(UTC)
    house.kill(victim)
    job = None
    while job is None and time.monotonic() - since < PATIENCE:
        if escalations(organization, at):
            job = time.monotonic() - since
        time.sleep(0.05)
    time.sleep(LOAD_SECONDS)
    after = time.monotonic()
    is_back = served.wait_until(lambda: notes.is_answered(after), PATIENCE)
    return Recovery(victim, notes.longest_silence(since) if is_back else None, job)


def is_settled(organization: str) -> bool:
    """Whether no job waits that could be done and none is left "doing" by a worker that died."""
    with served.look(organization) as connection:
        found = connection.execute(
            "select count(*) from procrastinate_jobs where status = 'doing' "
            "or status = 'todo' and coalesce(scheduled_at, now()) <= now()"
        ).fetchone()
        return bool(found and found[0] == 0)


# --- Counting --------------------------------------------------------------------------------------------------------


def count(organization: str, notes: Notes, clock: Clock) -> dict[str, int]:
    """What was promised against what is there; every count after the first six must be 0."""
    with served.look(organization) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        stored = Counter(
            str(row[0])
            for row in rows(
                "select id from checkins_checkin union all select id from safety_supportrequest "
                "union all select id from measures_sheetpart"
            )
        )
        told = Counter(
            str(row[0])
            for row in rows(
                "select subject_id from core_auditentry where deed in "
                "('checkins.CheckInSaved', 'safety.SupportAsked', 'measures.SheetFinished')"
            )
        )
        causes = rows(
            "select a.id, a.participant_id, cause->>'rule', mark from safety_alert a, jsonb_array_elements(a.causes) cause, "
            "jsonb_array_elements_text(cause->'marks') mark"
        )
        steps = Counter((str(row[0]), str(row[1])) for row in rows("select alert_id, kind from safety_alertstep"))
        escalated = len(rows("select id from core_auditentry where deed = 'safety.AlertEscalated'"))
        jobs = Counter(
            str(row[0])
            for row in rows("select args->>'alert_id' from procrastinate_jobs where task_name = 'safety.escalate'")
        )
        without_clock = rows(
            "select id from safety_alert a where closed_at is null and taken_at is null and not exists (select from "
            "procrastinate_jobs j where j.task_name = 'safety.escalate' and j.args->>'alert_id' = a.id::text "
            "and j.status = 'todo' and j.scheduled_at <= a.due_at)"
        )
        unscored = len(rows(
            "select s.id from measures_sheet s left join measures_score c on c.sheet_id = s.id and c.value = 8 "
            "where s.instrument = 'phq-9' group by s.id having count(c.id) <> 1"
        ))  # fmt: skip
        bad_jobs = rows("select task_name, status from procrastinate_jobs where status not in ('todo', 'succeeded')")
        reactions = rows("select id from core_reactionfailure where made_good_at is null")
    saved = [letter for letter in notes.letters if letter.answers]
    sent = {letter.id for letter in notes.letters}
    promised = Counter((letter.phone.participant, *letter.alert) for letter in saved if letter.alert)
    present = Counter((str(who), rule, mark) for _, who, rule, mark in causes)
    marked = Counter(str(alert) for alert, *_ in causes)
    grown = Counter(
        alert for (alert, kind), n in steps.items() for _ in range(n) if kind in ("raised", "grew", "added")
    )
    passed = Counter({alert: n for (alert, kind), n in steps.items() if kind == "escalated"})
    deferring = Counter(alert for (alert, kind), n in steps.items() for _ in range(n) if kind != "added")
    return {
        "answered saved": len(saved),
        "sent again for want of an answer": notes.again,
        "answered 'saved before' (200)": sum(letter.answers.count(200) for letter in saved),
        "causes of alerts among them": promised.total(),
        "alerts' clocks moved, then passed on by a job": clock.moved.total(),
        "refused": len(notes.refused),
        "never answered": len(notes.letters) - len(saved),
        "answered but missing": sum(stored[letter.id] == 0 for letter in saved),
        "stored twice or never sent": stored.total() - sum(stored[key] == 1 for key in sent),
        "not audited exactly once": sum(told[letter.subject] != 1 for letter in saved) + told.total() - len(saved),
        "answered twice as new (201)": sum(letter.answers.count(201) > 1 for letter in saved),
        "finished sheets not scored exactly once": unscored,
        "alerts missing": (promised - present).total(),
        "alerts twice or without a cause": (present - promised).total(),
        "alert steps not exactly one for each cause": ((grown - marked) + (marked - grown)).total(),
        "reactions still failing": len(reactions),
        "escalations lost": (clock.moved - passed).total(),
        "escalations done twice": max(0, (passed - clock.moved).total() - clock.in_doubt),
        "escalations not audited once": abs(escalated - passed.total()),
        "open alerts without a job for their clock": len(without_clock),
        "jobs more than causes": (jobs - deferring).total(),
        "jobs stuck or failed": len(bad_jobs),
    }


INFORMATION = 6


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def shown(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"


def attack(organization: str, phones: list[Phone], house: Served) -> tuple[list[Recovery], dict[str, int]]:
    notes, clock, recoveries = Notes(), Clock(organization), []
    clients = [Client(phones[n::CLIENTS], notes, n) for n in range(CLIENTS)]
    screens = [Screen(phone) for phone in phones[:8]]
    for thread in (*clients, clock, *screens):
        thread.start()
    time.sleep(LOAD_SECONDS)
    for number in range(ROUNDS):
        for victim in ("web", "worker", "postgres"):
            recoveries.append(kill(house, victim, notes, organization))
            one = recoveries[-1]
            say(
                f"round {number + 1}  {victim:<9} no answer for {shown(one.silence):>6}   first job after {shown(one.job):>6}"
            )
    clock.is_over = notes.is_over = True
    for screen in screens:
        screen.is_over = True
    for thread in (*clients, clock):
        thread.join(PATIENCE)
    began = time.monotonic()
    is_quiet = served.wait_until(lambda: is_settled(organization), 180)
    say(f"jobs of killed workers {'done' if is_quiet else 'NOT DONE'} after {time.monotonic() - began:.0f} s")
    counts = {**count(organization, notes, clock), "live screens that gave up": sum(one.refused for one in screens)}
    return recoveries, {f"live streams of {len(screens)} screens": sum(one.streams for one in screens), **counts}


def verify_audit() -> bool:
    ran = subprocess.run(
        [sys.executable, "-m", "daybridge.cli", "audit", "verify"],
        cwd=served.CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    say(ran.stdout.strip() + ran.stderr.strip())
    return ran.returncode == 0


def main() -> None:
    with ground.database():
        from django.db import connection
        from django.test import override_settings

        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            phones = ground.phones(CLIENTS * PHONES_EACH)
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    with served.served() as house:
        recoveries, counts = attack(phones[0].organization, phones, house)
    is_verified = verify_audit()
    for place, (name, number) in enumerate(counts.items()):
        say(f"{name:<48} {number:>8,}{'   WRONG' if number and place >= INFORMATION else ''}")
    wrong = any(list(counts.values())[INFORMATION:]) or any(None in (one.silence, one.job) for one in recoveries)
    say("WRONG" if wrong or not is_verified else f"Nothing lost and nothing twice in {len(recoveries)} kills.")
    sys.exit(1 if wrong or not is_verified else 0)


if __name__ == "__main__":
    main()
