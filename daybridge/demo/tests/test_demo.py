from random import Random

from daybridge.core import audit
from daybridge.demo.actions import live_demo
from daybridge.demo.courses import course


def test_a_course_is_decided_by_its_seed_and_stays_on_the_scales() -> None:
    assert course(Random(7), 60) == course(Random(7), 60) != course(Random(8), 60)
    for day in course(Random(1), 300):
        assert 1 <= day.mood <= 5 and 0 <= day.anxiety <= 10 and 0 <= day.urge <= 10 and 2 <= day.sleep_hours <= 11


def test_the_demo_lives_with_alerts_open_and_answered_and_an_audit_that_verifies(really_commits: None) -> None:
    from daybridge.core import tenancy
    from daybridge.safety.models import Alert

    live_demo(participants=5, days=50)
    (organization_id,) = tenancy.organizations()
    assert audit.seal(organization_id, bound=audit.settled_bound())
    assert audit.verify(organization_id).faults == ()
    with tenancy.inside(organization_id):
        assert Alert.objects.still_open().exists() and Alert.objects.exclude(closed_at=None).exists()
