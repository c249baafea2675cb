"""The sums at the top of a page, each with what it covers."""

import streamlit as st

from components.text import formats, measure_labels, sentences
from data.places.summary import Totals
from data.words.quantities import QUANTITIES


def draw(totals: Totals, beside: str) -> None:
    """Projects, then each quantity: side by side, two by two on a phone. beside: what the projects are out of."""
    figures = [("projets", "Projets", formats.number(totals.projects), beside)]
    for key, quantity in QUANTITIES.items():
        known = totals.amounts[key]
        total = formats.NO_DATA if known.total is None else measure_labels.amount(known.total, key)
        figures.append((key, quantity.in_full, total, sentences.known_coverage(quantity, known, totals.projects)))
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for key, label, value, covered in figures:
            with st.container(key=f"key-figure-{key}", gap=None):
                st.metric(label, value)
                st.caption(covered)
