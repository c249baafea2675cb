"""What a row of facts must not hold, though an edition could be built with it: followed addresses, impossible dates."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from data.cells import kinds
from data.cells.kinds import quoted
from data.tables.fact_files import FILES
from geo.errors import Problem

# What a network or a mailing adds to an address: it tells who followed it, never which page it is.
_TRACKERS: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_ADDRESSES: Final = (kinds.URL, kinds.SECURE_URL)
_DATES: Final = (kinds.DATE_TEXT, kinds.DAY_TEXT)
_PLANNED: Final = ("debut", "fin")  # of a programme: they may be to come
_PROJECTS: Final = FILES["projets"].file


def followed(known: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """The addresses that carry a tracker, in every file. known: frames indexed by the line of their file."""
    for name, facts in FILES.items():
        for column in facts.columns:
            if column.kind in _ADDRESSES:
                for line, address in known[name][column.name].dropna().items():
                    if any(key.startswith(_TRACKERS) for key, _ in parse_qsl(urlsplit(address).query)):
                        remedy = f"retirer ce qui suit « ? » et commence par {', '.join(_TRACKERS)}"
                        yield Problem(facts.file, "l'adresse porte un traceur", remedy, int(str(line)), column.name)


def to_come(known: Mapping[str, pd.DataFrame], today: date) -> Iterator[Problem]:
    """The days of pages and events, and the years of announcements, that are after `today`."""
    for name, facts in FILES.items():
        for column in facts.columns:
            if column.kind in _DATES and column.name not in _PLANNED:
                written = known[name][column.name].dropna()
                ahead = written[[text > today.isoformat()[: len(text)] for text in written]]
            elif column.name == "annee":
                ahead = known[name][column.name].dropna()
                ahead = ahead[ahead > today.year]
            else:
                continue
            for line, found in ahead.items():
                message = f"{quoted(str(found))} est à venir"
                yield Problem(facts.file, message, "écrire une date passée", int(str(line)), column.name)


def backwards(projets: pd.DataFrame) -> Iterator[Problem]:
    """The projects that end before they begin."""
    wrong = projets[(projets["annee_fin"] < projets["annee"]).fillna(value=False)]
    for line, first, last in zip(wrong.index, wrong["annee"], wrong["annee_fin"], strict=True):
        message = f"la dernière année, {last}, précède la première, {first}"
        yield Problem(_PROJECTS, message, "corriger l'une des deux, ou vider annee_fin", int(str(line)), "annee_fin")


def aid_of_nothing(published: pd.DataFrame) -> Iterator[Problem]:
    """The rows that say what an aid is without its amount. published: as `projets.csv` has them."""
    for line in published.index[published["nature_aide"].notna() & published["aide_centimes"].isna()]:
        remedy = "vider nature_aide, ou écrire le montant"
        yield Problem(_PROJECTS, "nature d'une aide sans montant", remedy, int(str(line)), "nature_aide")
