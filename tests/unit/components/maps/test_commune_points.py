"""Where communes are drawn: in the middle of their box, in files that are named by what they hold."""

from pathlib import Path

import pandas as pd

from components.maps import commune_map, commune_points
from components.maps.frame import Contours
from data.tables.fields import MAP_BOX


def test_points_stand_in_the_middle_of_their_box_and_leave_out_what_has_none() -> None:
    rows = [("Bourg", -1.0, 45.0, 2.0, 46.0), ("Voisin", 3.0, 45.5, 4.0, 46.5), ("Sans contour", *[float("nan")] * 4)]
    communes = pd.DataFrame(rows, columns=["nom", *MAP_BOX], index=["01", "02", "05"])
    located = commune_points.located_on(communes, pd.Index(["05", "02", "01"]))
    assert located.index.tolist() == ["01", "02"]
    assert located["lon"].tolist() == [0.5, 3.5]
    assert located["lat"].tolist() == [45.5, 46.0]


def test_the_file_of_points_is_named_by_its_content(tmp_path: Path) -> None:
    points = pd.DataFrame({"nom": ["L'Île-d'Yeu"], "lon": [1.23456], "lat": [2.0]}, index=["85113"])
    name = commune_points.publish(points, tmp_path)
    content = (tmp_path / name).read_text(encoding="utf-8")
    assert '"properties":{"i":0,"nom":"L\'Île-d\'Yeu"}' in content and "[1.2346,2.0]" in content
    assert commune_points.publish(points.assign(lon=3.0), tmp_path) != name


def test_the_points_of_a_map_are_written_again_after_room_was_made(tmp_path: Path) -> None:
    towns = pd.DataFrame({"nom": ["Aubusson", "Thiers"], "lon": [2.17, 3.55], "lat": [45.95, 45.85]})
    name = commune_points.publish(towns, tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    assert commune_points.publish(towns, tmp_path) == name
    assert (tmp_path / name).read_bytes() == content


def test_circles_keep_the_order_of_their_points() -> None:
    contours = Contours(None, "points.json", None, (0, 0, 1, 1))
    found = commune_map.frame(pd.Series([3, 1], index=["01", "02"]), contours, "Structures")
    assert found.values.tolist() == [3, 1]
    assert found.hover[0].values == ["3", "1"]
