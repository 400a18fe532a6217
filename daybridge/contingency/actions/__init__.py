"""Offering rewards and agreeing to them, writing down targets, drawing, handing over, and what a program decides about them."""

from daybridge.contingency.actions.drawing import draw, redeem_voucher, settle_prize
from daybridge.contingency.actions.earning import record_target
from daybridge.contingency.actions.setting_up import count_cabinet, export_rewards, sign_off_protocol, switch_rewards
from daybridge.contingency.actions.taking_part import (
    agree,
    agree_in_person,
    change_days,
    end_rewards,
    offer_rewards,
    pause_rewards,
    resume_rewards,
)

__all__ = [
    "agree", "agree_in_person", "change_days", "count_cabinet", "draw", "end_rewards", "export_rewards", "offer_rewards",
    "pause_rewards", "record_target", "redeem_voucher", "resume_rewards", "settle_prize", "sign_off_protocol",
    "switch_rewards",
]  # fmt: skip
