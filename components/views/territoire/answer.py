"""« Répondre » : five sourced sentences on a place that an official can say or paste, with the link to the sheet."""

import streamlit as st

from components.places import place_sentences
from components.text import formats, sentences
from components.text.formats import typeset
from components.views.territoire.page import Sheet, finding
from components.visit import navigation, provenance
from components.visit.visit import Visit
from data.places import sheet


def draw(shown: Sheet) -> None:
    """Draw the sentences, with the button that copies them."""
    st.markdown(typeset("Cinq phrases sourcées, à dire ou à coller :"))
    st.code(typeset("\n".join(told(shown))), language=None, wrap_lines=True)


def told(shown: Sheet) -> list[str]:
    """Identity, projects, the main one or those around, the holders, then source, date and link."""
    place = shown.place
    return [
        f"{place.nom} : {place_sentences.identity(place)}.",
        finding(shown),
        _main(shown),
        _holders(shown),
        _sourced(shown),
    ]


def _main(shown: Sheet) -> str:
    top = sheet.largest(shown.projects)
    if not top.empty:
        return sentences.money(shown.totals, top.iloc[0])
    if shown.near.empty:
        return "Aucun montant d'investissement n'y est connu."
    first = shown.near.iloc[0]
    away = formats.number(first["distance_km"])
    return f"Le projet le plus proche : {first['projet']} ({first['commune']}, {away} km, {first['annee']})."


def _holders(shown: Sheet) -> str:
    visit = Visit.current()
    parts = []
    for key in visit.holders(shown.place.key):
        holder = visit.place(key)
        projects = int(visit.sums(shown.selection, holder)["projets"])
        parts.append(f"{holder.nom} ({holder.genre.lower()}) : {formats.counted(projects, 'projet')}")
    whole = int(visit.national_sums(shown.selection.chosen())["projets"])
    return "Par comparaison : " + " ; ".join([*parts, f"France entière : {formats.number(whole)}"]) + "."


def _sourced(shown: Sheet) -> str:
    date = formats.day(Visit.current().edition().manifest.built_at)
    lacking = "" if shown.totals.projects else " Ne pas être relevé n'est pas ne pas exister."
    filters = " ; ".join(provenance.filter_lines(shown.selection))
    selected = f" Sélection : {filters}." if filters else ""
    return f"{shown.source} Données du {date}.{selected}{lacking} {_link(shown)}".rstrip()


def _link(shown: Sheet) -> str:
    """The address of the sheet, its place and its filters included: the browser's is told without them."""
    site = (st.context.url or "").partition("?")[0].rpartition("/")[0]
    return f"{site}/{navigation.href('territoire', shown.selection)}" if site else ""
