"""The medicines somebody takes, and what they say of taking them.

Owns the list with its history, refills and injections as they fall due, doses as they were told from the phone, and side
effects. It keeps what the label says and what a person tells; it never advises on a dose. What calls for a human is decided
in safety.
"""
