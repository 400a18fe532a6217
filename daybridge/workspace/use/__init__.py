"""Somebody's use, told day by day, on the staff's screens."""
