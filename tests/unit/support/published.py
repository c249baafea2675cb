"""Small editions, published and spoilt."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from data.editions import registry


def projects(mark: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id_projet": [f"p{rank:08x}" for rank in range(20)],
            "investissement_centimes": pd.array([mark, None] * 10, dtype="Int64"),
            "nom": ["NA", None] * 10,
        }
    )


def places() -> gpd.GeoDataFrame:
    shapes = [box(2, 45, 3, 46), None]
    return gpd.GeoDataFrame({"code_insee": ["01004", "2A004"]}, geometry=shapes, crs="EPSG:4326")


def publish(root: Path, mark: int, contours: Path | None = None, static_dir: Path | None = None) -> registry.Edition:
    return registry.publish(
        {"projets": projects(mark), "communes": places()},
        contours,
        checks=[{"controle": "projets", "resultat": "20"}],
        root=root,
        static_dir=static_dir,
    )


def flip(path: Path, bit: int) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
