"""What supporters tell the care team of their worry about a participant: each concern raises an alert, and nothing goes back about care.

Owns the concerns. It never shows one to the participant and never says anything about them to a supporter.
"""
