from datetime import UTC, datetime, timedelta
from random import Random

from daybridge.core import clock
from daybridge.demo.agenda import Agenda
from daybridge.demo.courses import QUIET_DAYS, Ending, course, ended
from daybridge.demo.lives import Part, think_out
from daybridge.demo.people import STAFF, THERAPISTS, ZONE, person

SEEDS = range(40)


def test_a_course_is_decided_by_its_seed() -> None:
    assert course(Random(7), 60) == course(Random(7), 60) != course(Random(8), 60)


def test_a_course_stays_on_the_scales() -> None:
    for seed in SEEDS:
        for day in course(Random(seed), 60):
            assert 1 <= day.mood <= 5 and 0 <= day.anxiety <= 10 and 0 <= day.urge <= 10
            assert 2 <= day.sleep_hours <= 11 and (day.sleep_hours * 2) % 1 == 0
            assert day.medicines in ("all", "some", "none") and not (day.entries and day.told_late)


def test_courses_rise_slowly_with_setbacks_that_pass() -> None:
    lived = [course(Random(seed), 60) for seed in SEEDS]
    first, last = (sum(day.mood for days in lived for day in days[part]) for part in (slice(0, 15), slice(-15, None)))
    assert last - first > 0.5 * 15 * len(SEEDS)
    assert all(len({day.in_setback for day in days}) == 2 for days in lived[:10])


def test_everyday_endings_raise_nothing_and_the_others_what_they_should() -> None:
    for seed in SEEDS:
        lived = course(Random(seed), 30)
        assert all(day.mood > 1 and day.urge < 8 for day in ended(lived, Ending.NOTHING)[-QUIET_DAYS:])
        hard, silent = ended(lived, Ending.HARD_DAYS), ended(lived, Ending.SILENCE)
        assert [day.mood for day in hard[-3:-1]] == [1, 1] and not hard[-1].entries
        assert silent[-5].entries and not any(day.entries or day.told_late for day in silent[-4:])
        assert len(hard) == len(silent) == len(lived)


def test_lives_are_the_same_each_time_and_every_part_is_taken() -> None:
    lives = think_out(48, 70)
    assert lives == think_out(48, 70)
    assert {life.part for life in lives} == set(Part)
    assert 8 <= sum(life.ends is not None for life in lives) <= 20
    assert len({life.starts // 7 for life in lives}) == 10
    assert all(life.therapist != life.covering for life in lives)


def test_people_are_unlike_each_other_and_speak_english_and_spanish() -> None:
    people = [person(number) for number in range(48)]
    assert people == [person(number) for number in range(48)]
    assert len({(one.given_name, one.family_name) for one in people}) == len({one.email for one in people}) == 48
    assert sum(one.language == "es" for one in people) == 12
    assert 30 < sum(one.zone == ZONE for one in people) < 48
    assert len(STAFF) == 8 and {one.name for one in STAFF} > set(THERAPISTS)


def test_deeds_are_done_in_the_order_of_their_moments_each_at_its_own() -> None:
    start, done = datetime(2026, 11, 1, 12, tzinfo=UTC), []
    agenda = Agenda()

    def deed(name: str, *, then: str = "") -> None:
        done.append((name, clock.now()))
        if then:
            agenda.enter(clock.now() + timedelta(minutes=1), deed, then)

    agenda.enter(start + timedelta(hours=1), deed, "later")
    agenda.enter(start, deed, "first", then="between")
    agenda.enter(start + timedelta(days=1), deed, "tomorrow")
    agenda.live_until(start + timedelta(hours=2))
    assert done == [
        ("first", start),
        ("between", start + timedelta(minutes=1)),
        ("later", start + timedelta(hours=1)),
    ]
