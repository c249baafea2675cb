"""The projects of a selection as rows: sorted, a page at a time, each leading to its source."""

from collections.abc import Mapping
from math import ceil
from typing import Final
from zlib import crc32

import pandas as pd
import streamlit as st

from components.figures import links, table
from components.figures.figure import FIRST_ROWS, Figure
from components.figures.table import Column
from components.text import formats, measure_labels
from components.visit.kept import TABLES, kept
from components.visit.visit import Visit
from data.editions.edition import Edition
from data.query import outputs
from data.query.projects import Rows
from data.query.selection import Selection
from data.tables.projects import CONTENU, LIGNE, OFFICIAL_PROJECTS
from data.words.quantities import QUANTITIES

ROWS_PER_PAGE: Final = 25  # two screens and a half of a laptop
_ORDER: Final = "projects-order"
# Order -> (columns of the table of projects, ascending).
ORDERS: Final[Mapping[str, tuple[list[str], list[bool]]]] = {
    **{each.sorted_by: ([each.column, "id_projet"], [False, True]) for each in QUANTITIES.values()},
    "Année, du plus récent": (["annee", "id_projet"], [False, True]),
    "Entreprise": (["entreprise", "id_projet"], [True, True]),
    "Commune": (["commune", "id_projet"], [True, True]),
    "Ordre de la table": (["id_projet"], [True]),
}


COLUMNS: Final = (
    Column("projet", "Projet", view=links.project),
    Column("entreprise", "Entreprise", view=links.company),
    Column("commune", "Commune", view=links.place("communes", "code_insee")),
    Column("filiere", "Filière"),
    Column("programme", "Programme", view=links.programme()),
    Column("annee", "Année", numeric=True),
    *(
        Column(each.column, measure_labels.heading(each), measure_labels.held(each), numeric=True)
        for each in QUANTITIES.values()
    ),
    Column("cout_total_centimes", "Coût total (M€)", formats.millions_of_cents, numeric=True),
    Column("nature_aide", "Nature de l'aide"),
    Column("instrument", "Instrument"),
    Column("statut", "Statut"),
    Column("statut_date", "Statut vu en", formats.when),
    Column("localisation", "Niveau du lieu"),
    Column("operateur", "Opérateur"),
    Column("siret", "SIRET"),
    Column("numero_decision", "Numéro de décision"),
    Column("periode_versement", "Période de versement"),
    Column("source_editeur", "Source", link="source_url"),
)
# What the page of each project tells, and files, but not the list: at 1366 px beside the panel its end was cut.
_TOLD_APART: Final = frozenset(
    {
        *("nature_aide", "instrument", "statut_date", "localisation", "operateur", "siret", "numero_decision"),
        "periode_versement",
    }
)


def sorted_rows(rows: Rows, dataset: str) -> Rows:
    """Positions in the table of projects of a dataset, in the order that the visitor chose; unknown amounts last."""
    visit = Visit.current().showing(dataset)
    known = _known_columns(visit)
    orders = [name for name, (columns, _) in ORDERS.items() if columns[0] in known]
    with st.container(key="projects-order-box"):
        order = st.selectbox("Trier par", orders, key=_ORDER, width=280)
    names, ascending = ORDERS[order]
    ranks = visit.project_table()[names].iloc[rows].reset_index(drop=True)
    return rows[ranks.sort_values(names, ascending=ascending, na_position="last").index]


def draw(rows: Rows, dataset: str) -> None:
    """One page of these rows of a dataset, and the way to the others."""
    if not len(rows):
        return
    pages = ceil(len(rows) / ROWS_PER_PAGE)
    # Another selection or another order is another list: it begins at its first page.
    key = f"projects-page-{crc32(rows.tobytes())}"
    page = st.session_state.get(key, 1)
    start = (page - 1) * ROWS_PER_PAGE
    visit = Visit.current().showing(dataset)
    shown = visit.project_table().iloc[rows[start : start + ROWS_PER_PAGE]]
    span = f"{formats.number(start + 1)} à {formats.number(start + len(shown))} sur {formats.number(len(rows))}"
    known = _known_columns(visit)
    columns = [column for column in COLUMNS if column.name in known - _TOLD_APART]
    with st.container(key="projects-table"):
        table.draw(shown, columns, caption=f"Projets {span}", whole=pages == 1)
    if pages > 1:
        st.pagination(pages, key=key)


@kept(TABLES)
def _known_columns(visit: Visit) -> frozenset[str]:
    """The columns that the table of projects says something in, whatever is selected of it."""
    known = visit.project_table().notna().any()
    return frozenset(map(str, known.index[known]))


def described(rows: Rows, selection: Selection) -> Figure:
    """Rows of the dataset of a selection as a figure, for its files: its table has the first of them."""
    visit = Visit.current().showing(selection.dataset)
    table_of, edition = visit.project_table(), visit.edition()
    return Figure.of(
        selection,
        key="projets",
        title="Projets de la sélection",
        coverage=formats.counted(len(rows), "projet"),
        rows=table_of.iloc[rows[:FIRST_ROWS]],
        total=len(rows),
        columns=[column for column in COLUMNS if column.name in table_of],
        export=lambda: exported(table_of.iloc[rows], edition),
    )


def exported(projects: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Projects as files hold them: those of an official file with the published row, which no page holds."""
    told = outputs.project_output(projects)
    if LIGNE.name not in told:
        return told
    wanted, columns = pd.Index(told["id_projet"]), ["id_projet", CONTENU.name]
    published = [
        batch[wanted.get_indexer(batch["id_projet"]) >= 0] for batch in edition.batches(OFFICIAL_PROJECTS.name, columns)
    ]
    return told.merge(pd.concat(published), on="id_projet", how="left")
