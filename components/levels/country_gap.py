"""The map of how far from the country places are: whether it has a sense for a view, and why not."""

from typing import Final

import streamlit as st

from components.text.formats import typeset
from data.places import country
from data.query.selection import Selection
from data.words.vocabulary import GAP

_TOTALS: Final = (
    "L'écart à la France se lit sur un rapport : rapporter la mesure aux habitants ou à la superficie, ou choisir une "
    "part ou un ratio. Voici la carte des valeurs."
)
_FILTERED: Final = (
    "L'écart à la France se lit sur toutes les communes : retirer les filtres de lieu (région, taille, "
    "intercommunalité, périmètre). Voici la carte des valeurs."
)


def of(selection: Selection) -> bool:
    """Whether a view shows how far from the country its places are: it is asked for, and has a sense."""
    return selection.form == GAP and country.is_mean(selection) and country.keeps_all(selection)


def note(selection: Selection) -> None:
    """Say why a view that is asked for is not shown."""
    if selection.form == GAP and not of(selection):
        st.info(typeset(_FILTERED if country.is_mean(selection) else _TOTALS), icon=":material/difference:")
