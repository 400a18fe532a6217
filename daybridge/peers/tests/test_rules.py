"""Names, words, who sees whose, and clocks: plain Python."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from daybridge.peers import rules
from daybridge.peers.rules import Deed, NameFault, Standing, State, Why, WordsFault

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
ANA = ("Ana", "Rivera", "Luz", "HB-20417", "ana.rivera")


def _fault(name: str, not_free: tuple[str, ...] = ()) -> NameFault | None:
    return rules.fault_of_name(name, own=ANA, not_free=not_free)


@pytest.mark.parametrize("name", ["Fern", "Quiet Fern", "Río Azul", "O'Hara-ish", "Kite 22", "Banana"])
def test_a_name_that_tells_nothing_is_free(name: str) -> None:
    assert _fault(name) is None


@pytest.mark.parametrize(
    "name",
    ["Ana", "ANA", "Aná", "Ana 2", "quiet ana", "Rivera", "xXRiveraXx", "Luz", "AnaRivera", "R I V E R A", "Ana-Luz"],
)
def test_nobody_is_called_by_their_own_name(name: str) -> None:
    assert _fault(name) is NameFault.OWN


def test_a_whole_name_of_short_words_is_found_in_one() -> None:
    assert rules.fault_of_name("BoLi", own=("Bo Li",), not_free=()) is NameFault.OWN
    assert rules.fault_of_name("BoLight", own=("Bo Li",), not_free=()) is NameFault.OWN
    assert rules.fault_of_name("Bola", own=("Bo Li",), not_free=()) is None


@pytest.mark.parametrize("name", ["", "F", "F" * 25])
def test_a_name_is_short(name: str) -> None:
    assert _fault(name) is NameFault.LENGTH


@pytest.mark.parametrize(
    "name",
    [
        "fern@ex",
        "Fern.net",
        "5550177",
        "Fern 555",
        "<b>Fern",
        "Fеrn",
        "Fern\u202e",
        "Fern\u200b",
        "--",
        "a1",
        "😀😀",
        "Fern/x",
        "Ｆern１２３",
    ],
)
def test_a_name_is_of_plain_letters_and_no_address(name: str) -> None:
    assert _fault(name) in (NameFault.SIGNS, NameFault.LENGTH)


def test_a_name_is_not_taken_twice_however_it_is_written() -> None:
    assert _fault("QUIET-fern", ("Quiet Fern",)) is NameFault.NOT_FREE
    assert _fault("Zoe Hart", ("Zoe Hart",)) is NameFault.NOT_FREE and _fault("Zoe", ("Zoe Hart",)) is None


@pytest.mark.parametrize(
    "said",
    [
        "call me 555-0177",
        "(555) 010 0177",
        "+1 555.010.0177",
        "５５５－０１７７８",
        "5 5 5 0 1 7 7",
        "ana@example.net",
        "ana (at) example",
        "ana at example dot net",
        "see www.example.org",
        "https://x.y",
        "find quietfern.com",
        "@quietfern",
        "my insta: quietfern",
        "snapchat is quietfern",
    ],
)
def test_contact_details_are_found(said: str) -> None:
    assert rules.has_contact(said) and rules.fault_of_words(said, own=()) is WordsFault.CONTACT


@pytest.mark.parametrize(
    "said",
    [
        "I called 988 at 3 am. It helped.",
        "911 was quick",
        "Since 2026-11-02 I sleep",
        "On 11/02/2026 it began",
        "From 10 to 11:30 I walk",
        "Day 120 and 12 meetings, 3 of them this week",
        "We met at the lake and it was fine. Then home.",
        "Mood 4/10, urge 2/10, sleep 6.5 h",
    ],
)
def test_ordinary_words_pass(said: str) -> None:
    assert rules.fault_of_words(said, own=("Ana Rivera",)) is None


def test_words_have_a_length_and_no_own_name() -> None:
    assert rules.fault_of_words("", own=()) is WordsFault.NOTHING
    assert rules.fault_of_words("a" * 1001, own=()) is WordsFault.TOO_LONG
    assert rules.fault_of_words("a" * 201, own=(), most=200) is WordsFault.TOO_LONG
    assert rules.fault_of_words("I, Aná RIVERA, was late", own=("Ana Rivera",)) is WordsFault.OWN_NAME


def test_whole_names_are_found_in_either_order_and_no_half_ones() -> None:
    known = rules.whole_names("Ana", "Rivera", "Luz")
    assert known == ("Ana Rivera", "Luz Rivera") and rules.whole_names("Ana", "", "") == ()
    assert rules.names_in("thanks rivera, luz!", known) and rules.names_in("(Ana Rivera)", known)
    assert not rules.names_in("ana went to the rivera", known) and not rules.names_in("Banana Riverasa", known)
    assert not rules.names_in("anything", ("", "--"))


def test_signs_that_hide_are_taken_out() -> None:
    assert rules.cleaned("  a\u202eb\x00\u200bc\r\n\r\n\r\n\r\nd\u2028 ") == "abc\n\nd"


def test_who_may_write() -> None:
    fine = Standing(rules.WORDING, 2, None, True, 2)
    assert fine.may_write(NOW) and not fine.must_agree
    assert Standing(0, 2, None, True, 2).must_agree and Standing(rules.WORDING, 1, None, True, 2).must_agree
    assert not Standing(rules.WORDING, 1, None, True, 2).may_write(NOW)
    assert not Standing(rules.WORDING, 2, None, False, 2).may_write(NOW)
    paused = Standing(rules.WORDING, 2, NOW + timedelta(days=1), True, 2)
    assert paused.is_paused(NOW) and not paused.may_write(NOW) and paused.may_write(NOW + timedelta(days=1))


def test_alumni_stay_where_the_site_allows_it_and_never_join() -> None:
    may = rules.may_be_here
    assert may(is_enrolled=True, is_alumnus=False, alumni_may_stay=False)
    assert may(is_enrolled=False, is_alumnus=True, alumni_may_stay=True)
    assert not may(is_enrolled=False, is_alumnus=True, alumni_may_stay=False)
    assert not may(is_enrolled=False, is_alumnus=False, alumni_may_stay=True)


def test_slow_mode_waits_between_two_posts() -> None:
    assert rules.next_at(None, 10, NOW) is None and rules.next_at(NOW, 0, NOW) is None
    assert rules.next_at(NOW - timedelta(minutes=4), 10, NOW) == NOW + timedelta(minutes=6)
    assert rules.next_at(NOW - timedelta(minutes=10), 10, NOW) is None


def test_a_block_is_felt_by_both_and_a_mute_by_one() -> None:
    ana, zoe, eve, pat = (uuid4() for _ in range(4))
    blocks, mutes = [(ana, zoe)], [(ana, eve)]
    assert rules.unseen_by(ana, blocks=blocks, mutes=mutes, apart=[]) == {zoe, eve}
    assert rules.unseen_by(zoe, blocks=blocks, mutes=mutes, apart=[pat]) == {ana, pat}
    assert rules.unseen_by(eve, blocks=blocks, mutes=mutes, apart=[]) == frozenset()


def test_a_post_waits_for_a_moderator_and_its_writer_is_told_only_where_all_wait() -> None:
    first = rules.first_state
    assert first(is_premoderated=False, names_somebody=False) is State.SHOWN
    assert first(is_premoderated=True, names_somebody=False) is State.WAITING
    assert first(is_premoderated=False, names_somebody=True) is State.WAITING
    assert rules.looks_waiting(State.WAITING, is_premoderated=True)
    assert not rules.looks_waiting(State.WAITING, is_premoderated=False)
    assert not rules.looks_waiting(State.SHOWN, is_premoderated=True)


def test_danger_is_due_within_the_hour_and_the_graver_reason_stays() -> None:
    assert rules.due_at(Why.DANGER, NOW, 24) == NOW + timedelta(hours=1)
    assert rules.due_at(Why.UNKIND, NOW, 24) == NOW + timedelta(hours=24)
    assert rules.graver(Why.UNKIND, Why.DANGER) is Why.DANGER and rules.graver(Why.NAMES, Why.FIRST_LOOK) is Why.NAMES


def test_a_post_goes_only_where_it_may() -> None:
    assert rules.moved(Deed.HIDE, State.SHOWN) is State.HIDDEN and rules.moved(Deed.HIDE, State.WAITING) is State.HIDDEN
    assert (
        rules.moved(Deed.RESTORE, State.HIDDEN) is State.SHOWN
        and rules.moved(Deed.RELEASE, State.WAITING) is State.SHOWN
    )
    assert rules.moved(Deed.HIDE, State.TAKEN_BACK) is None and rules.moved(Deed.RESTORE, State.TAKEN_BACK) is None
    assert rules.reached(Deed.HIDE, State.HIDDEN) and not rules.reached(Deed.RESTORE, State.TAKEN_BACK)
