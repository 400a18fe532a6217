import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.telehealth import rules
from daybridge.telehealth.rules import Fault, Stand

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("called", "fault"),
    [
        ("Kestrel", None),
        ("Ana", None),
        ("Reader 3", None),
        ("", Fault.NEEDS_NAME),
        (" . ", Fault.NEEDS_NAME),
        ("Ana Rivera", Fault.NAMES_THEM),
        ("rivera", Fault.NAMES_THEM),
        ("de la Cruz", Fault.NAMES_THEM),
        ("ana@example.net", Fault.NAMES_THEM),
        ("call 555-0188", Fault.NAMES_THEM),
        ("Ana Rivéra", Fault.NAMES_THEM),
        ("AnaRivera", Fault.NAMES_THEM),
        ("Ri\u200bvera", Fault.NAMES_THEM),
        ("Ana-Cruz", Fault.NAMES_THEM),
        ("Ana Garcia", Fault.NAMES_THEM),
        ("Ana Lindqvist", Fault.NAMES_THEM),
        ("Ben Okafor", Fault.NOT_FREE),
        ("ben\u200b  okáfor", Fault.NOT_FREE),
        ("Ben", None),
    ],
)
def test_a_name_for_others_is_no_legal_one_and_nobodys_who_leads(called: str, fault: Fault | None) -> None:
    family_name = "Rivera Cruz García Holm-Lindqvist"
    assert rules.fault_in_name(called, family_name=family_name, leaders=["Ben Okafor"]) == fault


def test_a_name_has_no_signs_that_nobody_sees() -> None:
    assert rules.name_of(" Kes\u202etrel\u200b \n star ") == "Kestrel star"
    assert len(rules.name_of("x" * 50)) == rules.MOST_NAME_CHARACTERS


def test_who_arrives_says_where_they_are_how_to_reach_them_and_that_they_agree() -> None:
    good = {"called": "Kestrel", "family_name": "Rivera", "location": "12 Elm Street", "call_back": "555-0142"}
    assert rules.faults_in_arrival(**good, agrees=True) == {}
    assert rules.faults_in_arrival(called="", family_name="", location=" ", call_back="1", agrees=False) == {
        "called": Fault.NEEDS_NAME, "location": Fault.NEEDS_PLACE, "call_back": Fault.NEEDS_NUMBER,
        "agrees": Fault.NEEDS_CONSENT,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stand", "is_locked", "is_ended", "fault"),
    [
        (None, False, False, None),
        (Stand.WAITING, False, False, None),
        (Stand.ADMITTED, True, False, None),
        (None, True, False, Fault.LOCKED),
        (Stand.WAITING, True, False, Fault.LOCKED),
        (Stand.REMOVED, False, False, Fault.REMOVED),
        (Stand.REMOVED, True, False, Fault.REMOVED),
        (Stand.ADMITTED, False, True, Fault.ENDED),
    ],
)
def test_who_may_come_to_the_door(stand: Stand | None, is_locked: bool, is_ended: bool, fault: Fault | None) -> None:
    assert rules.why_outside(stand, is_locked=is_locked, is_ended=is_ended) == fault


@pytest.mark.parametrize(
    ("leads", "is_let", "another_shares", "fault"),
    [
        (True, False, True, None),
        (False, True, False, None),
        (False, True, True, Fault.ANOTHER_SHARES),
        (False, False, False, Fault.MAY_NOT_SHARE),
        (False, False, True, Fault.MAY_NOT_SHARE),
    ],
)
def test_who_may_share_a_screen(leads: bool, is_let: bool, another_shares: bool, fault: Fault | None) -> None:
    asked = {"leads": leads, "is_let": is_let, "another_shares": another_shares}
    assert rules.why_no_screen(**asked) == fault
    assert rules.why_no_screen(**asked, is_carried=False) == Fault.NO_SCREENS


def test_a_place_sends_no_more_than_it_is_for() -> None:
    both = "v=0\r\nm=audio 9 UDP\r\na=mid:0\r\nm=video 9 UDP\r\n"
    assert rules.is_within(both, audio=1, video=1) and rules.is_within("", audio=0, video=0)
    assert not rules.is_within(both, audio=0, video=1)
    assert not rules.is_within(both + "m=video 9 UDP\r\n", audio=1, video=1)
    assert not rules.is_within(both + "m=application 9 UDP/DTLS/SCTP\r\n", audio=1, video=1)


