"""Charts of slides: those of the office suite itself, with their numbers, which who receives them can change."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import BubbleWorkbookWriter, CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from data.documents.plates import Look
from data.documents.slides import bubbles, intervals, layout, native, office
from data.documents.slides.native import Native, Series
from data.documents.slides.office import EMU, Box

_KINDS: Final = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "gaps": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED_100,
    "columns": XL_CHART_TYPE.COLUMN_STACKED_100,
    "curves": XL_CHART_TYPE.XY_SCATTER_LINES,
    "rates": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "ratios": XL_CHART_TYPE.BAR_CLUSTERED,
    "bubbles": XL_CHART_TYPE.BUBBLE,
}
_LABEL_PT: Final = office.TEXT_PT - 1  # numbers, in bars that are as high as a line
_GAP: Final = 0.5  # between groups of bars, in bars
_PLOT: Final = 0.85  # share of the height of a chart that its bars have
_WEAK: Final = 0.4  # share of its colour that a weak value keeps
_FAR: Final = 0.3  # least share of the greatest value from which an axis need not begin at zero


def draw(shapes: Any, box: Box, shown: Native, look: Look, alt: str) -> None:
    """Draw a chart. alt: what it shows."""
    data, writer = _data(shown)
    frame = shapes.add_chart(_KINDS[shown.kind], Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height), data)
    office.describe(frame, shown.heading or "Graphique", alt)
    chart = frame.chart
    # The workbook that a double click opens: the library writes texts as formulas where they look like one.
    chart.part.chart_workbook.update_from_xlsx_blob(writer.xlsx_blob)
    chart.font.size = Pt(office.TEXT_PT)
    chart.font.color.rgb = office.colour(look.text)
    chart.has_title = bool(shown.heading)
    if shown.heading:
        _title(chart, shown.heading, look)
    chart.has_legend = len(shown.series) > 1
    if shown.kind == "bubbles":
        bubbles.dress(chart, shown, look)
        return
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(office.TEXT_PT)
    _axes(chart, shown, look)
    told = _has_room(shown, box)
    for plotted, series in zip(chart.plots[0].series, shown.series, strict=True):
        _series(plotted, series if told else replace(series, texts=("",) * len(series.texts)), shown, look)
    if shown.kind == "ratios":
        intervals.draw(chart, shown.series[0], look)


def _has_room(shown: Native, box: Box) -> bool:
    """Whether bars that are read on a scale are as thick as their values are tall: their axis tells them if not."""
    bars = len(shown.categories) * (len(shown.series) + _GAP)
    return shown.kind != "gaps" or _PLOT * box.height / EMU >= bars * _LABEL_PT * layout.LINE


def _data(shown: Native) -> tuple[Any, Any]:
    if shown.kind == "curves":
        curves = XyChartData()
        for series in shown.series:
            points = curves.add_series(office.one_line(series.name))
            for across, value in zip(series.abscissas, series.values, strict=True):
                points.add_data_point(across, value)
        return curves, _SafeXyWriter(curves)
    if shown.kind == "bubbles":
        points = bubbles.data(shown)
        return points, _SafeBubbleWriter(points)
    data = CategoryChartData()
    data.categories = _distinct([office.one_line(name) for name in shown.categories])
    for series in shown.series:
        data.add_series(office.one_line(series.name), series.values)
    return data, _SafeWriter(data)


def _distinct(names: list[str]) -> list[str]:
    """An empty name would be taken for a missing one."""
    return [name or "\u00a0" for name in names]


class _SafeWriter(CategoryWorkbookWriter):  # type: ignore[misc]
    """The workbook of a chart, whose texts are texts."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with _texts_only(xlsx_file) as opened:
            yield opened


class _SafeXyWriter(XyWorkbookWriter):  # type: ignore[misc]
    """The same for curves."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with _texts_only(xlsx_file) as opened:
            yield opened


class _SafeBubbleWriter(BubbleWorkbookWriter):  # type: ignore[misc]
    """The same for bubbles."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        with _texts_only(xlsx_file) as opened:
            yield opened


