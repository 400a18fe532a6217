"""Who does not come to a session is looked for the same day: once for each session, with nothing told of what it was about."""

from datetime import timedelta

import pytest

from daybridge.attendance.actions import correct_presence, settle_forgotten
from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core.models import ReactionFailure
from daybridge.programs.calendar.models import Occurrence
from daybridge.safety.actions import close_alert, log_contact, take_alert
from daybridge.safety.models import Alert
from daybridge.safety.queries import outreach
from daybridge.safety.sentences import alert_in_words, facts_in_words
from tests.cast import House, an_absence


def _of(house: House, name: str = "Ana") -> list[Alert]:
    return list(Alert.objects.filter(participant=house.participants[name]).order_by("raised_at"))


def _next(session: Occurrence, days: int = 7) -> Occurrence:
    found = Occurrence.objects.get(series_id=session.series_id, on_day=session.on_day + timedelta(days=days))
    return again(found)


def test_who_did_not_come_is_their_therapists_the_same_day_and_who_came_or_told_is_not(house: House) -> None:
    session = a_session(house, "Bo Lind", "Kai Lund")
    tap(house, session, house.participants["Bo"], 3)
    an_absence(house, house.participants["Kai"], session)
    end(house, session)
    [alert] = Alert.objects.all()
    assert (alert.participant, alert.rule, alert.level) == (house.participants["Ana"], "missed-session", "same_day")
    assert (alert.owner, alert.answer_within_minutes) == (house.staff["Ben"], 240)
    assert alert_in_words(alert) == "Missed a session"
    assert facts_in_words(alert.facts) == ["Missed a session on Tue 24 Nov."]
    assert "Skills" not in str(alert.facts) + str(alert.causes)
    with minute(session, 100):
        assert outreach(house.actors["Ben"]) == [alert]
    assert not ReactionFailure.objects.exists()


def test_a_session_ended_twice_or_corrected_raises_once_also_after_the_alert_was_closed(house: House) -> None:
    session, ana, ben = a_session(house), house.participants["Ana"], house.actors["Ben"]
    end(house, session)
    end(house, session, 80)
    [alert] = _of(house)
    assert len(alert.facts) == 1
    with minute(session, 120):
        take_alert(ben, alert)
        log_contact(ben, alert, result="reached", note="")
        close_alert(ben, alert, outcome="talked", note="She overslept.")
    end(house, session)
    with minute(session, 200):
        spans = [(session.begins_at, session.begins_at + timedelta(minutes=60))]
        correct_presence(ben, session, participant=ana, spans=spans, why="She sat at the back")
    end(house, session, 85)
    assert [one.closed_at is None for one in _of(house)] == [False]


def test_the_clock_raises_it_too_where_nobody_ended_the_session(house: House) -> None:
    session = a_session(house, "Bo Lind")
    tap(house, session, house.participants["Bo"], 3)
    with minute(session, 130):
        settle_forgotten(house.system, session)
        settle_forgotten(house.system, session)
    assert len(_of(house)) == 1 and not _of(house, "Bo")


@pytest.mark.parametrize("came_after_all", [False, True])
def test_two_days_missed_within_a_week_are_for_the_team_to_talk_over(house: House, came_after_all: bool) -> None:
    from daybridge.programs.calendar.actions import take_seat
    from tests.cast import a_group, a_series

    session, ana = a_session(house), house.participants["Ana"]
    other = a_series(house, a_group(house, "Sleep", capacity=9), weekday=3, lead="Cora")
    take_seat(house.actors["Dora"], ana, series=other, from_on=other.from_on)
    thursday = again(other.occurrences.earliest("begins_at"))
    end(house, session)
    if came_after_all:
        with minute(session, 200):
            spans = [(session.begins_at, session.begins_at + timedelta(minutes=60))]
            correct_presence(house.actors["Ben"], session, participant=ana, spans=spans, why="She sat at the back")
    end(house, thursday, by="Cora")
    end(house, thursday, 80, by="Cora")
    [alert] = _of(house)
    told = [cause["rule"] for cause in alert.causes]
    assert ("sessions-missed-twice" in told) is not came_after_all
    assert alert.level == "same_day" and len([one for one in alert.facts if one["code"] == "missed_session"]) == 2
    if not came_after_all:
        assert alert_in_words(alert) == "Missed a session, and 1 more"
        assert "Missed sessions on 2 days close together, the last on Thu 26 Nov." in facts_in_words(alert.facts)


def test_misses_a_week_apart_are_told_each_by_itself(house: House) -> None:
    session = a_session(house)
    end(house, session)
    end(house, _next(session))
    [alert] = _of(house)
    assert [cause["rule"] for cause in alert.causes] == ["missed-session"] and len(alert.facts) == 2
