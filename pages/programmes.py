"""The programmes and their dated figures: all of them, a theme at a time, or the sheet of one."""

import streamlit as st

from components import address, filters, navigation, programme_sheet, programmes_view
from components.figure import said

navigation.through_router()
selection = address.current()
st.title(said(selection.scheme or "Programmes : ce qui est promis, engagé, atteint"), anchor=False)
with st.container(width=560, key="scheme-control"):
    filters.choose("scheme", programmes_view.sheets(), "Ouvrir la fiche d'un programme")
if selection.scheme:
    programme_sheet.draw(selection, selection.scheme)
else:
    programmes_view.draw(selection)
