"""A therapist's panels."""