def test_what_somebody_says_on_the_phone_is_short_and_tells_nothing() -> None:
    ana, bo = UUID(int=1), UUID(int=2)
    code = rules.spoken_code("secret", ana)
    assert len(code) == 4 and code.isdigit() and code == rules.spoken_code("secret", ana)
    assert code not in (rules.spoken_code("secret", bo), rules.spoken_code("other", ana))


def test_a_browser_is_silent_after_two_missed_beats_and_a_half() -> None:
    assert not rules.is_silent(NOON, NOON + timedelta(seconds=25))
    assert rules.is_silent(NOON, NOON + timedelta(seconds=26))


def test_what_opens_the_relay_runs_out_and_is_signed() -> None:
    user, password = rules.relay_credentials("secret", "abc", NOON)
    assert user == f"{int((NOON + timedelta(hours=4)).timestamp())}:abc"
    assert base64.b64decode(password) == hmac.new(b"secret", user.encode(), hashlib.sha1).digest()


def test_who_comes_beside_a_participant_gives_a_name_and_a_promise() -> None:
    faults = rules.faults_of_company(called="Sam Ortiz", family_name="Rivera Ortiz", keeps_it=False)
    assert faults == {"called": Fault.NAMES_THEM, "keeps_it": Fault.NEEDS_PROMISE}
    assert not rules.faults_of_company(called="Heron", family_name="Rivera Ortiz", keeps_it=True)


# --- Pairs and threes --------------------------------------------------------------------------------------------------

PEOPLE = [UUID(int=number) for number in range(14)]


@given(st.permutations(PEOPLE), st.integers(2, 14), st.sampled_from([0, 2, 3, 9]))
def test_by_chance_everybody_sits_in_one_pair_or_three_and_nobody_alone(
    shuffled: list[UUID], present: int, size: int
) -> None:
    there = shuffled[:present]
    pairs = rules.by_chance(there, size, ())
    assert pairs and sorted(one for pair in pairs for one in pair) == sorted(there)
    assert all(2 <= len(pair) <= 3 for pair in pairs)
    assert rules.fault_in_pairs(pairs, there, ()) is None


@given(st.permutations(PEOPLE[:6]), st.sets(st.sampled_from([frozenset(two) for two in combinations(PEOPLE[:6], 2)])))
def test_by_chance_keeps_apart_whoever_is_to_be_kept_apart_or_says_that_it_cannot(
    shuffled: list[UUID], apart: set[frozenset[UUID]]
) -> None:
    pairs = rules.by_chance(shuffled, 2, apart)
    ways = [
        [first, second, third]
        for first in combinations(PEOPLE[:6], 2)
        for second in combinations(sorted(set(PEOPLE[:6]) - set(first)), 2)
        for third in [tuple(set(PEOPLE[:6]) - set(first) - set(second))]
    ]
    can_be = any(not any(frozenset(pair) in apart for pair in way) for way in ways)
    assert (pairs is not None) == can_be
    assert pairs is None or rules.fault_in_pairs(pairs, shuffled, apart) is None


def test_nobody_can_be_in_a_pair_of_one() -> None:
    assert rules.by_chance(PEOPLE[:1], 2, ()) is None and rules.by_chance([], 3, ()) is None


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        ([[0, 1], [2, 3, 4]], None),
        ([[0, 1]], None),
        ([], Fault.NOBODY_ALONE),
        ([[0, 1], [2]], Fault.NOBODY_ALONE),
        ([[0, 1, 2, 3]], Fault.NOBODY_ALONE),
        ([[0, 1], [1, 2]], Fault.NOBODY_ALONE),
        ([[0, 0]], Fault.NOBODY_ALONE),
        ([[0, 9]], Fault.NOBODY_ALONE),
        ([[0, 2], [1, 3, 4]], Fault.KEPT_APART),
    ],
)
def test_who_is_put_together_by_hand(pairs: list[list[int]], fault: Fault | None) -> None:
    put = [[PEOPLE[one] for one in pair] for pair in pairs]
    apart = {frozenset((PEOPLE[3], PEOPLE[4])), frozenset((PEOPLE[0], PEOPLE[2]))} if fault == Fault.KEPT_APART else ()
    assert rules.fault_in_pairs(put, PEOPLE[:5], apart) == fault
