"""What is known before a medicine is given: allergies, pregnancy and contraception, naloxone, looks at the state's registry.

Owns statements with who made them and who told; rows are only ever added. It never forbids a medicine: it says what is known.
"""
