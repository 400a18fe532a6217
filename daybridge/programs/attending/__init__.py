"""The participant's side of the calendar: sessions that make up for missing hours, and what they tell about coming.

Owns what was told. It never judges: whoever does not come has told it, and that is information.
"""
