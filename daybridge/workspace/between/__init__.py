"""What somebody does between sessions, on the staff's screens."""
