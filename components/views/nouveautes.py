"""What changed between the two last editions: totals, then project by project, with the feed that tells the same."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit.visit import Visit, of_edition
from data.editions import registry
from data.places import novelties
from data.places.novelties import Novelties
from data.tables.declarations import TABLES
from data.words.quantities import QUANTITIES

_SHOWN: Final = 1_000  # rows of the page; its files have them all
_ALONE: Final = (
    "Il n'y a qu'une édition des données sur ce serveur : la prochaine construction dira ici ce qui a changé. Une "
    "édition d'une autre version de l'atlas ne se compare pas."
)
_FEED: Final = "Le même journal se suit dans un lecteur : [fil Atom](./api/nouveautes.atom)."
_SAME: Final = "Aucun projet n’a changé entre ces deux éditions."
_COUNTS: Final = {
    novelties.NEW: "Projets nouveaux",
    novelties.STATUS: "D'un autre statut",
    novelties.CORRECTED: "Corrigés",
    novelties.GONE: "Retirés",
}


def draw() -> None:
    """Draw the page."""
    st.title(typeset("Nouveautés de l'édition"), anchor=False)
    found = _found(Visit.current())
    if found is None:
        st.info(typeset(_ALONE))
        st.markdown(typeset(_FEED))
        return
    st.markdown(said(f"Entre l'édition {found.before} et l'édition {found.after}, du {formats.day(found.built_at)}."))
    with st.container(horizontal=True, key="novelties"):
        for kind, label in _COUNTS.items():
            st.metric(typeset(label), typeset(formats.number(found.projects(kind))))
    st.markdown(typeset(_FEED))
    _totals(found)
    _changes(found)
    _tables(found)


@of_edition()
def _found(visit: Visit) -> Novelties | None:
    before = registry.before(visit.edition_id)
    return None if before is None else Novelties.of(before, visit.edition())


def _totals(found: Novelties) -> None:
    names = {"projets": "Projets en cours", **{key: each.total for key, each in QUANTITIES.items()}}
    rows = found.totals.assign(nom=found.totals.index.map(names), ecart=found.totals["apres"] - found.totals["avant"])
    columns = [
        Column("nom", "Total des projets en cours"),
        Column("avant", "Avant", formats.number, numeric=True),
        Column("apres", "Maintenant", formats.number, numeric=True),
        Column("ecart", "Écart", partial(formats.signed, decimals=0), numeric=True),
    ]
    _table("novelties-totals", "Les totaux, avant et maintenant", rows, columns, "montants en euros", found)


def _changes(found: Novelties) -> None:
    if found.changes.empty:
        st.markdown(_SAME)
        return
    columns = [
        Column("genre", "Changement"),
        Column("projet", "Projet", view=_projects),
        Column("commune", "Commune"),
        Column("information", "Information"),
        Column("avant", "Avant", wide=True),
        Column("apres", "Maintenant", wide=True),
    ]
    counted = formats.counted(len(found.changes), "changement")
    if len(found.changes) > _SHOWN:
        counted += f", dont les {formats.number(_SHOWN)} premiers ici ; les fichiers les ont tous"
    _table("novelties-changes", "Ce qui a changé, projet par projet", found.changes, columns, counted, found)


def _projects(rows: pd.DataFrame) -> Sequence[str | None]:
    """The page of each project that is still there."""
    gone = rows["genre"] == novelties.GONE
    return [None if left else address for left, address in zip(gone, links.project(rows), strict=True)]


def _tables(found: Novelties) -> None:
    if found.tables.empty:
        return
    described = found.tables["table"].map(lambda name: TABLES[name].description if name in TABLES else name)
    columns = [
        Column("contenu", "Table"),
        Column("lignes_avant", "Lignes avant", formats.number, numeric=True),
        Column("lignes_apres", "Lignes maintenant", formats.number, numeric=True),
    ]
    counted = f"{formats.counted(len(found.tables), 'table')} dont le contenu n'est plus le même"
    rows = found.tables.assign(contenu=described)
    _table("novelties-tables", "Les tables de l'édition qui ont changé", rows, columns, counted, found)


def _table(
    key: str, title: str, rows: pd.DataFrame, columns: Sequence[Column], coverage: str, found: Novelties
) -> None:
    figure.tabular(
        Figure(
            key=key,
            title=title,
            source=f"Source : éditions {found.before} et {found.after}.",
            coverage=coverage,
            rows=rows.iloc[:_SHOWN],
            columns=columns,
            export=lambda: rows,
            filters=(),
            edition_id=found.after,
            length=len(rows),
        )
    )
