"""Threads with participants on the staff's screens."""
