"""The site as it is served: `app.py` behind its front. `streamlit run app.py` serves the same pages without it."""

import streamlit as st

from components.front import allocation, clicks, collection, entry
from components.visit import navigation

allocation.keep_less()
clicks.heed_each()
titles = {"" if page is navigation.PAGES[0] else page.slug: page.title for page in navigation.PAGES}
beside_panel = {page.slug for page in navigation.PAGES if page.filtered and not page.folded}
app = st.App("app.py", middleware=entry.middleware(titles, beside_panel), lifespan=collection.lifespan)
