"""A visitor's table once checked: the place and the amounts of each row, what is counted, and what is said of the rest.

Every row is in one group, and no amount is rounded: sums of whole centimes by group add up to that of the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from data.cells.amounts import Sign, Style, cents, counts, style_of
from data.cells.dates import years
from data.cells.kinds import CENTIMES_PER_EURO
from data.own import doubts
from data.own.findings import STATUSES
from data.own.ground import Ground
from data.own.join import join
from data.own.verdicts import Question
from data.places.levels import Places
from data.places.wider import Wider
from data.words.levels import KINDS
from data.words.quantities import QUANTITIES
from data.words.vocabulary import TAILLES, TYPES_EPCI

VALUES: Final[Mapping[str, str]] = {key: each.column for key, each in QUANTITIES.items()}
# Before the name of each column that the atlas adds, so that none is taken for one of the file.
PREFIX: Final = "atlas_"
_UNREAD: Final = {**{key: each.noun for key, each in QUANTITIES.items()}, "annee": "année"}


@dataclass(frozen=True)
class Choices:
    """What the visitor decided. roles: role -> column; decimals: role -> decimal sign, where the column does not tell;
    answers: key of a question -> code of a commune, or `verdicts.NOWHERE`.
    """

    roles: Mapping[str, str]
    decimals: Mapping[str, Sign] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """rows: those of `Joined`, with those of `VALUES` and annee (Int64, null when not known, absent without a column)
    and remarques (what could not be read, what may be wrong, "" for nothing). styles: how each column of amounts is
    written; unread: cells that could not be read, by role.
    """

    rows: pd.DataFrame
    questions: tuple[Question, ...]
    styles: Mapping[str, Style]
    unread: Mapping[str, int]


def check(frame: pd.DataFrame, choices: Choices, ground: Ground) -> Checked:
    """Place the rows of a table and read its amounts and dates. frame: all text, as `upload.read_table` gives it."""
    joined = join(frame, choices.roles, ground, choices.answers)
    rows = joined.rows.copy()
    remarks = pd.Series("", index=frame.index)
    styles, unread = {}, {}
    for role in (*QUANTITIES, "annee"):
        if role not in choices.roles:
            continue
        cells = frame[choices.roles[role]]
        if role == "annee":
            name, read = "annee", years(cells)
        else:
            styles[role] = style_of(cells)
            decimal = choices.decimals.get(role, styles[role].decimal)
            read_all = cents if QUANTITIES[role].kind == "cents" else counts
            name, read = VALUES[role], read_all(cells, decimal)
        rows[name] = read.values
        unread[role] = int(read.unread.sum())
        lost = read.unread
        remarks[lost] += _UNREAD[role] + " illisible : « " + cells[lost] + " » ; "
    remarks += _doubts(frame, choices.roles, rows)
    return Checked(rows.assign(remarques=remarks.str.removesuffix(" ; ")), joined.questions, styles, unread)


def _doubts(frame: pd.DataFrame, roles: Mapping[str, str], rows: pd.DataFrame) -> pd.Series:
    """What is read and may be wrong, "" for nothing. rows: with their communes and amounts."""
    told = pd.Series("", index=frame.index)
    for role, name in VALUES.items():
        if name in rows:
            told[doubts.far_from_median(rows[name])] += f"{_UNREAD[role]} très loin de la médiane, à vérifier ; "
    if "projet" in roles:
        before = doubts.said_before(rows["code_insee"], frame[roles["projet"]]).dropna()
        told[before.index] += "même commune et même projet que la ligne " + before.astype(str) + " ; "
    return told


def groups(rows: pd.DataFrame) -> pd.DataFrame:
    """The `totals` of each status, all of `STATUSES` in their order: statut, then the columns of `totals`."""
    table = totals(rows, "statut").reindex(pd.Index(STATUSES, name="statut"), fill_value=0)
    return table.reset_index()


def totals(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """By value of a column: lignes, then for each of `VALUES` that the table has its sum, and how many are known
    (`<name>_connus`). int64; rows that have no value in the column are left out.
    """
    grouped = rows.groupby(by)
    sums = {"lignes": grouped.size()}
    for name in VALUES.values():
        if name in rows:
            sums |= {name: grouped[name].sum(), f"{name}_connus": grouped[name].count()}
    return pd.DataFrame(sums).astype("int64")


def levels_of(rows: pd.DataFrame) -> pd.Series:
    """The kind of place of each row, of `levels.KINDS`; null for a row that is in none."""
    return rows["lieu"].str.partition("-")[0].mask(rows["code_insee"].notna(), "commune")


def enriched(frame: pd.DataFrame, rows: pd.DataFrame, places: Places) -> pd.DataFrame:
    """The columns of the file, as they are, then what the atlas knows of each row: its place in every level, its
    amounts in euros, what was repaired. rows: those of a check, or some of them.
    """
    kept = frame.loc[rows.index]
    commune = places.communes.reindex(rows["code_insee"]).set_axis(rows.index)
    wider = Wider.of_places(places)
    held = wider.columns(rows["code_insee"], rows["lieu"])
    added = {
        "ligne": rows.index.to_series(),
        "statut": rows["statut"],
        "colonne": rows["colonne"],
        "valeur": rows["valeur"],
        "motif": rows["motif"],
        "remede": rows["remede"],
        "remarques": rows["remarques"],
        "code_insee": rows["code_insee"],
        "commune": commune["nom"],
        "population": commune["population"].astype("Int64"),
        "taille": commune["taille"].map(TAILLES),
        "niveau": levels_of(rows).map({kind: level.singular for kind, level in KINDS.items()}),
        "code_departement": held["code_departement"],
        "code_region": held["code_region"],
        "code_epci": held["code_epci"],
        "epci": held["code_epci"].map(places.levels["epci"]["nom"]),
        "type_epci": held["type_epci"].map(TYPES_EPCI),
    }
    for phase in (1, 2):
        ids = held[f"id_territoire_{phase}"]
        added[f"id_territoire_{phase}"] = ids
        added[f"territoire_{phase}"] = ids.map(places.levels[f"territoires-{phase}"]["nom"])
    for name in (*VALUES.values(), "annee"):
        if name in rows:
            euros = name.endswith("_centimes")
            values = rows[name] / CENTIMES_PER_EURO if euros else rows[name]
            added[name.replace("_centimes", "_eur")] = values
    columns = {PREFIX + name: values.array for name, values in added.items()}
    return pd.concat([kept, pd.DataFrame(columns, index=kept.index)], axis=1)
