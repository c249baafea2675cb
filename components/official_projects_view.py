"""The projects of the official files: what each source says of their commune, and those that two sources both hold."""

from typing import Final

import pandas as pd

from components import figure, formats
from components.figure import Figure
from components.table import Column
from data.edition import Edition
from data.project_columns import LIKENESS, LOCATED
from data.vocabulary import PRECISIONS

_SOURCE_COLUMNS: Final = (
    Column("titre", "Source"),
    Column("precision", "Ce qu'est la commune", lambda key: PRECISIONS[key]),
    Column("projets", "Projets", formats.number, numeric=True),
    Column("localises", "Localisés", formats.number, numeric=True),
    Column("dates", "Avec une année", formats.number, numeric=True),
    Column("aides", "Avec une aide publiée", formats.number, numeric=True),
    Column("aide_centimes", "Aide publique (€)", formats.euros_of_cents, numeric=True),
)
_GROUP_COLUMNS: Final = (
    Column("groupe", "Groupe", numeric=True),
    Column("titre", "Source"),
    Column("projet", "Projet", link="source_url"),
    Column("entreprise", "Entreprise ou bénéficiaire"),
    Column("commune", "Commune"),
    Column("annee", "Année", numeric=True),
    Column("investissement_centimes", "Investissement (€)", formats.euros_of_cents, numeric=True),
    Column("aide_centimes", "Aide publique (€)", formats.euros_of_cents, numeric=True),
    Column("raison", "Ce qui concorde"),
    Column("similarite", "Titres (%)", numeric=True),
)
_SHOWN: Final = [
    column.name for column in _GROUP_COLUMNS if column.name not in ("groupe", "titre", "raison", "similarite")
]
_RULE: Final = (
    "Deux projets de sources différentes sont rapprochés quand ils ont le même SIREN ou la même entreprise, la même "
    "commune, la même année (ou que l'une n'est pas publiée) et des intitulés semblables à {} % au moins. L'inventaire "
    "n'a pas de SIREN : une entreprise y est reconnue à son nom. Les projets sans commune ne sont pas comparés. Les "
    "projets rapprochés ne sont jamais fusionnés : chaque source est montrée à part, aucun total n'en compte deux"
)


def draw(edition: Edition, titles: pd.Series) -> None:
    """Draw both figures, when the edition has official projects. titles: of the sources, by source_id."""
    if not edition.rows("projets_officiels"):
        return
    columns = [*_SHOWN, "id_projet", "source_id", "source_url", "precision", "localisation"]
    official = edition.table("projets_officiels", columns)
    figure.tabular(_by_source(edition.id, sources(official, titles)))
    inventory = edition.table("projets", [name for name in columns if name != "localisation"])
    found = grouped(edition.table("doublons"), pd.concat([inventory, official], ignore_index=True), titles)
    figure.tabular(_side_by_side(edition.id, found))


def sources(official: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """One row per source: titre, precision, projets, and how many have a commune, a year, an aid."""
    counted = official.assign(localises=official["localisation"] == LOCATED).groupby(
        ["source_id", "precision"], sort=False
    )
    found = counted.agg(
        projets=("id_projet", "size"),
        localises=("localises", "sum"),
        dates=("annee", "count"),
        aides=("aide_centimes", "count"),
        aide_centimes=("aide_centimes", lambda amounts: amounts.sum(min_count=1)),
    ).reset_index()
    return found.assign(titre=found["source_id"].map(titles))


def grouped(duplicates: pd.DataFrame, projects: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """The projects of each group, those of one group together."""
    rows = duplicates.merge(projects, on=["id_projet", "source_id"], validate="one_to_one")
    return rows.assign(titre=rows["source_id"].map(titles)).sort_values(["groupe", "id_projet"], ignore_index=True)


def _by_source(edition_id: str, found: pd.DataFrame) -> Figure:
    total, located = int(found["projets"].sum()), int(found["localises"].sum())
    return Figure(
        key="projets-officiels",
        title="Projets des fichiers officiels, par source",
        source="Source : les fichiers officiels de cette édition",
        coverage=f"{formats.counted(total, 'projet')}, dont {formats.number(located)} dans une commune ; les autres ne "
        "comptent qu'au niveau national. Une case vide : le fichier n'en dit rien",
        rows=found,
        columns=_SOURCE_COLUMNS,
        export=lambda: found,
        filters=(),
        edition_id=edition_id,
    )


def _side_by_side(edition_id: str, found: pd.DataFrame) -> Figure:
    groups = formats.counted(found["groupe"].nunique(), "groupe")
    return Figure(
        key="doublons",
        title="Projets que deux sources semblent compter",
        source="Source : l'inventaire et les fichiers officiels de cette édition",
        coverage=f"{groups}, {formats.counted(len(found), 'projet')}. {_RULE.format(LIKENESS)}",
        rows=found,
        columns=_GROUP_COLUMNS,
        export=lambda: found,
        filters=(),
        edition_id=edition_id,
    )
