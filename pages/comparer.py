"""Two to four places of any kind on the same measures and at the same scale."""

import streamlit as st

from components.views import comparer
from components.visit import address, navigation

navigation.through_router()
selection = address.current()
st.title("Comparer", anchor=False)
places = comparer.choose(selection)
if places:
    comparer.maps(places, selection)
    comparer.measures(places, selection)
