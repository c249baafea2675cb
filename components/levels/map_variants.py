"""The map of a level, once per year, filière or status: small ones beside each other, one of them large."""

from typing import Final

import streamlit as st

from components.maps import level_map
from components.maps.frame import Variant
from components.text import formats, measure_labels
from components.text.formats import typeset
from components.visit.visit import Visit
from data.places.levels import with_values
from data.query import aggregation
from data.query.projects import NONE
from data.query.selection import Selection
from data.words.vocabulary import VARIED

_NAMELESS: Final = {"annees": "Année inconnue", "filieres": "Sans filière", "statuts": "Statut inconnu"}
_LEAST: Final = 0.5  # of the values that are not fragile: with fewer, maps would be of hatches
_FRAGILE: Final = (
    "{by}, {kept} des {all} valeurs de ces cartes reposent sur trois projets ou plus : un rapport n'y aurait pas de "
    "sens. Choisir un niveau plus grand, ou une mesure qui s'additionne, sans la rapporter. Voici une seule carte."
)


def note(selection: Selection) -> None:
    """How the maps are read, and what the files of their figure hold."""
    by = VARIED[selection.form].lower()
    said = (
        f"Une carte {by}, toutes à la même échelle. Sans cercle : aucun projet, ou aucun montant connu."
        if level_map.is_total(selection)
        else f"Une carte {by}, toutes dans les mêmes classes. Sur les petites, ce qui est pâle est à lire avec "
        "prudence, et un lieu sans donnée a la couleur du fond."
    )
    st.caption(typeset(f"{said} Le tableau et les fichiers disent la sélection entière."))


def of(selection: Selection) -> tuple[Variant, ...]:
    """The maps of the dimension that the selection asks for, those without a project left out; none for another form,
    nor for rates most of which rest on too few projects, which is said.
    """
    if selection.form not in VARIED:
        return ()
    visit, by = Visit.current(), selection.form
    projects, shown = visit.projects(), visit.places().of(selection)
    rows = aggregation.matching(projects, selection)
    whole = aggregation.aggregate(projects, selection, rows=rows)
    totals = aggregation.aggregate(projects, selection, by=by, rows=rows)
    sums = aggregation.aggregate(projects, selection, by=(selection.level, by), rows=rows)
    found, fragile, held = [], 0, 0
    for value, total in totals[totals["projets"] > 0].iterrows():
        own = sums.xs(value, level=1).reindex(shown.index, fill_value=0)
        table = with_values(shown.join(own), selection, whole)
        counted = table[table["projets"] > 0]
        fragile, held = fragile + int(counted["fragile"].sum()), held + len(counted)
        label = _NAMELESS[by] if value == NONE else str(value)
        told = typeset(measure_labels.coverage(selection, total))
        found.append((value == NONE, level_map.variant(table, selection, label, told)))
    if not level_map.is_total(selection) and held - fragile < _LEAST * held:
        said = _FRAGILE.format(by=VARIED[by], kept=formats.number(held - fragile), all=formats.number(held))
        st.info(typeset(said), icon=":material/grid_view:")
        return ()
    return tuple(each for _, each in sorted(found, key=lambda one: not one[0]))
