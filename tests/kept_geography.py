"""Builds of other facts on the geography of an edition, whose cleaning and drawing are most of the time of a build."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.build import contour_files, geography
from data.editions.edition import Edition
from geo import coverages


def keep_geography(patch: pytest.MonkeyPatch, edition: Edition) -> None:
    """What facts do not change is not worked again: the contours, as `edition` has them."""
    cleaned = edition.geotable("communes", ["code_insee"]).geometry.to_numpy()

    def write(folder: Path, *_: object) -> pd.DataFrame:
        for path in (edition.folder / "contours").iterdir():
            shutil.copy(path, folder)
        return edition.table("contours")

    patch.setattr(coverages, "clean", lambda _: cleaned.copy())
    patch.setattr(geography, "neighbours", lambda _: edition.table("voisinages"))
    patch.setattr(contour_files, "write", write)
