"""What a week must hold: what it can be, and whose number it is."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.needs.rules import (
    MOST_OF_A_KIND,
    NUMBERS,
    Asked,
    Held,
    Missing,
    Needs,
    Number,
    SaidBy,
    asked,
    faults_in,
    missing,
)
from daybridge.programs.rules import BOUNDS, Hours, Limit, RulePack
from daybridge.programs.rules import Number as PackNumber

KINDS = ("skills", "process")
MORNING = Hours(0, 540, 720)


@pytest.mark.parametrize(
    ("needs", "faults"),
    [
        (Needs(), {}),
        (Needs(540, 1140, 3, 5, 2, {"skills": 2}, ("en",), None, ("women",), ("process",), (MORNING,)), {}),
        (Needs(minimum_minutes=0), {"minimum_minutes": "out-of-bounds"}),
        (Needs(maximum_minutes=8 * 24 * 60), {"maximum_minutes": "out-of-bounds"}),
        (Needs(minimum_days=8), {"minimum_days": "out-of-bounds"}),
        (Needs(largest_gap_days=15), {"largest_gap_days": "out-of-bounds"}),
        (Needs(minimum_minutes=600, maximum_minutes=540), {"minimum_minutes": "least-above-most"}),
        (Needs(minimum_days=5, maximum_days=3), {"minimum_days": "least-above-most"}),
        (Needs(minimum_minutes=25 * 60, maximum_days=1), {"minimum_minutes": "not-in-days"}),
        (Needs(minimum_minutes=24 * 60, maximum_days=1), {}),
        (Needs(minimum_minutes=0, maximum_minutes=-5), {"minimum_minutes": "out-of-bounds", "maximum_minutes": "out-of-bounds"}),
        (Needs(kinds={"origami": 1}), {"kinds": "unknown"}),
        (Needs(kinds={"skills": 0}), {"kinds": "out-of-bounds"}),
        (Needs(kinds={"skills": MOST_OF_A_KIND + 1}), {"kinds": "out-of-bounds"}),
        (Needs(languages=("fr",)), {"languages": "unknown"}),
        (Needs(gender_groups=("",)), {"gender_groups": "unknown"}),
        (Needs(gender_specific_kinds=("origami",)), {"gender_specific_kinds": "unknown"}),
        (Needs(gender_specific_kinds=("skills",)), {"gender_specific_kinds": "no-group"}),
        (Needs(preferred=(MORNING, Hours(0, 700, 800))), {"preferred": "overlap"}),
        (Needs(preferred=(MORNING,) * 43), {"preferred": "too-many"}),
    ],
)  # fmt: skip
def test_needs_that_cannot_be_are_refused_at_their_part(needs: Needs, faults: dict[str, str]) -> None:
    assert faults_in(needs, kinds=KINDS) == faults


def _pack(**numbers: int) -> RulePack:
    return RulePack(numbers={Limit[name.upper()]: PackNumber(value, "test") for name, value in numbers.items()})


RULES = _pack(least_week_minutes=540, most_week_minutes=1140, least_week_days=3, most_week_days=5, largest_gap_days=2)


def _said(found: Asked) -> list[tuple[int, str]]:
    numbers = (
        found.minimum_minutes,
        found.maximum_minutes,
        found.minimum_days,
        found.maximum_days,
        found.largest_gap_days,
    )
    return [(one.value, one.said_by.value) for one in numbers]


def test_what_nobody_says_asks_for_nothing() -> None:
    assert _said(asked(Needs(), RulePack())) == [
        (0, "nobody"),
        (10080, "nobody"),
        (0, "nobody"),
        (7, "nobody"),
        (7, "nobody"),
    ]


def test_the_program_speaks_where_the_person_says_nothing() -> None:
    assert _said(asked(Needs(), RULES)) == [
        (540, "program"),
        (1140, "program"),
        (3, "program"),
        (5, "program"),
        (2, "program"),
    ]
    own = asked(Needs(minimum_minutes=600, minimum_days=4), RULES)
    assert _said(own) == [(600, "person"), (1140, "program"), (4, "person"), (5, "program"), (2, "program")]


def test_a_persons_number_has_the_programs_other_give_way() -> None:
    least, most = Number(1200, SaidBy.PERSON), Number(300, SaidBy.PERSON)
    more = asked(Needs(minimum_minutes=1200), RULES)
    assert (more.minimum_minutes, more.maximum_minutes) == (least, least)
    less = asked(Needs(maximum_minutes=300), RULES)
    assert (less.minimum_minutes, less.maximum_minutes) == (most, most)


def test_a_gap_longer_than_a_week_asks_for_nothing_more() -> None:
    assert asked(Needs(), _pack(largest_gap_days=14)).largest_gap_days == Number(7, SaidBy.PROGRAM)


NUMBER = {name: st.none() | st.integers(*BOUNDS[limit]) for name, limit in NUMBERS.items()}


@given(
    st.fixed_dictionaries(NUMBER),
    st.fixed_dictionaries({limit: st.none() | st.integers(*BOUNDS[limit]) for limit in NUMBERS.values()}),
)
def test_the_least_is_never_above_the_most_and_a_sound_own_number_always_holds(
    own: dict[str, int | None], pack: dict[Limit, int | None]
) -> None:
    needs = Needs(**own)  # type: ignore[arg-type]
    numbers = {limit: PackNumber(value, "test") for limit, value in pack.items() if value is not None}
    found = asked(needs, RulePack(numbers=numbers))
    assert (
        found.minimum_minutes.value <= found.maximum_minutes.value
        and found.minimum_days.value <= found.maximum_days.value
    )
    if not faults_in(needs, kinds=KINDS):
        for name, value in own.items():
            said = getattr(found, name).value
            assert value is None or said == (min(value, 7) if name == "largest_gap_days" else value)


@given(
    st.fixed_dictionaries(NUMBER), st.dictionaries(st.sampled_from(KINDS), st.integers(1, 14)), st.none() | st.uuids()
)
def test_needs_are_kept_and_read_back_as_they_were(
    own: dict[str, int | None], kinds: dict[str, int], track: UUID | None
) -> None:
    needs = Needs(**own, kinds=kinds, languages=("es",), track_id=track, gender_groups=("men",), preferred=(MORNING,))  # type: ignore[arg-type]
    assert Needs.from_json(needs.to_json()) == needs


# --- What a week falls short of --------------------------------------------------------------------------------------


def _held(*days: int, minutes: int = 180, kind: str = "skills") -> list[Held]:
    return [Held(date(2026, 11, 23 + day), minutes, kind) for day in days]


@pytest.mark.parametrize(
    ("kinds", "held", "found"),
    [
        ({}, _held(0, 2, 4), Missing()),
        ({}, [], Missing(minutes=540, days=3)),
        ({"skills": 2}, [], Missing(540, 3, 0, {"skills": 2})),
        ({}, _held(0, 0, 2, 4, minutes=90), Missing(minutes=180)),
        ({}, _held(0, 1, 2), Missing(gap_days=4)),
        ({}, _held(0), Missing(360, 2, 6)),
        ({}, _held(0, 0, 3, 3), Missing(days=1, gap_days=3)),
        ({"process": 1, "skills": 3}, _held(0, 2, 4), Missing(kinds={"process": 1})),
        ({}, _held(0, 2, 4, minutes=400), Missing(over_minutes=60)),
    ],
)
def test_a_week_says_what_it_falls_short_of(kinds: dict[str, int], held: list[Held], found: Missing) -> None:
    assert missing(asked(Needs(), RULES), kinds, held) == found
    is_short = bool(found.minutes or found.days or found.gap_days or found.kinds)
    assert found.is_short == is_short, "too much of something is not short"


def test_where_nothing_is_asked_nothing_is_short() -> None:
    assert missing(asked(Needs(), RulePack()), {}, []) == Missing()


HELD = st.lists(
    st.builds(
        lambda day, minutes: Held(date(2026, 11, 23 + day), minutes, "skills"), st.integers(0, 6), st.integers(5, 480)
    ),
    max_size=12,
)


@given(HELD, HELD)
def test_one_more_session_never_makes_hours_days_or_kinds_shorter(held: list[Held], more: list[Held]) -> None:
    wanted = asked(Needs(), RULES)
    before, after = missing(wanted, {"skills": 4}, held), missing(wanted, {"skills": 4}, [*held, *more])
    assert after.minutes <= before.minutes and after.days <= before.days
    assert after.kinds.get("skills", 0) <= before.kinds.get("skills", 0)
    assert before.minutes == max(0, 540 - sum(one.minutes for one in held))
