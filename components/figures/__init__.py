"""A figure and what goes with it: title, source line, table, exports."""

__all__ = [
    "coverage_notes",
    "duplicate_groups",
    "figure",
    "folded",
    "heat_table",
    "held_totals",
    "key_figures",
    "links",
    "plates",
    "project_list",
    "section",
    "table",
    "ways",
]
