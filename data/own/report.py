"""A visitor's table once checked: the place and the amounts of each row, what is counted, and what is said of the rest.

Every row is in one group, and no amount is rounded: sums of whole centimes by group add up to that of the file.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Final, Self

import pandas as pd

from data.cells import amounts
from data.cells.amounts import Numbers, Sign, Signs, Style, cents, counts
from data.cells.dates import years
from data.own import asides, doubts
from data.own.doubtful import Answers, Tally
from data.own.findings import ASIDE, STATUSES
from data.own.ground import Ground
from data.own.join import PLACING, join
from data.own.proposals import Proposal
from data.own.verdicts import Question
from data.places.levels import Places
from data.places.wider import Wider
from data.words.levels import KINDS
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES
from data.words.text import free_name
from data.words.vocabulary import TAILLES, TYPES_EPCI

VALUES: Final[Mapping[str, str]] = {key: each.column for key, each in QUANTITIES.items()}
# Before the name of each column that the atlas adds, so that none is taken for one of the file.
PREFIX: Final = "atlas_"
NOTED: Final = "remarque"  # of a row that is placed or not, in the place of its status
_SAID: Final = ("statut", "colonne", "motif", "remede")
# In what is said of a row, what another row has otherwise.
_VARYING: Final = r"« [^»]* »|\b(?:[0-9]{5}|2[AB][0-9]{3})\b|(?<=ligne )[0-9]+"
_SHOWN_EXAMPLES: Final = 3  # three are recognised; the file given back has them all
_NOUNS: Final = {**{key: each.noun for key, each in QUANTITIES.items()}, "annee": "année"}


@dataclass(frozen=True)
class Choices:
    """What the visitor decided. roles: role -> column; also: role of an amount -> columns that are added to it;
    decimals: role -> decimal sign, where the column does not tell; answers: key of a question -> code of a commune, or
    `doubtful.NOWHERE`; believed: kind of doubt -> what is believed for all its rows, of `doubtful.KINDS`; kept: kinds
    of rows, of `asides.KINDS`, that are rows of the table all the same.
    """

    roles: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decimals: Mapping[str, Sign] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    believed: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()

    @classmethod
    def proposed(cls, proposals: Mapping[str, Proposal]) -> Self:
        """The choices of a visitor who takes what is proposed."""
        roles = {role: each.column for role, each in proposals.items()}
        return cls(roles, {role: each.also for role, each in proposals.items() if each.also})

    def columns(self, role: str) -> tuple[str, ...]:
        """All the columns of a role."""
        return (self.roles[role], *self.also.get(role, ())) if role in self.roles else ()


@dataclass(frozen=True)
class Checked:
    """rows: those of `Joined`, with those of `VALUES` and annee (Int64, null when not known, absent without a column)
    and remarques (what could not be read, what may be wrong, "" for nothing); genre: the kind of those that are set
    aside or would be, of `asides.KINDS`, else "". styles: how each column of amounts is written; said: how many cells
    give no value, or an approximate one, by role and reason.
    """

    rows: pd.DataFrame
    questions: tuple[Question, ...]
    styles: Mapping[str, Style]
    said: Mapping[str, Mapping[str, int]]


def check(frame: pd.DataFrame, choices: Choices, ground: Ground, hidden: Collection[int] = ()) -> Checked:
    """Read the amounts and dates of a table, set aside what is no row of it, place the others.

    frame: all text, as `reading.read_table` gives it; hidden: the lines that the file does not show.
    """
    styles = styles_of(signs_of(frame, choices), choices)
    read = read_values(frame, choices, styles)
    kinds = asides.find(frame, placing(choices), quantities(read), hidden)
    is_row = is_counted(kinds, choices)
    rows, questions = placed_rows(frame, choices, ground, read, kinds)
    rows = remarked(frame, choices, rows, doubts.Firsts())
    if not is_row.all():
        styles = styles_of(signs_of(frame[is_row], choices), choices)
    return Checked(rows, questions, styles, said_of(read, is_row))


def said_of(read: Mapping[str, Numbers], is_row: pd.Series) -> dict[str, Counter[str]]:
    """What `Checked` counts of the cells of the rows of a table."""
    return {role: Counter(numbers.said[is_row & (numbers.said != "")]) for role, numbers in read.items()}


def placing(choices: Choices) -> list[str]:
    """The columns that place a row."""
    return [choices.roles[role] for role in PLACING if role in choices.roles]


def quantities(read: Mapping[str, Numbers]) -> dict[str, pd.Series]:
    """What was read of amounts, in cents or in units."""
    return {role: read[role].values for role in VALUES if role in read}


def is_counted(kinds: pd.Series, choices: Choices) -> pd.Series:
    """Which rows are rows of the table. kinds: as `asides.find` gives them."""
    return (kinds == "") | kinds.isin(choices.kept)


def placed_rows(
    frame: pd.DataFrame,
    choices: Choices,
    ground: Ground,
    read: Mapping[str, Numbers],
    kinds: pd.Series,
    *,
    tally: Tally | None = None,
    postcodes: Collection[str] | None = None,
) -> tuple[pd.DataFrame, tuple[Question, ...]]:
    """The rows of `Checked`, their remarks still open, and the questions. tally, postcodes: what `join` takes for some
    of the rows of a table.
    """
    is_row = is_counted(kinds, choices)
    answers = Answers(choices.answers, choices.believed, tally)
    # Without them: the total of a département would be asked about, and counted, as one more row of it.
    joined = join(frame[is_row], choices.roles, ground, answers, postcodes)
    rows = joined.rows.reindex(frame.index)
    out = ~is_row
    rows.loc[out, ["statut", "colonne", "valeur", "remede"]] = [ASIDE, "", "", "la garder d'un clic si c'en est une"]
    rows.loc[out, "motif"] = kinds[out].map({key: kind.reason for key, kind in asides.KINDS.items()})
    remarks = pd.Series("", index=frame.index)
    for role, numbers in read.items():
        rows[VALUES.get(role, role)] = numbers.values
        told = numbers.said != ""
        cells = _together(frame.loc[told, list(choices.columns(role))])
        remarks[told] += _NOUNS[role] + " : " + numbers.said[told] + " (« " + cells + " ») ; "
    return rows.assign(remarques=remarks, genre=kinds), joined.questions


def _together(cells: pd.DataFrame) -> pd.Series:
    """The filled cells of each row in one text: « 1 000 + 250 »."""
    texts = [" + ".join(cell for cell in row if isinstance(cell, str)) for row in cells.to_numpy(dtype=object)]
    return pd.Series(texts, index=cells.index, dtype="str")


def signs_of(frame: pd.DataFrame, choices: Choices) -> dict[str, Signs]:
    """What each column of amounts tells of its decimal sign."""
    columns = dict.fromkeys(column for role in VALUES for column in choices.columns(role))
    return {column: amounts.signs_of(frame[column]) for column in columns}


def styles_of(signs: Mapping[str, Signs], choices: Choices) -> dict[str, Style]:
    """How the amounts of each role are written, in all of its columns together."""
    return {
        role: reduce(or_, (signs[column] for column in choices.columns(role))).style
        for role in VALUES
        if role in choices.roles
    }


def read_values(frame: pd.DataFrame, choices: Choices, styles: Mapping[str, Style]) -> dict[str, Numbers]:
    """The amounts and the year of each row, by role."""
    return {role: _read(frame, choices, role, styles) for role in (*VALUES, "annee") if role in choices.roles}


def _read(frame: pd.DataFrame, choices: Choices, role: str, styles: Mapping[str, Style]) -> Numbers:
    """The values of a role: of its column, or the sum of what is known in its columns."""
    if role == "annee":
        return years(frame[choices.roles[role]])
    decimal = choices.decimals.get(role, styles[role].decimal)
    read_all = cents if QUANTITIES[role].kind == "cents" else counts
    parts = [read_all(frame[column], decimal) for column in choices.columns(role)]
    if len(parts) == 1:
        return parts[0]
    # min_count: of rows without any of these amounts, the sum is unknown, not zero.
    values = pd.concat([part.values for part in parts], axis=1).sum(axis=1, min_count=1).astype("Int64")
    said = parts[0].said
    for part in parts[1:]:
        said = said.where(said != "", part.said)
    return Numbers(values, said)


def remarked(
    frame: pd.DataFrame,
    choices: Choices,
    rows: pd.DataFrame,
    firsts: doubts.Firsts,
    medians: Mapping[str, float] = MappingProxyType({}),
) -> pd.DataFrame:
    """The rows of `placed_rows` with all their remarks. firsts: of the rows above; medians: as
    `doubts.far_from_median` takes them, by column, when the table has other rows.
    """
    counted = rows[is_counted(rows["genre"], choices)]
    told = pd.Series("", index=counted.index)
    for role, name in VALUES.items():
        if name in counted:
            is_far = doubts.far_from_median(counted[name], medians.get(name))
            told[is_far] += f"{_NOUNS[role]} très loin de la médiane, à vérifier ; "
    if "projet" in choices.roles:
        before = firsts.before(counted["code_insee"], frame.loc[counted.index, choices.roles["projet"]])
        told[before.index] += "même commune et même projet que la ligne " + before.astype(str) + " ; "
    remarks = rows["remarques"] + told.reindex(rows.index, fill_value="")
    return rows.assign(remarques=remarks.str.removesuffix(" ; "))


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
    return rows["lieu"].str.extract("^([^-]*)", expand=False).mask(rows["code_insee"].notna(), "commune")


@dataclass(frozen=True)
class Result:
    """What became of a table, in a few figures. rows: of the table, without those set aside; placed: those of them that
    are in a place; sums: of each quantity that it has, in all rows, and in those that are placed, in its column's unit.
    """

    rows: int
    placed: int
    sums: Mapping[str, tuple[int, int]]


def result(rows: pd.DataFrame) -> Result:
    """The figures of a check."""
    counted = kept(rows)
    placed = counted[is_placed(counted)]
    sums = {role: (int(counted[name].sum()), int(placed[name].sum())) for role, name in VALUES.items() if name in rows}
    return Result(len(counted), len(placed), sums)


def kept(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table, without those that are set aside."""
    return rows[rows["statut"] != ASIDE]


