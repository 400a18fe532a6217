"""What a found week asks to be changed. No database."""

from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest

from daybridge.programs.planning.changes import (
    CancelDate,
    Change,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    OpenTime,
    PauseTime,
    from_json,
    from_today,
    to_json,
)
from daybridge.programs.planning.rules import Time, are_of_one_person, breaks_more, changes_of
from daybridge.programs.schedule.instance import Instance, Person, Session, Span, Staff

ANA, BO = (UUID(int=number) for number in (1, 2))
MON, TUE = (UUID(int=number) for number in (11, 12))
BEN, CORA = (UUID(int=number) for number in (21, 22))
GROUP, ROOM, SITE, SEED = (UUID(int=number) for number in (31, 41, 51, 61))
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 29)
BEFORE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)


def _changes(
    until_on: date | None, *, new: tuple[UUID, ...] = (), seat_ends: dict[tuple[str, str], date | None] | None = None,
    **option: object,
) -> list[Change]:  # fmt: skip
    times = {str(one): Time(one, GROUP, day, 540, 90, BEN, SITE, ROOM) for day, one in enumerate((MON, TUE))}
    found = {"seats": {}, "openings": [], "shut": []} | option
    return changes_of(
        found, present={str(ANA): [str(MON)], str(BO): [str(MON)]}, times=times, new=map(str, new), seed=SEED,
        from_on=FIRST, until_on=until_on, seat_ends=seat_ends,
    )  # fmt: skip


def _opening(series: UUID, lead: UUID, room: UUID | None = ROOM) -> dict[str, str | None]:
    return {"session": str(series), "room": str(room) if room else None, "facilitator": str(lead)}


def test_for_good_a_seat_ends_the_day_before_and_another_begins() -> None:
    assert _changes(None, seats={str(ANA): [str(TUE)], str(BO): [str(MON)]}) == [
        EndSeat(series_id=MON, participant_id=ANA, last_on=BEFORE),
        GiveSeat(series_id=TUE, participant_id=ANA, from_on=FIRST),
    ]


def test_whoever_left_meanwhile_gets_no_seat_and_a_seat_that_ends_is_not_made_endless() -> None:
    assert _changes(None, seats={str(UUID(int=9)): [str(TUE)]}) == []
    moved = {str(ANA): [str(TUE)], str(BO): [str(MON)]}
    later, sooner = LAST + timedelta(days=30), LAST
    ends = {"seats": moved, "seat_ends": {(str(ANA), str(MON)): later}}
    assert _changes(LAST, **ends)[-1] == GiveSeat(series_id=MON, participant_id=ANA, from_on=AFTER, until_on=later)
    assert len(_changes(LAST, **(ends | {"seat_ends": {(str(ANA), str(MON)): sooner}}))) == 2


def test_for_some_days_everybody_is_back_on_the_next() -> None:
    made = _changes(LAST, seats={str(ANA): [str(TUE)], str(BO): [str(MON)]})
    assert made[1:] == [
        GiveSeat(series_id=TUE, participant_id=ANA, from_on=FIRST, until_on=LAST),
        GiveSeat(series_id=MON, participant_id=ANA, from_on=AFTER),
    ]


def test_who_covers_leads_those_days_or_goes_on_for_good() -> None:
    everybody = {str(ANA): [str(MON)], str(BO): [str(MON), str(TUE)]}
    assert _changes(LAST, seats={**everybody, str(BO): [str(MON)]}, openings=[_opening(MON, CORA)]) == [
        CoverTime(series_id=MON, lead_id=CORA, from_on=FIRST, until_on=LAST)
    ]
    goes_on = uuid5(SEED, str(TUE))
    assert _changes(None, seats=everybody, openings=[_opening(TUE, CORA)]) == [
        MoveTime(
            series_id=TUE, new_series_id=goes_on, weekday=1, start=540, minutes=90, lead_id=CORA, room_id=ROOM,
            from_on=FIRST,
        ),
        GiveSeat(series_id=goes_on, participant_id=BO, from_on=FIRST),
    ]  # fmt: skip
    assert _changes(LAST, seats={}, openings=[_opening(MON, BEN)]) == []


def test_what_nobody_can_lead_is_paused_or_ended_and_its_seats_with_it() -> None:
    nobody: dict[str, list[str]] = {str(ANA): [], str(BO): []}
    assert _changes(LAST, seats=nobody, shut=[str(MON)]) == [
        PauseTime(series_id=MON, from_on=FIRST, until_on=LAST, why="Nobody can lead it")
    ]
    assert _changes(None, seats=nobody, shut=[str(MON)]) == [EndTime(series_id=MON, last_on=BEFORE)]


