"""Ordering drug screens, writing down how they went, keeping what was found, and talking it over."""

from daybridge.screens.actions.messages import attach_report, link_report, set_report_aside, take_message
from daybridge.screens.actions.ordering import announce_screen, draw_screens, mark_screen, order_screen, tell_before
from daybridge.screens.actions.reading import ask_for_confirmation, collect, keep_results, talk_over

__all__ = [
    "announce_screen", "ask_for_confirmation", "attach_report", "collect", "draw_screens", "keep_results",
    "link_report", "mark_screen", "order_screen", "set_report_aside", "take_message", "talk_over", "tell_before",
]  # fmt: skip
