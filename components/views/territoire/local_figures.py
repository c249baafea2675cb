"""The published figures that speak of one place, each at its date with its source."""

from typing import Final

import pandas as pd

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.visit.visit import Visit, of_edition
from data.places.place import Place
from data.sources import spoken_places

_COLUMNS: Final = (
    Column("indicateur", "Chiffre publié", link="source_url"),
    Column("programme", "Programme", view=links.programme()),
    Column("perimetre", "Périmètre", view=links.keyed("lieu")),
    Column("date", "Date", formats.when),
    Column("texte", "Valeur", numeric=True),
    Column("note", "Précision"),
    Column("source_editeur", "Source"),
)


def known(place: Place) -> bool:
    """Whether a figure of this place was published."""
    return place.key in _spoken_of(Visit.current())


@of_edition()
def _spoken_of(visit: Visit) -> frozenset[str]:
    return spoken_places.places(visit.table("indicateurs"), visit.table("perimetres"))


def draw(place: Place) -> None:
    """Draw the table of the figures of a place."""
    edition = Visit.current().edition()
    found = _figures(place).sort_values(["indicateur", "date"], ignore_index=True)
    told = [_told(value, unit) for value, unit in zip(found["valeur"], found["unite"], strict=True)]
    figure.tabular(
        Figure(
            key="chiffres-locaux",
            title="Chiffres publiés sur ce lieu",
            source=f"Sources : indicateurs datés (publications citées à chaque ligne). Édition {edition.id}.",
            coverage=f"{formats.counted(len(found), 'chiffre')}, chacun tel que publié à sa date ; ils ne "
            "s'additionnent pas, et les filtres n'y changent rien ; un périmètre peut réunir ce lieu et d'autres",
            rows=found.assign(texte=told),
            columns=_COLUMNS,
            export=lambda: found,
            filters=(),
            edition_id=edition.id,
        )
    )


def _figures(place: Place) -> pd.DataFrame:
    visit = Visit.current()
    return spoken_places.of_place(visit.table("indicateurs"), visit.table("perimetres"), place.key)


def _told(value: float, unit: str) -> str:
    whole = value == int(value)
    return f"{formats.number(value, 0 if whole else 1)}{formats.NBSP}{unit}"
