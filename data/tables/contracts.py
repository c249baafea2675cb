"""The contracts of the tables of an edition, in pandera, made from the declarations of `data/tables/declarations.py`.

Only a build imports this module: pandera takes about half a second to import.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd
import pandera.pandas as pa
import shapely
from pandera.errors import SchemaErrors

from data.cells.kinds import quoted
from data.tables.declarations import TABLES, dictionary, label
from data.tables.fields import FLOAT, FRENCH_TYPES, GEOMETRY, TEXT, Field, Table
from geo.codes import among
from geo.errors import DataError, Problem

__all__ = ["contract", "dictionary", "label", "validate", "validate_part"]

WGS84 = "EPSG:4326"
AREAL = ("Polygon", "MultiPolygon")
# West, south, east, north of each part of France: swapped or projected coordinates fall in none.
EXTENTS: Mapping[str, tuple[float, float, float, float]] = {
    "Hexagone et Corse": (-5.3, 41.2, 9.7, 51.2),
    "Guadeloupe et Martinique": (-62.0, 14.3, -60.7, 16.6),
    "Guyane": (-54.8, 2.0, -51.5, 5.9),
    "La Réunion": (55.1, -21.5, 55.9, -20.8),
    "Mayotte": (44.9, -13.1, 45.4, -12.5),
}
REMEDY = "corriger la source de ces lignes, puis relancer « make build »"
PHASED = ("phase", "id_territoire")
PHASE_MISMATCH = "phase qui n'est pas celle de l'identifiant du territoire"
DUPLICATE_KEY = "multiple_fields_uniqueness"
# French reasons of pandera's own checks; ours carry their reason as their error.
REASONS: Mapping[str, str] = {
    "not_nullable": "valeur absente",
    DUPLICATE_KEY: "clé en double",
}


def validate(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with their declared columns, in their order and types, once everything declared was checked.

    A type changes only when no value does. Raises `DataError` with the problems of every table: absent and unknown
    tables and columns, types, empty cells, duplicates, limits, closed lists, contours, references between tables.
    """
    problems = list(_wrong_names(tables))
    typed: dict[str, pd.DataFrame] = {}
    for name in TABLES.keys() & tables.keys():
        frame, found = _typed(TABLES[name], tables[name])
        problems += found
        if not found:
            typed[name] = frame
            problems += _breaches(TABLES[name], frame)
    for name in typed:
        problems += _dangling(TABLES[name], typed)
    if problems:
        raise DataError(sorted(problems, key=lambda problem: (problem.file, problem.column or "")))
    return {name: typed[name] for name in TABLES}


