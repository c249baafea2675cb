"""Each project placed in its present commune and, through it, in every level."""

import numpy as np
import pandas as pd

from data.tables.fields import PLACE_CODES
from data.words.vocabulary import INVENTORY
from geo.codes import among

SITE_SEPARATOR = " ; "
AGGLOMERATION = "agglomération"  # the precision of a project of which no source names the commune
# What a project takes from its commune.
PLACE_COLUMNS = ["lon", "lat", *(field.name for field in PLACE_CODES), "taille", "type_epci"]


def present_codes(published: pd.Series, communes: pd.DataFrame, successions: pd.Series) -> pd.Series:
    """The present commune of each published code: itself, or the one that took over a delegated commune or an
    arrondissement. An unknown code stays as it is; an absent one stays absent.
    """
    known = among(published, communes["code_insee"])
    return published.where(known, published.map(successions).fillna(published))


def projects(facts: pd.DataFrame, communes: pd.DataFrame, successions: pd.Series) -> pd.DataFrame:
    """The projects with the codes of every level, in the order of their identifiers.

    facts: the inventory as read from `projets.csv`; every code must be known (checked before), and `communes_du_site`
      holds the codes of the plant. A plant over several communes counts once, in the first; it has a size class only
      when all agree, and none when only its agglomeration is known.
    """
    table = facts.rename(columns={"code_insee": "code_insee_publie"})
    table["code_insee"] = present_codes(table["code_insee_publie"], communes, successions)
    places = communes.set_index("code_insee")
    rows = places.reindex(table["code_insee"])
    for column in PLACE_COLUMNS:
        table[column] = rows[column].to_numpy()
    table["commune"] = rows["nom"].to_numpy()
    sites = table["communes_du_site"].str.split(SITE_SEPARATOR)
    present = [list(dict.fromkeys(successions.get(code, code) for code in codes)) for codes in sites]
    table["communes_du_site"] = [SITE_SEPARATOR.join(codes) for codes in present]
    sizes = places["taille"].to_dict()
    several = np.array([len({sizes[code] for code in codes}) > 1 for codes in present], dtype=bool)
    table["taille"] = table["taille"].mask(several | (table["precision"] == AGGLOMERATION))
    table["source_id"] = INVENTORY
    return table.sort_values("id_projet", ignore_index=True)


def placed(facts: pd.DataFrame, communes: pd.DataFrame, successions: pd.Series) -> pd.DataFrame:
    """A table of facts whose `code_insee`, where there is one, is that of the present commune."""
    return facts.assign(code_insee=present_codes(facts["code_insee"], communes, successions)).reset_index(drop=True)


def place_codes(projets: pd.DataFrame) -> pd.Series:
    """The codes of the communes that have a project, sorted."""
    return pd.Series(np.unique(projets["code_insee"].to_numpy(dtype=str)))
