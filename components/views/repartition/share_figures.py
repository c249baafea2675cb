"""The figures of the spread of investment, in shares or in rates: side by side, over time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from components.charts import share_charts
from components.drawn import chart
from components.figures import coverage_notes, key_figures, section
from components.figures.figure import Figure
from components.figures.section import Section
from components.figures.table import Column, coverage_column
from components.look import palette
from components.text import aid_kinds, coverages, formats
from components.views.repartition import rate_figures, sentences
from components.views.repartition.sentences import GRANDEURS
from components.visit import page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query import aggregation, coverage
from data.query.projects import NONE
from data.query.selection import Selection
from data.spread import bounds, shares
from data.spread.shares import RATES
from data.words.quantities import AIDE
from data.words.vocabulary import PARTITIONS

# A share under this has no room for its number inside a bar.
_LEAST_LABEL: Final = {False: 0.045, True: 0.14}
# Partition -> the one of `shares.HEADLINES` that is of its classes; small communes for the others.
_ENSEMBLES: Final[Mapping[str, str]] = {"types_epci": "metropoles", "label": "label"}
_GRID: Final = " ; densité : grille communale de l'INSEE"
_ORDER: Final = tuple(GRANDEURS)


def headline(visit: Visit, selection: Selection) -> str:
    """What the ensemble of the partition that a reader remembers has, beside all or its inhabitants; "" for nothing."""
    found = visit.headlines(selection)
    rows = found[found["ensemble"] == _ENSEMBLES.get(_partition(selection), "petites_communes")]
    if sentences.is_settled(rows.set_index("grandeur")["part"][shares.POPULATION]):
        return ""
    per = selection.denominator
    return sentences.rates_headline(rows, per) if per in RATES else sentences.headline(rows)


def side_by_side(selection: Selection) -> None:
    """The inhabitants, projects, euros and jobs by class, one bar of 100 % each; or the rates of each class."""
    _side_by_side(Visit.current(), selection, page_environment.narrow()).draw()


@kept(SECTIONS)
def _side_by_side(visit: Visit, selection: Selection, narrow: bool) -> Section:
    by, per = _partition(selection), selection.denominator
    medians = bounds.known_medians(visit.projects(), selection)
    found = bounds.bounded(visit.spread(selection, by), medians)
    rows = _named(found, by)
    where = PARTITIONS[by].lower()
    described = _figure(
        replace(selection, denominator=per if per in RATES else "habitants"),  # shares are beside those of inhabitants
        key="cote-a-cote",
        title=f"Population, projets, euros et emplois – {where}",
        coverage=aid_kinds.beside(_coverage(found), visit.projects(), selection) + _grid(by),
        rows=rows,
        columns=(*_NAMES, *_BOUNDED, *_RATES, *_COUNTS),
        export=lambda: found,
    )
    if per in RATES:
        rows = rate_figures.named(rows, per)
        described = replace(
            described,
            title=f"Projets, euros et emplois {sentences.per(per)} – {where}",
            coverage=f"{described.coverage} ; {rate_figures.WHAT_A_RATE_COUNTS} ; {rate_figures.MARKS}",
            rows=rows,
            columns=(*_NAMES, *rate_figures.columns(per)),
        )
    if per in RATES:
        picture = section.abreast(rate_figures.of_quantities(rows, per, narrow=narrow))
    else:
        bars = _shares(rows, by, described.title, narrow=narrow)
        picture = [bars, *section.sentence(sentences.bounded(bounds.widest(rows), medians, by))]
    notes = coverage_notes.of(*coverage_notes.by_quantity(rows, "nom_classe"))
    return Section(described, [*section.sentence(headline(visit, selection)), *picture, *notes])


def over_time(selection: Selection) -> None:
    """The share of each class in the measure of the selection, year by year; or its rates."""
    _over_time(Visit.current(), selection, page_environment.narrow()).draw()


@kept(SECTIONS)
def _over_time(visit: Visit, selection: Selection, narrow: bool) -> Section:
    quantity, by, per = shares.measured(selection), _partition(selection), selection.denominator
    found = shares.by_year(visit.projects(), visit.inhabitants(selection), selection, by)
    own = found[found["grandeur"] == quantity]
    rows = _named(own, by)
    year, name = Column("annee", "Année", numeric=True), _NAMES[1]
    where = f"par année – {PARTITIONS[by].lower()}"
    covered = _coverage(own)
    if quantity == AIDE.key:
        covered = aid_kinds.beside(covered, visit.projects(), selection)
    empty = "une année sans valeur connue reste vide ; les premières années comptent peu de projets"
    described = _figure(
        selection,
        key="annees",
        title=f"{GRANDEURS[quantity]} {where}",
        coverage=f"{covered} ; {_undated(own, selection)}{empty}{_grid(by)}",
        rows=rows[rows["n"] > 0],
        columns=(year, name, *_SHARES, *_COUNTS),
        export=lambda: found,
    )
    if per in RATES:
        rows = rate_figures.named(rows, per)
        described = replace(
            described,
            title=f"{GRANDEURS[quantity]} {sentences.per(per)}, {where}",
            coverage=f"{described.coverage} ; {rate_figures.WHAT_A_RATE_COUNTS} ; {rate_figures.MARKS}",
            rows=rows[rows["n"] > 0],
            columns=(year, name, *rate_figures.columns(per)),
        )
    if per in RATES:
        picture = section.abreast(rate_figures.of_years(rows, quantity))
    else:
        picture = [_years(rows, by, described.title, narrow=narrow)]
    return Section(described, [*picture, *coverage_notes.legend(*coverage_notes.by_quantity(rows, "nom_classe"))])


def colours(by: str) -> Mapping[str, str]:
    """The colour of each class: a scale for what is ordered, the largest or densest dark, distinct ones otherwise."""
    names = list(sentences.classes(by).values())
    scales = {"tailles": palette.sequential(len(names)), "densites": palette.sequential(len(names))[::-1]}
    return dict(zip(names, scales.get(by, palette.CATEGORICAL), strict=False))


def _partition(selection: Selection) -> str:
    """That of the selection, unless the edition has no such classes."""
    return selection.partition if selection.partition in Visit.current().partitions() else "tailles"


def _figure(selection: Selection, **described: Any) -> Figure:
    numbers = key_figures.of_selection(Visit.current().projects(), selection)
    return Figure.of(selection, numbers=numbers, **described)


def _coverage(found: pd.DataFrame) -> str:
    measured = found[found["grandeur"] != shares.POPULATION]
    is_classed = measured["classe"] != NONE
    totals = measured[is_classed].groupby("grandeur")[["connus", "n"]].sum()
    parts = [
        f"{GRANDEURS[key].lower()} : {sentences.covered(*totals.loc[key])}" for key in _ORDER if key in totals.index
    ]
    said = f"Projets dont la valeur est connue, {', '.join(parts)}"
    lost = measured[~is_classed].groupby("grandeur")["n"].sum().max() if not is_classed.all() else 0
    return f"{said} ; {formats.counted(int(lost), 'projet')} de classe inconnue" if lost else said


def _undated(dated: pd.DataFrame, selection: Selection) -> str:
    """« 3 projets sans année : hors de cette figure ; », if there are any. dated: by year and class, one quantity."""
    lost = int(aggregation.aggregate(Visit.current().projects(), selection).iloc[0]["projets"] - dated["n"].sum())
    return f"{formats.counted(lost, 'projet')} sans année : hors de cette figure ; " if lost else ""


def _grid(by: str) -> str:
    return _GRID if by == "densites" else ""


def _named(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows with the French names of their class and quantity, in the order of both."""
    names = sentences.classes(by)
    rank = pd.Index(list(names)).get_indexer(pd.Index(found["classe"]))
    quantity = pd.Index(_ORDER).get_indexer(pd.Index(found["grandeur"]))
    years = found["annee"] if "annee" in found else np.zeros(len(found))
    order = np.lexsort((rank, quantity, years))
    order = order[(found["classe"] != NONE).to_numpy()[order]]
    rows = found.iloc[order].reset_index(drop=True)
    rows = rows.assign(
        libelle=[GRANDEURS[key] for key in rows["grandeur"]],
        nom_classe=np.array(list(names.values()), dtype=object)[rank[order]],
        pourcentage=100 * rows["part"],
    )
    return sentences.readable(rows, *(column for column in ("valeur", "valeur_mediane") if column in rows))


