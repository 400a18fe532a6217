"""Who shares with whom in the play: Ana with her sister, and with two people no longer; a few others with somebody of theirs."""

from collections.abc import Sequence
from datetime import timedelta

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.demo import answering, texts
from daybridge.demo.lives import Life
from daybridge.demo.people import SISTER
from daybridge.demo.stage import PASSWORD, Stage, chance_of, sign_up
from daybridge.people import actions as people
from daybridge.people import queries as who
from daybridge.people.models import Supporter
from daybridge.privacy import actions as privacy
from daybridge.privacy import queries as privacy_queries
from daybridge.privacy.rules import Part
from daybridge.programs.families import queries as families
from daybridge.programs.families.actions import answer_date, ask_to_group
from daybridge.safety.concerns.actions import report_concern
from daybridge.safety.concerns.rules import Danger
from daybridge.safety.plan.actions import say_how_to_help

_FOR_SISTER = (
    Part.HOW_I_AM, Part.SAFETY_PLAN, Part.THEIR_PART, Part.WARNING_SIGNS, Part.WHO_TO_CALL, Part.ABOUT_USE,
)  # fmt: skip
_WORRIED_DAYS_AGO = 4
_LOOKS_AFTER_DAYS = (1, 3, 4, 9, 16, 22, 29)


def arrange(stage: Stage, life: Life) -> None:
    """Enter when somebody who has just arrived asks the people they want to share with."""
    now, (name, relation, _) = clock.now(), life.person.supporter
    if life.number == 0:
        stage.agenda.enter(now + timedelta(days=5, hours=9), _with_sister, stage, life, relation)
        stage.agenda.enter(now + timedelta(days=6, hours=2), _with_friend, stage, life)
        stage.agenda.enter(now + timedelta(days=8, hours=8), _with_colleague, stage, life)
    elif life.number % 6 == 1:
        days = chance_of("sharing", life.number).randint(4, 12)
        address = f"{life.person.email.split('@')[0]}.family@demo.example"
        told = (name, relation, address)
        stage.agenda.enter(now + timedelta(days=days, hours=3), _with_family, stage, life, told)


def _with_sister(stage: Stage, life: Life, relation: str) -> None:
    """Luz, whose sign-in the demo shows: she knows what care is about, and how she can help."""
    told = (SISTER.name, relation, SISTER.email)
    supporter, luz = _share(stage, life, told, _FOR_SISTER, days=180, password=PASSWORD)
    assert life.actor
    say_how_to_help(
        life.actor, supporter, told="Call me in the evening\nWalk the dog with me\nDon't ask why. Just stay"
    )
    evening = stage.local(stage.days - _WORRIED_DAYS_AGO, 17.5)
    if evening > clock.now():
        stage.agenda.enter(evening, _is_worried, stage, supporter, luz)
    stage.agenda.enter(clock.now() + timedelta(days=7), _to_family_group, stage, life, supporter, luz)


def _is_worried(stage: Stage, supporter: Supporter, luz: Actor) -> None:
    """Luz tells the care team of her worry; whoever gets the alert reads it, and calls Ana."""
    report_concern(luz, supporter, concern_id=new_id(), words=texts.CONCERN, danger=Danger.NOT_SURE)
    answering.arrange(stage)


def _to_family_group(stage: Stage, life: Life, supporter: Supporter, luz: Actor) -> None:
    """Ben asks whether Luz may come; Ana says yes the next day, and Luz comes whenever she looks."""
    groups = families.groups_for(supporter.participant_id)
    if groups:
        ask_to_group(stage.actor_named(life.therapist), supporter, group=groups[0])
        stage.agenda.enter(clock.now() + timedelta(days=1, hours=2), _agree, life, supporter)
        for days in range(2, stage.days, 7):
            stage.agenda.enter(clock.now() + timedelta(days=days, hours=4), _comes, supporter, luz)


def _agree(life: Life, supporter: Supporter) -> None:
    assert life.actor
    until = clock.today(life.person.zone) + timedelta(days=180)
    privacy.share(life.actor, supporter, parts=(*_FOR_SISTER, Part.FAMILY_GROUPS), until=until, has_read=True)


def _comes(supporter: Supporter, luz: Actor) -> None:
    """To the next two dates that she has said nothing of."""
    ahead = [one for one in families.dates_for(supporter) if one.is_coming is None and not one.is_off]
    for one in ahead[:2]:
        invitation, occurrence = families.asked_to(luz, supporter.id, one.occurrence_id)
        answer_date(luz, invitation, occurrence=occurrence, is_coming=True)


def _with_friend(stage: Stage, life: Life) -> None:
    """For two weeks, which are over."""
    _share(stage, life, ("Sam", "friend", "sam@demo.example"), (Part.PROGRESS,), days=14)


def _with_colleague(stage: Stage, life: Life) -> None:
    """Ana thought better of it after ten days."""
    supporter, _ = _share(
        stage, life, ("Nell", "colleague", "nell@demo.example"), (Part.HOW_I_AM, Part.PROGRESS), days=90
    )
    stage.agenda.enter(clock.now() + timedelta(days=10), _stop, life, supporter)


def _with_family(stage: Stage, life: Life, told: tuple[str, str, str]) -> None:
    _share(stage, life, told, (Part.HOW_I_AM, Part.WHO_TO_CALL), days=90)


def _share(
    stage: Stage,
    life: Life,
    told: tuple[str, str, str],
    parts: Sequence[Part],
    *,
    days: int,
    password: str | None = None,
) -> tuple[Supporter, Actor]:
    """Add somebody, choose what they see, and have them join; they look at it on some evenings."""
    assert life.actor and life.participant
    name, relation, email = told
    added = people.add_supporter(life.actor, life.participant, name=name, relation=relation, email=email)
    supporter = who.own_supporter(life.actor, added.subject_id)
    until = clock.today(life.person.zone) + timedelta(days=days)
    privacy.share(life.actor, supporter, parts=parts, until=until, has_read=True)
    actor = sign_up(stage, life.actor, supporter, password)
    for after in _LOOKS_AFTER_DAYS:
        part = parts[after % len(parts)]
        moment = clock.now() + timedelta(days=after, hours=chance_of("shared", email, after).uniform(0, 3))
        stage.agenda.enter(moment, _look, actor, supporter, part)
    return supporter, actor


def _look(actor: Actor, supporter: Supporter, part: Part) -> None:
    """They look, if it is still shared."""
    if any(one.part == part and one.supporter_id == supporter.id for one in privacy_queries.shared_with(actor)):
        privacy.open_shared(actor, supporter.id, part)


def _stop(life: Life, supporter: Supporter) -> None:
    assert life.actor
    privacy.stop_sharing(life.actor, supporter)
