"""Orders that a prescriber writes from the list and signs: kept as they were signed, printed, and handed to whatever sends them.

An order never changes the list: the list is changed by its own page, and says what holds.
"""
