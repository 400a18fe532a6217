"""Raising alerts, answering them, and what a site decides about both."""

from daybridge.safety.actions.answering import (
    CLINICIANS,
    CONTACT_RESULTS,
    FOLLOW_UP_RESULTS,
    MOST_ANSWER_CHARACTERS,
    OUTCOMES,
    answer_participant,
    ask_after,
    close_alert,
    escalate,
    follow_up,
    hand_over,
    log_contact,
    look_again,
    may_look_again,
    reopen_alert,
    take_alert,
    take_over,
)
from daybridge.safety.actions.duty import (
    acknowledge_shift,
    add_holiday,
    add_shift,
    hand_over_shift,
    note_gaps,
    remove_holiday,
    remove_shift,
    tell_staff,
)
from daybridge.safety.actions.raising import (
    KINDS_OF_REQUEST,
    act_on,
    act_on_signal,
    ask_for_support,
    grow_alert,
    raise_alert,
    raise_by_staff,
)
from daybridge.safety.actions.ruling import edit_ladder, edit_rule, sign_off_rule

__all__ = [
    "CLINICIANS", "CONTACT_RESULTS", "FOLLOW_UP_RESULTS", "KINDS_OF_REQUEST", "MOST_ANSWER_CHARACTERS", "OUTCOMES",
    "acknowledge_shift", "act_on", "act_on_signal", "add_holiday", "add_shift", "answer_participant",
    "ask_after", "ask_for_support", "close_alert", "edit_ladder", "edit_rule", "escalate", "follow_up", "grow_alert", "hand_over",
    "hand_over_shift", "log_contact", "look_again", "may_look_again", "note_gaps", "raise_alert", "raise_by_staff", "remove_holiday",
    "remove_shift", "reopen_alert", "sign_off_rule", "take_alert", "take_over",
    "tell_staff",
]  # fmt: skip
