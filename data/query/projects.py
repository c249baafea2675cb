"""The table of projects as read-only columns of small integers, which is all that the query reads.

A category is a code per project into sorted labels; an amount is int64 with a mask of what is known; a text is a code
per project into distinct folded strings. Any subset of the projects is again a `Projects` with the same labels, which
is what lets partial sums over a partition add up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.editions.edition import Edition
from data.query.filters import FILTERS
from data.words.levels import NATIONAL, Level
from data.words.quantities import QUANTITIES
from data.words.text import fold_each, french_order
from data.words.vocabulary import DENSITES, NATURES_A_PART, PETITES_TAILLES, PHASES
from geo.errors import DataError

NONE: Final = ""  # label of the last slot of a dimension, for the projects that have no value in it

Codes = npt.NDArray[np.unsignedinteger[Any]]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

# Dimension -> column. The labels of the first group are the codes of the level tables, those of the second what occurs.
_LEVELS: Final[Mapping[str, Level]] = {level.key.replace("-", "_"): level for level in NATIONAL}
_LISTS: Final = [each for name, each in FILTERS.items() if each.kind == "several" and name not in _LEVELS]
_OPEN: Mapping[str, str] = {
    "communes": "code_insee",
    **{each.dimension: each.column for each in _LISTS if each.options is None},
}
_CLOSED: Mapping[str, tuple[str, Iterable[str]]] = {
    **{each.dimension: (each.column, each.options) for each in _LISTS if each.options is not None},
    "densites": ("densite", DENSITES),
}
_TEXTS = ("projet", "entreprise", "commune")
# What of a table of projects the columns are made of.
_AMOUNTS: Final = tuple(quantity.column for quantity in QUANTITIES.values())
_CATEGORIES: Final = (
    *("annee", "code_insee"),
    *(level.column for level in _LEVELS.values()),
    *_OPEN.values(),
    *(column for column, _ in _CLOSED.values()),
)
COLUMNS: Final = tuple(dict.fromkeys(("id_projet", "source_id", *_TEXTS, *_AMOUNTS, *_CATEGORIES)))
DESCRIBING: Final = tuple(dict.fromkeys((*_AMOUNTS, *_CATEGORIES)))
"""Those that `described` reads."""
CODED: Final = tuple(dict.fromkeys((*_TEXTS, *(name for name in _CATEGORIES if name != "annee"))))
"""Those that may be read as codes into a dictionary, which is how their files hold them."""
_in_french: Final = partial(sorted, key=french_order)
LARGEST_SUM: Final = 2.0**62  # under it by a sum of floats, which is right to 1e-9, no sum can overflow int64

# What is known of a project, as bits of one byte: the query counts and sums by byte and derives every coverage from it.
KNOWN: Final[Mapping[str, int]] = {key: 1 << rank for rank, key in enumerate(QUANTITIES)}
# AIDE_COMPTEE: its aid, if any, is not of a kind apart.
TAILLE_CONNUE, PETITE_COMMUNE, AIDE_COMPTEE = (1 << len(KNOWN) + rank for rank in range(3))
STRATA: Final = 256  # those of a byte
PROFILES: Final = 2 * AIDE_COMPTEE  # every set of these bits, the last of which it is

_WORDS_KEPT: Final = 8  # of a search, a byte per distinct text each

BY_PHASE: Final = ("territoires", "label")  # dimensions held once per phase
ENSEMBLE: Final = "ensemble"  # the dimension of one value, for grand totals


@dataclass(frozen=True)
class Dimension:
    """`labels[codes[i]]` is the value of project i; `labels` ends with NONE when a project of the table has none.

    The labels have the name of the dimension, without its phase.
    """

    codes: Codes
    labels: pd.Index

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def ranks(self) -> Mapping[Any, int]:
        """The code of each label: an index of pandas takes longer to look one up than to pass over 10,000 codes."""
        return {label: code for code, label in enumerate(self.labels.tolist())}


@dataclass(frozen=True)
class Amounts:
    """Cents or jobs: `values` is 0 where `known` is False, so that a sum never needs the mask.

    `strata[i]` ascends with the value: 256 of them, of about as many known values each, never cutting equal ones.
    """

    values: Integers
    known: Flags
    strata: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Texts:
    """`folded[codes[i]]` is the text of project i as it is searched; an absent text is empty."""

    codes: npt.NDArray[np.int32]
    folded: tuple[str, ...]
    _held: dict[str, Flags] = field(default_factory=dict, repr=False, compare=False)

    def holding(self, word: str) -> Flags:
        """Which of `folded` hold a word. The last few are kept: a page asks for the same ones ten times."""
        found = self._held.get(word)
        if found is None:
            found = np.fromiter((word in text for text in self.folded), dtype=bool, count=len(self.folded))
            # Two pages may be here at once: a list of the words is made in one step, a walk through them is not.
            for old in list(self._held)[: 1 - _WORDS_KEPT]:
                self._held.pop(old, None)
            self._held[word] = found
        return found


@dataclass(frozen=True)
class Projects:
    """Columns of n projects, none of them writeable.

    dimensions: by name; territories and label (« dans », « hors ») once per phase, as `territoires_2` and `label_2`.
    profiles: (n,) bits of what is known. largest: by quantity, rows of known values, largest first, ties by identifier.
    """

    dimensions: Mapping[str, Dimension]
    amounts: Mapping[str, Amounts]
    texts: Mapping[str, Texts]
    profiles: npt.NDArray[np.uint8]
    largest: Mapping[str, Rows]

    def __len__(self) -> int:
        return len(self.profiles)

    @classmethod
    def of_edition(cls, edition: Edition, projets: pd.DataFrame | None = None) -> Self:
        """Columns of the projects of an edition, its inventory unless others are given, on its levels."""
        levels = {table: edition.table(table) for table in dict.fromkeys(level.table for level in NATIONAL)}
        return cls.from_tables(edition.table("projets") if projets is None else projets, **levels)

    @classmethod
    def from_tables(cls, projets: pd.DataFrame, **levels: pd.DataFrame) -> Self:
        """Columns of the table `projets` of an edition, in its order of rows. levels: its tables of places, by name.

        With a level's table, its dimension has every code of the level, projects or not; without, the codes that occur.
        Raises DataError for a code that its level does not have, and for amounts that are not whole, positive and
        small enough for every sum to be exact.
        """
        codes = {name: _codes_of(levels.get(level.table), level) for name, level in _LEVELS.items()}
        dimensions = _dimensions(projets, codes)
        amounts = {key: _amounts(projets[quantity.column]) for key, quantity in QUANTITIES.items()}
        return cls(
            dimensions=dimensions,
            amounts=amounts,
            texts={name: _texts(projets[name]) for name in _TEXTS},
            profiles=_profiles(amounts, dimensions["tailles"], dimensions["natures_aide"]),
            largest=_largest(amounts, projets["id_projet"]),
        )

    def dimension(self, name: str, phase: int) -> Dimension:
        """The dimension of that name, that of `phase` when it depends on one. KeyError for an unknown name."""
        return self.dimensions[f"{name}_{phase}" if name in BY_PHASE else name]

    def take(self, rows: Rows) -> Self:
        """The projects at `rows` (distinct positions), with the same labels: a part of a partition."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        largest = {key: place[ranked] for key, ranked in self.largest.items()}
        return replace(
            self,
            dimensions={k: replace(d, codes=_frozen(d.codes[rows])) for k, d in self.dimensions.items()},
            amounts={k: _part(a, rows) for k, a in self.amounts.items()},
            texts={k: replace(t, codes=_frozen(t.codes[rows])) for k, t in self.texts.items()},
            profiles=_frozen(self.profiles[rows]),
            largest={key: _frozen(ranked[ranked >= 0]) for key, ranked in largest.items()},
        )

    def under(self, labels: Mapping[str, pd.Index]) -> Self:
        """The same projects under other labels of each dimension, which have theirs among them."""
        moved = {name: _moved(dimension, labels[name]) for name, dimension in self.dimensions.items()}
        return replace(self, dimensions=moved)