@contextmanager
def _texts_only(file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Sheet1")
    yield book, sheet
    book.close()


def _title(chart: Any, heading: str, look: Look) -> None:
    run = chart.chart_title.text_frame.paragraphs[0].add_run()
    run.text = office.one_line(heading)
    office.style(run, office.TEXT_PT + 1, look.text, bold=True)


def _axes(chart: Any, shown: Native, look: Look) -> None:
    value, category = chart.value_axis, chart.category_axis
    value.has_major_gridlines = shown.kind in {"gaps", "columns", "curves", "rates", "ratios"}
    if value.has_major_gridlines:
        value.major_gridlines.format.line.color.rgb = office.colour(look.border)
    value.format.line.fill.background()
    value.visible = shown.kind not in {"bars", "stacked"}
    value.tick_labels.font.size = Pt(_LABEL_PT)
    category.tick_labels.font.size = Pt(office.TEXT_PT)
    category.format.line.color.rgb = office.colour(look.border)
    if shown.kind in {"bars", "gaps", "stacked", "ratios"}:
        category.reverse_order = True
        category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if shown.kind == "gaps":
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "+0;-0;0", False
    if shown.percent:
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "0 %", False
        value.maximum_scale = 1
    if shown.kind == "curves":
        _curve_axes(value, category, shown)
    if shown.kind in {"bars", "rates"}:
        value.minimum_scale = 0


def _curve_axes(value: Any, category: Any, shown: Native) -> None:
    category.has_major_gridlines = False
    category.tick_labels.number_format_is_linked = False
    category.tick_labels.number_format = "0 %" if shown.percent else "0"
    if shown.percent:
        category.maximum_scale = 1
        category.minimum_scale = 0
    else:
        value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "#,##0", False
        abscissas = [across for series in shown.series for across in series.abscissas]
        category.minimum_scale, category.maximum_scale = int(min(abscissas)), int(max(abscissas)) + 1
    known = [each for series in shown.series for each in series.values if each is not None]
    if min(known) >= 0 and min(known) < _FAR * max(known):
        value.minimum_scale = 0


def _series(plotted: Any, series: Series, shown: Native, look: Look) -> None:
    if shown.kind == "curves":
        plotted.format.line.color.rgb = office.colour(series.colours[0])
        plotted.format.line.width = Pt(2)
        plotted.smooth = False
        plotted.marker.format.fill.solid()
        plotted.marker.format.fill.fore_color.rgb = office.colour(series.colours[0])
        plotted.marker.format.line.color.rgb = office.colour(series.colours[0])
        plotted.marker.size = 2 if shown.percent else 6
        return
    plotted.format.fill.solid()
    plotted.format.fill.fore_color.rgb = office.colour(series.colours[0])
    plotted.invert_if_negative = False
    for rank, said in enumerate(series.texts):
        shade = series.colours[rank % len(series.colours)]
        weak = bool(series.weak and series.weak[rank])
        fill = native.blend(shade, _WEAK, look.paper) if weak else shade
        if weak or len(series.colours) > 1:
            _point(plotted.points[rank], fill, look, weak=weak)
        if said and series.values[rank] is not None:
            _label(plotted.points[rank].data_label, said, shown, fill, look)


def _point(point: Any, fill: str, look: Look, *, weak: bool) -> None:
    """A value that rests on too small a share is light, in a dashed line, as on the page."""
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = office.colour(fill)
    if weak:
        point.format.line.color.rgb = office.colour(look.text)
        point.format.line.dash_style = MSO_LINE.DASH


def _label(label: Any, said: str, shown: Native, fill: str, look: Look) -> None:
    inside = shown.kind == "stacked"
    run = label.text_frame.paragraphs[0].add_run()
    run.text = office.one_line(said)
    office.style(run, _LABEL_PT, native.readable_on(fill, look) if inside else look.text)
    label.position = XL_LABEL_POSITION.CENTER if inside else XL_LABEL_POSITION.OUTSIDE_END
