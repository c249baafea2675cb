"""Files read as tables, within bounds: delimited text, workbooks, Parquet, GeoJSON points."""

__all__ = [
    "limits",
    "reading",
]
