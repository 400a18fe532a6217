"""The safety plan: written together, versioned, signed by both, looked at again after a crisis and at intervals.

Owns its versions and what was done with each. It never decides for a person and never reads what they wrote.
"""
