"""Bubbles on lines that have names: labels at the left, for an axis of a bubble chart has numbers alone."""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

from lxml import etree
from pptx.chart.data import BubbleChartData
from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from data.documents.plates import Look
from data.documents.slides import office
from data.documents.slides.native import Native

_ROOM: Final = 0.55  # of the span of years, at their left, for the names
_RING: Final = 0.04  # of the greatest size
_NAME: Final = 0.0001  # the same, for the point under a name
_TICKS: Final = 8  # years of four digits beside names that have a third of the width
_GREATEST: Final = 8  # times the greatest size
_LINE_PT: Final = 1.2  # of a ring, as on the page


def data(shown: Native) -> Any:
    """The points of the bubbles, then one per name."""
    (series,), found = shown.series, BubbleChartData()
    most = max((size for size in series.sizes if size is not None), default=1.0) or 1.0
    points = found.add_series(office.one_line(series.name))
    for across, up, size in zip(series.abscissas, series.values, series.sizes, strict=True):
        points.add_data_point(across, up, most * _RING if size is None else size)
    names, left = found.add_series("Lignes"), _left(shown)
    for rank in range(len(shown.categories)):
        names.add_data_point(left, len(shown.categories) - rank, most * _NAME)
    # Unseen: suites make the greatest of a chart a quarter of its height, and not all of them read another scale.
    found.add_series("Échelle").add_data_point(left, 0, most * _GREATEST)
    return found


def dress(chart: Any, shown: Native, look: Look) -> None:
    """Axes of years alone, rings where nothing is known, names at the left."""
    (series,), plot = shown.series, chart.plots[0]
    chart.has_legend = False
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = _left(shown), max(series.abscissas) + 1
    across.has_major_gridlines = False
    across.major_unit = _step(series.abscissas)
    across.tick_labels.number_format_is_linked = False
    across.tick_labels.number_format = f"[>={min(series.abscissas):.0f}]0;;"  # none under the names
    across.tick_labels.font.size = Pt(office.TEXT_PT)
    across.format.line.color.rgb = office.colour(look.border)
    up.minimum_scale, up.maximum_scale, up.major_unit = 0, len(shown.categories) + 1, 1
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    up.major_gridlines.format.line.color.rgb = office.colour(look.border)
    up.format.line.fill.background()
    bubbles, *unseen = plot.series
    bubbles.format.fill.solid()
    bubbles.format.fill.fore_color.rgb = office.colour(look.accent)
    bubbles.format.line.color.rgb = office.colour(look.paper)
    for rank, size in enumerate(series.sizes):
        if size is None:
            ring = bubbles.points[rank].format
            ring.fill.background()
            ring.line.color.rgb, ring.line.width = office.colour(look.accent), Pt(_LINE_PT)
    for each in unseen:
        each.format.fill.background()
        each.format.line.fill.background()
    for rank, name in enumerate(shown.categories):
        label = unseen[0].points[rank].data_label
        run = label.text_frame.paragraphs[0].add_run()
        run.text = office.one_line(name)
        office.style(run, office.TEXT_PT, look.text)
        label.position = XL_LABEL_POSITION.RIGHT
        _over_paper(label, look)


def _over_paper(label: Any, look: Look) -> None:
    """A name hides the line that it is on."""
    fill = f'<a:solidFill><a:srgbClr val="{office.colour(look.paper)}"/></a:solidFill>'
    ground = etree.fromstring(f"<c:spPr {nsdecls('c', 'a')}>{fill}</c:spPr>")
    label._dLbl.find(qn("c:tx")).addnext(ground)


def _left(shown: Native) -> float:
    """The abscissa of the names: whole steps before the first year."""
    years = shown.series[0].abscissas
    step = _step(years)
    return min(years) - step * ceil(max((max(years) - min(years)) * _ROOM, 4) / step)


def _step(years: Sequence[float]) -> int:
    return max(1, ceil((max(years) - min(years)) / _TICKS))