def test_a_new_time_opens_before_anybody_sits_in_it_and_one_that_stays_shut_is_none() -> None:
    made = _changes(None, new=(TUE,), seats={str(ANA): [str(MON), str(TUE)]}, openings=[_opening(TUE, CORA, None)])
    assert made == [
        OpenTime(
            series_id=TUE, group_id=GROUP, weekday=1, start=540, minutes=90, lead_id=CORA, site_id=SITE, from_on=FIRST
        ),
        GiveSeat(series_id=TUE, participant_id=ANA, from_on=FIRST),
    ]
    assert _changes(None, new=(TUE,), seats={}, shut=[str(TUE)]) == []


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (GiveSeat(series_id=MON, participant_id=ANA, from_on=BEFORE), FIRST),
        (GiveSeat(series_id=MON, participant_id=ANA, from_on=LAST), LAST),
        (GiveSeat(series_id=MON, participant_id=ANA, from_on=BEFORE, until_on=BEFORE), None),
        (EndSeat(series_id=MON, participant_id=ANA, last_on=BEFORE - timedelta(days=9)), BEFORE),
        (EndTime(series_id=MON, last_on=LAST), LAST),
    ],
)
def test_nothing_begins_or_ends_before_today(change: Change, then: date | None) -> None:
    made = from_today(change, FIRST)
    assert (made and (getattr(made, "from_on", None) or getattr(made, "last_on", None))) == then


def test_a_change_without_a_day_of_its_own_stays_as_it_is_and_is_kept_and_read() -> None:
    change = CancelDate(occurrence_id=MON, why="No heating")
    assert from_today(change, LAST) is change
    every: list[Change] = [change, GiveSeat(series_id=MON, participant_id=ANA, from_on=FIRST, until_on=LAST)]
    assert from_json(to_json(every)) == every
    with pytest.raises(ValueError, match="sell-time"):
        from_json([{"kind": "sell-time"}])


def test_a_week_breaks_more_when_it_breaks_what_todays_week_keeps() -> None:
    whole = (Span(0, 1440),)
    session = Session(str(MON), "g", "skills", Span(540, 630), 1, 1, is_on_video=True, facilitators=("ben",))
    people = tuple(Person(str(one), whole, 0, 600) for one in (ANA, BO))
    instance = Instance("week", people, (session,), staff=(Staff("ben", whole),))
    nothing: dict[str, object] = {"openings": []}
    ana, bo = (GiveSeat(series_id=MON, participant_id=one, from_on=FIRST) for one in (ANA, BO))
    assert not breaks_more(instance, [ana], nothing)
    assert breaks_more(instance, [ana, bo], nothing)
    leaves = EndSeat(series_id=MON, participant_id=ANA, last_on=BEFORE)
    assert not breaks_more(instance, [ana, leaves, bo], nothing)
    back = GiveSeat(series_id=MON, participant_id=ANA, from_on=AFTER)
    assert not breaks_more(instance, [leaves, bo, back], nothing), "she is back once his days are over"


def test_whoever_or_whatever_is_not_here_any_more_is_refused() -> None:
    instance = Instance("week", (), ())
    gone = GiveSeat(series_id=MON, participant_id=ANA, from_on=FIRST)
    assert breaks_more(instance, [gone], {"openings": []})
    here = Instance("week", (Person(str(ANA), (Span(0, 1440),), 0, 600),), ())
    assert breaks_more(here, [gone], {"openings": []})
    instead = MoveTime(
        series_id=TUE, new_series_id=MON, weekday=1, start=540, minutes=90, lead_id=BEN, from_on=FIRST
    )  # fmt: skip
    assert breaks_more(here, [instead, gone], {"openings": [_opening(TUE, BEN)]})


def test_changes_are_of_one_person_when_they_are_their_seats_and_nothing_else() -> None:
    mine = [
        GiveSeat(series_id=MON, participant_id=ANA, from_on=FIRST),
        EndSeat(series_id=TUE, participant_id=ANA, last_on=LAST),
    ]
    assert are_of_one_person(mine, ANA) and not are_of_one_person(mine, BO)
    assert not are_of_one_person([*mine, EndTime(series_id=MON, last_on=LAST)], ANA)
