"""What each class of communes has more, or less, than its share of the population, from small ones to métropoles."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import gap_chart
from components.drawn import chart
from components.figures import coverage_notes, section
from components.figures.figure import Figure
from components.figures.section import Section
from components.figures.table import Column, coverage_column
from components.text import coverages, formats
from components.text.formats import percent
from components.text.measure_labels import OF
from components.text.plain import said
from components.views.repartition import sentences
from components.views.repartition.sentences import GRANDEURS
from components.visit import page_environment
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit
from data.query import coverage
from data.query.selection import Selection
from data.spread import shares
from data.words.vocabulary import PARTITIONS

_METROPOLES: Final = "types_epci", "ME", "métropoles"
_LEAST_CLASSES: Final = 2  # to compare
_COLUMNS: Final = (
    Column("classe", "Classe"),
    Column("libelle", "Grandeur"),
    Column("ecart", "Écart (points)", formats.signed, numeric=True),
    Column("pourcentage", "Part", percent, numeric=True),
    Column("population", "Part de la population", percent, numeric=True),
    Column("connus", "Connus", formats.number, numeric=True),
    Column("n", "Sur", formats.number, numeric=True),
    coverage_column(),
)


def draw(selection: Selection) -> None:
    """Draw the gaps of the classes that the page compares; say so where a filter leaves a single one."""
    visit = Visit.current()
    by = selection.partition if selection.partition in visit.partitions() else "tailles"
    found = _section(visit, selection, by, page_environment.narrow())
    if found is not None:
        found.draw()
    elif visit.national_sums(selection.chosen())["projets"]:
        st.caption(said("Les filtres ne gardent qu'une classe de communes : il n'y a rien à comparer."))


@kept(SECTIONS)
def _section(visit: Visit, selection: Selection, by: str, narrow: bool) -> Section | None:
    """None where there is a single class."""
    rows = gaps(visit, selection, by)
    if rows["classe"].nunique() < _LEAST_CLASSES:
        return None
    apart = " ; les communes des métropoles comptent aussi dans leur taille" if by == "tailles" else ""
    described = Figure.of(
        replace(selection, denominator="habitants"),  # for the source of the populations
        key="representation",
        title="Plus, ou moins, que leur part de la population",
        coverage=f"Écart, en points, entre la part de chaque classe ({PARTITIONS[by].lower()}) dans ce qui est connu "
        f"et sa part de la population : « Rapporté à » n'y change rien{apart}",
        rows=rows,
        columns=_COLUMNS,
        export=lambda: rows.drop(columns="libelle"),
    )
    told = sentence(rows, shares.measured(selection))
    data = _data(rows, narrow=narrow)
    series = [list(dict.fromkeys(data[name])) for name in ("classe", "serie")]
    drawing = chart.ready(
        data,
        gap_chart.gaps(*series, narrow=narrow),
        alt=f"{described.title} : un point par grandeur et par classe, de part et d'autre de zéro. {told}",
    )
    hollow = f"Points creux : {coverages.WEAK}." if coverage.weak(rows["connus"], rows["n"]).any() else ""
    warnings = coverage_notes.warnings(*coverage_notes.by_quantity(rows, "classe"))
    return Section(described, [*section.sentence(told), drawing, *section.remark(hollow), *warnings])


def gaps(visit: Visit, selection: Selection, by: str) -> pd.DataFrame:
    """A row per class and quantity: classe, libelle, pourcentage, population (%), ecart (points), connus, n.

    Classes in their order, then the métropoles beside the sizes; those that the filters of place leave empty are not
    there.
    """
    found = [_of(visit, selection, by, sentences.classes(by))]
    if by == "tailles":
        partition, key, name = _METROPOLES
        found.append(_of(visit, selection, partition, {key: name}))
    return pd.concat(found, ignore_index=True)


def _of(visit: Visit, selection: Selection, by: str, names: Mapping[str, str]) -> pd.DataFrame:
    found = visit.spread(selection, by)
    part, rank = found["part"].to_numpy(), pd.Index(list(names)).get_indexer(pd.Index(found["classe"]))
    quantity = pd.Index(shares.GRANDEURS).get_indexer(pd.Index(found["grandeur"]))
    living = quantity == shares.GRANDEURS.index(shares.POPULATION)
    people = np.full(len(names) + 1, np.nan)  # the last: of the classes that have no name
    people[rank[living]] = part[living]
    kept = (rank >= 0) & ~living & ~np.isnan(part) & ~sentences.is_settled(people[rank])
    order = np.flatnonzero(kept)[np.lexsort((quantity[kept], rank[kept]))]
    rows = found.iloc[order]
    share, population = 100 * part[order], 100 * people[rank[order]]
    return pd.DataFrame(
        {
            "classe": np.array(list(names.values()), dtype=object)[rank[order]],
            "grandeur": rows["grandeur"].to_numpy(),
            "libelle": [GRANDEURS[key] for key in rows["grandeur"]],
            "pourcentage": share,
            "population": population,
            "ecart": share - population,
            "connus": rows["connus"].to_numpy(),
            "n": rows["n"].to_numpy(),
            "couverture": rows["couverture"].to_numpy(),
        }
    )


def sentence(rows: pd.DataFrame, quantity: str) -> str:
    """Who has most beyond its share of the population, and who least, of one quantity, each with its coverage."""
    own = rows[rows["grandeur"] == quantity].sort_values("ecart", kind="stable")
    if own.empty:
        return "Aucune valeur connue pour cette mesure : rien à comparer."
    most, least = own.iloc[-1], own.iloc[0]
    known = ""
    if quantity != "projets":
        pair = coverages.beside(GRANDEURS[quantity].lower(), (most["connus"], most["n"]), (least["connus"], least["n"]))
        known = f" Connu, dans ces deux classes : {pair}."
    return f"{_has(most, OF[quantity])} ; {_has(least, '')}.{known}"


def _has(row: "pd.Series[Any]", what: str) -> str:
    """« « 5 000 à 20 000 habitants » : 34,9 % des projets pour 22,0 % de la population (+12,9 points) »."""
    share = f"{percent(row['pourcentage'])} {what}".rstrip()
    people = f"{percent(row['population'])} de la population"
    return f"« {row['classe']} » : {share} pour {people} ({_points(row['ecart'])})"


def _points(gap: float) -> str:
    """« +12,9 points », « −0,5 point »."""
    return f"{formats.signed(gap)}{formats.NBSP}{'points' if abs(gap) >= 2 else 'point'}"


def _data(rows: pd.DataFrame, *, narrow: bool) -> pd.DataFrame:
    """What the chart draws; on a phone, sizes go without their unit, which their order says."""
    texts = [_points(gap) for gap in rows["ecart"]]
    parts = [
        f"{percent(part)} pour {percent(people)} de la population"
        for part, people in zip(rows["pourcentage"], rows["population"], strict=True)
    ]
    return pd.DataFrame(
        {
            "classe": rows["classe"].str.removesuffix(" habitants") if narrow else rows["classe"],
            "serie": rows["libelle"],
            "ecart": rows["ecart"],
            "texte": texts,
            "detail": parts,
            "couverture": coverages.each(rows["connus"], rows["n"]),
            "faible": coverage.weak(rows["connus"], rows["n"]),
        }
    )
