"""Peer spaces in the play: three of them, people who opt in under chosen names, a report that was handled and one that waits."""

from datetime import timedelta
from random import Random

from django.utils.translation import override

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.meeting_texts import ANSWERED, ANSWERS, HIDDEN, POSTS, QUESTIONS, REPLIES, TOO_MUCH, UNKIND
from daybridge.demo.people import DIRECTOR, PEER
from daybridge.demo.stage import Stage, chance_of
from daybridge.peers import actions, queries
from daybridge.peers.actions import Settings, Words
from daybridge.peers.models import PeerMember, PeerPost, PeerSpace
from daybridge.peers.rules import AVATARS, WORDING, Deed, Encouragement, Kind, Reaction
from daybridge.programs.rules import Focus

_FIRST, _WORDS = (
    ("Blue", "Quiet", "Early", "Paper", "Copper", "Slow", "Little", "Silver", "Plain", "Warm", "Odd", "Tall"),
    ("Kettle", "Lantern", "Button", "Pebble", "Compass", "Teapot", "Anchor", "Ladder"),
)
_OPTS_IN, _WRITES, _ANSWERS = 0.7, 0.07, 0.4
_SPACES = (
    (
        Focus.DUAL_DIAGNOSIS,
        Settings(
            name="Evenings", name_es="Las noches", about="For the hours after group.",
            about_es="Para las horas después del grupo.", alumni_may_stay=True,
        ),
    ),
    (
        Focus.MENTAL_HEALTH,
        Settings(
            name="Mornings", name_es="Las mañanas", about="How the day begins.", about_es="Cómo empieza el día.",
            is_premoderated=True, look_hours=12,
        ),
    ),
    (
        Focus.DUAL_DIAGNOSIS,
        Settings(
            name="Weekends", name_es="Fines de semana", about="Two long days, in company.",
            about_es="Dos días largos, en compañía.", slow_minutes=10,
        ),
    ),
)  # fmt: skip


def open_spaces(stage: Stage) -> None:
    """The director opens three spaces; the peer specialist and a therapist look after them."""
    dora = stage.actor_named(DIRECTOR)
    readers = [stage.staff[PEER], stage.staff["Ben Okafor"]]
    for focus, settings in _SPACES:
        program = stage.programs[focus]
        opened = actions.open_space(dora, program, space_id=new_id(), settings=settings, moderators=readers)
        if settings.name == "Evenings":
            space = queries.moderated_space(dora, opened.subject_id)
            actions.write_rules(
                dora, space, words="Nothing about other people's families.", words_es="Nada sobre familias de otros."
            )


def arrange(stage: Stage, life: Life) -> None:
    """Most opt in some days after they came; Ana always does."""
    chance = chance_of("peers", life.number)
    if life.number == 0 or chance.random() < _OPTS_IN:
        stage.agenda.enter(clock.now() + timedelta(days=chance.choice((2, 3, 4)), hours=3), _join, stage, life)


def _join(stage: Stage, life: Life) -> None:
    if not life.actor:
        return
    name = f"{_FIRST[life.number % 12]} {_WORDS[life.number // 12 % 8]}"
    for card in queries.spaces_for(life.actor.who):
        space = queries.space_for(life.actor, card.id)
        if card.is_member or (space.name == "Weekends" and (life.number == 0 or life.number % 3)):
            continue
        actions.join_space(
            life.actor, space, member_id=new_id(), name=name, avatar=AVATARS[life.number % len(AVATARS)],
            agreed_to=(WORDING, space.rules_number),
        )  # fmt: skip


def plan_day(stage: Stage, lives: list[Life], day: int) -> None:
    """A few write on a day; on Mondays the peer specialist opens a circle; near the end something is reported, and something asked."""
    for life in lives:
        if not life.number and day > stage.days - 3:
            continue  # Ana reads: what is new there is of others
        chance = chance_of("peer words", life.number, day)
        if (lived := life.on(day)) and lived.entries and chance.random() < _WRITES:
            stage.agenda.enter(
                stage.local(day, life.hour, life.person.zone) + timedelta(minutes=20),
                _write,
                stage,
                lives,
                life,
                chance,
            )
    if stage.local(day, 9).weekday() == 0:
        stage.agenda.enter(stage.local(day, 9.5), _open_circles, stage, lives, day)
    if day == stage.days - 9:
        stage.agenda.enter(stage.local(day, 18), _report_and_hide, stage, lives)
        stage.agenda.enter(stage.local(day, 19), _ask, stage, lives, 0)
    if day == stage.days - 1:
        stage.agenda.enter(stage.local(day, 19.5), _ask, stage, lives, 1)
        stage.agenda.enter(stage.local(day, 20), _leave_waiting, stage, lives)


def _here(lives: list[Life], name: str = "Evenings") -> list[tuple[Life, PeerMember]]:
    """Who is in a space now, Ana last."""
    found = []
    for life in lives:
        for member in queries.memberships_of(life.actor.who) if life.actor else ():
            if member.space.name == name and queries.may_stay(member) and life.number:
                found.append((life, member))
    return found


def _put_up(life: Life, space: PeerSpace, said: str, **more: object) -> PeerPost:
    assert life.actor
    made = actions.write(life.actor, space, post_id=new_id(), words=Words(said=said, **more))  # type: ignore[arg-type]
    return PeerPost.objects.select_related("space", "member").get(id=made.subject_id)


