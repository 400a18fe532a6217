from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.messaging import actions, queries
from daybridge.messaging.models import Message, MessageStep
from daybridge.messaging.queries import threads
from daybridge.messaging.rules import MOST_CHARACTERS
from daybridge.messaging.tests.deeds import a_message, the_message
from daybridge.notifications.models import Delivery, Notice
from daybridge.notifications.rules import KINDS, State
from daybridge.people.actions import join_care_team, leave_care_team
from daybridge.people.rules import TeamRole
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from daybridge.safety.models import Alert
from daybridge.safety.sentences import facts_in_words
from tests.cast import House, episode_of, later


def thread(house: House, by: str | None = "Ben") -> queries.Thread:
    reader = house.actors[by].who if by else None
    return queries.thread(house.participants["Ana"], reader=reader)


def test_what_is_sent_is_kept_in_order_and_read_by_the_other_side(house: House) -> None:
    a_message(house, "Can I come at ten?")
    a_message(house, "Yes, come in.", by="Ben")
    told = thread(house)
    assert [(one.staff and one.staff.name, one.words, one.number) for one in told.messages] == [
        (None, "Can I come at ten?", 1),
        (house.staff["Ben"].name, "Yes, come in.", 2),
    ]
    assert (told.unread, thread(house, None).unread) == (1, 1)
    actions.note_read(house.actors["Ben"], house.participants["Ana"], up_to=1)
    told = thread(house)
    assert told.unread == 0 and [one.name for one in told.messages[0].readers] == [house.staff["Ben"].name]


def test_a_message_is_kept_once_however_often_it_is_sent(house: House) -> None:
    id = new_id()
    first, again = a_message(house, id=id), a_message(house, id=id)
    assert (first.repeated, again.repeated) == (False, True)
    assert (first.saved_at, first.number) == (again.saved_at, again.number)
    assert Message.objects.count() == 1 and Notice.objects.filter(kind="message-waiting").count() == 1


def test_the_same_id_with_other_words_is_refused(house: House) -> None:
    id = new_id()
    a_message(house, "First", id=id)
    for words, more in (("Second", {}), ("First", {"is_urgent": True}), ("First", {"by": "Ben"})):
        with pytest.raises(IdTaken):
            a_message(house, words, id=id, **more)
    assert the_message(a_message(house, "First", id=id)).words == "First"


def test_an_id_of_somebody_elses_thread_is_refused(house: House) -> None:
    sent = a_message(house, "Mine")
    with pytest.raises(IdTaken):
        a_message(house, "Mine", by="Zoe", to="Zoe", id=sent.subject_id)
    with pytest.raises(NotYours):
        a_message(house, "Not mine", by="Zoe", to="Zoe", about=sent.subject_id)


