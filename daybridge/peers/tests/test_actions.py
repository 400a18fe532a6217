"""Peer spaces over the product's own deeds: joining, writing, keeping away, reporting, moderating."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from daybridge.core import clock, guard, tenancy
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, Refused, TooMany
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.peers import actions, queries
from daybridge.peers.actions import Settings, Words
from daybridge.peers.models import PeerConcern, PeerMember, PeerModeration, PeerPost, PeerReport, PeerSpace, PeerStep
from daybridge.peers.rules import MOST_AN_HOUR, WORDING, Deed, Kind, State, Why
from daybridge.peers.tests.deeds import (
    a_peer,
    a_space,
    a_space_of_two,
    fresh,
    joins,
    member,
    post,
    posts,
    replies,
    seen,
)
from daybridge.programs.actions import discharge
from daybridge.programs.rules import EndReason
from daybridge.safety.actions import close_alert, take_alert
from daybridge.safety.models import Alert
from daybridge.safety.queries import causes
from tests.cast import House, a_group, a_pair, episode_of, make_house
from tests.waiting import until_somebody_waits


@pytest.fixture
def space(house: House):  # type: ignore[no-untyped-def]
    return a_space_of_two(house)


# --- Opening -----------------------------------------------------------------------------------------------------------


def test_a_space_is_opened_once_and_somebody_looks_after_it(house: House) -> None:
    dora, program, space_id = house.actors["Dora"], house.programs["Dual diagnosis"], new_id()
    said = {"space_id": space_id, "settings": Settings(name="Mornings"), "moderators": [house.staff["Ben"]]}
    assert not actions.open_space(dora, program, **said).repeated and actions.open_space(dora, program, **said).repeated
    with pytest.raises(IdTaken):
        actions.open_space(dora, house.programs["Adult day"], **said)
    for wrong in ({"moderators": []}, {"moderators": [house.staff["Dev"]]}, {"settings": Settings(name=" ")}):
        with pytest.raises(Invalid):
            actions.open_space(dora, program, **(said | {"space_id": new_id()} | wrong))
    for settings in (Settings(name="Mornings"), Settings(name="a" * 61), Settings(name="B", slow_minutes=1441),
                     Settings(name="B", look_hours=0)):  # fmt: skip
        with pytest.raises(Invalid):
            actions.open_space(dora, program, **(said | {"space_id": new_id(), "settings": settings}))
    with pytest.raises(Refused):
        actions.open_space(house.actors["Ben"], program, **(said | {"space_id": new_id()}))


def test_who_looks_after_it_may_change_and_a_closed_space_is_read_only(house: House, space) -> None:  # type: ignore[no-untyped-def]
    dora, pia = house.actors["Dora"], house.actors["Pia"]
    actions.change_space(dora, space, settings=Settings(name="Nights", slow_minutes=5), moderators=[house.staff["Ben"]])
    assert fresh(space).slow_minutes == 5 and queries.moderators_of(space) == [house.staff["Ben"]]
    with pytest.raises(Refused):
        actions.move_post(pia, posts(house, space), deed=Deed.HIDE, reason="x")
    assert not actions.close_space(dora, space).repeated and actions.close_space(dora, space).repeated
    with pytest.raises(Conflict):
        posts(house, space, said="Later")
    with pytest.raises(Conflict):
        actions.change_space(dora, space, settings=Settings(name="X"), moderators=[house.staff["Ben"]])
    assert seen(house, space, "Noa")


# --- Joining -----------------------------------------------------------------------------------------------------------


def test_joining_needs_a_yes_to_the_rules_that_hold_and_is_done_once(house: House) -> None:
    space, ana, member_id = a_space(house), house.actors["Ana"], new_id()
    actions.write_rules(house.actors["Dora"], space, words="No films.")
    said = {"member_id": member_id, "name": "Fern", "avatar": "leaf"}
    for agreed in (None, (WORDING, 0), (0, 1)):
        with pytest.raises(Invalid) as refused:
            actions.join_space(ana, space, **said, agreed_to=agreed)
        assert "agreed" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        actions.join_space(ana, space, **(said | {"avatar": "selfie"}), agreed_to=(WORDING, 1))
    assert "avatar" in refused.value.fields
    assert not actions.join_space(ana, space, **said, agreed_to=(WORDING, 1)).repeated
    assert actions.join_space(ana, space, **said, agreed_to=(WORDING, 1)).repeated
    with pytest.raises(Conflict):
        actions.join_space(ana, space, **(said | {"member_id": new_id()}), agreed_to=(WORDING, 1))
    [step] = PeerStep.objects.all()
    assert (step.step, step.wording, step.rules_number) == ("joined", WORDING, 1)


@pytest.mark.parametrize("name", ["Ana", "rivera", "KITE", "Pia", "Noa Stern", "Moderator", "Call 555-0177", "a@b.cc"])
def test_a_chosen_name_is_nobodys_own_and_nobody_elses(house: House, name: str) -> None:
    space = a_space(house)
    a_peer(house, "Noa Stern")
    joins(house, space, "Noa", "Kite", "sun")
    with pytest.raises(Invalid) as refused:
        joins(house, space, "Ana", name)
    assert "name" in refused.value.fields


def test_whether_a_whole_name_is_a_peers_or_a_name_is_taken_is_said_alike(house: House) -> None:
    space = a_space(house)
    a_peer(house, "Noa Stern")
    joins(house, space, "Noa", "Kite", "sun")
    said = set()
    for name in ("Noa Stern", "Kite", "Pia Lund"):
        with pytest.raises(Invalid) as refused:
            joins(house, space, "Ana", name)
        said.add(refused.value.fields["name"])
    assert len(said) == 1


def test_only_people_of_the_program_join(house: House) -> None:
    space = a_space(house)
    with pytest.raises(Refused):
        joins(house, space, "Zoe", "Kite")
    with pytest.raises(NotYours):
        queries.space_for(house.actors["Zoe"], space.id)


def test_changed_rules_are_agreed_to_before_writing_again(house: House, space) -> None:  # type: ignore[no-untyped-def]
    actions.write_rules(house.actors["Dora"], space, words="No films.", words_es="Sin videos.")
    assert actions.write_rules(house.actors["Dora"], space, words="No films.", words_es="Sin videos.").repeated
    with pytest.raises(Conflict):
        posts(house, space)
    ana, mine = house.actors["Ana"], queries.membership(house.actors["Ana"], space.id)
    assert seen(house, space, "Ana") == []
    with pytest.raises(Invalid):
        actions.agree_to_rules(ana, mine, agreed_to=(WORDING, 0))
    assert not actions.agree_to_rules(ana, mine, agreed_to=(WORDING, 1)).repeated
    assert actions.agree_to_rules(ana, mine, agreed_to=(WORDING, 1)).repeated
    posts(house, space)


def test_whoever_left_is_somebody_who_left_and_comes_back_as_another(house: House, space) -> None:  # type: ignore[no-untyped-def]
    first = posts(house, space)
    mine = queries.membership(house.actors["Ana"], space.id)
    assert not actions.leave_space(house.actors["Ana"], mine).repeated
    [shown] = queries.feed(queries.membership(house.actors["Noa"], space.id)).posts
    assert (shown.voice.key, shown.voice.name, shown.words) == (None, "Somebody who left", first.words)
    with pytest.raises(NotYours):
        queries.membership(house.actors["Ana"], space.id)
    with pytest.raises(Refused):
        posts(house, space)
    with pytest.raises(Invalid):
        a_peer(house, "Uma Reed")
        joins(house, space, "Uma", "Fern")  # nobody steps into another's name
    again = joins(house, space, "Ana", "Fern", "moon")
    assert again.id != mine.id and post(first).member_id == mine.id
    [shown] = queries.feed(queries.membership(house.actors["Noa"], space.id)).posts
    assert shown.voice.name == "Somebody who left"


def test_a_discharge_ends_a_membership_unless_alumni_may_stay(house: House, space) -> None:  # type: ignore[no-untyped-def]
    other = a_space(house, name="Alumni too", alumni_may_stay=True)
    joins(house, other)
    discharge(
        house.actors["Ben"],
        episode_of(house.participants["Ana"]),
        reason=EndReason.COMPLETED,
        ended_on=clock.today("America/Chicago"),
    )
    ana = house.actors["Ana"]
    with pytest.raises(NotYours):
        queries.membership(ana, space.id)
    assert queries.membership(ana, other.id) and posts(house, other)
    assert [one.id for one in queries.spaces_for(ana.who)] == [other.id]
    steps = PeerStep.objects.filter(member__space=space, member__participant=house.participants["Ana"]).values_list(
        "step", flat=True
    )
    assert sorted(steps) == ["ended", "joined"]  # both at one moment of the frozen clock
    with pytest.raises(Refused):
        joins(house, space)


# --- Writing -----------------------------------------------------------------------------------------------------------


def test_the_same_id_is_the_same_post_and_anothers_id_is_refused(house: House, space) -> None:  # type: ignore[no-untyped-def]
    ana, post_id = house.actors["Ana"], new_id()
    assert not actions.write(ana, space, post_id=post_id, words=Words(said="Once")).repeated
    assert actions.write(ana, space, post_id=post_id, words=Words(said=" Once ")).repeated
    with pytest.raises(IdTaken):
        actions.write(ana, space, post_id=post_id, words=Words(said="Twice"))
    with pytest.raises(IdTaken):
        actions.write(house.actors["Noa"], space, post_id=post_id, words=Words(said="Mine now"))
    assert seen(house, space, "Noa") == ["Once"]


@pytest.mark.parametrize("said", ["", " \u200b\x00 ", "call 555-0177", "I am Ana Rivera", "x" * 1001])
def test_words_that_tell_who_one_is_are_not_put_up(house: House, space, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid) as refused:
        posts(house, space, said=said)
    assert "said" in refused.value.fields and not PeerPost.objects.exists()


def test_a_post_that_names_another_is_held_and_its_writer_is_not_told(house: House, space) -> None:  # type: ignore[no-untyped-def]
    held = posts(house, space, said="Thanks to Stern, Noa for the ride")
    assert held.state == State.WAITING and PeerConcern.objects.get().why == Why.NAMES
    assert seen(house, space, "Noa") == []
    [shown] = queries.feed(queries.membership(house.actors["Ana"], space.id)).posts
    assert shown.state == "" and shown.words == held.words
    number = house.participants["Noa"].record_number
    assert posts(house, space, said=f"who is {number}").state == State.WAITING
    with pytest.raises(NotYours):
        queries.post_in(house.actors["Noa"], space.id, held.id)


def test_every_post_waits_where_staff_read_first(house: House) -> None:
    space = a_space(house, is_premoderated=True)
    a_peer(house, "Noa Stern")
    joins(house, space), joins(house, space, "Noa", "Kite", "sun")
    waits = posts(house, space)
    assert queries.feed(queries.membership(house.actors["Ana"], space.id)).posts[0].state == "waiting"
    assert seen(house, space, "Noa") == []
    actions.move_post(house.actors["Pia"], waits, deed=Deed.RELEASE)
    assert actions.move_post(house.actors["Pia"], waits, deed=Deed.RELEASE).repeated
    assert seen(house, space, "Noa") == [waits.words] and not PeerConcern.objects.filter(settled_at=None).exists()


def test_slow_mode_and_a_flood_are_stopped_in_words(house: House, space) -> None:  # type: ignore[no-untyped-def]
    for number in range(MOST_AN_HOUR):
        posts(house, space, said=f"Word {number}")
    with pytest.raises(TooMany):
        posts(house, space)
    slow = a_space(house, name="Slow", slow_minutes=10)
    joins(house, slow)
    posts(house, slow)
    with pytest.raises(TooMany) as refused:
        posts(house, slow)
    assert "Your words are still here" in refused.value.words
    with clock.at(clock.now() + timedelta(minutes=10)):
        posts(house, slow)


def test_replies_stand_under_their_post_and_not_under_anothers_space(house: House, space) -> None:  # type: ignore[no-untyped-def]
    top = posts(house, space)
    first = replies(house, top, "Noa", "I know that.")
    second = replies(house, first, "Ana", "Thank you")
    assert post(second).parent == top.id and seen(house, space, "Noa") == [top.words, "I know that.", "Thank you"]
    other = a_space(house, name="Other")
    joins(house, other)
    with pytest.raises(NotYours):
        posts(house, other, said="Across", kind=Kind.REPLY, parent=top)
    with pytest.raises(DatabaseError), transaction.atomic():
        posts(house, space, said="Nothing above", kind=Kind.REPLY)


def test_words_never_change_not_even_by_a_slip(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made = posts(house, space)
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        PeerPost.objects.filter(id=made.id).update(words="Something else")
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        PeerModeration.objects.create(
            organization=house.organization, space=space, member=made.member, staff=house.staff["Pia"], deed="hide",
            reason="x",
        )  # fmt: skip
        PeerModeration.objects.update(reason="y")


def test_taking_back_hides_it_from_peers_and_keeps_it_in_the_record(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made = posts(house, space)
    replies(house, made, "Noa")
    with pytest.raises(Refused):
        actions.take_back(house.actors["Noa"], made)
    assert (
        not actions.take_back(house.actors["Ana"], made).repeated
        and actions.take_back(house.actors["Ana"], made).repeated
    )
    assert seen(house, space, "Noa") == [] and post(made).words == made.words


def test_one_sign_each_another_instead_or_none(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, noa = posts(house, space), house.actors["Noa"]

    def signs() -> list[tuple[str, str]]:
        [shown] = queries.feed(queries.membership(house.actors["Ana"], space.id)).posts
        return [(one.code, one.names) for one in shown.signs]

    assert not actions.react(noa, made, kind="thanks").repeated and actions.react(noa, made, kind="thanks").repeated
    assert signs() == [("thanks", "Kite")]
    actions.react(noa, made, kind="with-you")
    assert signs() == [("with-you", "Kite")]
    actions.react(noa, made, kind="")
    assert signs() == [] and actions.react(noa, made, kind="").repeated
    with pytest.raises(Invalid):
        actions.react(noa, made, kind="like")
    with pytest.raises(Conflict):
        actions.react(house.actors["Ana"], made, kind="thanks")


def test_a_kind_sentence_is_read_in_ones_own_language(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, reply_id = posts(house, space), new_id()
    assert not actions.encourage(house.actors["Noa"], made, reply_id=reply_id, ready="step").repeated
    assert actions.encourage(house.actors["Noa"], made, reply_id=reply_id, ready="step").repeated
    assert post(reply_id).words == "" and seen(house, space, "Ana")[1] == "One step is enough for today."
    with pytest.raises(Invalid):
        actions.encourage(house.actors["Noa"], made, reply_id=new_id(), ready="shout")


# --- A circle, a question ----------------------------------------------------------------------------------------------


def test_a_circle_takes_one_short_answer_each_until_it_closes(house: House, space) -> None:  # type: ignore[no-untyped-def]
    pia, round_id = house.actors["Pia"], new_id()
    actions.open_circle(pia, space, round_id=round_id, asks="How are you arriving?", hours=2)
    assert actions.open_circle(pia, space, round_id=round_id, asks="How are you arriving?", hours=2).repeated
    circle = queries.circle(space.id, round_id)
    posts(house, space, said="Tired, here", kind=Kind.ANSWER, round=circle)
    with pytest.raises(Conflict):
        posts(house, space, said="Once more", kind=Kind.ANSWER, round=circle)
    with pytest.raises(Invalid):
        posts(house, space, "Noa", "x" * 201, kind=Kind.ANSWER, round=circle)
    [shown] = queries.feed(queries.membership(house.actors["Noa"], space.id)).circles
    assert [one.words for one in shown.answers] == ["Tired, here"] and shown.is_open and not shown.has_answered
    assert seen(house, space, "Noa") == []
    with clock.at(clock.now() + timedelta(hours=3)):
        with pytest.raises(Conflict):
            posts(house, space, "Noa", "Late", kind=Kind.ANSWER, round=circle)
        [shown] = queries.feed(queries.membership(house.actors["Noa"], space.id)).circles
        assert not shown.is_open
    with clock.at(clock.now() + timedelta(days=6)):
        assert not queries.feed(queries.membership(house.actors["Noa"], space.id)).circles
    other = a_space(house, name="Other")
    with pytest.raises(NotYours):
        queries.circle(other.id, round_id)
    with pytest.raises(IdTaken):
        actions.open_circle(house.actors["Dora"], other, round_id=round_id, asks="x")
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.open_circle(pia, space, round_id=new_id(), asks="Again?", hours=2)
        with pytest.raises(Conflict):
            posts(house, space, "Noa", "To the first", kind=Kind.ANSWER, round=circle)
    for wrong in ({"asks": ""}, {"asks": "x" * 161}, {"asks": "x", "hours": 0}):
        with pytest.raises(Invalid):
            actions.open_circle(pia, space, round_id=new_id(), **wrong)


def test_a_question_without_a_name_has_none_and_is_answered_by_staff(house: House, space) -> None:  # type: ignore[no-untyped-def]
    asked = posts(house, space, said="What do I say at work?", kind=Kind.QUESTION, is_unnamed=True)
    [shown] = queries.feed(queries.membership(house.actors["Noa"], space.id)).posts
    assert shown.voice.key is None and shown.voice.name == "Somebody, without a name"
    assert not posts(house, space, said="A post is never without", is_unnamed=True).is_unnamed
    answer = actions.answer_question
    assert not answer(house.actors["Pia"], asked, words="We talked about it on Monday.").repeated
    assert answer(house.actors["Pia"], asked, words="We talked about it on Monday.").repeated
    shown = queries.feed(queries.membership(house.actors["Noa"], space.id)).posts[1]
    assert shown.answered_at and shown.answer == "We talked about it on Monday."
    with pytest.raises(Conflict):
        answer(house.actors["Pia"], posts(house, space, said="No question"), words="x")


# --- Keeping away ------------------------------------------------------------------------------------------------------


def test_a_block_is_felt_by_both_a_mute_by_one_and_neither_is_told(house: House, space) -> None:  # type: ignore[no-untyped-def]
    mine, theirs = posts(house, space), posts(house, space, "Noa", "Hello from me")
    ana, me = house.actors["Ana"], queries.membership(house.actors["Ana"], space.id)
    actions.keep_away(ana, me, other=theirs.member_id, is_block=False)
    assert seen(house, space, "Ana") == [mine.words] and len(seen(house, space, "Noa")) == 2
    actions.let_in(ana, me, other=theirs.member_id)
    assert actions.let_in(ana, me, other=theirs.member_id).repeated and len(seen(house, space, "Ana")) == 2
    told = actions.keep_away(ana, me, other=theirs.member_id, is_block=True)
    assert told.accounts == (house.participants["Ana"].account_id,)
    assert seen(house, space, "Ana") == [mine.words] and seen(house, space, "Noa") == ["Hello from me"]
    with pytest.raises(NotYours):
        actions.react(house.actors["Noa"], mine, kind="thanks")
    with pytest.raises(NotYours):
        replies(house, mine, "Noa")
    with pytest.raises(NotYours):
        actions.keep_away(ana, me, other=new_id(), is_block=True)
    with pytest.raises(NotYours):
        actions.keep_away(ana, me, other=me.id, is_block=True)


def test_a_block_outlives_leaving_and_coming_back(house: House, space) -> None:  # type: ignore[no-untyped-def]
    me, noa = queries.membership(house.actors["Ana"], space.id), queries.membership(house.actors["Noa"], space.id)
    actions.keep_away(house.actors["Ana"], me, other=noa.id, is_block=True)
    actions.leave_space(house.actors["Noa"], noa)
    joins(house, space, "Noa", "Wren", "bird")
    posts(house, space, "Noa", "Back again")
    assert seen(house, space, "Ana") == []


def test_whoever_comes_back_finds_whom_they_kept_away_and_can_let_them_in(house: House, space) -> None:  # type: ignore[no-untyped-def]
    ana, me = house.actors["Ana"], queries.membership(house.actors["Ana"], space.id)
    noa = queries.membership(house.actors["Noa"], space.id)
    for is_block in (False, True):
        actions.keep_away(ana, me, other=noa.id, is_block=is_block)
    actions.leave_space(ana, me)
    again = joins(house, space, "Ana", "Moss", "moon")
    posts(house, space, "Noa", "Still here")
    assert [(voice.name, is_block) for voice, is_block in queries.kept_away(again)] == [("Kite", True)]
    assert not actions.let_in(ana, again, other=noa.id).repeated
    assert queries.kept_away(again) == [] and seen(house, space, "Ana") == ["Still here"]


def test_what_a_moderator_lets_through_is_new_although_it_was_written_before(house: House) -> None:
    space = a_space(house, is_premoderated=True)
    a_peer(house, "Noa Stern")
    me = joins(house, space)
    joins(house, space, "Noa", "Kite", "sun")
    waiting = posts(house, space, "Noa", "News")
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.note_seen(house.actors["Ana"], me, at=clock.now())
        assert not queries.has_news(house.actors["Ana"].who)
    with clock.at(clock.now() + timedelta(minutes=10)):
        actions.move_post(house.actors["Pia"], waiting, deed=Deed.RELEASE)
        assert queries.has_news(house.actors["Ana"].who)


def test_people_who_must_not_meet_see_nothing_of_each_other_and_nobody_says_why(house: House, space) -> None:  # type: ignore[no-untyped-def]
    posts(house, space), posts(house, space, "Noa", "Hello from me")
    a_pair(house, house.participants["Ana"], house.participants["Noa"])
    assert len(seen(house, space, "Ana")) == 1 and seen(house, space, "Noa") == ["Hello from me"]
    assert not queries.has_news(house.actors["Ana"].who)


def test_what_is_new_is_what_a_peer_wrote_that_one_sees(house: House, space) -> None:  # type: ignore[no-untyped-def]
    ana = house.actors["Ana"]
    with clock.at(clock.now() + timedelta(minutes=1)):
        posts(house, space)
        assert not queries.has_news(ana.who)
        theirs = posts(house, space, "Noa", "News")
        assert queries.has_news(ana.who)
        me = queries.membership(ana, space.id)
        actions.note_seen(ana, me, at=clock.now())
        assert not queries.has_news(ana.who)
    with clock.at(clock.now() + timedelta(minutes=2)):
        posts(house, space, "Noa", "More")
        actions.keep_away(ana, me, other=theirs.member_id, is_block=False)
        assert not queries.has_news(ana.who)


# --- Reports and moderation --------------------------------------------------------------------------------------------


def test_a_report_stands_in_the_queue_with_a_clock_and_says_nobody(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, noa, report_id = posts(house, space), house.actors["Noa"], new_id()
    told = actions.report_post(noa, made, report_id=report_id, why="unkind", words="It hurt")
    assert not told.repeated and actions.report_post(noa, made, report_id=report_id, why="unkind").repeated
    with pytest.raises(Conflict):
        actions.report_post(noa, made, report_id=new_id(), why="other")
    with pytest.raises(Conflict):
        actions.report_post(house.actors["Ana"], made, report_id=new_id(), why="other")
    [row] = queries.queue(house.actors["Pia"])
    assert row.concern and row.concern.due_at == clock.now() + timedelta(hours=24) and row.reports[0].words == "It hurt"
    assert not Alert.objects.exists() and queries.queue(house.actors["Ben"]) == []
    for wrong in ({"why": "first_look"}, {"why": "x"}, {"why": "other", "words": "x" * 401}):
        with pytest.raises(Invalid):
            actions.report_post(noa, posts(house, space, said="Another"), report_id=new_id(), **wrong)


def test_worry_about_a_peer_reaches_their_team_at_once_and_not_who_was_worried(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made = posts(house, space, said="I do not want to wake up")
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="danger", words="Please look")
    alert = Alert.objects.get(participant=house.participants["Ana"])
    assert [one.kind for one in causes(alert)] == ["peer_worried"] and alert.owner == house.staff["Ben"]
    assert PeerConcern.objects.get().due_at == clock.now() + timedelta(hours=1)
    about_ana = AuditEntry.objects.filter(participant_id=house.participants["Ana"].id).values_list(
        "person_id", flat=True
    )
    assert house.actors["Noa"].who not in set(about_ana)
    [told] = queries.told_to_team(house.participants["Ana"])
    assert told.words == made.words and told.by == "" and told.reason == ""


def test_a_worry_after_the_alert_was_closed_raises_another(house: House, space: PeerSpace) -> None:
    a_peer(house, "Uma Reed")
    joins(house, space, "Uma", "Wren", "bird")
    made, ana = posts(house, space, said="I do not want to wake up"), house.participants["Ana"]
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="danger")
    alert = Alert.objects.get(participant=ana)
    take_alert(house.actors["Ben"], alert)
    close_alert(house.actors["Ben"], alert, outcome="no_need", note="We spoke.")
    with clock.at(clock.now() + timedelta(hours=3)):
        actions.report_post(house.actors["Uma"], made, report_id=new_id(), why="danger")
    assert Alert.objects.filter(participant=ana, closed_at=None).count() == 1


def test_a_post_that_waits_for_a_first_look_stays_in_the_queue_whatever_is_done_about_its_writer(house: House) -> None:
    space = a_space(house, moderator="Pia", is_premoderated=True)
    pia = house.actors["Pia"]
    made = posts(house, joins(house, space).space, said="Hello")
    actions.warn_member(pia, made.member, deed_id=new_id(), words="Please speak of yourself.", post=made)
    actions.escalate_post(pia, made, deed_id=new_id(), reason="Sounds hopeless")
    assert [row.post.id for row in queries.queue(pia)] == [made.id]
    actions.move_post(pia, made, deed=Deed.RELEASE, reason="Fine")
    assert queries.queue(pia) == []


def test_who_loses_their_place_in_the_group_loses_the_space_though_alumni_may_stay(house: House) -> None:
    space = a_space(house, moderator="Ben", alumni_may_stay=True)
    me = member(joins(house, space).id)
    assert queries.may_stay(me)
    with guard.writing():
        PeerSpace.objects.filter(id=space.id).update(group=a_group(house, "Another group"))
    assert not queries.may_stay(member(me.id)), "in the program, and not in its group"
    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    assert queries.may_stay(member(me.id))


def test_a_second_report_keeps_one_row_the_graver_reason_and_the_earlier_clock(house: House, space) -> None:  # type: ignore[no-untyped-def]
    a_peer(house, "Uma Reed")
    joins(house, space, "Uma", "Wren", "bird")
    made = posts(house, space)
    actions.report_post(house.actors["Uma"], made, report_id=new_id(), why="danger")
    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="unkind")
    concern = PeerConcern.objects.get()
    assert concern.why == Why.DANGER and concern.due_at == clock.now() + timedelta(hours=1)
    assert PeerReport.objects.count() == 2


def test_hiding_says_why_to_its_writer_alone_and_can_be_undone(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia = posts(house, space), house.actors["Pia"]
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="trigger")
    with pytest.raises(Invalid):
        actions.move_post(pia, made, deed=Deed.HIDE, reason=" ")
    actions.move_post(pia, made, deed=Deed.HIDE, reason="It tells how. Thank you for being here.")
    assert actions.move_post(pia, made, deed=Deed.HIDE, reason="again").repeated
    assert seen(house, space, "Noa") == [] and queries.queue(pia) == []
    [shown] = queries.feed(queries.membership(house.actors["Ana"], space.id)).posts
    assert shown.state == "hidden" and shown.hidden_why == "It tells how. Thank you for being here."
    actions.move_post(pia, made, deed=Deed.RESTORE, reason="Looked at again")
    assert seen(house, space, "Noa") == [made.words]
    assert [one.deed for one in PeerModeration.objects.order_by("at", "id")] == ["hide", "restore"]
    actions.take_back(house.actors["Ana"], made)
    with pytest.raises(Conflict):
        actions.move_post(pia, made, deed=Deed.RESTORE, reason="x")


def test_what_was_looked_at_may_stay_but_not_what_still_waits(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia = posts(house, space), house.actors["Pia"]
    actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="other")
    assert (
        not actions.leave_post(pia, made, reason="Fine").repeated
        and actions.leave_post(pia, made, reason="Fine").repeated
    )
    held = posts(house, space, said="Noa Stern was there")
    with pytest.raises(Conflict):
        actions.leave_post(pia, held, reason="Fine")


def test_a_pause_stops_writing_and_is_not_ended_by_leaving(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia = posts(house, space), house.actors["Pia"]
    actions.warn_member(pia, made.member, deed_id=new_id(), words="Please speak of yourself.", post=made)
    feed = queries.feed(queries.membership(house.actors["Ana"], space.id))
    assert feed.warned and feed.warned[0] == "Please speak of yourself." and feed.may_write
    assert queries.feed(queries.membership(house.actors["Noa"], space.id)).warned is None
    actions.pause_member(pia, made.member, deed_id=new_id(), days=3, reason="Twice now", post=made)
    with pytest.raises(Conflict):
        posts(house, space)
    with pytest.raises(Conflict):
        actions.react(house.actors["Ana"], posts(house, space, "Noa", "Hi"), kind="thanks")
    actions.leave_space(house.actors["Ana"], queries.membership(house.actors["Ana"], space.id))
    with clock.at(clock.now() + timedelta(minutes=1)):
        again = joins(house, space, "Ana", "Wren", "bird")
    with pytest.raises(Conflict):
        posts(house, space)
    actions.resume_member(pia, again, deed_id=new_id(), reason="We talked")
    posts(house, space)
    with clock.at(clock.now() + timedelta(minutes=1)):
        actions.leave_space(house.actors["Ana"], again)
        again = joins(house, space, "Ana", "Moss", "leaf")  # a pause that was ended does not come back
    posts(house, space)
    for days in (0, 31):
        with pytest.raises(Invalid):
            actions.pause_member(pia, member(again), deed_id=new_id(), days=days, reason="x")
    with pytest.raises(Conflict):
        actions.warn_member(pia, member(again), deed_id=new_id(), words="x", post=made)  # not theirs under this name


def test_who_is_unseen_is_read_by_who_is_kept_away_and_not_by_who_is_there(house: House, space) -> None:  # type: ignore[no-untyped-def]
    for who, name, avatar in (("Uma Reed", "Wren", "bird"), ("Lea Hart", "Moss", "leaf"), ("Kit Lowe", "Cloud", "sun")):
        a_peer(house, who)
        joins(house, space, who.split()[0], name, avatar)
    me = queries.membership(house.actors["Ana"], space.id)
    others = {name: queries.membership(house.actors[name], space.id) for name in ("Noa", "Uma", "Lea")}
    actions.keep_away(house.actors["Noa"], others["Noa"], other=others["Uma"].id, is_block=True)
    read: list[int] = []

    def counted(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        found = execute(sql, params, many, context)
        read.append(context["cursor"].rowcount)
        return found

    with connection.execute_wrapper(counted):
        assert queries.unseen_members(me) == frozenset()
    assert sum(read) == 1, "their own membership"
    actions.keep_away(house.actors["Ana"], me, other=others["Lea"].id, is_block=False)
    actions.keep_away(house.actors["Noa"], others["Noa"], other=me.id, is_block=True)
    actions.keep_away(house.actors["Uma"], others["Uma"], other=me.id, is_block=False)  # who is muted does not notice
    assert queries.unseen_members(me) == {others["Lea"].id, others["Noa"].id}


def test_what_a_care_team_was_told_of_is_read_newest_first_and_no_further_than_asked(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia, ana = posts(house, space), house.actors["Pia"], house.participants["Ana"]
    for number in range(3):
        with clock.at(clock.now() + timedelta(minutes=number)):
            actions.escalate_post(pia, made, deed_id=new_id(), reason=f"Worry {number}")
    with clock.at(clock.now() + timedelta(minutes=9)):
        actions.report_post(house.actors["Noa"], made, report_id=new_id(), why="danger")
    assert [one.reason for one in queries.told_to_team(ana, most=2)] == ["", "Worry 2"]
    assert [one.reason for one in queries.told_to_team(ana)] == ["", "Worry 2", "Worry 1", "Worry 0"]


def test_what_a_moderator_presses_twice_is_done_once(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia, ana = posts(house, space), house.actors["Pia"], house.participants["Ana"]
    word = {"deed_id": new_id(), "words": "Please speak of yourself.", "post": made}
    pause = {"deed_id": new_id(), "days": 3, "reason": "Twice now", "post": made}
    end, worry = {"deed_id": new_id(), "reason": "We talked"}, {"deed_id": new_id(), "reason": "Sounds hopeless"}
    for repeated in (False, True):
        assert actions.warn_member(pia, made.member, **word).repeated is repeated
        assert actions.pause_member(pia, made.member, **pause).repeated is repeated
        assert actions.resume_member(pia, made.member, **end).repeated is repeated
        assert actions.escalate_post(pia, made, **worry).repeated is repeated
    assert PeerModeration.objects.count() == 4 and member(made.member_id).paused_until is None
    assert len(causes(Alert.objects.get(participant=ana))[0].marks) == 1
    assert AuditEntry.objects.filter(deed="peers.MemberModerated").count() == 3
    with pytest.raises(IdTaken):
        actions.warn_member(pia, made.member, **(word | {"words": "And be kind."}))
    with pytest.raises(IdTaken):
        actions.pause_member(house.actors["Dora"], made.member, **pause)
    actions.warn_member(pia, made.member, **(word | {"deed_id": new_id()}))  # the same words again, meant
    assert PeerModeration.objects.count() == 5


def test_a_moderator_hands_on_in_one_step_without_learning_who_it_is(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia = posts(house, space, said="None of it matters"), house.actors["Pia"]
    actions.escalate_post(pia, made, deed_id=new_id(), reason="Sounds hopeless, three nights in a row")
    alert = Alert.objects.get(participant=house.participants["Ana"])
    assert [one.kind for one in causes(alert)] == ["moderator_worried"]
    assert not PeerModeration.objects.filter(deed="look_behind").exists()
    [told] = queries.told_to_team(house.participants["Ana"])
    assert told.reason == "Sounds hopeless, three nights in a row" and "Pia" in told.by


def test_a_moderator_who_hands_on_the_same_words_again_asks_for_somebody_again(house: House, space) -> None:  # type: ignore[no-untyped-def]
    made, pia = posts(house, space, said="None of it matters"), house.actors["Pia"]
    for reason in ("Sounds hopeless", "And now nobody has seen them since"):
        actions.escalate_post(pia, made, deed_id=new_id(), reason=reason)
    [cause] = causes(Alert.objects.get(participant=house.participants["Ana"]))
    assert len(cause.marks) == 2


def test_who_is_behind_a_name_is_learned_by_a_step_that_is_written_down(house: House, space) -> None:  # type: ignore[no-untyped-def]
    mine, pia = queries.membership(house.actors["Ana"], space.id), house.actors["Pia"]
    with pytest.raises(NotYours):
        queries.behind(pia, mine)
    with pytest.raises(Invalid):
        actions.look_behind_name(pia, mine, reason="")
    actions.look_behind_name(pia, mine, reason="To call her")
    assert queries.behind(pia, mine).participant_id == house.participants["Ana"].id
    with pytest.raises(NotYours):
        queries.behind(house.actors["Dora"], mine)  # who looked is who learns
    with pytest.raises(Refused):
        actions.look_behind_name(house.actors["Ben"], mine, reason="Her therapist, and no moderator")
    assert AuditEntry.objects.filter(
        deed="peers.NameLookedBehind", participant_id=house.participants["Ana"].id
    ).exists()


def test_members_are_never_two_of_one_name_in_the_database_either(house: House, space) -> None:  # type: ignore[no-untyped-def]
    mine = queries.membership(house.actors["Ana"], space.id)
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        PeerMember.objects.filter(id=mine.id).update(name_key="kite")


def test_two_who_report_a_post_at_the_same_moment_are_both_heard(really_commits: None) -> None:
    """Noa's worry comes in while Uma's report of the same post is being saved."""
    with transaction.atomic():
        house = make_house()
    with tenancy.inside(house.organization.id):
        space = a_space(house)
        for who, name, avatar in (("Noa Stern", "Kite", "sun"), ("Uma Reed", "Wren", "bird")):
            a_peer(house, who)
            joins(house, space, who.split()[0], name, avatar)
        joins(house, space)
        said = posts(house, space)
    failed: list[Exception] = []

    def worry() -> None:
        try:
            with tenancy.inside(house.organization.id):
                actions.report_post(house.actors["Noa"], said, report_id=new_id(), why="danger")
        except Exception as trouble:  # told in the test's own thread
            failed.append(trouble)
        connection.close()

    worrying = Thread(target=worry)
    with tenancy.inside(house.organization.id):
        actions.report_post(house.actors["Uma"], said, report_id=new_id(), why="unkind")
        worrying.start()
        until_somebody_waits()
    worrying.join(20)
    with tenancy.inside(house.organization.id):
        assert not failed and PeerReport.objects.count() == 2
        assert PeerConcern.objects.get().why == Why.DANGER and Alert.objects.count() == 1


def _both_at_once(house: House, deed: Callable[[], object]) -> list[Exception]:
    """A deed that is done twice in one moment: the second begins while the first is not saved. What came of the second."""
    failed: list[Exception] = []

    def second() -> None:
        try:
            with tenancy.inside(house.organization.id):
                deed()
        except Exception as trouble:  # told in the test's own thread
            failed.append(trouble)
        connection.close()

    running = Thread(target=second)
    with tenancy.inside(house.organization.id):
        deed()
        running.start()
        until_somebody_waits()
    running.join(20)
    return failed


def test_two_who_open_a_space_of_one_name_at_the_same_moment_open_one(really_commits: None) -> None:
    with transaction.atomic():
        house = make_house()
    dora, program = house.actors["Dora"], house.programs["Dual diagnosis"]
    said = {"settings": Settings(name="Mornings"), "moderators": [house.staff["Ben"]]}
    [told] = _both_at_once(house, lambda: actions.open_space(dora, program, space_id=new_id(), **said))
    assert isinstance(told, Invalid) and told.fields["name"] == "An open space of this program has this name."
    evenings, nights = new_id(), new_id()
    for space_id, name in ((evenings, "Evenings"), (nights, "Nights")):
        with tenancy.inside(house.organization.id):
            actions.open_space(dora, program, space_id=space_id, **(said | {"settings": Settings(name=name)}))
    renamed = iter((evenings, nights))
    said["settings"] = Settings(name="Noons")
    [told] = _both_at_once(house, lambda: actions.change_space(dora, fresh(next(renamed)), **said))
    assert isinstance(told, Invalid) and told.fields["name"]
    once = new_id()  # one press, sent twice
    said["settings"] = Settings(name="Once")
    assert not _both_at_once(house, lambda: actions.open_space(dora, program, space_id=once, **said))
    with tenancy.inside(house.organization.id):
        named = PeerSpace.objects.values_list("name", flat=True)
        assert sorted(named) == ["Mornings", "Nights", "Noons", "Once"]


def test_whoever_joins_twice_at_the_same_moment_is_in_once_and_two_never_take_one_name(really_commits: None) -> None:
    with transaction.atomic():
        house = make_house()
    with tenancy.inside(house.organization.id):
        space = a_space(house)
        a_peer(house, "Noa Stern")
    [told] = _both_at_once(house, lambda: joins(house, space))
    assert isinstance(told, Conflict) and str(told) == "You are in this space already."
    with tenancy.inside(house.organization.id):
        actions.leave_space(house.actors["Ana"], queries.membership(house.actors["Ana"], space.id))
    who = iter(("Ana", "Noa"))
    [told] = _both_at_once(house, lambda: joins(house, space, next(who), "Wren", "bird"))
    assert isinstance(told, Invalid) and told.fields["name"]
    with tenancy.inside(house.organization.id):
        assert PeerMember.objects.filter(left_at=None).count() == 1