def described(projets: pd.DataFrame, **levels: pd.DataFrame) -> tuple[dict[str, list[Any]], dict[str, float]]:
    """The labels of each dimension that `Projects.from_tables` gives this table, and the sum of each of its amounts."""
    codes = {name: _codes_of(levels.get(level.table), level) for name, level in _LEVELS.items()}
    labels = {name: each.labels.tolist() for name, each in _dimensions(projets, codes).items()}
    return labels, {
        key: float(projets[each.column].to_numpy(np.float64, na_value=0).sum()) for key, each in QUANTITIES.items()
    }


def labels_of_all(parts: Mapping[str, Iterable[Any]]) -> dict[str, pd.Index]:
    """The labels of each dimension of a whole, from those that its parts have, in the order that one table has them."""
    found = {}
    for name, occurring in parts.items():
        labels = [label for label in dict.fromkeys(occurring) if label != NONE]
        if name in _OPEN:
            labels = sorted(labels, key=french_order)
        elif name == "annees" and labels:
            labels = list(range(min(labels), max(labels) + 1))
        absent = [NONE] if NONE in occurring else []
        found[name] = pd.Index([*labels, *absent], name=_unphased(name))
    return found


def _moved(dimension: Dimension, labels: pd.Index) -> Dimension:
    if len(labels) == len(dimension) and labels.equals(dimension.labels):
        return dimension
    codes = labels.get_indexer(dimension.labels).astype(np.min_scalar_type(len(labels)))
    return Dimension(_frozen(codes.take(dimension.codes)), labels)


