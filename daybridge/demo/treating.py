"""Treatment plans in the play: written when somebody is admitted, signed by both, looked at again after some weeks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.demo import note_texts
from daybridge.demo.lives import Life
from daybridge.demo.people import PRESCRIBER
from daybridge.demo.stage import Stage, chance_of
from daybridge.people.access import treats_participant_of
from daybridge.plans import actions, queries
from daybridge.plans.models import PlanVersion
from daybridge.plans.rules import Step
from daybridge.plans.rules.content import Content, Goal, Intervention, Objective, Problem, Service, Side, Target
from daybridge.plans.rules.content import Stage as Change
from daybridge.programs.rules import Focus

_MOOD = (
    "Low most days since spring, and little is worth getting up for",
    "Worry that does not stop, and nights without sleep",
    "Panic in shops and on the bus, so that more and more is left out",
    "Nightmares, and on guard wherever there are people",
)
_USE = (
    "Drinks most evenings, mostly alone",
    "Uses after arguments and on weekends, and sleeps it off on Mondays",
    "Off opioids since the summer, with strong urges when pain is bad",
)
_MOOD_GOALS = (
    "I want to get up and want to.", "I want my evenings back.", "I want to take my nephew to the park again.",
    "I want to sleep through and not dread the morning.",
)  # fmt: skip
_USE_GOALS = (
    "I want to say no and mean it.",
    "I want my sister to trust me with the car.",
    "I want to know what I do on a Saturday.",
)
_STRENGTHS = (
    "Reads a lot, and writes down what helps",
    "Has a sister who calls every day",
    "Keeps appointments, and says when something is wrong",
)
_READY = (
    "Four weeks of steady scores, and the safety plan in use",
    "Back at work half days, with the group once a week",
)
_UNSIGNED, _IN_PERSON = 0.12, 0.3
_REVIEWED_AFTER_DAYS = 26
_REVISED, _LOOKED_AT = 0.3, 0.75
#: How many plans name the individual sessions and the medicines, too: what is done without is flagged.
_NAMES_SESSIONS, _NAMES_MEDICINES = 0.85, 0.8


def arrange(stage: Stage, life: Life) -> None:
    """The therapist writes a plan with somebody who has just been admitted and signs it; they sign in the evening, most of them."""
    if not life.participant:
        return
    therapist, chance = stage.actor_named(life.therapist), chance_of("treatment", life.number)
    begun = actions.begin_plan(therapist, life.participant)
    draft = queries.draft(therapist, begun.subject_id)
    changed = actions.change_plan(therapist, draft, content=_plan(life, chance), revision=draft.revision)
    signed = actions.sign_plan(therapist, draft, revision=changed.revision)
    version = queries.version(therapist, signed.subject_id)
    prescriber = stage.actor_named(PRESCRIBER)
    if treats_participant_of(prescriber, life.participant):
        actions.certify_plan(prescriber, version)
    answers = 1.0 if life.number == 0 else chance.random()
    evening = clock.now() + timedelta(hours=chance.uniform(4, 9))
    if answers > _IN_PERSON:
        stage.agenda.enter(evening, _sign, life, version)
    elif answers > _UNSIGNED:
        actions.answer_for_them(therapist, version, answer=Step.IN_PERSON)
    stage.agenda.enter(clock.now() + timedelta(days=_REVIEWED_AFTER_DAYS, hours=2), _look_again, stage, life)


def _sign(life: Life, version: PlanVersion) -> None:
    assert life.actor
    actions.sign_own_plan(life.actor, version, step_id=new_id(), made_at=clock.now())


def _look_again(stage: Stage, life: Life) -> None:
    assert life.participant
    holds = queries.in_force(life.participant.id)
    chance = chance_of("review", life.number)
    if not life.on(stage.day_of(clock.now())) or not holds:
        return
    therapist, comes = stage.actor_named(life.therapist), chance.random()
    if comes < _REVISED:
        begun = actions.begin_plan(therapist, life.participant)
        draft = queries.draft(therapist, begun.subject_id)
        changed = actions.change_plan(therapist, draft, content=_further_on(holds.says), revision=draft.revision)
        actions.sign_plan(therapist, draft, revision=changed.revision)
    elif comes < _LOOKED_AT:
        actions.review_plan(therapist, holds)


def _further_on(says: Content) -> Content:
    """Each problem a stage further, each day three weeks later."""
    stages = list(Change)

    def objective(one: Objective) -> Objective:
        return replace(one, due_on=one.due_on + timedelta(days=21)) if one.due_on else one

    return replace(says, problems=tuple(
        replace(
            problem, stage=stages[min(len(stages) - 1, stages.index(problem.stage) + 1)],
            goals=tuple(replace(goal, objectives=tuple(map(objective, goal.objectives))) for goal in problem.goals),
        )
        for problem in says.problems
    ))  # fmt: skip


def _plan(life: Life, chance: Random) -> Content:
    """Low mood or worry for everybody; for who has both disorders what they use beside it, each making the other worse."""
    is_dual = life.focus is Focus.DUAL_DIAGNOSIS
    said = note_texts.objectives(chance, is_dual=is_dual)
    mood, use = new_id(), new_id()
    measure = chance.choice(("phq-9", "gad-7"))
    of_use, of_mood = (said[:1], said[1:]) if is_dual else ([], said)
    problems = [
        Problem(
            mood, chance.choice(_MOOD), Side.MENTAL_HEALTH, chance.choice((Change.THINKING, Change.PREPARING, Change.DOING)),
            frozenset({use}) if is_dual else frozenset(),
            (Goal(new_id(), chance.choice(_MOOD_GOALS), _objectives(chance, of_mood, measure, life)),),
        )
    ]  # fmt: skip
    if is_dual:
        problems.append(
            Problem(
                use, chance.choice(_USE), Side.SUBSTANCE_USE, chance.choice((Change.THINKING, Change.PREPARING)), frozenset({mood}),
                (Goal(new_id(), chance.choice(_USE_GOALS), _objectives(chance, of_use, "", life)),),
            )
        )  # fmt: skip
    return Content(tuple(problems), chance.choice(_STRENGTHS), chance.choice(_READY))


def _objectives(chance: Random, said: Sequence[str], measure: str, life: Life) -> tuple[Objective, ...]:
    due = clock.today(life.person.zone) + timedelta(days=chance.choice((42, 56, 63)))
    found = []
    for number, words in enumerate(said):
        done = _done(chance, life) if number == 0 else (_groups(life),)
        if number == 0 and measure:
            start = chance.randint(13, 19)
            found.append(Objective(new_id(), words, Target.MEASURE, measure, start, 9, due, done))
        elif number == 0:
            found.append(Objective(new_id(), words, Target.DIARY, "", 1, 5, due, done))
        elif number == 1:
            found.append(Objective(new_id(), words, Target.ATTENDANCE, "", 50, 85, due, done))
        else:
            found.append(Objective(new_id(), words, Target.BEHAVIOR, "", None, None, due, done))
    return tuple(found)


def _groups(life: Life) -> Intervention:
    return Intervention(new_id(), Service.GROUP, "Groups of the program", life.therapist, 3, 8)


def _done(chance: Random, life: Life) -> tuple[Intervention, ...]:
    found = [_groups(life)]
    if chance.random() < _NAMES_SESSIONS:
        found.append(Intervention(new_id(), Service.INDIVIDUAL, "Individual session", life.therapist, 1, 8))
    if chance.random() < _NAMES_MEDICINES:
        found.append(Intervention(new_id(), Service.MEDICINE, "Medicines as prescribed", PRESCRIBER, 1, 8))
    return tuple(found)
