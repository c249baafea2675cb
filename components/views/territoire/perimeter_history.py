"""One Territoire d'industrie from phase 1 to phase 2: what it comes from or became, in sentences, a diagram and tables.

« Flows » are rows of `genealogy.links`, one per pair of territories that share communes, a side being null for communes
of one phase only, with situation, nom_1, nom_2, total_1 and total_2 (population of each territory, NaN for none).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components.charts.bar_charts import Spec
from components.drawn import chart
from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.places import phase_lineage
from components.places.phase_lineage import SUM_COLUMNS, TITLE, each, listed
from components.text.formats import counted, number, percent
from components.text.plain import said
from components.views.territoire.lineage_diagram import NOBODY, alt, diagram, size
from components.visit import navigation, page_environment, provenance
from components.visit.kept import kept
from components.visit.visit import Visit
from data.places import genealogy
from data.places.genealogy import LEAST_SHARE, SIDES, SITUATIONS, SUMS, Lineage
from data.places.levels import Places
from data.places.place import Place
from data.query.selection import Selection
from data.words.place_keys import place_key

_KEPT: Final = 512  # territories and selections, some 20 kB each
# What communes did, by phase of the territory that is told of and by situation: one, several.
_MOVES: Final[Mapping[int, Mapping[str, tuple[str, str]]]] = {
    1: {
        "reste": ("reste dans un territoire de la phase 2", "restent dans un territoire de la phase 2"),
        "entre": ("s'y ajoute", "s'y ajoutent"),
        "sort": ("n'est plus dans aucun territoire", "ne sont plus dans aucun territoire"),
    },
    2: {
        "reste": ("était déjà dans un territoire de la phase 1", "étaient déjà dans un territoire de la phase 1"),
        "entre": ("y entre", "y entrent"),
        "sort": (
            "du périmètre d'origine n'est plus dans aucun territoire",
            "du périmètre d'origine ne sont plus dans aucun territoire",
        ),
    },
}
_VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "reste": ("Reste", "Restent"),
    "entre": ("Entre", "Entrent"),
    "sort": ("Sort", "Sortent"),
}
_LINK_FIELDS: Final = [
    *("id_territoire_1", "nom_1", "id_territoire_2", "nom_2", "situation", "filiation"),
    *("part_1", "part_2", *SUMS),
]
_LINK_COLUMNS: Final = (
    Column("nom_1", "Phase 1", view=links.place("territoires-1", "id_territoire_1")),
    Column("nom_2", "Phase 2", view=links.place("territoires-2", "id_territoire_2")),
    Column("part_1", "Part de la population en phase 1", percent, numeric=True),
    Column("part_2", "Part de la population en phase 2", percent, numeric=True),
    *SUM_COLUMNS,
)
_EPCI_COLUMNS: Final = (
    Column("nom", "Intercommunalité", view=links.place("epci", "code_epci")),
    Column("situation", "Situation"),
    Column("correspondant", "Territoire de l'autre phase", view=links.place("territoires-2", "id_territoire")),
    Column("nb_communes", "Communes", number, numeric=True),
    Column("population", "Population", number, numeric=True),
)


def draw(place: Place, selection: Selection) -> None:
    """Draw the lineage of a territory with the selected projects; nothing for a place of another kind."""
    if place.kind != "territoire":
        return
    narrow = page_environment.narrow()
    story = _story(Visit.current(), selection.chosen(), place.code, narrow)
    with figure.around(story.links):
        for sentence in story.sentences:
            st.markdown(sentence)
        if story.lineage.devenir != "inchangé":
            chart.draw(None, story.diagram, alt=story.alt)
        _links(story.lineage, selection)
    with figure.around(story.epci):
        for sentence in story.epci_sentences:
            st.markdown(sentence)


@dataclass(frozen=True)
class _Story:
    """What is drawn of a territory, its texts as Markdown."""

    lineage: Lineage
    links: Figure
    sentences: Sequence[str]
    diagram: Spec
    alt: str
    epci: Figure
    epci_sentences: Sequence[str]


@kept(_KEPT)
def _story(visit: Visit, chosen: Selection, territory_id: str, narrow: bool) -> _Story:
    linked = visit.links(chosen)
    lineage = genealogy.lineage(visit.places(), linked, territory_id, visit.outcomes())
    shown = flows(visit.places(), linked, lineage)
    told = sentences(lineage, shown, filtered=bool(chosen.active()))
    return _Story(
        lineage=lineage,
        links=_links_figure(lineage, shown, chosen),
        sentences=[said(sentence) for sentence in told],
        diagram=diagram(shown, narrow=narrow),
        alt=alt(shown),
        epci=_epci_figure(lineage),
        epci_sentences=[f"- {said(sentence)}" for sentence in epci_sentences(lineage.epci)],
    )


def flows(places: Places, linked: pd.DataFrame, lineage: Lineage) -> pd.DataFrame:
    """The flows of a territory, then those around it: what its origins lost, or what was added to what it became."""
    mine, other = SIDES if phase_of(lineage) == 1 else SIDES[::-1]
    retained = lineage.correspondants.loc[lineage.correspondants["retenu"], "id_territoire"]
    around = linked[mine].isna() & linked[other].isin(retained)
    found = linked.assign(around=around, alone=linked[other].isna())[around | (linked[mine] == lineage.id_territoire)]
    found = found.sort_values(["around", "alone", "population"], ascending=[True, True, False], ignore_index=True)
    first, second = found[SIDES[0]].notna(), found[SIDES[1]].notna()
    found["situation"] = np.select([first & second, second], SITUATIONS[:2], SITUATIONS[2])
    for phase, side in enumerate(SIDES, start=1):
        level = places.levels[f"territoires-{phase}"]
        found[f"nom_{phase}"] = found[side].map(level["nom"])
        found[f"total_{phase}"] = found[side].map(level["population"])
    return found.drop(columns=["around", "alone"])


def phase_of(lineage: Lineage) -> int:
    """The phase of a territory, which its id begins with."""
    return int(lineage.id_territoire[0])


def sentences(lineage: Lineage, shown: pd.DataFrame, *, filtered: bool) -> list[str]:
    """What became of a territory or where it comes from, what moved, and the projects that its communes carry.

    shown: its flows. filtered: they count a part of the inventory only.
    """
    told = [_fate(lineage)]
    strips = lineage.correspondants[lineage.correspondants["nom"].notna() & ~lineage.correspondants["retenu"]]
    if len(strips):
        few = listed([f"{_quoted(row.nom)} ({size(row)})" for row in each(strips)])
        told.append(f"Trop peu pour une filiation, moins de {number(LEAST_SHARE)} % de chaque population : {few}.")
    sums = shown.groupby("situation")[SUMS].sum()
    sums = sums.loc[[situation for situation in SITUATIONS if situation in sums.index]]
    if lineage.devenir != "inchangé":
        told.append(_moves(lineage, sums))
    return [*told, phase_lineage.money(sums, filtered=filtered)]


def epci_sentences(epci: pd.DataFrame) -> list[str]:
    """The EPCI of each situation, the most populated first, with how many of their communes. epci: `Lineage.epci`."""
    told = []
    for situation, rows in epci.groupby("situation", sort=False):
        counts = rows.groupby("nom", sort=False)["nb_communes"].sum()
        names = listed([f"{nom} ({counted(count, 'commune')})" for nom, count in counts.items()])
        told.append(f"{_VERBS[str(situation)][len(counts) > 1]} : {names}.")
    return told


def _fate(lineage: Lineage) -> str:
    """The first sentence, by outcome."""
    kept = lineage.correspondants[lineage.correspondants["retenu"]]
    name, phase = _quoted(lineage.nom), phase_of(lineage)
    if kept.empty:
        ends = {1: "n'a pas de suite en phase 2", 2: "est nouveau : il ne vient d'aucun territoire de la phase 1"}
        return f"{name} {ends[phase]}."
    if len(kept) > 1:
        return _shared_fate(name, phase, kept, renamed=lineage.renomme)
    other = next(each(kept))
    if lineage.devenir == "inchangé":
        same = "la même commune" if other.nb_communes == 1 else f"les {number(other.nb_communes)} mêmes communes"
        when, called = {1: ("en phase 2", "sous le nom de"), 2: ("qu'en phase 1", "où il s'appelait")}[phase]
        return f"{name} a {same} {when}, {f'{called} {_quoted(other.nom)}' if lineage.renomme else 'sous le même nom'}."
    part = other.part_population if phase == 1 else other.part_correspondant
    taken = f"reprend {size(other, ' et ')}, soit {_share(part, 'la population')}"
    if phase == 1:
        becomes = f"devient {_quoted(other.nom)}" if lineage.renomme else "garde son nom"
        return f"{name} {becomes} en phase 2, qui en {taken}."
    origin = f"de {_quoted(other.nom)}, territoire de la phase 1" if lineage.renomme else "d'un territoire de même nom"
    return f"{name} vient {origin} dont il {taken}."


def _shared_fate(name: str, phase: int, kept: pd.DataFrame, *, renamed: bool) -> str:
    """The first sentence of a territory with several counterparts."""
    who = "Aucun ne" if renamed else "L'un d'eux"
    if phase == 1:
        parts = [f"pour {_share(row.part_population)} à {_quoted(row.nom)} ({size(row)})" for row in each(kept)]
        told = f"est partagé entre {len(kept)} territoires de la phase 2 : sa population va {listed(parts)}"
        return f"{name} {told}. {who} garde son nom."
    parts = [
        f"{_quoted(row.nom)} ({size(row)}, {_share(row.part_correspondant, 'sa population')})" for row in each(kept)
    ]
    told = f"réunit des communes de {len(kept)} territoires de la phase 1 : {listed(parts)}"
    return f"{name} {told}. {who} portait son nom."


def _moves(lineage: Lineage, sums: pd.DataFrame) -> str:
    """The communes and the EPCI of each situation."""
    told = []
    epci = lineage.epci.groupby("situation")["code_epci"].nunique()
    for row in each(sums):
        count = int(epci[row.Index])
        few = {0: "sans intercommunalité", 1: "d'une intercommunalité"}
        of = few.get(count) or f"de {number(count)} intercommunalités"
        verb = _MOVES[phase_of(lineage)][row.Index][row.nb_communes > 1]
        told.append(f"{counted(row.nb_communes, 'commune')} {of} ({counted(row.population, 'habitant')}) {verb}")
    return f"{' ; '.join(told)}."


def _links(lineage: Lineage, selection: Selection) -> None:
    """The ways to the sheets of the counterparts."""
    others = lineage.correspondants.dropna(subset="id_territoire")
    if others.empty:
        return
    with st.container(horizontal=True, gap="small", key="lineage-links"):
        for row in each(others):
            view = replace(selection, places=(place_key("territoire", row.id_territoire),))
            navigation.link("territoire", said(f"{row.nom} (phase {3 - phase_of(lineage)})"), view)


def _links_figure(lineage: Lineage, shown: pd.DataFrame, chosen: Selection) -> Figure:
    rows = shown.assign(
        nom_1=shown["nom_1"].fillna(NOBODY),
        nom_2=shown["nom_2"].fillna(NOBODY),
        filiation=shown["retenu"].map({True: "oui", False: "non"}),
    )
    return phase_lineage.figure_of(
        "liens",
        f"{TITLE} – {lineage.nom}",
        phase_lineage.in_euros(rows[_LINK_FIELDS]),
        _LINK_COLUMNS,
        phase_lineage.money_coverage(chosen, shown[SUMS].sum()),
        (lineage.nom, *provenance.filter_lines(chosen)),
    )


def _epci_figure(lineage: Lineage) -> Figure:
    names = lineage.correspondants.set_index("id_territoire")["nom"]
    return phase_lineage.figure_of(
        "intercommunalites",
        f"Intercommunalités de la phase 1 à la phase 2 – {lineage.nom}",
        lineage.epci.assign(correspondant=lineage.epci["id_territoire"].map(names)),
        _EPCI_COLUMNS,
        "Reste : dans un territoire aux deux phases ; entre : en phase 2 seulement ; sort : en phase 1 seulement",
        (lineage.nom,),
    )


def _quoted(name: str) -> str:
    return f"« {name} »"


def _share(part: float, whole: str = "") -> str:
    """« 47,9 % de sa population », « toute sa population ». part: in %."""
    if part == 100 and whole:
        return f"toute {whole}"
    return f"{percent(part)}{f' de {whole}' if whole else ''}"
