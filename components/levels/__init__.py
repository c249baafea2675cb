"""The filter bar, and the figures that follow the level and the measure of a view."""

__all__ = [
    "filter_bar",
    "level_controls",
    "level_figure",
    "mapped_level",
    "ranking",
]
