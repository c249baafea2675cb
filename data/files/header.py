"""Where the header of a table is, and what it is: titles above it, two rows of it, a row of units, or none at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Row = tuple[int, Sequence[str]]  # its place in the file, its cells
HEAD_ROWS: Final = 200  # before which the table begins: titles may take sixty lines
BODY_ROWS: Final = 30  # looked at under a header, to tell it from a row
NO_HEADER: Final = 0  # in the place of the line of a header

_NUMBER: Final = re.compile(r"[-+(~]?\s*(?:\d[\d\s\u00a0\u202f.,'/:-]*|2[ABab]\d{3})\s*(?:[km]?€|%|\))?")
_LONGEST: Final = 80  # characters of a number: one of thousands of spaces would take their number squared to refuse
_YEAR: Final = re.compile(r"(?:19|20)\d{2}(?:\.0)?")
_UNIT: Final = re.compile(
    r"[(\[]?\s*(?:en )?(?:(?:k|m|md|milliers? d'|millions? d'|milliards? d')?\s?(?:€|euros?)(?: (?:ht|ttc))?|"
    r"%|etp|nb|nombre|unité|n°|texte|code|date|aaaa|jj/mm/aaaa|mm/aaaa|-)\s*[)\]]?",
    re.IGNORECASE,
)
_JOIN: Final = " – "


@dataclass(frozen=True)
class Header:
    """names: of the columns as they are written, "" for none; line: of the header, `NO_HEADER` without one; begin: the
    rank of the first row of the table among the rows looked at; notes: French sentences on what was understood.
    """

    names: tuple[str, ...]
    line: int
    begin: int
    notes: tuple[str, ...] = ()


def find(head: Sequence[Row], chosen: int | None = None) -> Header | None:
    """The header of a table of which `head` are the first rows; None when they hold nothing.

    chosen: its line, or `NO_HEADER`; None to look for it.
    """
    rank = next((rank for rank, (line, _) in enumerate(head) if chosen and line == chosen), None)
    rank = _first_full(head) if rank is None else rank
    if rank is None:
        return None
    line, cells = head[rank]
    body = [row for _, row in head[rank + 1 : rank + 1 + BODY_ROWS] if any(row)]
    if chosen == NO_HEADER or (chosen is None and _is_row(cells, body)):
        said = f"Aucun en-tête n'est reconnu : la ligne {line} est lue comme une ligne de la table."
        return Header(("",) * max(map(len, [cells, *body])), NO_HEADER, rank, (said,))
    notes = [f"Ce qui précède l'en-tête (ligne {line}) est laissé de côté."] if _said_above(head, rank) else []
    names, begin = list(cells), rank + 1
    if body and begin < len(head) and _continues(cells, head[begin][1], body[1:]):
        names, begin = _joined(cells, head[begin][1]), begin + 1
        notes.append(f"L'en-tête tient sur deux lignes ({line} et {head[begin - 1][0]}), réunies.")
    if begin < len(head) and _is_of_units(head[begin][1], [row for _, row in head[begin + 1 :]]):
        names = [_with_unit(name, unit) for name, unit in _paired(names, head[begin][1])]
        notes.append(f"La ligne {head[begin][0]} donne des unités, ajoutées aux noms des colonnes.")
        begin += 1
    return Header(tuple(names), line, begin, tuple(notes))


def is_number(cell: str) -> bool:
    """Whether a cell is an amount, a code or a date, rather than words."""
    return len(cell) <= _LONGEST and _NUMBER.fullmatch(cell.strip()) is not None


def _first_full(head: Sequence[Row]) -> int | None:
    """The first row that fills more than half of what the fullest one fills: a title fills one or two cells."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in head]
    most = max(filled, default=0)
    return next((rank for rank, count in enumerate(filled) if 2 * count > most), None) if most else None


def _said_above(head: Sequence[Row], rank: int) -> bool:
    return any(any(cells) for _, cells in head[:rank])


def _is_row(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether half of the cells or more are codes or numbers over others like them. Years may name columns."""
    filled = [rank for rank, cell in enumerate(cells) if cell.strip()]
    alike = [rank for rank in filled if is_number(cells[rank]) and _goes_on(cells[rank], _column(body, rank))]
    return 2 * len(alike) >= len(filled) > 0


def _goes_on(cell: str, below: Sequence[str]) -> bool:
    shape = _YEAR if _YEAR.fullmatch(cell.strip()) else _NUMBER
    return 2 * sum(1 for one in below if shape.fullmatch(one.strip())) >= len(below)


def _column(body: Sequence[Sequence[str]], rank: int) -> list[str]:
    return [row[rank] for row in body if rank < len(row) and row[rank].strip()]


def _continues(first: Sequence[str], second: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the second row names what the groups of the first one hold: words, under a group or the void beside it,
    over numbers.
    """
    named = [rank for rank, cell in enumerate(second) if cell.strip()]
    voids = [rank for rank in named if rank >= len(first) or not first[rank].strip()]
    if not voids or any(is_number(second[rank]) for rank in named):
        return False
    groups = {rank - 1 for rank in range(1, len(second)) if rank >= len(first) or not first[rank].strip()}
    over_numbers = [rank for rank in named if (below := _column(body, rank)) and all(map(is_number, below))]
    return bool(over_numbers) and all(rank in voids or rank in groups for rank in named)


def _joined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    names, group = [], ""
    for over, under in _paired(first, second):
        group = over.strip() or (group if under.strip() else "")
        names.append(_JOIN.join(part for part in (group, under.strip()) if part))
    return names


def _paired(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(first), len(second))
    return list(zip([*first, *[""] * (width - len(first))], [*second, *[""] * (width - len(second))], strict=True))


def _is_of_units(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row holds units alone, over numbers."""
    filled = [rank for rank, cell in enumerate(cells) if cell.strip()]
    units = [rank for rank in filled if cells[rank].strip() != "-"]
    over_numbers = any((below := _column(body, rank)) and all(map(is_number, below)) for rank in units)
    return over_numbers and all(_UNIT.fullmatch(cells[rank][:_LONGEST].strip()) for rank in filled)


def _with_unit(name: str, unit: str) -> str:
    bare = unit.strip(" ()[]")
    return f"{name} ({bare})" if name.strip() and bare not in {"", "-"} else name
