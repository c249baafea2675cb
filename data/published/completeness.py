"""How much of what was published of a programme the inventory holds, where the two count the same thing.

An inventory has no total of its own. Those that programmes publish tell how far it is from one, programme by programme,
for France, for a région or for a year; a total of something else is shown beside, without a share.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.published.series import FRANCE
from data.words.vocabulary import AU_PLUS, MEME_DEFINITION

_POINT: Final = ["serie", "perimetre", "date"]
COMPARED: Final = (MEME_DEFINITION, AU_PLUS)


def held(totaux: pd.DataFrame, points: pd.DataFrame, projets: pd.DataFrame, regions: "pd.Series[str]") -> pd.DataFrame:
    """The published totals, in the order of `totaux`, each with what the inventory holds of it.

    points: `series.points`. projets: programme, annee, code_region. regions: the name of each région, by code. Adds to
    the columns of `totaux` publies, tenus (projects of the inventory), part (0 to 1, NaN for another definition),
    source_editeur and source_url.
    """
    found = totaux.merge(
        points[[*_POINT, "valeur_commune", "source_editeur", "source_url"]].drop_duplicates(_POINT),
        on=_POINT,
        how="left",
        validate="many_to_one",
    ).rename(columns={"valeur_commune": "publies"})
    places = projets["code_region"].map(regions)
    counted = [
        int(
            (
                (projets["programme"] == programme)
                & (True if place == FRANCE else places == place)
                & (True if pd.isna(year) else (projets["annee"] == year).fillna(value=False))
            ).sum()
        )
        for programme, place, year in found[["programme", "perimetre", "annee"]].itertuples(index=False)
    ]
    compared = found["comparaison"].isin(COMPARED)
    return found.assign(tenus=counted, part=(np.array(counted) / found["publies"]).where(compared))


def by_region(listed: pd.DataFrame, projets: pd.DataFrame, regions: "pd.Series[str]") -> pd.DataFrame:
    """The projects that an official list publishes and those of the same programme that the inventory holds, by région.

    listed, projets: code_region (null where a file names no région). Columns: nom, publies, tenus, part; the most
    published first. Rows that name no région have no place here.
    """
    counts = pd.DataFrame(
        {"publies": listed["code_region"].value_counts(), "tenus": projets["code_region"].value_counts()}
    ).fillna(0)
    share = counts["tenus"] / counts["publies"].mask(counts["publies"] == 0)
    named = counts.assign(nom=regions.reindex(counts.index), part=share)
    return named.sort_values("publies", ascending=False, kind="stable", ignore_index=True).astype(
        {"publies": "int64", "tenus": "int64"}
    )
