"""The territories of both phases on two maps of one scale: what the programme became, seen at once."""

from dataclasses import replace
from typing import Final

import streamlit as st

from components.figures import figure
from components.levels import country_gap, level_figure
from components.maps import level_map
from data.query.selection import Selection
from data.words.vocabulary import PHASES

LABEL: Final = "Les deux phases côte à côte, à la même échelle"


def draw(selection: Selection) -> None:
    """Draw the two maps, the first phase first."""
    views = [replace(selection, phase=phase) for phase in sorted(PHASES)]
    built = [level_figure.build(view, key=f"cote-a-cote-{view.phase}", gap=country_gap.of(view)) for view in views]
    values = [level_map.scaled(mapped.table, view) for (_, mapped), view in zip(built, views, strict=True)]
    for column, rank in zip(st.columns(len(views)), range(len(views)), strict=True):
        described, mapped = built[rank]
        # Its own title: the page has the same map of one of the phases, larger.
        described = replace(described, title=f"{described.title}, à la même échelle")
        with column, figure.around(described):
            mapped.draw(name="-beside", beside=values[1 - rank])
