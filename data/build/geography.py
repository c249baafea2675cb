"""The tables of places: communes with everything that is said of them, and the levels that they add up to."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.tables.fields import MAP_BOX
from data.words.levels import ADMINISTRATIVE
from data.words.vocabulary import TAILLES, TAILLES_BORNES
from geo import coverages, overseas
from geo.areas import WGS84, square_kilometres
from geo.coverages import Atoms
from geo.reference import Reference

# « Sans EPCI »: four islands of one commune each, Bréhat, Sein, Ouessant and Yeu.
WITHOUT_EPCI = "SE"


def communes(
    reference: Reference,
    populations: pd.DataFrame,
    appartenances: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """The table of communes, contours cleaned as one coverage, in the order of their codes.

    lon and lat are a point inside the contour, `MAP_BOX` the box of the contour on the maps (degrees, overseas in its
    frame), NaN for a commune that has no contour.

    populations: code_insee, population, millesime, one row per commune. Those of the package are not used: they are of
      2017 (2 187 526 for Paris) without saying so, and 18 communes have none.
    appartenances: phase, id_territoire, code_insee.
    """
    table = reference.communes.copy()
    counted = populations.set_index("code_insee").reindex(table["code_insee"])
    table["population"] = counted["population"].to_numpy(dtype=np.int32)
    table["population_millesime"] = counted["millesime"].astype(str).to_numpy()
    for phase in (1, 2):
        members = appartenances[appartenances["phase"] == phase].set_index("code_insee")["id_territoire"]
        table[f"id_territoire_{phase}"] = table["code_insee"].map(members)
    table["taille"] = size_class(table["population"])
    types = reference.epci.set_index("code_epci")["type_epci"]
    table["type_epci"] = table["code_epci"].map(types).fillna(WITHOUT_EPCI)
    table["superficie_km2"] = square_kilometres(gpd.GeoSeries(table["geometry"], crs=WGS84))
    contours = coverages.clean(table["geometry"].to_numpy())
    # Not the centroid: that of 188 communes, bent or in several pieces, lies in another.
    points = shapely.point_on_surface(contours)
    table["lon"], table["lat"] = shapely.get_x(points), shapely.get_y(points)
    table[list(MAP_BOX)] = _map_boxes(contours, table["code_departement"].to_numpy())
    return gpd.GeoDataFrame(table.drop(columns="geometry"), geometry=contours, crs=WGS84)


def neighbours(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """The communes that share a border: code_insee, code_voisin, each pair twice, sorted."""
    pairs = coverages.adjacent(communes.geometry.to_numpy())
    codes = communes["code_insee"].to_numpy()[np.vstack((pairs, pairs[:, ::-1]))]
    found = pd.DataFrame(codes, columns=["code_insee", "code_voisin"])
    return found.sort_values(["code_insee", "code_voisin"], ignore_index=True)


def _map_boxes(contours: np.ndarray, departements: np.ndarray) -> np.ndarray:
    """(n, 4) west, south, east, north of each contour where maps draw it."""
    boxes = shapely.bounds(contours)
    moved = np.isin(departements, [frame.code_departement for frame in overseas.FRAMES])
    drawn = shapely.bounds(overseas.displayed(contours[moved], departements[moved]))
    boxes[moved] = np.hstack([overseas.from_plane(drawn[:, :2]), overseas.from_plane(drawn[:, 2:])])
    return boxes


def size_class(population: pd.Series) -> np.ndarray:
    """The key (t1 to t5) of the size class of each population."""
    keys = np.array(list(TAILLES), dtype=object)
    return keys[np.searchsorted(TAILLES_BORNES, population.to_numpy(), side="right") - 1]


def level(communes: gpd.GeoDataFrame, atoms: Atoms, key: str) -> gpd.GeoDataFrame:
    """The places of one level: its key, population, superficie_km2, nb_communes, geometry, in the order of the key."""
    totals = communes.groupby(key, sort=True).agg(
        population=("population", "sum"),
        superficie_km2=("superficie_km2", "sum"),
        nb_communes=("code_insee", "size"),
    )
    totals["population_millesime"] = _usual_year(communes, key)
    totals["population"] = totals["population"].astype("int32")
    totals["nb_communes"] = totals["nb_communes"].astype("int32")
    return gpd.GeoDataFrame(totals, geometry=atoms.level(key).reindex(totals.index), crs=WGS84).reset_index()


def _usual_year(communes: pd.DataFrame, key: str) -> pd.Series:
    """The year of the population of most communes of each place, the first of those that tie."""
    years = communes.groupby([key, "population_millesime"]).size().reset_index(name="counted")
    years = years.sort_values(["counted", "population_millesime"], ascending=[False, True])
    return years.drop_duplicates(key).set_index(key)["population_millesime"]


def administrative_levels(
    reference: Reference, communes: gpd.GeoDataFrame, atoms: Atoms
) -> dict[str, gpd.GeoDataFrame]:
    """The administrative levels with their names. EPCI without a commune in the reference are left out."""
    return {
        each.table: gpd.GeoDataFrame(
            getattr(reference, each.table).merge(level(communes, atoms, each.column), on=each.code, how="inner"),
            crs=WGS84,
        )
        for each in ADMINISTRATIVE
    }


def territories(
    communes: gpd.GeoDataFrame, atoms: Atoms, names: pd.DataFrame, appartenances: pd.DataFrame
) -> gpd.GeoDataFrame:
    """The territories of both phases. names: phase, id_territoire, id_officiel, nom."""
    parts = []
    for phase in (1, 2):
        key = f"id_territoire_{phase}"
        table = level(communes, atoms, key).rename(columns={key: "id_territoire"})
        table["code_region"] = table["id_territoire"].map(_main_region(communes, key))
        parts.append(table)
    members = appartenances.groupby("id_territoire")["code_membre"].nunique()
    table = names.merge(pd.concat(parts, ignore_index=True), on="id_territoire", how="left", validate="1:1")
    table["nb_membres"] = table["id_territoire"].map(members).astype("int32")
    return gpd.GeoDataFrame(table.sort_values(["phase", "id_territoire"], ignore_index=True), crs=WGS84)


def _main_region(communes: pd.DataFrame, key: str) -> pd.Series:
    """The région where most inhabitants of each territory live."""
    # 12 territories of phase 1 and 15 of phase 2 lie over two régions.
    by_region = communes.groupby([key, "code_region"])["population"].sum().reset_index()
    return by_region.sort_values("population").drop_duplicates(key, keep="last").set_index(key)["code_region"]
