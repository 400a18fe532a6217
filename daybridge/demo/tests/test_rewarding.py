"""Rewards are lived in the demo: Ana takes part, draws, and has something waiting at the end."""

import pytest

from daybridge.contingency import queries
from daybridge.contingency.models import Draw, Enrolment, LedgerEntry
from daybridge.core import tenancy
from daybridge.demo.actions import live_demo
from daybridge.people.models import Organization


@pytest.mark.full
def test_ana_takes_part_and_her_draws_are_lived(db: None) -> None:
    live_demo(participants=1, days=30)
    tenancy.enter(None, door=tenancy.MACHINERY)
    tenancy.enter(Organization.objects.get().id)
    found = Enrolment.objects.get()
    assert found.is_running and found.targets.exists() and Draw.objects.exists()
    assert LedgerEntry.objects.exists() or not queries.standing(found).to_hand_over
