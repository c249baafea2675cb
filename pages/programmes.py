"""The programmes and their dated figures: all of them, a theme at a time, or the sheet of one."""

import streamlit as st

from components.levels import filter_bar
from components.text.plain import said
from components.views.programmes import one_programme, overview
from components.visit import address, navigation

navigation.through_router()
selection = address.current()
st.title(said(selection.scheme or "Programmes : ce qui est promis, engagé, atteint"), anchor=False)
with st.container(width=560, key="scheme-control"):
    filter_bar.choose("scheme", overview.sheets(), "Fiche d'un programme")
if selection.scheme:
    one_programme.draw(selection, selection.scheme)
else:
    overview.draw(selection)
