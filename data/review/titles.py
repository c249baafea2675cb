"""Titles that still name the commune from which a correction moved their project."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from data.cells.kinds import quoted
from data.tables.fact_files import FILES
from data.words.text import name_words
from geo.errors import Problem

_REMEDY: Final = "écrire une correction du titre, ou y dire les deux communes"


def asked(projets: pd.DataFrame, corrections: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Problem]:
    """The projects, as corrected, whose title names the commune of before and not that of now.

    projets: indexed by line. names: of the communes, by code.
    """
    moved = corrections[corrections["colonne"] == "code_insee"]
    before = moved.groupby("id_projet")["ancienne_valeur"].first().map(names)
    for line, row in projets[projets["id_projet"].isin(before.dropna().index)].iterrows():
        title, old = _padded(row["projet"]), before[row["id_projet"]]
        now = names.get(row["code_insee"], "")
        if _padded(old) in title and _padded(now) not in title:
            message = f"placé à {now}, son titre nomme encore {old} : {quoted(row['projet'])}"
            yield Problem(FILES["projets"].file, message, _REMEDY, int(str(line)), "projet")


def _padded(text: str) -> str:
    """Its words between spaces, so that a name is found whole."""
    return f" {name_words(text)} "
