"""What each column of a visitor's table is: proposed, changed by the visitor."""

from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.text import formats
from components.text.plain import said
from components.views.mes_donnees import reading_choice
from components.visit import own_table
from components.visit.own_table import OwnTable
from data.cells.amounts import DECIMAL_SIGNS, cents
from data.own.roles import ROLES
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES

_NONE: Final = ""
_ACROSS: Final = 4  # four lists of 230 px at 1366 px
_PLACED_BY: Final = (
    *({"code_insee"}, {"commune", "departement"}, {"code_postal"}, {"lon", "lat"}),
    *({"epci"}, {"departement"}, {"region"}),
)


def draw(own: OwnTable) -> None:
    """Draw a list of columns for each role, and a choice for each column of amounts that reads in two ways."""
    st.header("Colonnes", anchor=False)
    st.caption(
        said(
            "Proposées d'après leur nom et leur contenu, avec une note de 0 à 100 ; à corriger s'il le faut. Une "
            "colonne sans rôle est gardée telle quelle dans le tableau enrichi."
        )
    )
    reading_choice.draw(own)
    columns = st.columns(_ACROSS)
    for rank, role in enumerate(ROLES):
        with columns[rank % _ACROSS]:
            _role(own, role)
    for line in remarks(own):
        st.caption(said(line))


def decimals(own: OwnTable) -> None:
    """Draw the questions on amounts that read in two ways."""
    for role, style in own.told.styles.items():
        if style.decimal is None:
            _decimal(own, role, style.example)


def missing(own: OwnTable) -> list[str]:
    """What the table has no column for, which is said before anything else."""
    roles = own.choices.roles.keys()
    found = []
    by_siret = "siret" in roles and own.told.result.placed > 0
    if not by_siret and not roles & {role for needed in _PLACED_BY for role in needed}:
        found.append(
            "Aucune colonne de lieu reconnue : aucune ligne n'est placée. Choisir plus bas celle du code INSEE, de la "
            "commune, du code postal ou des coordonnées, s'il y en a une."
        )
    if not roles & QUANTITIES.keys():
        found.append(
            "Aucune colonne de montant reconnue : les lignes comptent, sans euros. Choisir plus bas celle de l'aide ou "
            "de l'investissement, s'il y en a une."
        )
    return found


def remarks(own: OwnTable) -> list[str]:
    """What the chosen columns cannot do."""
    roles = own.choices.roles.keys()
    found = []
    if "commune" in roles and not any(needed <= roles for needed in _PLACED_BY):
        found.append("Sans département, une commune n'est trouvée que si son nom est unique en France.")
    if "code_postal" in roles and "commune" not in roles:
        found.append("Un code postal sans nom de commune est demandé : ceux de petites communes changent.")
    if "siret" in roles and not roles & {"code_insee", "commune", "lon"}:
        found.append("Un SIRET ne dit la commune que si un fichier officiel de cette édition le situe.")
    for role, style in own.told.styles.items():
        if style.mixed:
            found.append(
                f"La colonne « {own.choices.roles[role]} » mêle virgules et points décimaux : chaque montant est lu "
                "selon sa propre écriture."
            )
    if lost := own.told.rounded:
        found.append(
            f"La colonne « {own.choices.roles['siret']} » a été arrondie par un tableur (« 7,17E+13 ») : "
            f"{formats.counted(lost, 'identifiant perdu', 'identifiants perdus')}."
        )
    return found


def _role(own: OwnTable, role: str) -> None:
    if role in QUANTITIES:
        _quantity(own, role)
        return
    options = [_NONE, *own.reading.columns]
    key = f"own-role-{role}-{own.key}"
    st.selectbox(
        _label(own, role),
        options,
        index=options.index(own.choices.roles.get(role, _NONE)),
        format_func=lambda column: column or "(aucune)",
        key=key,
        on_change=partial(_keep_role, role, key),
        filter_mode="contains",
    )


def _quantity(own: OwnTable, role: str) -> None:
    """Several columns may hold parts of one amount: those of several years."""
    key = f"own-role-{role}-{own.key}"
    st.multiselect(
        _label(own, role),
        list(own.reading.columns),
        default=list(own.choices.columns(role)),
        key=key,
        on_change=partial(_keep_role, role, key),
        filter_mode="contains",
        placeholder="(aucune)",
    )
    proposal = own.reading.proposals.get(role)
    if proposal and proposal.others:
        others = ", ".join(f"« {column} »" for column in proposal.others)
        st.caption(said(f"Aussi possible : {others}. Plusieurs colonnes choisies sont additionnées, ligne à ligne."))


def _label(own: OwnTable, role: str) -> str:
    proposal = own.reading.proposals.get(role)
    return ROLES[role].label + (f" (note {round(100 * proposal.score)})" if proposal else "")


def _keep_role(role: str, key: str) -> None:
    own = own_table.current()
    if own is None:
        return
    chosen = st.session_state[key]
    columns = [chosen] if isinstance(chosen, str) and chosen else list(chosen)
    roles = {name: column for name, column in own.choices.roles.items() if name != role}
    also = {name: columns for name, columns in own.choices.also.items() if name != role}
    decimals = {name: sign for name, sign in own.choices.decimals.items() if name != role}
    if columns:
        roles |= {role: columns[0]}
        also |= {role: tuple(columns[1:])} if columns[1:] else {}
    own_table.choose(replace(own.choices, roles=roles, also=also, decimals=decimals))


def _decimal(own: OwnTable, role: str, example: str) -> None:
    """Ask what a cell means that reads in two ways, when no other cell of its column tells."""
    key = f"own-decimal-{role}-{own.key}"
    kept = own.choices.decimals.get(role)
    st.radio(
        said(f"Dans la colonne « {own.choices.roles[role]} », « {example} » veut dire"),
        DECIMAL_SIGNS,
        index=None if kept is None else DECIMAL_SIGNS.index(kept),
        format_func=lambda sign: _reading(example, sign),
        horizontal=True,
        key=key,
        on_change=partial(_keep_decimal, role, key),
    )
    if kept is None:
        st.warning("Sans ce choix, les montants qui se lisent de deux façons restent inconnus.")


def _reading(example: str, sign: str) -> str:
    """« 1,23 » or « 1 234 » euros, for « 1,234 »."""
    value = cents(pd.Series([example]), "," if sign == "," else ".").values.iloc[0]
    return formats.number(int(value) / CENTS_PER_EURO, 2)


def _keep_decimal(role: str, key: str) -> None:
    own = own_table.current()
    if own is not None and st.session_state[key] is not None:
        decimals = dict(own.choices.decimals) | {role: st.session_state[key]}
        own_table.choose(replace(own.choices, decimals=decimals))
