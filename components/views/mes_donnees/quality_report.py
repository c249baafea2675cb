"""What became of the rows of a visitor's table: counted by group, listed with their reasons, mapped, to take away."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure, Files
from components.figures.table import Column
from components.maps import commune_map
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.visit import own_table
from components.visit.own_table import OwnTable
from components.visit.visit import Visit
from data.desk.told import HEAD_ROWS, TEXTS
from data.files import exports
from data.files.exports import About
from data.own.findings import ACCEPTED, AMBIGUOUS, ASIDE, REJECTED, REPAIRED
from data.own.report import VALUES
from data.own.roles import ROLES
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES

_ROWS: Final = "lignes"
_MAPPED: Final = ("aide", "investissement", "emplois")  # the first that the table has is shown
_GROUPS: Final = {
    ACCEPTED: "acceptées",
    REPAIRED: "réparées",
    AMBIGUOUS: "ambiguës",
    REJECTED: "rejetées",
    ASIDE: "mises de côté",
}
_REVIEW_COLUMNS: Final = (
    Column("motif", "Ce qui est dit"),
    Column("lignes", "Lignes", formats.number, numeric=True),
    Column("statut", "Contrôle"),
    Column("colonne", "Colonne"),
    Column("exemples", "Par exemple"),
    Column("premiere", "Première ligne", formats.number, numeric=True),
    Column("remede", "Remède"),
)
_REASONS: Final = 200  # said on the page: the files hold them all


def summary(statuses: pd.DataFrame) -> str:
    """« 12 lignes lues : 9 acceptées, 1 réparée, 0 ambiguë et 2 rejetées. »"""
    found = statuses.set_index("statut")["lignes"]
    shown = {status: plural for status, plural in _GROUPS.items() if status != ASIDE or found[status]}
    parts = [formats.counted(int(found[status]), status, plural) for status, plural in shown.items()]
    return f"{formats.counted(int(found.sum()), 'ligne lue', 'lignes lues')} : {formats.joined(parts)}."


def to_review(own: OwnTable) -> None:
    """Draw what is said of rows, each thing once with how many say it."""
    table = own.told.review
    for role, reasons in own.told.said.items():
        columns = " + ".join(f"« {column} »" for column in own.choices.columns(role))
        for reason, count in reasons.items():
            st.caption(said(f"{ROLES[role].label}, {columns} : {formats.counted(count, 'case')}, {reason}."))
    if table.empty:
        return
    figure.tabular(
        _described(
            own,
            key="own-review",
            title="À regarder",
            coverage=f"{formats.counted(own.told.reviewed, 'remarque')}, de la plus fréquente à la plus rare ; les "
            "fichiers de lignes, plus bas, les donnent une à une",
            rows=table.head(_REASONS),
            columns=_REVIEW_COLUMNS,
            export=lambda: table,
        )
    )


def counts(own: OwnTable) -> None:
    """Draw the counts and sums of each group, and the files of each."""
    table = own.told.statuses
    figure.tabular(
        _described(
            own,
            key="own-groups",
            title="Contrôle des lignes",
            coverage=f"{summary(table)[:-1]} ; les lignes sans commune comptent ici et non sur la carte",
            rows=table.assign(groupe=table["statut"].map(_GROUPS)),
            columns=_group_columns(table),
            export=partial(_groups_in_euros, table),
        )
    )
    with st.container(horizontal=True, gap="small", key="own-group-files"):
        for status, rows in table.set_index("statut")["lignes"].items():
            _group_file(own, str(status), rows)


def places(own: OwnTable) -> None:
    """Draw the map of the placed rows, and the enriched table."""
    table = own.told.communes.sort_values("lignes", ascending=False, kind="stable", ignore_index=True)
    placed = table["lignes"]
    lost = own.told.result.rows - int(placed.sum())
    communes = Visit.current().places().communes
    table = table.assign(nom=communes["nom"].reindex(table["code_insee"]).to_numpy())
    described = _described(
        own,
        key="own-map",
        title="Où sont vos lignes",
        coverage=f"{formats.counted(int(placed.sum()), 'ligne placée', 'lignes placées')} dans "
        f"{formats.counted(len(placed), 'commune')} ; {formats.counted(lost, 'ligne')} sans commune",
        rows=table,
        columns=(
            Column("nom", "Commune", view=links.place("communes", "code_insee")),
            Column("code_insee", "Code INSEE"),
            Column("lignes", "Lignes", formats.number, numeric=True),
            *_amount_columns(table),
        ),
        export=partial(_groups_in_euros, table),
    )
    with figure.around(described):
        if placed.empty:
            st.info(typeset("Aucune ligne n'est placée."))
        else:
            _map(table.set_index("code_insee"), communes.index.to_series())


def _map(totals: pd.DataFrame, among: pd.Series) -> None:
    """The circles of the placed rows, in euros when they have any, else in rows."""
    offered = [role for role, name in VALUES.items() if name in totals and totals[name].gt(0).any()]
    options = [*sorted(offered, key=_MAPPED.index), _ROWS]
    chosen = options[0]
    if len(options) > 1:
        chosen = (
            st.segmented_control(
                "Grandeur de la carte",
                options,
                default=options[0],
                format_func=lambda role: "Lignes" if role == _ROWS else typeset(ROLES[role].label),
                key="own-map-quantity",
                label_visibility="collapsed",
            )
            or options[0]
        )
    values = totals["lignes"] if chosen == _ROWS else totals[VALUES[chosen]] / QUANTITIES[chosen].held_in
    label = "Vos lignes" if chosen == _ROWS else ROLES[chosen].label
    in_euros = chosen != _ROWS and QUANTITIES[chosen].kind == "cents"
    kept = values[values > 0]
    # All communes, in the file that every visitor shares: none is made of what this one brought.
    commune_map.draw(
        kept,
        among,
        key=f"map-own-{chosen}",
        label=label,
        alt=f"Carte : {label} dans {formats.counted(len(kept), 'commune')}, en cercles proportionnels.",
        show=formats.short_euros if in_euros else formats.number,
    )


def _group_file(own: OwnTable, status: str, rows: int) -> None:
    """A workbook, in which codes keep their first zero, unless it would be too long to make."""
    title = f"lignes {_GROUPS[status]}"
    kind = figure.kinds_of(rows)[0]
    st.download_button(
        f"L{title[1:]} ({figure.KINDS[kind].label})",
        data=own_table.export(own, kind, About(title, "", (), ""), status),
        file_name=exports.file_name(title, kind),
        mime=figure.KINDS[kind].mime,
        key=f"own-group-{status}",
        on_click="ignore",
        disabled=not rows,
        icon=":material/download:",
    )


def enriched(own: OwnTable) -> None:
    """The first rows of the enriched table, and its files."""
    head, count = own.told.head, own.told.lines
    texts = [Column(own.choices.roles[role], ROLES[role].label) for role in TEXTS if role in own.choices.roles]
    added = (
        Column("atlas_ligne", "Ligne", formats.number, numeric=True),
        *texts,
        Column("atlas_statut", "Contrôle"),
        Column("atlas_commune", "Commune", view=links.place("communes", "atlas_code_insee")),
        Column("atlas_taille", "Taille de commune"),
        Column("atlas_epci", "Intercommunalité", view=links.place("epci", "atlas_code_epci")),
        Column("atlas_type_epci", "Type d'intercommunalité"),
        Column("atlas_territoire_1", "Territoire, phase 1", view=links.place("territoires-1", "atlas_id_territoire_1")),
        Column("atlas_territoire_2", "Territoire, phase 2", view=links.place("territoires-2", "atlas_id_territoire_2")),
        *(
            Column(f"atlas_{name}", label, _euros if name.endswith("_eur") else str, numeric=True)
            for name, label in (
                ("annee", "Année"),
                *((each.exported, each.heading) for each in QUANTITIES.values()),
            )
            if f"atlas_{name}" in head
        ),
    )
    figure.tabular(
        _described(
            own,
            key="own-enriched",
            title="Votre tableau enrichi",
            coverage=f"{_first(count)} ; les fichiers les donnent toutes, avec vos colonnes et celles de l'atlas",
            rows=head,
            columns=added,
            export=lambda: head,
            files=partial(own_table.export, own),
            length=count,
        )
    )


def _described(
    own: OwnTable,
    *,
    key: str,
    title: str,
    coverage: str,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    export: Callable[[], pd.DataFrame],
    files: Files | None = None,
    length: int | None = None,
) -> Figure:
    edition_id = Visit.current().edition_id
    return Figure(
        key=key,
        title=title,
        source=f"Source : vos données, « {own.name} » ; géographie : INSEE, DGCL et IGN. Édition {edition_id}.",
        coverage=coverage,
        rows=rows,
        columns=columns,
        export=export,
        filters=("Vos données, non publiées par l'atlas",),
        edition_id=edition_id,
        files=files or partial(own_table.file, export),
        length=length,
    )


def _first(count: int) -> str:
    if count <= HEAD_ROWS:
        return formats.counted(count, "ligne")
    return f"Les {HEAD_ROWS} premières des {formats.counted(count, 'ligne')}"


def _group_columns(table: pd.DataFrame) -> tuple[Column, ...]:
    return (
        Column("groupe", "Lignes"),
        Column("lignes", "Nombre", formats.number, numeric=True),
        *_amount_columns(table),
    )


def _amount_columns(table: pd.DataFrame) -> tuple[Column, ...]:
    """The sums that a table has, each with how many are known."""
    columns: list[Column] = []
    for role, name in VALUES.items():
        if name in table:
            show = _euros_of_cents if QUANTITIES[role].kind == "cents" else formats.number
            columns.append(Column(name, ROLES[role].label, show, numeric=True))
            columns.append(Column(f"{name}_connus", "dont connus", formats.number, numeric=True))
    return tuple(columns)


def _groups_in_euros(table: pd.DataFrame) -> pd.DataFrame:
    """The same with amounts in euros."""
    cents = [name for name in table.columns if name.endswith("_centimes")]
    euros = {name: table[name] / CENTS_PER_EURO for name in cents}
    return table.assign(**euros).rename(columns=lambda name: name.replace("_centimes", "_eur"))


def _euros_of_cents(cents: float) -> str:
    return _euros(cents / CENTS_PER_EURO)


def _euros(value: float) -> str:
    """Euros with their centimes: a visitor's sums are those of the file."""
    return formats.number(value, 2)
