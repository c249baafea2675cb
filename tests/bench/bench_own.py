"""Time to place the rows of a visitor's table: `python -m tests.bench.bench_own`.

A million points against geopandas' own spatial join, and 10 000 codes, on the edition of this machine.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from data import editions
from data.edition import Edition
from data.own_join import Ground, join
from data.own_names import Names
from data.places import Places
from geo.errors import DataError
from geo.location import OUTSIDE, Locator

ROUNDS = 5
POINTS, CODES = 1_000_000, 10_000
BOX = (-4.5, 42.5, 8.0, 51.0)  # mainland: about six points of ten are in a commune
SEED = 6


def main() -> None:
    """Print the median and the worst time of each join, and that both agree on points."""
    try:
        edition = editions.current()
    except DataError as error:
        sys.exit(str(error))
    places, communes = Places.from_edition(edition), edition.geotable("communes", ["code_insee"])
    drawn = np.random.default_rng(SEED)
    lon, lat = drawn.uniform(BOX[0], BOX[2], POINTS), drawn.uniform(BOX[1], BOX[3], POINTS)
    locator = Locator(communes.geometry.to_numpy())
    ours = _print_times("points, ici", lambda: locator.positions(lon, lat))
    theirs = _print_times("points, geopandas.sjoin", lambda: _spatial_join(communes, lon, lat))
    print(f"  points placés autrement : {np.count_nonzero(ours != theirs)}")
    codes = drawn.choice(places.communes.index.to_numpy(dtype=object), CODES)
    frame = pd.DataFrame({"code": codes}, dtype="str")
    ground = _ground(edition, places, locator)
    _print_times(f"{CODES} codes", lambda: join(frame, {"code_insee": "code"}, ground, {}))


def _print_times(name: str, run: Callable[[], Any]) -> Any:
    result = run()
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        spent.append(1_000 * (time.perf_counter() - begin))
    print(f"  {name:30}{statistics.median(spent):10.0f} ms{max(spent):10.0f} ms")
    return result


def _spatial_join(communes: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=communes.crs)
    pairs = points.sjoin(communes, predicate="intersects")["index_right"]
    return pairs[~pairs.index.duplicated()].reindex(points.index, fill_value=OUTSIDE).to_numpy()


def _ground(edition: Edition, places: Places, locator: Locator) -> Ground:
    former = edition.table("successions").set_index("code_ancien")["code_insee"]
    names = Names(places.communes, places.levels["departements"]["nom"])
    return Ground(places.communes, former, names, locator)


if __name__ == "__main__":
    main()
