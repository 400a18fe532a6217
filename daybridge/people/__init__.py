"""Organizations, staff, participants, who treats whom, and how each of them signs in.

Owns accounts and invitations. Knows nothing of what happens in treatment.
"""
