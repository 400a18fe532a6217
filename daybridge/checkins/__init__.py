"""What a participant writes down between sessions.

Owns check-ins. They are made on the phone, append-only, and never lost. What calls for a human is decided in safety.
"""
