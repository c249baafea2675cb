"""Accelerators and support structures: the family of each type, and how far territories are from the nearest one."""

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.places.levels import Places
from data.places.proximity import distances_km
from data.words.vocabulary import ENJEUX, ENJEUX_SEPARES

ELSEWHERE: Final = "Fonds, marques, concours et rencontres"
# Family -> the types of the published table that it gathers, in the order of display.
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Accélérateurs consulaires": ("accélérateur consulaire",),
    "Accélérateurs de start-up": ("accélérateur de start-up",),
    "Accélérateurs industriels et spécialisés": (
        "accélérateur industriel",
        "accélérateur d'entreprise",
        "accélérateur santé",
        "accélérateur mécatronique",
        "accélérateur matériel",
    ),
    "Accélérateurs publics et de filière": (
        "accélérateur public",
        "accélérateur régional",
        "accélérateur national",
        "programme national",
        "accélérateur de filière",
        "programme de filière",
    ),
    "Campus et écoles": ("campus industriel", "école de production"),
    "Incubateurs, plateformes et lieux": (
        "plateforme d'accélération vers l'industrie du futur",
        "manufacture de proximité",
        "incubateur",
        "incubateur et ateliers",
        "pépinière",
        "hôtel d'entreprises pré-industriel",
        "lieu de pré-industrialisation",
        "lieu d'innovation industrielle",
        "lieu d'innovation textile",
        "lieu d'innovation",
        "parc d'innovation mobilité",
        "technopole agroalimentaire",
        "tiers-lieu industrie 4.0",
    ),
    ELSEWHERE: (
        "fonds d'amorçage",
        "marque de territoire",
        "hackathon",
        "concours",
        "forum",
        "rencontre",
        "rencontre nationale",
    ),
}
OTHER: Final = "Autres"
_FAMILY_OF: Final = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


def families(structures: pd.DataFrame) -> pd.Series:
    """The family of each structure, by its type; `OTHER` for a type that none of them names."""
    return structures["type"].map(_FAMILY_OF).fillna(OTHER)


def types(structures: pd.DataFrame) -> pd.Series:
    """Number of structures of each type, in the order of families, the most frequent first in each."""
    counts = structures["type"].value_counts()
    ranks = {family: rank for rank, family in enumerate((*FAMILIES, OTHER))}
    order = sorted(counts.index, key=lambda kind: (ranks[_FAMILY_OF.get(kind, OTHER)], -counts[kind], kind))
    return counts.reindex(order)


def stakes(structures: pd.DataFrame) -> pd.Series:
    """Number of structures that say they answer to each stake of `ENJEUX` that one has; several may be in a cell."""
    told = structures["enjeux"].dropna().str.split(ENJEUX_SEPARES).explode()
    counts = told.value_counts()
    return counts.reindex([stake for stake in ENJEUX if stake in counts.index])


def answering(structures: pd.DataFrame, wanted: Collection[str]) -> pd.DataFrame:
    """The structures that answer to one of these stakes; all of them when none is asked for."""
    if not wanted:
        return structures
    told = structures["enjeux"].fillna("").str.split(ENJEUX_SEPARES)
    return structures[told.map(set(wanted).isdisjoint).eq(False)]


def reach(places: Places, structures: pd.DataFrame, phase: int, radius_km: float) -> pd.DataFrame:
    """How far each territory of a phase is from structures, indexed by id_territoire in the order of its level.

    Distances are between the points of communes, from the closest of the territory; a structure of the territory is at
    0 km. Columns: nom, precision_nom, population, distance_km (NaN without any structure), structures (the names of
    the nearest, joined by « ; »; those of the territory when it has some), communes (theirs), sur_place and a_portee
    (how many structures are in the territory, and within `radius_km` of it), non_situees (how many of its région have
    no known commune, and may be nearer).
    """
    column = f"id_territoire_{phase}"
    level = places.levels[f"territoires-{phase}"][["nom", "precision_nom", "population"]]
    there = structures.dropna(subset="code_insee").groupby("code_insee")["nom"].agg(["size", " ; ".join])
    sizes = there["size"].to_numpy()
    lost = structures.loc[structures["code_insee"].isna(), "region"].value_counts()
    theirs = places.communes.loc[there.index, ["nom", "lon", "lat", column]]
    ours = places.communes[places.communes[column].notna()]
    lon, lat = (ours[axis].to_numpy()[:, np.newaxis] for axis in ("lon", "lat"))
    between = pd.DataFrame(distances_km(lon, lat, theirs["lon"], theirs["lat"]))
    # As an unknown distance is never the least, infinity stands for it.
    closest = between.groupby(ours[column].to_numpy()).min().reindex(level.index).fillna(np.inf).to_numpy()
    inside = theirs[column].to_numpy() == level.index.to_numpy()[:, np.newaxis]
    closest = np.where(inside, 0.0, closest)
    least = closest.min(axis=1, initial=np.inf)
    nearest = (closest == least[:, np.newaxis]) & np.isfinite(closest)
    return level.assign(
        distance_km=np.where(np.isfinite(least), least, np.nan),
        structures=_joined(there["join"], nearest),
        communes=_joined(theirs["nom"], nearest),
        sur_place=inside @ sizes,
        a_portee=(closest <= radius_km) @ sizes,
        non_situees=level["precision_nom"].map(lost).fillna(0).astype("int64"),
    )


def _joined(names: pd.Series, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """The names chosen by each row of flags; None for a row without any."""
    return np.array([" ; ".join(names[row]) or None for row in chosen], dtype=object)
