"""A visitor's table made ready: a column of points split into latitude and longitude, everything else as it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
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
    columns = of_points(first_cells(frame))
    return Prepared(split(frame, columns), notes(columns))


def first_cells(frame: pd.DataFrame, before: Mapping[str, pd.Series] = MappingProxyType({})) -> dict[str, pd.Series]:
    """The first cells of each column that hold something. before: those of the rows above, for a table in parts."""
    nothing = pd.Series(dtype="str")
    found = {}
    for name, cells in frame.items():
        above = before.get(str(name), nothing)
        found[str(name)] = (
            above if len(above) == _SAMPLE else pd.concat([above, cells.dropna().iloc[:_SAMPLE]])[:_SAMPLE]
        )
    return found


def of_points(first: Mapping[str, pd.Series]) -> tuple[str, ...]:
    """The columns of points. first: what `first_cells` gives of all the rows."""
    return tuple(name for name, cells in first.items() if _are_points(cells) and not {*_made_of(name)} & {*first})


def split(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The table with the latitude and the longitude of its columns of points."""
    made: dict[str, pd.Series] = {}
    for column in columns:
        parts = _short(frame[column]).str.extract(f"^{_POINT.pattern}$")
        made |= dict(zip(_made_of(column), (parts[0], parts[1]), strict=True))
    return frame.assign(**made).astype("str") if made else frame


def notes(columns: Sequence[str]) -> tuple[str, ...]:
    """French sentences on the columns of points."""
    return tuple(f"La colonne « {column} » est lue comme une latitude et une longitude." for column in columns)


def _made_of(column: str) -> tuple[str, str]:
    return f"{column} : {LATITUDE}", f"{column} : {LONGITUDE}"


def _are_points(cells: pd.Series) -> bool:
    return len(cells) > 0 and bool(_short(cells).str.fullmatch(_POINT).fillna(value=False).all())


def _short(cells: pd.Series) -> pd.Series:
    """The cells that are short enough for a point: one of thousands of spaces takes their number squared to refuse."""
    return cells.where(cells.str.len() <= _LONGEST)
