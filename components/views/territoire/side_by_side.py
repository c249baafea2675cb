"""The key figures of a place beside those of the places that hold it, and of France: one line each."""

from typing import Any, Final

import pandas as pd

from components.figures import figure, key_figures
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import aid_kinds, formats, measure_labels
from components.views.territoire.page import Sheet
from components.visit import navigation, provenance
from components.visit.datasets import CURRENT_EUROS
from components.visit.visit import Visit
from data.places import summary
from data.places.place import Place
from data.query import aid
from data.words.levels import NATIONAL_NAME
from data.words.quantities import QUANTITIES

_COLUMNS: Final = (
    Column("nom", "Lieu", view="fiche"),
    Column("population", "Population", formats.number, numeric=True),
    Column("projets", "Projets", formats.number, numeric=True),
    *(Column(key, each.in_full, numeric=True) for key, each in QUANTITIES.items()),
)


def draw(shown: Sheet) -> None:
    """Draw the table."""
    visit = Visit.current()
    holders = [visit.place(key) for key in visit.holders(shown.place.key)]
    rows = pd.DataFrame(
        [
            _line(shown.place, shown.totals, fiche=None),
            *(
                _line(each, summary.totals(visit.sums(shown.selection, each)), fiche=navigation.sheet_href(each.key))
                for each in holders
            ),
            _national(shown),
        ]
    )
    figure.leading(
        Figure(
            key="reperes",
            title=f"{shown.place.nom} et ce qui l'entoure",
            source=shown.source,
            coverage=_coverage(shown),
            rows=rows,
            columns=_COLUMNS,
            export=lambda: rows.drop(columns="fiche"),
            filters=provenance.filter_lines(shown.selection),
            edition_id=visit.edition_id,
        )
    )


def _coverage(shown: Sheet) -> str:
    """What the parentheses are, what may not be divided, what the aid of the place is made of."""
    kinds = aid.kinds(Visit.current().projects(), shown.rows)
    parts = (
        "entre parenthèses, combien de projets ont un montant connu ; un tiret : aucun n'est connu",
        key_figures.not_together(shown.totals),
        aid_kinds.made_of(kinds),
        CURRENT_EUROS,
    )
    return " ; ".join(part[0].lower() + part[1:] for part in parts if part)


def _line(place: Place, totals: summary.Totals, fiche: str | None) -> dict[str, Any]:
    name = f"{place.nom} ({place.genre[0].lower()}{place.genre[1:]})"
    return {"nom": name, "population": place.population, "fiche": fiche, **_told(totals)}


def _national(shown: Sheet) -> dict[str, Any]:
    visit = Visit.current()
    totals = summary.totals(visit.national_sums(shown.selection.chosen()))
    population = int(visit.places().communes["population"].sum())
    return {"nom": NATIONAL_NAME, "population": population, "fiche": None, **_told(totals)}


def _told(totals: summary.Totals) -> dict[str, Any]:
    """« 210,5 M€ (4 sur 7) »."""
    told: dict[str, Any] = {"projets": totals.projects}
    for key in QUANTITIES:
        known = totals.amounts[key]
        of = f"({formats.number(known.projects)} sur {formats.number(totals.projects)})"
        told[key] = None if known.total is None else f"{measure_labels.amount(known.total, key)} {of}"
    return told
