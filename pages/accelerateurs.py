"""Accelerators and support structures, the companies that they support, and the territories that are far from any."""

import streamlit as st

from components.text.formats import typeset
from components.views.accelerateurs import actors, structures
from components.visit import navigation

navigation.through_router()
st.title(typeset("Accélérateurs et structures d'appui : où, depuis quand, pour qui ?"), anchor=False)
structures.draw()
actors.draw()
