"""Where the files of maps are, and what is said when they cannot be written."""

import os
from pathlib import Path

import pytest

from data.editions import registry, static_files
from geo.errors import DataError
from tests.unit.data.editions.conftest import contour_folder
from tests.unit.support.published import publish
from tests.unit.support.read_only import read_only


def test_a_folder_that_may_not_be_written_gives_way_to_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "static" / "geo"
    folder.parent.mkdir()
    assert static_files.writable(folder) == folder
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != folder.parent)
    elsewhere = static_files.writable(folder)
    assert not elsewhere.is_relative_to(tmp_path / "static") and not elsewhere.exists()
    assert static_files.writable(folder) != elsewhere  # nobody else can have made it before


def test_a_file_is_written_once_and_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    static_files.put(tmp_path / "geo", "style.1.json", b"{}")
    with read_only(tmp_path / "geo"):
        static_files.put(tmp_path / "geo", "style.1.json", b"{}")
        with pytest.raises(
            DataError, match=r"style\.2\.json : ce que montre la carte n'est pas écrit \(disque en lect"
        ):
            static_files.put(tmp_path / "geo", "style.2.json", b"{}")
    assert [path.name for path in (tmp_path / "geo").iterdir()] == ["style.1.json"]


def test_what_maps_add_is_bounded_and_the_first_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "MOST_BYTES", 100)
    (tmp_path / "communes-0123456789ab.json").write_bytes(b"x" * 500)
    for rank in range(4):
        static_files.put(tmp_path, f"points.{rank:012x}.json", b"x" * 40)
        os.utime(tmp_path / f"points.{rank:012x}.json", (rank, rank))
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["communes-0123456789ab.json", "points.000000000002.json", "points.000000000003.json"]


def test_a_file_that_maps_still_use_is_the_last_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger who has maps of a thousand boxes drawn does not take from the others that of the whole country."""
    monkeypatch.setattr(static_files, "MOST_BYTES", 100)
    everywhere, boxes = "names.0123456789ab.json", [f"names.{rank:012x}.json" for rank in range(20)]
    static_files.put(tmp_path, everywhere, b"x" * 40)
    for rank, name in enumerate(boxes):
        static_files.put(tmp_path, name, b"x" * 40)
        os.utime(tmp_path / name, (rank, rank))
        assert static_files.used(tmp_path, everywhere)
    assert (tmp_path / everywhere).exists() and not static_files.used(tmp_path, boxes[0])
    with read_only(tmp_path):
        assert static_files.used(tmp_path, everywhere) and not static_files.used(tmp_path, boxes[0])


def test_static_contours_are_placed_before_the_switch(root: Path, contours: Path, tmp_path: Path) -> None:
    static_dir = tmp_path / "static" / "geo"
    edition = publish(root, 1, contours, static_dir)
    assert {path.name for path in static_dir.iterdir()} == set(edition.contour_files.values())


def test_static_contours_follow_the_kept_editions(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    static_dir = tmp_path / "static"
    static_dir.mkdir()
    for foreign in ("style.json", "lisezmoi.txt"):
        (static_dir / foreign).write_text("{}")
    killed = static_dir / ".epci-abcdef.json.0a1b2c.nouveau"
    killed.write_text("half of a killed copy")
    os.utime(killed, (0, 0))
    monkeypatch.setattr(registry, "KEPT_EDITIONS", 2)
    for mark in range(3):
        publish(root, mark, contour_folder(tmp_path / f"c{mark}", f"epci-{mark:06x}.json"), static_dir)
    assert sorted(path.name for path in static_dir.iterdir()) == [
        "epci-000001.json",
        "epci-000002.json",
        "lisezmoi.txt",
        "style.json",
    ]


def test_static_contours_are_repaired(root: Path, contours: Path, tmp_path: Path) -> None:
    static_dir = tmp_path / "static"
    edition = publish(root, 1, contours, static_dir)
    truncated, removed = (static_dir / name for name in edition.contour_files.values())
    truncated.unlink()
    truncated.write_bytes(b"")
    removed.unlink()
    registry.publish_static(edition, static_dir)
    for key, name in edition.contour_files.items():
        assert (static_dir / name).read_bytes() == edition.contour(key)
