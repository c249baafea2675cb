"""The last line of every page: which data it shows, and the doors of the pages that say who answers for them."""

from typing import Final

import streamlit as st

from components.look import templating
from components.text import formats
from components.text.formats import typeset
from components.visit import address, navigation
from data.editions.edition import Edition
from data.legal import audit

_DOORS: Final = (
    ("methode", "Sources et méthode"),
    ("accessibilite", f"Accessibilité : {audit.state(audit.grid())}"),
    ("mentions", "Mentions légales, données personnelles"),
    ("mentions", "Plan du site"),
)


def draw(edition: Edition) -> None:
    """Identifier and date of the edition, and the doors."""
    told = f"Édition {edition.id} des données, du {formats.day(edition.manifest.built_at)}"
    doors = [(typeset(label), navigation.href(slug, address.current())) for slug, label in _DOORS]
    with st.container(key="footer"):
        st.html(templating.render("footer", edition=told, doors=doors))
