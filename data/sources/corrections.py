"""Accepted corrections of the inventory, applied to its facts at each build: `projets.csv` keeps what was published."""

from typing import Any

import pandas as pd

from data.cells import kinds
from data.cells.kinds import CellError
from data.tables.fact_files import CORRECTABLE, FILES
from data.tables.fact_records import Column
from data.words.numbers import CENTS_PER_EURO
from geo.errors import DataError, Problem


def applied(projets: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """The facts of projects as corrected, in the order of the dates of `corrections`.

    Both as `facts.read_facts` returns them. Raises `DataError` with every correction that no longer fits, that its
    column cannot hold, or that changes nothing.
    """
    corrected = projets.copy()
    places = pd.Series(projets.index, index=projets["id_projet"])
    texts = corrections.fillna({"ancienne_valeur": "", "nouvelle_valeur": ""})
    problems = []
    for line, row in texts.sort_values("date", kind="stable").iterrows():
        column = CORRECTABLE[row["colonne"]]
        cell = places[row["id_projet"]], column.target or column.name
        found = written(column, corrected.at[cell])
        if found != row["ancienne_valeur"]:
            problems.append(_unfit(int(str(line)), found, row))
            continue
        try:
            corrected.at[cell] = new_value(column, found, row["nouvelle_valeur"])
        except CellError as error:
            file = FILES["corrections"].file
            problems.append(Problem(file, error.message, error.remedy, int(str(line)), "nouvelle_valeur"))
    if problems:
        raise DataError(problems)
    return corrected


def log(corrections: pd.DataFrame) -> pd.DataFrame:
    """The corrections that an edition applied, the last one first."""
    order = ["date", "id_projet", "colonne"]
    return corrections.sort_values(order, ascending=[False, True, True], ignore_index=True)


def new_value(column: Column, old: str, new: str) -> Any:
    """What `column` holds once the text `new` took the place of `old`. Raises `CellError`."""
    value = column.read(new)
    if written(column, value) == old:
        raise CellError("la nouvelle valeur est la valeur actuelle", "écrire une autre valeur")
    return value


def written(column: Column, value: Any) -> str:
    """The cell of `projets.csv` that reads as `value`; empty for an unknown one."""
    if pd.isna(value):
        return ""
    return str(value // CENTS_PER_EURO if column.kind is kinds.AMOUNT else value)


def published(column: Column, project: "pd.Series[Any]") -> str:
    """The cell of `projets.csv`, corrections applied, of a row of the table of projects of an edition."""
    # An edition puts the present commune in `code_insee`.
    name = "code_insee_publie" if column.name == "code_insee" else column.target or column.name
    return written(column, project[name])


def _unfit(line: int, found: str, row: "pd.Series[str]") -> Problem:
    message = (
        f"la correction ne s'applique plus : {row['colonne']} de {row['id_projet']} vaut {kinds.quoted(found)}, "
        f"non {kinds.quoted(row['ancienne_valeur'])}"
    )
    remedy = "retirer cette ligne si projets.csv est déjà corrigé ; sinon y écrire la valeur actuelle, après relecture"
    return Problem(FILES["corrections"].file, message, remedy, line, "ancienne_valeur")
