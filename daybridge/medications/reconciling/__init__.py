"""Putting side by side what a referral, the list and the person say of medicines, and deciding line by line.

Owns what a person says they take, what is half decided, and what was signed. A decision that changes the list is the list's own action.
"""
