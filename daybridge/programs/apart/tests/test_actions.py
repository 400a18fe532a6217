"""No-contact pairs: who keeps them, that seats follow them, and that nothing tells of them."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from daybridge.companion.record import json_pieces
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, NotYours, Refused
from daybridge.core.middleware import problem
from daybridge.core.models import AuditEntry
from daybridge.people.actions import join_care_team
from daybridge.people.models import Participant
from daybridge.people.rules import TeamRole
from daybridge.programs.apart import queries
from daybridge.programs.apart.actions import end_apart, keep_apart
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.calendar.actions import leave_seat, take_make_up, take_seat
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from tests.cast import House, a_group, a_pair, a_participant, a_series, later, sign_in

TODAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def _others(house: House, *names: str) -> list[Participant]:
    program = house.programs["Dual diagnosis"]
    return [a_participant(house, name, therapist=house.staff["Ben"], program=program) for name in names]


# --- Keeping and ending ----------------------------------------------------------------------------------------------


def test_a_pair_is_one_row_whoever_is_named_first_and_ends_with_who_ended_it(house: House) -> None:
    ana, (noor,) = house.participants["Ana"], _others(house, "Noor Haddad")
    ben = house.actors["Ben"]
    first = keep_apart(ben, queries.pair_of(ana, noor), why="They asked")
    again = keep_apart(house.actors["Dora"], queries.pair_of(noor, ana), why="Once more")
    assert (first.repeated, again.repeated, again.subject_id) == (False, True, first.subject_id)
    pair = queries.pair(ben, first.subject_id)
    assert (pair.why, pair.made_by) == ("They asked", house.staff["Ben"])
    assert (
        queries.pairs_among([ana.id, noor.id]) == [(pair.one_id, pair.other_id)] and queries.pairs_among([ana.id]) == []
    )
    assert [end_apart(ben, pair).repeated for _ in range(2)] == [False, True]
    assert queries.pairs_among([ana.id, noor.id]) == [] and KeptApart.objects.get().ended_by == house.staff["Ben"]
    assert keep_apart(ben, queries.pair_of(ana, noor), why="Again").subject_id != pair.id
    with pytest.raises(NotYours):
        queries.pair(ben, pair.id)


def test_it_takes_a_reason_and_two_people(house: House) -> None:
    ana, (noor,) = house.participants["Ana"], _others(house, "Noor Haddad")
    with pytest.raises(Invalid):
        keep_apart(house.actors["Ben"], queries.pair_of(ana, noor), why=" ")
    with pytest.raises(Invalid, match="somebody else"):
        keep_apart(house.actors["Ben"], queries.pair_of(ana, ana), why="Why")
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        pair = queries.pair_of(ana, noor)
        KeptApart.objects.create(
            organization=house.organization, one=pair.other, other=pair.one, why="x", made_by=house.staff["Ben"]
        )


# --- Seats -----------------------------------------------------------------------------------------------------------


def test_no_seat_is_given_where_the_other_sits_and_it_is_free_again_when_they_leave(house: House) -> None:
    ana, (noor,), ben = house.participants["Ana"], _others(house, "Noor Haddad"), house.actors["Ben"]
    series = a_series(house, a_group(house))
    take_seat(ben, noor, series=series, from_on=TODAY)
    a_pair(house, ana, noor)
    first = Occurrence.objects.earliest("begins_at")
    assert queries.withheld(ana.id, [first.id]) == {first.id} and queries.withheld(noor.id, [first.id]) == set()
    with pytest.raises(Conflict, match="is full on Tue 24 Nov"):
        take_seat(ben, ana, series=series, from_on=TODAY)
    with pytest.raises(Conflict, match="seat was taken just now"):
        take_make_up(house.actors["Ana"], ana, occurrence=first)
    leave_seat(ben, Seat.objects.get(), last_on=TODAY)
    take_seat(ben, ana, series=series, from_on=TODAY + timedelta(days=1))


def test_a_seat_that_begins_beyond_the_calendar_is_withheld_too(house: House) -> None:
    """Otherwise a night would put both into one room, with nobody there to refuse it."""
    ana, (noor,), ben = house.participants["Ana"], _others(house, "Noor Haddad"), house.actors["Ben"]
    series, beyond = a_series(house, a_group(house)), TODAY + timedelta(weeks=10)
    take_seat(ben, noor, series=series, from_on=beyond)
    a_pair(house, ana, noor)
    with pytest.raises(Conflict) as refused:
        take_seat(ben, ana, series=series, from_on=TODAY)
    assert refused.value.code == "full"
    take_seat(ben, ana, series=series, from_on=TODAY, until_on=beyond - timedelta(days=1))


def test_what_both_sit_in_already_is_told_to_who_keeps_them_apart_and_stays(house: House) -> None:
    ana, (noor,), ben = house.participants["Ana"], _others(house, "Noor Haddad"), house.actors["Ben"]
    series = a_series(house, a_group(house))
    a_series(house, a_group(house, "Alone"), weekday=4)
    for one in (ana, noor):
        take_seat(ben, one, series=series, from_on=TODAY)
    pair = a_pair(house, ana, noor)
    shared = queries.shared_sessions(pair, clock.now())
    assert len(shared) == 8 and {one.series_id for one in shared} == {series.id}
    assert len(queries.shared_sessions(pair, later(days=7))) == 7
    assert Seat.objects.filter(until_on=None).count() == 2


# --- Nobody hears of it ----------------------------------------------------------------------------------------------


def _in_a_world(make: Callable[[], object], ask: Callable[[], bytes]) -> bytes:
    """What is answered where something was done before, which is then undone."""
    with transaction.atomic():
        make()
        answer = ask()
        transaction.set_rollback(True)
    return answer


def _refusal(deed: Callable[[], object]) -> bytes:
    """What goes over the wire, status and body."""
    with pytest.raises(Conflict) as refused:
        deed()
    answer = problem(refused.value)
    return str(answer.status_code).encode() + answer.content


def test_withheld_and_full_are_the_same_answer_to_the_byte(house: House) -> None:
    """Tried on many groups: how many seats, on which date it is full, and who asks are drawn by chance."""
    ana, others = house.participants["Ana"], _others(house, "Noor Haddad", "Kai Lund", "Mia Sol")
    dora, chance = house.actors["Dora"], random.Random(25)
    screens = {name: sign_in(house.staff[name].account) for name in ("Ben", "Dora")}
    for number in range(12):
        seats, week = chance.randint(1, 3), chance.randint(0, 7)
        series = a_series(house, a_group(house, f"Group {number}", capacity=seats), start=6 * 60 + 90 * number)
        day = TUESDAY + timedelta(weeks=week)
        occurrence = Occurrence.objects.get(series=series, on_day=day)

        def fill(series: Series = series, seats: int = seats, day: date = day) -> None:
            for one in others[:seats]:
                take_seat(dora, one, series=series, from_on=day, until_on=day)

        def withhold(series: Series = series, day: date = day) -> None:
            enemy = chance.choice(others)
            take_seat(dora, enemy, series=series, from_on=day, until_on=day)
            a_pair(house, ana, enemy)

        asked = {
            "seat": lambda: _refusal(lambda: take_seat(dora, ana, series=series, from_on=TODAY)),  # noqa: B023
            "make-up": lambda: _refusal(lambda: take_make_up(house.actors["Ana"], ana, occurrence=occurrence)),  # noqa: B023
        }
        for name, client in screens.items():
            asked[name] = lambda client=client: _screen(client, ana, series)  # type: ignore[misc] # noqa: B023
        for name, ask in asked.items():
            full, withheld = _in_a_world(fill, ask), _in_a_world(withhold, ask)
            assert full == withheld, (name, seats, week)


def _screen(client: Client, ana: Participant, series: Series) -> bytes:
    """The page after staff tried to give the seat: what was said, and what is offered."""
    answer = client.post(f"/workspace/people/{ana.id}/seats/{series.id}/", follow=True)
    main = re.search(rb"<main.*</main>", answer.content, re.S)
    assert main and b"is full on" in answer.content
    told = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", main[0])
    # Dora may know of the pair, and reads it on this page: what she reads of seats is the same.
    return re.sub(rb'<section[^>]*aria-labelledby="apart-title".*?</section>', b"", told, flags=re.S)


def test_who_treats_one_of_them_hears_nothing_and_may_nothing(house: House) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    pair = a_pair(house, ana, zoe)
    for who, one in (("Ben", ana), ("Cleo", zoe), ("Ana", ana), ("Zoe", zoe), ("Ines", ana)):
        actor = house.actors[who]
        assert queries.pairs_of(actor, one.id) == []
        with pytest.raises(NotYours):
            queries.pair(actor, pair.id)
        with pytest.raises(Refused):
            end_apart(actor, pair)
    assert [one.other for one in queries.pairs_of(house.actors["Dora"], ana.id)] == [zoe]
    join_care_team(house.system, zoe, staff=house.staff["Ben"], role=TeamRole.COVERING)
    assert [one.other for one in queries.pairs_of(house.actors["Ben"], ana.id)] == [zoe]


def test_the_audit_has_a_line_that_stands_under_neither_and_names_neither(house: House) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    before = set(AuditEntry.objects.values_list("id", flat=True))
    pair = a_pair(house, ana, zoe)
    with pytest.raises(Refused):
        end_apart(house.actors["Ben"], pair)
    end_apart(house.actors["Dora"], pair)
    lines = AuditEntry.objects.exclude(id__in=before).order_by("id")
    assert [one.deed for one in lines] == ["programs.PairKeptApart", "refused programs.end_apart", "programs.PairEnded"]
    assert {one.participant_id for one in lines} == {None} and all(one.facts == {} for one in lines)
    assert not {str(one.subject_id) for one in lines} & {str(ana.id), str(zoe.id)}


def test_neither_record_tells_of_it(house: House) -> None:
    ana, (noor,) = house.participants["Ana"], _others(house, "Noor Haddad")
    pair = a_pair(house, ana, noor)
    page = sign_in(ana.account).get("/companion/data/record/").content.decode()  # type: ignore[arg-type]
    for told in ("".join(json_pieces(ana, house.organization)), page):
        assert all(word not in told for word in (str(pair.id), str(noor.id), "Noor", "court", "apart"))
