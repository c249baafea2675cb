"""The filter bar, and the figures that follow the level and the measure of a view."""

__all__ = [
    "country_gap",
    "filter_bar",
    "level_controls",
    "level_figure",
    "map_variants",
    "ranking",
    "two_phases",
]
