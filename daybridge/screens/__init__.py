"""Drug screens: ordered for a reason, collected with dignity, read against the medicines, talked over.

Owns orders, their steps, results and what laboratories send. It never ends anybody's treatment and never says why somebody used.
"""
