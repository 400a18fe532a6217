"""No-contact pairs: two participants who must never sit in one session, and never learn of it here.

Owns the pairs and who may know of them. It never moves anybody, and says to nobody else that a pair is there.
"""
