"""Filling in assessments, signing them, and writing down levels of care."""

from daybridge.assessments.actions.filling import (
    Typed,
    begin_assessment,
    confirm_answer,
    fill_in_from_referral,
    leave_assessment,
    write_answer,
    write_answers,
)
from daybridge.assessments.actions.levels import attach_report, change_level, end_stay, note_admission, note_end
from daybridge.assessments.actions.signing import add_to_signed, sign_assessment, sign_section

__all__ = [
    "Typed", "add_to_signed", "attach_report", "begin_assessment", "change_level", "confirm_answer", "end_stay",
    "fill_in_from_referral", "leave_assessment", "note_admission", "note_end", "sign_assessment", "sign_section",
    "write_answer", "write_answers",
]  # fmt: skip
