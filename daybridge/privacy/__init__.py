"""Looking at a person's record: who may, why, and the trace every look leaves; and taking one's own record out.

Owns no tables yet: the trace is in the audit. Never decides about treatment.
"""
