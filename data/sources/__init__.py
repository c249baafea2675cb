"""The facts of the project and the records of all sources: where each comes from, what it must hold."""

__all__ = [
    "catalogue",
    "corrections",
    "correspondences",
    "facts",
    "mapping",
    "proposals",
    "raw_files",
    "records",
    "series_checks",
]
