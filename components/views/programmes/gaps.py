"""Where published figures do not meet: targets and what is left to reach them, publications that disagree."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links, table
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.formats import when
from components.text.plain import said
from components.views.programmes import series_figures
from components.views.programmes.sentences import amount, editors, published
from components.visit.visit import Visit, of_edition
from data.published.series import disagreements as disagreeing

_NO_GAP: Final = "L'écart n'est calculé que si l'unité, la définition et le périmètre sont les mêmes"


@dataclass(frozen=True)
class _Case:
    """A known disagreement, its table made once for all visitors."""

    key: str
    title: str
    sentence: str
    table: str
    series: frozenset[str]


def subjects(series: Collection[str]) -> dict[str, Callable[[], None]]:
    """What there is to draw of these series, by its label: nothing where they have no target or never disagree."""
    visit = Visit.current()
    aimed = series_figures.targets(visit)["serie"].isin(list(series))
    concerned = [case for case in _cases(visit) if not case.series.isdisjoint(series)]
    found: dict[str, Callable[[], None]] = {}
    if aimed.any():
        found[f"Objectifs ({formats.number(int(aimed.sum()))})"] = lambda: _targets(aimed)
    if concerned:
        found[f"Désaccords ({formats.number(len(concerned))})"] = lambda: _disagreements(concerned)
    return found


def _targets(concerned: "pd.Series[bool]") -> None:
    """The targets and announcements of these rows, with the last known point and the gap."""
    visit = Visit.current()
    found, told = series_figures.targets(visit), _told_targets(visit)
    shown = found[concerned]
    known = int(shown["ecart"].notna().sum())
    figure.tabular(
        Figure(
            key="objectifs",
            title="Objectifs et annonces, avec le dernier point connu",
            source=f"{editors(shown)}. Édition {visit.edition_id}.",
            coverage=f"{formats.counted(len(shown), 'objectif ou annonce', 'objectifs ou annonces')}, "
            f"dont {formats.number(known)} avec un écart. {_NO_GAP}",
            rows=told[concerned],
            columns=_TARGET_COLUMNS,
            export=lambda: shown,
            filters=(),
            edition_id=visit.edition_id,
        )
    )


def _disagreements(concerned: Sequence[_Case]) -> None:
    """Known disagreements: points side by side, and why they differ."""
    st.header(said("Quand les publications ne disent pas la même chose"), anchor=False)
    for case in concerned:
        with st.container(border=True, key=f"disagreement-{case.key}"):
            st.markdown(f"**{case.title}**")
            st.html(case.table)
            st.markdown(case.sentence)


@of_edition()
def _cases(visit: Visit) -> tuple[_Case, ...]:
    edition = visit.edition()
    points = disagreeing(series_figures.points(visit), edition.table("points_desaccords"))
    rows = dict(list(series_figures.with_texts(points).groupby("desaccord", sort=False)))
    return tuple(
        _Case(
            key=case["desaccord"],
            title=said(case["titre"]),
            sentence=said(case["phrase"]),
            table=table.html(rows[case["desaccord"]], _POINT_COLUMNS, caption=case["titre"]),
            series=frozenset(rows[case["desaccord"]]["serie"]),
        )
        for case in edition.table("desaccords").to_dict("records")
        if case["desaccord"] in rows
    )


@of_edition()
def _told_targets(visit: Visit) -> pd.DataFrame:
    """All the targets as they read, in the order of `series_figures.targets`."""
    return _target_rows(series_figures.targets(visit))


def _target_rows(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        vise=[published(*pair) for pair in zip(found["valeur"], found["unite"], strict=True)],
        dernier=found.apply(_last, axis=1),
        reste=found.apply(_gap, axis=1),
    )


def _gap(row: pd.Series) -> str | None:
    return None if pd.isna(row["ecart"]) else amount(row["ecart"], row["unite_commune"])


def _last(row: pd.Series) -> str | None:
    """« 38 Md€, 10 avril 2025 (Montant engagé par France 2030, cumul) », None when nothing comes near."""
    if pd.isna(row["repere_valeur"]):
        return None
    value = published(row["repere_valeur"], row["repere_unite"])
    return f"{value}, {when(row['repere_date'])} ({row['repere']})"


_TARGET_COLUMNS: Final = (
    Column("serie", "Objectif ou annonce"),
    Column("fiche", "Programme", view=links.programme("fiche")),
    Column("perimetre", "Périmètre", view=links.keyed("lieu")),
    Column("date", "Date ou horizon", when),
    Column("vise", "Valeur", numeric=True),
    Column("dernier", "Dernier point connu"),
    Column("reste", "Écart", numeric=True),
    Column("raison", "Pourquoi"),
    Column("source_editeur", "Source", link="source_url"),
)
_POINT_COLUMNS: Final = (
    Column("serie", "Ce qui est compté"),
    Column("date", "Date", when),
    Column("dit", "Valeur publiée", numeric=True),
    Column("definition", "Définition"),
    Column("source_editeur", "Source", link="source_url"),
    Column("note", "Note"),
)
