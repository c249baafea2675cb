"""Which projects pass each filter of a selection: one look-up per code, one mask per filter."""

from functools import reduce

import numpy as np

from data.query.filters import FILTERS, Range
from data.query.measures import ranking
from data.query.projects import Codes, Dimension, Flags, Projects, Rows
from data.query.selection import MAX_YEAR, Selection
from data.words.numbers import CENTS_PER_EURO
from data.words.text import fold
from data.words.vocabulary import ARRETES

# What ranks projects among those selected cannot be told for each one alone; what stopped is told by the status.
_NO_MASK = ("largest", "stopped")
_FEW = 12  # codes compared one by one: of more, the look-up takes less
_CHUNK = 4096  # the largest few are nearly always among the first of the ranking: no need to look further at once


def masks(projects: Projects, selection: Selection, but: str = "") -> dict[str, Flags]:
    """(n,) flags per filter in force, by the name of its dimension; one that ranks projects is not among them.

    Stopped projects do not pass unless they are asked for; those of a table without statuses do. but: a filter to skip.
    """
    found = {
        name: _mask(projects, selection, name)
        for name in selection.active()
        if FILTERS[name].kind not in _NO_MASK and name != but
    }
    if not selection.statuses and selection.stopped == "sans":
        status = projects.dimension("statuts", selection.phase)
        found["statuts"] = _look_up(~_members(status, ARRETES), status.codes)
    return found


def without_largest(projects: Projects, mask: Flags, selection: Selection) -> Flags:
    """`mask` less the largest known values of the quantity that is shown, ties broken by identifier."""
    n = selection.without_top
    if n == 0:
        return mask
    kept, largest = mask.copy(), projects.largest[ranking(selection.measure).key]
    for start in range(0, len(largest), _CHUNK):
        chunk = largest[start : start + _CHUNK]
        left_out = chunk[mask[chunk]][:n]
        kept[left_out] = False
        n -= len(left_out)
        if n == 0:
            break
    return kept


def _mask(projects: Projects, selection: Selection, name: str) -> Flags:
    asked = FILTERS[name]
    wanted = getattr(selection, asked.field)
    if asked.kind == "euros":
        return _amount_mask(projects, wanted)
    if asked.kind == "text":
        return holds_text(projects, selection)
    dimension = projects.dimension(name, selection.phase)
    table = _years(dimension, wanted) if asked.kind == "years" else _members(dimension, wanted)
    return _look_up(table, dimension.codes)


def _members(dimension: Dimension, wanted: str | tuple[str, ...]) -> Flags:
    table = np.zeros(len(dimension), dtype=bool)
    for label in (wanted,) if isinstance(wanted, str) else wanted:
        if label in dimension.ranks:
            table[dimension.ranks[label]] = True
    return table


def _years(dimension: Dimension, bounds: Range) -> Flags:
    low, high = bounds
    first, last = low or 0, MAX_YEAR if high is None else high
    return np.array([isinstance(year, int) and first <= year <= last for year in dimension.labels.tolist()], dtype=bool)


def _look_up(table: Flags, codes: Codes) -> Flags:
    """`table[codes]`, without widening each code to 64 bits as indexing does: comparing with each code that passes, or
    with each that does not, takes a fifth of the time while they are few.
    """
    wanted, others = np.flatnonzero(table), np.flatnonzero(~table)
    if len(wanted) and wanted[-1] - wanted[0] == len(wanted) - 1:  # consecutive codes, as years are
        return (codes >= int(wanted[0])) & (codes <= int(wanted[-1]))  # a NumPy integer would widen the codes
    few = min(wanted, others, key=len)
    if len(few) > _FEW:
        return table.take(codes)
    mask = np.zeros(len(codes), dtype=bool)
    for code in few.tolist():
        mask |= codes == code
    return mask if few is wanted else ~mask


def _amount_mask(projects: Projects, bounds_eur: Range) -> Flags:
    amounts = projects.amounts["investissement"]
    low, high = bounds_eur
    mask = amounts.known
    if low is not None:
        mask = mask & (amounts.values >= low * CENTS_PER_EURO)
    if high is not None:
        mask = mask & (amounts.values <= high * CENTS_PER_EURO)
    return mask


def holds_text(projects: Projects, selection: Selection, rows: Rows | None = None) -> Flags:
    """Flags of `rows`, by default of all: where each word of the text is in one text or another of its scope."""
    scope = selection.scope
    searched = list(projects.texts.values()) if scope == "tout" else [projects.texts[scope]]
    held = [(texts, texts.codes if rows is None else texts.codes.take(rows)) for texts in searched]
    mask = np.ones(len(held[0][1]), dtype=bool)
    for word in fold(selection.text).split():
        # One pass over the distinct texts, then a look-up per row.
        mask &= reduce(np.logical_or, [texts.holding(word).take(codes) for texts, codes in held])
    return mask
