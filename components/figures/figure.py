"""A figure: a title, the picture, its source and coverage, then one menu: the same values as a table, and the files.

This is the only place that puts them together, so every figure of every page has them all.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, Self

import pandas as pd
import streamlit as st

from components.drawn import recorder
from components.drawn.recorder import Recorded
from components.figures import plates, table
from components.figures.table import Column
from components.front import headers
from components.look import templating
from components.meeting import pins, sought
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import navigation, own_table, provenance, turn
from components.visit.visit import Visit
from data.documents import studio
from data.documents.plates import Number, Plate
from data.files import exports
from data.files.exports import About
from data.query.selection import Selection

_TABLE_HEIGHT: Final = 420  # px: about twelve rows, then it scrolls under its header
_MANY: Final = 24  # rows that a screen of 768 px shows with their header
_PIN_HELP: Final = "Garder cette vue dans le dossier de la visite : diaporama, document, lien"
_FRAME_HELP: Final = (
    "À coller dans une page d'un site autorisé : la figure, sa source, ces filtres ; une carte, comme elle est cadrée."
)
FIRST_ROWS: Final = 2_000  # of a table, as many as a page sends: some 2 MB
_IN_A_WORKBOOK: Final = 200_000  # rows: more take more than a minute and a half of processor to write
_IMAGES: Final = {"png": ("Image (PNG)", "image/png"), "svg": ("Image (SVG)", "image/svg+xml")}
# What makes a file of a kind (of `KINDS`), once it is clicked.
Files = Callable[[str, About], Callable[[], bytes]]


@dataclass(frozen=True)
class FileKind:
    """A kind of file, as its button names it. use: what it is good for."""

    label: str
    mime: str
    use: str


# `="01053"` would be a formula, that the guard of exports refuses: the workbook comes first, and says why.
KINDS: Final = {
    "xlsx": FileKind(
        "Excel",
        exports.XLSX_TYPE,
        "Pour un tableur : les codes y gardent leur zéro de tête (01053), et les textes leur écriture.",
    ),
    "ods": FileKind("ODS", exports.ODS_TYPE, "Pour LibreOffice : comme le classeur Excel."),
    "csv": FileKind(
        "CSV",
        exports.CSV_TYPE,
        "Pour un programme : un tableur qui l'ouvre d'un double clic perd le zéro de tête des codes (01053 devient "
        "1053). Une apostrophe y précède ce qui pourrait devenir une formule.",
    ),
}


def kinds_of(rows: int) -> Sequence[str]:
    """The kinds of files that so many rows may have."""
    return tuple(KINDS) if rows <= _IN_A_WORKBOOK else ("csv",)


@dataclass(frozen=True)
class Figure:
    """What a figure says beside its picture.

    key: unique on the page, ASCII. rows and columns: the table that follows the picture. export: the same values with
    every column, in euros, for files. files: how these are made, where it is not of `export`. source: publisher, date.
    coverage: what the figure counts, out of what. length: of its files, that of `rows` unless it is told. numbers: what
    makes the sums of all that it counts, for who presents it; without it, the first values of `rows` are told. total:
    how many rows there are, where `rows` are the first `FIRST_ROWS` of them.
    """

    key: str
    title: str
    source: str
    coverage: str
    rows: pd.DataFrame
    columns: Sequence[Column]
    export: Callable[[], pd.DataFrame]
    filters: Sequence[str]
    edition_id: str
    files: Files | None = None
    length: int | None = None
    numbers: Callable[[], Sequence[Number]] | None = None
    total: int | None = None

    @classmethod
    def of(cls, selection: Selection, *, source: str | None = None, **parts: Any) -> Self:
        """A figure of the projects that a selection keeps, with its filters and its source, unless another is told."""
        return cls(
            source=provenance.source_line(selection) if source is None else source,
            filters=provenance.filter_lines(selection),
            edition_id=Visit.current().edition_id,
            **parts,
        )

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of its files."""
        return kinds_of(self.count if self.length is None else self.length)

    @property
    def count(self) -> int:
        """How many rows its table has, the first of which are shown where they are many."""
        return len(self.rows) if self.total is None else self.total

    @property
    def note(self) -> str:
        """What is counted, then where it comes from."""
        return f"{self.coverage[:1].upper()}{self.coverage[1:]}. {self.source}"


@contextmanager
def around(figure: Figure) -> Iterator[None]:
    """Draw the figure around its picture, which the enclosed lines draw."""
    with block(figure):
        st.header(said(figure.title), anchor=False)
        with recorder.recording() as drawn:
            yield
        sought.tell(figure.key, lambda: plates.draft(figure.key, drawn)(figure))
        st.caption(said(figure.note))
        menu(figure, drawn)


@contextmanager
def block(figure: Figure, **options: Any) -> Iterator[None]:
    """The place of a figure; that of one which is looked for is marked, for the style sheet.

    By itself, for a figure that its page draws: its link leads here, and its files are named by its title.
    """
    mark = st.container(key="wanted-figure") if sought.is_wanted(figure.key) else nullcontext()
    with mark, st.container(key=f"figure-{figure.key}", **options):
        yield


def draw(figure: Figure) -> None:
    """Draw a figure that has no picture: its table and its files."""
    with around(figure):
        pass


