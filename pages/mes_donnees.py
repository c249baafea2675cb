"""A visitor's own table: joined, checked, mapped, taken away enriched."""

import streamlit as st

from components.text.formats import typeset
from components.views.mes_donnees import page
from components.visit import navigation

navigation.through_router()
st.title(typeset("Mes données"), anchor=False)
page.draw()
