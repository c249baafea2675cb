"""What the search box finds beside places: projects, companies, actors, programmes, figures, defined words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd

from data.editions.edition import Edition
from data.places.spellings import NOTHING, Spellings, Words
from data.published import programme_sheets
from data.words.glossary import WORDS
from data.words.text import clean, name_words, without_articles

PROGRAMME, COMPANY, PROJECT, FIGURE, WORD = "Programme", "Entreprise", "Projet", "Chiffre publié", "Définition"
ACTOR = "Acteur"
_MIN_LETTERS: Final = 3  # two letters are within too many titles
_OF_A_KIND: Final = 2  # suggestions: the box is for places first
# The best first: of a name found several ways, the last that is written counts.
_EQUAL, _BEGUN, _HELD = 0, 1, 2


@dataclass(frozen=True)
class Subject:
    """Something that is no place. genre: one of the six above; value: what its page is asked with."""

    genre: str
    nom: str
    situation: str
    value: str


@dataclass(frozen=True)
class SubjectIndex:
    """The names of all subjects, in the order of their kinds. table: the columns of `Subject`."""

    table: pd.DataFrame
    spellings: Spellings
    words: Words

    @classmethod
    def of_edition(cls, edition: Edition) -> Self:
        """The subjects of an edition."""
        return cls.of(_subjects(edition))

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> Self:
        """The index of these subjects, in their order."""
        table = pd.DataFrame(subjects, columns=["genre", "nom", "situation", "value"])
        lines = name_words("\n".join(table["nom"]))
        names, cores = lines.split("\n"), without_articles(lines).split("\n")
        return cls(table, Spellings.of(names, cores), Words.of(names, cores))

    def find(self, text: str, limit: int = 4) -> list[Subject]:
        """The subjects that `text` may mean, two of a kind at most: of that name, then begun so, then with words that
        begin so, in their order. From three letters on; no slip is forgiven.
        """
        typed = name_words(clean(text))
        if len(typed) < _MIN_LETTERS or self.table.empty:
            return []
        core = without_articles(typed)
        ranks = np.where(self.words.in_order(core.split()), _HELD, NOTHING)
        ranks[self.spellings.rows[self.spellings.starting(typed)]] = _BEGUN
        ranks[self.spellings.rows[self.spellings.equal(typed)]] = _EQUAL
        found = np.flatnonzero(ranks < NOTHING)
        order = self.table.iloc[found[np.argsort(ranks[found], kind="stable")]]
        kept = order[order.groupby("genre").cumcount() < _OF_A_KIND].head(limit)
        return [Subject(*row) for row in kept.itertuples(index=False, name=None)]


def _subjects(edition: Edition) -> list[Subject]:
    projets = edition.table("projets", ["id_projet", "projet", "entreprise", "commune", "code_departement"])
    counts = projets["entreprise"].value_counts()
    places = projets["commune"] + " (" + projets["code_departement"] + ")"
    return [
        *(Subject(PROGRAMME, name, "", name) for name in programme_sheets.of_edition(edition)),
        *(Subject(COMPANY, str(name), _counted(number), str(name)) for name, number in counts.items()),
        *(
            Subject(PROJECT, title, " · ".join((company, place)), identifier)
            for identifier, title, company, place in zip(
                projets["id_projet"], projets["projet"], projets["entreprise"], places, strict=True
            )
        ),
        *_actors(edition),
        *_figures(edition),
        *(Subject(WORD, word, "", word) for word in WORDS),
    ]


def _actors(edition: Edition) -> list[Subject]:
    """Those that the founding publications name, each once, with what each does in the first of its programmes."""
    actors = edition.table("acteurs", ["nom", "type", "role"]).drop_duplicates("nom")
    return [
        Subject(ACTOR, nom, f"{kind}, {role}", nom) for nom, kind, role in actors.itertuples(index=False, name=None)
    ]


def _figures(edition: Edition) -> list[Subject]:
    """Each series, which the sheet of the programme of its first figure shows."""
    figures = edition.table("indicateurs", ["serie", "programme"])
    sheets = programme_sheets.of_figures(figures, edition.table("noms_programmes"))
    first = figures.assign(programme=sheets).drop_duplicates("serie")
    return [Subject(FIGURE, serie, sheet, sheet) for serie, sheet in first.itertuples(index=False, name=None)]


def _counted(number: int) -> str:
    return f"{number} projets" if number > 1 else "1 projet"
