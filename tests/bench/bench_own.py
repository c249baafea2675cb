"""Time of a visitor's table: `python -m tests.bench.bench_own`.

Half a million rows and the real public files, from their bytes to what the page says, in their children: time on the
clock, and of the processor of the server. A real file to the frame of its map, against plain pandas and geopandas; a
million points against the spatial join of geopandas; 10 000 codes against a merge; half a million names that no commune
has: the median and the worst of five rounds, in one process. On the edition of this machine.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd

from components.maps.commune_map import frame as map_frame
from components.maps.commune_points import located_on
from components.maps.frame import Contours, MapFrame
from components.maps.viewport import NATIONAL
from data.desk.desk import Desk, Visitor, Worked
from data.desk.turns import Turns
from data.editions import registry
from data.files import reading
from data.files.exports import About
from data.own import proposals, report
from data.own.ground import Ground
from data.own.join import join
from data.own.report import Choices
from data.places.levels import Places
from geo.errors import DataError
from geo.location import OUTSIDE, Locator
from tests.bench.table import Line
from tests.conftest import PUBLIC_FILES

ROUNDS = 5
FILE = PUBLIC_FILES / "fonds_vert_2023.csv"
POINTS, CODES, NAMES, ROWS = 1_000_000, 10_000, 500_000, 500_000
BOX = (-4.5, 42.5, 8.0, 51.0)  # mainland: about six points of ten are in a commune
SEED = 6
VISITOR, ABOUT = Visitor("banc"), About("Banc", "", (), "")
T = TypeVar("T")


def main() -> list[Line]:
    """Print the times, their ratios, and that both ways agree."""
    try:
        edition = registry.current()
    except DataError as error:
        sys.exit(str(error))
    places, communes = Places.from_edition(edition), edition.geotable("communes", ["code_insee"])
    ground = Ground.of_edition(edition, places)
    _children(Desk(edition, Turns()), places)
    return [
        *_file(places, communes, ground),
        _points(communes, ground.locator),
        _codes(places, ground),
        _names(places, ground),
    ]


def _children(desk: Desk, places: Places) -> None:
    """What a visitor waits for, and what the server spends on it."""
    _taken(desk, b"code insee\n63430\n", "premier.csv, la pépinière avec lui", 5)
    worked = _taken(desk, _half_a_million(places), f"{ROWS} lignes", 30)
    made = _asked("les mêmes, comparées à l'inventaire", lambda: desk.projects(worked, VISITOR, compared=True), 30)
    _asked("les mêmes, en CSV", lambda: desk.file(made.projects, "csv", ABOUT, worked.name, VISITOR), 30)
    for path in sorted((PUBLIC_FILES / "publics").glob("*")):
        _taken(desk, path.read_bytes(), path.name, 5)


def _taken(desk: Desk, content: bytes, name: str, target_s: int) -> Worked:
    found = _asked(name, lambda: desk.take(content, name, VISITOR), target_s)
    print(f"    {found.told.result.placed} lignes placées sur {found.told.result.rows}")
    return found


def _asked(name: str, ask: Callable[[], T], target_s: int) -> T:
    """What a child gives. Print how long it was waited for, and what of the processor of the server it took."""
    begun, spent = time.perf_counter(), time.process_time()
    found = ask()
    waited, spent = time.perf_counter() - begun, time.process_time() - spent
    print(f"  {name:44}{waited:6.1f} s, cible {target_s} s ; serveur {spent:.2f} s, {spent / waited:.0%} du temps")
    return found


def _half_a_million(places: Places) -> bytes:
    """Codes, four of five filled, names, départements, texts, amounts and dates: as much as a file may hold."""
    drawn = Random(SEED)
    codes = drawn.choices(places.communes.index.tolist(), k=ROWS)
    names, departements = places.communes["nom"].to_dict(), places.communes["code_departement"].to_dict()
    lines = [
        f"{code if rank % 5 else ''};{names[code]};{departements[code]};Projet {rank};Entreprise {rank % 50_000};"
        f"{10**13 + rank};{rank % 999_999},{rank % 100:02};{1 + rank % 28:02}/03/{2015 + rank % 10}\n"
        for rank, code in enumerate(codes)
    ]
    header = "Code INSEE;Commune;Département;Projet;Entreprise;SIRET;Subvention;Date\n"
    return (header + "".join(lines)).encode()


def _file(places: Places, communes: gpd.GeoDataFrame, ground: Ground) -> list[Line]:
    if not FILE.is_file():
        print("  fichier du Fonds vert : absent de cette machine, non mesuré")
        return []
    content = FILE.read_bytes()
    ours = _timed("Fonds vert, du fichier à la carte", lambda: _from_file(content, places, ground), target_ms=3_000)
    points = places.communes[["lon", "lat"]].dropna()
    theirs = _timed("  pandas et geopandas", lambda: _plainly(content, points, communes))
    _print_ratio(ours, theirs)
    counts, plain = ours.result.values, theirs.result
    print(f"  lignes placées : {int(counts.sum())}, contre {int(plain.sum())} sans anciens codes ni noms")
    return [ours.line(theirs)]


def _from_file(content: bytes, places: Places, ground: Ground) -> MapFrame:
    """What the page does: the reading in its child process, the columns, the check, the sums, the circles."""
    frame = reading.read_table(content, FILE.name).frame
    rows = report.check(frame, Choices.proposed(proposals.propose(frame, ground)), ground).rows
    totals = report.totals(rows, "code_insee")
    located = located_on(places.communes, places.communes.index)
    contours = Contours(polygons=None, points="points.json", borders=None, bounds=NATIONAL)
    return map_frame(totals["lignes"].reindex(located.index, fill_value=0), contours, "Vos lignes")


def _plainly(content: bytes, points: pd.DataFrame, communes: gpd.GeoDataFrame) -> pd.Series:
    """The rows of each commune, by the point of its code, with nothing checked."""
    rows = pd.read_csv(io.BytesIO(content), dtype={"code_commune": str, "code_departement": str, "siren": str})
    placed = rows.merge(points, left_on="code_commune", right_index=True)
    geometry = gpd.points_from_xy(placed["lon"], placed["lat"], crs=communes.crs)
    held = gpd.GeoDataFrame(placed, geometry=geometry).sjoin(communes, predicate="within")
    totals = held.groupby("code_insee")["montant_engage"].agg(["size", "sum"])
    return communes.merge(totals, left_on="code_insee", right_index=True, how="left")["size"].fillna(0)


def _points(communes: gpd.GeoDataFrame, locator: Locator) -> Line:
    drawn = np.random.default_rng(SEED)
    lon, lat = drawn.uniform(BOX[0], BOX[2], POINTS), drawn.uniform(BOX[1], BOX[3], POINTS)
    ours = _timed(f"{POINTS} points", lambda: locator.positions(lon, lat), target_ms=1_000)
    theirs = _timed("  geopandas.sjoin", lambda: _spatial_join(communes, lon, lat))
    _print_ratio(ours, theirs)
    print(f"  points placés autrement : {np.count_nonzero(ours.result != theirs.result)}")
    return ours.line(theirs)


def _codes(places: Places, ground: Ground) -> Line:
    codes = np.random.default_rng(SEED).choice(places.communes.index.to_numpy(dtype=object), CODES)
    frame = pd.DataFrame({"code": codes}, dtype="str")
    ours = _timed(f"{CODES} codes", lambda: join(frame, {"code_insee": "code"}, ground), target_ms=50)
    named = places.communes[["nom"]]
    theirs = _timed("  pandas.merge", lambda: frame.merge(named, left_on="code", right_index=True, how="left"))
    _print_ratio(ours, theirs)
    return ours.line(theirs)


def _names(places: Places, ground: Ground) -> Line:
    drawn = Random(SEED)
    names = ["".join(drawn.choices(ascii_lowercase, k=14)) for _ in range(NAMES)]
    departements = np.resize(places.communes["code_departement"].to_numpy(dtype=object), NAMES)
    frame = pd.DataFrame({"commune": names, "departement": departements}, dtype="str")
    choices = Choices({"commune": "commune", "departement": "departement"})
    return _timed(f"{NAMES} noms inconnus", lambda: report.check(frame, choices, ground), target_ms=3_000).line()


@dataclass(frozen=True)
class Timed:
    """What a run gives, its median time, and what is asked of it."""

    name: str
    result: Any
    median_ms: float
    target_ms: int | None

    def line(self, theirs: "Timed | None" = None) -> Line:
        """What the table of all benches says of it."""
        peer, beside = (theirs.name.strip(), theirs.median_ms) if theirs else ("", None)
        return Line(self.name, self.median_ms, "ms", peer, beside, self.target_ms)


def _timed(name: str, run: Callable[[], Any], target_ms: int | None = None) -> Timed:
    """Print the time of some rounds, after one that warms caches."""
    result = run()
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        spent.append(1_000 * (time.perf_counter() - begin))
    target = f", cible {target_ms} ms" if target_ms else ""
    print(f"  {name:34}{statistics.median(spent):10.0f} ms{max(spent):10.0f} ms{target}")
    return Timed(name, result, statistics.median(spent), target_ms)


def _print_ratio(ours: Timed, theirs: Timed) -> None:
    print(f"  rapport : {theirs.median_ms / ours.median_ms:.2f}")


def _spatial_join(communes: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=communes.crs)
    pairs = points.sjoin(communes, predicate="intersects")["index_right"]
    return pairs[~pairs.index.duplicated()].reindex(points.index, fill_value=OUTSIDE).to_numpy()


if __name__ == "__main__":
    main()
