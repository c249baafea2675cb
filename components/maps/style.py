"""Borders, drawn by the background map that Streamlit puts with deck.gl, from local files and nothing else.

As strokes of a deck.gl layer, borders are drawn again at each run, at 50 µs per segment without a graphics card: 2 s
for the territories and the départements. The background map draws them once per view. It is transparent, and map.css
puts it over coloured areas. Its style is a static file, for the headers of a deployment allow no `data:` address.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from components.look import palette
from components.maps.frame import Contours, Kind
from data.editions import static_files
from data.editions.registry import STATIC_FOLDER
from geo.overseas import FRAMES, Frame, from_plane

STATIC_URL: Final = "app/static/geo/"


def style(contours: Contours, kind: Kind) -> dict[str, Any]:
    """The style, version 8 of the specification: the borders, and the land when circles stand over it."""
    # White parts colours and land; on bare paper, it would not be seen.
    on_paper = kind == "circles" and not contours.land
    layers = [
        _fill("land", palette.LAND),
        _line("places", palette.FRAME_LINE if on_paper else palette.INNER_LINE, 0.9),
        _line("context", palette.OUTER_LINE, 0.6),
        _line("frames", palette.FRAME_LINE, 0.9),
    ]
    land = contours.land if kind == "circles" else None
    files = {"land": land, "places": contours.borders, "context": contours.context}
    data: dict[str, Any] = {name: STATIC_URL + file for name, file in files.items() if file}
    if contours.frames:
        data["frames"] = frames()
    sources = {name: {"type": "geojson", "data": place} for name, place in data.items()}
    return {"version": 8, "sources": sources, "layers": [layer for layer in layers if layer["id"] in sources]}


def frames() -> dict[str, Any]:
    """The overseas frames, so few points that the style holds them: the file of their names is read by deck.gl."""
    return {"type": "MultiLineString", "coordinates": [_outline(frame) for frame in FRAMES]}


def _outline(frame: Frame) -> list[list[float]]:
    corners = [
        (frame.west, frame.south),
        (frame.east, frame.south),
        (frame.east, frame.north),
        (frame.west, frame.north),
    ]
    return np.round(from_plane(np.array([*corners, corners[0]])), 3).tolist()


def _fill(name: str, colour: str) -> dict[str, Any]:
    return {"id": name, "type": "fill", "source": name, "paint": {"fill-color": colour}}


def _line(name: str, colour: str, width: float) -> dict[str, Any]:
    paint = {"line-color": colour, "line-width": width}
    return {"id": name, "type": "line", "source": name, "layout": {"line-join": "round"}, "paint": paint}


def locator_style(borders: Sequence[str], context: str | None) -> dict[str, Any]:
    """The style of a map made of several contour files of communes. borders: the file of the borders of each."""
    sources = {f"places-{rank}": file for rank, file in enumerate(borders)}
    layers = [_line(name, palette.INNER_LINE, 0.7) for name in sources]
    if context:
        sources["context"] = context
        layers.append(_line("context", palette.OUTER_LINE, 0.9))
    data = {name: {"type": "geojson", "data": STATIC_URL + file} for name, file in sources.items()}
    return {"version": 8, "sources": data, "layers": layers}


@lru_cache(maxsize=1024)
def published(contours: Contours, kind: Kind, folder: Path = STATIC_FOLDER) -> str:
    """The name of the style of a map in the static folder, written there if it is not."""
    return _publish(style(contours, kind), folder)


@lru_cache(maxsize=1024)
def published_locator(borders: tuple[str, ...], context: str | None, folder: Path = STATIC_FOLDER) -> str:
    """The same for `locator_style`. There are as many as there are sets of neighbouring départements."""
    return _publish(locator_style(borders, context), folder)


def _publish(described: dict[str, Any], folder: Path) -> str:
    """Write a style under a name made from its content, like contours."""
    content = json.dumps(described, separators=(",", ":")).encode()
    # Not the form of a contour file: the publication of an edition removes those that it does not know.
    name = f"style.{hashlib.sha256(content).hexdigest()[:12]}.json"
    static_files.put(folder, name, content)
    return name
