"""What of a chart, a tinted table or a table fits in a box in large letters, and in words how much that is."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lxml import etree

from data.documents import charts, fonts, grid_svg, svg
from data.documents.plates import Chart, Grid, Look, Table

Size = tuple[float, float]
_FIRST_GUESS: Final = 12.0  # px, of the smallest letters of most charts
_LOWEST: Final = 60.0  # px, of a chart
_NARROWEST: Final = 110.0  # px, of the bars of a chart in several parts
_LABELS: Final = 0.42  # share of the width that names may take
_SYMBOL: Final = 34.0  # px of a legend, around the text of an entry
_VALUE: Final = 8.0  # px of a character of the value at the end of a bar
_CELL: Final = 10.0  # px around the text of a cell
_FIRST_COLUMN: Final = 0.74  # share of the width of a tinted table for its cells


def chart(shown: Chart, look: Look, box: Size, text: float) -> tuple[etree._Element, Size, str]:
    """A chart in a box, none of whose letters is under `text`: its first rows, when all of them would not fit."""
    scale = text / _FIRST_GUESS
    spec = _readable(shown.spec, box[0] / scale)
    drawing = charts.drawn(replace(shown, spec=spec), look, box[0] / scale)
    smallest = min(float(each.get("font-size", "12px")[:-2]) for each in drawing.iter(f"{{{svg.NAMESPACE}}}text"))
    scale = text / smallest
    spec = _with_room(_readable(shown.spec, box[0] / scale), box[0] / scale)
    left_out = ""
    for _ in range(3):  # what is cut changes the room of names and of legends
        drawing = charts.drawn(replace(shown, spec=spec), look, box[0] / scale)
        wide, tall = (float(drawing.get(side, 0)) * scale for side in ("width", "height"))
        if tall <= box[1] and wide <= box[0] + 1:
            break
        spec, told = _smaller(spec, (wide - box[0]) / scale, (tall - box[1]) / scale, tall / scale)
        left_out = told or left_out
    fitted = min(1.0, box[0] / wide, box[1] / tall)
    drawing.set("width", f"{wide * fitted:.1f}")
    drawing.set("height", f"{tall * fitted:.1f}")
    return drawing, (wide * fitted, tall * fitted), left_out


def grid(shown: Grid, look: Look, width: float, height: float) -> tuple[Grid, str]:
    """The first columns of a tinted table whose cells hold their text, then the first rows that fit."""
    headings = tuple(each.replace("-", "- ") for each in shown.headings)  # a line may end there
    shown = replace(shown, headings=headings)
    across = next((n for n in range(len(headings), 1, -1) if _hold(shown, n, width * _FIRST_COLUMN / n)), 1)
    kept = replace(
        shown,
        headings=shown.headings[:across],
        rows=tuple((name, cells[:across]) for name, cells in shown.rows),
    )
    rows = _most(len(shown.rows), lambda n: grid_svg.drawn(replace(kept, rows=kept.rows[:n]), look, width)[1] <= height)
    told = how_many((rows, len(shown.rows), "lignes"), (across, len(shown.headings), "colonnes"))
    return replace(kept, rows=kept.rows[:rows]), told


def _hold(shown: Grid, n: int, column: float) -> bool:
    """Whether the first columns hold their longest word, at this width (px)."""
    size = grid_svg.letters(column)
    words = [word for heading in shown.headings[:n] for word in heading.split(" ")]
    words += [said for _, cells in shown.rows for cell in cells[:n] for said in (cell.text, cell.note)]
    return column >= max(grid_svg.NARROW, *(fonts.width(said, size, weight="600") + _CELL for said in words))


def table(shown: Table, look: Look, width: float, height: float) -> tuple[Table, str]:
    """The first columns of a table that fit at their size, then the first rows."""
    across = _most(len(shown.headings), lambda n: grid_svg.least_width(_columns(shown, n)) <= width)
    kept = _columns(shown, across)

    def first(n: int) -> Table:
        return replace(kept, rows=kept.rows[:n], total=n)

    rows = _most(min(len(kept.rows), grid_svg.MOST_ROWS), lambda n: grid_svg.table(first(n), look, width)[1] <= height)
    return first(rows), how_many((rows, shown.total, "lignes"), (across, len(shown.headings), "colonnes"))


def _columns(shown: Table, n: int) -> Table:
    rows = tuple(row[:n] for row in shown.rows)
    return replace(shown, headings=shown.headings[:n], numeric=shown.numeric[:n], rows=rows)


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The greatest number up to `count` that fits, one at least."""
    return max(1, bisect_left(range(1, count + 1), True, key=lambda n: not fits(n)))


def how_many(*parts: tuple[int, int, str]) -> str:
    """« 12 lignes sur 17 », nothing of what is whole. parts: how many are shown, of how many, of what."""
    return ", ".join(f"{shown} {noun} sur {whole}" for shown, whole, noun in parts if shown < whole)


