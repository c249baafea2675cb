"""Where filières are specialised: location quotients with their intervals, as a chart and as a table."""

from typing import Final

import pandas as pd
import streamlit as st

from components import figure, formats, page_environment, palette, sectors_figure, sectors_text, store
from components.charts import Spec
from components.figure import Figure
from components.formats import number
from components.table import Column
from data import sectors
from data.selection import Selection

_SHOWN: Final = 16
_STEP: Final = 38  # px: names of two lines
_LABEL_WIDTH: Final = 250
_NARROW_LABEL_WIDTH: Final = 140
_TICKS: Final = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64)
# Room at the right of an interval, for the number.
_ROOM: Final = 1.6
_COLUMNS: Final = (
    Column("filiere", "Filière"),
    Column("region", "Région"),
    Column("quotient", "Quotient", lambda value: number(value, 2), numeric=True),
    Column("intervalle", "Intervalle à 95 %", numeric=True),
    Column("projets", "Projets de la filière dans la région", number, numeric=True),
    Column("projets_region", "Projets de la région", number, numeric=True),
    Column("projets_filiere", "Projets de la filière", number, numeric=True),
)


def draw(view: Selection) -> None:
    """Draw the quotients of the filières of a selection: all of them when it filters none."""
    found = sectors.location_quotients(store.projects(), view)
    names = store.places().levels["regions"]["nom"]
    known = found[found["motif"] == ""]
    described = sectors_figure.described(
        view,
        key="quotients",
        title="Spécialisation des régions, en nombre de projets",
        coverage=_coverage(found, view),
        rows=_rows(known, names),
        columns=_COLUMNS,
        export=lambda: found.assign(region=found["code_region"].map(names)),
    )
    with figure.around(described):
        st.markdown(figure.said(sectors_text.sharpest(known, names)))
        if not known.empty:
            _picture(described, view)
        st.caption(figure.said(sectors_text.WHAT_AN_INTERVAL_SAYS))


def _coverage(found: pd.DataFrame, view: Selection) -> str:
    """How many quotients there are, and why the others are not."""
    counts = found["motif"].value_counts()
    opening = f"{formats.counted(int(counts.get('', 0)), 'quotient')} sur {formats.counted(len(found), 'case')}"
    alone = int(counts.get(sectors.ALONE, 0))
    few = int(counts.get(sectors.FEW, 0))
    why = [f" ; {number(count)} : {reason}" for count, reason in ((few, sectors.FEW), (alone, sectors.ALONE)) if count]
    said = opening + "".join(why)
    beyond = view.filieres and view.without_top
    return f"{said}. Les plus gros projets écartés sont ici ceux de toutes les filières" if beyond else said


def _rows(known: pd.DataFrame, names: "pd.Series[str]") -> pd.DataFrame:
    """The quotients, the surest specialisations first."""
    bounds = [sectors_text.bounds(*pair) for pair in zip(known["bas"], known["haut"], strict=True)]
    named = known.assign(region=known["code_region"].map(names), intervalle=bounds)
    return named.sort_values(["bas", "quotient"], ascending=False, ignore_index=True)


def _picture(described: Figure, view: Selection) -> None:
    """The surest specialisations; of one filière, all of its régions."""
    rows = described.rows.head(_SHOWN)
    alone = len(view.filieres) == 1
    data = pd.DataFrame(
        {
            "nom": rows["region"] if alone else rows["filiere"] + "\n" + rows["region"],
            "filiere": rows["filiere"],
            "region": rows["region"],
            "quotient": rows["quotient"],
            "bas": rows["bas"],
            "haut": rows["haut"],
            "texte": [number(value, 2) for value in rows["quotient"]],
            "intervalle": rows["intervalle"],
            "sur": (rows["bas"] > 1) | (rows["haut"] < 1),
        }
    )
    first = rows.iloc[0]
    st.vega_lite_chart(
        data,
        chart(data, narrow=page_environment.narrow()),
        width="stretch",
        alt=f"{described.title} : un point par quotient et son intervalle, de part et d'autre de 1. "
        f"En tête : {first['filiere']}, {first['region']}, {number(first['quotient'], 2)}.",
    )
    if len(described.rows) > len(rows):
        st.caption(
            figure.said(
                f"Le graphique montre les {number(len(rows))} quotients dont la borne basse est la plus haute ; le "
                "tableau et les fichiers les ont tous."
            )
        )


def chart(rows: pd.DataFrame, *, narrow: bool) -> Spec:
    """A dot per quotient with its interval, on a scale of ratios (2 as far from 1 as 1/2 is), pale when it holds 1.

    rows: nom (label, one or two lines, unique), filiere, region, quotient, bas, haut (above 0), texte, intervalle, sur.
    """
    least, most = float(rows["bas"].min()), float(rows["haut"].max())
    domain = [min(0.5, least), max(2.0, most) * _ROOM]
    labels = {"filiere": "Filière", "region": "Région", "texte": "Quotient", "intervalle": "Intervalle"}
    row = {
        "y": {"field": "nom", "type": "nominal", "sort": None, "title": None, "axis": _name_axis(narrow=narrow)},
        "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in labels.items()],
    }
    colour = {"color": {"condition": {"test": "datum.sur", "value": palette.ACCENT}, "value": palette.HATCH}}
    one, low, dot, high = (_ratio(field, domain) for field in ("un", "bas", "quotient", "haut"))
    return {
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": [{"un": 1}]},
                "mark": {"type": "rule", "color": palette.MUTED, "strokeDash": [4, 4]},
                "encoding": one,
            },
            {"mark": {"type": "rule", "strokeWidth": 2.2}, "encoding": row | low | {"x2": {"field": "haut"}} | colour},
            {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": row | dot | colour},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": palette.TEXT},
                "encoding": row | high | {"text": {"field": "texte", "type": "nominal"}},
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def _ratio(field: str, domain: list[float]) -> Spec:
    """A column on the scale of ratios, whose ticks read 1/4, 1/2, 1, 2, 4."""
    axis = {
        "title": None,
        "orient": "top",
        "values": [tick for tick in _TICKS if domain[0] <= tick <= domain[1]],
        "labelExpr": "datum.value < 1 ? '1/' + round(1 / datum.value) : '' + datum.value",
        "labelFontSize": 12,
        "labelColor": palette.MUTED,
        "domain": False,
        "ticks": False,
    }
    scale = {"type": "log", "domain": domain, "nice": False}
    return {"x": {"field": field, "type": "quantitative", "scale": scale, "axis": axis}}


def _name_axis(*, narrow: bool) -> Spec:
    return {
        "labelExpr": "split(datum.label, '\\n')",
        "labelLimit": _NARROW_LABEL_WIDTH if narrow else _LABEL_WIDTH,
        "labelFontSize": 13,
        "labelColor": palette.TEXT,
        "labelPadding": 6,
        "domain": False,
        "ticks": False,
    }
