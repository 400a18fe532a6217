"""When a participant can come: the hours of their week that are taken by work, school and care, and how they can join.

Owns versions of a person's week, told by them or with them, and confirmed by staff. It never decides who sits where.
"""
