"""The section on the inventory: what its corrections changed, whose site is not settled, which rows were doubles."""

from collections.abc import Hashable, Mapping
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.plain import said
from data.editions.edition import Edition
from data.places import revisions
from data.sources import sites
from data.words.quantities import QUANTITIES

_CHANGED: Final = (
    Column("grandeur", "Grandeur"),
    Column(revisions.BEFORE, "Avant les corrections", numeric=True),
    Column(revisions.AFTER, "Après les corrections", numeric=True),
    Column(revisions.LIVE, "Projets en cours, comptés", numeric=True),
)
_UNSETTLED: Final = (
    Column("projet", "Projet", view=links.project),
    Column("commune", "Commune retenue", view=links.place("communes", "code_insee")),
    Column("remarque", "Pourquoi"),
)
_NOT_SOUGHT: Final = "site non cherché"


def draw(edition: Edition) -> None:
    """Old and new totals, then the projects whose site is not settled."""
    projets = edition.table("projets")
    _changes(edition, projets)
    _unsettled(edition, projets)


def _changes(edition: Edition, projets: pd.DataFrame) -> None:
    communes = edition.table("communes", ["code_insee", "taille"]).set_index("code_insee")["taille"]
    former = edition.table("successions").set_index("code_ancien")["code_insee"].map(communes)
    found = revisions.totals(
        projets, edition.table("corrections"), pd.concat([communes, former[~former.index.isin(communes.index)]])
    )
    rows = pd.DataFrame(
        [_told(key, what, row) for (key, what), row in zip(found.index, found.to_dict("records"), strict=True)]
    )
    doubles = len(edition.table("fusions"))
    figure.tabular(
        Figure(
            key="revisions",
            title="Ce que les corrections ont changé",
            source=f"Source : inventaire des projets et ses corrections, une à une ci-dessous. Édition {edition.id}.",
            coverage=f"{formats.counted(len(projets), 'projet')} ; les totaux des pages sont ceux des projets en "
            f"cours ; {formats.counted(doubles, 'ligne')} en double n'y sont plus",
            rows=rows,
            columns=_CHANGED,
            export=lambda: rows,
            filters=(),
            edition_id=edition.id,
        )
    )


def _told(key: str, what: str, row: Mapping[Hashable, float]) -> dict[str, str]:
    quantity = QUANTITIES[key]
    if what == "petites":
        name = f"{quantity.label} : part des communes de moins de 20 000 habitants"
        return {"grandeur": name, **{str(state): formats.percent(100 * value) for state, value in row.items()}}
    write = formats.short_euros if quantity.kind == "cents" else formats.number
    return {"grandeur": quantity.in_full, **{str(state): write(value) for state, value in row.items()}}


def _unsettled(edition: Edition, projets: pd.DataFrame) -> None:
    found = sites.unsettled(projets, edition.table("verifications"))
    if found.empty:
        st.markdown(said("Le site de chaque projet de 50 M€ ou plus a été vérifié."))
        return
    named = found.merge(projets[["id_projet", "projet", "commune", "code_insee"]], on="id_projet")
    rows = named.assign(remarque=named["remarque"].fillna(_NOT_SOUGHT))
    figure.tabular(
        Figure(
            key="sites",
            title="Grands projets dont le site n'est pas établi",
            source=f"Source : recherches de l'atlas, voir la table « verifications ». Édition {edition.id}.",
            coverage=f"{formats.counted(len(rows), 'projet')} sur {formats.number(len(sites.large(projets)))} "
            "de 50 M€ ou plus",
            rows=rows,
            columns=_UNSETTLED,
            export=lambda: rows,
            filters=(),
            edition_id=edition.id,
        )
    )
