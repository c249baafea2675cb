"""Which column of a visitor's table is what, proposed from headers and content; the visitor has the last word.

A header weighs with the content under it. Content alone makes codes or communes of a column only where chance does not:
all the years since 2001 are codes of communes of Aisne with their zero lost, a third of the numbers of five digits are
codes, and so is half of the postcodes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from data.cells.amounts import is_unknown
from data.cells.communes import name_keys
from data.own import fits
from data.own.ground import Ground
from data.own.headers import Money, any_of, is_paid, likeness, money, words, years_of
from data.own.roles import ROLES
from data.words.quantities import AIDE, QUANTITIES

SAMPLE: Final = 400  # distinct cells of a column that are looked at
LEAST: Final = 0.45  # a proposal of a lower score is not made
_EXACT_LEAST: Final = 0.7  # what an exact header is worth, if its content has the shape
# What content alone is worth, where it can be recognised.
_NAMES_AND_CODES, _CODES_ALONE, _NAMES_ALONE, _YEARS_ALONE = 0.8, 0.6, 0.55, 0.5
_SURE: Final = 0.95  # the part of a column of codes that are codes
_NAMED: Final = 0.85  # the part of a column of communes that are names of communes
_FEW: Final = 5  # distinct cells, under which content alone proves nothing
_CODE: Final = re.compile(r"[0-9]{5}|2[AB][0-9]{3}")
# Headers over which a number is a number, a word is a word, whatever communes bear it.
_NO_CODE: Final = any_of(
    "nombre nb effectif salarie population pop annee date montant cp postal numero num telephone tel "
    "superficie surface naf ape siren siret dossier emploi mise service"
)
_NO_NAME: Final = any_of("type statut nature categorie forme date region departement prenom secteur filiere")
_COSTS_OF: Final = any_of("fonctionnement investissement equipement")


@dataclass(frozen=True)
class Proposal:
    """A column for a role, and how sure it is (0 to 1). also: others of one and the same thing, to be added to it, such
    as those of other years. others: columns that could be chosen instead.
    """

    column: str
    score: float
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def propose(frame: pd.DataFrame, ground: Ground) -> dict[str, Proposal]:
    """A column for each role that seems to have one, the best scores first; a column serves once."""
    return of_samples(sampled(frame), frame.iloc[:SAMPLE], ground)


def sampled(frame: pd.DataFrame, before: Mapping[str, pd.Series] = MappingProxyType({})) -> dict[str, pd.Series]:
    """Distinct cells of each column that say something. before: those of the rows above, for a table in parts, which
    gives in the end the cells that it gives at once.
    """
    return {
        str(name): _sample(pd.concat([before.get(str(name), cells.head(0)), cells])) for name, cells in frame.items()
    }


def of_samples(samples: Mapping[str, pd.Series], head: pd.DataFrame, ground: Ground) -> dict[str, Proposal]:
    """What `propose` gives. samples: of all the rows; head: the first ones."""
    scored = [
        (score, role, column)
        for column, sample in samples.items()
        for role, score in _scores(column, sample, head, ground).items()
        if score >= LEAST
    ]
    order = list(ROLES)
    found: dict[str, Proposal] = {}
    taken: set[str] = set()
    # Equal scores in the order of the roles, not of the columns: a file proposes the same however it is laid out.
    for score, role, column in sorted(scored, key=lambda each: (-each[0], order.index(each[1]))):
        if role not in found and column not in taken:
            also = (
                tuple(c for c in _companions(column, samples, ground) if c not in taken) if role in QUANTITIES else ()
            )
            found[role] = Proposal(column, round(score, 2), also)
            taken |= {column, *also}
    if AIDE.key not in found and (years := _bare_years(samples, ground, taken)):
        found[AIDE.key] = Proposal(years[0], _YEARS_ALONE, tuple(years[1:]))
    if not {"lon", "lat"} <= found.keys():
        found = {role: proposal for role, proposal in found.items() if role not in {"lon", "lat"}}
    others = {role: tuple(c for _, r, c in scored if r == role and c not in taken) for role in QUANTITIES}
    return {role: replace(found[role], others=others.get(role, ())) for role in order if role in found}


def set_apart(frame: pd.DataFrame) -> Mapping[str, Money]:
    """The columns of money that is neither aid nor investment: guarantees, loans, what was asked for, percentages."""
    named = {str(column): money(str(column)) for column in frame.columns}
    return {
        column: each.kind
        for column, each in named.items()
        if each is not None and each.kind not in QUANTITIES and frame[column].str.contains(r"\d", na=False).any()
    }


def _sample(cells: pd.Series) -> pd.Series:
    """Distinct cells that say something, drawn by their hashes: whatever the order of the rows, or the parts that they
    are read in.
    """
    distinct = cells.dropna().drop_duplicates()
    known = distinct[~is_unknown(distinct)]
    if len(known) <= SAMPLE:
        return known
    drawn = np.argsort(pd.util.hash_array(known.to_numpy(dtype=object), categorize=False), kind="stable")[:SAMPLE]
    return known.iloc[np.sort(drawn)]


def _scores(header: str, sample: pd.Series, head: pd.DataFrame, ground: Ground) -> dict[str, float]:
    """How well a column suits each role: its header, weighed by how much of its content fits."""
    if sample.empty:
        return {}
    scores = {role: _by_header(role, header, sample, ground) for role in ROLES}
    alone = words(header)
    if not scores["code_insee"] and not _NO_CODE & set(alone):
        scores["code_insee"] = _codes_alone(header, sample, head, ground)
    if not scores["commune"] and not _NO_NAME & set(alone):
        scores["commune"] = _names_alone(sample, ground)
    return scores


def _by_header(role: str, header: str, sample: pd.Series, ground: Ground) -> float:
    if role in QUANTITIES and QUANTITIES[role].kind == "cents":
        return _amounts(role, header, sample, ground)
    told = words(header)
    named = likeness(told, ROLES[role].in_words)
    if not named or (named < 1 and (ROLES[role].never & set(told) or money(header))):
        return 0.0
    fit = fits.FITS[role](sample, ground) if role in fits.FITS else 1.0
    if named == 1 and role not in {"lon", "lat", "siret"} and fits.has_shape(role, sample):
        return _EXACT_LEAST + (1 - _EXACT_LEAST) * fit
    return named * (0.2 + 0.8 * fit)


def _amounts(role: str, header: str, sample: pd.Series, ground: Ground) -> float:
    """How well a column holds the money of a role: by the kind that its header names, if half of it are amounts."""
    named = money(header)
    if named is None or named.kind != role:
        return 0.0
    fit = fits.FITS[role](sample, ground)
    if fit < 0.5:
        return 0.0
    told = words(header)
    is_exact = told in ROLES[role].in_words and named.strength > 0.6  # « montant » alone says little
    # Of several columns of one kind: the total rather than its parts, then without tax, and granted rather than paid.
    nuance = 0.05 * ("total" in told) + 0.02 * ("ht" in told) - 0.1 * is_paid(header)
    return min(1.0, (1.0 if is_exact else named.strength) * (0.2 + 0.8 * fit) + nuance)


def _companions(column: str, samples: Mapping[str, pd.Series], ground: Ground) -> list[str]:
    """The other columns of the same thing: of other years, or grants for running beside grants for investing."""
    own, year = years_of(column)
    if year is not None:
        return [c for c in _numeric(samples, ground) if c != column and years_of(c)[0] == own and years_of(c)[1]]
    told = set(words(column))
    if not told & _COSTS_OF or (named := money(column)) is None:
        return []
    rest = told - _COSTS_OF
    return [
        c
        for c in _numeric(samples, ground)
        if c != column and set(words(c)) - _COSTS_OF == rest and set(words(c)) & _COSTS_OF and money(c) == named
    ]


def _numeric(samples: Mapping[str, pd.Series], ground: Ground) -> Iterable[str]:
    return (c for c, sample in samples.items() if not sample.empty and fits.FITS[AIDE.key](sample, ground) >= 0.5)


def _bare_years(samples: Mapping[str, pd.Series], ground: Ground, taken: set[str]) -> list[str]:
    """The columns that a year alone names, if there are several."""
    named = [c for c in _numeric(samples, ground) if c not in taken and years_of(c)[0] == () and years_of(c)[1]]
    return named if len(named) > 1 else []


def _codes_alone(header: str, sample: pd.Series, head: pd.DataFrame, ground: Ground) -> float:
    """Codes under any header: five characters, nearly all of them codes, and a zero or a letter that no number has, or
    the names of the communes beside them. Numbers of four digits are never codes without a header.
    """
    written = sample.str.strip()
    five = written[written.str.fullmatch(_CODE)]
    known = fits.share([code in ground.present for code in five])
    if len(five) < _FEW or 2 * len(five) < len(sample) or known < _SURE:
        return 0.0
    if five.str.contains("^0|[AB]").any() or _names_agree(header, head, ground):
        return _CODES_ALONE
    return 0.0


def _names_agree(header: str, rows: pd.DataFrame, ground: Ground) -> bool:
    """Whether another column holds the names of the communes of these codes."""
    keys = dict(zip(ground.names.keys["code"], ground.names.keys["cle"], strict=True))
    expected = [keys.get(ground.present.get(str(code).strip(), ""), "") for code in rows[header].fillna("")]
    others = (name_keys(rows[column].fillna("").tolist()) for column in rows.columns if column != header)
    return any(
        fits.share([one == other for one, other in zip(expected, written, strict=True) if one]) >= 0.8
        for written in others
    )


def _names_alone(sample: pd.Series, ground: Ground) -> float:
    """Communes under any header: names with their own codes, or several distinct ones, nearly all names of communes."""
    if fits.with_codes(sample, ground) >= _NAMED:
        return _NAMES_AND_CODES
    return _NAMES_ALONE if len(sample) >= _FEW and fits.communes(sample, ground) >= _NAMED else 0.0
