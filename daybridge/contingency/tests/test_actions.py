"""Rewards as they are lived: offered, agreed to, earned, drawn, handed over, corrected, ended, and checked."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from daybridge.attendance.actions import correct_presence, excuse
from daybridge.attendance.tests.deeds import a_session, end, minute, tap
from daybridge.companion.record import json_pieces
from daybridge.contingency import actions, on_file, queries
from daybridge.contingency.models import CabinetEntry, Draw, DrawSeed, Enrolment, LedgerEntry, SeedShown, TargetTold
from daybridge.contingency.rules import Deed, Ending, Evidence, EvidenceKind, FaultKind, Verdict, commitment_of
from daybridge.contingency.tests.deeds import (
    DAYS,
    FISHBOWL,
    GRANT,
    VOUCHERS,
    again,
    begun,
    drawn,
    handed_over,
    offered,
    signed_off,
    told,
)
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.notifications.models import Notice
from daybridge.people.models import Organization
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from tests.cast import House, episode_of, later

MET, NOT_MET, EXCUSED = Verdict.MET, Verdict.NOT_MET, Verdict.EXCUSED


def _lived(house: House, enrolment: Enrolment, *verdicts: Verdict) -> None:
    """A target every third day, each drawn at once."""
    for number, verdict in enumerate(verdicts):
        with clock.at(later(days=4 * number)):
            told(house, enrolment, verdict)
            drawn(house, enrolment)


# --- Taking part -----------------------------------------------------------------------------------------------------


def test_nothing_is_offered_before_a_director_has_switched_it_on_and_signed_a_protocol_off(house: House) -> None:
    ben, ana = house.actors["Ben"], house.participants["Ana"]
    terms = {"protocol": FISHBOWL, "funding": GRANT, "weekdays": DAYS}
    with pytest.raises(Conflict, match="gives no rewards"):
        actions.offer_rewards(ben, ana, **terms)  # type: ignore[arg-type]
    actions.switch_rewards(house.actors["Dora"], house.programs["Dual diagnosis"], is_on=True)
    assert actions.switch_rewards(house.actors["Dora"], house.programs["Dual diagnosis"], is_on=True).repeated
    with pytest.raises(Invalid, match="signed off"):
        actions.offer_rewards(ben, ana, **terms)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="changed since"):
        actions.sign_off_protocol(house.actors["Dora"], house.organization, code=FISHBOWL, digest="0" * 64)
    signed_off(house)
    with pytest.raises(Invalid, match="who pays"):
        actions.offer_rewards(ben, ana, **{**terms, "funding": "nobody"})  # type: ignore[arg-type]
    for days in ((1,), (1, 3, 4), (1, 9)):
        with pytest.raises(Invalid, match="2 days"):
            actions.offer_rewards(ben, ana, **{**terms, "weekdays": days})  # type: ignore[arg-type]
    actions.offer_rewards(ben, ana, **terms)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="already"):
        actions.offer_rewards(ben, ana, **terms)  # type: ignore[arg-type]


def test_what_is_offered_shows_a_seal_and_it_begins_with_their_own_word(house: House) -> None:
    found, ana = offered(house), house.actors["Ana"]
    seed = bytes(DrawSeed.objects.get(enrolment=found).seed)
    assert len(seed) == 32 and found.commitment == commitment_of(seed)
    [told_of] = AuditEntry.objects.filter(deed="contingency.RewardsOffered")
    assert told_of.facts["commitment"] == found.commitment
    with pytest.raises(Conflict):
        told(house, found, MET)
    for lame in ("", " \x00\u200b ", "x" * 41):
        with pytest.raises(Invalid):
            actions.agree(ana, found, word=lame)
    actions.agree(ana, found, word="  Heron\t7 ")
    found = again(found.id)
    assert found.word == "Heron 7" and found.begun_on == date(2026, 11, 23) and found.witnessed_by is None
    assert actions.agree(ana, found, word="another").repeated and again(found.id).word == "Heron 7"
    with pytest.raises(Refused):
        actions.agree(house.actors["Ben"], found, word="mine")


def test_an_offer_is_a_note_on_the_phone_that_says_nothing_of_rewards(house: House) -> None:
    offered(house)
    [notice] = Notice.objects.filter(link="/companion/rewards/")
    assert notice.participant == house.participants["Ana"] and notice.kind == "answer"
    assert not Notice.objects.filter(link__contains="rewards").exclude(id=notice.id).exists()


def test_a_no_and_an_offer_taken_back_leave_room_for_another(house: House) -> None:
    found = offered(house)
    assert actions.end_rewards(house.actors["Ana"], found, ending=Ending.OTHER).ending == Ending.DECLINED
    assert not SeedShown.objects.exists()
    second = offered(house)
    assert actions.end_rewards(house.actors["Ben"], second, ending=Ending.OTHER).ending == Ending.WITHDRAWN
    third = offered(house)
    actions.agree_in_person(house.actors["Ben"], third, word="owl")
    assert again(third.id).witnessed_by == house.staff["Ben"]
    with pytest.raises(Conflict, match="ended"):
        actions.agree(house.actors["Ana"], second, word="owl")


def test_terms_and_seal_cannot_be_written_again_and_what_is_added_cannot_be_changed(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    for sql in (
        "update contingency_enrolment set commitment = repeat('0', 64)",
        "update contingency_enrolment set protocol_terms = '{}'",
        "update contingency_draw set slip = 499",
        "delete from contingency_draw",
        "update contingency_drawseed set seed = ''",
        "update contingency_targettold set verdict = 'met'",
        "delete from contingency_ledgerentry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), guard.writing(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_table_takes_no_word_of_their_own_as_evidence_and_no_second_draw(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    row = TargetTold(organization=house.organization, enrolment=found, on_day=date(2026, 12, 1), number=1)
    row.evidence, row.evidence_id, row.verdict = "self_report", uuid4(), MET
    [one] = found.draws.all()
    one.id, one.slip = new_id(), 3
    for lame in (row, one):
        with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
            lame.save(force_insert=True)


# --- Earning ---------------------------------------------------------------------------------------------------------


def test_a_session_is_evidence_as_it_was_taken_and_a_correction_of_it_carries_over(house: House) -> None:
    session = a_session(house)
    found, ana, ben = begun(house), house.participants["Ana"], house.actors["Ben"]
    with minute(session, 0):
        assert queries.to_record(queries.standing(found)) == []
    tap(house, session, ana, 0)
    with minute(session, 30):  # a reward comes at once: who is here is here
        assert [day for day, *_more in queries.to_record(queries.standing(found))] == [date(2026, 11, 24)]
    end(house, session)
    with minute(session, 100):
        [(day, verdict, of)] = queries.to_record(queries.standing(found))
        assert (day, verdict, of) == (date(2026, 11, 24), MET, session.id)
        [waits] = queries.waiting(ben)
        assert (waits.targets, waits.prizes) == (1, 0)
        with pytest.raises(Conflict, match="something else"):
            actions.record_target(
                ben, found, target_id=new_id(), on_day=day,
                evidence=Evidence(EvidenceKind.ATTENDANCE, NOT_MET, session.id),
            )  # fmt: skip
        evidence, target_id = Evidence(EvidenceKind.ATTENDANCE, MET, of), new_id()
        for _twice in range(2):
            actions.record_target(ben, found, target_id=target_id, on_day=day, evidence=evidence)
        assert queries.waiting(ben) == [] and len(drawn(house, found)) == 1
    with minute(session, 120):
        correct_presence(ben, session, participant=ana, spans=[], why="It was another Ana")
        now = queries.standing(found)
        assert now.held[day].verdict == NOT_MET and now.held[day].told_by is None and now.held[day].why
        assert now.beyond == {day: 1} and len(now.draws) == 1 and now.open_draws == []
    with minute(session, 140):
        excuse(ben, session, participant=ana, why="In a hospital")
        assert queries.standing(found).held[day].verdict == EXCUSED


def test_what_cannot_be_a_target_is_refused_in_words(house: House) -> None:
    found, ben = begun(house), house.actors["Ben"]
    with pytest.raises(Conflict, match="ahead"):
        told(house, found, MET, date(2026, 11, 25))
    with pytest.raises(Conflict, match="before they began"):
        told(house, found, MET, date(2026, 11, 22))
    with pytest.raises(Invalid, match="what was read"):
        actions.record_target(
            ben, found, target_id=new_id(), on_day=date(2026, 11, 23), evidence=Evidence(EvidenceKind.POINT_OF_CARE, MET),
        )  # fmt: skip
    told(house, found, MET)
    with pytest.raises(Invalid, match="corrected"):
        told(house, found, NOT_MET)
    with clock.at(later(days=1)):
        told(house, found, EXCUSED)
    with clock.at(later(days=2)):
        told(house, found, MET)
    with clock.at(later(days=3)), pytest.raises(Conflict, match="2 targets already"):
        told(house, found, MET)
    known = TargetTold.objects.earliest("told_at")
    with pytest.raises(IdTaken):
        actions.record_target(
            ben, found, target_id=known.id, on_day=date(2026, 11, 24),
            evidence=Evidence(EvidenceKind.POINT_OF_CARE, MET, None, "x"),
        )  # fmt: skip


# --- Drawing ---------------------------------------------------------------------------------------------------------


def test_draws_grow_fall_back_and_grow_again_and_all_check_out_after_the_end(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET, MET, MET, NOT_MET, MET)
    days = [day.earned for day in queries.standing(found).days]
    assert days == [1, 2, 3, 0, 1] and found.draws.count() == 7
    assert queries.checked(found) is None and queries.to_check(found)["seed"] == ""
    with clock.at(later(days=20)):
        ended = actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
        assert ended.draws_left == 0
        assert actions.end_rewards(house.actors["Ben"], found, ending=Ending.OTHER).repeated
    shown = queries.checked(again(found.id))
    assert (
        shown
        and shown.draws == 7
        and shown.faults == []
        and commitment_of(bytes.fromhex(shown.seed)) == found.commitment
    )


def test_draws_come_in_their_order_and_twice_is_the_same_slip(house: House) -> None:
    found, ana = begun(house), house.actors["Ana"]
    for days in (0, 1):
        with clock.at(later(days=days)):
            told(house, found, MET)
    first, second = date(2026, 11, 23), date(2026, 11, 24)
    assert queries.standing(found).open_draws == [(first, 1), (second, 1), (second, 2)]
    for day, number in ((second, 1), (first, 2), (first, 0)):
        with pytest.raises(Conflict, match="not the next"):
            actions.draw(ana, found, on_day=day, number=number)
    once = actions.draw(ana, found, on_day=first, number=1)
    twice = actions.draw(house.actors["Ben"], found, on_day=first, number=1)
    assert twice.repeated and (twice.slip, twice.subject_id) == (once.slip, once.subject_id)
    assert actions.draw(house.actors["Ben"], found, on_day=second, number=1).number == 1
    with pytest.raises(Refused):
        actions.draw(house.actors["Zoe"], found, on_day=second, number=2)


def test_what_is_earned_is_drawn_at_the_end_before_the_seed_is_shown(house: House) -> None:
    found = begun(house)
    for days in (0, 1):
        with clock.at(later(days=days)):
            told(house, found, MET)
    ended = actions.end_rewards(house.actors["Ana"], found, ending=Ending.OTHER)
    assert (ended.ending, ended.draws_left) == (Ending.THEIR_WISH, 3)
    shown = queries.checked(again(found.id))
    assert shown and shown.draws == 3 and not shown.faults
    with pytest.raises(Conflict, match="do not take part"):
        told(house, found, NOT_MET, why="late")
    with pytest.raises(Conflict, match="do not take part"):
        actions.draw(house.actors["Ana"], found, on_day=date(2026, 11, 24), number=3)


def test_who_leaves_the_program_keeps_what_was_won(house: House) -> None:
    found = begun(house)
    told(house, found, MET)
    discharge(
        house.actors["Ben"],
        episode_of(house.participants["Ana"]),
        reason=EndReason.COMPLETED,
        ended_on=date(2026, 11, 23),
    )
    found = again(found.id)
    assert (
        found.ending == Ending.LEFT_PROGRAM and found.draws.count() == 1 and SeedShown.objects.get().enrolment == found
    )


def _slipped_in(house: House, enrolment: Enrolment, number: int, slip: int) -> None:
    """A draw that nobody made by the rules: written into the table itself."""
    with guard.writing():
        Draw.objects.create(
            organization=house.organization, enrolment=enrolment, on_day=date(2026, 11, 23), number=number, slip=slip,
            prize="jumbo", slip_cents=100_00, cents=100_00, drawn_on=date(2026, 11, 23),
        )  # fmt: skip


def test_a_slip_that_was_put_in_by_hand_is_found(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    _slipped_in(house, found, 2, 499)
    actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    shown = queries.checked(again(found.id))
    assert shown and [(one.kind, one.number) for one in shown.faults] == [(FaultKind.SLIP, 2)]


def test_a_number_that_was_left_out_is_found(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    _slipped_in(house, found, 3, 499)
    actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    shown = queries.checked(again(found.id))
    assert shown and FaultKind.SKIPPED in [one.kind for one in shown.faults]


def test_a_seed_that_was_swapped_is_found(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    with guard.writing():
        SeedShown.objects.create(organization=house.organization, enrolment=found, seed="00" * 32)
    shown = queries.checked(again(found.id))
    assert shown and [one.kind for one in shown.faults] == [FaultKind.SEED]


def test_before_the_end_the_seed_is_nowhere_but_in_its_table(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET, MET)
    seed = bytes(DrawSeed.objects.get().seed)
    organization = Organization.objects.get(id=house.organization.id)
    everywhere = json.dumps([
        *AuditEntry.objects.values_list("facts", flat=True), queries.to_check(found),
        "".join(json_pieces(house.participants["Ana"], organization)), repr(DrawSeed.objects.get()),
    ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs")
        everywhere += " ".join(row[0] for row in cursor.fetchall())
    assert found.commitment in everywhere
    for shape in (seed.hex(), repr(seed)[2:-1], json.dumps(seed.decode("latin-1"))[1:-1]):
        assert shape not in everywhere
    with clock.at(later(days=9)):
        actions.end_rewards(house.actors["Ben"], found, ending=Ending.COMPLETED)
    assert seed.hex() in "".join(json_pieces(house.participants["Ana"], organization))


# --- The ledger ------------------------------------------------------------------------------------------------------


def _until_there_is_a_prize(house: House, enrolment: Enrolment) -> Draw:
    _lived(house, enrolment, *[MET] * 8)
    return next(one for one in enrolment.draws.order_by("on_day", "number") if one.cents)


def test_a_prize_is_handed_over_once_with_both_names_and_leaves_the_cabinet(house: House) -> None:
    found, ben = begun(house), house.actors["Ben"]
    program = house.programs["Dual diagnosis"]
    actions.count_cabinet(house.actors["Dora"], program, prize="small", there=30)
    one = _until_there_is_a_prize(house, found)
    handed_over(house, one, Deed.KEPT)
    assert one in queries.standing(found).to_hand_over
    for _twice in range(2):
        handed_over(house, one)
    entry = LedgerEntry.objects.get(deed=Deed.HANDED_OVER)
    assert (str(entry.given_by), entry.given_to, entry.cents, entry.what) == (
        "Ben Okafor",
        "Ana Rivera",
        one.cents,
        "A book",
    )
    assert one not in queries.standing(found).to_hand_over
    assert queries.stock_of(program.id, one.prize) == (29 if one.prize == "small" else -1)
    with pytest.raises(Conflict, match="not waiting"):
        actions.settle_prize(ben, one, deed=Deed.DECLINED)
    worthless = found.draws.filter(cents=0).first()
    assert worthless
    with pytest.raises(Conflict, match="not waiting"):
        actions.settle_prize(ben, worthless, deed=Deed.HANDED_OVER)
    with pytest.raises(Invalid):
        actions.settle_prize(ben, one, deed=Deed.CREDITED)
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        LedgerEntry.objects.create(
            organization=house.organization, enrolment=found, deed=Deed.HANDED_OVER, draw=one, cents=1, full_cents=1,
            on_day=date(2026, 12, 1), given_by=house.staff["Ben"], given_to="Ana",
        )  # fmt: skip


def test_the_cabinet_is_counted_and_says_when_it_runs_low(house: House) -> None:
    signed_off(house)
    dora, program = house.actors["Dora"], house.programs["Dual diagnosis"]
    assert all(one.is_low for one in queries.cabinet(program))
    actions.count_cabinet(dora, program, prize="large", there=9)
    actions.count_cabinet(dora, program, prize="large", there=4)
    found = {one.prize.code: (one.there, one.is_low) for one in queries.cabinet(program)}
    assert found == {"small": (0, True), "large": (4, False), "jumbo": (0, True)}
    assert sum(CabinetEntry.objects.values_list("change", flat=True)) == 4
    for prize, there in (("large", -1), ("large", 10_000), ("good-job", 3), ("x", 3)):
        with pytest.raises(Invalid):
            actions.count_cabinet(dora, program, prize=prize, there=there)


@pytest.fixture
def poor_grant(tmp_path: Path) -> Iterator[None]:
    """The site's own file: a dollar and a half is all that the grant gives."""
    was = on_file._own
    (tmp_path / "funding").mkdir()
    text = (Path(on_file.__file__).parent / "shipped" / "funding" / "samhsa-grant.yaml").read_text()
    (tmp_path / "funding" / "own.yaml").write_text(text.replace("cents: 75000", "cents: 150"))
    on_file.use_folder(tmp_path)
    yield
    assert was
    on_file.use_folder(was)


