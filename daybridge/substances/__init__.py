"""What somebody uses or used, what they want with it, and day by day when they did, as it was told.

Owns use histories, goals for each substance, told days and what helps to remember them. It never says that a day was without
use because nobody told of it, and never judges one.
"""
