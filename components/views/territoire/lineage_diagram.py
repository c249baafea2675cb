"""The diagram of a lineage: two columns of territories, and bands between them as thick as they are populated.

Its data are « flows », as `lineage_view.flows` returns them.
"""

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from components.charts.bar_charts import Spec
from components.look import palette
from components.places.phase_lineage import each
from components.text.formats import counted, number, typeset
from data.places.genealogy import SIDES

NOBODY: Final = "aucun"  # instead of a territory, for communes that entered or left
# Who stays in the accent; who comes lighter than it, who leaves in grey: told apart without hues.
_COLOURS: Final[Mapping[str, str]] = {"reste": palette.ACCENT, "entre": palette.SEQUENTIAL[3], "sort": palette.HATCH}
# px of the diagram: all the bands together, the thinnest one, a line of a label, between labels, above them.
_BANDS, _THINNEST, _LINE, _GAP, _TOP = 240.0, 2.0, 17.0, 16.0, 28.0
# Narrow or not: part of the width that the labels of a side have, and the letters that fit there on a line.
_ROOM: Final = {True: (0.38, 15), False: (0.3, 28)}
# Labels end 8 px before the bands of the first phase, and begin 8 px after those of the second.
_ANCHORS: Final = ({"align": "right", "dx": -8}, {"align": "left", "dx": 8})
# px, as the names of other charts, and their axes.
_TONES: Final[Mapping[str, Mapping[str, Any]]] = {
    "phase": {"color": palette.ACCENT, "fontSize": 13, "fontWeight": 600},
    "nom": {"color": palette.TEXT, "fontSize": 13},
    "nombre": {"color": palette.MUTED, "fontSize": 12},
}


def alt(shown: pd.DataFrame) -> str:
    """The diagram in words."""
    told = " ; ".join(in_words(row) for row in each(shown))
    return typeset(f"Diagramme des populations, de la phase 1 à gauche à la phase 2 à droite : {told}.")


def diagram(shown: pd.DataFrame, *, narrow: bool) -> Spec:
    """Two columns of territories, and between them bands as thick as the flows are populated."""
    part, letters = _ROOM[narrow]
    flows, all_of_them = list(each(shown)), int(shown["population"].sum())
    sizes = [max(flow.population * _BANDS / all_of_them, _THINNEST) for flow in flows]
    codes = [shown[side].fillna(NOBODY).tolist() for side in SIDES]
    columns = [_nodes(flows, sizes, codes[phase - 1], phase, letters) for phase in (1, 2)]
    half = max(-next(iter(nodes.values())).top for nodes in columns)
    xs = (part, 1 - part)
    layers = [_bands(flows, sizes, _starts(sizes, codes, columns), np.interp((0, 0.15, 0.85, 1), (0, 1), xs).tolist())]
    for x, nodes, heading, anchor in zip(xs, columns, ("Phase 1", "Phase 2"), _ANCHORS, strict=True):
        layers += _labels(x, -half - _TOP / 2, heading, nodes.values(), anchor)
    scale = {"domain": [-half - _TOP, half], "nice": False, "reverse": True}
    return {
        "height": 2 * half + _TOP,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0, 1], "nice": False}, "axis": None},
            "y": {"field": "y", "type": "quantitative", "scale": scale, "axis": None, "stack": None},
        },
        "layer": layers,
        "config": {"view": {"stroke": None}},
    }


@dataclass(frozen=True)
class _Node:
    """A territory of the diagram: its label, and px down from the middle of its column; size is that of its bands."""

    names: Sequence[str]
    numbers: Sequence[str]
    size: float
    top: float

    @property
    def slot(self) -> float:
        """The height that its bands and its label need."""
        return max(self.size, _LINE * (len(self.names) + len(self.numbers)))


