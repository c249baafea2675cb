"""A visitor's table made ready: a column of points split into latitude and longitude, everything else as it is."""

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

LATITUDE, LONGITUDE = "latitude", "longitude"
_POINT: Final = re.compile(r"\s*[(\[]?\s*(-?[0-9]{1,3}\.[0-9]+)\s*[,;]\s*(-?[0-9]{1,3}\.[0-9]+)\s*[)\]]?\s*")
_SAMPLE: Final = 200  # cells that all have to be points: a column of half a million is not read to be left as it is
_LONGEST: Final = 80  # characters of a point


@dataclass(frozen=True)
class Prepared:
    """frame: with the columns that were made; notes: French sentences on them."""

    frame: pd.DataFrame
    notes: tuple[str, ...]


def prepared(frame: pd.DataFrame) -> Prepared:
    """The table with two more columns for each one that holds « lat, lon », as open data portals write it."""
    made: dict[str, pd.Series] = {}
    notes = []
    for column in frame.columns:
        if not _is_of_points(frame[column]):
            continue
        parts = _short(frame[column]).str.extract(f"^{_POINT.pattern}$")
        names = [f"{column} : {part}" for part in (LATITUDE, LONGITUDE)]
        if not set(names) & set(frame.columns):
            made |= dict(zip(names, (parts[0], parts[1]), strict=True))
            notes.append(f"La colonne « {column} » est lue comme une latitude et une longitude.")
    return Prepared(frame.assign(**made).astype("str") if made else frame, tuple(notes))


def _is_of_points(cells: pd.Series) -> bool:
    sample = cells.dropna().iloc[:_SAMPLE]
    return len(sample) > 0 and bool(_short(sample).str.fullmatch(_POINT).fillna(value=False).all())


def _short(cells: pd.Series) -> pd.Series:
    """The cells that are short enough for a point: one of thousands of spaces takes their number squared to refuse."""
    return cells.where(cells.str.len() <= _LONGEST)
