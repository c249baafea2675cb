"""Where published figures do not meet: targets and what is left to reach them, publications that disagree."""

from collections.abc import Collection
from typing import Final

import pandas as pd
import streamlit as st

from components import figure, formats, series_figures, store, table
from components.figure import Figure, said
from components.programmes_text import amount, editors, published, when
from components.table import Column
from data.series import disagreements as disagreeing

_NO_GAP: Final = "L'écart n'est calculé que si l'unité, la définition et le périmètre sont les mêmes"


def targets(series: Collection[str] | None = None) -> None:
    """The targets and announcements of these series, or of all, with the last known point and the gap."""
    found = series_figures.targets()
    shown = found if series is None else found[found["serie"].isin(list(series))]
    if shown.empty:
        return
    known = int(shown["ecart"].notna().sum())
    figure.tabular(
        Figure(
            key="objectifs",
            title="Objectifs et annonces, avec le dernier point connu",
            source=f"{editors(shown)}. Édition {store.edition().id}.",
            coverage=f"{formats.counted(len(shown), 'objectif ou annonce', 'objectifs ou annonces')}, "
            f"dont {formats.number(known)} avec un écart. {_NO_GAP}",
            rows=_target_rows(shown),
            columns=_TARGET_COLUMNS,
            export=lambda: shown,
            filters=(),
            edition_id=store.edition().id,
        )
    )


def disagreements(series: Collection[str] | None = None) -> None:
    """The known disagreements that concern these series, or all: points side by side, and why they differ."""
    edition = store.edition()
    cases = disagreeing(series_figures.points(), edition.table("points_desaccords"))
    concerned = cases if series is None else cases[cases["serie"].isin(list(series))]
    told = edition.table("desaccords")
    told = told[told["desaccord"].isin(concerned["desaccord"])]
    if told.empty:
        return
    st.header(said("Quand les publications ne disent pas la même chose"), anchor=False)
    for case in told.to_dict("records"):
        rows = cases[cases["desaccord"] == case["desaccord"]]
        with st.container(border=True, key=f"disagreement-{case['desaccord']}"):
            st.markdown(f"**{said(case['titre'])}**")
            table.draw(series_figures.with_texts(rows), _POINT_COLUMNS, caption=case["titre"])
            st.markdown(said(case["phrase"]))


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
    Column("fiche", "Programme"),
    Column("perimetre", "Périmètre"),
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
