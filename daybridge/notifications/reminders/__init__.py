"""Reminders that people set for themselves, and their rows on the ledger: one for each time that one is due.

Owns when a reminder is due, by the clock of wherever the person lives, and what becomes of it until it is done, put off, over or
called off. Never says outside the app what a reminder is for.
"""