def _frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.flags.writeable = False  # all visits read the same columns
    return array


def _codes_of(table: pd.DataFrame | None, level: Level) -> Sequence[str] | None:
    if table is None:
        return None
    return sorted(table[level.code] if level.phase is None else table.loc[table["phase"] == level.phase, level.code])


def _dimensions(projets: pd.DataFrame, codes: Mapping[str, Sequence[str] | None]) -> dict[str, Dimension]:
    dimensions = {name: _dimension(projets[_LEVELS[name].column], known) for name, known in codes.items()}
    for name, column in _OPEN.items():
        dimensions[name] = _dimension(projets[column], order=_in_french)
    for name, (column, keys) in _CLOSED.items():
        dimensions[name] = _dimension(projets[column], list(keys))
    dimensions["annees"] = _dimension(projets["annee"], order=_every_year)
    located = projets["code_insee"].notna().to_numpy()
    for phase in PHASES:
        inside = projets[_LEVELS[f"territoires_{phase}"].column].notna().to_numpy()
        dimensions[f"label_{phase}"] = _label(inside, located | inside)
    dimensions[ENSEMBLE] = Dimension(_frozen(np.zeros(len(projets), dtype=np.uint8)), pd.Index([ENSEMBLE]))
    return {name: replace(each, labels=each.labels.rename(_unphased(name))) for name, each in dimensions.items()}


def _unphased(name: str) -> str:
    base = name.rpartition("_")[0]
    return base if base in BY_PHASE else name


def _label(inside: Flags, located: Flags) -> Dimension:
    """Inside a territory, outside them all, or nobody knows."""
    codes = np.where(inside, 0, np.where(located, 1, 2)).astype(np.uint8)
    return Dimension(_frozen(codes), pd.Index(["dans", "hors", *([] if located.all() else [NONE])]))


def _every_year(years: Sequence[int]) -> Sequence[int]:
    """From the first to the last, also those without a project: a chart over time must not skip them."""
    return range(min(years), max(years) + 1) if years else ()


