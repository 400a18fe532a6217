"""Family groups: who of a participant's people is asked to which, and whether they come to a date.

They are asked by the participant's consent alone: a share of the part "family groups", asked anew on every look. They are guests: no seat,
no attendance and no minutes of anybody's come from them, and nothing here tells one guest of another, or of a peer.
"""
