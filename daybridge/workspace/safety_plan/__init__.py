"""The safety plan on the staff's screens."""
