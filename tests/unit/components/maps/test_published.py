"""A map asks for a file that is there, whatever other visitors had made meanwhile."""

from pathlib import Path

import pandas as pd
import pytest

from components.maps import commune_points, official_points, project_points, published, town_names
from components.maps.frame import Contours
from components.visit.visit import Visit
from data.editions import static_files

GONE = "points.0123456789ab.json"
WRITTEN = "points.ba9876543210.json"


def test_what_is_there_is_not_written_again(tmp_path: Path) -> None:
    (tmp_path / GONE).write_bytes(b"{}")
    assert published.lasting(GONE, lambda: WRITTEN, tmp_path) == GONE
    assert published.lasting("points.000000000000.json", lambda: WRITTEN, tmp_path) == WRITTEN


def test_no_name_that_is_kept_is_given_without_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names over maps, communes of projects, official points: their names are kept for all visits."""
    visit = Visit("1")
    monkeypatch.setattr(Visit, "current", classmethod(lambda _: visit))
    monkeypatch.setattr(static_files, "used", lambda _, name: name != GONE)
    for module, kept in ((town_names, "_ranked"), (town_names, "_file"), (project_points, "_published")):
        monkeypatch.setattr(module, kept, lambda *_: GONE)
    for module, write in ((town_names, "_write_ranked"), (town_names, "_write"), (commune_points, "publish")):
        monkeypatch.setattr(module, write, lambda *_, **__: WRITTEN)
    located = pd.DataFrame({"nom": ["Thiers"]}, index=pd.Index(["63430"]))
    for module in (project_points, official_points):
        monkeypatch.setattr(module, "_located", lambda _: located)
    monkeypatch.setattr(official_points, "_file", lambda _: GONE)
    monkeypatch.setattr(Visit, "contours", lambda _: pd.DataFrame())
    box = (1.0, 45.0, 4.0, 47.0)
    monkeypatch.setattr(project_points, "contours_of", lambda *_: Contours(None, None, None, box))
    assert town_names.by_rank(box, framed=False) == town_names.file(box, framed=True) == WRITTEN
    assert project_points.contours("autre")[0].points == WRITTEN
    assert official_points.file(visit) == WRITTEN
