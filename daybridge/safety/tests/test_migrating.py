"""Open alerts of one person from before are joined into one, and nothing of them is lost."""

from importlib import import_module

import psycopg
from django.db import transaction

from daybridge.core import tenancy
from daybridge.safety import actions
from daybridge.safety.models import SupportRequest
from tests.cast import _furnished, an_alert

_AS_BEFORE = """
drop index one_open_alert_each;
alter table safety_alert add column gravity smallint not null default 1, add column marks varchar(80)[] not null default '{}';
update safety_alert set marks = '{"request a"}', causes = '[]', answer_within_minutes = 0;
"""
_A_SECOND_ONE = """
insert into safety_alert select (jsonb_populate_record(safety_alert, jsonb_build_object(
  'id', gen_random_uuid(), 'rule', 'not-safe', 'level', 'urgent', 'taken_at', null, 'taken_by_id', null,
  'due_at', safety_alert.due_at - interval '1 hour', 'marks', '["request b"]'::jsonb))).* from safety_alert;
"""


def test_two_open_alerts_of_one_person_become_one_with_the_steps_and_requests_of_both(
    really_commits: None, as_owner: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    with transaction.atomic():
        house = _furnished()
    with tenancy.inside(house.organization.id):
        alert = an_alert(house, house.participants["Ana"])
        actions.take_alert(house.actors["Ben"], alert)
        request = SupportRequest.objects.get()
    joining = import_module("daybridge.safety.migrations.0004_joined_alerts")
    with as_owner.transaction(force_rollback=True):
        as_owner.execute("select set_config('app.org', %s, true)", [str(house.organization.id)])
        as_owner.execute(_AS_BEFORE)
        as_owner.execute(_A_SECOND_ONE)
        as_owner.execute("set constraints all immediate")
        as_owner.execute(joining.CAUSES)
        as_owner.execute(joining.JOINED)
        open_now = as_owner.execute(
            "select id, level, taken_at, causes, answer_within_minutes, jsonb_array_length(facts) from safety_alert"
            " where closed_at is null"
        ).fetchall()
        [(kept, level, taken_at, causes, minutes, facts)] = open_now
        assert (level, taken_at, minutes, facts) == ("urgent", None, 5, 2)
        assert [(one["rule"], one["kind"], one["marks"]) for one in causes] == [  # type: ignore[attr-defined]
            ("not-safe", "not_safe", ["request b"]), ("asked-for-contact", "asked_for_contact", ["request a"]),
        ]  # fmt: skip
        moved = "select (select alert_id from safety_supportrequest where id = %s), array_agg(kind order by at, id) from safety_alertstep where alert_id = %s"
        assert as_owner.execute(moved, [request.id, kept]).fetchone() == (kept, ["raised", "taken", "joined"])
        empty = as_owner.execute("select outcome, id from safety_alert where closed_at is not null").fetchall()
        assert empty == [("joined", alert.id)]
