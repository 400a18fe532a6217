"""Rewards for targets that were seen to be met (contingency management): by a written protocol, with draws that anyone can check.

Owns protocols on file and their sign-off, enrolments, targets with their evidence, draws, the ledger of prizes and the cabinet.
It never takes somebody's own word as evidence, never pays cash, and never takes back what was won.
"""
