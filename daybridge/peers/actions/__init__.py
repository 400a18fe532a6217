"""What is done in peer spaces: joining, writing, keeping a peer away, reporting; opening spaces and moderating them."""

from daybridge.peers.actions.joining import agree_to_rules, end_membership, join_space, leave_space, note_seen
from daybridge.peers.actions.meeting import keep_away, let_in, report_post
from daybridge.peers.actions.moderating import (
    answer_question,
    escalate_post,
    leave_post,
    look_behind_name,
    move_post,
    pause_member,
    resume_member,
    tell_team_of_post,
    warn_member,
)
from daybridge.peers.actions.opening import Settings, change_space, close_space, open_circle, open_space, write_rules
from daybridge.peers.actions.posting import Words, encourage, react, take_back, write

__all__ = [
    "Settings",
    "Words",
    "agree_to_rules",
    "answer_question",
    "change_space",
    "close_space",
    "encourage",
    "end_membership",
    "escalate_post",
    "join_space",
    "keep_away",
    "leave_post",
    "leave_space",
    "let_in",
    "look_behind_name",
    "move_post",
    "note_seen",
    "open_circle",
    "open_space",
    "pause_member",
    "react",
    "report_post",
    "resume_member",
    "take_back",
    "tell_team_of_post",
    "warn_member",
    "write",
    "write_rules",
]