def _stacked(rows: pd.DataFrame, by: str, within: list[str], *, narrow: bool) -> pd.DataFrame:
    """Where each share begins and ends in its bar, and how it reads."""
    ends = rows.groupby(within, sort=False)["part"].cumsum()
    inks = {name: palette.ink(colour) for name, colour in colours(by).items()}
    texts = [formats.percent(100 * part) for part in rows["part"]]
    return rows.assign(
        classe=rows["nom_classe"],
        debut=ends - rows["part"],
        fin=ends,
        milieu=ends - rows["part"] / 2,
        texte=texts,
        couverture=np.where(rows["grandeur"] == shares.POPULATION, "", coverages.each(rows["connus"], rows["n"])),
        faible=coverage.weak(rows["connus"], rows["n"]),
        etiquette=np.where(rows["part"] >= _LEAST_LABEL[narrow], texts, ""),
        encre=rows["nom_classe"].map(inks),
    )


def _bars(rows: pd.DataFrame, by: str, *, narrow: bool) -> pd.DataFrame:
    stacked = _stacked(rows[rows["part"].notna()], by, ["grandeur"], narrow=narrow)
    columns = ["classe", "debut", "fin", "milieu", "texte", "couverture", "faible", "etiquette", "encre"]
    return stacked.assign(grandeur=stacked["libelle"])[["grandeur", *columns]]


