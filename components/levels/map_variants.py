"""The map of a level, once per year, filière or status: small ones beside each other, one of them large."""

from typing import Final

import streamlit as st

from components.maps import level_map
from components.maps.frame import Variant
from components.text import measure_labels
from components.text.formats import typeset
from components.visit.visit import Visit
from data.places.levels import with_values
from data.query import aggregation
from data.query.projects import NONE
from data.query.selection import Selection
from data.words.vocabulary import VARIED

_NAMELESS: Final = {"annees": "Année inconnue", "filieres": "Sans filière", "statuts": "Statut inconnu"}
_TOTALS: Final = "Une carte par valeur montre des totaux : choisir une mesure qui s'additionne, sans la rapporter."


def note(selection: Selection) -> None:
    """How the maps are read, and what the files of their figure hold."""
    said = (
        f"Une carte {VARIED[selection.form].lower()}, toutes à la même échelle. Sans cercle : aucun projet, ou aucun "
        "montant connu. Le tableau et les fichiers disent la sélection entière."
    )
    st.caption(typeset(said))


def of(selection: Selection) -> tuple[Variant, ...]:
    """The maps of the dimension that the selection asks for, those without a project left out; none for another form,
    nor for rates, which says so.
    """
    if selection.form not in VARIED:
        return ()
    if not level_map.is_total(selection):
        st.info(typeset(_TOTALS), icon=":material/grid_view:")
        return ()
    visit, by = Visit.current(), selection.form
    projects, shown = visit.projects(), visit.places().of(selection)
    rows = aggregation.matching(projects, selection)
    whole = aggregation.aggregate(projects, selection, rows=rows)
    totals = aggregation.aggregate(projects, selection, by=by, rows=rows)
    sums = aggregation.aggregate(projects, selection, by=(selection.level, by), rows=rows)
    found = []
    for value, total in totals[totals["projets"] > 0].iterrows():
        own = sums.xs(value, level=1).reindex(shown.index, fill_value=0)
        table = with_values(shown.join(own), selection, whole)
        label = _NAMELESS[by] if value == NONE else str(value)
        told = typeset(measure_labels.coverage(selection, total))
        found.append((value == NONE, level_map.variant(table, selection, label, told)))
    return tuple(each for _, each in sorted(found, key=lambda one: not one[0]))
