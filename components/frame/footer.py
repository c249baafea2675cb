"""The last line of every page: which data it shows."""

from datetime import datetime

import streamlit as st
from babel.dates import format_date

from components.text import formats
from components.visit import navigation
from data.editions.edition import Edition


def draw(edition: Edition) -> None:
    """Identifier and date of the edition, and the way to its sources and definitions."""
    built = datetime.fromisoformat(edition.manifest.built_at)
    date = format_date(built, format="long", locale=formats.LOCALE)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="footer"):
        st.caption(f"Édition {edition.id} des données, du {date}", width="content")
        navigation.link("methode", "Sources et méthode")
