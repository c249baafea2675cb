"""Where filières are specialised: location quotients with their intervals, as a chart and as a table."""

from typing import Final

import pandas as pd
import streamlit as st

from components.charts import ratio_chart
from components.drawn import chart
from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.formats import number
from components.text.plain import said
from components.views.filieres import sector_figure, sentences
from components.visit import page_environment
from components.visit.visit import Visit
from data.query.selection import Selection
from data.spread import sectors

_SHOWN: Final = 16  # 38 px each: the screen of a laptop, the surest first
_TOOLTIP: Final = {"filiere": "Filière", "region": "Région", "texte": "Quotient", "intervalle": "Intervalle"}
_COLUMNS: Final = (
    Column("filiere", "Filière"),
    Column("region", "Région", view=links.situation("region")),
    Column("quotient", "Quotient", lambda value: number(value, 2), numeric=True),  # as its interval reads
    Column("intervalle", "Intervalle à 95 %", numeric=True),
    Column("projets", "Projets de la filière dans la région", number, numeric=True),
    Column("projets_region", "Projets de la région", number, numeric=True),
    Column("projets_filiere", "Projets de la filière", number, numeric=True),
)


def draw(view: Selection) -> None:
    """Draw the quotients of the filières of a selection: all of them when it filters none."""
    visit = Visit.current()
    found = visit.asked(sectors.location_quotients, view)
    names = visit.places().levels["regions"]["nom"]
    known = found[found["motif"] == ""]
    described = sector_figure.described(
        view,
        key="quotients",
        title="Spécialisation des régions, en nombre de projets",
        coverage=_coverage(found, view),
        rows=_rows(known, names),
        columns=_COLUMNS,
        export=lambda: found.assign(region=found["code_region"].map(names)),
    )
    with figure.around(described):
        st.markdown(said(sentences.sharpest(known, names)))
        if not known.empty:
            _picture(described, view)
        st.caption(said(sentences.WHAT_AN_INTERVAL_SAYS))


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
    bounds = [sentences.bounds(*pair) for pair in zip(known["bas"], known["haut"], strict=True)]
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
            "rapport": rows["quotient"],
            "bas": rows["bas"],
            "haut": rows["haut"],
            "texte": [number(value, 2) for value in rows["quotient"]],
            "intervalle": rows["intervalle"],
            "sur": (rows["bas"] > 1) | (rows["haut"] < 1),
        }
    )
    first = rows.iloc[0]
    chart.draw(
        data,
        ratio_chart.ratios(data, _TOOLTIP, narrow=page_environment.narrow()),
        alt=f"{described.title} : un point par quotient et son intervalle, de part et d'autre de 1. "
        f"En tête : {first['filiere']}, {first['region']}, {number(first['quotient'], 2)}.",
    )
    if len(described.rows) > len(rows):
        st.caption(
            said(
                f"Le graphique montre les {number(len(rows))} quotients dont la borne basse est la plus haute ; le "
                "tableau et les fichiers les ont tous."
            )
        )
