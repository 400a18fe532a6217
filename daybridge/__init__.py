"""Daybridge runs an Intensive Outpatient Program, from a hospital's referral to life after.

Each folder is one room; `reactions.py` says what follows from what.
"""
