"""The sums at the top of a page, each with what it covers, and what may not be read from them."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.text import aid_kinds, formats, measure_labels, sentences
from components.text.formats import typeset
from components.text.plain import said
from components.visit.datasets import CURRENT_EUROS
from data.documents.plates import Number
from data.places import summary
from data.places.summary import Totals
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.quantities import QUANTITIES


def draw(totals: Totals, beside: str) -> None:
    """Projects, then each quantity: side by side, two by two on a phone. beside: what the projects are out of."""
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for key, number in zip(("projets", *QUANTITIES), numbers(totals, beside), strict=True):
            with st.container(key=f"key-figure-{key}", gap=None):
                st.metric(typeset(number.label), number.value)
                st.caption(said(number.note))


def numbers(totals: Totals, beside: str) -> tuple[Number, ...]:
    """The same as plain values."""
    found = [Number("Projets", formats.number(totals.projects), beside)]
    for key, quantity in QUANTITIES.items():
        known = totals.amounts[key]
        total = formats.NO_DATA if known.total is None else measure_labels.amount(known.total, key)
        found.append(Number(quantity.in_full, total, sentences.known_coverage(quantity, known, totals.projects)))
    return tuple(found)


def of_selection(projects: Projects, selection: Selection) -> Callable[[], tuple[Number, ...]]:
    """What makes those of all that a figure of a selection counts, once a file of it is asked for."""
    return lambda: of_sums(aggregation.aggregate(projects, selection).iloc[0])


def of_sums(sums: "pd.Series[Any]") -> tuple[Number, ...]:
    """Those of one row of `query.aggregate`."""
    return numbers(summary.totals(sums), "de la sélection")


def note(totals: Totals, kinds: "pd.Series[float]") -> None:
    """How far these sums go together, and what the aid is made of. kinds: as `data.query.aid.kinds` returns them."""
    told = filter(None, (not_together(totals), aid_kinds.made_of(kinds), CURRENT_EUROS))
    st.caption(said(" ".join(f"{part[0].upper()}{part[1:]}." for part in told)))


def not_together(totals: Totals) -> str:
    """« Ces sommes ne se divisent pas entre elles : 126 projets ont un investissement et une aide connus… »;
    "" where they are sums of the same ones.
    """
    told = [
        f"{formats.counted(count, 'projet')} {'ont' if count > 1 else 'a'} à la fois {QUANTITIES[first].having} et "
        f"{QUANTITIES[second].having}"
        for (first, second), count in totals.together.items()
        if min(known := [totals.amounts[key].projects for key in (first, second)]) and count < max(known)
    ]
    if not told:
        return ""
    return f"Ces sommes ne portent pas sur les mêmes projets et ne se divisent pas entre elles : {formats.joined(told)}"
