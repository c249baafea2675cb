"""The projects that two tables seem to count both, side by side, never merged."""

from functools import partial
from typing import Final

import pandas as pd

from components.figures import links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from data.query import outputs
from data.tables.projects import LIKENESS

_COLUMNS: Final = (
    Column("groupe", "Groupe", numeric=True),
    Column("titre", "Source", link="source_url"),
    Column("projet", "Projet", view=links.of_sources),
    Column("entreprise", "Entreprise ou bénéficiaire", view=links.company),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("annee", "Année", numeric=True),
    Column("investissement_centimes", "Investissement (M€)", formats.millions_of_cents, numeric=True),
    Column("aide_centimes", "Aide publique (M€)", formats.millions_of_cents, numeric=True),
    Column("raison", "Ce qui concorde"),
    Column("similarite", "Titres (%)", numeric=True),
)
_OF_GROUPS: Final = ("groupe", "titre", "raison", "similarite")
NEEDED: Final = [*(column.name for column in _COLUMNS if column.name not in _OF_GROUPS), "code_insee"]
_RULE: Final = (
    "Deux projets de sources différentes sont rapprochés quand ils ont le même SIREN ou la même entreprise, la même "
    f"commune, la même année (ou que l'une n'est pas connue) et des intitulés semblables à {LIKENESS} % au moins. "
    "L'inventaire n'a pas de SIREN : une entreprise y est reconnue à son nom. Les projets sans commune ne sont pas "
    "comparés. Les projets rapprochés ne sont jamais fusionnés"
)


def grouped(duplicates: pd.DataFrame, projects: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """The projects of each group, those of one group together. duplicates: `duplicates.groups`; projects: of all the
    sources; titles: of the sources, by source_id.
    """
    rows = duplicates.merge(projects, on=["id_projet", "source_id"], validate="one_to_one")
    return rows.assign(titre=rows["source_id"].map(titles)).sort_values(["groupe", "id_projet"], ignore_index=True)


def described(found: pd.DataFrame, *, source: str, totals: str, edition_id: str) -> Figure:
    """The figure of these groups. totals: how they count, « chaque source est montrée à part… »."""
    groups = formats.counted(found["groupe"].nunique(), "groupe")
    return Figure(
        key="doublons",
        title="Projets que deux sources semblent compter",
        source=source,
        coverage=f"{groups}, {formats.counted(len(found), 'projet')}. {_RULE} : {totals}",
        rows=found,
        columns=_COLUMNS,
        export=partial(outputs.in_euros, found),
        filters=(),
        edition_id=edition_id,
    )
