"""What changed between two editions: projects that are new, gone, corrected, or of another status."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd

from data.editions.edition import Edition
from data.tables.fields import PLACE_CODES
from data.tables.projects import PROJECT
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES
from data.words.text import grouped
from data.words.vocabulary import VIVANTS

NEW, STATUS, CORRECTED, GONE = "nouveau", "statut", "corrigé", "retiré"
KINDS: Final = (NEW, STATUS, CORRECTED, GONE)
WHOLE: Final = "Projet"  # the information of a project that came or went
COLUMNS: Final = ["genre", "id_projet", "projet", "commune", "information", "avant", "apres"]
# What follows from the commune, or from the status: it changes with them. A status that is seen again is no news.
_DERIVED: Final = {"code_insee_publie", "lon", "lat", "taille", "type_epci", "densite", "source_id", "statut_date"}
_OF_PLACES: Final = {field.name for field in PLACE_CODES} | {"code_insee"}
_COMPARED: Final = [field for field in PROJECT[1:] if field.name not in _DERIVED | _OF_PLACES]
_CENTS: Final = {each.column for each in QUANTITIES.values() if each.kind == "cents"}


@dataclass(frozen=True)
class Novelties:
    """before, after: the identifiers of the editions; built_at: when the second was. changes: `COLUMNS`, as texts, a
    row for each information that changed. totals: « avant » and « apres » of the live projects, and of each quantity in
    its unit. tables: lignes_avant and lignes_apres of each table that is not the same file.
    """

    before: str
    after: str
    built_at: str
    changes: pd.DataFrame
    totals: pd.DataFrame
    tables: pd.DataFrame

    @classmethod
    def of(cls, before: Edition, after: Edition) -> Self:
        """Those of an edition, from another one on."""
        old, new = before.table("projets"), after.table("projets")
        doubles = after.table("fusions", ["id_projet", "id_conserve"])
        return cls(
            before.id,
            after.id,
            after.manifest.built_at,
            changes(old, new, dict(zip(doubles["id_projet"], doubles["id_conserve"], strict=True))),
            pd.DataFrame({"avant": _live(old), "apres": _live(new)}),
            _tables(before, after),
        )

    def projects(self, kind: str) -> int:
        """How many projects changed in one way."""
        return int(self.changes.loc[self.changes["genre"] == kind, "id_projet"].nunique())


def changes(old: pd.DataFrame, new: pd.DataFrame, doubles: dict[str, str]) -> pd.DataFrame:
    """`Novelties.changes` of two tables of projects. doubles: the project that is kept, by its double."""
    old, new = (table.set_index("id_projet", drop=False) for table in (old, new))
    came, went = new.loc[new.index.difference(old.index)], old.loc[old.index.difference(new.index)]
    both = new.index.intersection(old.index)
    rows = [
        _whole(NEW, came, came["statut"].tolist()),
        *(_changed(field.name, field.label, old.loc[both], new.loc[both]) for field in _COMPARED),
        _whole(GONE, went, [_merged(doubles.get(key)) for key in went.index]),
    ]
    found = pd.concat(rows, ignore_index=True)
    order = found["genre"].map({kind: rank for rank, kind in enumerate(KINDS)})
    return found.iloc[np.lexsort((found["id_projet"], order))].reset_index(drop=True)


def _whole(kind: str, projects: pd.DataFrame, told: list[str]) -> pd.DataFrame:
    return _rows(projects, kind, WHOLE, pd.Series("", projects.index), pd.Series(told, projects.index, dtype="str"))


def _merged(kept: str | None) -> str:
    return f"doublon de {kept}" if kept else ""


def _changed(column: str, label: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The projects of which one information is not what it was."""
    before, after = old[column], new[column]
    same = (before == after).fillna(False) | (before.isna() & after.isna())
    differs = ~same.to_numpy(dtype=bool)
    kind = STATUS if column == "statut" else CORRECTED
    return _rows(
        new[differs], kind, label.replace(" (centimes)", " (€)"), _texts(before[differs]), _texts(after[differs])
    )


def _rows(
    projects: pd.DataFrame, kind: str, information: str, before: "pd.Series[str]", after: "pd.Series[str]"
) -> pd.DataFrame:
    told = projects[["id_projet", "projet", "commune"]]
    told = told.assign(genre=kind, information=information, avant=before, apres=after)
    return told[COLUMNS].astype("str")


def _texts(column: pd.Series) -> "pd.Series[str]":
    """Values as they are read; "" for an unknown one."""
    read = _euros if column.name in _CENTS else grouped if column.name in QUANTITIES else str
    told = ["" if pd.isna(value) else read(value) for value in column.tolist()]
    return pd.Series(told, column.index, dtype="str")


def _euros(cents: int) -> str:
    whole, rest = divmod(cents, CENTS_PER_EURO)
    return f"{grouped(whole)},{rest:02}" if rest else grouped(whole)


def _live(projects: pd.DataFrame) -> "pd.Series[float]":
    live = projects[projects["statut"].isin(VIVANTS)]
    sums = {each.key: live[each.column].sum() / each.held_in for each in QUANTITIES.values()}
    return pd.Series({"projets": len(live), **sums}, dtype="float64")


def _parts(edition: Edition, table: str) -> tuple[str, ...]:
    return edition.parts(table) if table in edition.tables else ()


def _tables(before: Edition, after: Edition) -> pd.DataFrame:
    editions = before, after
    found = []
    for name in sorted({*before.tables, *after.tables}):
        old, new = ([each.manifest.files[path].sha256 for path in _parts(each, name)] for each in editions)
        if old != new:
            found.append((name, *(each.rows(name) if _parts(each, name) else None for each in editions)))
    columns = ["table", "lignes_avant", "lignes_apres"]
    return pd.DataFrame(found, columns=columns).astype({"lignes_avant": "Int64", "lignes_apres": "Int64"})
