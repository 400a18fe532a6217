"""Other systems' formats in and out: reads what a hospital sends, byte for byte kept.

Owns no tables and decides nothing about anyone; what it read goes to intake.
"""
