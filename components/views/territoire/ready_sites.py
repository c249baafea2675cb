"""The turnkey sites of France 2030 in a place, where the edition has their official file."""

from typing import Final

import numpy as np
import pandas as pd

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.visit import Visit, of_edition
from data.places.place import Place
from data.query.projects import Rows

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
    visit = Visit.current()
    return visit.table(_TABLE)[np.isin(_at(visit), place.rows)]


@of_edition()
def _at(visit: Visit) -> Rows:
    """The position in `Places.communes` of the commune of each site."""
    return visit.places().positions(visit.table(_TABLE)["code_insee"])
