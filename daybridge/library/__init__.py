"""Short articles and exercises without sound, written for this product: on the shelf, assigned by a clinician, opened on a phone.

Owns the pieces' files, who was given which, and what people say of those they opened. It never stands in for a person: a piece
about what is hard to read names 988, and nothing here decides what calls for a human (safety does).
"""
