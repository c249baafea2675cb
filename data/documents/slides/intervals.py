"""Ratios on both sides of 1 with their intervals, which the library of slides has no words for."""

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.oxml.ns import nsdecls, qn

from data.documents.plates import Look
from data.documents.slides.native import Series

_BASE: Final = 2  # of the scale: 2 is as far from 1 as 1/2 is
_LINE: Final = 15_875  # EMU


def draw(chart: Any, series: Series, look: Look) -> None:
    """A logarithmic scale whose bars begin at 1, and a line over each bar from the low to the high of its interval."""
    value = chart.value_axis
    scaling = value._element.find(qn("c:scaling"))
    scaling.insert(0, scaling.makeelement(qn("c:logBase"), {"val": str(_BASE)}))
    value.minimum_scale = min(0.5, _power(min(series.low), up=False))
    value.maximum_scale = max(2.0, _power(max(series.high), up=True))
    value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    # Bars begin where the axis of names crosses that of values.
    crosses = chart.category_axis._element.find(qn("c:crosses"))
    if crosses is not None:
        at = crosses.makeelement(qn("c:crossesAt"), {"val": "1"})
        crosses.getparent().replace(crosses, at)
    plotted = chart.plots[0].series[0]._element
    over = [high - each for high, each in zip(series.high, series.values, strict=True) if each is not None]
    under = [each - low for low, each in zip(series.low, series.values, strict=True) if each is not None]
    plotted.find(qn("c:cat")).addprevious(_bars(over, under, look.text))


def _power(value: float, *, up: bool) -> float:
    """The power of the base that is not above, or not under, a value."""
    found = 1.0
    while (found < value) if up else (found > value):
        found = found * _BASE if up else found / _BASE
    return found


def _bars(over: Sequence[float], under: Sequence[float], shade: str) -> etree._Element:
    plus, minus = (
        f'<c:numLit><c:ptCount val="{len(values)}"/>'
        + "".join(f'<c:pt idx="{rank}"><c:v>{value!r}</c:v></c:pt>' for rank, value in enumerate(map(float, values)))
        + "</c:numLit>"
        for values in (over, under)
    )
    return etree.fromstring(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{plus}</c:plus><c:minus>{minus}</c:minus>"
        f'<c:spPr><a:ln w="{_LINE}"><a:solidFill><a:srgbClr val="{shade.lstrip("#").upper()}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
