"""Drug screens in the play: for who works on substance use, one each week or so, read, talked over; and what a laboratory sends."""

from datetime import datetime, timedelta
from random import Random

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.ids import new_id
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.interop.hl7_receiving import receive
from daybridge.programs.rules import Focus
from daybridge.screens import actions, queries
from daybridge.screens.actions.ordering import Order
from daybridge.screens.actions.reading import Result
from daybridge.screens.models import Screen
from daybridge.screens.rules import Outcome, Specimen, State, book

_FIRST_AFTER_DAYS, _EVERY_DAYS, _MOST = 4, 11, 3
#: How many of the lives that have both disorders are screened, and how it goes with a screen.
_SCREENED, _COMES, _SAYS_BEFORE, _ODD = 0.35, 0.88, 0.3, 0.25
_REASONS = (
    "Asked for it: it helps to see it in writing",
    "Urges have been strong since the weekend",
    "Starting medicine for opioid use: we look together at how it goes",
)
_SAID = "It was once, after the argument on Saturday. Wanted to say it before it was found."
_AGREED = "A call on Friday evening, and the plan for weekends looked at together."


def arrange(stage: Stage, life: Life) -> None:
    """Some screens of somebody, spread over the first weeks; the first person on the list always has them."""
    if not is_screened(life):
        return
    for number in range(_MOST):
        after = timedelta(days=_FIRST_AFTER_DAYS + number * _EVERY_DAYS)
        stage.agenda.enter(clock.now() + after, _one, stage, life, number)


def is_screened(life: Life) -> bool:
    return life.focus is Focus.DUAL_DIAGNOSIS and (
        life.number <= 4 or chance_of("screens", life.number).random() <= _SCREENED
    )


def _one(stage: Stage, life: Life, number: int) -> None:
    """Ordered in the morning, given or not, read the same day; a talk some days later, for most."""
    if not life.participant or not life.on(stage.day_of(clock.now())):
        return
    chance, therapist = chance_of("screen", life.number, number), stage.actor_named(life.therapist)
    screen_id, opens_at = new_id(), clock.now() + timedelta(minutes=30)
    actions.order_screen(
        therapist, life.participant, screen_id=screen_id, opens_at=opens_at, closes_at=opens_at + timedelta(hours=7),
        order=Order(panel=chance.choice(("usual", "opioids")), reason=chance.choice(_REASONS), where="Front desk"),
    )  # fmt: skip
    screen = queries.screen(therapist, screen_id)
    actions.announce_screen(Actor.system(stage.organization.id, "demo"), screen)
    is_odd = chance.random() < _ODD
    if is_odd and life.actor and chance.random() < _SAYS_BEFORE:
        actions.tell_before(life.actor, screen, words_id=new_id(), said="You may find something from the weekend.")
    comes = chance.random() < _COMES
    stage.agenda.enter(
        clock.now() + timedelta(hours=2), _given if comes else _not_given, stage, life, screen, chance, is_odd
    )


def _not_given(stage: Stage, life: Life, screen: Screen, chance: Random, is_odd: bool) -> None:
    state = State.NO_SHOW if chance.random() < 0.7 else State.UNABLE
    actions.mark_screen(stage.actor_named(life.therapist), screen, state=state)


def _given(stage: Stage, life: Life, screen: Screen, chance: Random, is_odd: bool) -> None:
    therapist = stage.actor_named(life.therapist)
    specimen = Specimen(round(chance.uniform(92, 98), 1), 2, round(chance.uniform(12, 150)), 1.012, 6.0, False)
    actions.collect(therapist, screen, collected_at=clock.now(), specimen=specimen)
    codes = book().panels[screen.panel].analytes
    odd = chance.choice(codes) if is_odd else ""
    if chance.random() < 0.4:
        _by_laboratory(stage, life, screen, codes, odd, chance)
    else:
        results = [
            Result(analyte=code, outcome=Outcome.POSITIVE if code == odd else Outcome.NEGATIVE) for code in codes
        ]
        actions.keep_results(therapist, screen, results=results)
    if chance.random() < 0.8:
        stage.agenda.enter(clock.now() + timedelta(days=1), _talk, stage, life, screen, is_odd)


def _talk(stage: Stage, life: Life, screen: Screen, is_odd: bool) -> None:
    said, agreed = (_SAID, _AGREED) if is_odd else ("Glad to see it.", "")
    if life.on(stage.day_of(clock.now())):
        actions.talk_over(stage.actor_named(life.therapist), screen, said=said, agreed=agreed)


def _by_laboratory(stage: Stage, life: Life, screen: Screen, codes: tuple[str, ...], odd: str, chance: Random) -> None:
    """A message that finds its order, now and then one that is corrected later, and one that nobody is sure about."""
    laboratory, now = Actor.system(stage.organization.id, "demo laboratory"), clock.now()
    receive(laboratory, _message(screen, codes, odd, "F", now), way="listener")
    if chance.random() < 0.3:
        receive(laboratory, _message(screen, codes[:1], "", "C", now + timedelta(minutes=5)), way="listener")
    if chance.random() < 0.5:
        receive(
            laboratory,
            _message(screen, codes[:2], "", "F", now + timedelta(minutes=9), born="19500101"),
            way="listener",
        )


def _message(screen: Screen, codes: tuple[str, ...], odd: str, status: str, at: datetime, born: str = "") -> bytes:
    who, known = screen.participant, book().analytes
    lines = [
        f"MSH|^~\\&|LABSYS|TESTLAB|IOP|CLINIC|{at:%Y%m%d%H%M%S}+0000||ORU^R01^ORU_R01|{new_id().hex[:20]}|T|2.5.1",
        f"PID|1||{who.record_number}^^^IOP^MR||{who.family_name}^{who.given_name}||{born or format(who.born_on, '%Y%m%d')}",
        f"OBR|1|{screen.order_number}||UDS^Urine drug screen^L" + "|" * 18 + f"{at:%Y%m%d%H%M%S}+0000|||{status}",
    ]
    for number, code in enumerate(codes, 1):
        said, flag = ("Positive", "A") if code == odd else ("Negative", "N")
        lines.append(
            f"OBX|{number}|ST|{known[code].codes[-1]}^{known[code].name('en')}^L||{said}||Negative|{flag}|||{status}"
        )
    return "\r".join(lines).encode()
