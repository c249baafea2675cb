"""What is said under a comparison of groups: what its dashes mean, and that they are not known alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from components.text import coverages
from components.text.plain import said
from data.query import coverage
from data.words.quantities import QUANTITIES

Note = Callable[[], object]
"""What draws a sentence."""


@dataclass(frozen=True)
class Compared:
    """Groups of projects whose values are compared. having: what a project has that counts among the `known`."""

    names: Sequence[str]
    known: Sequence[int]
    projects: Sequence[int]
    having: str


def draw(notes: Iterable[Note]) -> None:
    """Draw them."""
    for note in notes:
        note()


def of(*comparisons: Compared) -> list[Note]:
    """What the dashes of a chart mean, where it has any, then a warning for each comparison that needs one."""
    return [*legend(*comparisons), *warnings(*comparisons)]


def warnings(*comparisons: Compared) -> list[Note]:
    """A warning for each comparison of groups that are not known alike."""
    found = (coverages.warning(each.names, each.known, each.projects, each.having) for each in comparisons)
    return [partial(st.warning, said(told), icon=":material/warning:") for told in found if told]


def legend(*comparisons: Compared) -> list[Note]:
    """What the dashes of a chart mean, where it has any: of many small places, some are always known apart."""
    dashed = any(coverage.weak(each.known, each.projects).any() for each in comparisons)
    return [partial(st.caption, said(f"{coverages.DASHED}."))] if dashed else []


def by_quantity(rows: pd.DataFrame, name: str) -> list[Compared]:
    """A comparison per quantity. rows: grandeur, connus, n, and the names of the groups in the column `name`."""
    return [
        of_rows(rows[rows["grandeur"] == key], name, quantity.having)
        for key, quantity in QUANTITIES.items()
        if (rows["grandeur"] == key).any()
    ]


def of_rows(rows: pd.DataFrame, name: str, having: str = "", *, known: str = "connus", projects: str = "n") -> Compared:
    """The groups of some rows, by the names of their columns."""
    return Compared(rows[name].tolist(), rows[known].tolist(), rows[projects].tolist(), having)
