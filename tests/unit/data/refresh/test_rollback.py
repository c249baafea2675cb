"""The official files in use are those of the edition in use: whatever moves one moves the other."""

import fcntl
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest

from data.editions import manifest, registry, staging
from data.editions.edition import Edition
from data.refresh import refresh
from data.refresh.refresh import Report
from data.sources import raw_files
from data.sources.raw_files import RawSet
from data.tables import declarations
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FILES, NEW, OLD, hashes, in_folder

Refresh = Callable[..., Report]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def offline(tmp_path: Path) -> Refresh:
    return partial(made.refreshed, tmp_path)


def test_what_is_published_again_is_left_for_the_last_that_was(offline: Refresh, root: Path) -> None:
    offline(OLD)
    new = offline(NEW).edition
    offline(OLD)
    assert refresh.previous(root) == new


def test_rolling_back_serves_the_edition_before_and_its_files(offline: Refresh, root: Path, tmp_path: Path) -> None:
    old = offline(OLD).edition
    files = hashes(root)
    new = offline(NEW).edition
    assert hashes(root) != files
    assert refresh.previous(root) == old
    registry.switch(old.id, root)
    assert hashes(root) == files
    assert made.build(raw_files.in_use(root), tmp_path / "again", tmp_path / "static").id == old.id
    with pytest.raises(DataError, match="aucune édition plus ancienne n'est gardée"):
        refresh.previous(root)
    registry.switch(new.id, root)
    assert refresh.previous(root) == old


def test_an_edition_dated_of_1970_is_left_for_the_one_published_before(
    offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = offline(OLD).edition
    monkeypatch.setattr(staging, "datetime", Mock(now=lambda zone: datetime.fromtimestamp(0, zone)))
    new = offline(NEW).edition
    assert new.manifest.built_at.startswith("1970")
    assert refresh.rollback(None, root, root.parent / "static") == old


@pytest.mark.slow
def test_a_damaged_edition_is_made_again_of_its_files(offline: Refresh, root: Path, tmp_path: Path) -> None:
    offline(OLD)
    edition = offline(NEW).edition
    for name in (manifest.FILE_NAME, raw_files.TABLE, "projets_officiels.parquet"):
        damage(edition.folder / name)
        repaired = refresh.repair(made.build, root, tmp_path / "static")
        assert registry.current(root) == repaired == edition
        assert registry.verify(repaired) == (), name
    shutil.rmtree(edition.folder)
    assert registry.verify(refresh.repair(made.build, root, tmp_path / "static")) == ()


def damage(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-40])


def test_what_makes_another_edition_today_is_no_repair(offline: Refresh, root: Path, tmp_path: Path) -> None:
    edition = offline(NEW).edition
    damage(edition.folder / "projets_officiels.parquet")
    before = {path: path.read_bytes() for path in edition.folder.glob("*.*")}

    def build(raw: RawSet, home: Path, static_dir: Path) -> Edition:
        return registry.publish({"sources": pd.DataFrame({"lus": [1]})}, root=home, static_dir=static_dir)

    with pytest.raises(DataError, match=r"font aujourd'hui une autre édition .*« make build », ou revenir à celle"):
        refresh.repair(build, root, tmp_path / "static")
    assert {path: path.read_bytes() for path in edition.folder.glob("*.*")} == before
    damage(raw_files.in_use(root).path("fonds_vert_2023"))
    with pytest.raises(DataError, match=r"le fichier officiel gardé est altéré\. Remède : relancer « territoires refr"):
        refresh.repair(made.build, root, tmp_path / "static")


def test_a_build_and_a_refreshing_wait_for_each_other(root: Path, tmp_path: Path) -> None:
    seen = []

    def build(raw: RawSet, root: Path, static_dir: Path) -> Edition:
        with (root / raw_files.FOLDER / raw_files.LOCK).open() as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        seen.append(raw)
        return made.build(raw, root, static_dir)

    fetch = refresh.from_folder(in_folder(tmp_path / "files", NEW), root)
    first = refresh.refresh([made.known()["densite"]], fetch, build, root, tmp_path / "static", trial=False).edition
    assert refresh.rebuild(build, root, tmp_path / "static") == first
    assert seen[0] == seen[1]


def test_a_home_without_official_files_is_built_again_whatever_is_left_of_its_edition(
    offline: Refresh, root: Path
) -> None:
    made.build(RawSet(root, {}), root, root.parent / "static")
    shutil.rmtree(root / registry.EDITIONS)
    assert refresh.rebuild(made.build, root, root.parent / "static") == registry.current(root)


def test_a_refreshing_after_a_rollback_keeps_the_files_of_the_older_edition(offline: Refresh, root: Path) -> None:
    old = offline(OLD).edition
    offline(NEW)
    registry.switch(old.id, root)
    found = offline({"densite": NEW["densite"]})
    assert [each.is_new for each in found.brought] == [True]
    assert found.edition.table("projets_officiels")["projet"][0] == "old"


def test_an_edition_of_other_tables_is_built_again_of_its_own_files(
    offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(NEW)
    files = hashes(root)
    monkeypatch.setattr(declarations, "TABLES", {"projets": declarations.TABLES["projets"]})
    with pytest.raises(DataError, match="ses tables diffèrent"):
        registry.current(root)
    assert hashes(root) == files
    assert offline({"densite": NEW["densite"]}).readings.keys() == FILES.keys()


def test_a_damaged_edition_can_be_left_for_the_one_before(offline: Refresh, root: Path) -> None:
    old, new = offline(OLD).edition, offline(NEW).edition
    for name in (manifest.FILE_NAME, raw_files.TABLE):
        path = new.folder / name
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"sources\.parquet : cette table est illisible.*« territoires rollback ÉD"):
        raw_files.in_use(root)
    assert refresh.previous(root) == old


def test_files_whose_descriptions_are_lost_are_still_in_use(offline: Refresh, root: Path) -> None:
    offline(NEW)
    files = hashes(root)
    for path in (root / raw_files.FOLDER).glob("*/*.json"):
        path.unlink()
    assert hashes(root) == files
    assert raw_files.verify(raw_files.in_use(root)) == ()


def test_lost_files_are_asked_for_rather_than_left_out_of_the_next_edition(
    offline: Refresh, root: Path, tmp_path: Path
) -> None:
    offline(OLD)
    shutil.rmtree(root / raw_files.FOLDER)
    assert raw_files.verify(raw_files.in_use(root))
    with pytest.raises(DataError, match="le fichier officiel gardé est absent"):
        refresh.rebuild(made.build, root, tmp_path / "static")


def test_a_rollback_leaves_an_unreadable_pointer_and_waits_for_a_refreshing(
    offline: Refresh, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = offline(OLD).edition, offline(NEW).edition
    (root / registry.POINTER).write_text("")
    with pytest.raises(DataError, match=r"« territoires rollback ÉDITION »"):
        raw_files.in_use(root)
    assert refresh.rollback(None, root, tmp_path / "static") == new

    def switched(*_: object) -> Edition:
        with (root / raw_files.FOLDER / raw_files.LOCK).open() as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return old

    monkeypatch.setattr(registry, "switch", switched)
    assert refresh.rollback(old.id, root, tmp_path / "static") == old


def test_the_description_of_another_file_is_not_believed(offline: Refresh, root: Path) -> None:
    offline(OLD)
    files = raw_files.in_use(root).files
    mine, other = (raw_files.folder(root, key) / f"{files[key].sha256}.json" for key in list(files)[:2])
    mine.chmod(0o644)
    mine.write_bytes(other.read_bytes())
    assert hashes(root) == {key: file.sha256 for key, file in files.items()}
