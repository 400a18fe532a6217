"""What people say of a session once it is over: how it was for them, and what became of the practice.

Owns ratings and practice told. It never tells staff who rated what: averages alone, and only of enough people.
"""
