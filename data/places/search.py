"""The index behind the search box: a place of any kind by its name, roughly typed, by its code or by its postcode."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places import entries
from data.places.entries import Entries
from data.places.levels import Places
from data.places.spellings import NOTHING, Spellings, Words
from data.words import outside
from data.words.levels import KINDS
from data.words.text import clean, name_words, without_articles

# How the name of an intercommunalité says its legal kind: « lyon » is enough for « Métropole de Lyon ».
LEGAL_KIND: Final = re.compile(r"^(?:(?:cc|ca|cu|communaute|communes|agglomeration|urbaine|(?:euro)?metropole) )+")
_RANKED: Final = re.compile(r"\b([0-9]+) ?(?:eme|ieme)\b")  # « 15ème » is the « 15e » of official names
_CODE: Final = re.compile(r"[0-9][0-9ab]|[0-9]{3}|[0-9][0-9ab][0-9]{3}|[0-9]{9}")
_SMALL: Final = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])
_LEADING: Final = _SMALL | {word for kind in KINDS.values() for word in name_words(kind.singular).split()}
_AFTER: Final = "\U0010ffff"  # sorts after every continuation of a prefix

_MIN_LETTERS: Final = 2  # one letter would find the thousands of names that begin so
# Ranks of exactness, the best first. _ALIKE is for communes, two ranks less for the other places; a place named with
# its kind, its département or its postcode beside is one rank behind. Each slip adds two to _SLIPS, and words that the
# query has not add one.
_EQUAL, _ALIKE, _PREFIX, _WORDS, _ANY_ORDER, _SLIPS = 0, 2, 6, 8, 10, 12
_BESIDE: Final = 1  # a slip
# Of the places that are only begun or held, those of one kind leave room for the others.
_OF_A_KIND: Final = 7


@dataclass(frozen=True)
class Suggestion:
    """A place to choose from."""

    key: str  # data.words.place_keys; "" for a place that the atlas does not have
    nom: str
    genre: (
        str  # « Commune », « Commune déléguée », « Intercommunalité », « Territoire d'industrie, phase 2 », « Région »
    )
    situation: str  # what tells apart the ten « Saint-Aubin »: « Allier (03) », or `precision_nom`
    population: int


@dataclass(frozen=True)
class Beside:
    """What stands beside a name: the rows of each word, and the words sorted."""

    rows: Mapping[str, npt.NDArray[np.int32]]
    vocabulary: Sequence[str]

    @classmethod
    def of(cls, words: pd.Series) -> Self:
        """words: by row, as `Entries` has them."""
        which, distinct = pd.factorize(words)
        texts = name_words("\n".join(distinct)).split("\n")
        held: dict[str, list[int]] = defaultdict(list)
        for rank, text in enumerate(texts):
            for word in set(text.split(" ")):
                held[word].append(rank)
        order = np.argsort(which, kind="stable").astype(np.int32)
        bounds = np.searchsorted(which[order], np.arange(len(distinct) + 1))
        rows = {
            word: np.concatenate([order[bounds[rank] : bounds[rank + 1]] for rank in ranks])
            for word, ranks in held.items()
        }
        return cls(rows, sorted(rows))

    def holding(self, words: Sequence[str], count: int) -> npt.NDArray[np.bool_] | None:
        """Which of `count` rows stand beside all these words, the last of which may be begun; None for no row."""
        told = [word for word in words if word not in _SMALL]
        if not told or any(word not in self.rows for word in told[:-1]):
            return None
        first, after = (bisect_left(self.vocabulary, text) for text in (told[-1], told[-1] + _AFTER))
        begun = self.vocabulary[first:after]
        if not begun or (len(begun) > 1 and len(told[-1]) < _MIN_LETTERS):
            return None
        found = np.zeros(count, dtype=bool)
        for word in begun:
            found[self.rows[word]] = True
        for word in told[:-1]:
            held = np.zeros(count, dtype=bool)
            held[self.rows[word]] = True
            found &= held
        return found if found.any() else None


@dataclass(frozen=True)
class SearchIndex:
    """The names, words and codes of all places, in the order of `Entries`."""

    table: pd.DataFrame
    codes: Mapping[str, Sequence[int]]  # the rows of each postcode, present or former code, in capitals
    spellings: Spellings
    words: Words
    beside: Beside

    @classmethod
    def from_places(cls, places: Places, former: pd.DataFrame, postcodes: pd.DataFrame) -> Self:
        """Index the places of every level; former, postcodes: the tables `successions` and `codes_postaux`."""
        found = entries.of_places(places, former, postcodes)
        table = found.table
        lines = name_words("\n".join(table["cherche"]))
        names, cores = lines.split("\n"), without_articles(lines).split("\n")
        for row in np.flatnonzero(table["ordre"] == entries.EPCI).tolist():
            cores[row] = LEGAL_KIND.sub("", cores[row])
        codes = _codes(found, former, postcodes)
        return cls(table, codes, Spellings.of(names, cores), Words.of(names, cores), Beside.of(found.words))

    def find(self, text: str, limit: int = 10, *, slips: bool = True) -> list[Suggestion]:
        """The places that `text` may mean, at most `limit`, the most exact first, then those that people want first:
        communes, territories of phase 2, EPCI, départements, régions, ended territories; then the most populated.

        A code or a postcode gives all of its places, whatever `limit`, the communes of the postcode first. From the
        most exact: the very name; the name up to articles, spaces and legal kind; its beginning; the beginnings of some
        of its words, in order, then in another; with slips, only while nothing else is found. A kind, a département, a
        région, a code or a postcode may stand beside the name. A single letter finds the place of that name alone.
        slips: whether they are forgiven.
        """
        typed = _RANKED.sub(r"\1e", name_words(clean(text)))
        code = typed.replace(" ", "")
        if _CODE.fullmatch(code) and (rows := self._coded(code.upper())):
            return self._suggestions(rows)
        if not typed:
            return []
        ranks = self._named(typed)
        words = without_articles(typed).split()
        if len(typed) < _MIN_LETTERS:
            ranks[ranks > _EQUAL] = NOTHING
        elif slips and ranks.min() == NOTHING:
            made = self.words.slips(words)
            ranks = np.where(made < NOTHING, _SLIPS + 2 * made + (self.words.lengths != len(words)), NOTHING)
        return self._suggestions(self._best(ranks, max(limit, 0)))

    def of_code(self, code: str) -> list[tuple[str, str]]:
        """The keys and the names of the places of a code or of a postcode, at once: a file has a thousand of them."""
        keys, names = self._told
        return [(keys[row], names[row]) for row in self._coded(code.upper())]

    @cached_property
    def _told(self) -> tuple[list[str], list[str]]:
        return self.table["key"].tolist(), self.table["nom"].tolist()

    def _coded(self, code: str) -> Sequence[int]:
        """The rows of a code; those of the overseas collectivity that a postcode is in."""
        collectivity = outside.collectivity_of_postcode(code)
        known = self.codes.get(code, [])
        if collectivity is None or any(self._orders[row] == entries.OUTSIDE for row in known):
            return known
        absent = (self.table["nom"] == collectivity).to_numpy() & (self._orders == entries.OUTSIDE)
        return [*np.flatnonzero(absent)[:1].tolist(), *known]

    def _named(self, typed: str) -> npt.NDArray[np.int32]:
        """The rank of each name that holds these words as they are, alone or with what stands beside it."""
        ranks = self._exact(typed)
        words = typed.split()
        for name, told in _cuts(words):
            held = self.beside.holding(told, len(ranks))
            if held is not None:
                named = np.where(held, self._exact(" ".join(name)) + _BESIDE, NOTHING)
                ranks = np.minimum(ranks, named)
        return np.minimum(ranks, NOTHING).astype(np.int32)

    def _exact(self, typed: str) -> npt.NDArray[np.int32]:
        """The rank of each name that holds these words as they are."""
        core = without_articles(typed)
        ranks = np.full(len(self.table), NOTHING, np.int32)
        if len(typed) >= _MIN_LETTERS:
            ranks[self.words.in_any_order(core.split())] = _ANY_ORDER
            ranks[self.words.in_order(core.split())] = _WORDS
            ranks[self.spellings.rows[self.spellings.starting(typed)]] = _PREFIX
        for text in (core, typed):
            rows = self.spellings.rows[self.spellings.equal(text)]
            ranks[rows] = np.where(self._orders[rows] <= entries.FORMER, _ALIKE, _ALIKE + 2)
        equal = self.spellings.equal(typed)
        ranks[self.spellings.rows[equal][self.spellings.full[equal]]] = _EQUAL
        return ranks

    @property
    def _orders(self) -> npt.NDArray[np.int64]:
        return self.table["ordre"].to_numpy()

    def _best(self, ranks: npt.NDArray[np.int32], limit: int) -> list[int]:
        """The rows of the best ranks, each place once; of those that are only begun or held, some of each kind."""
        found = np.flatnonzero(ranks < NOTHING)
        order = found[np.argsort(ranks[found], kind="stable")][: 50 * limit]
        candidates = self.table.iloc[order]  # a few: reading whole columns of 40 000 texts took half of a search
        places = candidates["key"].where(candidates["key"] != "", candidates["nom"]).tolist()
        orders = self._orders
        kept: list[int] = []
        waiting: list[int] = []
        seen: set[str] = set()
        for row, place in zip(order.tolist(), places, strict=True):
            if place in seen:
                continue
            seen.add(place)
            crowded = ranks[row] >= _PREFIX and sum(orders[other] == orders[row] for other in kept) >= _OF_A_KIND
            (waiting if crowded else kept).append(row)
            if len(kept) >= limit:
                break
        chosen = [*kept, *waiting][:limit]
        return sorted(chosen, key=order.tolist().index)

    def _suggestions(self, rows: Sequence[int]) -> list[Suggestion]:
        columns = ["key", "nom", "genre", "situation", "population"]
        return [Suggestion(*row) for row in self.table.iloc[list(rows)][columns].itertuples(index=False, name=None)]


def _cuts(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The ways to cut words in a name and what stands beside it. Before a name, only a kind or a code does."""
    for cut in range(1, len(words)):
        yield words[:cut], words[cut:]
        if all(word in _LEADING or any(letter.isdigit() for letter in word) for word in words[:cut]):
            yield words[cut:], words[:cut]


def _codes(found: Entries, former: pd.DataFrame, postcodes: pd.DataFrame) -> dict[str, list[int]]:
    """The rows of each code, those that people want first: the communes of a postcode, then what INSEE calls so."""
    table = found.table.drop_duplicates(["key", "code"])
    present = table[table["ordre"] == entries.COMMUNE]
    row_of = dict(zip(present["code"], present.index.tolist(), strict=True))
    listed: dict[str, list[int]] = defaultdict(list)
    for postcode, code in sorted(
        postcodes.itertuples(index=False, name=None), key=lambda pair: row_of.get(pair[1], len(found.table))
    ):
        if code in row_of:
            listed[postcode].append(row_of[code])
    coded = table[~table["ordre"].isin((entries.FORMER, entries.TERRITORY, entries.ENDED))]
    for code, row in zip(coded["code"], coded.index.tolist(), strict=True):
        listed[code].append(row)
    for old, new in former[["code_ancien", "code_insee"]].itertuples(index=False, name=None):
        if new in row_of:
            listed[old].append(row_of[new])
    return {code: list(dict.fromkeys(rows)) for code, rows in listed.items()}
