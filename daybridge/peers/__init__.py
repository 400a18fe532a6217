"""Peer spaces: where participants of a program or a group write to each other under chosen names, and who looks after it.

Owns spaces, memberships, posts, what peers do with them, and moderation. It never tells a participant who a peer is: nothing of a
person's identity leaves it but through a moderator's written step (ADR 38).
"""
