"""What became of the official files: their projects, the rows that found no place, how their perimeters differ."""

from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.plain import said
from components.views.methode import official_projects
from data.editions.edition import Edition
from data.official import readers

_ASIDE_COLUMNS: Final = (
    Column("titre", "Source"),
    Column("motif", "Motif"),
    Column("effet", "Ce que les lignes deviennent"),
    Column("lignes", "Lignes", formats.number, numeric=True),
)
_GAP_COLUMNS: Final = (
    Column("id_officiel", "Identifiant officiel"),
    Column("phase", "Phase"),
    Column("nature_ecart", "Écart"),
    Column("valeur_ecart", "Valeur"),
)


def draw(edition: Edition) -> None:
    """Draw the figures, each only when there is something to say; say that no file was brought when none was."""
    sources = edition.table("sources", ["source_id", "titre", "lus", "ecartes"])
    official = sources[sources["source_id"].isin(list(readers.usable()))]
    if official.empty:
        st.caption(
            said(
                "Cette édition n'utilise aucun fichier officiel apporté par « territoires refresh ». "
                "La commande « territoires refresh --all » les apporte tous."
            )
        )
        return
    official_projects.draw(edition, sources.set_index("source_id")["titre"])
    aside = edition.table("mises_de_cote")
    if len(aside):
        figure.tabular(_set_aside(edition.id, official, aside))
    gaps = edition.table("ecarts_perimetres")
    if len(gaps):
        figure.tabular(_differences(edition.id, gaps))


def reasons(official: pd.DataFrame, aside: pd.DataFrame) -> pd.DataFrame:
    """How many rows share a reason: titre, motif, effet, lignes, the most frequent first.

    What a reason quotes of its row, after the colon, is left to the file to download.
    """
    titles = official.set_index("source_id")["titre"]
    kinds = aside.assign(titre=aside["source_id"].map(titles), motif=aside["motif"].str.partition(" : ")[0])
    counts = kinds.groupby(["titre", "motif", "effet"], as_index=False).agg(lignes=("ligne", "size"))
    return counts.sort_values("lignes", ascending=False, kind="stable", ignore_index=True)


def _set_aside(edition_id: str, official: pd.DataFrame, aside: pd.DataFrame) -> Figure:
    read, rejected = int(official["lus"].sum()), int(official["ecartes"].sum())
    return Figure(
        key="mises-de-cote",
        title="Lignes mises de côté dans les fichiers officiels",
        source="Source : les fichiers officiels de cette édition",
        coverage=f"{formats.number(len(aside) - rejected)} lignes comptées sans lieu et {formats.number(rejected)} "
        f"écartées, sur {formats.number(read)} lues ; le fichier à télécharger les donne une à une, avec leur contenu",
        rows=reasons(official, aside),
        columns=_ASIDE_COLUMNS,
        export=lambda: aside,
        filters=(),
        edition_id=edition_id,
    )


def _differences(edition_id: str, gaps: pd.DataFrame) -> Figure:
    territories = formats.counted(gaps["id_officiel"].nunique(), "territoire")
    return Figure(
        key="ecarts-perimetres",
        title="Écarts entre les périmètres officiels et ceux de l'atlas",
        source="Source : ANCT, fichiers de cette édition",
        coverage=f"{formats.counted(len(gaps), 'écart')}, dans {territories}",
        rows=gaps,
        columns=_GAP_COLUMNS,
        export=lambda: gaps,
        filters=(),
        edition_id=edition_id,
    )
