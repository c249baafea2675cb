"""A chart as the numbers and the texts of its marks, for documents whose own charts stay editable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data.documents.plates import Chart, Look

META: Final = "atlas"
PALE: Final = 0.35  # share of a colour over paper, where a value rests on too few projects
KINDS: Final = ("bars", "facets", "stacked", "columns", "curves", "gaps", "rates", "ratios", "bubbles")


@dataclass(frozen=True)
class Series:
    """Values in the order of the categories; of a curve, with their own abscissas. texts: as they read, "" for none.

    colours: one for all, or one per value; weak: values that rest on too small a share of their projects. low, high:
    the interval of each value; sizes: of bubbles, None for a ring.
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    colours: tuple[str, ...]
    abscissas: tuple[float, ...] = ()
    weak: tuple[bool, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    sizes: tuple[float | None, ...] = ()


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
    if meta["kind"] == "facets":
        return tuple(_facet(meta, name, rows) for name in _distinct(rows, meta["series"]))
    if meta["kind"] in _OF_ONE:
        return (_OF_ONE[meta["kind"]](meta, rows, look),)
    return (_grouped(meta, rows),)


def _bars(meta: Mapping[str, Any], rows: list[dict[str, Any]], look: Look) -> Native:
    colours = [
        meta["own_colour"]
        if row.get(meta.get("own", ""))
        else blend(look.accent, PALE, look.paper)
        if row.get(meta["pale"])
        else look.accent
        for row in rows
    ]
    names = tuple(str(row[meta["category"]]).replace("\n", ", ") for row in rows)
    values = tuple(row[meta["value"]] for row in rows)
    series = Series("Valeur", values, tuple(str(row[meta["text"]]) for row in rows), tuple(colours), (), _weak(rows))
    return Native("bars", meta.get("heading", ""), names, (series,), percent=False)


def _ratios(meta: Mapping[str, Any], rows: list[dict[str, Any]], look: Look) -> Native:
    """Bars from 1, in the colour of the page where 1 is outside of the interval."""
    names = tuple(str(row[meta["category"]]).replace("\n", ", ") for row in rows)
    values, low, high = (tuple(row[meta[field]] for row in rows) for field in ("value", "low", "high"))
    colours = tuple(look.accent if row[meta["sure"]] else meta["unsure_colour"] for row in rows)
    series = Series("Rapport", values, tuple(str(row[meta["text"]]) for row in rows), colours, low=low, high=high)
    return Native("ratios", "", names, (series,), percent=False)


def _rates(meta: Mapping[str, Any], rows: list[dict[str, Any]], look: Look) -> Native:
    """A column per year, beside that of all classes."""
    own = tuple(row[meta["value"]] for row in rows)
    every = tuple(row[meta["mean"]] for row in rows)
    colours = tuple(blend(look.accent, PALE, look.paper) if row[meta["pale"]] else look.accent for row in rows)
    texts = ("",) * len(rows)
    found = (
        Series(meta["heading"], own, texts, colours, (), _weak(rows)),
        Series("Ensemble", every, texts, (meta["mean_colour"],)),
    )
    return Native("rates", meta["heading"], tuple(str(row[meta["category"]]) for row in rows), found, percent=False)


def _bubbles(meta: Mapping[str, Any], rows: list[dict[str, Any]], look: Look) -> Native:
    """Bubbles on a line per name, the first one highest."""
    names = _distinct(rows, meta["category"])
    heights = tuple(float(len(names) - names.index(str(row[meta["category"]]))) for row in rows)
    sizes = tuple(row[meta["size"]] if row[meta["known"]] else None for row in rows)
    texts = tuple(str(row[meta["text"]]) for row in rows)
    across = tuple(float(row[meta["value"]]) for row in rows)
    series = Series(meta["heading"], heights, texts, (look.accent,), across, sizes=sizes)
    return Native("bubbles", "", tuple(names), (series,), percent=False)


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


def _curves(meta: Mapping[str, Any], rows: list[dict[str, Any]], _: Look) -> Native:
    series = []
    for name, colour in meta["colours"].items():
        kept = [row for row in rows if row[meta["series"]] == name and row[meta["value"]] is not None]
        if kept:
            values, across = ([row[field] for row in kept] for field in (meta["value"], meta["category"]))
            series.append(Series(name, tuple(values), ("",) * len(kept), (colour,), tuple(across)))
    return Native("curves", "", (), tuple(series), percent=bool(meta.get("percent")))


_OF_ONE: Final = {"bars": _bars, "curves": _curves, "ratios": _ratios, "rates": _rates, "bubbles": _bubbles}


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
