"""EPCI inside and outside the label beside like ones: rates, ratios and how like they are, without a word of cause."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import ratio_chart
from components.drawn import chart
from components.figures import coverage_notes, figure
from components.figures.coverage_notes import Compared
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import coverages, formats, measure_labels
from components.text.formats import number, percent, typeset
from components.text.plain import said
from components.views.repartition.concentration import PER_INHABITANT
from components.visit import page_environment, provenance
from components.visit.kept import SELECTIONS, kept
from components.visit.visit import Visit
from data.query.selection import Selection
from data.spread.matching import DENSITY_CUTS, JOB_CUTS, LARGEST, MIN_KNOWN, POPULATION_CUTS, SIDES, Matched, matched
from data.words.quantities import QUANTITIES

NO_CAUSE: Final = (
    "Ceci ne montre pas une cause. Les Territoires d'industrie ont été choisis parce qu'ils ont de l'industrie : les "
    "projets y sont peut-être plus nombreux avec ou sans le label. L'appariement rend comparables, des "
    "intercommunalités, {traits}, rien d'autre : ni leur passé industriel, ni leurs entreprises. "
    "Certaines aides sont réservées au label, et la table des projets peut mieux connaître ces lieux que les autres."
)
_TITLE: Final = "Dans et hors des Territoires d'industrie, phase {phase}, à intercommunalités comparables"
_LABELS: Final = {
    "projets": "Projets connus",
    **{key: quantity.total for key, quantity in QUANTITIES.items()},
}
_SIDES: Final = {"dans": "Dans", "hors": "Hors"}
_STAGES: Final = {"tous": "toutes", "appariés": "comparables"}
_TOOLTIP: Final = {"nom": "Grandeur", "texte": "Rapport", "intervalle": "Intervalle à 95 %"}
_RATES: Final = (
    Column("libelle", "Pour 10 000 habitants"),
    Column("dans", "Dans", numeric=True),
    Column("dans_intervalle", "Intervalle à 95 %", numeric=True),
    Column("hors", "Hors, comparables", numeric=True),
    Column("hors_intervalle", "Intervalle à 95 %", numeric=True),
    Column("rapport", "Rapport", numeric=True),
    Column("rapport_intervalle", "Intervalle à 95 %", numeric=True),
    Column("brut_rapport", "Rapport sans appariement", numeric=True),
    Column("connus_dans", "Couverture dans", numeric=True),
    Column("connus_hors", "Couverture hors", numeric=True),
)
_BALANCE: Final = (
    Column("libelle", "Intercommunalités"),
    Column("epci", "Nombre", number, numeric=True),
    Column("population", "Population moyenne", number, numeric=True),
    Column("densite", "Habitants par km²", number, numeric=True),
    Column("part_cc", "Communautés de communes", lambda part: percent(100 * part), numeric=True),
)

_INDUSTRY: Final = Column(
    "industrie", "Emplois industriels pour 1 000 habitants", lambda rate: number(rate, 1), numeric=True
)


def draw(selection: Selection) -> None:
    """Draw the rates of both sides, their ratios, then the balance of what is compared."""
    if selection.perimeter != "tous":
        st.header(said(_TITLE.format(phase=selection.phase)), anchor=False)
        st.info(
            typeset(
                "La sélection ne garde qu'un côté du label : mettre le filtre « Territoires d'industrie » sur « Tous »."
            )
        )
        return
    found = _matched(Visit.current(), selection.chosen())
    rates, balance = _rates(found, selection), _balance(found, selection)
    with figure.around(rates):
        st.markdown(said(sentence(found.rates, by_jobs=found.by_jobs)))
        st.markdown(f"**{said(NO_CAUSE.format(traits=traits(by_jobs=found.by_jobs)))}**")
        _picture(rates.title, found.rates)
        coverage_notes.draw(coverage_notes.warnings(*_compared(found.rates)))
    figure.tabular(balance)


def traits(*, by_jobs: bool) -> str:
    """What like intercommunalités share: with industrial jobs, where the edition has them."""
    return "type, population, densité et emploi industriel" if by_jobs else "type, population et densité"


def sentence(rates: pd.DataFrame, *, by_jobs: bool = False) -> str:
    """What the ratio of projects is, with its interval. rates: `Matched.rates`."""
    (row,) = rates[rates["grandeur"] == "projets"].to_dict("records")
    if not np.isfinite(row["rapport_bas"]):
        return "Trop peu de projets ou d'intercommunalités comparables pour un rapport."
    return (
        f"À {traits(by_jobs=by_jobs)} comparables, la table connaît {number(row['rapport'], 2)} fois autant de "
        "projets par habitant dans les Territoires d'industrie que hors d'eux "
        f"(entre {number(row['rapport_bas'], 2)} et {number(row['rapport_haut'], 2)} fois) ; sans appariement, "
        f"{number(row['brut_rapport'], 2)} fois."
    )


def left_out(dropped: Mapping[str, float]) -> str:
    """Which quantities are not compared, and why; empty when all are."""
    told = [f"{_LABELS[key].lower()} ({percent(100 * share)})" for key, share in dropped.items()]
    if not told:
        return ""
    return (
        f"non comparé, parce que les {LARGEST} plus gros projets en font la moitié ou plus : {formats.joined(told)} ; "
    )


def lines(rates: pd.DataFrame) -> list[dict[str, Any]]:
    """The rates as they read; None where nothing is known."""
    return [_line(row) for row in rates.to_dict("records")]


def _line(row: dict[Any, Any]) -> dict[str, Any]:
    write = _writer(row["grandeur"])
    told: dict[str, Any] = {"libelle": _LABELS[row["grandeur"]], "brut_rapport": _ratio(row["brut_rapport"])}
    for name in (*SIDES, "rapport"):
        reader = _ratio if name == "rapport" else write
        low, high = reader(row[f"{name}_bas"]), reader(row[f"{name}_haut"])
        told |= {name: reader(row[name]), f"{name}_intervalle": f"{low} à {high}" if low and high else None}
    for side in SIDES:
        told[f"connus_{side}"] = coverages.told(row[f"connus_{side}"], row[f"n_{side}"])
    return told


def _writer(quantity: str) -> Any:
    def write(value: float) -> str | None:
        if not np.isfinite(value):
            return None
        return measure_labels.amount(value, quantity, 2)

    return write


def _ratio(value: float) -> str | None:
    return number(value, 2) if np.isfinite(value) else None


def _rates(found: Matched, selection: Selection) -> Figure:
    out = " et ".join(f"{number(count)} {_SIDES[side].lower()}" for side, count in found.unmatched.items())
    inside, outside = (int(found.balance["epci"]["appariés", side]) for side in SIDES)
    return _figure(
        selection,
        key="apparies",
        title=_TITLE.format(phase=selection.phase),
        coverage=(
            f"{number(inside)} intercommunalités dans, {number(outside)} hors ; sans semblable en face : "
            f"{out} ; {formats.counted(found.partial, 'intercommunalité')} à cheval. Une intercommunalité sans projet "
            "connu, ou dont les montants sont inconnus, compte par ses seuls habitants : chaque taux est un plancher, "
            f"leur rapport ni plancher ni plafond ; aucun rapport sous {MIN_KNOWN} projets connus d'un côté ; "
            f"{left_out(found.dropped)}{PER_INHABITANT}"
        ),
        rows=pd.DataFrame(lines(found.rates)),
        columns=_RATES,
        export=lambda: found.rates,
    )


def _balance(found: Matched, selection: Selection) -> Figure:
    rows = found.balance.reset_index()
    labels = [f"{_SIDES[side]}, {_STAGES[stage]}" for stage, side in rows[["etape", "cote"]].itertuples(index=False)]
    classes: list[tuple[str, tuple[int, ...]]] = [
        ("population", POPULATION_CUTS),
        ("habitants par km²", DENSITY_CUTS),
    ]
    classes += [("emplois industriels pour 1 000 habitants", JOB_CUTS)] if found.by_jobs else []
    cuts = " ; ".join(f"{what} : {', '.join(number(cut) for cut in values)}" for what, values in classes)
    return _figure(
        selection,
        key="apparies-equilibre",
        title="Ce qui est comparé",
        coverage="Moyennes des intercommunalités, pondérées hors du label, sans projet ni montant que « Rapporté à » "
        f"diviserait. Seuils des classes – {cuts}",
        rows=rows.assign(libelle=labels),
        columns=[*_BALANCE, *([_INDUSTRY] if found.by_jobs else [])],
        export=lambda: rows,
    )


def _compared(rates: pd.DataFrame) -> list[Compared]:
    """Both sides, for each quantity that is compared. rates: `Matched.rates`."""
    rows = rates[rates["grandeur"].isin(QUANTITIES)].to_dict("records")
    names = [f"{side.lower()} des Territoires d'industrie" for side in _SIDES.values()]
    return [
        Compared(
            names,
            [int(row[f"connus_{side}"]) for side in SIDES],
            [int(row[f"n_{side}"]) for side in SIDES],
            QUANTITIES[row["grandeur"]].having,
        )
        for row in rows
    ]


def _figure(selection: Selection, **described: Any) -> Figure:
    return Figure.of(
        selection,
        source=provenance.source_line(replace(selection, level="territoires", denominator="habitants")),
        **described,
    )


def _picture(title: str, rates: pd.DataFrame) -> None:
    drawn = rates[np.isfinite(rates["rapport_haut"]) & (rates["rapport_bas"] > 0)]
    if drawn.empty:
        return
    data = pd.DataFrame(
        {
            "nom": drawn["grandeur"].map(_LABELS),
            "rapport": drawn["rapport"],
            "bas": drawn["rapport_bas"],
            "haut": drawn["rapport_haut"],
            "texte": drawn["rapport"].map(_ratio),
            "intervalle": [line["rapport_intervalle"] for line in lines(drawn)],
            "sur": (drawn["rapport_bas"] > 1) | (drawn["rapport_haut"] < 1),
        }
    )
    chart.draw(
        data,
        ratio_chart.ratios(data, _TOOLTIP, narrow=page_environment.narrow()),
        alt=f"{title} : un point par rapport et son intervalle, de part et d'autre de 1. "
        + " ; ".join(f"{row.nom} : {row.texte}" for row in data.itertuples()),
    )


@kept(SELECTIONS)
def _matched(visit: Visit, chosen: Selection) -> Matched:
    return matched(visit.projects(), visit.places(), chosen)
