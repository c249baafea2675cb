"""Maps: values, contours by address, legend, tooltips, clicks."""

__all__ = [
    "commune_map",
    "deck",
    "frame",
    "level_map",
    "locator_map",
    "official_points",
    "project_map",
    "viewport",
]
