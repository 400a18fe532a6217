"""How well each detector of the setback radar does on labelled series: `python -m bench.radar SERIES LABELS`."""
