"""What a project says that it is, gigafactory or relocation: a fact only where its own text says so."""

from collections.abc import Iterator

import pandas as pd

from data.words.text import name_words
from data.words.vocabulary import ETIQUETTES, SANS_ETIQUETTE
from geo.errors import DataError, Problem

FILE = "etiquettes.csv"


def check(projets: pd.DataFrame, etiquettes: pd.DataFrame) -> None:
    """Refuse a label that neither the title nor the summary of its project says. Raises DataError.

    projets: as they were published; etiquettes: indexed by the line of their file.
    """
    told = projets.set_index("id_projet")
    words = (told["projet"] + " " + told["resume"]).map(name_words)
    if problems := list(_unsaid(etiquettes, words)):
        raise DataError(problems)


def labelled(projets: pd.DataFrame, etiquettes: pd.DataFrame) -> pd.DataFrame:
    """The projects with `etiquette`, SANS_ETIQUETTE for those that say nothing of the kind."""
    known = etiquettes.set_index("id_projet")["etiquette"]
    return projets.assign(etiquette=projets["id_projet"].map(known).fillna(SANS_ETIQUETTE))


def unlabelled(projets: pd.DataFrame, etiquettes: pd.DataFrame) -> str:
    """The projects whose text has the words of a label and that have none: some only stand near a gigafactory, others
    were added since the labels were written.
    """
    words = (projets["projet"] + " " + projets["resume"]).map(name_words)
    every = [beginning for beginnings in ETIQUETTES.values() for beginning in beginnings]
    said = words.map(lambda text: any(beginning in text for beginning in every))
    found = projets.loc[said & ~projets["id_projet"].isin(etiquettes["id_projet"]), "projet"]
    return " ; ".join(sorted(found)) or "aucun"


def _unsaid(etiquettes: pd.DataFrame, words: pd.Series) -> Iterator[Problem]:
    for line, row in etiquettes.iterrows():
        said = words[row["id_projet"]]
        if not any(beginning in said for beginning in ETIQUETTES[row["etiquette"]]):
            yield Problem(
                FILE,
                f"ni l'intitulé ni le résumé de {row['id_projet']} ne dit « {row['etiquette']} »",
                "retirer la ligne, ou la garder pour un projet dont le texte le dit",
                int(str(line)),
                "etiquette",
            )
