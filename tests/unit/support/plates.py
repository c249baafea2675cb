"""A figure as plain values, whose names try to be anything but text."""

import json
from pathlib import Path
from typing import Any

from components.figures import plates
from components.figures.plates import LOOK
from data.documents.plates import Areas, Chart, Dots, Ground, Key, Legend, Lines, Map, Names, Plate, Size, Table

PAYLOADS = (
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "</text><image href='file:///etc/passwd'/>",
    '#read("/etc/passwd") $x$ *gras* @ref <lien>',
    '&lt;b&gt; "guillemets" ]]> \x00\x1b',
    "datum.valeur}} {{ 7*7 }} ${7*7}",
)
SQUARES = ("Thiers", "Ambert", "Issoire")


def contours(folder: Path) -> Path:
    """The files of three squares side by side, their points, a border and a name, as an edition writes them."""
    boxes = [[[[2.0 + i, 46.0], [3.0 + i, 46.0], [3.0 + i, 47.0], [2.0 + i, 47.0], [2.0 + i, 46.0]]] for i in range(3)]
    polygons = [feature({"i": i, "nom": SQUARES[i]}, "Polygon", box) for i, box in enumerate(boxes)]
    points = [feature({"i": i, "nom": name}, "Point", [2.5 + i, 46.5]) for i, name in enumerate(SQUARES)]
    border = [feature({}, "MultiLineString", [[[3.0, 46.0], [3.0, 47.0]], [[40.0, 46.0], [40.0, 47.0]]])]
    names = [feature({"i": 0, "text": PAYLOADS[1]}, "Point", [3.5, 46.5])]
    for name, features in {"aires": polygons, "points": points, "lignes": border, "noms": names}.items():
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{name}.json").write_text(content)
    return folder


def feature(properties: dict[str, Any], kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def areas() -> Map:
    """The three squares: a class, in lines of it, without data; a dot on two of them."""
    layers = (
        Ground("aires.json", "#edebe4"),
        Areas("aires.json", ("#1b5e6f", "#c4c2bc"), (0, 0, 1), hatched=(1,)),
        Lines("#ffffff", 0.9, "lignes.json"),
        Dots("points.json", (6.0, 0.0, 12.0), "#c2410c", opacity=0.8),
        Names("noms.json"),
    )
    keys = (Key("#1b5e6f", PAYLOADS[2], "2"), Key("#c4c2bc", "pas de donnée", "1", apart=True))
    legend = Legend("projets", keys, (Size(24.0, "52"), Size(8.0, "6")), "#1b5e6f", method="Classes : quantiles.")
    return Map(3.5, 46.5, 6.5, 760, 560, layers, legend, "Carte de trois carrés.", ("12", "3", "pas de donnée"))


def bars() -> Chart:
    """A chart of the same values, named after what a visitor may write."""
    values = [{"nom": name, "valeur": 10.0 * rank, "texte": f"{10 * rank} M€"} for rank, name in enumerate(PAYLOADS)]
    spec = {
        "height": {"step": 24},
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "nom", "type": "nominal", "sort": None},
            "x": {"field": "valeur", "type": "quantitative"},
        },
    }
    return Chart(spec, "Barres.")


def absent() -> Plate:
    """A view that could not be drawn."""
    return plates.absent(PAYLOADS[0], f"Cette vue n'est plus là : {PAYLOADS[1]}", ("Dire ceci",), "0123456789ab")


def plate(*pictures: Any, title: str = PAYLOADS[0]) -> Plate:
    """A figure with these pictures."""
    rows = tuple((name, f"{10 * rank},0") for rank, name in enumerate(PAYLOADS))
    return Plate(
        title=title,
        coverage="326 des 875 projets ont un montant connu",
        source="Sources : inventaire",
        filters=(f"Texte : {PAYLOADS[1]}",),
        edition="0123456789ab",
        drawn="30 novembre 2026",
        link="https://exemple.fr/carte?mesure=aide#figure-carte",
        look=LOOK,
        pictures=pictures,
        table=Table(("Nom", "Investissement (M€)"), (False, True), rows, len(rows)),
    )
