"""The rows of an official file, all as text, once its columns and their number are what the catalogue says."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data.cells.csvfile import read_sheet
from data.files import trusted
from data.sources.catalogue import AUTO, Official
from geo.errors import DataError, Problem

LINE = "ligne"
SEPARATORS = (",", ";", "\t", "|")
CHANGED = (
    "comparer le fichier à sa page ; s'il a changé de forme, revoir sa fiche dans data/sources.toml et son lecteur"
)


def read(path: Path, source: Official) -> pd.DataFrame:
    """Every row, its cells stripped. The index, `ligne`, is the line of a CSV file or of a sheet, or the rank of a
    GeoJSON feature.

    Contours are not read: the atlas makes its own. Raises `DataError` on a damaged file, on an absent or doubled
    column, and when there are fewer rows than the source ever had.
    """
    rows = READERS[source.format](path, source)
    if len(rows) < source.min_rows:
        message = f"{len(rows)} lignes, au moins {source.min_rows} attendues"
        raise DataError.single(source.file, message, "vérifier que le fichier est entier")
    return rows.apply(lambda column: column.str.strip())


def _csv(path: Path, source: Official) -> pd.DataFrame:
    try:
        sheet = read_sheet(path, _separator(path) if source.separator == AUTO else source.separator)
    except DataError as error:
        # The kept file is named by its hash: the reader knows it by its own name.
        raise DataError(replace(problem, file=source.file) for problem in error.problems) from error
    _require_columns(source, sheet.header)
    if sheet.problems:
        raise DataError(replace(problem, file=source.file) for problem in sheet.problems)
    lines = pd.Index([row.line for row in sheet.rows], name=LINE)
    return pd.DataFrame([row.cells for row in sheet.rows], columns=list(sheet.header), index=lines, dtype="str")


def _separator(path: Path) -> str:
    """The separator of a file whose publishers write it differently: the most frequent one of its header."""
    with path.open("rb") as file:
        header = file.readline()
    return max(SEPARATORS, key=lambda sign: header.count(sign.encode()))


def _geojson(path: Path, source: Official) -> pd.DataFrame:
    try:
        features = json.loads(path.read_bytes())["features"]
        found = [feature["properties"] for feature in features]
        properties = [{name: "" if value is None else str(value) for name, value in each.items()} for each in found]
    # A bomb of nested lists ends the parser with RecursionError, long before the memory.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DataError.single(source.file, "ce n'est pas une collection d'objets GeoJSON", CHANGED) from error
    _require_columns(source, tuple(properties[0]) if properties else ())
    lines = pd.RangeIndex(1, len(properties) + 1, name=LINE)
    return pd.DataFrame(properties, columns=list(source.columns), index=lines, dtype="str").fillna("")


def _xlsx(path: Path, source: Official) -> pd.DataFrame:
    cells = trusted.rows(path, source.file, source.sheet)
    header, body = cells[source.header_line - 1 : source.header_line], cells[source.header_line :]
    _require_columns(source, tuple(header[0]) if header else ())
    lines = pd.RangeIndex(source.header_line + 1, len(cells) + 1, name=LINE)
    rows = pd.DataFrame(body, columns=header[0], index=lines, dtype="str")
    return rows[(rows != "").any(axis=1)]


def _require_columns(source: Official, header: tuple[str, ...]) -> None:
    known = f" ; colonnes trouvées : {', '.join(header[:20])}"
    problems = [
        Problem(source.file, f"colonne absente{known}", CHANGED, source.header_line, name)
        for name in source.columns
        if name not in header
    ]
    problems += [
        Problem(source.file, "colonne en double", CHANGED, source.header_line, name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if problems:
        raise DataError(problems)


READERS: Mapping[str, Callable[[Path, Official], pd.DataFrame]] = {"csv": _csv, "geojson": _geojson, "xlsx": _xlsx}
