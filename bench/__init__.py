"""What we claim about speed, runnable: `python -m bench.NAME`. Trust the ratios within one run, not the figures."""
