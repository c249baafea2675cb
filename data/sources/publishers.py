"""Who publishes a page: an address is official only when its host is that of a public body."""

from urllib.parse import urlsplit

import pandas as pd

from data.tables.fact_files import FILES
from geo.errors import DataError, Problem

OFFICIAL = "officielle"


def is_public(address: str, hosts: frozenset[str]) -> bool:
    """Whether the host of an address is one of `hosts`, or below it.

    >>> is_public("https://www.gers.gouv.fr/relance", frozenset({"gouv.fr"}))
    True
    >>> is_public("https://region-aura.latribune.fr/relance", frozenset({"gouv.fr"}))
    False
    """
    parts = (urlsplit(address).hostname or "").split(".")
    return any(".".join(parts[first:]) in hosts for first in range(len(parts)))


def check(projets: pd.DataFrame, hotes_publics: pd.DataFrame) -> None:
    """Raise `DataError` for a project, as corrected, that is called official from the address of someone else."""
    hosts = frozenset(hotes_publics["hote"])
    official = projets[projets["nature_source"] == OFFICIAL]
    problems = [
        Problem(
            FILES["projets"].file,
            f"la source de {project} est dite officielle, son adresse n'est pas d'un organisme public connu",
            "écrire « presse » ou « reprise », ou ajouter l'organisme à hotes_publics.csv",
            int(str(line)),
            "nature_source",
        )
        for line, project, address in official[["id_projet", "source_url"]].itertuples()
        if not is_public(address, hosts)
    ]
    if problems:
        raise DataError(problems)
