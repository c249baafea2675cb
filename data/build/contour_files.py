"""The contour files of an edition: every level on one simplified coverage, and the communes of every zone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.query.level_keys import FRAMES, PROJECT_PLACES, zone_key
from data.words.levels import NATIONAL
from data.words.vocabulary import PHASES
from geo import contours, coverages, overseas
from geo.contours import Shapes
from geo.coverages import Atoms

# Level key -> column of `communes` that says where a commune belongs. Their order numbers the atoms that contours are
# made of: in another one, the same contours would be other files.
NATIONAL_LEVELS = {
    level.key: level.column for level in sorted(NATIONAL, key=lambda each: each.phase or max(PHASES) + 1)
}
ZONE_COLUMNS = ("code_departement", "id_territoire_1", "id_territoire_2")


def write(
    folder: Path,
    communes: gpd.GeoDataFrame,
    atoms: Atoms,
    names: dict[str, pd.Series],
    project_places: pd.Series,
    progress: Callable[[str], None],
) -> pd.DataFrame:
    """Write every contour file of an edition in `folder`.

    atoms: of the levels of `NATIONAL_LEVELS`.
    names: for each national level, the display name of each place by code, in the order of the level's table.
    project_places: codes of the communes that have a project, sorted.
    Returns one row per level key: cle, polygones, points, lignes (file names, null where there is none), ouest, sud,
    est, nord (degrees).
    """
    plane = overseas.displayed(communes.geometry.to_numpy(), communes["code_departement"].to_numpy())
    rows: list[dict[str, object]] = [{"cle": FRAMES, "points": contours.write_frame_labels(folder)}]
    rows += _national_levels(folder, atoms, names)
    progress("contours nationaux")
    rows.append(_project_places(folder, communes, plane, project_places))
    local = coverages.simplify(plane, coverages.LOCAL_TOLERANCE)
    shapes = Shapes.prepare(local, contours.LOCAL_DECIMALS)
    for column in ZONE_COLUMNS:
        rows += _zones(folder, communes, shapes, column)
        progress("contours des communes")
    return pd.DataFrame(rows).sort_values("cle", ignore_index=True)


def _national_levels(folder: Path, atoms: Atoms, names: dict[str, pd.Series]) -> Iterator[dict[str, object]]:
    plane = overseas.displayed(atoms.contours, atoms.groups["code_departement"].to_numpy())
    simplified = replace(atoms, contours=coverages.simplify(plane, coverages.NATIONAL_TOLERANCE))
    for key, column in NATIONAL_LEVELS.items():
        level = simplified.level(column).reindex(names[key].index)
        shapes = Shapes.prepare(level.to_numpy(), contours.NATIONAL_DECIMALS)
        yield _level_row(folder, key, names[key].tolist(), shapes)


def _zones(folder: Path, communes: gpd.GeoDataFrame, shapes: Shapes, column: str) -> Iterator[dict[str, object]]:
    """The communes of each zone of one kind, in the order of their codes."""
    for zone, positions in communes.groupby(column).indices.items():
        names = communes["nom"].iloc[positions].tolist()
        yield _level_row(folder, zone_key(str(zone)), names, shapes.take(positions))


def _project_places(folder: Path, communes: gpd.GeoDataFrame, plane: np.ndarray, codes: pd.Series) -> dict[str, object]:
    positions = communes["code_insee"].searchsorted(codes)
    names = communes["nom"].iloc[positions].tolist()
    anchors = shapely.point_on_surface(plane[positions])
    return {
        "cle": PROJECT_PLACES,
        "points": contours.write_points(folder, f"{PROJECT_PLACES}-points", names, anchors),
    }


def _level_row(folder: Path, key: str, names: list[str], shapes: Shapes) -> dict[str, object]:
    files = contours.write_level(folder, key, names, shapes)
    west, south, east, north = files.bounds
    return {
        "cle": key,
        "polygones": files.polygones,
        "points": files.points,
        "lignes": files.lignes,
        "ouest": west,
        "sud": south,
        "est": east,
        "nord": north,
    }
