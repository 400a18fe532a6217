"""When those who work here work: their weekly hours, when they are away, and what they may lead at short notice.

Owns what they or a director told of it. It never decides who leads what, and says why somebody is away to nobody but them and directors.
"""
