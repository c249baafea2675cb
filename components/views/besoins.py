"""A short guided path: what is carried, then where; the schemes that answer and the structures that are near."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.figures import figure, links
from components.figures.figure import Figure
from components.figures.table import Column
from components.look import palette, templating
from components.places import nearby
from components.text import formats
from components.text.formats import typeset, when
from components.text.plain import said
from components.visit import navigation
from components.visit.visit import Visit, of_edition
from data.published import needs
from data.published.needs import CLOSED, OPEN, UNKNOWN
from data.query import outputs
from data.query.selection import Selection
from data.words.numbers import CENTS_PER_EURO
from data.words.place_keys import place_key
from data.words.vocabulary import PRESENT_PHASE

_NEED: Final = "need"
_PLACE: Final = "need-place"
_INTRODUCTION: Final = (
    "Deux questions, puis des dispositifs et des structures tirés des tables de cette édition. Un dispositif est là "
    "quand sa description publiée répond au besoin. Sans fin connue, il n'est pas dit ouvert : la date est celle où "
    "il a été vu pour la dernière fois. Les conditions d'accès sont chez son porteur. L'inventaire n'est pas complet, "
    "et une fin publiée a pu changer depuis."
)
# The words say the state, the colour repeats it.
_COLOURS: Final = {OPEN: palette.ACCENT, UNKNOWN: palette.MUTED, CLOSED: palette.CATEGORICAL[3]}
_COLUMNS: Final = (
    Column("programme", "Dispositif", view=links.programme()),
    Column("situation", "Situation"),
    Column("raison", "Pourquoi il est là"),
    Column("porteur", "Porteur"),
    Column("perimetre", "Où"),
    Column("debut", "Début", when),
    Column("fin", "Fin publiée", when),
    Column("enveloppe_centimes", "Enveloppe (M€)", formats.millions_of_cents, numeric=True),
    Column("description", "Description"),
    Column("source_editeur", "Source", link="source_url"),
    Column("source_date", "Date de la source", when),
)


def draw(selection: Selection) -> None:
    """Draw the path, as far as the visitor went."""
    visit = Visit.current()
    st.markdown(said(_INTRODUCTION))
    besoins, programmes = _tables(visit)
    names = needs.labels(besoins)
    st.header(said("1. Je porte un projet : il me faut…"), anchor=False)
    besoin = st.pills(
        "Besoin",
        list(names),
        format_func=lambda key: typeset(_capital(names[key])),
        key=_NEED,
        label_visibility="collapsed",
    )
    if besoin is None:
        st.info("Choisir un besoin pour voir les dispositifs qui y répondent.")
        return
    _schemes(needs.schemes(besoins, programmes, besoin, today()), names[besoin])
    st.header(said("2. Où ?"), anchor=False)
    key = _chosen_place(selection)
    if key is None:
        st.info("Choisir un territoire, ou chercher un lieu en haut de la page, pour voir les structures proches.")
        return
    nearby.draw(visit.place(key))
    navigation.link("accelerateurs", "Voir toutes les structures et leurs sources")


def today() -> date:
    """The day of the visit, which says what is closed."""
    return date.today()


def situation(row: Any) -> str:
    """« clos depuis décembre 2022 », « en cours, fin publiée : 2027 », « fin inconnue, vu en mars 2023 ».

    Nothing says that a scheme without an end may still be asked for: it reads with the day when it was last seen.
    """
    if row.etat == UNKNOWN:
        seen = (
            "date de la source inconnue"
            if pd.isna(row.source_date)
            else f"vu pour la dernière fois : {when(row.source_date)}"
        )
        return f"{UNKNOWN}, {seen}"
    return f"{CLOSED} depuis {when(row.fin)}" if row.etat == CLOSED else f"{OPEN}, fin publiée : {when(row.fin)}"


def summary(found: pd.DataFrame, label: str, day: date) -> str:
    """« Pour une relocalisation, 3 dispositifs : 1 en cours, 1 sans fin connue, 1 clos, au 22 novembre 2026. »"""
    counts = found["etat"].value_counts()
    words = {OPEN: "en cours", UNKNOWN: "sans fin connue", CLOSED: "clos"}
    parts = [f"{formats.number(counts[state])} {word}" for state, word in words.items() if state in counts]
    total = formats.counted(len(found), "dispositif")
    return f"Pour {label}, {total} : {formats.joined(parts)}, au {formats.day(day.isoformat())}."


def _schemes(found: pd.DataFrame, label: str) -> None:
    st.markdown(said(summary(found, label, today())))
    rows = found.assign(situation=[situation(row) for row in found.itertuples()])
    edition_id = Visit.current().edition_id
    described = Figure(
        key="dispositifs",
        title=f"Dispositifs pour {label}",
        source=f"Sources : programmes et dispositifs (publications citées sur chaque fiche). Édition {edition_id}.",
        coverage=f"{formats.counted(len(rows), 'dispositif')} des {formats.number(_count())} de "
        "l'inventaire ; rapprochement fait sur leur description, par un choix de la rédaction",
        rows=rows,
        columns=_COLUMNS,
        export=partial(outputs.in_euros, rows),
        filters=(f"Besoin : {label}", f"Situation au {formats.day(today().isoformat())}"),
        edition_id=edition_id,
    )
    with figure.around(described):
        _cards(rows)


def _cards(rows: pd.DataFrame) -> None:
    """Two abreast, where there is room."""
    cards = list(enumerate(rows.to_dict("records")))
    for start in range(0, len(cards), 2):
        for place, (rank, card) in zip(st.columns(2), cards[start : start + 2], strict=False):
            with place, st.container(border=True, key=f"scheme-{rank}"):
                view = Selection(scheme=card["programme"])
                st.html(card_html(card, navigation.href("programmes", view)))
                navigation.link("programmes", "Sa fiche : chiffres, objectifs, projets", view)


def card_html(scheme: Mapping[Any, Any], sheet: str) -> str:
    """A card, everything escaped. scheme: a row of `needs.schemes`, with its situation; sheet: its address."""
    cents, day = scheme["enveloppe_centimes"], scheme["source_date"]
    envelope = None if pd.isna(cents) else formats.short_euros(cents / CENTS_PER_EURO)
    entries = [("Porteur", scheme["porteur"]), ("Où", scheme["perimetre"]), ("Enveloppe publiée", envelope)]
    return templating.render(
        "scheme",
        scheme=typeset(scheme["programme"]),
        sheet=sheet,
        situation=typeset(scheme["situation"]),
        colour=_COLOURS[scheme["etat"]],
        reason=typeset(_capital(scheme["raison"])),
        description=typeset(scheme["description"]),
        entries=[(term, typeset(text)) for term, text in entries if not pd.isna(text)],
        href=None if pd.isna(scheme["source_url"]) else scheme["source_url"],
        source=typeset(scheme["source_editeur"]),
        day=None if pd.isna(day) else when(day),
        accent=palette.ACCENT,
        muted=palette.MUTED,
    )


def _chosen_place(selection: Selection) -> str | None:
    """The key of the place to look around: that of the selection first, or a territory of the list."""
    visit = Visit.current()
    options = dict(_territories(visit))
    if selection.places:
        first = visit.place(selection.places[0])
        options = {first.key: f"{first.nom} – {first.genre}"} | options
    key: str | None = st.selectbox(
        "Lieu",
        list(options),
        index=0 if selection.places else None,
        format_func=lambda place: typeset(options.get(str(place), str(place))),
        # Another place of the selection is another list, which begins at it.
        key=f"{_PLACE}-{selection.places[0] if selection.places else ''}",
        placeholder="Choisir un territoire",
        filter_mode="contains",
    )
    return key


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


@of_edition()
def _tables(visit: Visit) -> tuple[pd.DataFrame, pd.DataFrame]:
    return visit.edition().table("besoins"), visit.edition().table("programmes")


def _count() -> int:
    return len(_tables(Visit.current())[1])


@of_edition()
def _territories(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Key and name of every territory of the present phase, in the order of names."""
    level = visit.places().levels[f"territoires-{PRESENT_PHASE}"].sort_values("ordre")
    shown = level["nom"] + " (" + level["precision_nom"] + ")"
    return tuple((place_key("territoire", str(code)), name) for code, name in shown.items())
