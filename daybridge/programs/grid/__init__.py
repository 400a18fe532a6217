"""The week of dated sessions as staff see it, and the forms by which a director sets, moves, changes and cancels them.

It owns the look of the week and what a move would meet; every change is a version that `planning` publishes. It never writes.
"""