def _nodes(
    flows: Sequence[Any], sizes: Sequence[float], codes: Sequence[str], phase: int, letters: int
) -> dict[str, _Node]:
    """The territories of a phase from top to bottom, then « aucun ». codes: that of each flow in this phase."""
    nodes, top = {}, 0.0
    for code in sorted(dict.fromkeys(codes), key=NOBODY.__eq__):
        own = [flow for flow, end in enumerate(codes) if end == code]
        name, total = (getattr(flows[own[0]], f"{field}_{phase}") for field in ("nom", "total"))
        population = sum(flows[flow].population for flow in own)
        numbers = [counted(population, "habitant"), *([f"sur {number(total)}"] if total > population else [])]
        nodes[code] = _Node(textwrap.wrap(_end(name), letters), numbers, sum(sizes[flow] for flow in own), top)
        top += nodes[code].slot + _GAP
    return {code: replace(node, top=node.top - (top - _GAP) / 2) for code, node in nodes.items()}


def _starts(
    sizes: Sequence[float], codes: Sequence[Sequence[str]], columns: Sequence[Mapping[str, _Node]]
) -> list[list[float]]:
    """The top of each band on the left and on the right: those of one territory follow one another and do not cross."""
    ranks = [[list(nodes).index(code) for code in ends] for nodes, ends in zip(columns, codes, strict=True)]
    starts = [[0.0, 0.0] for _ in sizes]
    for side, nodes in enumerate(columns):
        free = {code: node.top + (node.slot - node.size) / 2 for code, node in nodes.items()}
        for flow in sorted(range(len(sizes)), key=ranks[1 - side].__getitem__):
            code = codes[side][flow]
            starts[flow][side] = free[code]
            free[code] += sizes[flow]
    return starts


def _bands(
    flows: Sequence[Any], sizes: Sequence[float], starts: Sequence[Sequence[float]], xs: Sequence[float]
) -> Spec:
    points = [
        {"x": x, "y": y, "y2": y + size, "bande": band, "situation": flow.situation, "texte": typeset(in_words(flow))}
        for band, (flow, size, (left, right)) in enumerate(zip(flows, sizes, starts, strict=True))
        for x, y in zip(xs, (left, left, right, right), strict=True)
    ]
    colour = {"domain": list(_COLOURS), "range": list(_COLOURS.values())}
    return {
        "data": {"values": points},
        "mark": {"type": "area", "interpolate": "monotone", "opacity": 0.8, "stroke": palette.PAPER},
        "encoding": {
            "y2": {"field": "y2"},
            "detail": {"field": "bande", "type": "nominal"},
            "color": {"field": "situation", "type": "nominal", "scale": colour, "legend": None},
            "tooltip": {"field": "texte", "type": "nominal", "title": "Communes"},
        },
    }


def _labels(x: float, top: float, heading: str, nodes: Collection[_Node], anchor: Mapping[str, Any]) -> list[Spec]:
    """The names and the populations of a side beside its bands, under its heading."""
    texts: dict[str, list[dict[str, Any]]] = {"phase": [{"x": x, "y": top, "texte": heading}], "nom": [], "nombre": []}
    for node in nodes:
        lines = [*(("nom", typeset(name)) for name in node.names), *(("nombre", line) for line in node.numbers)]
        first = node.top + (node.slot - _LINE * (len(lines) - 1)) / 2
        for rank, (kind, line) in enumerate(lines):
            texts[kind].append({"x": x, "y": first + rank * _LINE, "texte": line})
    return [
        {
            "data": {"values": values},
            "mark": {"type": "text", "baseline": "middle", **anchor, **_TONES[kind]},
            "encoding": {"text": {"field": "texte", "type": "nominal"}},
        }
        for kind, values in texts.items()
    ]


def in_words(row: Any) -> str:
    return f"{_end(row.nom_1)} vers {_end(row.nom_2)}, {size(row)}"


def _end(name: Any) -> str:
    return f"{NOBODY} territoire" if pd.isna(name) else str(name)


def size(row: Any, joint: str = ", ") -> str:
    return f"{counted(row.nb_communes, 'commune')}{joint}{counted(row.population, 'habitant')}"