def _write(stage: Stage, lives: list[Life], life: Life, chance: Random) -> None:
    """A post in one of their spaces; where staff read first, they let it through; then peers answer."""
    mine = [one for one in queries.memberships_of(life.actor.who) if queries.may_stay(one)] if life.actor else []
    if not mine:
        return
    space = chance.choice(mine).space
    made = _put_up(life, space, chance.choice(POSTS[life.person.language]))
    if space.is_premoderated:
        actions.move_post(stage.actor_named(PEER), made, deed=Deed.RELEASE)
    others = [one for one, _ in _here(lives, space.name) if one is not life]
    for other in chance.sample(others, min(len(others), chance.randint(0, 3))):
        after = timedelta(minutes=chance.randint(8, 180))
        stage.agenda.enter(clock.now() + after, _answer, stage, other, made, chance.random())


def _answer(stage: Stage, life: Life, made: PeerPost, draw: float) -> None:
    """A sign, a kind word, or a reply."""
    if (
        life.actor is None
        or not (mine := queries.member_of(life.actor.who, made.space_id))
        or not queries.may_stay(mine)
    ):
        return
    chance = chance_of("peer answer", life.number, draw)
    if draw < 0.5:
        actions.react(life.actor, made, kind=chance.choice(list(Reaction)))
    elif draw < 0.65:
        actions.encourage(life.actor, made, reply_id=new_id(), ready=chance.choice(list(Encouragement)))
    else:
        reply = _put_up(life, made.space, chance.choice(REPLIES[life.person.language]), kind=Kind.REPLY, parent=made)
        if made.space.is_premoderated:
            actions.move_post(stage.actor_named(PEER), reply, deed=Deed.RELEASE)


def _open_circles(stage: Stage, lives: list[Life], day: int) -> None:
    lena = stage.actor_named(PEER)
    for one in queries.looked_after(lena):
        if one.space.is_premoderated:
            continue
        with override("en"):
            opened = actions.open_circle(
                lena, one.space, round_id=new_id(), asks="How are you arriving today?", asks_es="¿Cómo llega hoy?",
                hours=36,
            )  # fmt: skip
        circle = queries.circle(one.space.id, opened.subject_id)
        for life, _member in _here(lives, one.space.name):
            chance = chance_of("circle", life.number, day)
            if chance.random() < _ANSWERS:
                after = timedelta(minutes=chance.randint(5, 400))
                said = Words(said=chance.choice(ANSWERS[life.person.language]), kind=Kind.ANSWER, round=circle)
                stage.agenda.enter(clock.now() + after, _say, life, one.space, said)


def _say(life: Life, space: PeerSpace, said: Words) -> None:
    if (
        life.actor
        and (mine := queries.member_of(life.actor.who, space.id))
        and queries.may_stay(mine)
        and not _is_slow(mine)
    ):
        actions.write(life.actor, space, post_id=new_id(), words=said)


def _is_slow(mine: PeerMember) -> bool:
    """Whether they wrote in this very hour, where a space goes slowly."""
    since = clock.now() - timedelta(hours=1)
    return bool(mine.space.slow_minutes) and PeerPost.objects.filter(member=mine, at__gt=since).exists()


def _report_and_hide(stage: Stage, lives: list[Life]) -> None:
    """Somebody tells too much of a slip; a peer reports it; the peer specialist hides it with a kind word."""
    if len(here := _here(lives)) < 2:
        return
    (writer, _), (reader, _) = here[:2]
    made = _put_up(writer, here[0][1].space, TOO_MUCH)
    assert reader.actor
    actions.report_post(reader.actor, made, report_id=new_id(), why="trigger", words="It made me want to")
    stage.agenda.enter(clock.now() + timedelta(hours=1, minutes=10), _hide, stage, made)


def _hide(stage: Stage, made: PeerPost) -> None:
    actions.move_post(stage.actor_named(PEER), made, deed=Deed.HIDE, reason=HIDDEN)


def _ask(stage: Stage, lives: list[Life], number: int) -> None:
    """A question without a name; the first is answered in the next session."""
    if not (here := _here(lives)):
        return
    asker, member = here[-1 - number % len(here)]
    made = _put_up(asker, member.space, QUESTIONS[number], kind=Kind.QUESTION, is_unnamed=True)
    if number == 0:
        stage.agenda.enter(clock.now() + timedelta(days=1), _answered, stage, made)


def _answered(stage: Stage, made: PeerPost) -> None:
    actions.answer_question(stage.actor_named(PEER), made, words=ANSWERED)


def _leave_waiting(stage: Stage, lives: list[Life]) -> None:
    """What a moderator finds in the queue: a post that a peer reported, and one that waits for its first look."""
    here = _here(lives)
    if len(here) >= 3:
        made = _put_up(here[-2][0], here[-2][1].space, UNKIND)
        reader = here[-3][0].actor
        assert reader
        actions.report_post(reader, made, report_id=new_id(), why="unkind")
    if mornings := _here(lives, "Mornings"):
        life, member = mornings[0]
        _put_up(life, member.space, POSTS[life.person.language][0])
