from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from psycopg import sql

from daybridge.checkins.models import CheckIn
from daybridge.core import guard, tenancy
from daybridge.core.actions import action
from daybridge.core.errors import IdTaken, Refused
from daybridge.core.events import Event
from daybridge.core.guard import WriteOutsideAction
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.people.actions import join_care_team
from daybridge.people.models import CareTeamMember, Participant
from daybridge.safety.actions import hand_over
from daybridge.screens.models import Screen
from daybridge.screens.tests.deeds import a_screen
from tests.cast import House, an_alert, an_entry


def test_a_write_outside_an_action_is_stopped(house: House) -> None:
    ana = house.participants["Ana"]
    ana.phone = "555-0199"
    with pytest.raises(WriteOutsideAction, match="people_participant"), transaction.atomic():
        ana.save(update_fields=["phone"])
    with pytest.raises(WriteOutsideAction), connection.cursor() as cursor:
        cursor.execute("update people_participant set phone = '' where true")
    for other_way in (
        sql.SQL("update {} set phone = ''").format(sql.Identifier("people_participant")),
        b"delete from people_contact",
    ):
        with pytest.raises(WriteOutsideAction), connection.cursor() as cursor:
            cursor.execute(other_way)
    with pytest.raises(WriteOutsideAction), transaction.atomic():
        CareTeamMember.objects.filter(participant=ana).delete()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT * FROM a FOR UPDATE", set()),
        ("select 1 from x for no key update", set()),
        ('INSERT INTO "people_staff" (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2', {"people_staff"}),
        ("with gone as (delete from a returning *) insert into b select * from gone", {"a", "b"}),
        ('UPDATE ONLY "public"."c" SET x = 1', {"c"}),
        ("truncate table d", {"d"}),
    ],
)
def test_the_guard_reads_which_tables_a_statement_changes(statement: str, tables: set[str]) -> None:
    assert guard.tables_written(statement) == tables


def test_an_action_without_permission_leaves_only_its_refusal_in_the_audit(house: House) -> None:
    from daybridge.safety.actions import take_alert

    alert = an_alert(house, house.participants["Ana"])
    with pytest.raises(Refused):
        take_alert(house.actors["Cleo"], alert)
    alert.refresh_from_db()
    assert alert.taken_at is None
    last = AuditEntry.objects.order_by("-id").first()
    assert last and (last.deed, last.person_id) == ("refused safety.take_alert", house.staff["Cleo"].id)


def test_nobody_of_another_organization_gets_a_part_in_a_deed(house: House, elsewhere: House) -> None:
    ana, esi = house.participants["Ana"], elsewhere.staff["Esi"]
    with pytest.raises(Refused):
        join_care_team(house.actors["Dora"], ana, staff=esi, role="covering")
    with pytest.raises(Refused):
        hand_over(house.actors["Ben"], an_alert(house, ana), to=esi)
    assert not CareTeamMember.objects.filter(staff_id=esi.id).exists()


def test_an_action_must_say_who_may() -> None:
    with pytest.raises(TypeError):
        action()  # type: ignore[call-arg]


def test_an_action_that_returns_no_event_is_an_error_and_changes_nothing(house: House) -> None:
    ana = house.participants["Ana"]

    @action(allow=lambda actor, subject: True)
    def forgets_its_event(actor, participant):  # type: ignore[no-untyped-def]
        Participant.objects.filter(id=participant.id).update(phone="555-0000")

    with pytest.raises(TypeError, match="must return the event"):
        forgets_its_event(house.system, ana)
    ana.refresh_from_db()
    assert ana.phone != "555-0000"


def test_an_event_without_audit_words_does_not_import() -> None:
    with pytest.raises(TypeError, match="needs `words`"):

        class SomethingHappened(Event):
            pass


def test_another_organizations_rows_do_not_exist_for_raw_sql(house: House, elsewhere: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from people_participant where organization_id = %s", [elsewhere.organization.id]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("select distinct organization_id from people_participant")
        assert cursor.fetchall() == [(house.organization.id,)]


def test_a_row_cannot_be_written_into_another_organization(house: House, elsewhere: House) -> None:
    ana = house.participants["Ana"]
    stray = Participant(
        organization_id=elsewhere.organization.id, given_name="N", family_name="N", born_on=ana.born_on,
        time_zone="UTC", record_number="X",
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), guard.writing():
        stray.save(force_insert=True)


@pytest.mark.parametrize("table", ["people_participant", "checkins_checkin", "safety_alert", "core_auditentry"])
def test_with_no_organization_set_a_query_is_an_error_and_never_rows(house: House, table: str) -> None:
    an_entry(house, house.participants["Ana"])
    an_alert(house, house.participants["Ana"])
    tenancy.enter(None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select * from {table}")


def test_every_table_of_an_organization_stands_behind_a_forced_wall(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
               where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'organization_id'
               and not (c.relrowsecurity and c.relforcerowsecurity
                        and exists (select from pg_policy p where p.polrelid = c.oid))"""
        )
        assert cursor.fetchall() == []
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("daybridge_app", False, False)
        cursor.execute("select count(*) from pg_class where pg_get_userbyid(relowner) = 'daybridge_app'")
        assert cursor.fetchone() == (0,)


def test_the_sign_in_door_shows_accounts_and_no_organizations_rows(house: House, elsewhere: House) -> None:
    from daybridge.people.models import Account

    assert {account.organization_id for account in Account.objects.all()} == {house.organization.id}
    tenancy.enter(None, door=tenancy.SIGN_IN)
    assert Account.objects.filter(organization_id=elsewhere.organization.id).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        list(Participant.objects.all())


def test_the_same_entry_sent_twice_is_saved_audited_and_answered_once(house: House) -> None:
    ana, entry_id = house.participants["Ana"], new_id()
    before = AuditEntry.objects.count()
    first = an_entry(house, ana, mood=4, entry_id=entry_id)
    again = an_entry(house, ana, mood=1, entry_id=entry_id)
    assert (first.repeated, again.repeated) == (False, True)
    assert CheckIn.objects.get(id=entry_id).mood == 4
    assert AuditEntry.objects.count() == before + 1


def test_ids_sort_by_the_time_they_were_made(house: House) -> None:
    from daybridge.core import clock

    earlier = new_id()
    with clock.at(clock.now() + timedelta(milliseconds=2)):
        later = new_id()
    assert earlier < later and earlier.version == 7 and earlier.variant == "specified in RFC 4122"


def test_an_id_of_another_organization_is_refused_in_words_and_nothing_of_the_deed_is_left(
    house: House, elsewhere: House
) -> None:
    tenancy.enter(elsewhere.organization.id)
    theirs = a_screen(elsewhere, by="Esi", name="Eli")
    tenancy.enter(house.organization.id)
    ana, written = house.participants["Ana"], AuditEntry.objects.count()
    with pytest.raises(IdTaken, match="Please enter it again"):
        a_screen(house, screen_id=theirs.id)
    assert not Screen.objects.filter(participant=ana).exists()
    assert AuditEntry.objects.count() == written
    assert a_screen(house).participant_id == ana.id  # and the transaction goes on
