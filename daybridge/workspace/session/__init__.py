"""One session on the staff's screens, and the minutes that come of it."""
