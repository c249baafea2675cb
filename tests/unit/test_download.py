"""A download ends with the whole file under its hash, or with a French sentence and everything as it was."""

import errno
import hashlib
import io
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data import download, raw_files
from data.catalogue import Official
from data.download import Download, Limits
from data.raw_files import RawFile
from geo.errors import DataError
from tests.unit.official_server import (
    HOST,
    File,
    OfficialServer,
    chunked,
    fall_silent,
    hang_up,
    running,
    status,
)

CONTENT = b"code,valeur\n" + b"".join(b"%05d,%d\n" % (n, n) for n in range(20_000))
PATH = "/essai.csv"
Fetch = Callable[..., RawFile]


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
    return started


def official(address: str | None, hosts: frozenset[str] = frozenset({HOST})) -> Official:
    return Official(
        "essai",
        {"adresse": "https://exemple.fr/page"},
        "essai.csv",
        address,
        hosts,
        "csv",
        ",",
        "",
        1,
        ("code",),
        1,
        "code",
    )


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetch(server: OfficialServer, tmp_path: Path, waits: list[float]) -> Fetch:
    limits = Limits(silence_s=0.2, sleep=waits.append)

    def run(path: str = PATH, known: RawFile | None = None, **changed: Any) -> RawFile:
        wanted = replace(limits, **changed)
        return Download(official(server.address(path)), tmp_path, known, wanted, frozenset({HOST})).run()

    return run


def kept(tmp_path: Path) -> set[str]:
    """The names of the files that are kept, without those of a download that is not over."""
    return {path.name for path in raw_files.folder(tmp_path, "essai").glob("[!.]*")}


def is_whole(found: RawFile, tmp_path: Path, content: bytes = CONTENT) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return found.sha256 == digest and raw_files.path_of(tmp_path, found).read_bytes() == content


