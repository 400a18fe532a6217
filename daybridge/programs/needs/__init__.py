"""What somebody's week must hold: hours, days, kinds of groups, languages, and what they chose.

Owns versions of it, each set by staff with the reason, until plans say it. It never decides who sits where.
"""