def tabular(figure: Figure, written: str | None = None) -> None:
    """Draw a figure that is a table; one of many rows scrolls under its header. written: the table, by `write`."""
    with block(figure):
        st.header(said(figure.title), anchor=False)
        _rows(figure, write(figure) if written is None else written)
        st.caption(said(figure.note))
        downloads(figure)


def write(figure: Figure) -> str:
    """The table of `tabular`, as HTML."""
    return _written(figure, _TABLE_HEIGHT if figure.count > _MANY else None)


def _written(figure: Figure, height: int | None) -> str:
    first = figure.rows.head(FIRST_ROWS)
    return table.html(first, figure.columns, caption=figure.title, height=height, whole=len(first) == figure.count)


def _rows(figure: Figure, written: str) -> None:
    """The table of a figure: its first rows where there are more than a browser can hold."""
    st.html(written)
    if (first := min(len(figure.rows), FIRST_ROWS)) < figure.count:
        shown, count = (formats.number(each) for each in (first, figure.count))
        st.caption(typeset(f"Les {shown} premières lignes sur {count} ; le CSV les a toutes."))


def leading(figure: Figure) -> None:
    """Draw a short table that a page begins with: under the title of the page, all that is not a value folded."""
    with block(figure, gap="xsmall"):
        table.draw(figure.rows, figure.columns, caption=figure.title)
        sought.tell(figure.key, lambda: plates.draft(figure.key, ())(figure))
        label = f"Ce que comptent ces chiffres, source, {_offered(figure)}"
        with st.expander(label, key=f"table-{figure.key}", on_change="rerun", icon=":material/info:") as opened:
            if opened.open:
                st.caption(said(figure.note))
                downloads(figure)


def menu(figure: Figure, drawn: Recorded) -> None:
    """The table of a figure and its files, made when they are asked for. drawn: its pictures."""
    label = f"Tableau ({formats.counted(figure.count, 'ligne')}), {_offered(figure)}"
    with st.expander(label, key=f"table-{figure.key}", on_change="rerun", icon=":material/table:") as opened:
        if opened.open:
            _rows(figure, _written(figure, _TABLE_HEIGHT))
            downloads(figure, drawn)


def _offered(figure: Figure) -> str:
    """« Excel, ODS, CSV, image, épingle, lien »."""
    return ", ".join([*(KINDS[kind].label for kind in figure.kinds), "image", "épingle", "lien"])


def downloads(figure: Figure, drawn: Recorded = ()) -> None:
    """Buttons that build a file only when they are clicked, and do not run the page again; one that copies a link.

    drawn: the pictures of the figure; without any, its image is that of its table.
    """
    sought.tell(figure.key, lambda: plates.draft(figure.key, drawn)(figure))
    about = About(figure.title, figure.note, figure.filters, figure.edition_id)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"files-{figure.key}"):
        for kind in figure.kinds:
            st.download_button(
                KINDS[kind].label,
                data=_file(figure, kind, about),
                file_name=exports.file_name(figure.title, kind),
                mime=KINDS[kind].mime,
                key=f"{kind}-{figure.key}",
                on_click="ignore",
                icon=":material/download:",
                help=typeset(KINDS[kind].use),
            )
        made = cache(partial(plates.draft(figure.key, drawn), figure))
        _images(figure, made)
        _pin(figure, made)
        st.html(templating.render("figure_link", key=figure.key, title=typeset(figure.title)), width="content")
        _frame(figure)


def _frame(figure: Figure) -> None:
    """What another site writes in its page to show the figure alone, where the settings let one do so."""
    source = navigation.frame_address(figure.key)
    if source and headers.allowed():
        with st.popover("Intégrer", icon=":material/code:", key=f"frame-{figure.key}"):
            st.caption(typeset(_FRAME_HELP))
            st.html(templating.render("figure_frame", key=figure.key, source=source, title=typeset(figure.title)))


def _pin(figure: Figure, made: Callable[[], Plate]) -> None:
    """Set the figure aside for a meeting, or take it back."""
    place = pins.place_of(figure.key)
    if pins.find(place) is None:
        st.button(
            "Épingler",
            key=f"pin-{figure.key}",
            icon=":material/keep:",
            help=typeset(_PIN_HELP if not pins.full() else "Le dossier est plein : en retirer une vue"),
            on_click=pins.pin,
            args=(place, made),
            disabled=pins.full(),
        )
    else:
        st.button(
            "Désépingler", key=f"unpin-{figure.key}", icon=":material/keep_off:", on_click=pins.unpin, args=(place,)
        )
        navigation.link("dossier", f"Dossier ({formats.counted(len(pins.current().pins), 'vue')})")


def _images(figure: Figure, made: Callable[[], Plate]) -> None:
    keep = not Visit.current().private
    for kind, (label, mime) in _IMAGES.items():
        st.download_button(
            label,
            data=turn.for_file(studio.deferred(kind, lambda: [made()], keep=keep)),
            file_name=exports.file_name(figure.title, kind),
            mime=mime,
            key=f"{kind}-{figure.key}",
            on_click="ignore",
            icon=":material/image:",
        )


def _file(figure: Figure, kind: str, about: About) -> Callable[[], bytes]:
    if figure.files:
        return figure.files(kind, about)
    if Visit.current().private:
        return own_table.file(figure.export, kind, about)
    return turn.for_file(lambda: exports.made(kind, figure.export(), about))