def is_placed(rows: pd.DataFrame) -> pd.Series:
    """Which rows are in a place."""
    return rows["code_insee"].notna() | rows["lieu"].notna()


def to_review(rows: pd.DataFrame) -> pd.DataFrame:
    """What is said of rows, each thing once, the most frequent first: statut, colonne, motif, remede, lignes, premiere
    (the first line), exemples. What differs from one row to another in a sentence is left to the examples.
    """
    told = rows[rows["motif"] != ""].reset_index(names="ligne")[[*_SAID, "valeur", "ligne"]]
    remarks = rows.loc[rows["remarques"] != "", "remarques"].str.split(" ; ").explode()
    parts = remarks.str.extract(r"^(?P<motif>.*?)(?: \(« (?P<valeur>.*) »\))?$").fillna("")
    noted = parts.reset_index(names="ligne").assign(statut=NOTED, colonne="", remede="")
    every = pd.concat([told, noted[told.columns]]) if len(noted) else told
    every = every.assign(motif=every["motif"].str.replace(_VARYING, "…", regex=True))
    grouped = every.groupby(list(_SAID), sort=False)
    table = grouped.agg(lignes=("ligne", "size"), premiere=("ligne", "min"), exemples=("valeur", _examples))
    return table.reset_index().sort_values("lignes", ascending=False, kind="stable", ignore_index=True)


def _examples(values: pd.Series) -> str:
    distinct = [value for value in values.drop_duplicates() if value]
    more = len(distinct) - _SHOWN_EXAMPLES
    return ", ".join(distinct[:_SHOWN_EXAMPLES]) + (f" et {more} autres" if more > 0 else "")


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
            values = rows[name] / CENTS_PER_EURO if euros else rows[name]
            added[name.replace("_centimes", "_eur")] = values
    # The file may be one that the atlas gave.
    columns = {free_name(PREFIX + name, kept.columns): values.array for name, values in added.items()}
    return pd.concat([kept, pd.DataFrame(columns, index=kept.index)], axis=1)
