"""Tables that stand side by side in one sheet, a void column between them."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from data.files.header import is_number

_COPY: Final = re.compile(r" \(\d+\)$")  # of a name that another column has
TOGETHER: Final = -1  # in the place of the rank of a table: all their columns, as one
_LEAST: Final = 2  # columns of a table
_SHORTER: Final = 0.8  # of the rows of the longest table, under which another one is a table of its own

Names = tuple[str, ...]


def tables(table: pa.Table, voids: Collection[str], unnamed: Collection[str]) -> tuple[Names, ...]:
    """The columns of each table, from the left; empty when there is just one. table: the place of each row, then the
    columns; voids: those that separate; unnamed: those that have no name of their own.
    """
    found = groups(table.column_names[1:], voids, unnamed)
    return found if found and (repeat(found) or _end_apart(table, found)) else ()


def groups(columns: Iterable[str], voids: Collection[str], unnamed: Collection[str]) -> tuple[Names, ...]:
    """The columns of what may be several tables; empty when there is surely just one."""
    parts = [tuple(names) for void, names in groupby(columns, key=lambda name: name in voids) if not void]
    found = tuple(names for names in parts if len(set(names) - set(unnamed)) >= _LEAST)
    return () if len(found) < _LEAST or len(found) < len(parts) else found


def repeat(found: Sequence[Names]) -> bool:
    """Whether each table has half of the names of the first one: the same thing, written several times."""
    first = {bare(name) for name in found[0]}
    return all(2 * len(first & {bare(name) for name in names}) >= len(first) for names in found[1:])


def bare(name: str) -> str:
    """The name of a column as its table has it."""
    return _COPY.sub("", name)


def _end_apart(table: pa.Table, found: Sequence[Names]) -> bool:
    """Whether tables of words and numbers end at other rows: a line of one says nothing of the line beside it."""
    ends = [max(_end(table.column(name)) for name in names) for names in found]
    worded = all(any(_is_of_words(table.column(name)) for name in names) for names in found)
    return worded and min(ends) < _SHORTER * max(ends) and max(ends) - min(ends) >= _LEAST


def _end(column: pa.ChunkedArray) -> int:
    """The rank after the last cell that says something."""
    filled = pc.indices_nonzero(pc.is_valid(column))
    return filled[-1].as_py() + 1 if len(filled) else 0


def _is_of_words(column: pa.ChunkedArray) -> bool:
    cells = pc.drop_null(column).slice(0, 30).to_pylist()
    return len(cells) > 0 and not any(map(is_number, cells))
