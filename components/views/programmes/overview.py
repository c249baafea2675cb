"""All the programmes: an index that leads to the card of each, then what their figures tell, a theme at a time."""

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, folded, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.levels import filter_bar
from components.text import formats
from components.text.formats import when
from components.text.plain import said
from components.views.programmes import gaps, sentences, series_figures
from components.views.programmes.sentences import published
from components.visit import navigation
from components.visit.kept import SECTIONS, kept
from components.visit.visit import Visit, of_edition
from data.files import exports
from data.published.series import FRANCE
from data.query.selection import Selection
from data.words.numbers import CENTS_PER_EURO
from data.words.text import french_order
from data.words.vocabulary import EVERY_THEME, THEMES

_INTRODUCTION: Final = (
    "Chaque chiffre est celui d'une publication, à sa date, dans ses mots. Une série ne réunit que des points de même "
    "définition et de même unité : les autres restent côte à côte, jamais reliés."
)


def draw(selection: Selection) -> None:
    """Draw the overview: the programmes, then the theme that the selection shows."""
    points = series_figures.points(Visit.current())
    described, written = _index(Visit.current(), selection)
    st.markdown(
        said(
            f"{formats.counted(len(described.rows), 'programme')}, "
            f"{formats.counted(len(points), 'chiffre daté', 'chiffres datés')} en "
            f"{formats.counted(points['serie'].nunique(), 'série')}. {_INTRODUCTION}"
        )
    )
    figure.tabular(described, written)
    st.header(said("Les chiffres publiés, par thème"), anchor=False)
    filter_bar.choose("theme", _themes(points), "Thème, et nombre de chiffres publiés", style="segments")
    _theme(points, selection.theme)


def sheets() -> dict[str, str]:
    """The sheets and how a list names them: the names outside the table of programmes are said to be others."""
    visit = Visit.current()
    declared = set(_programmes(visit).rows["programme"])
    return {name: name if name in declared else f"Autre : {name}" for name in visit.vocabulary().schemes}


@kept(SECTIONS)
def _index(visit: Visit, selection: Selection) -> tuple[Figure, str]:
    """The table of the programmes, each with the address of its card, and the same written."""
    described = _programmes(visit)
    views = [navigation.href("programmes", replace(selection, scheme=name)) for name in described.rows["programme"]]
    linked = replace(described, rows=described.rows.assign(**{_VIEW: views}))
    return linked, figure.write(linked)


@of_edition()
def _programmes(visit: Visit) -> Figure:
    """The table of the programmes."""
    programmes = visit.edition().table("programmes")
    counts = series_figures.points(visit)["fiche"].value_counts()
    others = formats.counted(len(visit.vocabulary().schemes) - len(programmes), "autre nom", "autres noms")
    return Figure(
        key="programmes",
        title="Programmes et dispositifs",
        source=f"Sources : publications citées sur chaque fiche. Édition {visit.edition_id}.",
        coverage=f"{formats.counted(len(programmes), 'programme')}, dont "
        f"{formats.number(int(programmes['enveloppe_centimes'].notna().sum()))} avec une enveloppe publiée ; "
        f"la liste ci-dessus ouvre aussi {others} que citent des chiffres ou des projets",
        rows=programmes.assign(
            chiffres=programmes["programme"].map(counts).fillna(0).astype("int64"),
            enveloppe=programmes["enveloppe_centimes"].map(sentences.envelope, na_action="ignore"),
            periode=sentences.periods(programmes),
        ),
        columns=_PROGRAMME_COLUMNS,
        export=lambda: _exported(programmes),
        filters=(),
        edition_id=visit.edition_id,
    )


def _themes(points: pd.DataFrame) -> dict[str, str]:
    """The themes and how the choice names them: with their number of figures."""
    counts = {**points["theme"].value_counts(), EVERY_THEME: len(points)}
    names = {**dict(zip(THEMES, THEMES, strict=True)), EVERY_THEME: _EVERY}
    return {theme: f"{name} ({formats.number(counts[theme])})" for theme, name in names.items()}


def _theme(points: pd.DataFrame, theme: str) -> None:
    """What is published about a theme, a subject at a time; of all of them, no chart: they would be dozens."""
    visit = Visit.current()
    whole = theme == EVERY_THEME
    rows = points if whole else points[points["theme"] == theme]
    subjects = {} if whole else {"Dans le temps": lambda: series_figures.draw_all("theme", theme)}
    if theme == _TERRITORIES:
        subjects["Les quatre axes"] = lambda: figure.tabular(_axes(visit))
    if theme == _ECONOMY:
        subjects["Part de l'industrie"] = lambda: figure.tabular(_shares(visit))
    if whole:
        st.caption("Les graphiques se lisent thème par thème.")
    every = {"Tous les chiffres": lambda: figure.tabular(_all_of(_EVERY if whole else theme, rows))}
    folded.tabs(f"theme-{theme}", subjects | gaps.subjects(rows["serie"]) | every)


