"""The static files that carry contours to a browser once, named by the hash of what they hold.

Every file is GeoJSON in degrees, with the shortest properties that a map needs: `i`, the position of the feature in
its level, and `nom`. What changes with the user's filters never goes in here.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from json.encoder import encode_basestring
from pathlib import Path
from typing import Self

import numpy as np
import shapely

from geo.grid_rings import GridRings, line_json
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
    """Contours ready to be written: quantised and made into text once, for as many files as there are zones that hold
    them.

    geometries: GeoJSON of each feature, null where there is no contour. anchors: a point per feature, where its circle
    stands, null without a contour. boxes: (n, 4) west, south, east, north in the plane, NaN without a contour.
    lines: coordinates of each line between two features, or along the outside, each once. sides: (m, 2) the features
    beside each line, the same one twice along the outside.
    """

    geometries: Sequence[str]
    anchors: np.ndarray
    boxes: np.ndarray
    lines: Sequence[str]
    sides: np.ndarray

    @classmethod
    def prepare(cls, plane: np.ndarray, decimals: int) -> Self:
        """From contours of a simplified coverage (plane of `geo.overseas`); a null contour keeps its position."""
        rings = GridRings.of(plane, decimals)
        points = rings.points_json(decimals)
        starts, ends, sides = rings.lines()
        return cls(
            geometries=rings.polygons_json(points, len(plane)),
            anchors=shapely.point_on_surface(plane),
            boxes=shapely.bounds(plane),
            lines=[line_json(points[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)],
            sides=sides,
        )

    def take(self, positions: np.ndarray) -> Self:
        """The features at these positions, with the lines beside any of them."""
        inside = np.zeros(len(self.geometries), dtype=bool)
        inside[positions] = True
        beside = np.flatnonzero(inside[self.sides].any(axis=1))
        return replace(
            self,
            geometries=[self.geometries[position] for position in positions],
            anchors=self.anchors[positions],
            boxes=self.boxes[positions],
            lines=[self.lines[line] for line in beside.tolist()],
            sides=self.sides[beside],
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
        lignes=write_borders(folder, f"{key}-lignes", shapes.lines),
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


def write_borders(folder: Path, key: str, lines: Iterable[str]) -> str:
    """Write every border once, though two neighbours share it; the name of the file."""
    geometry = f'{{"type":"MultiLineString","coordinates":[{",".join(lines)}]}}'
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


def _feature(index: int, name: str, geometry: str) -> str:
    # Accents as they are: é takes two bytes in UTF-8, six when escaped.
    properties = f'{{"i":{index},"nom":{encode_basestring(name)}}}'
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'


def _collection(features: Iterable[str]) -> str:
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"


def _write(folder: Path, key: str, text: str) -> str:
    content = text.encode()
    # 48 bits: of the 1 300 files of an edition, two share them once in three hundred million.
    name = f"{key}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    (folder / name).write_bytes(content)
    return name
