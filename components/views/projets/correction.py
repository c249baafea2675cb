"""The form that turns what a visitor knows of a project into a file to send: a proposal of correction."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final
from zlib import crc32

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.figures import table
from components.text import formats
from components.text.formats import typeset
from components.text.plain import said
from components.views.projets import journal
from components.visit.visit import Visit, of_edition
from data.files import exports
from data.sources.corrections import published
from data.sources.proposals import MAX_LENGTHS, Proposal
from data.tables.declarations import label
from data.tables.fact_files import CORRECTABLE
from data.tables.fact_records import Column
from data.words.quantities import INVESTISSEMENT, QUANTITIES
from data.words.text import french_order
from data.words.vocabulary import INVENTORY

_INTRODUCTION: Final = (
    "Une valeur est fausse ou dépassée, et une page publique le prouve ? Ce formulaire en fait un fichier, à joindre à "
    "un ticket du dépôt du projet. Rien n'est envoyé ni gardé par cette page."
)
_NEXT: Final = (
    "À joindre à un ticket du dépôt du projet. La preuve y est relue ; une correction acceptée s'applique à l'édition "
    "suivante et paraît, datée et motivée, dans le journal des corrections de la page Méthode."
)
# Project and column of the proposal that the visitor asked for: texts of another one are not taken for an answer.
_ASKED: Final = "correction-asked"
_MOST_REVISED: Final = INVESTISSEMENT.published
# Columns of the file that the visitor writes.
_WRITTEN: Final = ("nouvelle_valeur", "preuve_url", "raison")
# Texts that the inventory takes from a list of its own.
_LISTED: Final = ("filiere", "programme")
_HINTS: Final[Mapping[str, str]] = {
    "annee": "AAAA",
    **{each.published: each.example for each in QUANTITIES.values()},
    "code_insee": "par exemple 01004",
    "source_date": "AAAA, AAAA-MM ou AAAA-MM-JJ",
    "source_url": "https://…",
}


def draw(projects: pd.DataFrame) -> None:
    """Offer the form for those of these projects that the inventory holds. projects: rows of the table of projects."""
    listed = projects.loc[projects["source_id"] == INVENTORY, "id_projet"]
    if listed.empty:
        return
    with st.expander("Proposer une correction", key="projects-correction", on_change="rerun") as opened:
        if opened.open:
            st.markdown(said(_INTRODUCTION))
            # Beside other projects, the columns of the inventory may have been given wider types.
            inventory = Visit.current().inventory.project_table()
            _ask(inventory[inventory["id_projet"].isin(listed)])


def names(inventory: pd.DataFrame) -> dict[str, str]:
    """What a list calls each project, by identifier, in French order; two projects never have one name."""
    told = inventory["projet"] + " – " + inventory["entreprise"] + ", " + inventory["commune"]
    told = told.where(~told.duplicated(keep=False), told + " (" + inventory["id_projet"] + ")").map(formats.typeset)
    pairs = zip(inventory["id_projet"], told, strict=True)
    return dict(sorted(pairs, key=lambda pair: french_order(pair[1])))


def _ask(inventory: pd.DataFrame) -> None:
    left, right = st.columns([3, 2])
    labels = names(inventory)
    chosen = left.selectbox(
        "Projet à corriger",
        list(labels),
        index=None,
        format_func=lambda key: typeset(labels.get(str(key), str(key))),
        placeholder="Choisir un projet",
        filter_mode="contains",
        # Another selection is another list: what was chosen may not be in it.
        key=f"correction-project-{crc32(' '.join(labels).encode())}",
    )
    name = right.selectbox(
        "Information à corriger",
        list(CORRECTABLE),
        index=list(CORRECTABLE).index(_MOST_REVISED),
        format_func=journal.information,
        key="correction-column",
    )
    if chosen is not None:
        project = inventory[inventory["id_projet"] == chosen].iloc[0]
        _current(project, name)
        proposal, beside = _filled(project, name)
        if proposal is not None:
            _outcome(proposal, project["projet"], beside)


def _current(project: "pd.Series[Any]", name: str) -> None:
    """The value in force, and the page that gives it: that of the last correction, or of the inventory."""
    value = journal.value(name, published(CORRECTABLE[name], project))
    shown = "Aucune valeur publiée." if value is None else f"Valeur publiée : **{said(value)}**"
    log = Visit.current().edition().table("corrections")
    made = log[(log["id_projet"] == project["id_projet"]) & (log["colonne"] == name)]
    told, address = (
        (f"Source : {project['source_editeur']}", project["source_url"])
        if made.empty
        else (f"Corrigée le {formats.day(made['date'].iloc[0])}", made["preuve_url"].iloc[0])
    )
    with st.container(horizontal=True, vertical_alignment="center", key="correction-current"):
        st.markdown(formats.typeset(shown), width="content")
        st.link_button(said(told), address, type="tertiary", icon=":material/open_in_new:")


def _filled(project: "pd.Series[Any]", name: str) -> tuple[Proposal | None, Mapping[str, DeltaGenerator]]:
    """What the visitor wrote, None until its file is asked for; the place under each field for what is wrong there."""
    key = project["id_projet"]
    column = CORRECTABLE[name]
    with st.form("correction"):
        st.caption("Tous les champs sont à remplir, sauf mention contraire.")
        # The page script ties « fault-x » to « field-x » for screen readers.
        places = {
            each: (st.container(key=f"field-correction-{each}"), st.container(key=f"fault-correction-{each}"))
            for each in _WRITTEN
        }
        beside = {each: fault for each, (_, fault) in places.items()}
        with places["nouvelle_valeur"][0]:
            new = _new_value(column, f"correction-new-{key}-{name}")
        with places["preuve_url"][0]:
            proof = st.text_input(
                typeset("Preuve : adresse https d'une page publique"),
                placeholder="https://…",
                max_chars=MAX_LENGTHS["preuve_url"],
                key=f"correction-proof-{key}",
            )
        with places["raison"][0]:
            reason = st.text_input(
                "Raison",
                placeholder="Ce que la page prouve",
                max_chars=MAX_LENGTHS["raison"],
                key=f"correction-why-{key}",
            )
        st.form_submit_button("Préparer le fichier", key="correction-prepare", on_click=_ask_for, args=(key, name))
    if st.session_state.get(_ASKED) != (key, name):
        return None, beside
    proposal = Proposal(
        id_projet=key,
        colonne=name,
        ancienne_valeur=published(column, project),
        nouvelle_valeur=new,
        preuve_url=proof,
        date=date.today().isoformat(),
        raison=reason,
    )
    return proposal, beside


def _ask_for(project: str, column: str) -> None:
    st.session_state[_ASKED] = project, column


def _new_value(column: Column, key: str) -> str:
    told = "Nouvelle valeur" + (" (vide si elle n’est pas publiée)" if column.nullable else "")
    options = column.kind.values or (_values(column.name) if column.name in _LISTED else ())
    if options:
        return st.selectbox(told, options, index=None, placeholder="Choisir", key=key) or ""
    limit = MAX_LENGTHS["nouvelle_valeur"]
    return st.text_input(told, placeholder=_HINTS.get(column.name, ""), max_chars=limit, key=key)


def _values(name: str) -> list[str]:
    """The values of a column in the whole inventory."""
    return sorted(Visit.current().inventory.project_table()[name].unique(), key=french_order)


def _outcome(proposal: Proposal, project: str, beside: Mapping[str, DeltaGenerator]) -> None:
    """The proposal and its file, or what is wrong with it, beside the field where it is."""
    faults = proposal.faults(_communes(Visit.current()))
    for name, fault in faults.items():
        beside.get(name, st).error(said(f"{label(name)} : {fault.message}. Remède : {fault.remedy}."))
    if faults:
        return
    rows = journal.readable(pd.DataFrame([asdict(proposal)]))
    table.draw(rows, journal.CHANGE, caption=formats.typeset(f"Proposition de correction : {project}"))
    st.download_button(
        "Télécharger la proposition (CSV)",
        data=proposal.file(),
        file_name=exports.file_name(f"correction {proposal.id_projet}", "csv"),
        mime=exports.CSV_TYPE,
        key="correction-file",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(said(_NEXT))


@of_edition()
def _communes(visit: Visit) -> frozenset[str]:
    """The present and former codes of communes."""
    edition = visit.edition()
    present, former = edition.table("communes", ["code_insee"]), edition.table("successions", ["code_ancien"])
    return frozenset({*present["code_insee"], *former["code_ancien"]})
