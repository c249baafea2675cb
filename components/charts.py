"""Charts as Altair specifications. Values are written by us, in French: Vega formats no number and shows no axis."""

from typing import Final

import altair as alt
import pandas as pd

from components import palette

_BAR_HEIGHT: Final = 24  # px, so that labels of 15 px never touch
_LABEL_WIDTH: Final = 230
_NARROW_LABEL_WIDTH: Final = 130


def bars(rows: pd.DataFrame, *, narrow: bool) -> alt.LayerChart:
    """Horizontal bars in the order of the rows, each with its value at the end.

    rows: nom (label, unique), valeur (float64), texte (the value as it reads), fragile (drawn pale).
    """
    frame = rows[["nom", "valeur", "texte", "fragile"]]
    names = alt.Y(
        "nom:N",
        sort=None,
        title=None,
        axis=alt.Axis(
            labelLimit=_NARROW_LABEL_WIDTH if narrow else _LABEL_WIDTH,
            ticks=False,
            domain=False,
            labelPadding=6,
            labelFontSize=13,
            labelColor=palette.TEXT,
        ),
    )
    # Room on the right for the value of the longest bar.
    scale = alt.Scale(domain=[0, float(frame["valeur"].max()) * 1.35 or 1.0], nice=False)
    base = alt.Chart(frame).encode(
        y=names,
        x=alt.X("valeur:Q", scale=scale, axis=None),
        tooltip=[alt.Tooltip("nom:N", title="Lieu"), alt.Tooltip("texte:N", title="Valeur")],
    )
    labels = base.mark_text(align="left", dx=5, fontSize=13, color=palette.TEXT).encode(text="texte:N")
    pale = alt.condition("datum.fragile", alt.value(0.35), alt.value(1.0))
    bar = base.mark_bar(color=palette.ACCENT, height={"band": 0.62}).encode(opacity=pale)
    chart = (bar + labels).properties(height=alt.Step(_BAR_HEIGHT))
    return chart.configure_view(stroke=None)
