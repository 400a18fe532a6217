"""Rating a session and telling its practice: once, by who was there, for two days."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from daybridge.attendance.afterwards import queries
from daybridge.attendance.afterwards.actions import Telling, rate_session, tell_practice
from daybridge.attendance.afterwards.events import PracticeReported, SessionRated
from daybridge.attendance.afterwards.models import PracticeTold, SessionRating
from daybridge.attendance.afterwards.rules import Practice, Question
from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.people.models import Participant
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from tests.cast import House, a_group, a_series

FOUR = ("Bo Lark", "Cy Moss", "Di Reed")


def rate(
    house: House, session: Occurrence, who: Participant, *, made_at: datetime | None = None, id: UUID | None = None,
    **ratings: int | None,
) -> SessionRated:  # fmt: skip
    told = Telling(id=id or new_id(), occurrence=session, made_at=made_at or clock.now())
    given = {Question(name): value for name, value in ratings.items()}
    return rate_session(house.actors[who.given_name], who, told=told, ratings=given)


def practise(house: House, session: Occurrence, who: Participant, said: str = "did") -> PracticeReported:
    told = Telling(id=new_id(), occurrence=session, made_at=clock.now())
    return tell_practice(house.actors[who.given_name], who, told=told, said=said)


@pytest.fixture
def session(house: House) -> Occurrence:
    """It is over, and everybody but Di was there. It follows a curriculum."""
    held = a_session(house, *FOUR)
    with guard.writing():
        Group.objects.filter(id=held.series.group_id).update(curriculum="skills")
    for name in ("Ana", "Bo", "Cy"):
        tap(house, held, house.participants[name], 0)
    end(house, held)
    return again(held)


def test_what_is_told_is_kept_once_and_the_newest_holds(house: House, session: Occurrence) -> None:
    ana, first = house.participants["Ana"], new_id()
    with minute(session, 95):
        assert not rate(house, session, ana, id=first, room=3).repeated
        assert rate(house, session, ana, id=first, room=3).repeated
    with minute(session, 99):
        rate(house, session, ana, room=7, belonged=0)
        (over,) = queries.over(ana.id)
    assert SessionRating.objects.count() == 2
    assert over.rating and over.rating.ratings == {
        Question.ROOM: 7, Question.MATTERED: None, Question.BELONGED: 0, Question.TOGETHER: None,
    }  # fmt: skip


def test_an_earlier_telling_that_comes_later_changes_nothing(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(session, 100) as early:
        pass
    with minute(session, 120):
        rate(house, session, ana, room=9)
        rate(house, session, ana, room=1, made_at=early)
        (over,) = queries.over(ana.id)
    assert over.rating and over.rating.room == 9


def test_an_id_is_nobody_elses(house: House, session: Occurrence) -> None:
    taken = new_id()
    with minute(session, 95):
        rate(house, session, house.participants["Ana"], id=taken, room=3)
        with pytest.raises(IdTaken):
            rate(house, session, house.participants["Bo"], id=taken, room=3)


def test_only_who_was_there_rates_it_and_only_once_it_is_over(house: House, session: Occurrence) -> None:
    with minute(session, 95), pytest.raises(Conflict, match="Only who was at a session"):
        rate(house, session, house.participants["Di"], room=3)
    with minute(session, 80), pytest.raises(Conflict, match="not over yet"):
        rate(house, session, house.participants["Ana"], room=3)


def test_after_two_days_nothing_changes_but_what_waited_on_a_phone_is_kept(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(session, 120) as in_time:
        sent = new_id()
    with clock.at(session.ends_at + timedelta(hours=60)):
        assert not rate(house, session, ana, id=sent, made_at=in_time, room=4).repeated
        with pytest.raises(Conflict, match="two days"):
            rate(house, session, ana, room=5)
        assert queries.over(ana.id) == []


def test_a_rating_that_cannot_be_is_refused_and_no_word_of_it_is_in_the_audit(
    house: House, session: Occurrence
) -> None:
    ana = house.participants["Ana"]
    with minute(session, 95):
        with pytest.raises(Invalid):
            rate(house, session, ana, room=11)
        rate(house, session, ana, room=2)
    facts = AuditEntry.objects.get(deed__endswith=SessionRated.__name__).facts
    assert set(facts) == {"occurrence_id", "accounts", "saved_at"} and facts["accounts"] == [str(ana.account_id)]


def test_nobody_rates_for_somebody_else(house: House, session: Occurrence) -> None:
    told = Telling(id=new_id(), occurrence=session, made_at=clock.now())
    for name in ("Zoe", "Ben"):
        with pytest.raises(Refused):
            rate_session(house.actors[name], house.participants["Ana"], told=told, ratings={})


def test_practice_is_told_changed_and_seen_by_who_leads(house: House, session: Occurrence) -> None:
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    with minute(session, 95):
        practise(house, session, ana, "not")
        practise(house, session, bo, "partly")
    with minute(session, 200):
        event = practise(house, session, ana, "did")
    assert queries.practice_of(session) == {ana.id: Practice.DID, bo.id: Practice.PARTLY}
    assert house.staff["Ben"].account_id in event.accounts
    assert PracticeTold.objects.values_list("topic", flat=True).distinct().get()


def test_a_session_without_a_curriculum_has_no_practice(house: House, session: Occurrence) -> None:
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(curriculum="")
    with minute(session, 95), pytest.raises(Conflict, match="no practice"):
        practise(house, again(session), house.participants["Ana"])


def test_averages_are_told_of_four_people_and_only_when_nobody_can_add_a_fifth(
    house: House, session: Occurrence
) -> None:
    with minute(session, 95):
        for name, value in (("Ana", 10), ("Bo", 8), ("Cy", 6)):
            rate(house, session, house.participants[name], room=value)
            rate(house, session, house.participants[name], room=value, belonged=value)
    with minute(session, 90 + 48 * 60):
        assert queries.ratings_of_session(session) is None  # three
    tap(house, session, house.participants["Di"], 10)
    with minute(session, 96):
        rate(house, session, house.participants["Di"], room=4)
    with minute(session, 89 + 48 * 60):
        assert queries.ratings_of_session(session) is None  # somebody may still add theirs
    with minute(session, 90 + 48 * 60):
        found = queries.ratings_of_session(session)
    assert found and (found.people, found.alliance, found.cohesion) == (4, 7.0, None)
    with minute(session, 97) as in_time:
        sent = new_id()
    with clock.at(session.ends_at + timedelta(hours=60)):
        rate(house, session, house.participants["Di"], id=sent, made_at=in_time, room=0)
        assert queries.ratings_of_session(session) == found, "what waited on a phone until then would be known alone"


def test_what_was_told_is_only_ever_added_to(house: House, session: Occurrence) -> None:
    with minute(session, 95):
        rate(house, session, house.participants["Ana"], room=3)
        practise(house, session, house.participants["Ana"])
    for table in ("sessionrating", "practicetold"):
        for deed in (f"update attendance_{table} set made_at = now()", f"delete from attendance_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), guard.writing(), connection.cursor() as cursor:
                cursor.execute(deed)


def test_more_sessions_are_read_in_the_same_number_of_queries(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    series = a_series(house, a_group(house, "Sleep"), weekday=2)
    take_seat(house.actors["Dora"], ana, series=series, from_on=series.from_on)
    counts = []
    for minutes in (95, 24 * 60 + 95):
        with minute(session, minutes), CaptureQueriesContext(connection) as asked:
            counts.append((len(queries.over(ana.id)), len(asked)))
        other = again(series.occurrences.earliest("begins_at"))
        tap(house, other, ana, 0)
        end(house, other)
    assert counts[0] == (1, counts[1][1]) and counts[1][0] == 2
