"""What the reference geography lacks of the contours of merged communes, given back where there is no doubt.

The package draws some communes of recent mergers without a part of them, and some not at all. What is known of their
delegated communes, and the gaps left between their neighbours, say what is missing. Nothing is guessed: a gap that
two merged communes could fill stays open.
"""

import numpy as np
import pandas as pd
import shapely

# In degrees: how far a gap may reach from the commune that fills it; the largest is 7 km across.
_REACH = 0.15
# In square degrees, about 0.1 km²: under this, a gap is two edges that do not match, and `coverages.clean` closes it.
_LEAST_GAP = 1.2e-5


def rebuild(communes: pd.DataFrame, delegated: pd.DataFrame) -> tuple[str, ...]:
    """Give the communes without a contour the union of their delegated communes, in place; the codes of those rebuilt.

    communes: code, geometry, indexed by id; delegated: commune_parent_id (such an id), geometry.
    """
    parts = delegated[delegated["geometry"].notna()].groupby("commune_parent_id")["geometry"]
    rebuilt: list[str] = []
    for identifier in communes.index[communes["geometry"].isna()]:
        if identifier in parts.groups:
            communes.at[identifier, "geometry"] = shapely.union_all(parts.get_group(identifier).to_numpy())
            rebuilt.append(str(communes.at[identifier, "code"]))
    return tuple(rebuilt)


def fill_gaps(communes: pd.DataFrame, delegated: pd.DataFrame) -> tuple[str, ...]:
    """Give each gap to the one commune beside it whose delegated communes lack a contour, in place; who was given one.

    Same tables as `rebuild`. Codes in their order. An enclave of another country is a gap too, and has no such
    neighbour.
    """
    completed: list[str] = []
    incomplete = set(delegated.loc[delegated["geometry"].isna(), "commune_parent_id"])
    drawn = communes[communes["geometry"].notna()]
    contours = drawn["geometry"].to_numpy()
    claims = drawn.index.isin(incomplete)
    tree = shapely.STRtree(contours)
    for position in np.flatnonzero(claims):
        around = tree.query(shapely.box(*_widened(contours[position].bounds)))
        own = [
            gap
            for gap in _gaps(contours[around], contours[position])
            if shapely.intersects(contours[around[claims[around]]], gap).sum() == 1
        ]
        if own:
            communes.at[drawn.index.to_numpy()[position], "geometry"] = shapely.union_all([contours[position], *own])
            completed.append(str(drawn["code"].iloc[position]))
    return tuple(sorted(completed))


def _gaps(contours: np.ndarray, beside: shapely.Geometry) -> list[shapely.Geometry]:
    """The holes of the union of the contours that touch one of them."""
    parts = shapely.get_parts(shapely.union_all(contours))
    rings = [ring for part in parts for ring in part.interiors]
    holes = shapely.polygons(rings) if rings else np.array([], dtype=object)
    return list(holes[(shapely.area(holes) > _LEAST_GAP) & shapely.intersects(holes, beside)])


def _widened(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return west - _REACH, south - _REACH, east + _REACH, north + _REACH
