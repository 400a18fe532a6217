"""Who was there, for how long: how each session really went, and what that makes of a person's week.

Owns presence and the minutes ledger. It never plans a session and writes no notes; what a source said is only ever added to.
"""
