"""What became of a visitor's table, said first: rows placed, euros read, what is missing, what is kept out of it."""

from functools import partial
from typing import Final

import streamlit as st

from components.text import formats
from components.text.plain import said
from components.views.mes_donnees import column_choice
from components.visit import own_table
from components.visit.own_table import OwnTable
from data.own import asides
from data.own.report import Result
from data.words.quantities import QUANTITIES

_SHOWN: Final = 5  # of lines, in a sentence: enough to find the rest in a spreadsheet
_APART: Final = {
    "garantie": "une garantie",
    "pret": "un prêt ou une avance",
    "demande": "un montant demandé, pas accordé",
    "pourcentage": "un pourcentage",
    "avantage en nature": "un avantage en nature",
}


def draw(own: OwnTable) -> None:
    """Draw what is missing, the result, and the rows that are kept out of it."""
    for line in column_choice.missing(own):
        st.error(said(line))
    found = own.told.result
    st.header(said(summary(found)), anchor=False)
    for line in (*unplaced(found), *_apart(own)):
        st.markdown(said(line))
    _set_aside(own)
    _damaged(own)


def summary(found: Result) -> str:
    """« 4 lignes sur 5 placées, 4 175 000,50 € d'aide publique connue »."""
    verb = "placée" if found.placed < 2 else "placées"
    placed = f"{formats.counted(found.placed, 'ligne')} sur {formats.number(found.rows)} {verb}"
    return ", ".join([placed, *(_sum(role, sums[1]) for role, sums in found.sums.items())])


def unplaced(found: Result) -> list[str]:
    """What the rows without a place hold."""
    lost = found.rows - found.placed
    if not lost:
        return []
    sums = [_sum(role, whole - placed) for role, (whole, placed) in found.sums.items() if whole != placed]
    held = f" : {formats.joined(sums)}" if sums else ""
    return [f"{formats.counted(lost, 'ligne')} sans lieu{held}. Ce qu'elles disent est plus bas, avec le remède."]


def _sum(role: str, total: int) -> str:
    quantity = QUANTITIES[role]
    if quantity.kind == "cents":
        return f"{formats.number(total / quantity.held_in, 2)} € {quantity.counted[1]}"
    return f"{formats.number(total)} {quantity.counted[total > 1]}"


def _apart(own: OwnTable) -> list[str]:
    """The columns of money that count neither as aid nor as investment."""
    taken = {column for role in own.choices.roles for column in own.choices.columns(role)}
    apart = {column: kind for column, kind in own.told.apart.items() if column not in taken}
    lines = [f"« {column} » : {_APART[kind]}" for column, kind in apart.items()]
    return [f"Montants tenus à part, comptés ni en aide ni en investissement : {' ; '.join(lines)}."] if lines else []


def _set_aside(own: OwnTable) -> None:
    """The rows that are none of the table, by kind, each with the way to keep them."""
    for key, kind in asides.KINDS.items():
        if key not in own.told.asides:
            continue
        aside, kept = own.told.asides[key], key in own.choices.kept
        count = aside.rows
        others = count - len(aside.first)
        listed = ", ".join(map(str, aside.first)) + (f" et {others} autres" if others else "")
        mark = "s" if count > 1 else ""
        told = formats.counted(count, kind.label, kind.plural) + (
            f", gardée{mark}" if kept else f", mise{mark} de côté"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"own-aside-{key}"):
            st.markdown(said(f"{told} : {kind.reason} (ligne{mark} {listed})."), width="content")
            label = "Mettre de côté" if kept else "Garder dans la table"
            st.button(label, key=f"own-keep-{key}", on_click=partial(own_table.keep, key, kept=not kept))


def _damaged(own: OwnTable) -> None:
    """The rows that no column could take."""
    damaged = own.reading.layout.damaged
    if not damaged:
        return
    st.warning(
        said(
            f"{formats.counted(len(damaged), 'ligne abîmée', 'lignes abîmées')} hors de la table, le reste étant lu. "
            f"{'; '.join(f'Ligne {each.line} : {each.reason}' for each in damaged[:_SHOWN])}. "
            f"Remède : {damaged[0].remedy}."
        )
    )
