"""What the official files of the edition count in a place, file by file, beside the inventory and never added to it."""

from functools import partial
from typing import Final

import pandas as pd

from components.figures import figure, project_list
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.kept import BOTH, OWN
from components.visit.visit import Visit
from data.places import sheet
from data.places.place import Place
from data.words.vocabulary import INVENTORY

_COLUMNS: Final = (
    Column("titre", "Fichier officiel"),
    Column("projets", "Projets", formats.number, numeric=True),
    Column("industriels", "Dont industrie", formats.number, numeric=True),
    Column("aides", "Avec une aide publiée", formats.number, numeric=True),
    Column("aide_centimes", "Aide publique (M€)", formats.millions_of_cents, numeric=True),
    Column("doubles", "Semblent aussi dans l'inventaire", formats.number, numeric=True),
)


def known(place: Place) -> bool:
    """Whether an official file counts a project in this place."""
    return any(not rows.empty for rows in _rows(place).values())


def draw(place: Place) -> None:
    """Draw one line per file; the file to download has its rows one by one."""
    visit = Visit.current()
    found = _rows(place)
    rows = pd.concat([each for each in found.values() if not each.empty], ignore_index=True)
    titles = {key: visit.available()[key].name for key in found}
    lines = by_file(rows, visit.edition().table("doublons"), titles)
    figure.tabular(
        Figure(
            key="fichiers-officiels",
            title="Ce que comptent les fichiers officiels",
            source=f"Source : les fichiers officiels de cette édition. Édition {visit.edition_id}.",
            coverage=f"{formats.counted(len(rows), 'projet')} de tous secteurs, chaque fichier à part : ils ne "
            "s'additionnent ni entre eux, ni à l'inventaire, qui tient une partie des mêmes ; les filtres n'y changent "
            "rien. « Projets affichés », dans le panneau, montre un fichier sur toutes les pages",
            rows=lines,
            columns=_COLUMNS,
            export=partial(project_list.exported, rows, visit.edition()),
            filters=(),
            edition_id=visit.edition_id,
        )
    )


def by_file(rows: pd.DataFrame, duplicates: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """One row per file, the largest first: titre, projets, industriels (how many are of industry), aides (how many have
    one), aide_centimes (null where none has), doubles (how many the inventory seems to hold too).
    """
    told = rows.assign(doubles=doubled(rows, duplicates), industriels=rows["industriel"] == "oui")
    lines = (
        told.groupby("source_id", sort=False)
        .agg(
            projets=("id_projet", "size"),
            industriels=("industriels", "sum"),
            aides=("aide_centimes", "count"),
            aide_centimes=("aide_centimes", lambda amounts: amounts.sum(min_count=1)),
            doubles=("doubles", "sum"),
        )
        .reset_index()
    )
    lines = lines.assign(titre=lines["source_id"].map(titles))
    return lines.sort_values("projets", ascending=False, kind="stable", ignore_index=True)


def doubled(rows: pd.DataFrame, duplicates: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows a group of duplicates holds with one of the inventory."""
    shared = duplicates.loc[duplicates["source_id"] == INVENTORY, "groupe"]
    return rows["id_projet"].isin(duplicates.loc[duplicates["groupe"].isin(shared), "id_projet"])


def _rows(place: Place) -> dict[str, pd.DataFrame]:
    """The rows of each official file in a place, by source_id."""
    visit = Visit.current()
    official = [key for key in visit.available() if key not in {INVENTORY, OWN, BOTH}]
    return {key: sheet.rows_in(visit.showing(key).project_table(), place) for key in official}
