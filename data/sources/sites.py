"""Where the plant of each project is: what was checked, and what a large project needs before it may be counted."""

from collections.abc import Iterator

import pandas as pd

from data.tables.fact_files import FILES
from geo.errors import DataError, Problem

# From this investment on, the site of a project is checked; in a commune of this size, by two sources: headlines name
# the large city and a third of the largest plants were found in the village beside it.
CHECKED_FROM_CENTIMES = 50_000_000_00
LARGE_COMMUNE = 20_000
SETTLED = "oui"


def large(projets: pd.DataFrame) -> pd.DataFrame:
    """The projects whose site must be checked."""
    return projets[(projets["investissement_centimes"] >= CHECKED_FROM_CENTIMES).fillna(value=False)]


def communes_of(verifications: pd.DataFrame) -> pd.Series:
    """The codes of the communes of each settled site, a list by id_projet."""
    settled = verifications[(verifications["regle"] == SETTLED) & verifications["communes_du_site"].notna()]
    return settled.set_index("id_projet")["communes_du_site"].str.split(" ; ")


def with_sites(projets: pd.DataFrame, verifications: pd.DataFrame) -> pd.DataFrame:
    """The projects with `communes_du_site` (their own commune where no site is settled) and `site_verifie`."""
    checked = verifications.set_index("id_projet")
    settled = checked.loc[checked["regle"] == SETTLED, "communes_du_site"].astype("string")
    return projets.assign(
        communes_du_site=projets["id_projet"].map(settled).astype("string").fillna(projets["code_insee"]),
        site_verifie=projets["id_projet"].map(checked["regle"]),
    )


def check(projets: pd.DataFrame, verifications: pd.DataFrame, populations: "pd.Series[int]") -> None:
    """Raise `DataError` for a settled site that does not hold the project's commune, or that one source alone places
    in a large commune.

    projets: corrected; populations: inhabitants by the code of a present or a former commune.
    """
    if problems := [*_elsewhere(projets, verifications), *_alone(projets, verifications, populations)]:
        raise DataError(problems)


def unsettled(projets: pd.DataFrame, verifications: pd.DataFrame) -> pd.DataFrame:
    """The large projects whose site is not settled: id_projet, remarque (null when none was sought)."""
    found = large(projets)[["id_projet"]].merge(
        verifications[["id_projet", "regle", "remarque"]], on="id_projet", how="left"
    )
    return found.loc[found["regle"] != SETTLED, ["id_projet", "remarque"]].reset_index(drop=True)


def _elsewhere(projets: pd.DataFrame, verifications: pd.DataFrame) -> Iterator[Problem]:
    sites = communes_of(verifications)
    for line, code, project in projets[["code_insee", "id_projet"]].itertuples():
        if project in sites.index and code not in sites[project]:
            yield Problem(
                FILES["projets"].file,
                f"la commune de {project} est {code}, son site vérifié est {', '.join(sites[project])}",
                "corriger code_insee dans corrections.csv, ou revoir la ligne de verifications.csv",
                int(str(line)),
                "code_insee",
            )


def _alone(projets: pd.DataFrame, verifications: pd.DataFrame, populations: "pd.Series[int]") -> Iterator[Problem]:
    sites = communes_of(verifications)
    asked = (
        verifications["id_projet"].isin(set(large(projets)["id_projet"]) & set(sites.index))
        & verifications["seconde_source_url"].isna()
    )
    for line, project in verifications.loc[asked, "id_projet"].items():
        if any(populations[code] >= LARGE_COMMUNE for code in sites[project]):
            yield Problem(
                FILES["verifications"].file,
                f"{project}, de 50 M€ ou plus dans une commune de {LARGE_COMMUNE} habitants ou plus, n'a qu'une source",
                "donner une seconde source qui nomme la commune, ou écrire « non » dans regle",
                int(str(line)),
                "seconde_source_url",
            )
