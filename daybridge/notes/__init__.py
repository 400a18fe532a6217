"""What staff write of a session, a visit or a contact: drafts, signatures, and what is signed for good.

Owns notes. It never changes a signed one: what has to be added is an addendum, signed like the note. What is written in a draft is
kept as it is typed, by whoever types it.
"""
