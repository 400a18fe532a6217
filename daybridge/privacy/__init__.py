"""Looking at a person's record: who may, why, and the trace every look leaves; what a participant shares themself; and taking
one's own record out.

Owns the shares: which part of how they are a participant shows to a supporter, and until when. The trace is in the audit.
Never decides about treatment, and never reads what is shared: the front doors compose it.
"""
