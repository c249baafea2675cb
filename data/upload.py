"""The table that a visitor brings, read without trusting one byte of its file."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class UserTable:
    """A table as its file writes it: every cell is text, and nothing was guessed of what it means.

    frame: columns of pandas `str` (missing when the cell is empty: test with `isna`), named as the header names them
        (spaces trimmed, never empty, never twice); the index, named « ligne », is the place of each row in the file:
        its line (CSV), its row in the sheet (workbooks, the header is among them), its rank from 1 (others).
        Numbers of workbooks are their shortest exact decimal text, dates are ISO 8601, truth values VRAI and FAUX.
        Points of GeoJSON are in the columns « lon » and « lat », degrees, WGS 84.
    sheet: the sheet that was read, `sheets`: those that could be; None and empty when the format has none.
    format: csv, xlsx, ods, parquet or geojson, from the content. encoding: as Python calls it, for text formats.
    notes: French sentences on what was repaired or left out; nothing else was.
    """

    frame: pd.DataFrame
    format: str
    sheet: str | None
    sheets: tuple[str, ...]
    encoding: str | None
    delimiter: str | None
    notes: tuple[str, ...]
