"""What public aid goes with: euros invested and jobs announced per euro of aid, never one score."""

import streamlit as st

from components.text.formats import typeset
from components.views import leviers
from components.visit import address, navigation

navigation.through_router()
st.title(typeset("Euros investis par euro d'aide (« ROI territorial »)"), anchor=False)
leviers.draw(address.current())
