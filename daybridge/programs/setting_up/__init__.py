"""How a director sets a program up from a file and keeps it: its rules, sites, rooms, tracks and groups.

Never decides when a group meets or who is in it: that is the calendar's.
"""
