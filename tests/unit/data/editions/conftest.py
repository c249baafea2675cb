"""The home and the contour files of made editions."""

import json
from pathlib import Path

import pytest


def contour_folder(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(json.dumps({"name": name}))
    return folder


@pytest.fixture
def contours(tmp_path: Path) -> Path:
    return contour_folder(
        tmp_path / "contours", "territoires-2-abcdef012345.json", "communes-2-ti-0101-0123456789.json"
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"