def validate_part(name: str, frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Some rows of a table as `validate` gives the whole. tables: those of which these rows may name a key.

    Raises `DataError`. Whether two parts share a key is not seen here.
    """
    typed, problems = _typed(TABLES[name], frame)
    if not problems:
        problems = [*_breaches(TABLES[name], typed), *_dangling(TABLES[name], {**tables, name: typed})]
    if problems:
        raise DataError(problems)
    return typed


def contract(table: Table) -> pa.DataFrameSchema:
    """The pandera contract of a declared table."""
    columns = {field.name: pa.Column(checks=_checks(field), nullable=field.nullable) for field in table.fields}
    checks = []
    if columns.keys() >= set(PHASED):
        # The official identifiers of the two phases name different places: no row may mix them.
        checks.append(pa.Check(_phase_matches, error=PHASE_MISMATCH))
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, unique=list(table.key))


def _checks(field: Field) -> list[pa.Check]:
    if field.dtype == GEOMETRY:
        return [
            pa.Check(_is_areal, error="contour qui n'est pas fait de polygones"),
            pa.Check(_is_sound, error="contour vide ou invalide"),
            pa.Check(_is_in_france, error=f"contour hors des limites de la France en {WGS84}"),
        ]
    checks = []
    if field.values:
        checks.append(pa.Check.isin(field.values, error=f"valeur hors de la liste {', '.join(field.values)}"))
    if field.pattern:
        checks.append(pa.Check(_fullmatch(field.pattern), error=f"texte qui n'a pas la forme {field.pattern}"))
    if field.low is not None:
        checks.append(pa.Check.ge(field.low, error=f"valeur inférieure à {field.low:g}"))
    if field.high is not None:
        checks.append(pa.Check.le(field.high, error=f"valeur supérieure à {field.high:g}"))
    if field.dtype == FLOAT:
        checks.append(pa.Check(np.isfinite, error="nombre infini"))
    return checks


def _fullmatch(pattern: str) -> Callable[[pd.Series], pd.Series]:
    return lambda values: values.str.fullmatch(pattern)


def _phase_matches(frame: pd.DataFrame) -> pd.Series:
    return frame["id_territoire"].str[0] == frame["phase"].astype("str")


def _is_areal(contours: pd.Series) -> pd.Series:
    return contours.map(lambda contour: getattr(contour, "geom_type", None) in AREAL)


def _is_sound(contours: pd.Series) -> pd.Series:
    shapes = contours.to_numpy()
    return pd.Series(shapely.is_valid(shapes) & ~shapely.is_empty(shapes), index=contours.index)


def _is_in_france(contours: pd.Series) -> pd.Series:
    bounds = shapely.bounds(contours.to_numpy())
    inside = np.zeros(len(contours), dtype=bool)
    for extent in EXTENTS.values():
        # NaN and infinite bounds compare as false.
        inside |= (bounds[:, :2] >= extent[:2]).all(axis=1) & (bounds[:, 2:] <= extent[2:]).all(axis=1)
    return pd.Series(inside, index=contours.index)


def _wrong_names(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    for name in TABLES:
        if name not in tables:
            yield Problem(_place(name), "table absente", "l'ajouter à la construction de l'édition")
    for name in tables:
        if name not in TABLES:
            yield Problem(_place(name), "table inconnue", "la déclarer avec ses colonnes")


def _typed(table: Table, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The frame in its declared order and types, and what stands against it."""
    names = [field.name for field in table.fields]
    problems = [
        Problem(_place(table.name), "colonne absente", "la calculer, ou revoir sa source", column=name)
        for name in names
        if name not in frame.columns
    ]
    problems += [
        Problem(_place(table.name), "colonne inconnue", "la déclarer, ou ne pas la garder", column=str(name))
        for name in frame.columns
        if name not in names
    ]
    if problems:
        return frame, problems
    ordered = frame[names].reset_index(drop=True)
    for field in table.fields:
        found = _wrong_type(field, ordered)
        if found:
            remedy = f"la convertir en {FRENCH_TYPES[field.dtype]} ({field.dtype})"
            problems.append(Problem(_place(table.name), found, remedy, column=field.name))
        elif field.dtype != GEOMETRY:
            ordered[field.name] = ordered[field.name].astype(pd.api.types.pandas_dtype(field.dtype))
    return ordered, problems


def _wrong_type(field: Field, frame: pd.DataFrame) -> str | None:
    """Why a column cannot take its declared type without changing a value, or None."""
    values = frame[field.name]
    if field.dtype == GEOMETRY:
        crs = getattr(values, "crs", None)
        return None if crs == WGS84 else f"contours dans le système {crs}, {WGS84} attendu"
    return _not_text(values) if field.dtype == TEXT else _not_numbers(values, field.dtype)


def _not_text(values: pd.Series) -> str | None:
    if isinstance(values.dtype, pd.StringDtype):
        return None
    texts = values.dropna()
    others = texts[~texts.map(lambda value: isinstance(value, str))]
    if len(others) == 0:
        return None
    return f"valeur qui n'est pas du texte : {_rows(len(others))}, par exemple {quoted(str(others.iloc[0]))}"


def _not_numbers(values: pd.Series, dtype: str) -> str | None:
    if not pd.api.types.is_numeric_dtype(values):
        return f"type {values.dtype}, {dtype} attendu"
    if dtype == FLOAT:
        return None
    if not _is_lossless(values.dropna(), dtype):
        return f"nombre que le type {dtype} ne peut pas tenir"
    absent = int(values.isna().sum())
    # The types that pandas writes with a capital hold absent values; the others do not.
    return f"valeur absente : {_rows(absent)}" if absent and dtype.islower() else None


def _is_lossless(values: pd.Series, dtype: str) -> bool:
    limits = np.iinfo(dtype.lower())
    return bool(values.between(limits.min, limits.max).all() and (values % 1 == 0).all())


def _breaches(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """The breaches of a contract: one problem per column and reason, with the number of rows and an example."""
    try:
        contract(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():
            # pandera reports an exception inside a check as a failure without rows: that is a bug, not a finding.
            raise
        # A finding about several columns is one finding; pandera repeats it for each column of the table.
        cases.loc[cases["check"] == DUPLICATE_KEY, "column"] = " + ".join(table.key)
        cases.loc[cases["check"] == PHASE_MISMATCH, "column"] = " + ".join(PHASED)
        for (column, check), rows in cases.groupby(["column", "check"], sort=False):
            lines = rows["index"].unique()
            example = " + ".join(str(frame.at[int(lines[0]), name]) for name in table.key)
            message = f"{REASONS.get(check, check)} : {_rows(len(lines))}, par exemple {quoted(example)}"
            yield Problem(_place(table.name), message, REMEDY, column=column)


def _dangling(table: Table, typed: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """The values that name a row of another table that does not exist."""
    for field in table.fields:
        if field.references is None or field.references not in typed:
            continue
        values = typed[table.name][field.name].dropna()
        missing = values[~among(values, typed[field.references][TABLES[field.references].key[0]])]
        if len(missing):
            reason = f"valeur absente de la table {field.references}"
            message = f"{reason} : {_rows(len(missing))}, par exemple {quoted(str(missing.iloc[0]))}"
            yield Problem(_place(table.name), message, REMEDY, column=field.name)


def _rows(count: int) -> str:
    return f"{count} ligne{'s' if count > 1 else ''}"


def _place(name: str) -> str:
    return f"table {name}"