def _readable(spec: Any, width: float) -> Any:
    """A specification whose names leave room for its marks, and whose legend is not wider than it."""
    if isinstance(spec, list):
        return [_readable(each, width) for each in spec]
    if not isinstance(spec, Mapping):
        return spec
    found = {key: _readable(each, width) if key != "data" else each for key, each in spec.items()}
    if "labelLimit" in found and "columns" not in found:
        found["labelLimit"] = min(found["labelLimit"], width * _LABELS)
    legend, scale = found.get("legend"), found.get("scale")
    if isinstance(legend, Mapping) and isinstance(scale, Mapping):
        entry = max(fonts.width(str(each), _FIRST_GUESS) for each in scale["domain"]) + _SYMBOL
        columns = max(1, min(int(width / entry), len(scale["domain"])))
        limit = width / columns - _SYMBOL
        found["legend"] = {**legend, "columns": columns, "direction": "horizontal", "labelLimit": limit}
    if "labelAngle" in found:  # years under columns: those that stand apart
        found |= {"labelOverlap": "greedy", "labelSeparation": 4}
    return found


def _with_room(spec: dict[str, Any], width: float) -> dict[str, Any]:
    """Bars short enough for the value at their end."""
    meta = spec.get("usermeta", {}).get("atlas", {})
    if meta.get("kind") != "bars":
        return spec
    rows, names = spec["data"]["values"], meta["category"]
    name = min(max(fonts.width(str(row[names]), _FIRST_GUESS) for row in rows), width * _LABELS)
    room = min(_VALUE * max(len(str(row[meta["text"]])) for row in rows) / (width - name), 0.7)
    most = max((row[meta["value"]] or 0.0 for row in rows), default=0.0) / (1 - room) or 1.0

    def scaled(part: Any) -> Any:
        if isinstance(part, list):
            return [scaled(each) for each in part]
        if not isinstance(part, Mapping):
            return part
        found = {key: scaled(each) for key, each in part.items()}
        return {**found, "domain": [0, most]} if isinstance(found.get("nice"), bool) and "domain" in found else found

    return {**scaled({key: each for key, each in spec.items() if key != "data"}), "data": spec["data"]}


def _smaller(spec: dict[str, Any], wide: float, tall: float, whole: float) -> tuple[dict[str, Any], str]:
    """A chart that is less wide and less tall, by px of its own, and what of it is left out."""
    if "facet" in spec:
        return _fewer_parts(spec, wide, tall, whole)
    height = spec.get("height")
    if isinstance(height, Mapping):
        return _fewer_rows(spec, -(-tall // float(height["step"]))) if tall > 0 else (spec, "")
    return (spec | {"height": max(float(height or _LOWEST) - tall, _LOWEST)} if tall > 0 else spec), ""


def _fewer_rows(spec: dict[str, Any], less: float) -> tuple[dict[str, Any], str]:
    (encoding,) = [
        each["encoding"]["y"]
        for each in (spec, *spec.get("layer", ()))
        if each.get("encoding", {}).get("y", {}).get("type") == "nominal"
    ][:1]
    field, rows = encoding["field"], spec["data"]["values"]
    order = encoding.get("sort") or encoding.get("scale", {}).get("domain") or [row[field] for row in rows]
    names = [name for name in dict.fromkeys(order) if any(row[field] == name for row in rows)]
    kept = names[: max(1, len(names) - int(less))]
    told = f"{len(kept)} lignes sur {len(names)}"
    return _only(spec, field, kept), told


def _fewer_parts(spec: dict[str, Any], wide: float, tall: float, whole: float) -> tuple[dict[str, Any], str]:
    """Small charts under each other: less wide, then fewer."""
    inner = spec["spec"]
    if wide > 0:
        spec = spec | {"spec": inner | {"width": max(inner["width"] - wide, _NARROWEST)}}
    if tall <= 0:
        return spec, ""
    field = spec["facet"]["row"]["field"]
    names = list(dict.fromkeys(row[field] for row in spec["data"]["values"]))
    kept = names[: max(1, int(len(names) * (whole - tall) / whole))]
    return _only(spec, field, kept), f"{len(kept)} mesures sur {len(names)}"


def _only(spec: dict[str, Any], field: str, kept: Sequence[Any]) -> dict[str, Any]:
    """The chart of some values of a field, that no list of its values still asks for."""

    def without(part: Any) -> Any:
        if isinstance(part, list):
            return [without(each) for each in part]
        if not isinstance(part, Mapping):
            return part
        found = {key: without(each) for key, each in part.items()}
        if found.get("field") == field:
            if isinstance(found.get("sort"), list):
                found["sort"] = [each for each in found["sort"] if each in kept]
            scale = found.get("scale")
            if isinstance(scale, Mapping) and "domain" in scale and "range" not in scale:
                found["scale"] = {**scale, "domain": list(kept)}
        return found

    rows = [row for row in spec["data"]["values"] if row[field] in kept]
    return {**without({key: each for key, each in spec.items() if key != "data"}), "data": {"values": rows}}
