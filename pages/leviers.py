"""What public aid goes with: euros invested and jobs announced per euro of aid, never one score."""

import streamlit as st

from components import address, leverage_view, navigation
from components.formats import typeset

navigation.through_router()
st.title(typeset("Effet de levier : qu'est-ce qui accompagne l'aide publique ?"), anchor=False)
leverage_view.draw(address.current())
