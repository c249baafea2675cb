"""Filières: what each has, where it lies, where it is specialised, which territories lead it."""

import streamlit as st

from components.text.plain import said
from components.views.filieres import one_sector, overview
from components.visit import address, navigation

navigation.through_router()
selection = address.current()
if len(selection.filieres) == 1:
    st.title(said(f"Filière : {selection.filieres[0]}"), anchor=False)
    one_sector.draw(selection)
else:
    st.title(said("Filières : qui investit, et où ?"), anchor=False)
    overview.draw(selection)
