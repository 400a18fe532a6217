"""What calls for a human, and that a human answers.

Owns requests for help, alerts and their clocks. Rules are data, shown with their source; a clinician decides.
"""
