"""Where the names of tables lead: the page of each place, project, company, programme, with the present filters.

Each function gives what `Column.view` asks: from the rows of a table, the address of each, None where there is none.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote_plus

import pandas as pd

from components.figures.table import View
from components.visit import address, navigation
from components.visit.kept import TABLES, kept
from components.visit.visit import Visit, of_edition
from data.query.selection import Selection
from data.words.levels import LEVELS
from data.words.place_keys import place_key

_ANY: Final = "-any-"
_NAMED: Final = ("departements", "regions")  # the last wins: a région overseas has the name of its département


def project(rows: pd.DataFrame) -> Sequence[str | None]:
    """The page of the project of each row."""
    return _filled("projet", replace(address.current(), project=_ANY, company=None), rows["id_projet"].tolist())


def company(rows: pd.DataFrame) -> Sequence[str | None]:
    """The page of the company of each row that has projects."""
    names = _among(rows["entreprise"], _companies(Visit.current()))
    return _filled("entreprise", replace(address.current(), company=_ANY, project=None), names)


def of_sources(rows: pd.DataFrame) -> Sequence[str | None]:
    """The page of the project of each row, which is of any of the tables of projects that the visit can show."""
    shown = Visit.current().available()
    view = replace(address.current(), project=_ANY, company=None)
    filled = {key: _filled("projet", replace(view, dataset=key), (_ANY,))[0] or "" for key in shown}
    pairs = zip(rows["source_id"].tolist(), rows["id_projet"].tolist(), strict=True)
    return [filled[key].replace(_ANY, quote_plus(each)) if key in filled else None for key, each in pairs]


def keyed(column: str) -> View:
    """The sheet of the place whose key is in a column of the rows."""
    return partial(_keyed, column=column)


def programme(column: str = "programme") -> View:
    """The sheet of the programme that a column names, where it has one."""
    return partial(_programmes, column=column)


def place(level: str, column: str | None = None) -> View:
    """The sheet of the place of a level whose code is in a column of the rows, or is their index."""
    return partial(_places, kind=LEVELS[level].kind, column=column)


def situation(column: str) -> View:
    """The sheet of the département or of the région that a column names."""
    return partial(_situations, column=column)


def _programmes(rows: pd.DataFrame, *, column: str) -> Sequence[str | None]:
    view = replace(address.current(), scheme=_ANY)
    return _filled("programmes", view, _among(rows[column], _schemes(Visit.current())))


def _places(rows: pd.DataFrame, *, kind: str, column: str | None) -> Sequence[str | None]:
    codes = rows.index.tolist() if column is None else rows[column].tolist()
    return _sheets(None if pd.isna(code) else place_key(kind, code) for code in codes)


def _keyed(rows: pd.DataFrame, *, column: str) -> Sequence[str | None]:
    return _sheets(None if pd.isna(key) else key for key in rows[column].tolist())


def _situations(rows: pd.DataFrame, *, column: str) -> Sequence[str | None]:
    return _sheets(map(_keys_by_name(Visit.current()).get, rows[column].tolist()))


def _sheets(keys: Iterable[str | None]) -> Sequence[str | None]:
    return _filled("territoire", replace(address.current(), places=(_ANY,), project=None, company=None), keys)


def _among(names: "pd.Series[str]", known: Container[str]) -> Sequence[str | None]:
    return [name if name in known else None for name in names.tolist()]


def _filled(slug: str, view: Selection, values: Iterable[str | None]) -> Sequence[str | None]:
    """The address of a page for each value, put where the view has `_ANY`."""
    before, after = navigation.href(slug, view).split(_ANY)
    return [None if value is None else f"{before}{quote_plus(value)}{after}" for value in values]


@kept(TABLES)
def _companies(visit: Visit) -> frozenset[str]:
    return frozenset(visit.project_table()["entreprise"].dropna())


@of_edition()
def _schemes(visit: Visit) -> frozenset[str]:
    return frozenset(visit.vocabulary().schemes)


@of_edition()
def _keys_by_name(visit: Visit) -> Mapping[str, str]:
    return {
        str(name): place_key(LEVELS[level].kind, str(code))
        for level in _NAMED
        for code, name in visit.places().levels[level]["nom"].items()
    }
