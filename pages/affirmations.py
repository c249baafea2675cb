"""Public claims on where industrial projects go, beside what the data say."""

import streamlit as st

from components.text.formats import typeset
from components.views.affirmations import page
from components.visit import navigation

navigation.through_router()
st.title(typeset("Affirmations publiques : ce qu'en disent les données"), anchor=False)
page.draw()
