"""The map of a list of projects: one circle per commune, as large as it has projects in the list."""

import numpy as np
import pandas as pd
import streamlit as st

from components import formats, map, page_environment, store
from components.map_frame import HoverRow, MapFrame, contours_of
from data.level_keys import PROJECT_PLACES


def draw(projects: pd.DataFrame) -> None:
    """Draw the map when the visitor opens it. projects: rows of the table of projects."""
    with st.expander("Carte de ces projets", key="projects-map", on_change="rerun") as opened:
        if opened.open:
            map.draw(
                frame(projects, store.project_places()),
                key="map-projects",
                narrow=page_environment.narrow(),
                alt=f"Carte : {formats.counted(len(projects), 'projet')} par commune, en cercles proportionnels.",
            )


def frame(projects: pd.DataFrame, places: pd.Index) -> MapFrame:
    """One circle per commune. places: codes of the communes that have a project, in the order of the contour file."""
    counts = projects["code_insee"].value_counts().reindex(places, fill_value=0).to_numpy(dtype=np.float64)
    return MapFrame(
        contours=contours_of(store.contours(), PROJECT_PLACES),
        kind="circles",
        values=np.where(counts > 0, counts, np.nan),
        hover=[HoverRow("Projets", [formats.number(float(count)) if count else "" for count in counts])],
        unit="projets",
        noun="communes",
        format_value=formats.number,
    )
