"""Medicines on the staff's screens: the list, writing, reconciling, orders, what is known before and what is watched after."""
