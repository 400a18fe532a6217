import pytest

from daybridge.checkins.models import CheckIn
from daybridge.core import reacting
from daybridge.core.alarms import open_alarms
from daybridge.core.models import ReactionFailure
from daybridge.safety.models import Alert
from tests.cast import House, an_entry


def _jobs(name: str) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name=name).count()


def test_a_reaction_that_fails_never_undoes_its_cause_and_is_made_good_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Breaks the rulebook under the reaction, saves an entry that calls for an alert, mends it, and retries."""
    from daybridge.safety import rules

    whole = rules.rulebook
    monkeypatch.setattr(rules, "rulebook", lambda: 1 / 0)
    saved = an_entry(house, house.participants["Ana"], urge=9)
    assert CheckIn.objects.filter(id=saved.subject_id).exists() and not Alert.objects.exists()
    failure = ReactionFailure.objects.get()
    assert (failure.error, _jobs("core.retry_reaction"), len(open_alarms())) == ("ZeroDivisionError", 1, 1)

    monkeypatch.setattr(rules, "rulebook", whole)
    reacting.retry(house.system, failure.id)
    reacting.retry(house.system, failure.id)  # a job may run twice
    assert Alert.objects.get().rule == "urge-high" and not open_alarms()


def test_a_job_exists_only_if_its_cause_is_committed(house: House) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        an_entry(house, house.participants["Ana"], urge=9)
        assert _jobs("safety.escalate") == 1
        raise RuntimeError
    assert _jobs("safety.escalate") == 0 and not CheckIn.objects.exists()
