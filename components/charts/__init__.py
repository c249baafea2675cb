"""Charts, as plain Vega-Lite specifications."""

__all__ = [
    "bar_charts",
    "rate_charts",
    "ratio_chart",
    "share_charts",
    "time_chart",
]
