"""The rules of rewards: what targets earn, what a cap leaves, and which slip a draw is."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import ValidationError

from daybridge.attendance.rules import State
from daybridge.contingency import on_file
from daybridge.contingency.rules import (
    COUNTS,
    Drawn,
    Evidence,
    EvidenceKind,
    FaultKind,
    Funding,
    Given,
    Kind,
    Pause,
    Protocol,
    Target,
    TargetFault,
    Verdict,
    commitment_of,
    days_of_attendance,
    fault_in_day,
    fault_in_evidence,
    faults_in_draws,
    last_day,
    left,
    reckon,
    slip_of,
)
from daybridge.contingency.rules.caps import months_after
from daybridge.contingency.rules.drawing import fair
from daybridge.contingency.rules.terms import Escalation, Words

MONDAY = date(2026, 11, 23)
MET, NOT_MET, REFUSED, EXCUSED = Verdict.MET, Verdict.NOT_MET, Verdict.REFUSED, Verdict.EXCUSED
RISE = Escalation(begins_with=1, step=1, most=4, reset_to=1)
SEED = bytes(range(32))
ENROLMENT = UUID(int=7)
SESSION = Evidence(EvidenceKind.ATTENDANCE, MET, UUID(int=1))


def _fishbowl() -> Protocol:
    return on_file.protocols()["fishbowl-twice-weekly"]


def _weekly(*verdicts: Verdict) -> list[Target]:
    """One target a week, so that no week is too full."""
    return [Target(MONDAY + timedelta(weeks=number), verdict) for number, verdict in enumerate(verdicts)]


def _earned(rise: Escalation, *verdicts: Verdict) -> list[int]:
    return [one.earned for one in reckon(rise, _weekly(*verdicts), 2)]


# --- What targets earn -----------------------------------------------------------------------------------------------


def test_each_one_in_a_row_earns_one_more_up_to_the_most() -> None:
    assert _earned(RISE, *[MET] * 6) == [1, 2, 3, 4, 4, 4]


@pytest.mark.parametrize("verdict", [NOT_MET, REFUSED])
def test_one_that_was_not_met_earns_nothing_and_the_next_begins_anew(verdict: Verdict) -> None:
    assert _earned(RISE, MET, MET, MET, verdict, MET, MET) == [1, 2, 3, 0, 1, 2]


def test_who_is_excused_neither_earns_nor_loses() -> None:
    assert _earned(RISE, MET, MET, EXCUSED, MET) == [1, 2, 0, 3]


def test_after_some_in_a_row_it_is_back_where_it_had_been_if_the_protocol_says_so() -> None:
    back = RISE.model_copy(update={"restores_after": 2, "most": 9})
    assert _earned(back, MET, MET, MET, NOT_MET, MET, MET, MET) == [1, 2, 3, 0, 1, 2, 4]
    # A second one that was not met, before it is back, does not lower where it had been.
    assert _earned(back, MET, MET, MET, NOT_MET, MET, NOT_MET, MET, MET, MET) == [1, 2, 3, 0, 1, 0, 1, 2, 4]


def test_more_than_a_weeks_targets_count_for_nothing_and_reset_nothing() -> None:
    days = [Target(MONDAY + timedelta(days=day), MET if day < 3 else NOT_MET) for day in range(4)]
    assert [one.earned for one in reckon(RISE, days, 2)] == [1, 2, 0, 0]
    assert reckon(RISE, days, 2)[-1].next_earns == 3


_told = some.lists(
    some.tuples(some.integers(0, 400), some.sampled_from(Verdict)), max_size=40, unique_by=lambda one: one[0]
)
_rise = some.builds(
    lambda begins, step, most, reset, back: Escalation(
        begins_with=min(begins, most), step=step, most=most, reset_to=min(reset, most), restores_after=back
    ),
    some.integers(0, 6), some.integers(0, 4), some.integers(1, 12), some.integers(0, 6), some.integers(0, 4),
)  # fmt: skip


@given(_told, _rise, some.integers(1, 7), some.randoms())
def test_whatever_was_told_in_whichever_order(
    told: list[tuple[int, Verdict]], rise: Escalation, many: int, chance
) -> None:  # type: ignore[no-untyped-def]
    targets = [Target(MONDAY + timedelta(days=day), verdict) for day, verdict in told]
    days = reckon(rise, targets, many)
    shuffled = list(targets)
    chance.shuffle(shuffled)
    assert reckon(rise, shuffled, many) == days
    before = rise.begins_with
    for one in days:
        assert 0 <= one.earned <= rise.most and 0 <= one.next_earns <= rise.most
        if one.earned:
            assert one.verdict == MET and one.earned == before
        if one.verdict == EXCUSED:
            assert one.next_earns == before
        before = one.next_earns
    per_week = Counter(one.on_day.isocalendar()[:2] for one in days if one.earned)
    assert all(count <= many for count in per_week.values())


@given(_told, _rise)
def test_a_target_that_was_not_met_never_changes_what_was_earned_before_it(told, rise) -> None:  # type: ignore[no-untyped-def]
    targets = sorted(Target(MONDAY + timedelta(days=day), verdict) for day, verdict in told)
    for place in range(len(targets)):
        corrected = [*targets[:place], Target(targets[place].on_day, NOT_MET), *targets[place + 1 :]]
        assert reckon(rise, corrected, 7)[:place] == reckon(rise, targets, 7)[:place]


def test_a_day_of_attendance_is_met_by_coming_to_all_that_nobody_excused() -> None:
    told = [
        (MONDAY, State.PRESENT), (MONDAY, State.EXCUSED),
        (MONDAY + timedelta(1), State.PRESENT), (MONDAY + timedelta(1), State.NO_SHOW),
        (MONDAY + timedelta(2), State.CANCELLED),
        (MONDAY + timedelta(3), State.PRESENT), (MONDAY + timedelta(3), State.EXPECTED),
    ]  # fmt: skip
    assert list(days_of_attendance(told).values()) == [MET, NOT_MET, EXCUSED]


def test_days_of_a_pause_are_given_back() -> None:
    pauses = [Pause(MONDAY, MONDAY + timedelta(days=2)), Pause(MONDAY + timedelta(days=9))]
    assert last_day(MONDAY, 1, [], MONDAY) == MONDAY + timedelta(days=6)
    assert last_day(MONDAY, 1, pauses, MONDAY + timedelta(days=10)) == MONDAY + timedelta(days=6 + 3 + 2)
    assert pauses[1].holds(MONDAY + timedelta(days=50)) and not pauses[0].holds(MONDAY + timedelta(days=3))
    assert Pause(MONDAY).days(MONDAY - timedelta(days=5)) == 0


# --- Evidence --------------------------------------------------------------------------------------------------------


def test_evidence_says_where_it_comes_from_and_is_one_that_the_protocol_takes() -> None:
    on_the_spot = Evidence(EvidenceKind.POINT_OF_CARE, MET, None, "Cup read by two")
    assert fault_in_evidence(_fishbowl(), SESSION) is None and fault_in_evidence(_fishbowl(), on_the_spot) is None
    for lame in (
        Evidence(EvidenceKind.SCREEN, MET), Evidence(EvidenceKind.POINT_OF_CARE, MET, None, " "),
        Evidence(EvidenceKind.POINT_OF_CARE, MET, UUID(int=1), "read"),
    ):  # fmt: skip
        assert fault_in_evidence(_fishbowl(), lame) == TargetFault.NO_EVIDENCE
    attended_only = _fishbowl().model_copy(update={"evidence": (EvidenceKind.ATTENDANCE,)})
    assert fault_in_evidence(attended_only, on_the_spot) == TargetFault.NOT_TAKEN


def test_what_people_tell_of_themselves_is_no_kind_of_evidence() -> None:
    assert {one.value for one in EvidenceKind} == {"attendance", "screen", "point_of_care"}


@pytest.mark.parametrize(
    ("days", "evidence", "others", "fault"),
    [
        (0, SESSION, [], None),
        (8, SESSION, [], TargetFault.AHEAD),
        (-1, SESSION, [], TargetFault.OUTSIDE),
        (2, SESSION, [], TargetFault.PAUSED),
        (1, SESSION, [], TargetFault.OTHER_DAY),
        (1, Evidence(EvidenceKind.SCREEN, MET, UUID(int=2)), [], None),
        (3, SESSION, [Target(MONDAY, MET), Target(MONDAY + timedelta(1), NOT_MET)], TargetFault.WEEK_IS_FULL),
        (3, SESSION, [Target(MONDAY, MET), Target(MONDAY + timedelta(1), EXCUSED)], None),
        (3, Evidence(EvidenceKind.ATTENDANCE, EXCUSED, UUID(int=1)), [Target(MONDAY, MET), Target(MONDAY + timedelta(1), MET)], None),
    ],
)  # fmt: skip
def test_a_target_is_told_of_an_agreed_day(
    days: int, evidence: Evidence, others: list[Target], fault: TargetFault | None
) -> None:
    two = MONDAY + timedelta(days=2)
    found = fault_in_day(
        _fishbowl(), evidence, MONDAY + timedelta(days=days), weekdays=[0, 3], begun_on=MONDAY,
        today=MONDAY + timedelta(days=7), pauses=[Pause(two, two)], others=others,
    )  # fmt: skip
    assert found == fault


# --- Caps ------------------------------------------------------------------------------------------------------------


def _cap(cents: int = 750_00, months: int = 12) -> Funding:
    words = Words(en="A grant", es="Una subvención")
    return Funding(
        code="grant", version=1, name=words, cents=cents, months=months, from_on=date(2025, 1, 1), source="x"
    )


def test_a_cap_is_reckoned_over_any_span_of_its_months() -> None:
    had = [Given(date(2026, 1, 31), 600_00), Given(date(2026, 12, 1), 100_00)]
    assert left(_cap(), had, date(2026, 12, 1)) == 50_00
    assert left(_cap(), had, date(2027, 1, 30)) == 50_00
    assert left(_cap(), had, date(2027, 1, 31)) == 650_00
    assert left(_cap(), [], MONDAY) == 750_00 and left(_cap(), [Given(MONDAY, 0)], MONDAY) == 750_00
    # What comes later counts, too: telling it out of order opens nothing.
    assert left(_cap(), had, date(2026, 6, 1)) == 50_00


def test_months_end_where_they_end() -> None:
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


@given(
    some.lists(some.tuples(some.dates(date(2024, 1, 1), date(2028, 12, 31)), some.integers(0, 400_00)), max_size=25),
    some.integers(1, 800_00), some.sampled_from((1, 6, 12)),
)  # fmt: skip
@settings(max_examples=200)
def test_no_span_ever_holds_more_than_the_cap_in_whatever_order_things_come(told, cents: int, months: int) -> None:  # type: ignore[no-untyped-def]
    cap, had = _cap(cents, months), list[Given]()
    for day, wanted in told:
        may = min(wanted, left(cap, had, day))
        assert may >= 0
        had.append(Given(day, may))
    for begin in {one.on_day - timedelta(days=back) for one in had for back in (0, 1, 27, 180, 365)}:
        end = months_after(begin, months)
        assert sum(one.cents for one in had if begin <= one.on_day < end) <= cents


# --- Draws -----------------------------------------------------------------------------------------------------------


def _slip(number: int = 1, *, seed: bytes = SEED, word: str = "heron", slips: int = 500, day: date = MONDAY) -> int:
    return slip_of(
        seed, protocol="fishbowl-twice-weekly 1", enrolment=ENROLMENT, on_day=day, number=number, word=word, slips=slips
    )


def test_a_slip_hangs_on_seed_word_day_and_number_and_on_nothing_else() -> None:
    assert _slip() == _slip() == 465
    others = [_slip(2), _slip(seed=bytes(32)), _slip(word="kettle"), _slip(day=MONDAY + timedelta(1))]
    assert len({_slip(), *others}) == 5


def test_numbers_that_would_make_some_slips_more_likely_are_passed_over() -> None:
    most = (1 << 32) - (1 << 32) % 500
    assert fair(iter([most, most + 200, 1234]), 500) == 234
    assert fair(iter([most - 1]), 500) == 499
    assert fair(iter([7]), 2**31) == 7


def test_when_a_whole_digest_is_passed_over_the_next_one_is_read() -> None:
    """Of a bowl just above half the range every second number is passed over: some digest of a few hundred has none that stays."""
    slips = 2**31 + 1
    found = [_slip(number, slips=slips) for number in range(1, 1500)]
    assert all(0 <= one < slips for one in found) and found == [_slip(number, slips=slips) for number in range(1, 1500)]


def test_the_bowl_is_drawn_from_evenly() -> None:
    """Chi-square over 50 slips and 20,000 draws: 49 degrees of freedom, 99.9 % lie under 85.35."""
    draws = Counter(_slip(number, slips=50) for number in range(1, 20_001))
    expected = 20_000 / 50
    assert sum((draws[slip] - expected) ** 2 / expected for slip in range(50)) < 85.35


def test_prizes_come_as_often_as_they_are_in_the_bowl() -> None:
    protocol = _fishbowl()
    drawn = Counter(protocol.prize_of(_slip(number)).code for number in range(1, 20_001))
    expected = {one.code: one.slips / protocol.slips * 20_000 for one in protocol.bowl}
    assert sum((drawn[code] - count) ** 2 / count for code, count in expected.items()) < 16.27  # 3 degrees, 99.9 %


def test_every_slip_is_a_prize_of_the_bowl() -> None:
    protocol = _fishbowl()
    counted = Counter(protocol.prize_of(slip).code for slip in range(protocol.slips))
    assert counted == {one.code: one.slips for one in protocol.bowl}
    for none in (-1, protocol.slips):
        with pytest.raises(IndexError):
            protocol.prize_of(none)


_DRAWN = [Drawn(MONDAY, 1, 0), Drawn(MONDAY, 2, 0), Drawn(MONDAY + timedelta(3), 1, 0)]


def _check(draws: list[Drawn], **changed: object) -> list[tuple[FaultKind, int]]:
    known = {
        "seed": SEED, "commitment": commitment_of(SEED), "protocol": "fishbowl-twice-weekly 1", "enrolment": ENROLMENT,
        "word": "heron", "slips": 500,
    }  # fmt: skip
    return [(one.kind, one.number) for one in faults_in_draws(draws, **{**known, **changed})]  # type: ignore[arg-type]


def test_a_changed_slip_a_skipped_number_and_a_swapped_seed_are_found() -> None:
    right = [Drawn(one.on_day, one.number, _slip(one.number, day=one.on_day)) for one in _DRAWN]
    assert _check(right) == [] and _check(right[::-1]) == []
    changed = [right[0], Drawn(MONDAY, 2, (right[1].slip + 1) % 500), right[2]]
    assert _check(changed) == [(FaultKind.SLIP, 2)]
    assert _check([right[1], right[2]]) == [(FaultKind.SKIPPED, 1)]
    assert _check(right, seed=bytes(32)) == [(FaultKind.SEED, 0)]
    swapped = {"seed": bytes(32), "commitment": commitment_of(bytes(32))}
    assert {kind for kind, _number in _check(right, **swapped)} == {FaultKind.SLIP}
    assert {kind for kind, _number in _check(right, word="kettle")} == {FaultKind.SLIP}


# --- Files -----------------------------------------------------------------------------------------------------------


def test_what_is_shipped_is_sound_and_comes_back_whole_from_an_enrolment() -> None:
    for one in on_file.protocols().values():
        assert Protocol.model_validate(one.model_dump(mode="json")) == one
        assert one.name.said("es") != one.name.said("en") and one.called == f"{one.code} {one.version}"
    assert {one.kind for one in on_file.protocols().values()} == set(Kind)
    assert on_file.fundings()["samhsa-grant"].cents == 750_00
    assert on_file.fundings()["west-virginia-medicaid"].months == 6
    assert all(verdict in COUNTS or verdict == EXCUSED for verdict in Verdict)


_SHIPPED = Path(on_file.__file__).parent / "shipped" / "protocols"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("fishbowl-twice-weekly", "[attendance, screen, point_of_care]", "[self_report]", "no evidence"),
        ("fishbowl-twice-weekly", "gives: goods", "gives: cash", "never cash"),
        ("fishbowl-twice-weekly", "kind: fishbowl", "kind: voucher", "no bowl"),
        ("vouchers-twice-weekly", "kind: voucher", "kind: fishbowl", "two slips"),
        ("fishbowl-twice-weekly", "most: 10", "most: 101", "100 times a day"),
        ("fishbowl-twice-weekly", "code: large", "code: small", "twice"),
        ("fishbowl-twice-weekly", "begins_with: 1", "begins_with: 11", "no more than `most`"),
        ("fishbowl-twice-weekly", "weeks: 12", "weeks: many", "weeks"),
        ("fishbowl-twice-weekly", "weeks: 12", "streak: 12", "no such key"),
        ("fishbowl-twice-weekly", "evidence: [attendance, screen, point_of_care]", "evidence: all", "evidence"),
    ],
)  # fmt: skip
def test_a_sites_own_file_says_what_is_wrong_with_it(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    (tmp_path / "protocols").mkdir()
    own = tmp_path / "protocols" / "own.yaml"
    text = (_SHIPPED / f"{file}.yaml").read_text()
    assert old in text
    own.write_text(text.replace(old, new))
    assert said in " ".join(map(str, on_file.faults_in(tmp_path)[own]))


def test_a_sites_own_file_holds_instead_of_ours_and_a_changed_file_has_another_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_file.digest_of(_fishbowl())
    (tmp_path / "protocols").mkdir()
    (tmp_path / "funding").mkdir()
    text = (_SHIPPED / "fishbowl-twice-weekly.yaml").read_text()
    (tmp_path / "protocols" / "own.yaml").write_text(text.replace("most: 10", "most: 8"))
    (tmp_path / "protocols" / "lame.yaml").write_text("code: [")
    assert set(on_file.faults_in(tmp_path)) == {tmp_path / "protocols" / "lame.yaml"}
    monkeypatch.setattr(on_file, "_own", on_file._own)  # the folder of before is used again afterwards
    on_file.use_folder(tmp_path)
    assert _fishbowl().escalation.most == 8 and on_file.digest_of(_fishbowl()) != before
    assert len(on_file.protocols()) == 3


def test_a_funding_source_pays_something() -> None:
    with pytest.raises(ValidationError):
        _cap(cents=0)
