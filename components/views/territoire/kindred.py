"""The places beside a place and those most like it, with what makes them so and what they hold, on one table."""

from typing import Any, Final

import pandas as pd

from components.figures import figure
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats, measure_labels
from components.views.territoire.page import Sheet
from components.visit import navigation
from components.visit.visit import Visit
from data.places import summary
from data.places.place import Place
from data.words.quantities import INVESTISSEMENT

_NAMED: Final = 4  # filières of a place, the most frequent first
_COLUMNS: Final = (
    Column("nom", "Lieu", view="fiche"),
    Column("lien", "Voisin ou semblable"),
    Column("population", "Population", formats.number, numeric=True),
    Column("densite", "Habitants au km²", formats.number, numeric=True),
    Column("type_epci", "Type d'EPCI"),
    Column("filieres", "Filières", wide=True),
    Column("projets", "Projets", formats.number, numeric=True),
    Column("investissement", INVESTISSEMENT.in_full, numeric=True),
)


def known(place: Place) -> bool:
    """Whether some places are beside a place, or like it."""
    visit = Visit.current()
    return bool(visit.neighbours(place.key) or visit.alike(place.key))


def draw(shown: Sheet) -> None:
    """Draw the table, the place itself first."""
    visit, place = Visit.current(), shown.place
    beside, alike = visit.neighbours(place.key), visit.alike(place.key)
    links = dict.fromkeys(beside, "voisin") | {
        key: "voisin et semblable" if key in beside else "semblable" for key in alike
    }
    rows = pd.DataFrame([_line(shown, place.key, None), *(_line(shown, key, link) for key, link in links.items())])
    figure.tabular(
        Figure.of(
            shown.selection,
            key="voisins",
            title=f"{formats.counted(len(beside), 'voisin')} et {formats.counted(len(alike), 'semblable')}",
            source=shown.source,
            coverage="Voisins : une limite commune ; semblables : la population, la densité et les filières les plus "
            "proches, et le type d'EPCI pour une commune ; filières des projets de l'inventaire",
            rows=rows,
            columns=[column for column in _COLUMNS if rows[column.name].notna().any()],
            export=lambda: rows.drop(columns="fiche"),
        )
    )


def _line(shown: Sheet, key: str, link: str | None) -> dict[str, Any]:
    visit = Visit.current()
    place = visit.place(key)
    totals = summary.totals(visit.sums(shown.selection, place))
    invested = totals.amounts[INVESTISSEMENT.key].total
    return {
        "nom": place.nom,
        "lien": link,
        "population": place.population,
        "densite": place.population / place.superficie_km2,
        "type_epci": visit.places().communes.at[place.code, "type_epci"] if place.kind == "commune" else None,
        "filieres": _sectors(place),
        "projets": totals.projects,
        "investissement": None if invested is None else measure_labels.amount(invested, INVESTISSEMENT.key),
        "fiche": navigation.sheet_href(key) if link else None,
    }


def _sectors(place: Place) -> str | None:
    """« Santé, Chimie et 2 autres »; None for a perimeter and for a place without any."""
    if place.chosen:
        return None
    held: pd.Series[int] = Visit.current().sectors(place.level).loc[[place.code]].iloc[0]
    names = list(held[held > 0].sort_values(ascending=False, kind="stable").index)
    more = len(names) - _NAMED
    told = ", ".join(names[:_NAMED])
    return (f"{told} et {formats.counted(more, 'autre')}" if more > 0 else told) or None
