"""What somebody works on. Until plans come whole, that is a short list of objectives on their stay.

Owns objectives, each in words that may be read by whoever it is about. It never says how well somebody does.
"""
