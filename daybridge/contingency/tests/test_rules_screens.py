"""What a drug screen shows for a target, by itself and beside what stands: without a database."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from daybridge.contingency import on_file
from daybridge.contingency.rules import (
    Evidence,
    EvidenceKind,
    Protocol,
    Screened,
    Verdict,
    days_of_screens,
    told_by_screen,
    verdict_of,
)
from daybridge.screens.rules import Outcome, Standing, State, Validity

ABSENT, DAY = ("cocaine", "amphetamine"), date(2026, 11, 23)
CLEAR, THERE = (Outcome.NEGATIVE, Standing.EXPECTED), (Outcome.POSITIVE, Standing.UNEXPECTED)
EXPLAINED, MAYBE = (Outcome.POSITIVE, Standing.EXPECTED), (Outcome.POSITIVE, Standing.UNCLEAR)
FEW = frozenset({"cocaine"})
ONE, TWO = UUID(int=1), UUID(int=2)


def _screen(
    state: State = State.PRESUMPTIVE, *, panel: frozenset[str] = frozenset(ABSENT), validity: Validity | None = None,
    of: UUID = ONE, **found: tuple[Outcome, Standing],
) -> Screened:  # fmt: skip
    return Screened(of, DAY, state, panel, validity, found or None)


@pytest.mark.parametrize(
    ("screen", "verdict"),
    [
        (_screen(cocaine=CLEAR, amphetamine=CLEAR), Verdict.MET),
        (_screen(cocaine=CLEAR, amphetamine=THERE), Verdict.NOT_MET),
        (_screen(cocaine=CLEAR, amphetamine=EXPLAINED), Verdict.MET),
        (_screen(cocaine=EXPLAINED, amphetamine=EXPLAINED), None),
        (_screen(cocaine=CLEAR, amphetamine=MAYBE), None),
        (_screen(cocaine=CLEAR, amphetamine=(Outcome.NOT_DONE, Standing.NOT_JUDGED)), None),
        (_screen(cocaine=CLEAR, amphetamine=(Outcome.NEGATIVE, Standing.UNEXPECTED)), Verdict.MET),
        (_screen(cocaine=CLEAR), None),
        (_screen(panel=FEW, cocaine=CLEAR), None),
        (_screen(panel=FEW, cocaine=THERE), Verdict.NOT_MET),
        (_screen(panel=FEW, cocaine=CLEAR, amphetamine=CLEAR), Verdict.MET),
        (_screen(State.COLLECTED), None),
        (_screen(State.NO_SHOW), Verdict.REFUSED),
        (_screen(State.REFUSED), Verdict.REFUSED),
        (_screen(State.REFUSED, panel=FEW), None),
        (_screen(State.UNABLE), Verdict.EXCUSED),
        (_screen(State.INVALID, validity=Validity.INVALID), Verdict.EXCUSED),
        (_screen(State.AMENDED, validity=Validity.INVALID, cocaine=THERE, amphetamine=CLEAR), Verdict.EXCUSED),
        (_screen(validity=Validity.DILUTE, cocaine=CLEAR, amphetamine=CLEAR), Verdict.EXCUSED),
        (_screen(validity=Validity.DILUTE, cocaine=THERE, amphetamine=CLEAR), Verdict.NOT_MET),
    ],
)
def test_a_screen_shows_how_a_target_went(screen: Screened, verdict: Verdict | None) -> None:
    assert verdict_of(screen, ABSENT) == verdict


def test_of_a_days_screens_one_stands() -> None:
    refused, met = _screen(State.REFUSED), _screen(of=TWO, cocaine=CLEAR, amphetamine=CLEAR)
    waits = _screen(State.COLLECTED, of=uuid4())
    assert days_of_screens([met, refused, waits], ABSENT) == {DAY: (Verdict.MET, TWO)}
    assert days_of_screens([_screen(State.REFUSED, of=TWO), refused], ABSENT) == {DAY: (Verdict.REFUSED, ONE)}
    assert days_of_screens([waits], ABSENT) == {}


def _by_screen(verdict: Verdict, of: UUID = ONE) -> Evidence:
    return Evidence(EvidenceKind.SCREEN, verdict, of)


def _read(verdict: Verdict) -> Evidence:
    return Evidence(EvidenceKind.POINT_OF_CARE, verdict, None, "Cup")


@pytest.mark.parametrize(
    ("stood", "shown", "told"),
    [
        (None, None, None),
        (None, (Verdict.MET, ONE), _by_screen(Verdict.MET)),
        (_by_screen(Verdict.MET), (Verdict.MET, TWO), None),
        (_by_screen(Verdict.MET), (Verdict.NOT_MET, TWO), _by_screen(Verdict.NOT_MET, TWO)),
        (_by_screen(Verdict.MET), None, _by_screen(Verdict.EXCUSED)),
        (_by_screen(Verdict.EXCUSED), None, None),
        (_read(Verdict.MET), None, None),
        (_read(Verdict.MET), (Verdict.MET, ONE), None),
        (_read(Verdict.MET), (Verdict.NOT_MET, ONE), _by_screen(Verdict.NOT_MET)),
        (_read(Verdict.EXCUSED), (Verdict.REFUSED, ONE), None),
        (_read(Verdict.EXCUSED), (Verdict.MET, ONE), _by_screen(Verdict.MET)),
        (_read(Verdict.MET), (Verdict.EXCUSED, ONE), None),
    ],
)
def test_what_stands_gives_way_only_to_what_says_otherwise(
    stood: Evidence | None, shown: tuple[Verdict, UUID] | None, told: Evidence | None
) -> None:
    assert told_by_screen(stood, shown) == told


def test_a_protocol_of_screens_takes_them_and_no_attendance_and_names_what_is_looked_for(tmp_path: Path) -> None:
    terms = on_file.protocols()["stimulant-screens-twice-weekly"].model_dump(mode="json")
    for change in (
        {"evidence": ["point_of_care"]}, {"evidence": ["screen", "attendance"]}, {"absent": ["cocaine", "cocaine"]},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            Protocol.model_validate(terms | change)
    shipped = Path(on_file.__file__).parent / "shipped" / "protocols" / "stimulant-screens-twice-weekly.yaml"
    (tmp_path / "protocols").mkdir()
    own = tmp_path / "protocols" / "own.yaml"
    own.write_text(shipped.read_text().replace("methamphetamine, cocaine]", "methamphetamine, kokain]"))
    [fault] = on_file.faults_in(tmp_path)[own]
    assert fault.line == 21 and "no drug screen here looks for `kokain`" in fault.words


def test_a_file_from_before_has_the_digest_it_was_signed_with() -> None:
    before = "4c198a47d474ac87e845a3cddb94d6ac827db765b27997d9e6755f0b53e46711"
    assert on_file.digest_of(on_file.protocols()["fishbowl-twice-weekly"]) == before
    assert len({on_file.digest_of(one) for one in on_file.protocols().values()}) == 3
