"""What every room stands on: actions, events, actors, the organization's walls, the audit, live updates, clock, ids.

Owns the audit, the record of failed reactions and operational alarms. Never knows a room by name.
"""
