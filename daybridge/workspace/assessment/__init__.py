"""Assessments, levels of care and leaving on the staff's screens."""
