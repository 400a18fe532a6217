"""Drafts: kept as they are typed, by two at once, and never overwritten."""

from datetime import UTC, date, timedelta
from threading import Thread

import pytest
from django.db import connection

from daybridge.attendance.actions import add_facilitator
from daybridge.attendance.tests.deeds import a_session, again, minute
from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, Invalid, NotYours, Refused
from daybridge.notes import queries
from daybridge.notes.actions import begin_group_note, begin_note, drop_draft, set_times, sign_group_note, write_cell
from daybridge.notes.forms import TimesForm
from daybridge.notes.models import Draft, DraftCell
from daybridge.notes.rules import MOST_CHARACTERS
from daybridge.notes.tests.deeds import a_draft, a_group_session, an_objective, fill, write
from daybridge.programs.models import Group
from tests.cast import House, make_house


def test_a_sessions_note_is_begun_once_whoever_begins_it(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"])
    second = begin_group_note(house.actors["Cora"], session)
    assert second.repeated and second.subject_id == draft.id and Draft.objects.count() == 1


def test_what_is_typed_is_kept_and_the_same_again_is_no_change(house: House) -> None:
    draft = a_draft(house, a_group_session(house))
    ana = house.participants["Ana"]
    assert write(house, draft, "response", "She", ana) == 1
    assert write(house, draft, "response", "She spoke", ana) == 2
    assert write_cell(
        house.actors["Ben"], draft, code="response", said="She spoke", revision=0, participant=ana
    ).repeated  # the answer to it was lost on the way
    assert queries.said(queries.cells(draft), ana.id) == {"response": "She spoke"}


def test_two_write_at_once_and_neither_overwrites_the_other(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"])
    ana, bo = house.participants["Ana"], house.participants["Bo"]
    write(house, draft, "response", "Ben of Ana", ana)
    write(house, draft, "response", "Cora of Bo", bo, by="Cora")
    with pytest.raises(Conflict) as refused:
        write(house, draft, "response", "Cora of Ana", ana, by="Cora", revision=0)
    assert refused.value.code == "changed"
    write(house, draft, "response", "Ben of Ana. Cora of Ana", ana, by="Cora", revision=1)
    with pytest.raises(Conflict):
        write(house, draft, "response", "Ben goes on", ana, revision=1)
    cell = queries.cells(draft)[ana.id, "response"]
    assert (cell.said, cell.revision, cell.written_by.name) == ("Ben of Ana. Cora of Ana", 2, "Cora Lindqvist")


@pytest.mark.parametrize(
    ("code", "said"),
    [("no-such", "x"), ("affect", "jolly"), ("response", "x" * (MOST_CHARACTERS + 1)), ("topic", "of the group"),
     ("objective", "01a209fe-7200-7168-a380-6c73178109ca")],
)  # fmt: skip
def test_what_cannot_stand_under_a_heading_is_refused(house: House, code: str, said: str) -> None:
    draft = a_draft(house, a_group_session(house))
    with pytest.raises(Invalid):
        write(house, draft, code, said, house.participants["Ana"])
    assert not DraftCell.objects.exists()


def test_an_objective_is_one_of_their_own(house: House) -> None:
    draft = a_draft(house, a_group_session(house, "Bo Lark"))
    theirs = an_objective(house, house.participants["Bo"], "Sleep")
    with pytest.raises(Invalid):
        write(house, draft, "objective", str(theirs.id), house.participants["Ana"])
    write(house, draft, "objective", str(theirs.id), house.participants["Bo"])
    write(house, draft, "objective", "", house.participants["Bo"])


def test_who_does_not_lead_it_writes_nothing_and_finds_nothing(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    with pytest.raises(NotYours):
        queries.draft(house.actors["Cleo"], draft.id)
    for who in ("Cleo", "Ana"):
        with pytest.raises(Refused):
            write_cell(house.actors[who], draft, code="topic", said="x", revision=0)
    with pytest.raises(Refused):
        begin_group_note(house.actors["Cleo"], session)


def test_a_draft_that_is_dropped_is_gone_from_screens_and_another_can_be_begun(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    write(house, draft, "topic", "Sleep")
    drop_draft(house.actors["Ben"], draft)
    assert drop_draft(house.actors["Ben"], Draft.objects.get(id=draft.id)).repeated
    with pytest.raises(Conflict):
        write(house, draft, "topic", "More")
    assert a_draft(house, session).id != draft.id


def test_a_draft_with_a_signed_part_is_not_dropped(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=people[:1])
        with pytest.raises(Conflict):
            drop_draft(house.actors["Ben"], draft)
        with pytest.raises(Conflict):
            write(house, draft, "response", "More of it", people[0])
        write(house, draft, "response", "The other one still can be written", people[1])


def test_a_note_about_one_person_is_of_a_time_that_can_be(house: House) -> None:
    session = a_session(house)
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    with pytest.raises(Invalid):
        begin_note(ben, ana, form="group")
    begun = begin_note(ben, ana, form="contact")
    draft = queries.draft(ben, begun.subject_id)
    with pytest.raises(Invalid):
        set_times(ben, draft, begins_at=session.begins_at, ends_at=session.ends_at)  # tomorrow
    with minute(session, 200):
        set_times(ben, draft, begins_at=session.begins_at, ends_at=session.ends_at)
        with pytest.raises(Invalid):
            set_times(ben, draft, begins_at=session.ends_at, ends_at=session.begins_at)
    with pytest.raises(Refused):
        begin_note(house.actors["Cleo"], ana, form="contact")


def test_a_topic_of_the_curriculum_stands_there_already_and_the_first_word_may_change_it(house: House) -> None:
    session = a_group_session(house)
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(curriculum="skills")
    draft = a_draft(house, again(session))
    assert queries.said(queries.cells(draft), None)["topic"]
    assert write(house, draft, "topic", "Sleep", revision=1) == 2


def test_of_two_who_begin_a_groups_note_at_the_same_moment_one_makes_it(really_commits: None) -> None:
    with clock.at(clock.now()), tenancy.at_the_door(tenancy.MACHINERY):
        house = make_house()
        session = a_session(house)
        with guard.writing():
            Group.objects.filter(id=session.series.group_id).update(curriculum="skills")
    found: list[bool] = []

    def begin() -> None:
        try:
            with tenancy.inside(house.organization.id):
                found.append(begin_group_note(house.actors["Dora"], again(session)).repeated)
        finally:
            connection.close()

    second = Thread(target=begin)
    with tenancy.inside(house.organization.id):
        begin_group_note(house.actors["Ben"], again(session))
        second.start()
        second.join(timeout=1)
        assert second.is_alive(), "it waits for the first"
    second.join(timeout=20)
    with tenancy.inside(house.organization.id):
        assert found == [True] and Draft.objects.count() == DraftCell.objects.count() == 1


@pytest.mark.parametrize("night", [date(2026, 3, 8), date(2026, 11, 1)])
def test_minutes_of_a_time_are_minutes_also_on_the_nights_on_which_clocks_move(night: date) -> None:
    told = {"day": night, "start": "00:30", "minutes": 120}
    form = TimesForm(told, zone="America/Chicago", begins_at=None, ends_at=None)
    assert form.is_valid()
    assert (form.ends_at - form.begins_at.astimezone(UTC)) == timedelta(minutes=120)
