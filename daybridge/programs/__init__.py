"""Programs and episodes: which program someone is in, since when, and how it ended.

Owns programs and episodes. Never decides who is admitted (intake) nor what happened in a session (sessions).
"""
