"""Projects placed in a large city whose own words name a smaller commune: a headquarters taken for the plant."""

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from data.cells.kinds import quoted
from data.sources.sites import SETTLED
from data.tables.fact_files import FILES
from data.words.text import name_words
from geo.errors import Problem

# Headquarters are in the cities; in a smaller town, the plant and the office share the commune most of the time.
LARGE_CITY: Final = 100_000
_LONGEST: Final = 8  # words of the name of a commune: « Saint Remy en Bouzemont Saint Genest et Isson » is not sought
_SHORTEST: Final = 4  # letters: « à Eu », « de Y » are also other words
_BEFORE_A_PLACE: Final = re.compile(r"\b(?:a|au|aux|de|d|du|des|pres de|vers) (?=\w)")
_RURAL: Final = re.compile(r"\b(?:rural\w*|villages?|campagnes?|bourgs?)\b")
_REMEDY: Final = "chercher la commune de l'usine, et écrire une ligne de verifications.csv"


def asked(
    projets: pd.DataFrame, verifications: pd.DataFrame, communes: pd.DataFrame, successions: "pd.Series[str]"
) -> Iterator[Problem]:
    """The projects of a large city, their site not settled, whose title or summary names a smaller commune of the same
    région, or speaks of the country.

    communes: code_insee, nom, code_region, population. successions: the present commune of former codes.
    """
    places = communes.set_index("code_insee")
    smaller = communes[communes["population"] < LARGE_CITY]
    named = set(zip(smaller["nom"].map(name_words), smaller["code_region"], strict=True))
    settled = set(verifications.loc[verifications["regle"] == SETTLED, "id_projet"])
    for line, row in projets.iterrows():
        present = places.loc[successions.get(row["code_insee"], row["code_insee"])]
        if row["id_projet"] in settled or present["population"] < LARGE_CITY:
            continue
        words = f"{name_words(row['projet'])} . {name_words(row['resume'])}"
        city = name_words(present["nom"])
        place = next(
            (name for name in _spoken(words) if name != city and (name, present["code_region"]) in named), None
        )
        if place or _RURAL.search(words):
            said = f"nomme « {place} »" if place else "parle de campagne"
            message = f"placé à {present['nom']}, le siège peut-être ; son texte {said} : {quoted(row['projet'])}"
            yield Problem(FILES["projets"].file, message, _REMEDY, int(str(line)), "code_insee")


def _spoken(words: str) -> Iterator[str]:
    """What may be the name of a place after « à », « de »: the longest first."""
    for match in _BEFORE_A_PLACE.finditer(words):
        after = words[match.end() :].split()[:_LONGEST]
        for length in range(len(after), 0, -1):
            if len(name := " ".join(after[:length])) >= _SHORTEST:
                yield name
