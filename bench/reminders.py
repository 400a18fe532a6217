"""10,000 reminders due in one minute: how long after its moment is each handed to its channel, and accepted?

Everything real: participants with phones, the sweep of every minute, workers as `daybridge up` starts them, and the push
service of the tests in processes of its own, on loopback. For a share of what comes it opens the seal (RFC 8291) with the phone's key
and checks our signature (RFC 8292), as a browser and its service do; the rest is taken as it comes, for those do it on other
machines. COUNT and OPENED (a share, 1 for all) change that.
"""

import json
import os
import subprocess
import sys
import time
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import ground

COUNT = int(os.environ.get("COUNT", "10000"))
OPENED = float(os.environ.get("OPENED", "0.1"))
TARGET_SECONDS = 60.0
#: How many private keys the phones share: what is sealed costs us the same.
KEYS = 50


def receive(count_file: str) -> None:
    """Be a push service: take what comes, open and check a share of it; the counts go to a file when our input closes."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    from daybridge.notifications.tests.servers import ABrowser, Answering, answering

    with answering() as service:
        phones = [ABrowser(service.address, f"key-{number}") for number in range(KEYS)]
        sys.stdout.write(json.dumps([phone.told for phone in phones]) + "\n")
        sys.stdout.flush()
        counts = {"came": 0, "opened": 0, "signed": 0, "wrong": 0}
        every = max(1, round(1 / OPENED)) if OPENED else 0
        took = Answering.take

        def take(self: Answering, handler: Any) -> None:
            took(self, handler)
            path, headers, body = self.got.pop()
            counts["came"] += 1
            if not every or counts["came"] % every:
                return
            try:
                told = phones[int(path.split("-")[1].split("/")[0])].open(body)
                counts["opened"] += told["words"] == "You asked for this reminder."
                token, key = headers["authorization"].removeprefix("vapid t=").split(",k=")
                signed, _, signature = token.rpartition(".")
                raw = urlsafe_b64decode(signature + "==")
                point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(key + "=="))
                halves = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
                point.verify(encode_dss_signature(*halves), signed.encode(), ec.ECDSA(hashes.SHA256()))
                counts["signed"] += 1
            except Exception:
                counts["wrong"] += 1

        Answering.take = take  # type: ignore[method-assign]
        sys.stdin.read()
        Path(count_file).write_text(json.dumps(counts))


def people(phones: list[dict[str, str]], due: datetime) -> str:
    """Participants in one organization, each with a phone and one reminder that is due at the same moment.

    Made as rows, for ten thousand people made by the product's actions would take an hour; one is made by them, and copied.
    """
    from django.db import connection, transaction

    from daybridge.core import guard
    from daybridge.core.ids import new_id
    from daybridge.notifications.models import PushSubscription
    from daybridge.notifications.reminders.actions import add_reminder
    from daybridge.notifications.reminders.models import Reminder, ReminderVersion
    from daybridge.people.models import Account, Participant
    from tests import cast

    with transaction.atomic():
        house = cast.a_house()
        first = cast.a_participant(house, "First Bench", time_zone="UTC")
        add_reminder(house.actors["First"], first, purpose="own", at=due.time(), days=range(7), even_when_quiet=True)
        pattern, version = Reminder.objects.get(), ReminderVersion.objects.get()
        made: dict[Any, list[Any]] = {
            Account: [],
            Participant: [],
            PushSubscription: [],
            Reminder: [],
            ReminderVersion: [],
        }
        own = phones[0]
        with guard.writing():
            PushSubscription.objects.create(
                organization_id=house.organization.id, account_id=first.account_id, participant=first,
                endpoint=f"{own['endpoint']}/first", p256dh=own["p256dh"], auth=own["auth"],
            )  # fmt: skip
        for number in range(1, COUNT):
            phone = phones[number % len(phones)]
            account = Account(organization_id=house.organization.id, email=f"p{number}@bench.example", password="!")
            person = Participant(
                organization_id=house.organization.id, account=account, given_name=f"P{number}", family_name="Bench",
                born_on=first.born_on, time_zone="UTC", record_number=str(number),
            )  # fmt: skip
            made[Account].append(account)
            made[Participant].append(person)
            made[PushSubscription].append(
                PushSubscription(
                    organization_id=house.organization.id,
                    account=account,
                    participant=person,
                    endpoint=f"{phone['endpoint']}/{number}",
                    p256dh=phone["p256dh"],
                    auth=phone["auth"],
                )
            )
            reminder = Reminder.objects.model(**{f.attname: getattr(pattern, f.attname) for f in Reminder._meta.fields})
            reminder.id, reminder.participant, reminder.current_id = new_id(), person, None
            held = ReminderVersion(**{f.attname: getattr(version, f.attname) for f in ReminderVersion._meta.fields})
            held.id, held.reminder = new_id(), reminder
            made[Reminder].append(reminder)
            made[ReminderVersion].append(held)
        with guard.writing():
            for model in (Account, Participant, PushSubscription, Reminder, ReminderVersion):
                model.objects.bulk_create(made[model], batch_size=2_000)
            with connection.cursor() as cursor:
                cursor.execute(
                    "update notifications_reminder r set current_id = v.id from notifications_reminderversion v"
                    " where v.reminder_id = r.id"
                )
    return str(house.organization.id)


def work(concurrency: int = 4) -> "subprocess.Popen[bytes]":
    """A worker as `daybridge up` starts it."""
    code = (
        "from daybridge.installation import schema; schema.set_up_django('app');"
        f"from daybridge.installation.processes import work; work({concurrency})"
    )
    return subprocess.Popen([sys.executable, "-c", code], env=os.environ)


def main() -> None:
    counts = ground.HOME / "reminders.json"
    with ground.database():
        service = subprocess.Popen(
            [sys.executable, "-m", "bench.reminders", "receive", str(counts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert service.stdout and service.stdin
        phones = json.loads(service.stdout.readline())
        address = phones[0]["endpoint"].rpartition("/send/")[0]
        os.environ["DAYBRIDGE_PUSH_HOSTS"] = address
        began = time.monotonic()
        # The moment: far enough away for ten thousand people to be made before.
        due = (datetime.now(UTC) + timedelta(seconds=90 + COUNT / 150)).replace(second=0, microsecond=0)
        organization = people(phones, due)
        made = time.monotonic() - began
        late = (datetime.now(UTC) - due).total_seconds()
        assert late < -5, f"It took {made:.0f} s to make them; the moment is over."
        worker = work()
        try:
            rows = wait_until_sent(organization, due)
        finally:
            worker.terminate()
            worker.wait(30)
            service.stdin.close()
            service.wait(30)
        tell(rows, due, json.loads(counts.read_text()), made)


def wait_until_sent(organization: str, due: datetime) -> list[tuple[float, float]]:
    """Until all are accepted, or five minutes after their moment; (handed over, accepted) in seconds after it."""
    from bench.served import look

    found: list[tuple[float, float]] = []
    with look(organization) as connection:
        while len(found) < COUNT and datetime.now(UTC) < due + timedelta(minutes=5):
            time.sleep(5)  # a look now and then; it is not what is measured
            found = [
                ((sent - due).total_seconds(), (accepted - due).total_seconds())
                for sent, accepted in connection.execute(
                    "select sent_at, accepted_at from notifications_delivery where channel = 'push' and accepted_at is not null"
                ).fetchall()
            ]
    return found


def tell(rows: list[tuple[float, float]], due: datetime, counts: dict[str, int], made: float) -> None:
    handed, accepted = [one for one, _ in rows], [one for _, one in rows]
    is_met = len(rows) == COUNT and max(handed) <= TARGET_SECONDS
    load = os.getloadavg()[1]
    sys.stdout.write(
        f"{len(rows):,} of {COUNT:,} reminders due at {due:%H:%M} UTC, {os.cpu_count()} cores, load average {load:.1f}"
        f" (people made in {made:.0f} s)\n"
        f"handed over after   p50 {ground.median(handed):6.1f} s   p95 {ground.percentile(handed, 0.95):6.1f} s"
        f"   max {max(handed):6.1f} s   target {TARGET_SECONDS:.0f} s: {'met' if is_met else 'MISSED'}\n"
        f"accepted after      p50 {ground.median(accepted):6.1f} s   p95 {ground.percentile(accepted, 0.95):6.1f} s"
        f"   max {max(accepted):6.1f} s\n"
        f"the push service: {counts['came']:,} came (each once: {counts['came'] == len(rows)}), {counts['opened']:,} opened,"
        f" {counts['signed']:,} signatures checked, {counts['wrong']} wrong\n"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["receive"]:
        receive(sys.argv[2])
    else:
        main()