def test_a_file_is_kept_under_its_hash_read_only(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    assert is_whole(found, tmp_path)
    assert (found.size, found.etag, found.origin) == (len(CONTENT), '"v1"', server.address(PATH))
    assert raw_files.path_of(tmp_path, found).stat().st_mode & 0o777 == 0o444
    assert kept(tmp_path) == {found.sha256}


def test_progress_says_what_came_and_what_is_expected(server: OfficialServer, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    said: list[tuple[int, int | None]] = []
    source = official(server.address(PATH))
    Download(source, tmp_path, plain_hosts=frozenset({HOST}), progress=lambda *state: said.append(state)).run()
    assert said == sorted(said)
    assert said[-1] == (len(CONTENT), len(CONTENT))


def test_content_in_pieces_without_a_length_is_whole(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [chunked(CONTENT[:5000])]
    assert is_whole(fetch(), tmp_path, CONTENT[:5000])


def test_a_cut_download_resumes_where_it_stopped(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(CONTENT, cut=50_000), File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    asked = [(headers.get("Range"), headers.get("If-Range")) for _, headers in server.requests]
    assert asked == [(None, None), ("bytes=70000-", '"v1"'), ("bytes=120000-", '"v1"')]


def test_the_next_command_resumes_what_the_last_one_left(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000)]
    with pytest.raises(DataError, match=r"connexion impossible ou coupée, 1 essai\."):
        fetch(attempts=1)
    server.answers[PATH] = [File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    assert server.requests[-1][1]["Range"] == "bytes=70000-"


def test_a_file_that_changed_meanwhile_starts_again(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    newer = CONTENT.replace(b",1", b",2")
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(newer, etag='"v2"')]
    found = fetch()
    assert is_whole(found, tmp_path, newer)
    assert found.etag == '"v2"'


def test_a_partial_file_without_a_validator_is_not_resumed(
    server: OfficialServer, fetch: Fetch, tmp_path: Path
) -> None:
    server.answers[PATH] = [File(CONTENT, etag='W/"v1"', cut=70_000), File(CONTENT, etag='W/"v1"')]
    assert is_whole(fetch(), tmp_path)
    assert "Range" not in server.requests[-1][1]


def test_a_doubtful_partial_file_is_not_resumed(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000)]
    with pytest.raises(DataError):
        fetch(attempts=1)
    partial = raw_files.folder(tmp_path, "essai") / download.PARTIAL
    partial.write_bytes(partial.read_bytes()[:-10])
    server.answers[PATH] = [File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    assert "Range" not in server.requests[-1][1]


def test_another_part_than_the_one_asked_is_refused(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    def other_part(handler: Any) -> None:
        handler.head(206, {"Content-Length": 10, "Content-Range": "bytes 0-9/10", "ETag": '"v1"'})
        handler.wfile.write(CONTENT[:10])

    server.answers[PATH] = [File(CONTENT, cut=70_000), other_part, File(CONTENT)]
    assert is_whole(fetch(), tmp_path)


def test_a_refused_range_starts_again(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000), status(416), File(CONTENT)]
    assert is_whole(fetch(), tmp_path)


def test_a_file_that_has_not_changed_is_not_sent_again(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    assert fetch(known=found) == found
    assert server.requests[-1][1]["If-None-Match"] == '"v1"'


@pytest.mark.parametrize("fault", [status(500), status(503), status(429), hang_up, fall_silent, File(CONTENT, cut=0)])
def test_a_passing_fault_is_tried_again(server: OfficialServer, fetch: Fetch, tmp_path: Path, fault: Any) -> None:
    server.answers[PATH] = [fault, fault, File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    assert len(server.requests) == 3


def test_waits_double_and_stay_bounded(server: OfficialServer, fetch: Fetch, waits: list[float]) -> None:
    server.answers[PATH] = [status(500)]
    with pytest.raises(DataError, match=r"le serveur a répondu 500, 7 essais\. Remède : réessayer plus tard"):
        fetch(attempts=7, longest_wait_s=10)
    assert waits == [1, 2, 4, 8, 10, 10]


def test_the_wait_that_the_server_asks_for_is_honoured(
    server: OfficialServer, fetch: Fetch, waits: list[float]
) -> None:
    server.answers[PATH] = [status(503, Retry_After=7), status(503, Retry_After="Sun, 06 Nov 1994"), File(CONTENT)]
    fetch()
    assert waits == [7, 2]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (status(404), "le serveur a répondu 404. Remède : vérifier l'adresse dans data/sources.toml"),
        (status(403), "le serveur a répondu 403"),
        (File(b"<html>", content_type="text/html; charset=utf-8"), "le serveur a envoyé une page web"),
        (File(b"\xef\xbb\xbf \n<!DOCTYPE html><html>"), "c'est une page web ou un document XML"),
        (File(b""), "le fichier est vide"),
        (File(b"\x1f\x8b\x08\x00abc"), "c'est un fichier binaire ou compressé"),
        (File(b"PK\x03\x04abc"), "c'est un fichier binaire ou compressé"),
        (File(b"code,\0\0\n"), "c'est un fichier binaire ou compressé"),
        (File(b'{"error": "quota"}', content_type="application/json"), "le contenu n'est pas du csv"),
        (File(CONTENT, headers={"Content-Encoding": "gzip"}), "le serveur a compressé le fichier"),
        (status(302, Location="https://ailleurs.example/essai.csv"), "renvoie vers un autre site : ailleurs.example"),
        (status(302, Location="http://169.254.169.254/latest"), r"renvoie vers un autre site : 169\.254\.169\.254"),
        (status(301, Location=PATH), "plus de 5 redirections"),
    ],
)
def test_what_is_not_the_data_is_refused_at_once(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, waits: list[float], answer: Any, message: str
) -> None:
    server.answers[PATH] = [File(CONTENT)]
    good = fetch()
    server.answers[PATH] = [answer]
    with pytest.raises(DataError, match=rf"^essai\.csv : .*{message}"):
        fetch()
    assert kept(tmp_path) == {good.sha256}
    assert is_whole(good, tmp_path)
    assert waits == []


def test_a_redirection_to_an_allowed_host_is_followed(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [status(302, Location="/fichiers/essai-2.csv")]
    server.answers["/fichiers/essai-2.csv"] = [File(CONTENT)]
    assert is_whole(fetch(), tmp_path)


def test_http_is_refused_unless_the_host_was_given(server: OfficialServer, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    with pytest.raises(DataError, match=r"l'adresse n'est pas en https : http://127\.0\.0\.1"):
        Download(official(server.address(PATH)), tmp_path).run()
    assert server.requests == []


def test_no_known_address_says_where_to_find_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"télécharger essai\.csv depuis https://exemple\.fr/page, puis"):
        Download(official(None, frozenset()), tmp_path).run()


def test_a_truncated_file_never_takes_its_place(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, etag="", cut=100_000)]
    with pytest.raises(DataError, match="connexion impossible ou coupée, 5 essais"):
        fetch()
    assert kept(tmp_path) == set()


@pytest.mark.parametrize("answer", [File(CONTENT), chunked(CONTENT)])
def test_too_large_a_file_is_refused_and_leaves_nothing(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, answer: Any
) -> None:
    server.answers[PATH] = [answer]
    with pytest.raises(DataError, match="le fichier dépasse 0 Mo"):
        fetch(max_bytes=50_000)
    assert list(raw_files.folder(tmp_path, "essai").iterdir()) == []


def test_one_byte_at_a_time_ends_at_the_time_limit(server: OfficialServer, fetch: Fetch) -> None:
    server.answers[PATH] = [File(CONTENT, drip_s=0.005)]
    time = iter(range(1000))
    with pytest.raises(DataError, match=r"téléchargement trop lent : plus de 20 s\. Remède : réessayer plus tard"):
        fetch(total_s=20, clock=lambda: next(time))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_nothing_behind(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    server.answers[PATH] = [File(CONTENT)]
    good = fetch()

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(code, os.strerror(code))

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r": Full() if mode in ("wb", "ab") else opened(path, mode))
    with pytest.raises(DataError, match=r"écriture impossible .*Remède : libérer de la place"):
        fetch()
    assert [path.name for path in raw_files.folder(tmp_path, "essai").iterdir()] == [good.sha256]


def test_a_proxy_of_the_environment_is_used(
    server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address("/"))
    address = "http://donnees.example/essai.csv"
    server.answers[address] = [File(CONTENT)]
    hosts = frozenset({"donnees.example"})
    assert is_whole(Download(official(address, hosts), tmp_path, plain_hosts=hosts).run(), tmp_path)


def test_a_proxy_that_is_none_is_named(server: OfficialServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "gopher://proxy")
    with pytest.raises(DataError, match="le proxy de l'environnement n'est pas utilisable"):
        fetch()


def test_a_host_that_does_not_answer_is_tried_again(server: OfficialServer, tmp_path: Path, waits: list[float]) -> None:
    with socket.socket() as closed:
        closed.bind((HOST, 0))
        source = official(f"http://{HOST}:{closed.getsockname()[1]}{PATH}")
        with pytest.raises(DataError, match="connexion impossible ou coupée, 5 essais"):
            Download(source, tmp_path, limits=Limits(sleep=waits.append), plain_hosts=frozenset({HOST})).run()
    assert len(waits) == 4


def test_a_host_without_encryption_is_not_trusted(server: OfficialServer, tmp_path: Path) -> None:
    source = official(server.address(PATH).replace("http:", "https:"))
    with pytest.raises(DataError, match="connexion impossible ou coupée"):
        Download(source, tmp_path, limits=Limits(attempts=1)).run()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_signed_is_refused_at_once(tmp_path: Path, waits: list[float]) -> None:
    certificate, key = tmp_path / "certificat.pem", tmp_path / "cle.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "1"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with running(context) as server:
        source = official(server.address(PATH).replace("http:", "https:"))
        with pytest.raises(DataError, match="le certificat du site n'est pas reconnu"):
            Download(source, tmp_path, limits=Limits(sleep=waits.append)).run()
    assert waits == []


def test_an_altered_kept_file_is_never_read(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    path = raw_files.path_of(tmp_path, found)
    path.chmod(0o644)
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(
        DataError, match=r"le fichier officiel gardé est altéré\. Remède : relancer « territoires refresh essai »"
    ):
        raw_files.path_of(tmp_path, found)


def test_the_list_of_files_in_use_changes_in_one_step(tmp_path: Path) -> None:
    one, other, third = (RawFile(name, "0" * 64, 1, "x", "2026-01-01T00:00:00+00:00") for name in ("a", "b", "a"))
    assert raw_files.current(tmp_path) == {}
    raw_files.use(tmp_path, [one, other])
    raw_files.use(tmp_path, [replace(third, size=2)])
    assert {key: file.size for key, file in raw_files.current(tmp_path).items()} == {"a": 2, "b": 1}


@pytest.mark.parametrize("content", [b"", b"[", b"[3]", b'[{"source_id": "a"}]', b"\xff"])
def test_an_unreadable_list_of_files_is_a_french_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / raw_files.FOLDER).mkdir()
    (tmp_path / raw_files.FOLDER / raw_files.POINTER).write_bytes(content)
    with pytest.raises(DataError, match="liste des fichiers officiels illisible"):
        raw_files.current(tmp_path)


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
    with pytest.raises(DataError, match="fichier absent du dossier donné"):
        raw_files.adopt(tmp_path / "absent.csv", tmp_path, "essai", 10)
