"""What a participant writes down between sessions.

Owns check-ins, worksheets, diary pages, and what each person's diary asks. They are made on the phone, append-only, and never lost.
What calls for a human is decided in safety.
"""
