"""Accelerators and support structures, the companies that they support, and the territories that are far from any."""

import streamlit as st

from components import navigation, structures_view
from components.formats import typeset

navigation.through_router()
st.title(typeset("Accélérateurs et structures d'appui : où, depuis quand, pour qui ?"), anchor=False)
structures_view.draw()