def test_the_cap_cuts_what_a_slip_is_worth_and_a_prize_not_wanted_gives_room(house: House, poor_grant: None) -> None:
    found = begun(house)
    _lived(house, found, *[MET] * 10)
    worth = [one for one in found.draws.order_by("on_day", "number") if one.slip_cents]
    assert sum(one.cents for one in worth) == 150 and sum(one.slip_cents for one in worth) > 150
    assert queries.standing(found).left_cents == 0
    handed_over(house, next(one for one in worth if one.cents), Deed.DECLINED)
    assert queries.standing(found).left_cents > 0


def test_an_earlier_enrolment_counts_towards_the_same_cap(house: House) -> None:
    found = begun(house)
    _lived(house, found, *[MET] * 8)
    had = queries.standing(found).won_cents
    assert had
    with clock.at(later(days=40)):
        actions.end_rewards(house.actors["Ana"], found, ending=Ending.OTHER)
        second = begun(house)
        assert queries.standing(second).left_cents == 750_00 - had and queries.standing(second).won_cents == 0


def test_vouchers_are_credited_at_once_given_out_and_never_taken_back(house: House) -> None:
    found, ben = begun(house, VOUCHERS), house.actors["Ben"]
    assert found.commitment == "" and found.word == "" and not DrawSeed.objects.exists()
    _lived(house, found, MET, MET)
    assert queries.standing(found).balance == 3_00 + 4_50
    with pytest.raises(Invalid, match=r"\$7\.50"):
        actions.redeem_voucher(ben, found, entry_id=new_id(), cents=7_51, what="A bus pass")
    with pytest.raises(Invalid, match="never cash"):
        actions.redeem_voucher(ben, found, entry_id=new_id(), cents=1, what=" ")
    entry_id = new_id()
    for _twice in range(2):
        actions.redeem_voucher(ben, found, entry_id=entry_id, cents=5_00, what="A bus pass")
    assert queries.standing(found).balance == 2_50
    told(house, found, NOT_MET, date(2026, 11, 23), why="Read again")
    now = queries.standing(found)
    # The second is worth what a first one is by now; both credits stay.
    assert now.balance == 2_50 and now.beyond == {date(2026, 11, 23): 3_00, date(2026, 11, 27): 1_50}
    told(house, found, MET, date(2026, 11, 23), why="It was right")
    assert queries.standing(found).balance == 2_50 and not queries.standing(found).beyond
    actions.end_rewards(ben, found, ending=Ending.COMPLETED)
    actions.redeem_voucher(ben, found, entry_id=new_id(), cents=2_50, what="A bus pass")
    assert queries.standing(found).balance == 0


