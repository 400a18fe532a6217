"""Each tampering an audit must show, done for real as the tables' owner, after the fact."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from daybridge.core import audit, tenancy
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from tests.cast import House, an_alert, an_entry, make_house

Owner = "psycopg.Connection[tuple[object, ...]]"


@pytest.fixture
def sealed(really_commits: None, now: object, tmp_path: object) -> Iterator[House]:
    """A house with two sealed batches of audit entries."""
    heads = settings.AUDIT_HEADS_FILE
    settings.AUDIT_HEADS_FILE = tmp_path / "heads.log"  # type: ignore[operator]
    with transaction.atomic():
        house = make_house()
    assert audit.seal(house.organization.id, bound=audit.settled_bound())
    with tenancy.inside(house.organization.id):
        an_entry(house, house.participants["Ana"])
        an_alert(house, house.participants["Ana"])
    assert audit.seal(house.organization.id, bound=audit.settled_bound())
    yield house
    settings.AUDIT_HEADS_FILE = heads


def _faults(house: House) -> tuple[str, ...]:
    return audit.verify(house.organization.id).faults


def _behind_the_walls(owner: Owner, house: House) -> Owner:
    owner.execute("select set_config('app.org', %s, false)", [str(house.organization.id)])
    return owner


def test_an_untouched_audit_verifies(sealed: House) -> None:
    verdict = audit.verify(sealed.organization.id)
    assert (verdict.faults, verdict.seals, verdict.unsealed) == ((), 2, 0)
    assert verdict.entries > 20


def test_sealing_again_with_nothing_new_adds_no_seal(sealed: House) -> None:
    assert audit.seal(sealed.organization.id, bound=audit.settled_bound()) is None


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "update core_auditentry set deed = 'people.ContactAdded' where id = (select max(id) from core_auditentry)",
            "changed",
        ),
        ("delete from core_auditentry where id = (select min(id) from core_auditentry)", "sealed"),
        (
            "update core_auditentry set id = -id where id in (select id from core_auditentry order by id limit 2)",
            "sealed",
        ),
        (
            "update core_auditentry a set id = case when a.id = m.low then m.low + 1000000 else a.id end"
            " from (select min(id) as low from core_auditentry) m where a.id = m.low",
            "sealed",
        ),
        (
            "insert into core_auditentry (id, at, organization_id, actor_kind, reason, deed, subject_id, facts)"
            " select -7, at, organization_id, actor_kind, reason, deed, subject_id, facts from core_auditentry limit 1",
            "before the first",
        ),
        ("delete from core_auditseal where number = 2", "not in the database"),
        ("update core_auditseal set signature = decode(repeat('00', 64), 'hex') where number = 1", "signature"),
        ("update core_auditseal set digest = decode(repeat('00', 32), 'hex') where number = 1", "changed"),
    ],
)
def test_tampering_is_found(sealed: House, as_owner: Owner, tampering: str, fault: str) -> None:
    changed = _behind_the_walls(as_owner, sealed).execute(tampering)  # type: ignore[call-overload]
    assert changed.rowcount >= 1
    assert any(fault in said for said in _faults(sealed))


def test_an_organization_that_was_taken_out_with_its_whole_audit_is_missed(sealed: House) -> None:
    gone = new_id()
    with settings.AUDIT_HEADS_FILE.open("a") as file:
        file.write(f"{gone} 1 {'00' * 32}\n")
    found = {verdict.organization_id: verdict.faults for verdict in audit.verify_all()}
    assert not found[sealed.organization.id] and "not in the database" in found[gone][0]


def test_without_the_heads_it_is_said_that_a_chain_cut_short_would_not_be_noticed(sealed: House) -> None:
    assert audit.verify(sealed.organization.id).has_heads
    settings.AUDIT_HEADS_FILE.unlink()
    verdict = audit.verify(sealed.organization.id)
    assert not verdict.has_heads and not verdict.faults


def test_two_entries_that_change_places_are_found(sealed: House, as_owner: Owner) -> None:
    owner = _behind_the_walls(as_owner, sealed)
    low = owner.execute("select min(id) from core_auditentry").fetchone()
    for old, new in ((low[0], -1), (low[0] + 1, low[0]), (-1, low[0] + 1)):  # type: ignore[index, operator]
        owner.execute("update core_auditentry set id = %s where id = %s", [new, old])
    assert any("reordered" in said for said in _faults(sealed))


def test_the_application_itself_can_neither_change_nor_delete_an_entry(sealed: House) -> None:
    from django.db import connection
    from django.db.utils import ProgrammingError

    from daybridge.core import guard

    for sql in ("update core_auditentry set reason = 'x'", "delete from core_auditentry", "delete from core_auditseal"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            tenancy.inside(sealed.organization.id),
            guard.writing(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_an_entry_that_commits_late_is_sealed_with_the_next_batch(sealed: House, as_owner: Owner) -> None:
    """An insert under way makes the bound wait; it is never left behind a seal."""
    owner = _behind_the_walls(as_owner, sealed)
    owner.autocommit = False
    owner.execute(
        "insert into core_auditentry (at, organization_id, actor_kind, reason, deed, subject_id, facts)"
        " values (now(), %s, 'system', '', 'x', %s, '{}')",
        [sealed.organization.id, sealed.organization.id],
    )
    with pytest.raises(Exception, match="lock timeout"):
        audit.settled_bound()
    owner.commit()
    sealed_now = audit.seal(sealed.organization.id, bound=audit.settled_bound())
    assert sealed_now and sealed_now.entries == 1 and not _faults(sealed)


def test_an_audit_entry_says_who_did_what_and_never_what_was_written(sealed: House) -> None:
    from daybridge.core.models import AuditEntry

    ana = sealed.participants["Ana"]
    with tenancy.inside(sealed.organization.id):
        an_entry(sealed, ana, note="The harbour was loud tonight")
        entry = AuditEntry.objects.order_by("-id").first()
        assert entry and entry.deed == "checkins.CheckInSaved" and entry.person_id == ana.id
        assert "harbour" not in str(entry.facts)
    assert Actor.system(sealed.organization.id, "x").is_system
