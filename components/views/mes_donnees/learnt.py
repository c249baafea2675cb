"""What was decided of a table, kept by the visitor as a small file for the next one."""

from typing import Any, Final

import streamlit as st

from components.text.formats import typeset
from components.text.plain import said
from components.visit import own_table
from components.visit.own_table import OwnTable
from data.files import exports
from data.own.learnt import MAX_BYTES, Learnt
from data.words.numbers import MILLION
from geo.errors import DataError

_TYPE: Final = "application/json"


def draw(own: OwnTable) -> None:
    """Draw the file to keep."""
    st.download_button(
        "Garder ces réglages (JSON)",
        data=lambda: Learnt(own.choices, own.header).text().encode(),
        file_name=exports.file_name("réglages mes données", "json"),
        mime=_TYPE,
        key="own-learnt-file",
        on_click="ignore",
        icon=":material/download:",
        help=typeset("Colonnes choisies, réponses et lignes gardées : à redonner avec la table du mois suivant."),
    )


def give() -> None:
    """Draw the way to give what was kept of another table."""
    with st.expander(typeset("Réglages gardés d'une autre table"), key="own-learnt"):
        st.caption(said("Le fichier que « Garder ces réglages » a donné : colonnes, réponses et lignes gardées."))
        file: Any = st.file_uploader(
            "Réglages (JSON)",
            type=["json"],
            max_upload_size=MAX_BYTES // MILLION,
            key=own_table.uploader_key("settings"),
            on_change=own_table.unlearn,
        )
        if file is not None and own_table.learnt() is None:
            try:
                own_table.learn(file.getvalue(), file.name)
            except DataError as error:
                st.error(said(str(error)))
            else:
                st.rerun()
        if own_table.learnt() is not None:
            st.success("Réglages repris.")
