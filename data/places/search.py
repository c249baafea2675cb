"""The index behind the search box: a place of any kind by its name, roughly typed, or by its code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from data.places.levels import Places
from data.words.levels import KINDS, LEVELS
from data.words.place_keys import place_key
from data.words.text import clean, name_words, without_articles

# How the name of an intercommunalité says its legal kind: « lyon » is enough for « Métropole de Lyon ».
_LEGAL_KIND: Final = re.compile(r"^(?:(?:communaute|communes|agglomeration|urbaine|(?:euro)?metropole) )+")
_CODED: Final = [KINDS[kind].singular for kind in ("commune", "epci", "departement")]
_AFTER: Final = "\U0010ffff"  # sorts after every continuation of a prefix

_MIN_LETTERS: Final = 2
_LETTERS_PER_SLIP: Final = 4  # a word of 4 letters may have one slip,
_MAX_SLIPS: Final = 2  # one of 8 or more two
# Ranks of exactness, the best first. _ALIKE is for communes, the next rank for the other places; each slip adds two to
# _SLIPS, and words that the query has not add one.
_EQUAL, _ALIKE, _PREFIX, _WORDS, _SLIPS, _NOTHING = 0, 1, 3, 4, 5, 10_000


@dataclass(frozen=True)
class Suggestion:
    """A place to choose from."""

    key: str  # data.words.place_keys
    nom: str
    genre: str  # « Commune », « Intercommunalité », « Territoire d'industrie, phase 2 », « Département », « Région »
    situation: str  # what tells apart the ten « Saint-Aubin »: « Allier (03) », or `precision_nom`
    population: int


@dataclass(frozen=True)
class Spellings:
    """The ways to write each name whole, sorted: as it is, in one word, without articles, without legal kind."""

    texts: Sequence[str]
    rows: npt.NDArray[np.int32]  # whose
    full: npt.NDArray[np.bool_]  # whether nothing is left out

    @classmethod
    def of(cls, names: Sequence[str], cores: Sequence[str]) -> Self:
        """`names` and `cores`: the words of each name, all of them and those that a reader types."""
        texts: list[str] = []
        rows: list[int] = []
        for row, (name, core) in enumerate(zip(names, cores, strict=True)):
            written = {name, core, without_articles(name), name.replace(" ", "")}
            texts += written
            rows += [row] * len(written)
        order = sorted(range(len(texts)), key=texts.__getitem__)
        full = np.array([texts[i] == names[rows[i]] for i in order])
        return cls([texts[i] for i in order], np.array(rows, np.int32)[order], full)

    def starting(self, text: str) -> slice:
        """The spellings that begin with `text`."""
        return slice(bisect_left(self.texts, text), bisect_left(self.texts, text + _AFTER))

    def equal(self, text: str) -> slice:
        """The spellings that are `text`."""
        return slice(bisect_left(self.texts, text), bisect_right(self.texts, text))


@dataclass(frozen=True)
class Words:
    """One entry per word of each name, sorted by word."""

    vocabulary: Sequence[str]  # the distinct words, sorted
    ids: npt.NDArray[np.int64]  # which word
    rows: npt.NDArray[np.int32]  # whose
    positions: npt.NDArray[np.int32]  # where in the name
    lengths: npt.NDArray[np.int32]  # of each name, in words that a reader types

    @classmethod
    def of(cls, names: Sequence[str], cores: Sequence[str]) -> Self:
        """`names` and `cores`: the words of each name, all of them and those that a reader types."""
        ids, vocabulary = pd.factorize(np.array(" ".join(names).split(" "), dtype=object), sort=True)
        counts, lengths = (np.array([text.count(" ") + 1 for text in texts], np.int32) for texts in (names, cores))
        rows = np.repeat(np.arange(len(names), dtype=np.int32), counts)
        positions = np.arange(len(ids), dtype=np.int32) - np.repeat(np.cumsum(counts) - counts, counts)
        order = np.argsort(ids, kind="stable")
        return cls(vocabulary.tolist(), ids[order], rows[order], positions[order], lengths)

    def in_order(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each name has words that begin like these, in this order."""
        last = np.full(len(self.lengths), -1, np.int32)
        for word in words:
            bounds = [bisect_left(self.vocabulary, text) for text in (word, word + _AFTER)]
            entries = slice(*np.searchsorted(self.ids, bounds))
            rows, positions = self.rows[entries], self.positions[entries]
            later = positions > last[rows]
            last = np.full_like(last, _NOTHING)
            np.minimum.at(last, rows[later], positions[later])
        return last < _NOTHING

    def slips(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """How many slips turn these into words of each name, or into their beginnings; `_NOTHING` or more: too many."""
        total = np.zeros_like(self.lengths)
        for word in sorted(set(words), key=len, reverse=True):  # the longest leaves the fewest names to the others
            left = total[self.rows] < _NOTHING
            ids, rows = self.ids[left], self.rows[left]
            if not rows.size:
                break
            present = np.flatnonzero(np.bincount(ids))
            by_word = np.full(len(self.vocabulary), _NOTHING, np.int32)
            by_word[present] = _slips(word, [self.vocabulary[i] for i in present.tolist()])
            fewest = np.full_like(total, _NOTHING)
            np.minimum.at(fewest, rows, by_word[ids])
            total += fewest
        return total


@dataclass(frozen=True)
class SearchIndex:
    """The names, words and codes of all places. The row of a place is its rank by population, the largest first."""

    table: pd.DataFrame  # the columns of `Suggestion`
    communes: npt.NDArray[np.bool_]
    codes: Mapping[str, int]  # the row of each present and former code, in capitals
    spellings: Spellings
    words: Words

    @classmethod
    def from_places(cls, places: Places, successions: Mapping[str, str]) -> Self:
        """Index the places of every level; `successions` gives the present code of each former commune."""
        table = _table(places)
        coded = np.flatnonzero(table["genre"].isin(_CODED))
        codes = dict(zip(table.index[coded], coded.tolist(), strict=True))
        codes |= {old: codes[new] for old, new in successions.items() if new in codes}
        lines = name_words("\n".join(table["nom"]))
        names, cores = lines.split("\n"), without_articles(lines).split("\n")
        for row in np.flatnonzero(table["genre"] == KINDS["epci"].singular).tolist():
            cores[row] = _LEGAL_KIND.sub("", cores[row])
        communes = (table["genre"] == KINDS["commune"].singular).to_numpy()
        return cls(table.reset_index(drop=True), communes, codes, Spellings.of(names, cores), Words.of(names, cores))

    def find(self, text: str, limit: int = 10) -> list[Suggestion]:
        """The places that `text` may mean, at most `limit`, the most exact first, then the most populated.

        From the most exact: the code or the very name; the name up to articles, spaces and legal kind; its beginning;
        the beginnings of some of its words, in order; the same in another order or with slips, the fewest slips first.
        In the second a commune comes before a larger place, even less populated. Slips are forgiven only while no name
        is equal and there is room left. Under two letters: nothing.
        """
        typed = name_words(clean(text))
        if len(typed) < _MIN_LETTERS:
            return []
        ranks = self._exact(typed)
        if ranks.min() >= _PREFIX and np.count_nonzero(ranks < _NOTHING) < limit:
            ranks = np.minimum(ranks, self._approximate(without_articles(typed).split()))
        found = np.flatnonzero(ranks < _NOTHING)
        best = found[np.argsort(ranks[found], kind="stable")][: max(limit, 0)]
        return [Suggestion(*row) for row in self.table.iloc[best].itertuples(index=False, name=None)]

    def _exact(self, typed: str) -> npt.NDArray[np.int32]:
        """The rank of each place whose name holds these words as they are."""
        core = without_articles(typed)
        ranks = np.where(self.words.in_order(core.split()), np.int32(_WORDS), np.int32(_NOTHING))
        ranks[self.spellings.rows[self.spellings.starting(typed)]] = _PREFIX
        for text in (core, typed):
            ranks[self.spellings.rows[self.spellings.equal(text)]] = _ALIKE
        equal = self.spellings.equal(typed)
        ranks[self.spellings.rows[equal][self.spellings.full[equal]]] = _EQUAL
        if (coded := self.codes.get(typed.replace(" ", "").upper())) is not None:
            ranks[coded] = _EQUAL
        ranks[(ranks == _ALIKE) & ~self.communes] += 1
        return ranks

    def _approximate(self, words: list[str]) -> npt.NDArray[np.int32]:
        """The rank of each place whose name holds these words up to slips, in any order."""
        slips = self.words.slips(words)
        return np.where(slips < _NOTHING, _SLIPS + 2 * slips + (self.words.lengths != len(words)), _NOTHING)


def _table(places: Places) -> pd.DataFrame:
    """The columns of `Suggestion` by code, the most populated first; of equals, a commune, then the present phase."""
    frames = []
    for level in ("communes", *sorted(places.levels, reverse=True)):
        frame, described = places.table(level), LEVELS[level]
        situation = frame["precision_nom"]
        if level == "communes":
            situation = situation + " (" + frame["code_departement"] + ")"
        columns = {
            "key": [place_key(described.kind, code) for code in frame.index],
            "nom": frame["nom"],
            "genre": described.genre,
            "situation": situation,
            "population": frame["population"],
        }
        frames.append(pd.DataFrame(columns, index=frame.index))
    return pd.concat(frames).sort_values("population", ascending=False, kind="stable")


def _slips(word: str, vocabulary: Sequence[str]) -> npt.NDArray[np.int32]:
    """The slips from `word` to each word, or to as many of its first letters, up to those allowed; else `_NOTHING`.

    A slip adds, drops or changes a letter, or swaps two neighbours.
    """
    allowed = min(len(word) // _LETTERS_PER_SLIP, _MAX_SLIPS)
    beginnings = [known[: len(word)] for known in vocabulary]
    slips = np.minimum(
        *(
            cdist([word], known, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0]
            for known in (vocabulary, beginnings)
        )
    )
    return np.where(slips <= allowed, slips, np.int32(_NOTHING))