@pytest.mark.parametrize("words", ["", " \n ", "a\x00b", "x" * (MOST_CHARACTERS + 1)])
def test_what_is_no_message_is_refused_with_a_reason(house: House, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_message(house, words)
    assert refused.value.fields["words"] and not Message.objects.exists()


def test_who_is_in_no_program_is_told_that_nobody_would_read_it(house: House) -> None:
    ana = house.participants["Ana"]
    discharge(house.actors["Dora"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    a_message(house, "Written on the last day")
    with clock.at(later(days=1)), pytest.raises(Conflict) as refused:
        a_message(house)
    assert refused.value.code == "no-episode"
    a_message(house, "Come by for your papers.", by="Ben")


def test_what_was_kept_before_a_discharge_is_answered_as_it_was_the_first_time(house: House) -> None:
    ana, id = house.participants["Ana"], new_id()
    first = a_message(house, id=id)
    discharge(house.actors["Dora"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    again = a_message(house, id=id)
    assert again.repeated and again.saved_at == first.saved_at


def test_an_urgent_word_that_lay_on_a_phone_over_the_discharge_still_reaches_somebody(house: House) -> None:
    ana = house.participants["Ana"]
    discharge(house.actors["Dora"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    a_message(house, "Please call me", is_urgent=True)
    assert causes(house) == ["message-urgent"]


def test_what_lay_on_a_phone_comes_after_what_was_said_meanwhile_with_its_own_time(house: House) -> None:
    ana, written = house.participants["Ana"], clock.now() - timedelta(hours=3)
    a_message(house, "Are you there?", by="Ben")
    actions.send_message(house.actors["Ana"], ana, message_id=new_id(), words="On the train", made_at=written)
    last = thread(house).messages[-1]
    assert (last.words, last.made_at, last.number) == ("On the train", written, 2)


def test_a_phone_whose_clock_is_ahead_writes_now(house: House) -> None:
    ana, now = house.participants["Ana"], clock.now()
    actions.send_message(house.actors["Ana"], ana, message_id=new_id(), words="Hi", made_at=now + timedelta(days=3))
    assert thread(house).messages[0].made_at <= clock.now()


# --- In other words --------------------------------------------------------------------------------------------------


def test_an_edit_keeps_what_was_said_before_and_is_unread_again(house: House) -> None:
    first = a_message(house, "I am fine")
    actions.note_read(house.actors["Ben"], house.participants["Ana"], up_to=1)
    a_message(house, "I am not fine", about=first.subject_id)
    [one] = thread(house).messages
    assert (one.words, [said.words for said in one.earlier], one.number) == ("I am not fine", ["I am fine"], 2)
    assert thread(house).unread == 1 and not one.readers
    assert Message.objects.count() == 2


def test_only_the_first_version_of_ones_own_is_put_in_other_words(house: House) -> None:
    first = a_message(house, "I am fine")
    second = a_message(house, "I am not fine", about=first.subject_id)
    for by, about in (("Ben", first.subject_id), ("Ana", second.subject_id), ("Ana", new_id())):
        with pytest.raises(NotYours):
            a_message(house, "Mine now", by=by, about=about)


def test_a_row_is_never_changed_or_removed(house: House) -> None:
    from django.db import DatabaseError, connection, transaction

    from daybridge.core import guard

    a_message(house)
    for table in ("messaging_message", "messaging_messagestep"):
        for deed in (f"update {table} set participant_id = participant_id", f"delete from {table}"):
            with guard.writing(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)


# --- Read, fetched, settled ------------------------------------------------------------------------------------------


def test_delivered_and_read_are_told_apart(house: House) -> None:
    ana, mine = house.participants["Ana"], house.actors["Ana"]
    a_message(house, "See you at nine", by="Ben")
    assert (thread(house).messages[0].fetched_at, thread(house).messages[0].readers) == (None, [])
    actions.note_fetched(mine, ana, up_to=1)
    assert thread(house).messages[0].fetched_at and not thread(house).messages[0].readers
    actions.note_read(mine, ana, up_to=1)
    assert [one.name for one in thread(house).messages[0].readers] == [""]


def test_how_far_somebody_has_read_is_noted_once_and_never_beyond_what_is_there(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    a_message(house)
    events = [actions.note_read(ben, ana, up_to=up_to) for up_to in (7, 1, 1, 0, -3)]
    assert [one.repeated for one in events] == [False, True, True, True, True]
    assert events[0].number == 1
    a_message(house, "And at eleven?")
    assert thread(house).unread == 1, "reading ahead reads nothing"


def test_a_thank_you_no_longer_waits_once_somebody_says_so(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    a_message(house, "Thank you")
    assert thread(house).waits and queries.waiting_count(ben) == 1
    actions.settle(ben, ana, up_to=1)
    assert not thread(house).waits and queries.waiting_count(ben) == 0
    a_message(house, "One more thing")
    assert thread(house).waits


# --- Who answers -----------------------------------------------------------------------------------------------------


def test_a_change_of_team_breaks_no_thread(house: House) -> None:
    ana, dora = house.participants["Ana"], house.actors["Dora"]
    a_message(house, "Hello Ben")
    a_message(house, "Hello Ana", by="Ben")
    join_care_team(dora, ana, staff=house.staff["Cora"], role=TeamRole.MEMBER)
    actions.hand_over(house.actors["Ben"], ana, to=house.staff["Cora"])
    assert thread(house, "Cora").answers.staff_id == house.staff["Cora"].id  # type: ignore[union-attr]
    assert len(thread(house, "Cora").messages) == 2, "who joins reads what was written before"
    leave_care_team(dora, ana, staff=house.staff["Cora"])
    told = thread(house)
    assert told.answers and told.answers.staff_id == house.staff["Ben"].id
    assert house.staff["Cora"].id not in {one.staff_id for one in told.team}
    with pytest.raises(Refused):
        a_message(house, "Still there?", by="Cora")


def test_a_thread_is_handed_only_to_somebody_of_the_team(house: House) -> None:
    with pytest.raises(Conflict):
        actions.hand_over(house.actors["Ben"], house.participants["Ana"], to=house.staff["Cleo"])


def test_whoever_is_handed_a_thread_hears_of_it_and_has_it_in_their_list(house: House) -> None:
    ana, dora = house.participants["Ana"], house.actors["Dora"]
    join_care_team(dora, ana, staff=house.staff["Cora"], role=TeamRole.MEMBER)
    a_message(house)
    actions.hand_over(house.actors["Ben"], ana, to=house.staff["Cora"])
    assert Notice.objects.filter(kind="message-waiting", staff=house.staff["Cora"]).count() == 1
    assert [row.is_mine for row in queries.inbox(house.actors["Cora"])] == [True]
    assert [row.is_mine for row in queries.inbox(house.actors["Ben"])] == [False]


# --- Urgent ----------------------------------------------------------------------------------------------------------


def causes(house: House) -> list[str]:
    return [
        cause["rule"] for alert in Alert.objects.filter(participant=house.participants["Ana"]) for cause in alert.causes
    ]


def test_a_message_that_is_not_urgent_raises_nothing(house: House) -> None:
    a_message(house, "I want to die")  # words are read by people, never by a rule
    assert causes(house) == []


def test_an_urgent_message_is_an_alert_with_its_clock_once(house: House) -> None:
    id = new_id()
    for _ in range(2):
        a_message(house, "Please call me", id=id, is_urgent=True)
    assert causes(house) == ["message-urgent"]
    alert = Alert.objects.get(participant=house.participants["Ana"])
    assert alert.level == "same_day" and alert.owner_id == house.staff["Ben"].id
    assert alert.promised_at - alert.raised_at == timedelta(minutes=60)
    assert "Messages" in facts_in_words(alert.facts)[0]


def test_staff_mark_what_a_participant_wrote_and_nothing_else(house: House) -> None:
    ben = house.actors["Ben"]
    theirs, own = the_message(a_message(house, "It is bad")), the_message(a_message(house, "Tell me", by="Ben"))
    events = [actions.mark_urgent(ben, theirs) for _ in range(2)]
    assert [one.repeated for one in events] == [False, True]
    assert causes(house) == ["message-urgent"]
    assert thread(house).messages[0].marked_by == house.staff["Ben"].name
    with pytest.raises(Conflict):
        actions.mark_urgent(ben, own)


def test_what_staff_write_is_never_urgent(house: House) -> None:
    a_message(house, "Call me", by="Ben", is_urgent=True)
    assert causes(house) == []


# --- Notices ---------------------------------------------------------------------------------------------------------


def test_the_other_side_is_told_once_until_they_have_looked(house: House) -> None:
    ana = house.participants["Ana"]
    for words in ("One", "Two", "Three"):
        a_message(house, words, by="Ben")
    told = Notice.objects.filter(kind="message", participant=ana)
    assert told.count() == 1
    actions.note_read(house.actors["Ana"], ana, up_to=3)
    a_message(house, "Four", by="Ben")
    assert told.count() == 2


def test_a_notice_says_nothing_of_what_was_written(house: House) -> None:
    a_message(house, "seven quiet herons", by="Ben")
    a_message(house, "seven quiet herons")
    for notice in Notice.objects.filter(kind__startswith="message"):
        told = " ".join([*KINDS[notice.kind].words.values(), notice.key, notice.link])
        assert "heron" not in told and "Ana" not in told and "Ben" not in told
    for entry in AuditEntry.objects.all():
        assert "heron" not in str(entry.facts) + entry.deed


def test_what_waits_for_the_morning_is_called_off_once_it_is_read(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(datetime(2026, 11, 24, 5, tzinfo=UTC)):  # 11 pm in Chicago
        a_message(house, "For tomorrow", by="Ben")
        a_message(house, "For tomorrow, too", by="Dora", to="Zoe")
        waiting = Delivery.objects.filter(notice__kind="message", channel="push")
        assert {one.state for one in waiting} == {State.PLANNED}
        actions.note_read(house.actors["Ana"], ana, up_to=1)
    assert {(one.notice.participant_id == ana.id, one.state) for one in waiting.all()} == {
        (True, State.CANCELLED),
        (False, State.PLANNED),
    }


def test_where_nobody_cares_for_somebody_the_directors_hear(house: House) -> None:
    ana, dora = house.participants["Ana"], house.actors["Dora"]
    CareTeam = type(ana.care_team.get(staff=house.staff["Ben"]))
    from daybridge.core import guard

    with guard.writing():  # no action leaves somebody without a primary therapist; a colleague may leave the house
        CareTeam.objects.filter(participant=ana).update(until=clock.now())
    a_message(house, "Is anybody there?")
    assert Notice.objects.filter(kind="message-waiting", staff=house.staff["Dora"]).exists()
    assert [row.is_mine for row in queries.inbox(dora)] == [True]


# --- The list --------------------------------------------------------------------------------------------------------


def test_the_list_is_of_ones_own_people_and_the_queries_do_not_grow(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cast import a_participant

    def asked() -> tuple[int, list[queries.Row]]:
        with CaptureQueriesContext(connection) as seen:
            rows = queries.inbox(house.actors["Ben"])
        return len(seen), rows

    a_message(house)
    few, rows = asked()
    assert [row.participant.id for row in rows] == [house.participants["Ana"].id]
    for number in range(4):
        name = f"P{number}"
        one = a_participant(house, f"{name} Quill", therapist=house.staff["Ben"])
        actions.send_message(house.actors["Ben"], one, message_id=new_id(), words="Welcome", made_at=clock.now())
    many, rows = asked()
    assert len(rows) == 5 and rows[0].waits and not rows[1].waits
    assert many == few
    assert queries.inbox(house.actors["Cleo"]) == []


def test_the_longest_wait_stands_first_and_urgent_before_it(house: House) -> None:
    zoe: Any = house.participants["Zoe"]
    join_care_team(house.actors["Dora"], zoe, staff=house.staff["Ben"], role=TeamRole.MEMBER)
    with clock.at(clock.now() - timedelta(minutes=9)):
        a_message(house, "First", by="Zoe", to="Zoe")
    a_message(house, "Second")
    actions.hand_over(house.actors["Ben"], zoe, to=house.staff["Ben"])

    def order() -> list[UUID]:
        return [row.participant.id for row in queries.inbox(house.actors["Ben"])]

    assert order() == [zoe.id, house.participants["Ana"].id]
    actions.mark_urgent(house.actors["Ben"], the_message(a_message(house, "Third")))
    assert order() == [house.participants["Ana"].id, zoe.id]


def test_an_older_page_of_a_thread_says_that_there_is_more(house: House) -> None:
    first = a_message(house, "One")
    for words in ("Two", "Three"):
        a_message(house, words)
    a_message(house, "Uno", about=first.subject_id)
    told = queries.thread(house.participants["Ana"], reader=None, most=2)
    assert told.has_older and [one.words for one in told.messages] == ["Uno", "Three"]
    assert MessageStep.objects.count() == 0


def test_a_part_of_a_thread_stands_as_it_does_in_the_whole_and_reads_no_more_steps_than_it_needs(house: House) -> None:
    ana, ben, cora = house.participants["Ana"], house.actors["Ben"], house.actors["Cora"]
    first = the_message(a_message(house, "One"))
    actions.mark_urgent(ben, first)
    actions.note_read(ben, ana, up_to=1)
    join_care_team(house.actors["Dora"], ana, staff=house.staff["Cora"], role=TeamRole.MEMBER)
    actions.hand_over(ben, ana, to=house.staff["Cora"])
    a_message(house, "Two")
    a_message(house, "Three")
    actions.note_read(cora, ana, up_to=3)
    whole, part = thread(house), queries.thread(ana, reader=ben.who, most=1)
    assert part.messages == whole.messages[-1:] and (part.answers, part.waits) == (whole.answers, whole.waits)
    assert part.answers and part.answers.staff_id == house.staff["Cora"].id and part.unread == 1
    assert {(one.what, one.up_to) for one in threads._steps(ana.id, since=3)} == {
        ("urgent", 1), ("handed_over", 1), ("read", 3),
    }  # fmt: skip
