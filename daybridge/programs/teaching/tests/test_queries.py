"""Which topic a date has, and what somebody has had."""

from datetime import date, timedelta

from daybridge.core import clock, guard
from daybridge.programs import on_file
from daybridge.programs.calendar.actions import cancel_occurrence, take_seat
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from daybridge.programs.teaching import queries
from tests.cast import House, a_group, a_series, later

TUESDAY = date(2026, 11, 24)


def _a_course(house: House) -> Group:
    group = a_group(house)
    with guard.writing():
        Group.objects.filter(id=group.id).update(curriculum="skills")
    return Group.objects.select_related("program").get(id=group.id)


def test_each_week_has_its_topic_and_one_that_is_not_held_takes_none(house: House) -> None:
    group, topics = _a_course(house), on_file.curricula()["skills"].topics
    a_series(house, group)
    a_series(house, group, weekday=3)
    both = queries.topics_of_groups([group])[group.id]
    assert both[TUESDAY] == both[TUESDAY + timedelta(days=2)] == topics[0]
    assert both[TUESDAY + timedelta(days=7)] == topics[1]
    for one in Occurrence.objects.filter(on_day__range=(TUESDAY + timedelta(days=6), TUESDAY + timedelta(days=10))):
        cancel_occurrence(house.actors["Dora"], one, why="No heating")
    assert queries.topics_of_groups([group])[group.id][TUESDAY + timedelta(days=14)] == topics[1]


def test_what_somebody_had_is_what_they_were_booked_for_and_the_next_is_one_they_had_not(house: House) -> None:
    group, topics = _a_course(house), on_file.curricula()["skills"].topics
    series, ana = a_series(house, group), house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=series, from_on=TUESDAY)
    assert queries.courses(ana.id)[0].had == []
    with clock.at(later(days=9)):
        course = queries.courses(ana.id)[0]
    assert course.had == list(topics[:2]) and course.next == (TUESDAY + timedelta(days=14), topics[2])
    assert course.total == len(topics)


def test_a_group_that_follows_none_has_no_topics(house: House) -> None:
    series, ana = a_series(house, a_group(house)), house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=series, from_on=TUESDAY)
    assert (
        queries.courses(ana.id) == [] and queries.topics(list(Occurrence.objects.select_related("series__group"))) == {}
    )


def test_dates_are_asked_for_at_once(house: House) -> None:
    a_series(house, _a_course(house))
    dates = list(Occurrence.objects.select_related("series__group").order_by("on_day"))
    assert [queries.topics(dates)[one.id].code for one in dates[:2]] == [
        topic.code for topic in on_file.curricula()["skills"].topics[:2]
    ]
