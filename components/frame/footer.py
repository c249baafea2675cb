"""The last line of every page: which data it shows."""

import streamlit as st

from components.text import formats
from components.visit import navigation
from data.editions.edition import Edition


def draw(edition: Edition) -> None:
    """Identifier and date of the edition, and the way to its sources and definitions."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="footer"):
        st.caption(f"Édition {edition.id} des données, du {formats.day(edition.manifest.built_at)}", width="content")
        navigation.link("methode", "Sources et méthode")
