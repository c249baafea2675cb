"""Where the files of maps are, and what is said when they cannot be written."""

import os
from pathlib import Path

import pytest

from data.editions import static_files
from geo.errors import DataError
from tests.unit.support.read_only import read_only


def test_a_folder_that_may_not_be_written_gives_way_to_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "static" / "geo"
    folder.parent.mkdir()
    assert static_files.chosen(folder) == folder
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != folder.parent)
    elsewhere = static_files.chosen(folder)
    assert not elsewhere.is_relative_to(tmp_path / "static") and not elsewhere.exists()
    assert static_files.chosen(folder) != elsewhere  # nobody else can have made it before


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
