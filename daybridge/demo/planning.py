"""How safety plans come about in the play: written in the first days, signed the same evening, looked at again; some are not."""

from datetime import timedelta
from random import Random

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import plan_texts
from daybridge.demo.lives import Life
from daybridge.demo.stage import Stage, chance_of
from daybridge.safety.models import SafetyPlanVersion
from daybridge.safety.plan import queries as plans
from daybridge.safety.plan.actions import countersign_plan, review_plan, sign_plan, witness_agreement, write_plan
from daybridge.safety.plan.rules import Line, Need, Section, Sections, read

_ONLY_A_DRAFT, _AGREED_IN_PERSON = 0.1, 0.25
#: How likely a plan that is due is looked at on a day: after a crisis soon, else when there is time.
_LOOKED_AT = {Need.CRISIS: 0.6, Need.INTERVAL: 0.25}
#: In the last days nobody catches up, so that some plans are due when the demo opens.
_QUIET_DAYS = 4
_WRITES_A_DRAFT_DAYS_BEFORE_THE_END = 2


def arrange(stage: Stage, life: Life) -> None:
    """Enter when somebody who has just arrived sits down over a plan with their therapist."""
    chance = chance_of("plan", life.number)
    when = clock.now() + timedelta(days=chance.randint(1, 3), hours=chance.uniform(0.5, 5))
    stage.agenda.enter(when, _write_together, stage, life, chance)


def _write_together(stage: Stage, life: Life, chance: Random) -> None:
    assert life.participant
    therapist = stage.actor_named(life.therapist)
    sections = plan_texts.plan(life.person, life.therapist, stage.organization.phone, life.focus, chance)
    plan = _written(stage, life, sections, by_therapist=True)
    how = 1.0 if life.number == 0 else chance.random()  # Ana signs hers
    if how < _ONLY_A_DRAFT:
        return
    countersign_plan(therapist, plan)
    if how < _AGREED_IN_PERSON:
        witness_agreement(therapist, plan)
    else:
        stage.agenda.enter(clock.now() + timedelta(hours=chance.uniform(1, 7)), _sign, life, plan)


def _written(stage: Stage, life: Life, sections: Sections, *, by_therapist: bool) -> SafetyPlanVersion:
    assert life.participant and life.actor
    actor, version_id = stage.actor_named(life.therapist) if by_therapist else life.actor, new_id()
    based_on = plans.standing_of(life.participant.id).begins_from
    write_plan(
        actor, life.participant, version_id=version_id, based_on=based_on, sections=sections, made_at=clock.now()
    )
    return plans.version(stage.system, version_id)


def _sign(life: Life, plan: SafetyPlanVersion) -> None:
    assert life.actor
    sign_plan(life.actor, plan, step_id=new_id(), made_at=clock.now())


def look_again(stage: Stage, lives: list[Life]) -> None:
    """Therapists look at the plans that are due, as far as they get to it; near the end a participant drafts a new one."""
    day = stage.day_of(clock.now())
    here = {life.participant.id: life for life in lives if life.participant and life.actor and life.on(day)}
    for person_id, standing in plans.standings(here).items():
        life = here[person_id]
        if day == stage.days - _WRITES_A_DRAFT_DAYS_BEFORE_THE_END and standing.in_force and life.number % 9 == 3:
            _draft_anew(stage, life)
        elif _gets_to_it(stage, life, standing.need, day):
            assert standing.in_force
            review_plan(stage.actor_named(life.therapist), standing.in_force)


def _gets_to_it(stage: Stage, life: Life, need: Need | None, day: int) -> bool:
    if need not in _LOOKED_AT or day > stage.days - _QUIET_DAYS:
        return False
    return life.number == 0 or chance_of("look", life.number, day).random() < _LOOKED_AT[need]


def _draft_anew(stage: Stage, life: Life) -> None:
    """They add a line on their own phone and sign; their therapist has not seen it yet."""
    assert life.participant
    in_force = plans.standing_of(life.participant.id).in_force
    assert in_force
    sections = read(in_force.sections)
    added = Line(plan_texts.ADDED[life.person.language])
    sections[Section.STEPS] = (*sections[Section.STEPS], added)
    _sign(life, _written(stage, life, sections, by_therapist=False))
