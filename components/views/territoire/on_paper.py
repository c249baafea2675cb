"""The sheet of a place as files, drawn when they are asked for from the figures of the page: two A4 pages, or HTML."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from components.meeting import sought
from components.text.formats import typeset
from components.views.territoire import kindred, page, sheet_figures, side_by_side, surroundings
from components.views.territoire.page import Sheet, finding
from components.visit import address, turn
from components.visit.visit import Visit
from data.documents import studio
from data.documents.plates import Plate, Table
from data.files import exports
from data.places.place import Place
from data.query.selection import Selection

# The figures of each page, by key: those that the place has.
_FIRST: Final = ("reperes", "autour")
_SECOND: Final = ("statuts", "projets", "voisins")
# Columns that a page of 17 cm has no room for, by their headings; the files of the figure have them.
_LEFT_OUT: Final = frozenset({"Filière", "Programme", "Nature de l'aide", "Statut vu en", "Source"})
_FILES: Final = {
    "fiche": ("Fiche en PDF (2 pages)", "application/pdf", "pdf"),
    "html": ("Fiche hors ligne (HTML)", "text/html", "html"),
}
_ASKED: Final = "sheet-on-paper"
_READY: Final = "sheet-on-paper-ready"


@dataclass(frozen=True)
class Asked:
    """What the process that draws is asked: plates, and the options of the kind of file."""

    plates: Sequence[Plate]
    options: Mapping[str, Any]


@contextmanager
def offered() -> Iterator[None]:
    """Collect the figures that the enclosed lines draw, folded ones too, when the visitor has asked for the pages."""
    if st.session_state.pop(_ASKED, None) != _identity():
        yield
        return
    with sought.every() as found:
        yield
    st.session_state[_READY] = (_identity(), {key: found[key] for key in (*_FIRST, *_SECOND) if key in found})


def draw(shown: Sheet) -> None:
    """Draw what makes the pages ready, then what gives them."""
    identity, found = st.session_state.get(_READY, (None, {}))
    if identity != _identity() or not found:
        st.button(
            "Préparer la fiche en PDF (2 pages) et en page hors ligne",
            key="sheet-paper-ask",
            icon=":material/picture_as_pdf:",
            on_click=_ask,
            args=(_identity(),),
        )
        return
    place = shown.place
    with st.container(horizontal=True, gap="small", key="sheet-files"):
        _file(place, "fiche", _two_pages(shown, found))
        _file(place, "html", Asked(list(found.values()), {"title": place.nom, "lead": typeset(finding(shown))}))


def asked(key: str, selection: Selection) -> Asked:
    """The two pages of the place of a key, out of any page."""
    shown = page.sheet_of(key, selection)
    with sought.every() as plates:
        side_by_side.draw(shown)
        surroundings.draw(shown)
        sheet_figures.life(shown)
        sheet_figures.projects(shown)
        if kindred.known(shown.place):
            kindred.draw(shown)
    return _two_pages(shown, plates)


def _two_pages(shown: Sheet, plates: Mapping[str, Plate]) -> Asked:
    pages = [[_narrowed(plates[key]) for key in keys if key in plates] for keys in (_FIRST, _SECOND)]
    options = {"title": shown.place.nom, "lead": typeset(finding(shown)), "turn": len(pages[0])}
    return Asked([*pages[0], *pages[1]], options)


def _file(place: Place, kind: str, asked: Asked) -> None:
    label, mime, suffix = _FILES[kind]
    keep = not Visit.current().private
    st.download_button(
        label,
        data=turn.for_file(studio.deferred(kind, lambda: asked.plates, keep=keep, **asked.options)),
        file_name=exports.file_name(f"Fiche {place.nom}", suffix),
        mime=mime,
        key=f"sheet-file-{suffix}",
        on_click="ignore",
        icon=":material/download:",
    )


def _narrowed(plate: Plate) -> Plate:
    table = plate.table
    kept = [rank for rank, heading in enumerate(table.headings) if heading not in _LEFT_OUT]
    if plate.pictures or len(kept) == len(table.headings):
        return plate
    narrow = Table(
        headings=tuple(table.headings[rank] for rank in kept),
        numeric=tuple(table.numeric[rank] for rank in kept),
        rows=tuple(tuple(row[rank] for rank in kept) for row in table.rows),
        total=table.total,
    )
    return replace(plate, table=narrow)


def _identity() -> tuple[str, object]:
    """What the pages are of: asked for again once anything of it changes."""
    return Visit.current().edition_id, address.current()


def _ask(identity: object) -> None:
    st.session_state[_ASKED] = identity
