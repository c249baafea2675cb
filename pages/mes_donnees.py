"""A visitor's own table: joined, checked, mapped, taken away enriched."""

import streamlit as st

from components import navigation, own_view
from components.formats import typeset

navigation.through_router()
st.title(typeset("Mes données"), anchor=False)
own_view.draw()
