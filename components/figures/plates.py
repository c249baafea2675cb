"""A figure that was drawn, as the plain values that files are made of."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

import pandas as pd

from components.drawn.recorder import Recorded
from components.figures.table import EMPTY, Column, saying
from components.look import palette
from components.text import formats
from components.text.formats import typeset
from components.visit import navigation
from data.documents.dossiers import MOST_ROWS
from data.documents.plates import Look, Number, Plate, Table

_KEY_NUMBERS: Final = 3  # with their words, as high as the picture beside them on a projector
_YEAR: Final = "Année"
_NO_VALUE: Final = ("Rang", _YEAR)
_WORDS: Final = 2  # columns that say what a value is of: words, or a year
LOOK: Final = Look(
    paper=palette.PAPER,
    panel=palette.HATCH_GROUND,
    border=palette.BORDER,
    text=palette.TEXT,
    muted=palette.MUTED,
    accent=palette.ACCENT,
    categories=palette.CATEGORICAL,
)


class Described(Protocol):
    """What a figure says of itself."""

    @property
    def title(self) -> str: ...
    @property
    def coverage(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def filters(self) -> Sequence[str]: ...
    @property
    def edition_id(self) -> str: ...
    @property
    def rows(self) -> pd.DataFrame: ...
    @property
    def count(self) -> int: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def numbers(self) -> Callable[[], Sequence[Number]] | None: ...


def draft(key: str, recorded: Recorded) -> Callable[[Described], Plate]:
    """What makes the plate of a figure of the page, later and outside of its run: what needs the run is read now."""
    link, pictures = navigation.address_of(key), tuple(make() for make in recorded)

    def made(figure: Described) -> Plate:
        return Plate(
            title=typeset(figure.title),
            coverage=typeset(figure.coverage),
            source=typeset(figure.source),
            filters=tuple(map(typeset, figure.filters)),
            edition=figure.edition_id,
            drawn=_today(),
            link=link,
            look=LOOK,
            pictures=pictures,
            table=table_of(figure.rows, figure.columns, figure.count),
            numbers=_numbers(figure),
        )

    return made


def _numbers(figure: Described) -> tuple[Number, ...]:
    """Three key numbers: sums of what the figure counts, or the first values of its table."""
    if figure.numbers is None:
        return first_values(figure.rows, figure.columns)
    return tuple(
        Number(typeset(each.label), each.value, typeset(each.note)) for each in figure.numbers()[:_KEY_NUMBERS]
    )


def first_values(rows: pd.DataFrame, columns: Sequence[Column]) -> tuple[Number, ...]:
    """The first known values of a table: of its first column of numbers that is neither a rank nor a year, each under
    the words or the year before it.
    """
    numeric = [column for column in columns if column.numeric and column.name in rows]
    measured = [column for column in numeric if not column.label.startswith(_NO_VALUE)]
    if not measured:
        return ()
    value = measured[0]
    before = columns[: columns.index(value)]
    named = [column for column in before if not column.numeric or column.label.startswith(_YEAR)][:_WORDS]
    kept = rows[rows[value.name].notna()].head(_KEY_NUMBERS)
    return tuple(
        Number(
            " – ".join(typeset(each.format(row[each.name])) for each in named if not pd.isna(row[each.name])),
            typeset(value.format(row[value.name])),
            typeset(value.label),
        )
        for _, row in kept.iterrows()
    )


def absent(title: str, why: str, notes: tuple[str, ...], edition: str) -> Plate:
    """The plate of a view that could not be drawn, which says why where it would be."""
    return Plate(
        title=typeset(title),
        coverage="",
        source="",
        filters=(),
        edition=edition,
        drawn=_today(),
        link="",
        look=LOOK,
        pictures=(),
        table=Table((), (), (), 0),
        notes=notes,
        absent=typeset(why),
    )


def _today() -> str:
    return formats.day(datetime.now().isoformat())


def table_of(rows: pd.DataFrame, columns: Sequence[Column], count: int | None = None) -> Table:
    """The table of a figure, as the page writes it. count: of all its rows, where these are the first of more."""
    kept, columns = rows.head(MOST_ROWS), saying(rows, columns)
    texts = [
        [EMPTY if pd.isna(value) else typeset(column.format(value)) for value in kept[column.name]]
        for column in columns
    ]
    return Table(
        headings=tuple(typeset(column.label) for column in columns),
        numeric=tuple(column.numeric for column in columns),
        rows=tuple(zip(*texts, strict=True)),
        total=len(rows) if count is None else count,
    )
