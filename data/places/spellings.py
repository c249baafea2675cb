"""Names as they are typed: whole or begun, in one word, without articles, some of their words, with slips."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from data.words.text import without_articles

NOTHING: Final = 10_000  # more slips than any
_AFTER: Final = "\U0010ffff"  # sorts after every continuation of a prefix
_LETTERS_PER_SLIP: Final = 4  # a word of 4 letters may have one slip,
_MAX_SLIPS: Final = 2  # one of 8 or more two


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
            last = np.full_like(last, NOTHING)
            np.minimum.at(last, rows[later], positions[later])
        return last < NOTHING

    def in_any_order(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each name has words that begin like these, wherever they are."""
        found = np.ones(len(self.lengths), dtype=bool)
        for word in words:
            bounds = [bisect_left(self.vocabulary, text) for text in (word, word + _AFTER)]
            held = np.zeros_like(found)
            held[self.rows[slice(*np.searchsorted(self.ids, bounds))]] = True
            found &= held
        return found

    def slips(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """How many slips turn these into words of each name, or into their beginnings; `NOTHING` or more: too many."""
        total = np.zeros_like(self.lengths)
        for word in sorted(set(words), key=len, reverse=True):  # the longest leaves the fewest names to the others
            left = total[self.rows] < NOTHING
            ids, rows = self.ids[left], self.rows[left]
            if not rows.size:
                break
            present = np.flatnonzero(np.bincount(ids))
            by_word = np.full(len(self.vocabulary), NOTHING, np.int32)
            by_word[present] = _slips(word, [self.vocabulary[i] for i in present.tolist()])
            fewest = np.full_like(total, NOTHING)
            np.minimum.at(fewest, rows, by_word[ids])
            total += fewest
        return total


def _slips(word: str, vocabulary: Sequence[str]) -> npt.NDArray[np.int32]:
    """The slips from `word` to each word, or to as many of its first letters, up to those allowed; else `NOTHING`.

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
    return np.where(slips <= allowed, slips, np.int32(NOTHING))
