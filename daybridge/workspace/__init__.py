"""The staff's front door: today, the caseload board, charts and alerts.

Puts together what other rooms know; owns no tables and decides nothing about care.
"""
