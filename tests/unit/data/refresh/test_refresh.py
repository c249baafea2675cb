"""A refreshing publishes an edition of all the files that were asked for, or leaves everything as it was."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.editions import registry
from data.paths import PROJECT
from data.refresh import refresh
from data.refresh.download import Limits
from data.refresh.refresh import Report
from data.sources import raw_files
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_files import FILES, FUND_HEADER, NEW, OLD, hashes, in_folder
from tests.unit.support.official_server import (
    HOST,
    File,
    OfficialServer,
    chunked,
    fall_silent,
    hang_up,
    raw,
    reset,
    status,
)

RUNNER = PROJECT / "tests" / "unit" / "support" / "refresh_crashes.py"
HOSTS = frozenset({HOST})
Refresh = Callable[..., Report]


@pytest.fixture
def server(server: OfficialServer) -> OfficialServer:
    serve(server, NEW)
    return server


def serve(server: OfficialServer, contents: dict[str, str]) -> None:
    for source_id, content in contents.items():
        data = content.encode()
        server.answers[f"/{made.known()[source_id].file}"] = [File(data, etag=f'"{hash(data)}"')]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def online(server: OfficialServer, root: Path, tmp_path: Path) -> Refresh:
    def run(*source_ids: str, trial: bool = False) -> Report:
        known = made.known(server.address("/"), HOSTS)
        limits = Limits(silence_s=0.6, attempts=2, sleep=lambda _: None)
        fetch = refresh.from_network(root, lambda *_: None, lambda _: None, limits, HOSTS)
        sources = [known[key] for key in source_ids or FILES]
        return refresh.refresh(sources, fetch, made.build, root, tmp_path / "static", trial=trial)

    return run


@pytest.fixture
def offline(tmp_path: Path) -> Refresh:
    return partial(made.refreshed, tmp_path)


def state(root: Path) -> tuple[str, dict[str, str]]:
    """What is in use: the edition, verified, and the hash of each official file."""
    edition = registry.current(root)
    assert registry.verify(edition) == ()
    return edition.id, hashes(root)


def test_a_refreshing_publishes_what_the_files_say(online: Refresh, root: Path) -> None:
    report = online()
    assert registry.current(root).id == report.edition.id
    assert report.edition.rows("densites") == 1
    assert report.readings["fonds_vert_2023"].lus == 1
    assert all(each.is_new and each.is_used for each in report.brought)
    assert hashes(root).keys() == FILES.keys()


def test_files_of_a_folder_make_the_same_edition_as_those_of_the_network(
    online: Refresh, offline: Refresh, root: Path
) -> None:
    assert offline(NEW).edition.id == online().edition.id
    assert not any(each.is_new for each in online().brought)


def test_one_source_is_refreshed_and_the_others_stay(online: Refresh, offline: Refresh, root: Path) -> None:
    offline(OLD)
    found = online("densite").edition
    assert found.table("densites")["niveau_densite"][0] == 7
    assert found.table("projets_officiels")["projet"][0] == "old"


def test_unchanged_files_are_not_sent_again_and_keep_their_date(
    online: Refresh, server: OfficialServer, root: Path
) -> None:
    online()
    before = raw_files.in_use(root).files
    server.requests.clear()
    online()
    assert all("If-None-Match" in headers for _, headers in server.requests)
    assert raw_files.in_use(root).files == before


def test_a_trial_checks_everything_and_publishes_nothing(online: Refresh, offline: Refresh, root: Path) -> None:
    offline(OLD)
    before = state(root)
    trial = online(trial=True)
    assert trial.readings["densite"].gardes == 1
    assert state(root) == before
    assert online().edition.id == trial.edition.id
    assert state(root) != before


def changed(old: str, new: str) -> File:
    return File(NEW["fonds_vert_2023"].replace(old, new).encode())


FAULTS: dict[str, Any] = {
    "not found": status(404),
    "forbidden": status(403),
    "gone": status(410),
    "always 500": status(500),
    "always 503": status(503, Retry_After=1),
    "hung up": hang_up,
    "reset": reset,
    "silence": fall_silent,
    "no HTTP": raw(b"SSH-2.0\r\n"),
    "quota until tomorrow": status(429, Retry_After=86_400),
    "cut between two pieces": chunked(FUND_HEADER.encode(), end=b""),
    "another hash than announced": File(
        NEW["fonds_vert_2023"].encode(), headers={"Repr-Digest": f"sha-256=:{'A' * 43}=:"}
    ),
    "shorter than it is": File(NEW["fonds_vert_2023"].encode(), headers={"Content-Length": len(FUND_HEADER) + 20}),
    "cut": File(b"a" * 1000, cut=100),
    "cut at once": File(b"a" * 1000, cut=0),
    "web page": File(b"<!doctype html><p>captcha", content_type="text/html"),
    "web page said to be a table": File(b"<!doctype html><p>captcha"),
    "empty": File(b""),
    "only a mark of encoding": File(b"\xef\xbb\xbf"),
    "only a header": File(FUND_HEADER.encode()),
    "error in JSON": File(b'{"error": "quota"}'),
    "compressed": File(b"\x1f\x8b\x08"),
    "archive": File(b"PK\x03\x04"),
    "another host": status(302, Location="https://ailleurs.example/"),
    "private address": status(302, Location="http://10.0.0.1/"),
    "this machine": status(302, Location="http://localhost/"),
    "loop": status(302, Location="/fonds_vert_2023.csv"),
    "renamed column": changed("montant_engage", "montant"),
    "truncated row": changed(",100\n", ""),
    "UTF-16": File(NEW["fonds_vert_2023"].encode("utf-16")),
}


@pytest.fixture(scope="module")
def in_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that the old files made."""
    folder = tmp_path_factory.mktemp("in_service")
    made.refreshed(folder, OLD)
    return folder / "home"


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.slow
def test_a_fault_of_one_source_leaves_everything_as_it_was(
    online: Refresh, server: OfficialServer, root: Path, in_service: Path, name: str
) -> None:
    shutil.copytree(in_service, root)
    before = state(root)
    server.answers["/fonds_vert_2023.csv"] = [FAULTS[name]]
    with pytest.raises(DataError, match=r"^fonds_vert_2023\.csv.* : .*Remède : "):
        online()
    assert state(root) == before


