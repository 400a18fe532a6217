"""The machine under the house: its home folder, PostgreSQL, database roles, processes, backup and doctor.

Owns nothing of a clinic's. Knows of Django only where it must (migrations, verifying the audit), and only when asked.
"""
