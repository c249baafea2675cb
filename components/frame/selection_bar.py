"""What is selected, at the top of filtered pages: how much is known of it, what can be done with it at once."""

from dataclasses import replace

import streamlit as st

from components.text import formats, measure_labels
from components.text.formats import typeset
from components.text.plain import said
from components.visit import address
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.places.summary import Totals, totals
from data.query import aggregation
from data.query.selection import Selection
from data.words.place_keys import in_address
from data.words.quantities import QUANTITIES
from data.words.vocabulary import PETITES_TAILLES

# Copied by the page script: Streamlit has no clipboard, and copying changes nothing that a run would draw.
_COPY_LINK = '<button type="button" class="copy-link" data-copied="{copied}">Copier le lien</button>'
_COPIED, _COPIED_FILED = "Lien copié", "Lien copié : il dira d'ouvrir le fichier du périmètre"


def draw(visit: Visit, *, sums: bool) -> None:
    """Draw the sums of the selection if asked for, « petites communes » in one click, the link to the view."""
    selection = address.current()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="selection-actions"):
        if sums and (told := _sums(visit, selection)):
            st.caption(told, width="content")
        if not selection.sizes:
            st.button(
                "Petites communes",
                key="small-communes",
                type="tertiary",
                icon=":material/filter_alt:",
                help=typeset("Ne garder que les communes de moins de 20 000 habitants"),
                on_click=_keep_small,
            )
        filed = any(in_address(key) != key for key in selection.places)
        st.html(_COPY_LINK.format(copied=_COPIED_FILED if filed else _COPIED), width="content")


@kept(SELECTIONS)
def _sums(visit: Visit, selection: Selection) -> str:
    return said(sums_in_short(totals(aggregation.aggregate(visit.projects(), selection).iloc[0])))


def sums_in_short(found: Totals) -> str:
    """« Connus : investissement 83,3 Md€ (1 047) ; aide 6,3 Md€ (471) »; "" when nothing is known."""
    told = [
        f"{quantity.noun} {measure_labels.amount(known.total, key)} ({formats.number(known.projects)})"
        for key, quantity in QUANTITIES.items()
        if (known := found.amounts[key]).total is not None
    ]
    return f"Connus : {' ; '.join(told)}" if told else ""


def _keep_small() -> None:
    address.open_view(replace(address.current(), sizes=PETITES_TAILLES))
