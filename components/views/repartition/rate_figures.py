"""Rates of classes of communes: how they read, the columns of their tables, and their small charts, two abreast."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from components.charts import rate_charts, time_chart
from components.drawn import chart
from components.figures.table import Column, coverage_column
from components.text import coverages, formats, measure_labels
from components.text.formats import typeset
from components.views.repartition import sentences
from components.views.repartition.sentences import GRANDEURS
from components.visit.visit import Visit
from data.places.jobs import JOBS
from data.query import coverage
from data.query.measures import BY_JOBS
from data.spread.shares import MEAN, MEASURED, POPULATION, RATES

_DIVISORS: Final[Mapping[str, Column]] = {
    "habitants": Column("population", "Habitants", formats.number, numeric=True),
    "superficie": Column("superficie_km2", "Superficie (km²)", formats.number, numeric=True),
    BY_JOBS: Column(JOBS, "Emplois industriels", formats.number, numeric=True),
}
WHAT_A_RATE_COUNTS: Final = "un taux ne compte que les valeurs connues, c'est un plancher"
MARKS: Final = "trait : l'ensemble ; barres pâles : taux sur 1 ou 2 projets"
_YEARLY: Final = ["annee", "taux", "moyen", "texte", "texte_moyen", "couverture", "fragile", "faible"]


def named(rows: pd.DataFrame, denominator: str) -> pd.DataFrame:
    """Rows of measured quantities with a rate and its mean: taux, moyen, and how they read.

    texte, texte_moyen and couverture as charts show them, exact and exact_moyen as tables do; part_connue. rows: of
    `data.spread.shares`, named.
    """
    column = RATES[denominator]
    rows = rows[rows["grandeur"] != POPULATION]
    rows = sentences.readable(rows, "valeur").assign(taux=rows[column], moyen=rows[column + MEAN])
    lines = rows.to_dict("records")
    return rows.assign(
        texte=[_told(line) for line in lines],
        texte_moyen=[sentences.rate(line["moyen"], line["grandeur"]) for line in lines],
        exact=[sentences.exact_rate(line["taux"], line["grandeur"]) for line in lines],
        exact_moyen=[sentences.exact_rate(line["moyen"], line["grandeur"]) for line in lines],
        part_connue=rows["couverture"],
        couverture=coverages.each(rows["connus"], rows["n"]),
        faible=coverage.weak(rows["connus"], rows["n"]),
    )


def columns(denominator: str) -> tuple[Column, ...]:
    """The columns of a table of rates, after those that say of what."""
    return (
        Column("exact", sentences.per(denominator).capitalize(), numeric=True),
        Column("exact_moyen", "Dans l'ensemble", numeric=True),
        Column("valeur_lue", "Valeur", numeric=True),
        _DIVISORS[denominator],
        Column("connus", "Connus", formats.number, numeric=True),
        Column("n", "Sur", formats.number, numeric=True),
        coverage_column("part_connue"),
    )


def of_quantities(rows: pd.DataFrame, denominator: str, *, narrow: bool) -> list[chart.Ready]:
    """A chart per quantity, of its classes. rows: `named`, in order."""
    names = rows["nom_classe"].str.removesuffix(" habitants") if narrow else rows["nom_classe"]
    told = rows.assign(nom=names.map(typeset), texte=rows["texte"].map(typeset), place=rows["taux"].fillna(0.0))
    return [_of_classes(told[told["grandeur"] == key], key, denominator, narrow=narrow) for key in MEASURED]


def of_years(rows: pd.DataFrame, quantity: str) -> list[chart.Ready]:
    """A chart per class, of its years, all on the same scale. rows: `named`, of one quantity, in order."""
    values = [0.0, *rows["taux"].dropna()]
    ticks = time_chart.ticks(values, lambda value: typeset(sentences.rate(value, quantity)))
    told = rows[["nom_classe", *_YEARLY]]
    unit = "euros courants" if measure_labels.is_euros(quantity) else ""
    return [_of_years(own, str(name), ticks, unit) for name, own in told.groupby("nom_classe", sort=False)]


def _of_classes(rows: pd.DataFrame, quantity: str, denominator: str, *, narrow: bool) -> chart.Ready:
    heading = typeset(f"{GRANDEURS[quantity]} {sentences.per(denominator)}")
    mean = typeset(f"Dans l'ensemble : {rows['texte_moyen'].iloc[0]}")
    data = rows[["nom", "taux", "place", "moyen", "texte", "couverture", "fragile", "faible"]]
    said = " ; ".join(f"{name} : {text}" for name, text in zip(data["nom"], data["texte"], strict=True))
    spec = rate_charts.classes(data, heading, mean, narrow=narrow)
    return chart.ready(data, spec, alt=f"{heading} : {said}. {mean}.")


def _of_years(rows: pd.DataFrame, name: str, ticks: Mapping[float, str], unit: str) -> chart.Ready:
    alt = f"{name} : une barre par année, les mêmes taux que le tableau."
    if rows["taux"].max() > 0:
        most = int(rows["taux"].argmax())
        alt += f" Maximum : {rows['texte'].iloc[most]} en {rows['annee'].iloc[most]}."
    spec = rate_charts.years(Visit.current().vocabulary().years, ticks, typeset(name), unit)
    return chart.ready(rows[_YEARLY], spec, alt=alt)


def _told(line: Mapping[Any, Any]) -> str:
    """« 10,4 M€ », « 0,17 (2 projets) » on one or two of them."""
    told = sentences.rate(line["taux"], line["grandeur"])
    return f"{told} ({formats.counted(line['connus'], 'projet')})" if line["fragile"] else told
