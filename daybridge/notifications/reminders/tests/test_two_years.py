"""Two simulated years: exactly one reminder for each that is due, none after it was called off."""

import os
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import transaction

from daybridge.core import clock, tenancy
from daybridge.notifications.models import Delivery, Notice
from daybridge.notifications.reminders.rules import Outcome
from daybridge.notifications.reminders.tests.simulated import Life, Set, Simulation, begin
from daybridge.notifications.tests.servers import answering
from tests.cast import a_participant, make_house

YEARS = 2
RARE = {"too late to put off"}
SEED = int(os.environ.get("SEED", "20261128"))


@pytest.mark.full
def test_two_years_of_reminders(really_commits: None, settings: Any) -> None:
    """Daylight saving both ways, moves, edits, pauses, snoozes, phones that are off, and a worker that does everything wrong.

    Each quarter of an hour is a transaction of its own: in one of two years PostgreSQL keeps every version of every row.
    """
    with answering() as service, answering() as texts:
        settings.PUSH_HOSTS = (service.address,)
        settings.SMS = {**settings.SMS, "url": texts.address, "from": "+15550000000"}
        with clock.at(begin(2026)), transaction.atomic():
            house = make_house()
            a_participant(house, "Lea Rivera", therapist=house.staff["Ben"], phone="312 555 0177")
            simulation = Simulation(house, service, Random(SEED), begin(2026))  # noqa: S311 - a play
            simulation.people(["Ana", "Lea"])
        simulation.live(begin(2026 + YEARS))
        simulation.end()
    with tenancy.inside(house.organization.id):
        assert_every_reminder_was_as_it_should_be(simulation)


def assert_every_reminder_was_as_it_should_be(simulation: Simulation) -> None:
    assert min(count for deed, count in simulation.did.items() if deed not in RARE) >= 5, simulation.did
    occurrences = 0
    for life in simulation.lives:
        for one in life.set:
            occurrences += len(one.due)
            assert_each_is_on_the_ledger_once(one)
            assert_what_left_was_wanted(simulation, life, one)
    assert occurrences > 500, occurrences


def assert_each_is_on_the_ledger_once(one: Set) -> None:
    """The ledger and whoever followed the clock agree on every occurrence, and on the moment of each."""
    rows = Notice.objects.filter(reminder=one.row).values_list("on_day", "at_time", "planned_for")
    known = {(day, at): moment for day, at, moment in rows}
    assert len(rows) == len(known)
    assert known == one.due, {
        "missing": sorted(one.due.items() - known.items())[:5],
        "not due": sorted(known.items() - one.due.items())[:5],
    }


def assert_what_left_was_wanted(simulation: Simulation, life: Life, one: Set) -> None:
    """Each that could be heard came to the phone, once for each time that it was put off, and never once it was over."""
    for notice in Notice.objects.filter(reminder=one.row):
        sent = Counter(
            Delivery.objects.filter(notice=notice, channel="push", sent_at__isnull=False).values_list(
                "round", flat=True
            )
        )
        assert all(count == 1 for count in sent.values())
        pushes = simulation.pushed.get(notice.id, [])
        tries = Delivery.objects.filter(notice=notice, channel="push")
        refused = sum(each.tries - (each.sent_at is not None) for each in tries)
        assert len(pushes) == len(sent) + refused, (notice.on_day, pushes, sent)
        if notice.outcome_at:
            assert all(moment <= notice.outcome_at for moment in pushes), "something came after it was over"
        stopped = simulation.called_off.get(notice.id)
        assert not stopped or all(moment < stopped for moment in pushes), "something came after it was called off"
        assert notice.outcome, "nothing is left open"
        if notice.outcome == Outcome.EXPIRED and not pushes:
            assert_nobody_could_have_heard_it(notice)


def assert_nobody_could_have_heard_it(notice: Notice) -> None:
    """It never left: its day was over when the worker came back, or the rest of the day was quiet."""
    assert notice.ends_at and notice.outcome_at
    was_found_too_late = notice.made_at >= notice.ends_at
    deliveries = list(Delivery.objects.filter(notice=notice, channel="push"))
    was_cancelled = all(each.state == "cancelled" for each in deliveries)
    assert was_found_too_late or was_cancelled or not deliveries
