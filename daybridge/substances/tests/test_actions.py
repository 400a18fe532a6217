"""What is told of use, in every order and twice, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from daybridge.substances import actions, queries
from daybridge.substances.models import UseDay, UseHistory
from daybridge.substances.rules import Day, Goal, History, Source, State
from daybridge.substances.tests.deeds import a_day, some_use
from tests.cast import House, episode_of


def test_a_history_keeps_what_was_and_says_from_whom(house: House) -> None:
    ana, ben, entry_id = house.participants["Ana"], house.actors["Ben"], new_id()
    told = History(substance="alcohol", source=Source.REFERRAL, frequency="daily")
    assert [actions.write_history(ben, ana, entry_id=entry_id, told=told).repeated for _ in range(2)] == [False, True]
    with clock.at(clock.now() + timedelta(days=3)):
        actions.write_history(ben, ana, entry_id=new_id(), told=History(substance="alcohol", frequency="weekly"))
        [one] = queries.used(ana.id)
    assert one.now and (one.now.frequency, one.now.source, str(one.now.staff)) == ("weekly", "person", "Ben Okafor")
    assert [each.source for each in one.versions] == ["person", "referral"]


def test_what_was_written_down_by_mistake_is_off_the_list_and_stays_in_its_history(house: House) -> None:
    some_use(house)
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.write_history(ben, ana, entry_id=new_id(), told=History(substance="alcohol", is_mistake=True))
        assert queries.used(ana.id) == []
    assert UseHistory.objects.count() == 2


def test_the_goal_is_the_persons_and_the_newest_holds_whoever_wrote_it_down(house: House) -> None:
    ana = house.participants["Ana"]
    some_use(house)
    with clock.at(clock.now() + timedelta(hours=1)):
        actions.choose_goal(
            house.actors["Ben"],
            ana,
            entry_id=new_id(),
            substance="alcohol",
            goal=Goal.KEEP,
            said="",
            made_at=clock.now(),
        )
        [one] = queries.used(ana.id)
    assert one.goal and (one.goal.goal, str(one.goal.staff)) == ("keep", "Ben Okafor")
    assert [(each.goal, each.staff_id is None) for each in one.goals] == [("keep", False), ("less", True)]
    with pytest.raises(Invalid):
        actions.choose_goal(
            house.actors["Ana"], ana, entry_id=new_id(), substance="moon", goal=Goal.STOP, said="", made_at=clock.now()
        )


def test_a_day_told_twice_is_one_row_and_a_second_word_on_it_holds(house: House) -> None:
    ana, today = house.participants["Ana"], clock.today("America/Chicago")
    a_day(house, State.USED, substances=("alcohol",), amount="two beers")
    with clock.at(clock.now() + timedelta(minutes=5)):
        a_day(house, State.NOT_SURE, by="Ben")
        found = queries.calendar(ana.id, first=today - timedelta(days=6), last=today)
        assert (found.days[today].state, str(found.days[today].staff)) == ("not_sure", "Ben Okafor")
    with clock.at(clock.now() + timedelta(minutes=9)):
        a_day(house, State.CLEARED)
        found = queries.calendar(ana.id, first=today - timedelta(days=6), last=today)
    assert found.days == {} and found.sums.told == 0 and found.sums.untold == 7
    assert UseDay.objects.count() == 3


def test_a_day_sent_twice_by_a_phone_is_kept_once_and_one_that_came_late_changes_nothing(house: House) -> None:
    ana, today, entry_id = house.participants["Ana"], clock.today("America/Chicago"), new_id()
    early = clock.now() - timedelta(hours=2)
    a_day(house, State.NONE)
    told = Day(on_day=today, state=State.USED)
    twice = [
        actions.tell_use_day(house.actors["Ana"], ana, entry_id=entry_id, told=told, made_at=early).repeated
        for _ in range(2)
    ]
    assert twice == [False, True]
    assert queries.calendar(ana.id, first=today, last=today).days[today].state == "none"


@pytest.mark.parametrize(
    "said",
    [
        {"days_ago": -1},
        {"days_ago": 900},
        {"substances": ("moon",)},
        {"amount": "x" * 121},
        {"amount": "a\x00b"},
    ],
)
def test_what_can_not_be_is_refused_in_words(house: House, said: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        a_day(house, State.USED, **said)  # type: ignore[arg-type]
    assert all(refused.value.fields.values())
    assert not UseDay.objects.exists()


def test_who_has_left_tells_no_more_on_the_phone_and_staff_may_still_write(house: House) -> None:
    episode = episode_of(house.participants["Ana"])
    discharge(house.actors["Ben"], episode, reason=EndReason.COMPLETED, ended_on=clock.today("America/Chicago"))
    a_day(house)  # written on the last day
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(Conflict):
        a_day(house)
    with pytest.raises(Refused):
        a_day(house, by="Cleo")


def test_by_what_a_day_is_remembered_is_taken_back_with_no_words(house: House) -> None:
    ana, today = house.participants["Ana"], clock.today("America/Chicago")
    some_use(house)
    assert queries.calendar(ana.id, first=today, last=today).remembered[today].said == "Moved"
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.mark_day(house.actors["Ana"], ana, entry_id=new_id(), on_day=today, said=" ", made_at=clock.now())
        assert queries.calendar(ana.id, first=today, last=today).remembered == {}
    with pytest.raises(Invalid):
        actions.mark_day(
            house.actors["Ana"], ana, entry_id=new_id(), on_day=today + timedelta(days=1), said="x" * 121,
            made_at=clock.now(),
        )  # fmt: skip


def test_nothing_that_was_told_can_be_changed_or_removed_not_even_by_a_faulty_query(house: House) -> None:
    a_day(house)
    for sql in ("update substances_useday set state = 'used'", "delete from substances_useday"):
        denied = pytest.raises(ProgrammingError, match="permission denied")
        with denied, transaction.atomic(), guard.writing(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_number_of_queries_does_not_grow_with_what_was_told(
    house: House, django_assert_num_queries: object
) -> None:
    ana, today = house.participants["Ana"], clock.today("America/Chicago")
    some_use(house)
    for back in range(9):
        a_day(house, days_ago=back, by="Ben")
    with django_assert_num_queries(4):  # type: ignore[operator]
        queries.used(ana.id)
        found = queries.calendar(ana.id, first=today - timedelta(days=30), last=today)
    assert [str(one.staff) for one in found.days.values()] == ["Ben Okafor"] * 9
