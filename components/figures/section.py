"""A figure with all that is drawn in it, made once for those who look at the same: a run has only to send it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components.figures import figure
from components.figures.figure import Figure
from components.text.plain import said

Part = Callable[[], object]
"""What draws a chart, a table or a sentence that is ready."""


@dataclass(frozen=True)
class Section:
    """parts: its picture and the sentences around it, in the order of the page."""

    figure: Figure
    parts: Sequence[Part]

    def draw(self) -> None:
        """Send it."""
        with figure.around(self.figure):
            for part in self.parts:
                part()


def sentence(told: str) -> list[Part]:
    """A sentence of the page; none when it is empty."""
    return [partial(st.markdown, said(told))] if told else []


def remark(told: str) -> list[Part]:
    """The same in small letters."""
    return [partial(st.caption, said(told))] if told else []


def abreast(parts: Sequence[Callable[..., object]]) -> list[Part]:
    """Parts that take a place, two side by side."""
    return [partial(_pair, parts[start : start + 2]) for start in range(0, len(parts), 2)]


def _pair(parts: Sequence[Callable[..., object]]) -> None:
    for place, part in zip(st.columns(2, gap="large"), parts, strict=False):
        part(place)
