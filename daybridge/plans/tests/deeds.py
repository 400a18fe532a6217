"""A treatment plan for Ana, reached by the product's own deeds."""

from datetime import timedelta
from uuid import UUID

from daybridge.core import clock
from daybridge.plans import actions, queries
from daybridge.plans.models import PlanDraft, PlanVersion
from daybridge.plans.rules.content import Content, Goal, Intervention, Objective, Problem, Service, Side, Target
from tests.cast import House


def a_plan(*, said: str = "Score under 10 on the mood questionnaire", ids: int = 1) -> Content:
    """One plan for both: low mood that feeds drinking, and drinking; each with a goal that can be seen to move."""
    today = clock.today("America/Chicago")
    mood, use = UUID(int=ids), UUID(int=ids + 1)
    done = (Intervention(UUID(int=ids + 2), Service.GROUP, "Mood skills group", "Ben", 3, 8),)
    first = Objective(UUID(int=ids + 3), said, Target.MEASURE, "phq-9", 18, 9, today + timedelta(days=60), done)
    second = Objective(
        UUID(int=ids + 4), "Come to nine of ten sessions", Target.ATTENDANCE, "", 60, 90, today + timedelta(days=30),
        (Intervention(UUID(int=ids + 5), Service.PEER, "A call on Sunday evenings", "", 1, 8),),
    )  # fmt: skip
    return Content(
        (
            Problem(mood, "Low mood since spring", Side.MENTAL_HEALTH, feeds=frozenset({use}), goals=(Goal(UUID(int=ids + 6), "Get up and want to", (first,)),)),
            Problem(use, "Drinks when alone", Side.SUBSTANCE_USE, goals=(Goal(UUID(int=ids + 7), "Evenings without", (second,)),)),
        ),
        "Has a sister who calls", "Three quiet weeks",
    )  # fmt: skip


def written(house: House, says: Content, by: str = "Ben") -> PlanDraft:
    actor, ana = house.actors[by], house.participants["Ana"]
    begun = actions.begin_plan(actor, ana)
    draft = queries.draft(actor, begun.subject_id)
    actions.change_plan(actor, draft, content=says, revision=draft.revision)
    return queries.draft(actor, begun.subject_id)


def signed(house: House, says: Content | None = None, by: str = "Ben") -> PlanVersion:
    draft = written(house, says or a_plan(), by)
    done = actions.sign_plan(house.actors[by], draft, revision=draft.revision)
    return queries.version(house.actors[by], done.subject_id)


def a_treatment(house: House) -> PlanVersion:
    """A version that holds, and the next one begun beside it."""
    version = signed(house)
    actions.begin_plan(house.actors["Ben"], house.participants["Ana"])
    return version