def test_other_words_under_the_same_id_are_never_told_to_be_written_down(house: House) -> None:
    found, ben, id = begun(house, VOUCHERS), house.actors["Ben"], new_id()
    read = Evidence(EvidenceKind.POINT_OF_CARE, MET, None, "x" * 300)
    today = clock.today("America/Chicago")
    for _twice in range(2):
        actions.record_target(ben, found, target_id=id, on_day=today, evidence=read)
    with pytest.raises(IdTaken):
        other = Evidence(EvidenceKind.POINT_OF_CARE, NOT_MET, None, "Read anew")
        actions.record_target(ben, found, target_id=id, on_day=today, evidence=other, why="Read anew")
    actions.redeem_voucher(ben, found, entry_id=id, cents=1_00, what="A bus pass")
    for said in ({"cents": 2_00, "what": "A bus pass"}, {"cents": 1_00, "what": "A book"}):
        with pytest.raises(IdTaken):
            actions.redeem_voucher(ben, found, entry_id=id, **said)  # type: ignore[arg-type]


def test_a_pause_gives_its_days_back_and_other_days_can_be_agreed_on(house: House) -> None:
    found, ben = begun(house), house.actors["Ben"]
    last = queries.standing(found).last_on
    with pytest.raises(Invalid):
        actions.pause_rewards(ben, found, why=" ")
    actions.pause_rewards(ben, found, why="In a hospital")
    assert actions.pause_rewards(ben, found, why="again").repeated
    with clock.at(later(days=3)):
        with pytest.raises(Conflict, match="paused"):
            told(house, found, MET)
        actions.resume_rewards(ben, found)
        told(house, found, MET)
        with pytest.raises(Conflict):
            actions.resume_rewards(ben, found)
    assert queries.standing(found).last_on == last + timedelta(days=3)
    actions.change_days(ben, found, weekdays=[4, 0])
    assert actions.change_days(ben, found, weekdays=[0, 4]).repeated and again(found.id).weekdays == [0, 4]


def test_nobody_elses_rewards_are_touched(house: House) -> None:
    found = begun(house)
    _lived(house, found, MET)
    for who in ("Cleo", "Zoe", "Dev"):
        for deed, details in (
            (actions.end_rewards, {"ending": Ending.OTHER}), (actions.pause_rewards, {"why": "x"}),
            (actions.redeem_voucher, {"entry_id": new_id(), "cents": 1, "what": "x"}),
        ):  # fmt: skip
            with pytest.raises(Refused):
                deed(house.actors[who], found, **details)
