"""Links side by side to views that a page leads to: one element, whatever their number."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from components.look import templating
from components.text.formats import typeset


class Way(NamedTuple):
    """href: of a view, by `navigation.href`."""

    label: str
    href: str


def draw(lead: str, ways: Sequence[Way], *, key: str) -> None:
    """Draw the links after what they are; nothing without any.

    A link of Streamlit costs half a millisecond of script, and a commune has twelve neighbours.
    """
    if ways:
        links = [(typeset(way.label), way.href) for way in ways]
        with st.container(key=key):
            st.html(templating.render("ways", lead=lead, ways=links))
