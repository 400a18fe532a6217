"""Two years in the lives of a few people with reminders, and what should have become of them, found out another way.

`Life` follows a person's clock every quarter of an hour, as they would, and notes what it sees pass: that is the oracle. The product
lives beside it on PostgreSQL with the time frozen, with a worker that is at times away, does things twice or loses its job, and a
phone that is at times off. Everything happens at full quarters, so that nobody can disagree about seconds.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Min

from daybridge.core import clock, tenancy
from daybridge.core.errors import Conflict
from daybridge.notifications.actions import add_device, mark_opened, mark_shown, set_preferences
from daybridge.notifications.models import Delivery, Notice
from daybridge.notifications.reminders import actions, jobs, queries
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.rules import QuietHours
from daybridge.notifications.tests.servers import ABrowser, Answering
from daybridge.people.actions import change_time_zone
from daybridge.people.models import Participant
from tests.cast import House

STEP = timedelta(minutes=15)
ZONES = [
    "America/Chicago",
    "America/Los_Angeles",
    "America/New_York",
    "Europe/Madrid",
    "Pacific/Auckland",
    "Asia/Kolkata",
]
QUIET = QuietHours(time(22), time(6, 30))
_PURPOSES = ("check_in", "medicines", "practice")
_TIMES = [time(hour, minute) for hour in (1, 2, 7, 9, 12, 18, 22) for minute in (0, 30)]


@dataclass
class Set:
    """A reminder as the oracle knows it: what holds, and up to where on the local clock it has been seen to pass."""

    row: Reminder
    at: time
    days: frozenset[int]
    even_when_quiet: bool
    passed: datetime
    paused_until: date | None = None
    is_removed: bool = False
    due: dict[tuple[date, time], datetime] = field(default_factory=dict)

    def see(self, shown: datetime, now: datetime, all_paused_until: date | None) -> None:
        """The clock shows this now: whatever it has come by since is due."""
        if shown <= self.passed:
            return
        day = self.passed.date()
        while day <= shown.date():
            is_paused = any(until and day < until for until in (self.paused_until, all_paused_until))
            is_passed = self.passed < datetime.combine(day, self.at) <= shown
            if is_passed and day.weekday() in self.days and not is_paused and not self.is_removed:
                self.due.setdefault((day, self.at), now)
            day += timedelta(days=1)
        self.passed = shown


@dataclass
class Life:
    """One person: where they are, what they have set, whether their phone is on."""

    person: Participant
    actor: Any
    browser: ABrowser
    zone: str
    set: list[Set] = field(default_factory=list)
    paused_until: date | None = None
    offline_until: datetime | None = None

    def shown(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def see(self, now: datetime) -> None:
        for one in self.set:
            one.see(self.shown(now), now, self.paused_until)


@dataclass
class Simulation:
    house: House
    service: Answering
    chance: Random
    now: datetime
    lives: list[Life] = field(default_factory=list)
    away_until: datetime | None = None
    did: Counter[str] = field(default_factory=Counter)
    #: When each notice was pushed.
    pushed: dict[UUID, list[datetime]] = field(default_factory=dict)
    #: From when on nothing more of a notice may come.
    called_off: dict[UUID, datetime] = field(default_factory=dict)
    _closed_at: datetime | None = None
    _read: int = 0

    # --- Living -----------------------------------------------------------------------------------------------------

    def people(self, names: list[str]) -> None:
        for name in names:
            person, actor = self.house.participants[name], self.house.actors[name]
            browser = ABrowser(self.service.address, name)
            add_device(actor, person, **browser.told)
            set_preferences(
                actor, person, channels={"own": ["push"]}, quiet=QUIET, second="sms", second_after_minutes=30
            )
            self.lives.append(Life(person, actor, browser, person.time_zone))

    def live(self, until: datetime) -> None:
        """Quarter by quarter: the clock, what people do, and the worker when it has something to do and is there."""
        wake = self.now
        while self.now < until:
            self.now += STEP
            for life in self.lives:
                life.see(self.now)
            has_done = self.chance.random() < 0.008
            is_away = self.away_until and self.now < self.away_until
            is_at_work = not is_away and (has_done or self.now >= wake)
            if has_done or is_at_work:
                with clock.at(self.now), tenancy.inside(self.house.organization.id):
                    if has_done:
                        self._do_something(self.chance.choice(self.lives))
                    if is_at_work:
                        self._work()
                        wake = self._next_wake()
            if self.chance.random() < 0.0004:
                self._go_away()
                wake = min(wake, self.away_until or wake)

    def end(self) -> None:
        """Everything is removed; whatever comes in the days after that comes too late."""
        with clock.at(self.now), tenancy.inside(self.house.organization.id):
            for life in self.lives:
                for one in life.set:
                    if not one.is_removed:
                        one.is_removed = True
                        actions.remove_reminder(life.actor, one.row)
            self.away_until = None
        came = len(self.pushed)
        for _ in range(12):
            self.now += timedelta(hours=6)
            with clock.at(self.now), tenancy.inside(self.house.organization.id):
                jobs.remind(self.house.system)
                jobs.send(self.house.system)
                self._receive()
        assert len(self.pushed) == came, "something came although everything was removed"

    def _go_away(self) -> None:
        self.did["the worker was away"] += 1
        self.away_until = self.now + timedelta(hours=self.chance.choice([1, 3, 9, 30, 80]))

    def _next_wake(self) -> datetime:
        """When something of the product's own asks for the worker; what it forgets, the oracle misses."""
        waiting = Delivery.objects.filter(state="planned", notice__reminder__isnull=False)
        times = [
            Reminder.objects.aggregate(at=Min("next_at"))["at"],
            waiting.aggregate(at=Min("planned_for"))["at"],
        ]
        return min((one for one in times if one), default=self.now + timedelta(days=1))

    def _work(self) -> None:
        """A minute of the worker: as it should be, twice, dying before it is written down, or with its job to send lost."""
        way = self.chance.choices(["as it should", "twice", "dies", "loses the job"], [88, 5, 4, 3])[0]
        self.did[way] += 1
        if way == "dies":
            try:
                with transaction.atomic():
                    jobs.remind(self.house.system)
                    raise InterruptedError
            except InterruptedError:
                pass
        for _ in range(2 if way == "twice" else 1):
            if self._closed_at and self.now < self._closed_at + timedelta(hours=6):
                jobs.plan(self.house.system)  # what is over is closed each minute in earnest, and now and then here
            else:
                jobs.remind(self.house.system)
                self._closed_at = self.now
            if way != "loses the job":
                self.service.answers = [503] if self.chance.random() < 0.02 else []
                if queries.is_any_to_send():
                    jobs.send(self.house.system)
        self._receive()

    def _receive(self) -> None:
        """What came to the push service is opened with the phone's key; a phone that is on says that it showed it."""
        by_path = {f"/send/{life.person.given_name}": life for life in self.lives}
        got, self._read = self.service.got[self._read :], len(self.service.got)
        for path, headers, body in got:
            life = by_path[path]
            told = life.browser.open(body)
            assert headers["authorization"].startswith("vapid t=")
            self.pushed.setdefault(UUID(told["id"]), []).append(self.now)
            if not (life.offline_until and self.now < life.offline_until):
                notice = Notice.objects.get(id=told["id"])
                mark_shown(self.house.system, notice, channel="push")
                if self.chance.random() < 0.4:
                    mark_opened(self.house.system, notice, channel="push")

    def _nothing_more_of(self, *kept: Set) -> None:
        """What was due of these until now is called off: from now on nothing of it may come."""
        for notice_id in Notice.objects.filter(reminder__in=[one.row for one in kept]).values_list("id", flat=True):
            self.called_off.setdefault(notice_id, self.now)

    # --- What people do ---------------------------------------------------------------------------------------------

    def _do_something(self, life: Life) -> None:
        deeds = {
            self._add: 3, self._edit: 4, self._pause: 2, self._pause_all: 2, self._resume: 2, self._remove: 1,
            self._move: 3, self._snooze: 6, self._done: 5, self._check_in: 5, self._phone_off: 2,
        }  # fmt: skip
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        self.did[deed.__name__.strip("_")] += 1
        deed(life)

    def _kept(self, life: Life) -> Set | None:
        kept = [one for one in life.set if not one.is_removed]
        return self.chance.choice(kept) if kept else None

    def _wanted(self) -> dict[str, Any]:
        days = self.chance.choice([range(7), range(7), range(5), [0, 2, 4], [6]])
        return {
            "at": self.chance.choice(_TIMES),
            "days": frozenset(days),
            "even_when_quiet": self.chance.random() < 0.5,
        }

    def _add(self, life: Life) -> None:
        if sum(not one.is_removed for one in life.set) >= (2 if life is self.lives[0] else 1):
            return
        told = self._wanted()
        made = actions.add_reminder(life.actor, life.person, purpose=self.chance.choice(_PURPOSES), **told)
        row = Reminder.objects.get(id=made.subject_id)
        life.set.append(Set(row, passed=life.shown(self.now), **told))

    def _edit(self, life: Life) -> None:
        if one := self._kept(life):
            told = self._wanted()
            actions.change_reminder(life.actor, one.row, **told)
            self._nothing_more_of(one)
            one.at, one.days, one.even_when_quiet = told["at"], told["days"], told["even_when_quiet"]
            one.passed = life.shown(self.now)

    def _pause(self, life: Life) -> None:
        if one := self._kept(life):
            one.paused_until = life.shown(self.now).date() + timedelta(days=self.chance.randint(1, 9))
            actions.pause_reminder(life.actor, one.row, until=one.paused_until)
            self._nothing_more_of(one)
            one.passed = life.shown(self.now)

    def _resume(self, life: Life) -> None:
        if one := self._kept(life):
            one.paused_until = None
            actions.pause_reminder(life.actor, one.row, until=None)
            one.passed = life.shown(self.now)
        if self.chance.random() < 0.5:
            self._all(life, None)

    def _pause_all(self, life: Life) -> None:
        self._all(life, life.shown(self.now).date() + timedelta(days=self.chance.randint(1, 6)))

    def _all(self, life: Life, until: date | None) -> None:
        life.paused_until = until
        actions.pause_reminders(life.actor, life.person, until=until)
        self._nothing_more_of(*life.set)
        for one in life.set:
            one.passed = life.shown(self.now)

    def _remove(self, life: Life) -> None:
        if one := self._kept(life):
            one.is_removed = True
            actions.remove_reminder(life.actor, one.row)
            self._nothing_more_of(one)

    def _move(self, life: Life) -> None:
        if any(self.now in one.due.values() for one in life.set):
            return  # at one and the same moment the old clock shows it and the new one does not yet: either would do
        life.zone = self.chance.choice(ZONES)
        change_time_zone(life.actor, life.person, zone=life.zone)
        life.person.refresh_from_db()
        life.see(self.now)

    def _open(self, life: Life) -> Notice | None:
        open_ones = Notice.objects.filter(participant=life.person, reminder__isnull=False, outcome="")
        return open_ones.order_by("-planned_for").first()

    def _snooze(self, life: Life) -> None:
        if notice := self._open(life):
            try:
                actions.snooze(self.house.system, notice, choice=self.chance.choice(["10", "60", "evening"]))
            except Conflict:
                self.did["too late to put off"] += 1

    def _done(self, life: Life) -> None:
        if notice := self._open(life):
            actions.mark_done(life.actor, notice)
            self.called_off.setdefault(notice.id, self.now)

    def _check_in(self, life: Life) -> None:
        today = life.shown(self.now).date()
        actions.close_answered(self.house.system, life.person, purpose="check_in", on_day=today)

    def _phone_off(self, life: Life) -> None:
        life.offline_until = self.now + timedelta(hours=self.chance.choice([2, 20, 100]))


def begin(year: int) -> datetime:
    return datetime(year, 1, 1, 6, tzinfo=UTC)
