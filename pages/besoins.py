"""From what someone carries to the schemes that answer it and the structures that are near."""

import streamlit as st

from components.text.formats import typeset
from components.views import besoins
from components.visit import address, navigation

navigation.through_router()
st.title(typeset("Du besoin au dispositif"), anchor=False)
besoins.draw(address.current())