def _shares(rows: pd.DataFrame, by: str, title: str, *, narrow: bool) -> chart.Ready:
    return chart.ready(
        _bars(rows, by, narrow=narrow),
        share_charts.shares([GRANDEURS[key] for key in _ORDER], colours(by), narrow=narrow),
        alt=f"{title} : barres de 100 %, les mêmes parts que le tableau.",
    )


def _years(rows: pd.DataFrame, by: str, title: str, *, narrow: bool) -> chart.Ready:
    known = _stacked(rows[rows["part"].notna()], by, ["annee"], narrow=narrow)
    return chart.ready(
        known[["annee", "classe", "debut", "fin", "texte", "couverture", "faible"]],
        share_charts.years(Visit.current().vocabulary().years, colours(by), narrow=narrow),
        alt=f"{title} : une colonne de 100 % par année, les mêmes parts que le tableau.",
    )


def _percent(share: float) -> str:
    return formats.percent(100 * share)


def _rate(value: float) -> str:
    """Whole from a hundred on: euros per inhabitant beside hundredths of a project."""
    return formats.number(value, 0 if value >= 100 else 2)


_NAMES: Final = (Column("libelle", "Grandeur"), Column("nom_classe", "Classe"))
_SHARES: Final = (
    Column("pourcentage", "Part", formats.percent, numeric=True),
    Column("valeur_lue", "Valeur", numeric=True),
)
_RATES: Final = (
    Column("pour_10000_habitants", "Pour 10 000 habitants", _rate, numeric=True),
    Column("pour_100_km2", "Pour 100 km²", _rate, numeric=True),
)
_COUNTS: Final = (
    Column("connus", "Connus", formats.number, numeric=True),
    Column("n", "Sur", formats.number, numeric=True),
    coverage_column(),
)
# The same shares as drawn, between the two values that the unknown could be given.
_BOUNDED: Final = (
    Column("pourcentage", "Part", formats.percent, numeric=True),
    Column("part_mediane", "Part, inconnus à la médiane connue", _percent, numeric=True),
    Column("valeur_lue", "Valeur, inconnus à 0", numeric=True),
    Column("valeur_mediane_lue", "Valeur, inconnus à la médiane connue", numeric=True),
)
