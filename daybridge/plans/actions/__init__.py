"""Writing down what somebody works on: objectives one by one, and the plan that holds them."""

from daybridge.plans.actions.objectives import add_objective, end_objective
from daybridge.plans.actions.signing import (
    answer_for_them,
    certify_plan,
    review_plan,
    say_goal,
    sign_own_plan,
    sign_plan,
)
from daybridge.plans.actions.writing import begin_plan, change_plan, leave_plan

__all__ = [
    "add_objective", "answer_for_them", "begin_plan", "certify_plan", "change_plan", "end_objective", "leave_plan",
    "review_plan", "say_goal", "sign_own_plan", "sign_plan",
]  # fmt: skip
