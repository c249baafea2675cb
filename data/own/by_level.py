"""Rows of an intercommunalité, a département or a région, which are in no commune; rows of places outside the atlas."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.communes import name_keys
from data.own.findings import ACCEPTED, FOR_GOOD, REJECTED, REPAIRED, Findings, Positions, Texts
from data.own.ground import Ground
from data.places.wider import COLUMNS, echelon
from data.words import outside as elsewhere
from data.words.levels import KINDS
from data.words.place_keys import place_key, split

# The columns that may name a place of each kind, the surest first.
_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "epci": ("epci", "code_insee", "commune"),
    "departement": ("departement", "code_insee", "commune"),
    "region": ("region", "code_insee", "commune"),
}
_OUTSIDE_BY: Final = ("code_insee", "departement", "code_postal", "commune")
_NONE: Final = "aucun lieu de cet échelon ne se reconnaît dans la ligne"
_NAME_IT: Final = "remplir le code ou le nom de l'intercommunalité, du département ou de la région"
_KEEP: Final = "aucun : l'atlas s'arrête aux départements ; la ligne ne compte que dans les totaux nationaux"


def outside(found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> None:
    """Set aside the rows of overseas collectivities, by code or by a name that no commune of the atlas has."""
    for role in _OUTSIDE_BY:
        if role not in roles:
            continue
        rows = found.having("")
        # Each text is read once: half a million rows name a few thousand places.
        which, cells = pd.factorize(frame[roles[role]].iloc[rows].fillna("").to_numpy(dtype=object))
        named = np.array([_collectivity(cell, role, ground) for cell in cells.tolist()], dtype=object)
        if not len(cells) or not (named != "").any():
            continue
        hit = named[which] != ""
        found.write(
            rows[hit],
            statut=REJECTED,
            colonne=roles[role],
            valeur=cells[which[hit]],
            motif=np.array([f"collectivité d'outre-mer hors de l'atlas : {nom}" for nom in named[which[hit]]], object),
            remede=_KEEP,
            signe=FOR_GOOD,
        )


def by_echelon(found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> None:
    """Place the rows whose column of levels says another one than commune: at that level, or nowhere."""
    rows = found.having("")
    which, cells = pd.factorize(frame[roles["echelon"]].iloc[rows].fillna("").to_numpy(dtype=object))
    kinds = np.array([echelon(cell) for cell in cells.tolist()], dtype=object)[which]
    for kind in _NAMED_BY:
        asked = rows[kinds == kind] if len(rows) else rows
        _place(found, frame, roles, ground, asked, kind)
        if kind == "departement":  # that of Corsica is its région too
            _place(found, frame, roles, ground, asked, "region")
        lost = asked[found.statut[asked] == ""]
        written = frame[roles["echelon"]].iloc[lost].to_numpy(dtype=object)
        said = {"colonne": roles["echelon"], "valeur": written, "motif": _NONE, "remede": _NAME_IT}
        found.write(lost, statut=REJECTED, signe=FOR_GOOD, **said)


def by_place(found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> None:
    """Place the rows whose code or name is not that of a commune and is that of a place above."""
    for role in ("code_insee", "commune"):
        if role not in roles:
            continue
        rows = found.having(REJECTED)
        cells = frame[roles[role]].iloc[rows]
        lieux = _named(cells, role, ground)
        if role == "code_insee":  # « 01 » is a département beside « Ain », and may be anything else alone
            names = frame[roles["commune"]].iloc[rows] if "commune" in roles else cells.mask(cells.notna())
            beside = _named(names, "commune", ground)
            lieux = np.where(np.char.startswith(lieux.astype(str), "epci") | (lieux == beside), lieux, "")
        hit = lieux != ""
        _write(found, rows[hit], lieux[hit], ground, roles[role], cells.to_numpy(dtype=object)[hit])


def remaining(found: Findings, frame: pd.DataFrame, roles: Mapping[str, str], ground: Ground) -> None:
    """Place the rows that say nothing of a commune in the smallest place that a column of places above names."""
    said = [roles[role] for role in ("code_insee", "commune", "code_postal") if role in roles]
    for kind in COLUMNS:
        if kind not in roles:
            continue
        rows = found.having("")
        rows = rows[np.logical_and.reduce([is_unknown(frame[column].iloc[rows]) for column in said])] if said else rows
        _place(found, frame, roles, ground, rows, kind, only=(kind,), plain=not said)


def _place(
    found: Findings,
    frame: pd.DataFrame,
    roles: Mapping[str, str],
    ground: Ground,
    rows: Positions,
    kind: str,
    *,
    only: tuple[str, ...] = (),
    plain: bool = True,
) -> None:
    """Place rows in the place of a kind that the first of their columns names. plain: there is nothing to say of it."""
    for role in only or _NAMED_BY[kind]:
        if role not in roles:
            continue
        left = rows[found.statut[rows] == ""]
        cells = frame[roles[role]].iloc[left].fillna("").to_numpy(dtype=object)
        which, distinct = pd.factorize(cells)
        codes = np.array(ground.wider.codes(kind, distinct.tolist()), dtype=object)
        keys = np.array([place_key(kind, code) if code else "" for code in codes], dtype=object)
        lieux = keys[which] if len(distinct) else cells
        hit = lieux != ""
        # A merged EPCI is placed in that of today, which is said of its row: it is larger.
        past = np.array([kind == "epci" and ground.wider.is_past(cell) for cell in distinct.tolist()], dtype=bool)
        settled = hit & ~past[which] if plain and len(distinct) else np.zeros(len(left), dtype=bool)
        found.write(left[settled], lieu=lieux[settled], statut=ACCEPTED)
        said = hit & ~settled
        _write(found, left[said], lieux[said], ground, roles[role], cells[said])


def _write(found: Findings, rows: Positions, lieux: Texts, ground: Ground, column: str, cells: Texts) -> None:
    pairs = list(zip(lieux.tolist(), cells.tolist(), strict=True))
    said = {pair: _said(*pair, ground) for pair in set(pairs)}
    motif = np.array([said[pair] for pair in pairs], dtype=object)
    found.write(rows, lieu=lieux, statut=REPAIRED, colonne=column, valeur=cells, motif=motif, remede="")


def _said(lieu: str, cell: str, ground: Ground) -> str:
    if split(lieu)[0] == "epci" and ground.wider.is_past(cell):
        return f"intercommunalité fusionnée depuis, aujourd'hui : {_label(lieu, ground)}"
    return f"sans commune, comptée au niveau : {_label(lieu, ground)}"


def _label(lieu: str, ground: Ground) -> str:
    kind, code = split(lieu)
    return f"{KINDS[kind].singular} {ground.wider.name(kind, code)} ({code})"


def _named(cells: pd.Series, role: str, ground: Ground) -> Texts:
    """The key of the place above communes that each cell names, "" for none.

    A code of two digits under a heading of codes of communes is that of a département; régions have the same ones.
    """
    which, distinct = pd.factorize(cells.fillna("").to_numpy(dtype=object))
    written = distinct.tolist()
    # A later kind does not take what an earlier one found: « La Réunion » is a département and its région.
    kinds = ("epci", "departement") if role == "code_insee" else ("epci", "departement", "region")
    if role == "commune":  # a name alone: « 63 » is no name
        written = [cell if key else "" for cell, key in zip(written, name_keys(written), strict=True)]
    found = np.full(len(written), "", dtype=object)
    for kind in kinds:
        codes = ground.wider.codes(kind, written)
        found = np.array(
            [known or (place_key(kind, code) if code else "") for known, code in zip(found, codes, strict=True)], object
        )
    return found[which] if written else np.empty(0, dtype=object)


def _collectivity(cell: str, role: str, ground: Ground) -> str:
    """The collectivity that a cell names, "" for none."""
    text = cell.strip()
    if role == "commune":
        named = elsewhere.collectivity_of_name(text)
        known = named and any(ground.names.each_exact(name_keys([text]), [None]))
        return "" if known else named or ""
    code = text.removesuffix(".0").replace(" ", "")
    of_code = elsewhere.collectivity_of_postcode if role == "code_postal" else elsewhere.collectivity_of_code
    return of_code(code) or (elsewhere.collectivity_of_name(text) or "" if role == "departement" else "")
