"""Two to four places of any kind on the same measures and at the same scale."""

import streamlit as st

from components import address, comparison, navigation

navigation.through_router()
selection = address.current()
st.title("Comparer", anchor=False)
places = comparison.choose(selection)
if places:
    comparison.maps(places, selection)
    comparison.measures(places, selection)
