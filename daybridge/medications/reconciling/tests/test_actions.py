"""A list is gone through line by line, and what was decided is done and signed at once, or not at all."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from daybridge.assessments.queries import moves_of
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.medications import queries as medications
from daybridge.medications.models import Medicine
from daybridge.medications.reconciling import actions, queries
from daybridge.medications.reconciling.models import Reconciliation, ReconcilingDraft, TakingTold
from daybridge.medications.reconciling.rules import Decision, Line, Taking
from daybridge.programs.models import Program
from daybridge.programs.rules import Limit, Number, RulePack, pack_as_json
from tests.cast import House, a_medicine, a_prescriber, an_allergy, episode_of, later, some_details

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


def _line(medicine: Medicine, number: int = 1, **said: Any) -> Line:
    return Line(key="m1", name="Sertraline", medicine_id=medicine.id, number=number, **said)


def _reconcile(house: House, *decisions: Decision, id: UUID | None = None, revision: int = 0) -> Any:
    return actions.reconcile(
        house.actors["Priya"], house.participants["Ana"], reconciliation_id=id or new_id(), occasion="admission",
        decisions=decisions, revision=revision,
    )  # fmt: skip


def test_what_is_decided_is_done_to_the_list_and_signed_once(house: House) -> None:
    ana, id = house.participants["Ana"], new_id()
    kept, stopped = a_medicine(house, ana), a_medicine(house, ana, name="Trazodone")
    decisions = [
        Decision(line=_line(kept), deed="change", why="More", details=some_details(amount="100 mg")),
        Decision(line=_line(stopped), deed="stop", why="Rash"),
        Decision(line=Line(key="r0", name="Lithium"), deed="add", details=some_details(name="Lithium")),
        Decision(line=Line(key="t0", name="Melatonin"), deed="not_taking", why="Long ago"),
    ]
    assert [_reconcile(house, *decisions, id=id).repeated for _ in range(2)] == [False, True]
    listed = {one.now.name: (one.now.amount, one.is_stopped) for one in medications.medicines_of(ana)}
    assert listed == {
        "Sertraline": ("100 mg", False),
        "Lithium": ("50 mg, 1 tablet", False),
        "Trazodone": ("50 mg, 1 tablet", True),
    }
    row = Reconciliation.objects.get()
    assert [one["deed"] for one in row.lines] == ["change", "stop", "add", "not_taking"] and queries.is_whole(row)
    row.lines[0]["deed"] = "keep"
    assert not queries.is_whole(row)


def test_a_colleagues_signature_is_not_taken_for_ones_own(house: House) -> None:
    a_prescriber(house, "Paul Second")
    id = new_id()
    _reconcile(house, id=id)
    for who, occasion in (("Paul", "admission"), ("Priya", "discharge")):
        with pytest.raises(IdTaken):
            actions.reconcile(
                house.actors[who], house.participants["Ana"], reconciliation_id=id, occasion=occasion, decisions=[],
                revision=0,
            )  # fmt: skip


def test_one_line_that_can_not_be_leaves_everything_as_it_was(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    an_allergy(house, ana, "Lithium")
    stop = Decision(line=_line(medicine), deed="stop", why="Rash")
    add = Decision(line=Line(key="r0", name="Lithium"), deed="add", details=some_details(name="Lithium"))
    with pytest.raises(Invalid) as refused:
        _reconcile(house, stop, add)
    assert list(refused.value.fields) == ["r0-despite"]
    assert not medications.listed(ana, medicine.id).is_stopped and not Reconciliation.objects.exists()
    with pytest.raises(Invalid) as refused:
        _reconcile(house, Decision(line=_line(medicine), deed="stop"))
    assert list(refused.value.fields) == ["m1-why"]


def test_a_list_that_has_changed_meanwhile_is_not_signed(house: House) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    with pytest.raises(Conflict, match="has changed since"):
        _reconcile(house)
    with pytest.raises(Conflict, match="has changed since"):
        _reconcile(house, Decision(line=_line(medicine, number=2), deed="keep"))
    assert _reconcile(house, Decision(line=_line(medicine), deed="keep")).line_count == 1


def test_an_occasion_is_named_and_an_id_is_of_one_person(house: House) -> None:
    ana, zoe, id = house.participants["Ana"], house.participants["Zoe"], new_id()
    with pytest.raises(Invalid, match="missing"):
        actions.reconcile(
            house.actors["Priya"], ana, reconciliation_id=id, occasion="Tuesday", decisions=[], revision=0
        )
    _reconcile(house, id=id)
    a_prescriber(house, "Rui Costa", of="Zoe")
    with pytest.raises(IdTaken):
        actions.reconcile(
            house.actors["Rui"], zoe, reconciliation_id=id, occasion="admission", decisions=[], revision=0
        )


def test_what_is_half_decided_is_kept_and_a_colleague_is_not_overwritten(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    for revision in (0, 1):
        actions.keep_reconciling(priya, ana, typed={"m1-deed": ["keep"], "m1-why": [str(revision)]}, revision=revision)
    with pytest.raises(Conflict, match="colleague"):
        actions.keep_reconciling(priya, ana, typed={}, revision=1)
    with pytest.raises(Invalid, match="too long"):
        actions.keep_reconciling(priya, ana, typed={"m1-why": ["x" * 200_001]}, revision=2)
    draft = queries.draft_of(ana.id)
    assert draft and draft.typed == {"m1-deed": ["keep"], "m1-why": ["1"]} and draft.revision == 2
    with pytest.raises(Conflict, match="colleague"):
        _reconcile(house)
    _reconcile(house, revision=2)
    assert queries.draft_of(ana.id) is None and ReconcilingDraft.objects.get().closed_at


def test_what_somebody_says_they_take_is_kept_once_and_only_of_their_own(house: House) -> None:
    ana, actor, id = house.participants["Ana"], house.actors["Ana"], new_id()
    medicine = a_medicine(house, ana)
    told = Taking(says={medicine.id: "differently"}, words={medicine.id: " at noon "}, more=" Melatonin ")
    made_at = clock.now()
    said = [actions.tell_taking(actor, ana, entry_id=id, told=told, made_at=made_at).repeated for _ in range(2)]
    assert said == [False, True]
    row = TakingTold.objects.get()
    assert queries.as_told(row) == Taking(says=told.says, words={medicine.id: "at noon"}, more="Melatonin")
    with pytest.raises(Conflict, match="not on your list"):
        actions.tell_taking(
            actor, ana, entry_id=new_id(), told=Taking(says={new_id(): "yes"}, words={}), made_at=made_at
        )
    with pytest.raises(Invalid):
        actions.tell_taking(
            actor, ana, entry_id=new_id(), told=Taking(says={}, words={}, more="x" * 9_000), made_at=made_at
        )


def test_it_is_due_by_the_programs_rules_until_it_is_signed(house: House) -> None:
    ana, priya = house.participants["Ana"], house.actors["Priya"]
    assert queries.to_reconcile(priya, moves=moves_of) == []
    numbers = {Limit.RECONCILE_DAYS: Number(3, "House default")}
    with guard.writing():
        Program.objects.update(rule_pack=pack_as_json(RulePack(numbers=numbers)))
    admitted = episode_of(ana).admitted_on
    [found] = queries.to_reconcile(priya, moves=moves_of)
    assert found.participant == ana and (found.due_on - admitted).days == 3
    with clock.at(later(days=400)):
        assert queries.to_reconcile(priya, moves=moves_of)[0].is_over
    assert queries.to_reconcile(house.actors["Ben"], moves=moves_of) == []
    _reconcile(house)
    assert queries.to_reconcile(priya, moves=moves_of) == []
    assert queries.due_of(ana, queries.reconciliations_of(ana.id), moves=moves_of) is None
