"""Files to take away: CSV as French Excel opens it, and workbooks with a sheet that says what they hold.

Every path goes through the same two functions, so no cell of text can become a formula in a spreadsheet. A CSV may be
cut at the separator of another country, a workbook may not: it keeps the texts as they are after their first letter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.files import ods
from data.files import xlsx as excel
from data.words.formulas import disarmed, disarmed_if_cut
from data.words.text import fold, free_name, grouped
from data.words.typography import typeset

_MAX_CELL: Final = 32_767  # characters of an Excel cell
LICENCE: Final = (
    "Licence Ouverte 2.0 pour les données publiques ; GPL-3.0-or-later pour l'inventaire ; celle de leur auteur pour "
    "les données d'un visiteur"
)
CSV_TYPE: Final = "text/csv"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS_TYPE: Final = ods.TYPE
_ROWS, _README = "Données", "Lisez-moi"


@dataclass(frozen=True)
class About:
    """What an export says of itself: its title, its source line, the filters in force, and any note."""

    title: str
    source: str
    filters: Sequence[str]
    edition_id: str

    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each line of the « Lisez-moi » sheet, printed as French is."""
        filters = " ; ".join(self.filters) or "aucun"
        told = [
            ("Titre", self.title),
            ("Source", self.source),
            ("Filtres", filters),
            ("Édition des données", self.edition_id),
            ("Licence", LICENCE),
        ]
        return [(label, typeset(text)) for label, text in told]


def made(kind: str, table: pd.DataFrame, about: About) -> bytes:
    """The file of a table. kind: csv, xlsx or ods."""
    return _MAKERS[kind](table, about)


def csv(table: pd.DataFrame, *, begins: bool = True) -> bytes:
    """`;`, decimal comma, CRLF, UTF-8 with its mark: what a French Excel opens by a double click. begins: or the rows
    alone, to be written below others.
    """
    shown = safe(table, disarmed_if_cut)
    text = shown.to_csv(sep=";", decimal=",", index=False, header=begins, lineterminator="\r\n")
    return text.encode("utf-8-sig" if begins else "utf-8")


def xlsx(table: pd.DataFrame, about: About) -> bytes:
    """A workbook of two sheets: the rows, and what they are."""
    return excel.book(_sheets(table, about))


def open_document(table: pd.DataFrame, about: About) -> bytes:
    """The same two sheets in the format of LibreOffice."""
    return ods.book(_sheets(table, about))


_MAKERS: Final[Mapping[str, Callable[[pd.DataFrame, About], bytes]]] = {
    "xlsx": xlsx,
    "ods": open_document,
    "csv": lambda table, _: csv(table),
}


def _sheets(table: pd.DataFrame, about: About) -> dict[str, pd.DataFrame]:
    readme = pd.DataFrame([*about.lines(), ("Lignes", grouped(len(table)))], columns=["Rubrique", "Contenu"])
    return {_ROWS: safe(table, disarmed), _README: safe(readme, disarmed)}


def safe(table: pd.DataFrame, disarm: Callable[[str], str]) -> pd.DataFrame:
    """The table with headers and texts that are safe, each header once; numbers stay numbers, so a negative amount
    stays one. Columns go by their position: two may have one name.
    """

    def text(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return disarm(value[:_MAX_CELL].replace("\x00", ""))[:_MAX_CELL]

    columns: dict[str, pd.Series] = {}
    for position, name in enumerate(table.columns):
        column = table.iloc[:, position]
        bare = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
        columns[free_name(text(str(name)), columns)] = column if bare else column.astype(object).map(text)
    return pd.DataFrame(columns, index=table.index)


def file_name(title: str, extension: str) -> str:
    """« Investissement par région » gives « investissement-par-region.csv »: ASCII only, for any system."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fold(title))
    return "-".join(part for part in kept.split("-") if part)[:80] + f".{extension}"
