"""The active filters as removable chips, the number of projects they keep, and the way out when they keep none."""

from typing import Final

import streamlit as st

from components.text import formats
from components.text.plain import said
from components.visit import address
from components.visit.visit import Visit
from data.query import aggregation
from data.query.filters import FILTERS
from data.query.projects import Projects
from data.query.selection import Chip

_SUGGESTIONS: Final = 3  # one line of chips under the sentence


def draw(visit: Visit) -> None:
    """Draw the count and the chips of the current selection."""
    selection = address.current()
    active = selection.filters(visit.vocabulary())
    found = len(visit.matching(selection))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="chips"):
        st.markdown(_count(found, len(visit.project_table())), width="content")
        for chip in active:
            _chip(chip)
        if active:
            st.button("Tout effacer", key="chips-clear", type="tertiary", on_click=_clear)


def tell_notices() -> None:
    """Say what the address asked for and could not be given."""
    if address.notices():
        st.info("  \n".join(map(said, address.notices())), icon=":material/link_off:")


def explain(visit: Visit) -> None:
    """Say the way out when no project is left."""
    if not len(visit.matching(address.current())):
        _way_out(visit.projects(), address.current().filters(visit.vocabulary()))


def _count(found: int, total: int) -> str:
    chosen = "sélectionnés" if found > 1 else "sélectionné"
    return f"**{formats.counted(found, 'projet')}** {chosen} sur {formats.number(total)}"


def _chip(chip: Chip) -> None:
    st.button(
        said(f"{chip.name}\N{NO-BREAK SPACE}: {chip.label}"),
        key=f"chip-{chip.dimension}-{chip.value}",
        icon=":material/close:",
        icon_position="right",
        help="Retirer ce filtre",
        on_click=_remove,
        args=(chip.dimension, chip.value),
    )


def _way_out(projects: Projects, active: tuple[Chip, ...]) -> None:
    """Nothing matches: name the filters whose removal brings projects back, best first."""
    options = aggregation.loosening(projects, address.current())[:_SUGGESTIONS]
    advice = "Retirer l'un d'eux :" if options else "En retirer plusieurs, ou tout effacer."
    with st.container(border=True, key="empty-result"):
        st.markdown(f"**Aucun projet ne répond à tous ces filtres à la fois.** {said(advice)}")
        with st.container(horizontal=True, gap="small"):
            for dimension, value, count in options:
                removed = [c.label for c in active if c.dimension == dimension and value in (None, c.value)]
                name = f"{FILTERS[dimension].name}\N{NO-BREAK SPACE}: {', '.join(removed)}"
                st.button(
                    said(f"Retirer {name} ({formats.counted(count, 'projet')})"),
                    key=f"loosen-{dimension}-{value}",
                    on_click=_remove,
                    args=(dimension, value),
                )


def _remove(dimension: str, value: str | None) -> None:
    address.open_view(address.current().without(dimension, value))


def _clear() -> None:
    address.open_view(address.current().cleared())
