"""A director's page: hours asked against hours booked, seats that are free, and how much everybody leads, week by week.

Owns no tables. It decides nothing: what counts as short is `needs.rules.missing`.
"""
