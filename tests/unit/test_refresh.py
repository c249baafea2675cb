"""A refreshing publishes an edition of all the files that were asked for, or leaves everything as it was."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from data import cli, editions, raw_files, refresh
from data.download import Limits
from data.refresh import Report
from geo.errors import DataError
from tests.unit import official_files as made
from tests.unit.official_files import FILES, FUND_HEADER, fund_row
from tests.unit.official_server import HOST, File, OfficialServer, fall_silent, hang_up, running, status

RUNNER = Path(__file__).with_name("refresh_crashes.py")
NEW = {
    "densite": "insee_com,lib_com,niveau_densite\n01001,new,Rural à habitat très dispersé\n",
    "anct_phase1": FILES["anct_phase1"],
    "anct_phase2": FILES["anct_phase2"],
    "fonds_vert_2023": FUND_HEADER + fund_row(title="new"),
}
OLD = {
    **NEW,
    "densite": "insee_com,lib_com,niveau_densite\n01001,old,Grands centres urbains\n",
    "fonds_vert_2023": FUND_HEADER + fund_row(title="old"),
}
HOSTS = frozenset({HOST})
Refresh = Callable[..., Report]


@pytest.fixture(scope="module")
def started() -> Iterator[OfficialServer]:
    with running() as server:
        yield server


@pytest.fixture
def server(started: OfficialServer, monkeypatch: pytest.MonkeyPatch) -> OfficialServer:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    started.answers.clear()
    started.requests.clear()
    serve(started, NEW)
    return started


def serve(server: OfficialServer, contents: dict[str, str]) -> None:
    for source_id, content in contents.items():
        data = content.encode()
        server.answers[f"/{made.known()[source_id].file}"] = [File(data, etag=f'"{hash(data)}"')]


def in_folder(folder: Path, contents: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for source_id, content in contents.items():
        (folder / made.known()[source_id].file).write_bytes(content.encode())
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def online(server: OfficialServer, root: Path, tmp_path: Path) -> Refresh:
    def run(*source_ids: str, trial: bool = False) -> Report:
        known = made.known(server.address("/"), HOSTS)
        limits = Limits(silence_s=0.2, attempts=2, sleep=lambda _: None)
        fetch = refresh.from_network(root, lambda *_: None, limits, HOSTS)
        sources = [known[key] for key in source_ids or FILES]
        return refresh.refresh(sources, fetch, made.build, root, tmp_path / "static", trial=trial)

    return run


@pytest.fixture
def offline(root: Path, tmp_path: Path) -> Refresh:
    def run(contents: dict[str, str], *, trial: bool = False) -> Report:
        fetch = refresh.from_folder(in_folder(tmp_path / "files", contents), root)
        sources = [made.known()[key] for key in contents]
        return refresh.refresh(sources, fetch, made.build, root, tmp_path / "static", trial=trial)

    return run


def state(root: Path) -> tuple[str, dict[str, str]]:
    """What is in use: the edition, verified, and the hash of each official file."""
    edition = editions.current(root)
    assert editions.verify(edition) == ()
    return edition.id, {key: file.sha256 for key, file in raw_files.current(root).items()}


def test_a_refreshing_publishes_what_the_files_say(online: Refresh, root: Path) -> None:
    report = online()
    assert editions.current(root).id == report.edition.id
    assert report.edition.rows("densites") == 1
    assert report.readings["fonds_vert_2023"].lus == 1
    assert all(each.is_new and each.is_used for each in report.brought)
    assert raw_files.current(root).keys() == FILES.keys()


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
    before = raw_files.current(root)
    server.requests.clear()
    online()
    assert all("If-None-Match" in headers for _, headers in server.requests)
    assert raw_files.current(root) == before


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
    "reset": hang_up,
    "silence": fall_silent,
    "cut": File(b"a" * 1000, cut=100),
    "cut at once": File(b"a" * 1000, cut=0),
    "web page": File(b"<!doctype html><p>captcha", content_type="text/html"),
    "web page said to be a table": File(b"<!doctype html><p>captcha"),
    "empty": File(b""),
    "only a header": File(FUND_HEADER.encode()),
    "error in JSON": File(b'{"error": "quota"}'),
    "compressed": File(b"\x1f\x8b\x08"),
    "archive": File(b"PK\x03\x04"),
    "another host": status(302, Location="https://ailleurs.example/"),
    "private address": status(302, Location="http://10.0.0.1/"),
    "loop": status(302, Location="/fonds_vert_2023.csv"),
    "renamed column": changed("montant_engage", "montant"),
    "other separator": changed(",", ";"),
    "unit in the amount": changed(",100\n", ",100 €\n"),
    "truncated row": changed(",100\n", ""),
    "latin-1": File(NEW["fonds_vert_2023"].encode("latin-1")),
    "UTF-16": File(NEW["fonds_vert_2023"].encode("utf-16")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_one_source_leaves_everything_as_it_was(
    online: Refresh, offline: Refresh, server: OfficialServer, root: Path, name: str
) -> None:
    offline(OLD)
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


def test_a_full_disk_at_publication_leaves_everything_as_it_was(
    online: Refresh, offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(OLD)
    before = state(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("data.staging.write_file", full)
        with pytest.raises(DataError, match="disque plein"):
            online()
    assert state(root) == before
    online()
    assert state(root) != before


def test_a_list_that_cannot_be_written_is_said_and_the_edition_stays_whole(
    online: Refresh, offline: Refresh, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline(OLD)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("data.raw_files.replace_file", full)
        with pytest.raises(DataError, match=r"écriture impossible \(disque plein\).*relancer « territoires refresh »"):
            online()
    state(root)
    online()
    assert raw_files.current(root)["densite"].origin.startswith("http")


def test_a_damaged_kept_file_is_brought_again(online: Refresh, root: Path) -> None:
    online()
    file = raw_files.current(root)["densite"]
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
    assert online == ["france_relance", "fonds_vert_2023", "fonds_vert_2024", "ademe_aides"]
    folder = in_folder(tmp_path / "files", {"densite": "", "anct_phase1": ""})
    assert [each.source_id for each in refresh.wanted((), folder)] == ["densite", "anct_phase1"]
    with pytest.raises(DataError, match="aucun fichier officiel connu dans ce dossier"):
        refresh.wanted((), tmp_path)


def test_rolling_back_serves_the_edition_before(offline: Refresh, root: Path) -> None:
    old, new = offline(OLD).edition, offline(NEW).edition
    assert refresh.previous(root) == old
    editions.switch(old.id, root)
    with pytest.raises(DataError, match="aucune édition plus ancienne n'est gardée"):
        refresh.previous(root)
    editions.switch(new.id, root)
    assert refresh.previous(root) == old


@pytest.fixture
def command(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """The command line, on a home of its own and on small records."""
    monkeypatch.setenv(editions.HOME_VARIABLE, str(root))
    monkeypatch.setattr(editions, "STATIC_FOLDER", tmp_path / "static")
    monkeypatch.setattr(cli, "_built", made.build)
    records = made.known()
    monkeypatch.setattr(refresh.catalogue, "read", lambda: records)

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    return run


def test_the_command_reports_the_rows_and_rolls_back(
    command: Callable[..., tuple[int, str]], root: Path, tmp_path: Path
) -> None:
    old, new = in_folder(tmp_path / "old", FILES), in_folder(tmp_path / "new", {**FILES, "densite": NEW["densite"]})
    code, said = command("refresh", "--from", str(old))
    first = editions.current_id(root)
    assert code == 0
    assert "densite (nouveau) : 3 lignes lues, 3 gardées, 0 mises de côté\n" in said
    assert "(1 sans commune connue, comptées dans les totaux nationaux)\n" in said
    assert said.endswith(f"Édition {first} publiée.\n")
    code, said = command("refresh", "densite", "--from", str(new), "--dry-run")
    assert (code, editions.current_id(root)) == (0, first)
    assert "Essai sans publication" in said
    assert command("refresh", "densite", "--from", str(new))[0] == 0
    assert editions.current_id(root) != first
    code, said = command("rollback")
    assert (code, editions.current_id(root)) == (0, first)
    assert said.startswith(f"Édition {first} remise en service")
    assert command("rollback")[0] == 1


def test_the_command_says_what_to_do_when_it_fails(command: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    assert command("refresh", "nulle_part") == (
        1,
        "catalogue : source inconnue : « nulle_part ». Remède : choisir parmi "
        + ", ".join(refresh.catalogue.read())
        + ".\n",
    )
    code, said = command("refresh", "densite", "--from", str(tmp_path))
    assert (code, said) == (
        1,
        "insee_grille_densite_2025.csv : fichier absent du dossier donné. Remède : vérifier --from.\n",
    )


def test_killed_at_every_step_a_refreshing_leaves_the_old_or_the_new_edition(
    server: OfficialServer, tmp_path: Path
) -> None:
    old = in_folder(tmp_path / "old", OLD)
    command = [sys.executable, str(RUNNER), str(tmp_path / "runs"), server.address("/"), str(old)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["old"] + found["new"] == found["points"]
    assert found["old"] > 40
    assert found["new"] > 3
    assert found["recovered"] > 5
