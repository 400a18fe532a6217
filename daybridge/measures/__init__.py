"""Instruments as data, who is asked what and when, answers, scores, and change that means something.

Owns the instruments' files and everything that is answered to them. It never decides what calls for a human (safety does) and
never gives a form that is not complete a severity.
"""
