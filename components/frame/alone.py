"""One figure of a page, alone in a frame of another site: its source under it, and the way to its page."""

from typing import Any

import streamlit as st

from components.meeting import sought
from components.text.formats import typeset
from components.text.plain import said


def draw(page: Any, key: str) -> None:
    """Run a page until it has drawn a figure, which the style sheet shows alone. page: as `navigation.menu` gives."""
    with st.container(key="embedded"):
        try:
            with sought.figure(key):
                page.run()
        except sought.Caught as caught:
            plate = caught.plate
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key="embedded-foot"):
                filters = f"Filtres\N{NO-BREAK SPACE}: {' ; '.join(plate.filters)}. " if plate.filters else ""
                st.caption(said(f"{filters}{plate.counted} {plate.source}"))
                if plate.link:
                    st.link_button(
                        typeset("Ouvrir dans l'atlas"), plate.link, icon=":material/open_in_new:", type="tertiary"
                    )
        else:
            with st.container(key="embedded-foot"):
                st.warning(typeset("Cette figure n'est pas sur cette page."), icon=":material/visibility_off:")
