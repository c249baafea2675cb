"""Where the table of a file is: its sheet, and the line of its header."""

from functools import partial
from typing import Final

import streamlit as st

from components.text.formats import typeset
from components.visit import own_table
from components.visit.own_table import OwnTable
from data.files.beside import TOGETHER, bare

_SHOWN: Final = 80  # characters of the names of the columns of a table
_OFFERED: Final = 30  # first lines among which the header may be chosen
_WITH_A_HEADER: Final = frozenset({"csv", "xlsx", "ods", "xls"})


def draw(own: OwnTable) -> None:
    """Draw the lists of sheets and of lines, where the file has them."""
    with st.container(horizontal=True, gap="small", key="own-reading"):
        if len(own.reading.sheets) > 1:
            _sheets(own)
        if own.reading.format in _WITH_A_HEADER:
            _header(own)
        if own.reading.layout.beside:
            _beside(own)


def _sheets(own: OwnTable) -> None:
    key = f"own-sheet-{own.key}"
    st.selectbox(
        "Feuille du classeur",
        own.reading.sheets,
        index=own.reading.sheets.index(own.reading.sheet or own.reading.sheets[0]),
        key=key,
        on_change=partial(_read_again, key, None),
        width=360,
    )


def _header(own: OwnTable) -> None:
    layout = own.reading.layout
    lines = sorted({*range(_OFFERED + 1), layout.header, *layout.tables})
    key = f"own-header-{own.key}"
    st.selectbox(
        typeset("Ligne de l'en-tête"),
        lines,
        index=lines.index(layout.header),
        format_func=lambda line: typeset(_named(line, layout.tables)),
        key=key,
        on_change=partial(_read_again, None, key),
        width=360,
    )


def _named(line: int, tables: tuple[int, ...]) -> str:
    if not line:
        return "aucune : pas d'en-tête"
    return f"ligne {line}" + (" (une autre table)" if line in tables else "")


def _beside(own: OwnTable) -> None:
    tables = own.reading.layout.beside
    key = f"own-beside-{own.key}"
    options = [*range(len(tables)), TOGETHER]
    st.selectbox(
        "Table parmi celles qui sont côte à côte",
        options,
        index=options.index(own.reading.beside),
        format_func=lambda rank: (
            "toutes les colonnes ensemble"
            if rank == TOGETHER
            else f"table {rank + 1} : {', '.join(map(bare, tables[rank]))[:_SHOWN]}"
        ),
        key=key,
        on_change=partial(_read_beside, key),
        width=360,
    )


def _read_beside(key: str) -> None:
    own = own_table.current()
    if own is not None:
        own_table.take_again(own.reading.sheet, own.reading.layout.header, st.session_state[key])


def _read_again(sheet: str | None, header: str | None) -> None:
    own = own_table.current()
    if own is not None:
        wanted = st.session_state[sheet] if sheet else own.reading.sheet
        own_table.take_again(wanted, st.session_state[header] if header else None)
