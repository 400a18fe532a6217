"""A made-up program that lives ten weeks through the product's own actions, so that no screen is empty.

Owns no tables and writes nothing itself. Never runs where real people's data could be.
"""
