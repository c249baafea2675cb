"""The official files that are kept never change, and are never read once altered."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data.editions import registry
from data.refresh import download
from data.sources import raw_files
from data.sources.raw_files import RawSet
from geo.errors import DataError
from tests.unit.support.downloads import CONTENT, PATH, Fetch, is_whole, kept
from tests.unit.support.official_server import File, OfficialServer


def test_an_altered_kept_file_is_never_read(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    path = raw_files.path_of(tmp_path, found)
    path.chmod(0o644)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(
        DataError,
        match=r"le fichier officiel gardé est altéré\. Remède : relancer « territoires refresh essai », avec --from",
    ):
        raw_files.path_of(tmp_path, found)


def test_the_same_content_again_keeps_its_date_and_what_the_network_said_of_it(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers[PATH] = [File(CONTENT)]
    first = replace(fetch(), retrieved_at="2026-01-01T00:00:00+00:00")
    monkeypatch.setattr(raw_files, "described", lambda *_: first)
    server.answers[PATH] = [File(CONTENT, etag='"v2"')]
    assert fetch() == replace(first, etag='"v2"')
    (tmp_path / "essai.csv").write_bytes(CONTENT)
    assert raw_files.adopt(tmp_path / "essai.csv", tmp_path, "essai", 10**6) == first


@pytest.mark.parametrize("content", [b"", b"[", b"[3]", b'{"source_id": "a"}', b"\xff"])
def test_a_lost_description_leaves_the_file_and_its_date_on_the_disk(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, content: bytes
) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    path = raw_files.path_of(tmp_path, found)
    os.utime(path, (0, datetime(2026, 1, 2, tzinfo=UTC).timestamp()))
    raw_files.folder(tmp_path, "essai").joinpath(f"{found.sha256}.json").chmod(0o644)
    raw_files.folder(tmp_path, "essai").joinpath(f"{found.sha256}.json").write_bytes(content)
    again = raw_files.described(tmp_path, "essai", found.sha256)
    assert (again.size, again.retrieved_at, again.etag) == (len(CONTENT), "2026-01-02T00:00:00+00:00", None)
    assert is_whole(again, tmp_path)


def test_the_file_kept_last_is_the_one_that_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "essai.csv"
    assert raw_files.last_kept(tmp_path, "essai") is None
    path.write_bytes(b"ancien")
    old = raw_files.adopt(path, tmp_path, "essai", 10)
    later = replace(old, retrieved_at="2100-01-01T00:00:00+00:00")
    assert raw_files.last_kept(tmp_path, "essai") == old
    path.write_bytes(b"nouveau")
    new = raw_files.adopt(path, tmp_path, "essai", 10)
    described = raw_files.described
    dates = {old.sha256: old, new.sha256: replace(new, retrieved_at=later.retrieved_at)}
    monkeypatch.setattr(raw_files, "described", lambda *given: dates[given[2]])
    assert raw_files.last_kept(tmp_path, "essai") == dates[new.sha256]
    monkeypatch.setattr(raw_files, "described", described)
    for file in (old, new):
        raw_files.path_of(tmp_path, file).unlink()
    assert raw_files.last_kept(tmp_path, "essai") is None


def test_what_a_killed_copy_left_is_replaced(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    folder = raw_files.folder(tmp_path, "essai")
    folder.mkdir(parents=True)
    (tmp_path / "essai.csv").write_bytes(CONTENT)
    inodes = {}
    for name in (raw_files.INCOMING, download.PARTIAL):
        (folder / name).write_bytes(b"x" * 10**6)
        (folder / name).chmod(0o444)
        inodes[name] = (folder / name).stat().st_ino
    kept_open = [(folder / name).open("rb") for name in inodes]  # so that no inode is given again
    server.answers[PATH] = [File(CONTENT[:100])]
    for found, content in (
        (raw_files.adopt(tmp_path / "essai.csv", tmp_path, "essai", 10**6), CONTENT),
        (fetch(), CONTENT[:100]),
    ):
        assert is_whole(found, tmp_path, content)
        assert raw_files.path_of(tmp_path, found).stat().st_ino not in inodes.values()
    for file in kept_open:
        file.close()
    assert all(not path.name.startswith(".") for path in folder.iterdir())


def test_a_file_of_the_disk_is_copied_within_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "essai.csv"
    path.write_bytes(CONTENT)
    found = raw_files.adopt(path, tmp_path, "essai", len(CONTENT))
    assert is_whole(found, tmp_path)
    assert kept(tmp_path) == {found.sha256}
    with pytest.raises(DataError, match="le fichier dépasse"):
        raw_files.adopt(path, tmp_path, "essai", len(CONTENT) - 1)
    with pytest.raises(DataError, match=f"fichier absent du dossier {tmp_path}"):
        raw_files.adopt(tmp_path / "absent.csv", tmp_path, "essai", 10)
    with pytest.raises(DataError, match=r"copie impossible \(c'est un dossier, non un fichier\)"):
        raw_files.adopt(tmp_path, tmp_path, "essai", 10**6)


def test_only_official_files_are_in_use(tmp_path: Path) -> None:
    assert raw_files.in_use(tmp_path) == RawSet(tmp_path, {})
    (tmp_path / "densite.csv").write_bytes(b"x")
    file = raw_files.adopt(tmp_path / "densite.csv", tmp_path, "densite", 10)
    assert raw_files.in_use(tmp_path) == RawSet(tmp_path, {})
    hashes = {"source_id": ["geographie", "inventaire", "densite"], "sha256": [None, "0" * 64, file.sha256]}
    registry.publish({"sources": pd.DataFrame(hashes)}, root=tmp_path)
    assert raw_files.in_use(tmp_path) == RawSet(tmp_path, {"densite": file})
