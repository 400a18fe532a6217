"""The participant's phone: pages that work without a network, and the JSON API behind them.

Owns no tables. What a phone keeps is sealed there; its pages, which hold nothing personal, never wait for the network.
"""
