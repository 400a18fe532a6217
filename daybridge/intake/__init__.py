"""Referrals in: what a hospital or a caller says about someone, how soon they are answered, and who is admitted.

Ends by calling programs.actions.admit. Never reads a file format (interop does) and never treats anyone.
"""