def test_every_source_that_failed_is_named(online: Refresh, server: OfficialServer) -> None:
    server.answers["/fonds_vert_2023.csv"] = [status(404)]
    server.answers["/insee_grille_densite_2025.csv"] = [status(500)]
    with pytest.raises(DataError) as caught:
        online()
    assert [problem.file for problem in caught.value.problems] == [
        "insee_grille_densite_2025.csv",
        "fonds_vert_2023.csv",
    ]


def test_a_passing_fault_does_not_stop_a_refreshing(online: Refresh, server: OfficialServer, root: Path) -> None:
    server.answers["/fonds_vert_2023.csv"].insert(0, status(500))
    online()
    assert state(root)[1].keys() == FILES.keys()


@pytest.mark.slow
def test_a_full_disk_at_publication_leaves_everything_as_it_was(
    online: Refresh, offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(OLD)
    before = state(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("data.editions.staging.write_file", full)
        with pytest.raises(DataError, match="disque plein"):
            online()
    assert state(root) == before
    online()
    assert state(root) != before


@pytest.mark.parametrize("step", ["data.sources.raw_files.replace_file", "data.editions.registry.replace_file"])
@pytest.mark.slow
def test_a_full_disk_at_any_other_step_leaves_everything_as_it_was(
    online: Refresh, offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    offline(OLD)
    before = state(root)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(step, full)
        with pytest.raises(DataError, match=r"impossible \(disque plein\).*Remède : libérer de la place"):
            online()
    assert state(root) == before
    online()
    assert raw_files.in_use(root).files["densite"].origin.startswith("http")


def test_a_damaged_kept_file_is_brought_again(online: Refresh, root: Path) -> None:
    online()
    file = raw_files.in_use(root).files["densite"]
    path = raw_files.path_of(root, file)
    path.chmod(0o644)
    path.write_text("x")
    online()
    assert raw_files.path_of(root, file).read_text() == NEW["densite"]


def test_a_source_that_no_edition_reads_yet_is_checked_and_kept(offline: Refresh, root: Path) -> None:
    record = made.known()["anct_communes"]
    report = offline({"anct_communes": ",".join(record.columns) + "\n" + ",".join(record.columns) + "\n"})
    assert [(each.source.source_id, each.is_used) for each in report.brought] == [("anct_communes", False)]
    assert "anct_communes" not in report.readings
    wrong = r"^anct_territoires_industrie_communes\.csv, ligne 1, colonne lib_ti : colonne absente"
    with pytest.raises(DataError, match=wrong):
        offline({"anct_communes": ",".join(record.columns).replace("lib_ti", "nom_ti") + "\nx\n"})


def test_the_sources_that_can_be_had_are_the_default(tmp_path: Path) -> None:
    online = [each.source_id for each in refresh.wanted((), None)]
    known = refresh.catalogue.read()
    assert {"france_relance", "fonds_vert_2023", "ademe_aides"} <= set(online)
    assert all(known[key].address and known[key].is_licensed for key in online)
    assert "aides_minimis" not in online
    assert "aides_minimis" in [each.source_id for each in refresh.wanted((), None, ["aides_minimis"])]
    folder = in_folder(tmp_path / "files", {"densite": "", "anct_phase1": ""})
    assert [each.source_id for each in refresh.wanted((), folder)] == ["densite", "anct_phase1"]
    with pytest.raises(DataError, match="aucun fichier officiel connu dans ce dossier"):
        refresh.wanted((), tmp_path)


def test_a_file_that_was_tried_is_not_sent_again(online: Refresh, server: OfficialServer, offline: Refresh) -> None:
    offline(OLD)
    online(trial=True)
    server.requests.clear()
    assert all(each.is_new for each in online("densite", "fonds_vert_2023").brought)
    assert [headers.get("If-None-Match") is not None for _, headers in server.requests] == [True, True]


@pytest.mark.slow
def test_killed_at_every_step_or_moment_a_refreshing_leaves_the_old_or_the_new_edition(
    server: OfficialServer, tmp_path: Path
) -> None:
    old = in_folder(tmp_path / "old", OLD)
    command = [sys.executable, str(RUNNER), str(tmp_path / "runs"), server.address("/"), str(old)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    steps, moments = found["steps"], found["moments"]
    assert steps["old"] + steps["new"] == steps["points"]
    assert steps["old"] > 40
    assert steps["new"] > 0
    assert steps["recovered"] > 5
    assert moments["old"] + moments.get("new", 0) == moments["points"] == 10
    assert moments["recovered"] == 1
