"""Referrals: how someone comes to us, is screened, waits, is declined or admitted.

Owns referrals, the files they came in and their history. Never reads a file format itself (interop), never joins people on
its own, and ends by calling `programs.actions.admit`.
"""
