"""The look of every page: frames, components, styles, icons and plots.

Knows words, colours and shapes; never who someone is or what happened to them.
"""
