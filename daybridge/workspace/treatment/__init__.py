"""The treatment plan on the staff's screens: written, signed, compared, and when it asks for another look."""
