"""A plate: all that a figure shows, as plain values, so that a file of it is drawn from what the page drew.

Nothing in it is markup or code but the specification of a chart, which is ours: texts of data are its values.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from data.words.text import printable


@dataclass(frozen=True)
class Look:
    """The colours of a file, « #rrggbb »."""

    paper: str
    panel: str
    border: str
    text: str
    muted: str
    accent: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification with its rows. note: what its marks mean beyond its legend."""

    spec: dict[str, Any]
    alt: str
    note: str = ""
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Areas:
    """Polygons of a contour file, each in the colour at its code; `hatched`: the ranks of those drawn in lines of it.

    opacity: of all of them. dotted: the code of those drawn in dots of their colour.
    """

    file: str
    colours: tuple[str, ...]
    codes: tuple[int, ...]
    hatched: tuple[int, ...] = ()
    opacity: float = 1.0
    dotted: int | None = None
    kind: Literal["areas"] = "areas"


@dataclass(frozen=True)
class Ground:
    """All the polygons of a contour file in one colour."""

    file: str
    colour: str
    kind: Literal["ground"] = "ground"


@dataclass(frozen=True)
class Lines:
    """Lines of a contour file, or given as degrees. width: px."""

    colour: str
    width: float
    file: str | None = None
    given: tuple[tuple[tuple[float, float], ...], ...] = ()
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True)
class Dots:
    """Circles at the points of a contour file. radii: px, in the order of the file, 0 for none; every: that of all of
    them instead. pale: the ranks of those that let more through.
    """

    file: str
    radii: tuple[float, ...]
    colour: str
    opacity: float = 1.0
    outline: str | None = None
    pale: tuple[int, ...] = ()
    pale_opacity: float = 1.0
    every: float | None = None
    kind: Literal["dots"] = "dots"


@dataclass(frozen=True)
class Names:
    """Words over the map, each centred on a point in degrees; or those of a file of points (property `text`)."""

    file: str | None = None
    given: tuple[tuple[str, float, float], ...] = ()
    above: float = 0.0
    kind: Literal["names"] = "names"


@dataclass(frozen=True)
class Key:
    """A line of a legend: a colour, plain, in lines or in dots, as an area or a dot, and what it means."""

    colour: str
    label: str
    count: str = ""
    hatched: bool = False
    apart: bool = False
    dot: bool = False
    dotted: bool = False


@dataclass(frozen=True)
class Size:
    """A circle of a legend, by its diameter in the px of the map."""

    diameter: float
    label: str


@dataclass(frozen=True)
class Legend:
    """What colours and sizes mean."""

    unit: str = ""
    keys: tuple[Key, ...] = ()
    sizes: tuple[Size, ...] = ()
    size_colour: str = ""
    method: str = ""


@dataclass(frozen=True)
class Map:
    """Layers from the ground up in a view: its middle in degrees, its zoom, the size (px) of its box.

    values: what each place says, in the order of the areas or the dots.
    """

    longitude: float
    latitude: float
    zoom: float
    width: int
    height: int
    layers: tuple[Areas | Ground | Lines | Dots | Names, ...]
    legend: Legend
    alt: str
    values: tuple[str, ...] = ()
    kind: Literal["map"] = "map"


@dataclass(frozen=True)
class Cell:
    """A cell of a tinted table, on two lines. weak: in a dashed line."""

    text: str
    note: str = ""
    ground: str | None = None
    ink: str | None = None
    weak: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of two entries with tinted cells: a heading per column, then a name and its cells per row. legend: a
    colour and what it holds, least to greatest.
    """

    corner: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    alt: str
    legend: tuple[tuple[str, str], ...] = ()
    kind: Literal["grid"] = "grid"


Picture = Chart | Map | Grid


@dataclass(frozen=True)
class Table:
    """The table of a figure as it reads. numeric: which columns are of numbers."""

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int  # of rows, some left out when they are many


@dataclass(frozen=True)
class Number:
    """A key number as it reads; note: what it covers, or what it is."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Plate:
    """A figure. filters: in words; drawn: the day, in words; link: the address that opens it, "" when not known;
    absent: why there is nothing to show, "" where there is. numbers: the three beside it on a projector.
    """

    title: str
    coverage: str
    source: str
    filters: tuple[str, ...]
    edition: str
    drawn: str
    link: str
    look: Look
    pictures: tuple[Picture, ...]
    table: Table
    notes: tuple[str, ...] = field(default=())
    absent: str = ""
    numbers: tuple[Number, ...] = ()

    @property
    def counted(self) -> str:
        """What marks of charts mean, then « 326 des 875 projets ont un montant connu. », "" for what counts nothing."""
        marks = dict.fromkeys(each.note for each in self.pictures if isinstance(each, Chart) and each.note)
        covered = f"{self.coverage[:1].upper()}{self.coverage[1:]}." if self.coverage else ""
        return " ".join(filter(None, (*marks, covered)))


_PLATES: Final = TypeAdapter(list[Plate])
_ALL: Final = TypeAdapter(Any)


def written(plates: list[Plate]) -> bytes:
    """Plates as JSON."""
    return _PLATES.dump_json(plates)


def read(content: bytes) -> list[Plate]:
    """The plates of a JSON, their texts printable. Raises `ValueError` when it holds anything else."""
    return _PLATES.validate_python(printed(_ALL.validate_json(content)))


def printed(value: Any) -> Any:
    """A value of JSON, its texts printable: one of them would cost its file."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: printed(each) for key, each in value.items()}
    return [printed(each) for each in value] if isinstance(value, list) else value
