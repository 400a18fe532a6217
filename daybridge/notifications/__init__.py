"""One ledger of every push, e-mail and text message: planned, sent, shown, opened or failed.

Owns notices, their deliveries, devices and how each person wants to be reached. Never carries anything clinical: a notice says
that something waits, and where.
"""
