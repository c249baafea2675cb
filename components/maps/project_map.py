"""The map of a list of projects: one circle per commune, as large as it has projects in the list."""

import numpy as np
import pandas as pd
import streamlit as st

from components.maps import deck, project_points
from components.maps.frame import Contours, HoverRow, MapFrame
from components.text import formats


def draw(projects: pd.DataFrame, dataset: str) -> None:
    """Draw the map when the visitor opens it. projects: rows of the table of projects of a dataset."""
    with st.expander("Carte de ces projets", key="projects-map", on_change="rerun") as opened:
        if opened.open:
            draw_open(projects, dataset, key="map-projects")


def draw_open(projects: pd.DataFrame, dataset: str, *, key: str) -> None:
    """Draw the map at once. projects: rows of the table of projects of a dataset."""
    deck.draw(
        frame(projects, *project_points.contours(dataset)),
        key=key,
        alt=f"Carte : {formats.counted(len(projects), 'projet')} par commune, en cercles proportionnels.",
    )


def frame(projects: pd.DataFrame, contours: Contours, places: pd.Index) -> MapFrame:
    """One circle per commune. places: codes of the communes that are the points of the contours, in their order."""
    counts = projects["code_insee"].value_counts().reindex(places, fill_value=0).to_numpy().astype(np.float64)
    return MapFrame(
        contours=contours,
        kind="circles",
        values=counts,
        hover=[HoverRow("Projets", [formats.number(float(count)) for count in counts])],
        unit="projets",
        noun="communes",
        format_value=formats.number,
    )
