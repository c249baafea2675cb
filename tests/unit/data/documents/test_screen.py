"""Views for a projector: nothing in small letters, three key numbers, and what is left out is said."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree

from components.charts import bar_charts
from components.drawn import chart
from data.documents import screen, svg
from data.documents.plates import Cell, Chart, Grid, Number, Plate, Table
from tests.unit.support.plates import areas, bars, contours, plate

NUMBERS = (
    Number("Projets", "2 246", "de la sélection"),
    Number("Investissement annoncé", "83,3 Md€", "1 209 des 2 246 projets ont un investissement connu"),
    Number("Aide publique", "12,5 Md€", "431 des 2 246 projets ont une aide connue"),
)
GRID = Grid(
    "Filière",
    tuple(f"Auvergne-Rhône-Alpes {rank}" for rank in range(12)),
    tuple((f"Agroalimentaire {rank}", tuple(Cell("12,5 M€", "3") for _ in range(12))) for rank in range(20)),
    "Tableau.",
    (("#1b5e6f", "1 à 12"),),
)
LONG = Table(
    ("Nom", *(f"Colonne {rank}" for rank in range(9))),
    (False, *(True for _ in range(9))),
    tuple((f"Une ligne de mots {rank}", *("12 345,6" for _ in range(9))) for rank in range(40)),
    875,
)


def many_bars() -> Chart:
    """Thirty bars, which no screen holds in large letters."""
    said = {"valeur": [100.0 - rank for rank in range(30)], "texte": [f"{100 - rank},0\u00a0M€" for rank in range(30)]}
    rows = pd.DataFrame(
        {"nom": [f"Territoire {rank}" for rank in range(30)], **said, "fragile": False, "propre": False}
    )
    return chart.plain(rows, bar_charts.bars(rows, noun="Lieu", narrow=False), "Barres.")


def facets() -> Chart:
    """Eight small charts of two bars, under each other."""
    rows = [
        {"mesure": f"Mesure {rank}", "nom": name, "valeur": 1.0 + rank, "texte": "1,0", "couverture": "1 sur 1"}
        for rank in range(8)
        for name in ("Thiers", "Ambert")
    ]
    spec = bar_charts.side_by_side(
        [f"Mesure {rank}" for rank in range(8)], {"Thiers": "#111111", "Ambert": "#222222"}, narrow=False
    )
    return Chart({**spec, "data": {"values": rows}}, "Barres.")


SHOWN: dict[str, tuple[Plate, str]] = {
    "map": (plate(areas()), ""),
    "chart": (plate(bars(), bars()), ""),
    "bars": (plate(many_bars()), "lignes sur 30"),
    "parts": (plate(facets()), "mesures sur 8"),
    "grid": (plate(GRID, GRID), "1 image sur 2"),
    "table": (replace(plate(), table=LONG), "lignes sur 875"),
}


def written(element: Any, scale: float = 1.0) -> Iterator[tuple[float, str]]:
    """The texts of a picture, each with the size (px) at which it is shown."""
    for child in element:
        found = re.search(r"scale\(([\d.]+)", child.get("transform", ""))
        larger = scale * (float(found[1]) if found else 1.0)
        if child.tag == f"{{{svg.NAMESPACE}}}svg":
            larger *= float(child.get("width")) / float(child.get("viewBox").split()[2])
        if child.tag == f"{{{svg.NAMESPACE}}}text":
            yield float(child.get("font-size").removesuffix("px")) * larger, "".join(child.itertext())
        yield from written(child, larger)


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_on_a_screen_is_in_small_letters(tmp_path: Path, name: str) -> None:
    shown, left_out = SHOWN[name]
    view = replace(shown, notes=("Dire ceci",), numbers=NUMBERS, coverage="x y " * 300)
    document = etree.fromstring(screen.drawn(view, contours(tmp_path)))
    assert (float(document.get("width")), float(document.get("height"))) == screen.SIZE
    sizes, texts = zip(*written(document), strict=True)
    assert min(sizes) >= screen.TEXT - 0.01
    said = " ".join(texts).replace("\u00a0", " ").replace("\u202f", " ")
    assert said.count("Dire ceci") == 1 and "Sources : inventaire" in said and "30 novembre 2026" in said
    assert all(number.value in said for number in NUMBERS)
    assert ("Montré ici" in said) == bool(left_out) and left_out in said


def test_bars_that_are_cut_are_the_first_ones(tmp_path: Path) -> None:
    texts = [text for _, text in written(etree.fromstring(screen.drawn(plate(many_bars()), contours(tmp_path))))]
    named = [text for text in texts if text.startswith("Territoire")]
    assert named == [f"Territoire {rank}" for rank in range(len(named))] and 8 < len(named) < 30
    assert [text for text in texts if "M€" in text][: len(named)] == [
        f"{100 - rank},0\u00a0M€" for rank in range(len(named))
    ]
