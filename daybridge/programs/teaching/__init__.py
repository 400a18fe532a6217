"""What groups go through: which topic each date has, what each person has had of it, and what comes next for them.

Owns no tables: it is reckoned from the curriculum's file and the dates on the calendar. It never says that somebody was there.
"""
