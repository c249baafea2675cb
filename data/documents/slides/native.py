"""A chart as the numbers and the texts of its marks, for documents whose own charts stay editable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data.documents.plates import Chart, Look

META: Final = "atlas"
PALE: Final = 0.35  # share of a colour over paper, where a value rests on too few projects
KINDS: Final = ("bars", "facets", "stacked", "columns", "curves", "gaps")


@dataclass(frozen=True)
class Series:
    """Values in the order of the categories; of a curve, with their own abscissas. texts: as they read, "" for none.

    colours: one for all, or one per value; weak: values that rest on too small a share of their projects.
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    colours: tuple[str, ...]
    abscissas: tuple[float, ...] = ()
    weak: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Native:
    """What a document draws. kind: of `KINDS`, never facets: each is bars under its heading."""

    kind: str
    heading: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool


def of(chart: Chart, look: Look) -> tuple[Native, ...]:
    """The charts of a specification that says how; nothing for the others."""
    meta = chart.spec.get("usermeta", {}).get(META)
    rows = chart.spec.get("data", {}).get("values")
    if not meta or not rows:
        return ()
    if meta["kind"] == "bars":
        return (_bars(meta, rows, look),)
    if meta["kind"] == "facets":
        return tuple(_facet(meta, name, rows) for name in _distinct(rows, meta["series"]))
    if meta["kind"] == "curves":
        return (_curves(meta, rows),)
    return (_grouped(meta, rows),)


def _bars(meta: Mapping[str, Any], rows: list[dict[str, Any]], look: Look) -> Native:
    colours = [
        meta["own_colour"]
        if row.get(meta["own"])
        else blend(look.accent, PALE, look.paper)
        if row.get(meta["pale"])
        else look.accent
        for row in rows
    ]
    names = tuple(str(row[meta["category"]]).replace("\n", ", ") for row in rows)
    values = tuple(row[meta["value"]] for row in rows)
    series = Series("Valeur", values, tuple(str(row[meta["text"]]) for row in rows), tuple(colours), (), _weak(rows))
    return Native("bars", "", names, (series,), percent=False)


def _facet(meta: Mapping[str, Any], name: str, rows: list[dict[str, Any]]) -> Native:
    kept = [row for row in rows if row[meta["series"]] == name]
    names = tuple(str(row[meta["category"]]) for row in kept)
    colours = tuple(meta["colours"][each] for each in names)
    values = tuple(row[meta["value"]] for row in kept)
    series = Series(name, values, tuple(str(row[meta["text"]]) for row in kept), colours, (), _weak(kept))
    return Native("bars", name, names, (series,), percent=False)


def _grouped(meta: Mapping[str, Any], rows: list[dict[str, Any]]) -> Native:
    """A series per class, over categories; what starts at another value than 0 is its length."""
    categories = _distinct(rows, meta["category"])
    found = {(str(row[meta["category"]]), row[meta["series"]]): row for row in rows}
    series = []
    for name, colour in meta["colours"].items():
        held = [found.get((category, name)) for category in categories]
        values = tuple(None if row is None else _length(row, meta) for row in held)
        texts = tuple("" if row is None else str(row.get(meta.get("text", ""), "")) for row in held)
        if any(value is not None for value in values):
            series.append(Series(name, values, texts, (colour,), (), _weak(held)))
    return Native(meta["kind"], "", tuple(categories), tuple(series), percent="less" in meta)


def _weak(rows: Sequence[Mapping[str, Any] | None]) -> tuple[bool, ...]:
    return tuple(bool(row and row.get("faible")) for row in rows)


def _length(row: Mapping[str, Any], meta: Mapping[str, Any]) -> float | None:
    value, less = row[meta["value"]], row.get(meta.get("less", ""))
    return value if value is None or less is None else value - less


def _curves(meta: Mapping[str, Any], rows: list[dict[str, Any]]) -> Native:
    series = []
    for name, colour in meta["colours"].items():
        kept = [row for row in rows if row[meta["series"]] == name and row[meta["value"]] is not None]
        if kept:
            values, across = ([row[field] for row in kept] for field in (meta["value"], meta["category"]))
            series.append(Series(name, tuple(values), ("",) * len(kept), (colour,), tuple(across)))
    return Native("curves", "", (), tuple(series), percent=bool(meta.get("percent")))


def _distinct(rows: list[dict[str, Any]], field: str) -> list[str]:
    return list(dict.fromkeys(str(row[field]) for row in rows))


def blend(over: str, share: float, under: str) -> str:
    """A share of a colour over another."""
    pairs = zip(bytes.fromhex(over[1:]), bytes.fromhex(under[1:]), strict=True)
    return "#" + bytes(round(top * share + bottom * (1 - share)) for top, bottom in pairs).hex()


def readable_on(ground: str, look: Look) -> str:
    """The colour of a text over another: that of texts or of the paper, whichever is further in lightness."""
    light = sum(
        share * channel for share, channel in zip((0.299, 0.587, 0.114), bytes.fromhex(ground[1:]), strict=True)
    )
    return look.text if light > 130 else look.paper
