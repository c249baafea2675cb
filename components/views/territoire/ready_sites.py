"""The turnkey sites of France 2030 in a place, where the edition has their official file."""

from typing import Final

import pandas as pd

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.visit import Visit
from data.places.place import Place

_TABLE: Final = "sites_cles_en_main"
_COLUMNS: Final = (
    Column("id_site", "Site"),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("maturite", "Maturité"),
)


def known(place: Place) -> bool:
    """Whether a site is in this place."""
    return not _sites(place).empty


def draw(place: Place) -> None:
    """Draw the table of the sites of a place."""
    edition = Visit.current().edition()
    found = _sites(place)
    figure.tabular(
        Figure(
            key="sites-cles-en-main",
            title="Sites clés en main France 2030",
            source=f"Source : ANCT, fichier de cette édition. Édition {edition.id}.",
            coverage=f"{formats.counted(found['id_site'].nunique(), 'site')} ; des terrains prêts à accueillir une "
            "usine, non des projets : ils n'entrent dans aucune somme, et les filtres n'y changent rien",
            rows=found,
            columns=_COLUMNS,
            export=lambda: found,
            filters=(),
            edition_id=edition.id,
        )
    )


def _sites(place: Place) -> pd.DataFrame:
    every = Visit.current().table(_TABLE)
    return every[every["code_insee"].isin(place.communes)]
