"""Rewards in the play: some of those who have both disorders take part, twice a week for eight weeks; most draw on their phone."""

from collections import Counter
from datetime import timedelta

from daybridge.contingency import actions, on_file, queries
from daybridge.contingency.models import Enrolment
from daybridge.contingency.rules import Deed, Evidence, EvidenceKind, Verdict
from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.people import DIRECTOR
from daybridge.demo.screening import is_screened
from daybridge.demo.stage import Stage, chance_of
from daybridge.programs.rules import Focus

PROTOCOL, BY_SCREENS, FUNDING = "fishbowl-twice-weekly", "stimulant-screens-twice-weekly", "samhsa-grant"
_EVERY_NTH, _OFFERED_AFTER_DAYS, _WEEKS = 10, 8, 8
_WORDS = ("heron", "blue kettle", "1987", "Marisol", "two pears", "harbor")
_GOODS = {
    "small": ("A notebook", "Tea", "A bus ticket"),
    "large": ("A gift box from the market",),
    "jumbo": ("A bicycle light and helmet",),
}
#: Near the end some prizes wait and some draws are open, so that no page is empty.
_QUIET_DAYS = 2


def set_up(stage: Stage) -> None:
    """The director signs the protocols off, switches rewards on, and counts the cabinet."""
    dora, program = stage.actor_named(DIRECTOR), stage.programs[Focus.DUAL_DIAGNOSIS]
    for code in (PROTOCOL, BY_SCREENS):
        digest = on_file.digest_of(on_file.protocols()[code])
        actions.sign_off_protocol(dora, stage.organization, code=code, digest=digest)
    actions.switch_rewards(dora, program, is_on=True)
    for prize, there in (("small", 120), ("large", 12), ("jumbo", 1)):
        actions.count_cabinet(dora, program, prize=prize, there=there)


def arrange(stage: Stage, life: Life) -> None:
    """After a first week their therapist offers it to every tenth, and by their screens to some who have them anyway."""
    is_tenth = life.number % _EVERY_NTH == 0
    if life.focus is Focus.DUAL_DIAGNOSIS and (is_tenth or is_screened(life)):
        moment = clock.now() + timedelta(days=_OFFERED_AFTER_DAYS)
        stage.agenda.enter(moment, _offer, stage, life, PROTOCOL if is_tenth else BY_SCREENS)


def _offer(stage: Stage, life: Life, protocol: str) -> None:
    if not (life.participant and life.actor and life.on(stage.day_of(clock.now()))):
        return
    therapist = stage.actor_named(life.therapist)
    made = actions.offer_rewards(
        therapist, life.participant, protocol=protocol, funding=FUNDING, weekdays=_days_of(life)
    )
    found = queries.enrolment(therapist, made.subject_id)
    actions.agree(life.actor, found, word=chance_of("word", life.number).choice(_WORDS))
    for week in range(_WEEKS):
        for evening in (1.3, 4.3):
            stage.agenda.enter(clock.now() + timedelta(days=7 * week + evening), _evening, stage, life, found)


def _days_of(life: Life) -> list[int]:
    """The two days on which they came most in their first week."""
    assert life.participant
    today = clock.today(life.person.zone)
    came = queries.attended(life.participant.id, since=today - timedelta(days=_OFFERED_AFTER_DAYS), until=today)
    often = [day for day, _count in Counter(one.weekday() for one in came).most_common(2)]
    return [*often, *(day for day in (0, 3, 1) if day not in often)][:2]


def _evening(stage: Stage, life: Life, found: Enrolment) -> None:
    """What is due is written down, what is earned is drawn, and most prizes are handed over."""
    day = stage.day_of(clock.now())
    if not life.on(day):
        return
    therapist, chance = stage.actor_named(life.therapist), chance_of("rewards", life.number, day)
    for on_day, verdict, session in queries.to_record(queries.standing(found)):
        evidence = Evidence(EvidenceKind.ATTENDANCE, Verdict(verdict), session)
        actions.record_target(therapist, found, target_id=new_id(), on_day=on_day, evidence=evidence)
    left = queries.standing(found).open_draws
    is_near_the_end = day > stage.days - _QUIET_DAYS
    for on_day, number in left[: 1 if is_near_the_end else None]:
        by = life.actor if chance.random() < 0.8 else therapist
        assert by
        actions.draw(by, found, on_day=on_day, number=number)
    waiting = [] if is_near_the_end else queries.standing(found).to_hand_over
    for one in waiting:
        if chance.random() < 0.8:
            actions.settle_prize(therapist, one, deed=Deed.HANDED_OVER, what=chance.choice(_GOODS[one.prize]))
