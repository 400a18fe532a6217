"""Changing the week on purpose: what the engine proposes, what a person accepts, and every published version with who, why and undo.

A version is a list of changes and the list of their opposites; publishing does the first, undoing publishes the second. It never
decides by itself: the engine searches in a process of its own, and nothing it found is in force until somebody accepts it.
"""
