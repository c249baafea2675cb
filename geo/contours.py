"""The static files that carry contours to a browser once, named by the hash of what they hold.

Every file is GeoJSON in degrees, with the shortest properties that a map needs: `i`, the position of the feature in
its level, and `nom`. What changes with the user's filters never goes in here.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import shapely

from geo.overseas import FRAMES, Frame, from_plane

# 0.001° is about 100 m: a tenth of a pixel on a national map. Local maps are zoomed ten times closer.
NATIONAL_DECIMALS = 3
LOCAL_DECIMALS = 4  # 0.0001° is 10 m


@dataclass(frozen=True)
class LevelFiles:
    """The files of one level, and the box they fill: west, south, east, north in degrees."""

    polygones: str
    points: str
    lignes: str
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Shapes:
    """Contours ready to be written: quantised once, written in as many files as there are zones that hold them.

    rings: for each feature, its polygons as rings of integer degrees x 10^decimals, none where there is no contour.
    geometries: the same as GeoJSON. anchors: a point per feature, where its circle stands, null without a contour.
    boxes: (n, 4) west, south, east, north in the plane, NaN without a contour.
    """

    rings: Sequence[list[list[np.ndarray]]]
    geometries: Sequence[str]
    anchors: np.ndarray
    boxes: np.ndarray
    decimals: int

    @classmethod
    def prepare(cls, plane: np.ndarray, decimals: int) -> Self:
        """From contours of a simplified coverage (plane of `geo.overseas`); a null contour keeps its position."""
        rings = [_quantise(contour, decimals) for contour in plane]
        return cls(
            rings=rings,
            geometries=[_polygon_json(polygons, decimals) for polygons in rings],
            anchors=shapely.point_on_surface(plane),
            boxes=shapely.bounds(plane),
            decimals=decimals,
        )

    def take(self, positions: np.ndarray) -> Self:
        """The features at these positions."""
        return replace(
            self,
            rings=[self.rings[position] for position in positions],
            geometries=[self.geometries[position] for position in positions],
            anchors=self.anchors[positions],
            boxes=self.boxes[positions],
        )


def write_level(folder: Path, key: str, names: Sequence[str], shapes: Shapes) -> LevelFiles:
    """Write the polygons, the points of circles and the borders of one level, in the order of its table."""
    polygons = _collection(
        _feature(index, name, geometry)
        for index, (name, geometry) in enumerate(zip(names, shapes.geometries, strict=True))
    )
    west, south = np.nanmin(shapes.boxes[:, :2], axis=0)
    east, north = np.nanmax(shapes.boxes[:, 2:], axis=0)
    (west, south), (east, north) = from_plane(np.array([[west, south], [east, north]])).tolist()
    return LevelFiles(
        polygones=_write(folder, key, polygons),
        points=write_points(folder, f"{key}-points", names, shapes.anchors),
        lignes=write_borders(folder, f"{key}-lignes", shapes),
        bounds=(west, south, east, north),
    )


def write_points(folder: Path, key: str, names: Sequence[str], anchors: np.ndarray) -> str:
    """Write one point per feature (plane of `geo.overseas`), in order; the name of the file.

    A null point is written as a feature without geometry.
    """
    lonlat = from_plane(np.column_stack([shapely.get_x(anchors), shapely.get_y(anchors)]))
    points = ("null" if np.isnan(x) else f'{{"type":"Point","coordinates":[{x:.4f},{y:.4f}]}}' for x, y in lonlat)
    features = (_feature(index, name, point) for index, (name, point) in enumerate(zip(names, points, strict=True)))
    return _write(folder, key, _collection(features))


def write_borders(folder: Path, key: str, shapes: Shapes) -> str:
    """Write every border once, though two neighbours share it; the name of the file."""
    segments = [np.hstack([ring[:-1], ring[1:]]) for polygons in shapes.rings for rings in polygons for ring in rings]
    both_ways = np.concatenate(segments).reshape(-1, 2, 2)
    swapped = (both_ways[:, 0] > both_ways[:, 1])[:, 0] | (
        (both_ways[:, 0, 0] == both_ways[:, 1, 0]) & (both_ways[:, 0, 1] > both_ways[:, 1, 1])
    )
    both_ways[swapped] = both_ways[swapped][:, ::-1]
    once = np.unique(both_ways.reshape(-1, 4), axis=0).reshape(-1, 2, 2)
    lines = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(once))))
    coordinates = ",".join(
        _line_json(shapely.get_coordinates(line).astype(np.int64), shapes.decimals) for line in lines
    )
    geometry = f'{{"type":"MultiLineString","coordinates":[{coordinates}]}}'
    return _write(folder, key, _collection([f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}']))


def write_frame_labels(folder: Path) -> str:
    """Write a point for each overseas frame, with the name of its département as `text`."""
    return _write(folder, "cadres", _collection(map(_label_feature, FRAMES)))


def _label_feature(frame: Frame) -> str:
    (label,) = np.round(from_plane(np.array([frame.label])), NATIONAL_DECIMALS).tolist()
    return (
        f'{{"type":"Feature","properties":{{"text":{json.dumps(frame.nom, ensure_ascii=False)}}},'
        f'"geometry":{{"type":"Point","coordinates":{json.dumps(label)}}}}}'
    )


def _quantise(contour: shapely.Geometry | None, decimals: int) -> list[list[np.ndarray]]:
    """A contour of the plane as polygons of rings of integer degrees x 10^decimals, without repeated vertices.

    Rings that collapse on the grid are dropped, save the largest of the feature: no place disappears.
    """
    if contour is None:
        return []
    polygons = []
    for polygon in shapely.get_parts(contour):
        rings = [_grid(ring, decimals) for ring in shapely.get_rings(polygon)]
        if len(rings[0]) >= 4:
            polygons.append([ring for ring in rings if len(ring) >= 4])
    if polygons:
        return polygons
    corners = from_plane(np.array(contour.bounds).reshape(2, 2))
    west, south, east, north = np.round(corners.ravel() * 10**decimals).astype(np.int64)
    east, north = max(east, west + 1), max(north, south + 1)
    return [[np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])]]


def _grid(ring: shapely.LinearRing, decimals: int) -> np.ndarray:
    grid = np.round(from_plane(shapely.get_coordinates(ring)) * 10**decimals).astype(np.int64)
    moved = np.any(grid[1:] != grid[:-1], axis=1)
    return grid[np.concatenate([[True], moved])]


def _feature(index: int, name: str, geometry: str) -> str:
    properties = json.dumps({"i": index, "nom": name}, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'


def _polygon_json(polygons: list[list[np.ndarray]], decimals: int) -> str:
    if not polygons:
        return "null"
    body = ",".join("[" + ",".join(_line_json(ring, decimals) for ring in rings) + "]" for rings in polygons)
    return f'{{"type":"MultiPolygon","coordinates":[{body}]}}'


def _line_json(grid: np.ndarray, decimals: int) -> str:
    return json.dumps((grid / 10**decimals).tolist(), separators=(",", ":"))


def _collection(features: Iterable[str]) -> str:
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"


def _write(folder: Path, key: str, text: str) -> str:
    content = text.encode()
    name = f"{key}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    (folder / name).write_bytes(content)
    return name
