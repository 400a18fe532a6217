"""The participant's phone: pages that work without a network, and the JSON API behind them."""
