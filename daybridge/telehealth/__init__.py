"""Groups and visits on video: the waiting room, who is let in, tickets, keys, and the servers that carry the pictures.

Owns who may be in a room now. It keeps no second ledger (presence is `attendance`'s), and never records: nothing said or shown is kept.
"""
