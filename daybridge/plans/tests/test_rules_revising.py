"""What asks for another look, and what is done that no plan names."""

from datetime import date, timedelta
from uuid import UUID

from daybridge.plans.rules import Cause, Given, Why, outside, revision_due
from daybridge.plans.rules.content import Content, Goal, Intervention, Objective, Problem, Service

MONDAY = date(2026, 11, 2)


def _with(*done: tuple[Service, str]) -> Content:
    services = tuple(
        Intervention(UUID(int=n), service, "x", code=code) for n, (service, code) in enumerate(done, start=10)
    )
    return Content(
        (Problem(UUID(int=1), goals=(Goal(UUID(int=2), "x", (Objective(UUID(int=3), interventions=services),)),)),)
    )


def test_a_week_counts_from_the_first_thing_that_asks_however_many_follow() -> None:
    assert revision_due([]) is None
    causes = [Cause(Why.WORSE, MONDAY + timedelta(days=3)), Cause(Why.SETBACK, MONDAY), Cause(Why.LEVEL, MONDAY)]
    due = revision_due(causes)
    assert due and (due.rests_on, due.on) == (MONDAY, MONDAY + timedelta(days=7))


def test_a_group_is_in_the_plan_by_its_kind_or_where_the_plan_names_any_group() -> None:
    skills, process = (
        Given(Service.GROUP, "Skills", MONDAY, "skills"),
        Given(Service.GROUP, "Process", MONDAY, "process"),
    )
    assert outside(_with((Service.GROUP, "skills")), [skills, process]) == [process]
    assert outside(_with((Service.GROUP, "")), [skills, process]) == []
    assert outside(_with((Service.INDIVIDUAL, "")), [skills]) == [skills]


def test_medicines_and_visits_are_in_the_plan_by_their_service() -> None:
    visit, medicine = (
        Given(Service.INDIVIDUAL, "Individual session", MONDAY, "individual"),
        Given(Service.MEDICINE, "Sertraline", MONDAY),
    )
    assert outside(_with((Service.INDIVIDUAL, "")), [visit, medicine]) == [medicine]
    assert outside(_with((Service.MEDICINE, ""), (Service.INDIVIDUAL, "")), [visit, medicine]) == []
    assert outside(Content(), [visit]) == [visit]
