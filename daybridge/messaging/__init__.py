"""Messages between a participant and their care team.

Owns what was written, and what became of it: fetched by a phone, read, settled, handed over, marked urgent. Who is in a thread
is derived from the care team and kept nowhere. It never reads a message to judge it, and never lets one be edited away.
"""
