"""Files read as tables, within bounds, and files to take away: delimited text, workbooks, Parquet, GeoJSON points."""

__all__ = [
    "beside",
    "child",
    "delimited",
    "encodings",
    "exports",
    "formats",
    "limits",
    "parquet",
    "pieces",
    "reading",
    "rows",
    "worker",
]
