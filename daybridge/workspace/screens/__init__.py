"""Drug screens and withdrawal scales on the staff's screens."""
