"""The minutes ledger: prescribed, scheduled, attended, excused and billable minutes of a person, by day and by week.

Owns how parts become figures. It never keeps a figure of its own: every one is the sum of sessions that can be opened.
"""
