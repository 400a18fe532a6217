"""What is watched of medicines: what is to be measured and when, what came of it, and which medicines do not go together.

Owns the packs (data with source and version, each waiting for its sign-off), results, and what was decided over a warning. It
never withholds a medicine: a warning is shown, a few ask for a reason, and the prescriber decides.
"""
