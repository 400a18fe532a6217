"""Looking at a person's record: who may, why, and the trace every look leaves.

Owns no tables yet: the trace is in the audit. Never decides about treatment.
"""
