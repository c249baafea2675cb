"""The strict reading of the facts of the project, as `data/tables/fact_files.py` declares them.

A reading gathers every problem of every file, with the line of the original file, before it refuses.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from data.cells import kinds
from data.cells.csvfile import Row, read_sheet
from data.cells.kinds import CellError
from data.tables.fact_files import FILES
from data.tables.fact_records import Facts
from geo.codes import among
from geo.errors import DataError, Problem

MAX_PROBLEMS = 1_000  # a wrong separator makes one per row
LINE = "ligne"  # name of the index of a facts frame: the line of the original file
COMMUNE_REMEDY = "écrire le code de la commune dans le code officiel géographique (ce n'est pas le code postal)"


def read_facts(folder: Path) -> dict[str, pd.DataFrame]:
    """Every facts file, by name. The index of each frame is the line of the original file.

    Raises `DataError` with the problems of all the files (at most `MAX_PROBLEMS`).
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name, facts in FILES.items():
        try:
            frames[name] = read_table(name, folder / facts.file)
        except DataError as error:
            problems += error.problems
    for facts in FILES.values():
        problems += _orphans(facts, frames)
    _refuse(problems)
    return frames


def read_table(name: str, path: Path) -> pd.DataFrame:
    """One facts file, typed as its declaration says: amounts in centimes, empty cells null, text in NFC.

    Raises `DataError` with all the problems of the file (at most `MAX_PROBLEMS`).
    """
    facts = FILES[name]
    sheet = read_sheet(path, may_be_empty=facts.may_be_empty)
    problems = [*_wrong_columns(path.name, facts, sheet.header), *sheet.problems]
    values: dict[str, list[object]] = {}
    for column in facts.columns:
        if column.name in sheet.header:
            position = sheet.header.index(column.name)
            values[column.name] = []
            for row in sheet.rows:
                try:
                    values[column.name].append(column.read(row.cells[position]))
                except CellError as error:
                    values[column.name].append(None)
                    problems.append(Problem(path.name, error.message, error.remedy, row.line, column.name))
    problems += _duplicates(path.name, facts, sheet.rows, values)
    _refuse(sorted(problems, key=lambda problem: problem.row or 0))
    lines = pd.Index([row.line for row in sheet.rows], name=LINE)
    return pd.DataFrame(
        {c.target or c.name: pd.Series(values[c.name], index=lines, dtype=c.dtype) for c in facts.columns}
    )


def unknown_communes(
    name: str, frame: pd.DataFrame, known: Collection[str], column: str = "code_insee"
) -> tuple[Problem, ...]:
    """The rows of a facts frame whose commune is not one of `known` (present, former and delegated codes)."""
    codes = frame[column].dropna()
    return tuple(
        Problem(
            FILES[name].file,
            f"commune inconnue : {kinds.quoted(code)}",
            COMMUNE_REMEDY,
            int(str(line)),
            column,
        )
        for line, code in codes[~among(codes, known)].items()
    )


def _wrong_columns(file: str, facts: Facts, header: Sequence[str]) -> Iterator[Problem]:
    expected = [column.name for column in facts.columns]
    if len(header) == 1 and ";" in header[0]:
        yield Problem(file, "les colonnes sont séparées par « ; »", "les séparer par des virgules", row=1)
        return
    for name in expected:
        if name not in header:
            yield Problem(file, "colonne absente", f"l'ajouter ; les colonnes sont {', '.join(expected)}", 1, name)
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield Problem(file, "colonne en double", "n'en garder qu'une", 1, name)
        elif name not in expected:
            yield Problem(file, "colonne inconnue", f"la retirer ; les colonnes sont {', '.join(expected)}", 1, name)


def _duplicates(
    file: str, facts: Facts, rows: Sequence[Row], values: Mapping[str, Sequence[object]]
) -> Iterator[Problem]:
    if any(name not in values for name in facts.key):
        return
    first: dict[tuple[object, ...], int] = {}
    for rank, row in enumerate(rows):
        key = tuple(values[name][rank] for name in facts.key)
        before = first.setdefault(key, row.line)
        if before != row.line and any(part is not None for part in key):
            shown = " + ".join(str(part) for part in key if part is not None)
            yield Problem(
                file,
                f"{kinds.quoted(shown)} est déjà à la ligne {before}",
                "supprimer l'une des deux lignes, ou corriger ce qui les distingue",
                row.line,
                " + ".join(facts.key),
            )


def _orphans(facts: Facts, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """The rows that name something that the file above them does not declare."""
    if facts.parent is None or facts.name not in frames or facts.parent[1] not in frames:
        return
    column, parent = facts.parent
    named = frames[facts.name][column]
    for line, value in named[~named.isin(frames[parent][column])].items():
        message = f"{kinds.quoted(value)} n'est pas dans {FILES[parent].file}"
        yield Problem(facts.file, message, "corriger l'identifiant, ou y ajouter sa ligne", int(str(line)), column)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise DataError(problems[:MAX_PROBLEMS])
