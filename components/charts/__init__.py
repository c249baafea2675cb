"""Charts, as plain Vega-Lite specifications."""

__all__ = [
    "bar_charts",
    "gap_chart",
    "rate_charts",
    "ratio_chart",
    "share_charts",
    "time_chart",
]