def _dimension(
    column: pd.Series,
    labels: Sequence[Any] | None = None,
    order: Callable[[Sequence[Any]], Sequence[Any]] = sorted,
) -> Dimension:
    """labels: every value that there may be; None for those that occur, put in an order."""
    # Values are looked up once each: half a million rows have a few thousands of them.
    which, distinct = pd.factorize(column)
    occurring = distinct.tolist()
    labels = order(occurring) if labels is None else labels
    ranks = {label: code for code, label in enumerate(labels)}
    found = np.fromiter((ranks.get(value, -1) for value in occurring), dtype=np.intp, count=len(occurring))
    if (found < 0).any():
        row = int(np.isin(which, np.flatnonzero(found < 0)).argmax())
        raise DataError.single(
            "projets",
            f"« {column.iloc[row]} » n'existe pas dans la table de son niveau",
            "reconstruire l'édition avec « territoires build »",
            row=row + 1,
            column=str(column.name),
        )
    absent = bool((which < 0).any())
    codes = np.append(found, len(labels))[which]  # an absent value is at -1: the last
    # The narrowest codes: each filter passes over all of them, and the memory is what it waits for.
    known = [*labels, NONE] if absent else list(labels)
    return Dimension(_frozen(codes.astype(np.min_scalar_type(len(known)))), pd.Index(known))


def _amounts(column: pd.Series) -> Amounts:
    if not pd.api.types.is_integer_dtype(column.dtype):
        raise _inexact(str(column.name), f"des entiers sont attendus, pas {column.dtype}")
    known = column.notna().to_numpy()
    values = column.fillna(0).to_numpy(dtype=np.int64)
    if values.min(initial=0) < 0:
        raise _inexact(str(column.name), f"montant négatif : {values.min()}")
    if values.sum(dtype=np.float64) >= LARGEST_SUM:
        raise overflow(str(column.name))
    return Amounts(_frozen(values), _frozen(known), _frozen(_strata(values, known)))


def _strata(values: Integers, known: Flags) -> npt.NDArray[np.uint8]:
    ordered = np.sort(values[known])
    bounds = ordered[np.arange(1, STRATA) * len(ordered) // STRATA] if len(ordered) else ordered
    return np.searchsorted(bounds, values, side="right").astype(np.uint8)


def _part(amounts: Amounts, rows: Rows) -> Amounts:
    return Amounts(_frozen(amounts.values[rows]), _frozen(amounts.known[rows]), _frozen(amounts.strata[rows]))


def overflow(column: str) -> DataError:
    """The refusal of amounts whose sum cannot be exact."""
    return _inexact(column, "la somme dépasse ce qu'un entier de 64 bits peut tenir exactement")


def _inexact(column: str, message: str) -> DataError:
    return DataError.single("projets", message, "corriger les montants de la table", column=column)


def _texts(column: pd.Series) -> Texts:
    codes, distinct = pd.factorize(column)
    texts = distinct.tolist()
    if (codes < 0).any():
        codes, texts = np.where(codes < 0, len(texts), codes), [*texts, NONE]
    return Texts(_frozen(codes.astype(np.int32)), tuple(fold_each(texts)))


def _profiles(amounts: Mapping[str, Amounts], tailles: Dimension, natures: Dimension) -> npt.NDArray[np.uint8]:
    flags = {
        **{bit: amounts[key].known for key, bit in KNOWN.items()},
        TAILLE_CONNUE: np.asarray(tailles.labels != NONE).take(tailles.codes),
        PETITE_COMMUNE: tailles.labels.isin(PETITES_TAILLES).take(tailles.codes),
        AIDE_COMPTEE: ~natures.labels.isin(NATURES_A_PART).take(natures.codes),
    }
    profiles = np.zeros(len(tailles.codes), dtype=np.uint8)
    for bit, flag in flags.items():
        profiles |= np.uint8(bit) * flag
    return _frozen(profiles)


def _largest(amounts: Mapping[str, Amounts], identifiers: pd.Series) -> dict[str, Rows]:
    in_order = len(identifiers) < 2 or bool((identifiers.array[1:] > identifiers.array[:-1]).all())
    ranks = np.arange(len(identifiers)) if in_order else pd.factorize(identifiers, sort=True)[0]
    known = {key: np.flatnonzero(each.known) for key, each in amounts.items()}
    return {key: _frozen(rows[np.lexsort((ranks[rows], -amounts[key].values[rows]))]) for key, rows in known.items()}
