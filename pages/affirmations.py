"""Public claims on where industrial projects go, beside what the data say."""

import streamlit as st

from components import claims_view, navigation
from components.formats import typeset

navigation.through_router()
st.title(typeset("Affirmations publiques : ce qu'en disent les données"), anchor=False)
claims_view.draw()
