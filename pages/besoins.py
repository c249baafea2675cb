"""From what someone carries to the schemes that answer it and the structures that are near."""

import streamlit as st

from components import address, navigation, needs_view
from components.formats import typeset

navigation.through_router()
st.title(typeset("Du besoin au dispositif"), anchor=False)
needs_view.draw(address.current())
