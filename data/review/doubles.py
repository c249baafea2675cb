"""Rows that may be one project: the same company in the same commune, with titles that read alike."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from data.cells.kinds import quoted
from data.query.duplicates import company_key
from data.tables.fact_files import FILES
from data.tables.projects import LIKENESS
from data.words.text import name_words
from geo.errors import Problem

SAME: Final = 100  # of 100: both titles are the same words


class Pair(NamedTuple):
    """Two rows of one company in one commune, their titles, and how alike these are, of 100. line: of the second."""

    line: int
    first: str
    other: str
    likeness: int

    @property
    def said(self) -> str:
        return f"{quoted(self.other)} et {quoted(self.first)}"


def pairs(projets: pd.DataFrame, fusions: pd.DataFrame) -> list[Pair]:
    """The rows that may be one project, those that left among them: a double may come back under another title.

    projets: corrected, doubles still in, indexed by line. What `fusions` already says to be one is not told again.
    """
    kept = fusions.set_index("id_projet")["id_conserve"].to_dict()
    rows = projets.assign(
        ligne=projets.index,
        qui=projets["entreprise"].map(company_key),
        mots=projets["projet"].map(name_words),
        conserve=projets["id_projet"].replace(kept),
    )
    rows = rows[rows.duplicated(["qui", "code_insee"], keep=False)]
    found = []
    for _, together in rows.groupby(["qui", "code_insee"]):
        for one, other in combinations(together.to_dict("records"), 2):
            likeness = _likeness(one["mots"], other["mots"])
            if one["conserve"] != other["conserve"] and likeness >= LIKENESS:
                found.append(Pair(other["ligne"], one["projet"], other["projet"], likeness))
    return found


def faults(found: list[Pair]) -> Iterator[Problem]:
    """The pairs of one title."""
    for pair in found:
        if pair.likeness == SAME:
            message = f"même entreprise, même commune, même titre : {pair.said}"
            remedy = "retirer l'une des deux lignes, ou dire dans le titre ce qui les distingue"
            yield Problem(FILES["projets"].file, message, remedy, pair.line, "projet")


def asked(found: list[Pair]) -> Iterator[Problem]:
    """The pairs of titles that read alike."""
    for pair in found:
        if pair.likeness < SAME:
            message = f"même entreprise, même commune, titres semblables à {pair.likeness} % : {pair.said}"
            remedy = "relire les deux pages ; si c'est un seul projet, écrire une ligne de fusions.csv"
            yield Problem(FILES["projets"].file, message, remedy, pair.line, "projet")


def _likeness(one: str, other: str) -> int:
    """A title whose words are all in another one is like it, not the same."""
    return SAME if one == other else min(int(fuzz.token_set_ratio(one, other)), SAME - 1)
