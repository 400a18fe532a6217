"""What a therapist writes to work with somebody: what keeps a problem going, what to work on first, what is tried until next time.

Owns outlines (a formulation, an order of targets) and homework. It never shows one to its person that was not shared.
"""
