"""The projects of the official files: what each source says of their commune, and those that two sources both hold."""

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import duplicate_groups, figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.plain import said
from data.editions.edition import Edition
from data.query import outputs
from data.tables.projects import LOCATED
from data.words.vocabulary import PRECISIONS

_SOURCE_COLUMNS: Final = (
    Column("titre", "Source"),
    Column("precision", "Ce qu'est la commune", lambda key: PRECISIONS[key]),
    Column("projets", "Projets", formats.number, numeric=True),
    Column("localises", "Localisés", formats.number, numeric=True),
    Column("dates", "Avec une année", formats.number, numeric=True),
    Column("aides", "Avec une aide publiée", formats.number, numeric=True),
    Column("aide_centimes", "Aide publique (M€)", formats.millions_of_cents, numeric=True),
)


def draw(edition: Edition, titles: pd.Series) -> None:
    """Draw both figures, when the edition has official projects. titles: of the sources, by source_id."""
    if not edition.rows("projets_officiels"):
        return
    columns = [*duplicate_groups.NEEDED, "id_projet", "source_id", "source_url", "precision", "localisation"]
    official = edition.table("projets_officiels", columns)
    figure.tabular(_by_source(edition.id, sources(official, titles)))
    inventory = edition.table("projets", [name for name in columns if name != "localisation"])
    duplicates = edition.table("doublons")
    if duplicates.empty:
        st.caption(said("Aucun projet ne semble compté par deux sources à la fois."))
        return
    every = pd.concat([inventory, official], ignore_index=True)
    figure.tabular(
        duplicate_groups.described(
            duplicate_groups.grouped(duplicates, every, titles),
            source="Source : l'inventaire et les fichiers officiels de cette édition",
            totals="chaque source est montrée à part, aucun total n'en compte deux",
            edition_id=edition.id,
        )
    )


def sources(official: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """One row per source: titre, precision, projets, and how many have a commune, a year, an aid."""
    counted = official.assign(localises=official["localisation"] == LOCATED).groupby("source_id", sort=False)
    found = counted.agg(
        precision=("precision", "first"),
        projets=("id_projet", "size"),
        localises=("localises", "sum"),
        dates=("annee", "count"),
        aides=("aide_centimes", "count"),
        aide_centimes=("aide_centimes", lambda amounts: amounts.sum(min_count=1)),
    ).reset_index()
    return found.assign(titre=found["source_id"].map(titles))


def _by_source(edition_id: str, found: pd.DataFrame) -> Figure:
    total, located = int(found["projets"].sum()), int(found["localises"].sum())
    return Figure(
        key="projets-officiels",
        title="Projets des fichiers officiels, par source",
        source="Source : les fichiers officiels de cette édition",
        coverage=f"{formats.counted(total, 'projet')}, dont {formats.number(located)} dans une commune ; les autres "
        "comptent au niveau que le fichier nomme, sinon au niveau national. Une case vide : le fichier n'en dit rien",
        rows=found,
        columns=_SOURCE_COLUMNS,
        export=partial(outputs.in_euros, found),
        filters=(),
        edition_id=edition_id,
    )