def _all_of(theme: str, rows: pd.DataFrame) -> Figure:
    """Every published figure of a theme."""
    return series_figures.described(
        rows,
        key=f"theme-{exports.file_name(theme, '').rstrip('.')}",
        title=f"{theme} : tous les chiffres publiés",
        coverage=f"{formats.counted(len(rows), 'chiffre publié', 'chiffres publiés')}, "
        f"en {formats.counted(rows['serie'].nunique(), 'série')}",
        wording=True,
    )


@of_edition()
def _axes(visit: Visit) -> Figure:
    """The four axes of each phase, with what is published of each."""
    points, axes, programmes = series_figures.points(visit), *map(visit.edition().table, ("axes", "programmes"))
    envelopes = programmes.set_index("programme")["enveloppe_centimes"]
    last = points.sort_values("position", kind="stable").drop_duplicates(["serie", "perimetre"], keep="last")
    national = last[last["perimetre"] == FRANCE].drop(columns="programme")
    rows = axes.merge(national, on="serie", how="left")
    return Figure(
        key="axes",
        title="Les quatre axes de chaque phase, et ce qui en est publié",
        source=f"{sentences.editors(rows.dropna(subset='source_editeur'))}. Édition {visit.edition_id}.",
        coverage=f"{formats.counted(int(rows['valeur'].notna().sum()), 'chiffre publié', 'chiffres publiés')} ; "
        "les actions de la phase 2 sont celles de novembre 2023",
        rows=rows.assign(
            enveloppe=rows["programme"].map(envelopes).map(sentences.envelope, na_action="ignore"),
            etape=rows["phase"].map({1: "Phase 1 (2018-2022)", 2: "Phase 2 (2023-2027)"}),
            dit=[
                "aucun chiffre relevé" if pd.isna(value) else published(value, unit)
                for value, unit in zip(rows["valeur"], rows["unite"], strict=True)
            ],
        ),
        columns=_AXIS_COLUMNS,
        export=lambda: series_figures.exported(rows),
        filters=(),
        edition_id=visit.edition_id,
    )


@of_edition()
def _shares(visit: Visit) -> Figure:
    """The share of industry by definition and by country, each with its dates."""
    points = series_figures.points(visit)
    shares = points["serie"].str.contains(_SHARE) & (points["nature"] == "mesure") & (points["theme"] == _ECONOMY)
    rows = points[shares]
    told = rows.assign(
        dit=rows.apply(lambda row: f"{published(row['valeur'], row['unite'])} ({when(row['date'])})", axis=1)
    )
    table_rows = told.pivot_table(index="serie", columns="perimetre", values="dit", aggfunc=" ; ".join, sort=False)
    countries = [FRANCE, *sorted(set(table_rows.columns) - {FRANCE}, key=french_order)]
    return Figure(
        key="parts",
        title="Part de l'industrie, par définition et par pays",
        source=f"{sentences.editors(rows)}. Édition {visit.edition_id}.",
        coverage=f"{formats.counted(len(rows), 'chiffre publié', 'chiffres publiés')} ; les lignes ne comptent pas "
        "la même chose et ne se comparent pas entre elles",
        rows=table_rows.reset_index(),
        columns=[Column("serie", "Définition"), *(Column(name, name) for name in countries)],
        export=lambda: series_figures.exported(rows),
        filters=(),
        edition_id=visit.edition_id,
    )


def _exported(programmes: pd.DataFrame) -> pd.DataFrame:
    euros = programmes["enveloppe_centimes"] / CENTS_PER_EURO
    return programmes.drop(columns="enveloppe_centimes").assign(enveloppe_eur=euros)


_EVERY: Final = "Tous les thèmes"
_TERRITORIES: Final = "Territoires d'industrie"
_ECONOMY: Final = "Industrie dans l'économie"
_SHARE: Final = r"^Part (?:de l'industrie|du secteur manufacturier)"
_VIEW: Final = "fiche"
"""The column of the addresses of the cards, for links."""
_PROGRAMME_COLUMNS: Final = (
    Column("programme", "Programme", view=_VIEW),
    Column("description", "Ce que c'est", wide=True),
    Column("porteur", "Porteur"),
    Column("periode", "Période"),
    Column("enveloppe", "Enveloppe publiée", numeric=True),
    Column("chiffres", "Chiffres datés", formats.number, numeric=True),
)
_AXIS_COLUMNS: Final = (
    Column("axe", "Axe"),
    Column("etape", "Phase"),
    Column("programme", "Programme", view=links.programme()),
    Column("enveloppe", "Enveloppe du programme", numeric=True),
    Column("serie", "Ce qui est compté"),
    Column("dit", "Valeur publiée", numeric=True),
    Column("date", "Date", when),
    Column("source_editeur", "Source", link="source_url"),
)
