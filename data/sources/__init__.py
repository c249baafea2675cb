"""The facts of the project and the records of all sources: where each comes from, what it must hold."""

__all__ = [
    "catalogue",
    "corrections",
    "correspondences",
    "facts",
    "faults",
    "histories",
    "labels",
    "mapping",
    "merges",
    "proposals",
    "publishers",
    "raw_files",
    "records",
    "series_checks",
    "sites",
    "spoken_places",
]
