"""One's sessions on Today: what is next, that one will come, and what is told afterwards."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.attendance.afterwards.models import PracticeTold, SessionRating
from daybridge.attendance.models import Promise
from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from tests.cast import House, an_absence, sign_in


@pytest.fixture
def session(house: House) -> Occurrence:
    """Tomorrow at nine; it follows a curriculum."""
    found = a_session(house)
    with guard.writing():
        Group.objects.filter(id=found.series.group_id).update(curriculum="skills")
    return again(found)


def _phone(house: House, who: str = "Ana") -> Client:
    return sign_in(house.participants[who].account)  # type: ignore[arg-type]


def _look(house: House, who: str = "Ana") -> Any:
    return _phone(house, who).get("/api/companion/sessions").json()


def _send(house: House, path: str, session: Occurrence, *, at: datetime | None = None, **told: Any) -> Any:
    letter = {"id": new_id(), "occurrence_id": session.id, "made_at": at or clock.now(), **told}
    return _phone(house).post(
        f"/api/companion/{path}", json.dumps(letter, default=str), content_type="application/json"
    )


def test_what_is_on_within_36_hours_is_next_and_else_the_next_one_alone(house: House, session: Occurrence) -> None:
    assert [one["id"] for one in _look(house)["sessions"]] == [str(session.id)]
    with minute(session, 91):
        (later,) = _look(house)["sessions"]
    assert later["id"] != str(session.id) and later["group"] == "Skills"
    with minute(session, 30):
        assert _look(house)["sessions"][0]["id"] == str(session.id)


def test_a_promise_is_kept_once_and_shown_and_ends_when_the_session_begins(house: House, session: Occurrence) -> None:
    letter = new_id()
    assert [_send(house, "promises", session, id=letter).status_code for _ in range(2)] == [201, 200]
    assert _look(house)["sessions"][0]["is_promised"] and Promise.objects.count() == 1
    assert _phone(house).get("/api/companion/week").json()["sessions"][0]["is_promised"]
    with minute(session, 1):
        late = _send(house, "promises", session)
    assert late.status_code == 409 and "is over or does not take place" in late.json()["title"]


def test_who_told_that_they_cannot_come_is_shown_as_that(house: House, session: Occurrence) -> None:
    an_absence(house, house.participants["Ana"], session)
    (shown,) = _look(house)["sessions"]
    assert shown["reason"] == "sick" and not shown["is_promised"]
    assert _send(house, "promises", session).status_code == 409


def test_who_is_in_is_shown_as_in(house: House, session: Occurrence) -> None:
    tap(house, session, house.participants["Ana"], 0)
    with minute(session, 10):
        assert _look(house)["here"] == [{"id": str(session.id), "stream": ""}]
    with minute(session, 10):
        assert _look(house, "Zoe")["here"] == []


def _after(house: House, session: Occurrence) -> None:
    tap(house, session, house.participants["Ana"], 0)
    end(house, session)


def test_a_session_that_is_over_tells_its_topic_practice_and_next_time_in_ones_language(
    house: House, session: Occurrence
) -> None:
    _after(house, session)
    with minute(session, 91):
        (over,) = _look(house)["afterwards"]
        with guard.writing():
            Participant.objects.filter(id=house.participants["Ana"].id).update(language="es")
        (spanish,) = _look(house)["afterwards"]
    assert over["topic"] and over["goals"] and over["practice"] and over["practice"] != spanish["practice"]
    assert (over["practice_told"], over["ratings"]) == ("", None)
    assert (over["next"]["group"], over["next"]["begins_at"][:10]) == ("Skills", "2026-12-01")


def test_it_stands_there_from_its_end_for_two_days_for_who_was_there(house: House, session: Occurrence) -> None:
    tap(house, session, house.participants["Ana"], 0)
    with minute(session, 89):
        assert _look(house)["afterwards"] == []
    with minute(session, 91):
        assert len(_look(house)["afterwards"]) == 1 and _look(house, "Zoe")["afterwards"] == []
    with clock.at(session.ends_at + timedelta(hours=47, minutes=59)):
        assert len(_look(house)["afterwards"]) == 1
    with clock.at(session.ends_at + timedelta(hours=48)):
        assert _look(house)["afterwards"] == []


def test_ratings_and_practice_are_sent_once_each_changed_and_taken_back(house: House, session: Occurrence) -> None:
    _after(house, session)
    with minute(session, 100):
        letter = new_id()
        answers = [_send(house, "session-ratings", session, id=letter, room=0, together=10) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 200]
        assert answers[0].json()["saved_at"] == answers[1].json()["saved_at"]
        assert [_send(house, "practice", session, said=said).status_code for said in ("not", "did")] == [201, 201]
        (over,) = _look(house)["afterwards"]
    assert over["ratings"] == {"room": 0, "mattered": None, "belonged": None, "together": 10}
    assert over["practice_told"] == "did"
    with minute(session, 101):
        assert _send(house, "session-ratings", session).status_code == 201
        assert _look(house)["afterwards"][0]["ratings"] is None
    assert (SessionRating.objects.count(), PracticeTold.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("session-ratings", {"room": 11}, 422),
        ("session-ratings", {"room": "8"}, 422),
        ("practice", {"said": "perhaps"}, 422),
        ("practice", {"said": "did", "occurrence_id": "01a209fe-7200-7243-8a44-62690f7e950b"}, 404),
    ],
)
def test_what_cannot_be_is_refused(
    house: House, session: Occurrence, path: str, told: dict[str, Any], status: int
) -> None:
    _after(house, session)
    with minute(session, 100):
        assert _send(house, path, session, **told).status_code == status


def test_a_group_without_a_curriculum_has_no_topic_and_no_practice(house: House, session: Occurrence) -> None:
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(curriculum="")
    _after(house, session)
    with minute(session, 100):
        (over,) = _look(house)["afterwards"]
        assert (over["topic"], over["practice"], over["goals"]) == ("", "", [])
        assert _send(house, "practice", session, said="did").status_code == 409


def test_todays_page_says_nothing_of_the_scale_that_others_own(house: House) -> None:
    said = _phone(house).get("/companion/").content.decode()
    assert "There was room for what I had to say" in said and "I did it" in said
    assert not [one for one in ("Session Rating Scale", "Outcome Rating Scale", "SRS") if one in said]
