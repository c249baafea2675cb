"""What is not the data is refused with a French sentence, and leaves everything as it was."""

import errno
import gzip
import io
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.refresh import download
from data.refresh.download import Download, Limits
from data.sources import raw_files
from geo.errors import DataError
from tests.unit.support.downloads import CONTENT, PATH, Fetch, is_whole, kept, official
from tests.unit.support.official_server import (
    DRIPPING_S,
    HOST,
    File,
    OfficialServer,
    chunked,
    dripping,
    running,
    status,
)

NO_ADDRESSES = (
    "javascript:alert(1)",
    "data:text/csv,code",
    "about:blank",
    "https://xn--a.fr/",
    "https://xn--ls8h=.la/",
    "https://[::1/",
    "https://exemple.fr:port/",
    f"https://exemple.fr/{'x' * 70_000}",
)
BOMB = gzip.compress(b"0" * 10_000_000)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (status(204), "le serveur a répondu 204"),
        (status(302), "le serveur a répondu 302"),
        (status(304), "le serveur a répondu 304"),
        (status(404), "le serveur a répondu 404. Remède : vérifier l'adresse dans data/sources.toml"),
        (status(403), "le serveur a répondu 403"),
        (File(b"<html>", content_type="text/html; charset=utf-8"), "le serveur a envoyé une page web"),
        (File(b"\xef\xbb\xbf \n<!DOCTYPE html><html>"), "c'est une page web ou un document XML"),
        (File(CONTENT, content_type="Text/HTML"), "le serveur a envoyé une page web"),
        (File(b"<?xml version='1.0'?><Error>NoSuchKey</Error>"), "c'est une page web ou un document XML"),
        (File(b""), "le fichier est vide"),
        (File(b"\xef\xbb\xbf"), "le fichier est vide"),
        (File(b" \r\n" * 9), "le fichier est vide"),
        (File("code,valeur\n".encode("utf-16")), "c'est un fichier binaire"),
        (File(b"%PDF-1.7"), "c'est un fichier binaire"),
        (File(b"\x1f\x8b\x08\x00abc"), "c'est un fichier binaire ou compressé"),
        (File(b"PK\x03\x04abc"), "c'est un fichier binaire ou compressé"),
        (File(b"code,\0\0\n"), "c'est un fichier binaire ou compressé"),
        (File(b'{"error": "quota"}', content_type="application/json"), "le contenu n'est pas du csv"),
        (File(BOMB, headers={"Content-Encoding": "gzip"}), "le serveur a compressé le fichier"),
        (File(BOMB), "c'est un fichier binaire ou compressé"),
        (status(302, Location="https://ailleurs.example/essai.csv"), "renvoie vers un autre site : ailleurs.example"),
        (status(302, Location="http://169.254.169.254/latest"), r"renvoie vers un autre site : 169\.254\.169\.254"),
        (status(302, Location="http://10.0.0.1/"), r"renvoie vers un autre site : 10\.0\.0\.1"),
        (status(302, Location="http://localhost/"), "renvoie vers un autre site : localhost"),
        (status(302, Location="//[::1]/essai.csv"), "renvoie vers un autre site : ::1"),
        (status(302, Location=f"https://{HOST}@ailleurs.example/"), "renvoie vers un autre site : ailleurs.example"),
        (status(302, Location=f"https://{HOST}.ailleurs.example/"), f"autre site : {HOST}.ailleurs.example"),
        (status(302, Location="file:///etc/passwd"), "l'adresse n'est pas en https : file:"),
        (status(302, Location=f"ftp://{HOST}/essai.csv"), "l'adresse n'est pas en https : ftp:"),
        (status(301, Location=PATH), "plus de 5 redirections"),
        *[(status(302, Location=address), "celle où elle renvoie, n'en est pas une") for address in NO_ADDRESSES],
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


def test_a_redirection_from_https_to_http_is_refused(server: OfficialServer, tmp_path: Path) -> None:
    server.answers[PATH] = [status(302, Location="http://donnees.example/essai.csv")]
    source = official(server.address(PATH), frozenset({HOST, "donnees.example"}))
    with pytest.raises(DataError, match=r"l'adresse n'est pas en https : http://donnees\.example/essai\.csv"):
        Download(source, tmp_path, plain_hosts=frozenset({HOST})).run()


def test_the_name_that_the_server_gives_the_file_is_ignored(
    server: OfficialServer, fetch: Fetch, tmp_path: Path
) -> None:
    name = {"Content-Disposition": "attachment; filename=\"../../../essai.sh\"; filename*=UTF-8''%2Fetc%2Fpasswd"}
    server.answers[PATH] = [File(CONTENT, headers=name)]
    found = fetch()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {found.sha256, f"{found.sha256}.json"}


def test_http_is_refused_unless_the_host_was_given(server: OfficialServer, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    with pytest.raises(DataError, match=r"l'adresse n'est pas en https : http://127\.0\.0\.1"):
        Download(official(server.address(PATH)), tmp_path).run()
    assert server.requests == []


def test_no_known_address_says_where_to_find_the_file(tmp_path: Path) -> None:
    with pytest.raises(
        DataError,
        match=r"essai\.csv depuis https://exemple\.fr/page, puis lancer « territoires refresh essai --from DOSSIER »",
    ):
        Download(official(None, frozenset()), tmp_path).run()


def test_a_truncated_file_never_takes_its_place(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, etag="", cut=100_000)]
    with pytest.raises(DataError, match=r"connexion impossible ou coupée \(5 essais\)"):
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


def test_a_size_that_is_announced_too_large_is_not_received(server: OfficialServer, fetch: Fetch) -> None:
    server.answers[PATH] = [File(CONTENT, cut=0, headers={"Content-Length": 10**14})]
    with pytest.raises(DataError, match="le fichier dépasse 5000 Mo"):
        fetch()


def test_one_byte_at_a_time_ends_at_the_time_limit(server: OfficialServer, fetch: Fetch) -> None:
    server.answers[PATH] = [File(CONTENT, drip_s=0.005)]
    seconds = iter(range(1000))
    with pytest.raises(DataError, match=r"téléchargement trop lent : plus de 20 s\. Remède : réessayer plus tard"):
        fetch(total_s=20, clock=lambda: next(seconds))


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WITHOUT_END = {
    "a status line": (b"HTTP/1.1 200 ", b"O"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: a\r\n"),
    "leave to go on": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "the size of a chunk": (CHUNKED, b"0"),
    "the extension of a chunk": (CHUNKED + b"5;", b"x"),
    "trailers": (CHUNKED + b"5\r\ncode,\r\n0\r\n", b"A: b\r\n"),
    "a file whose end alone says its size": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"0"),
}


@pytest.mark.parametrize("name", WITHOUT_END)
def test_nothing_that_a_server_sends_puts_the_deadline_off(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, waits: list[float], name: str
) -> None:
    server.answers[PATH] = [dripping(*WITHOUT_END[name])]
    began = time.monotonic()
    with pytest.raises(DataError, match=r"téléchargement trop lent : plus de 0\.2 s\. Remède : réessayer plus tard"):
        fetch(total_s=0.2)
    assert time.monotonic() - began < DRIPPING_S
    assert kept(tmp_path) == set()
    assert waits == []


@pytest.mark.parametrize(
    ("code", "cause"), [(errno.ENOSPC, "disque plein"), (errno.EIO, "erreur de lecture ou d'écriture du disque")]
)
def test_a_full_disk_leaves_nothing_behind(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, cause: str
) -> None:
    server.answers[PATH] = [File(CONTENT)]
    good = fetch()
    before = set(raw_files.folder(tmp_path, "essai").iterdir())

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(code, os.strerror(code))

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r": Full() if mode in ("wb", "ab") else opened(path, mode))
    with pytest.raises(DataError, match=rf"écriture impossible \({cause}\)\. Remède : libérer de la place"):
        fetch()
    assert set(raw_files.folder(tmp_path, "essai").iterdir()) == before
    assert is_whole(good, tmp_path)


def test_a_proxy_of_the_environment_is_used(
    server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address("/"))
    address = "http://donnees.example/essai.csv"
    server.answers[address] = [File(CONTENT)]
    hosts = frozenset({"donnees.example"})
    assert is_whole(Download(official(address, hosts), tmp_path, plain_hosts=hosts).run(), tmp_path)


def test_a_proxy_that_refuses_is_named_at_once(
    server: OfficialServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    monkeypatch.setenv("https_proxy", server.address("/"))
    server.answers["donnees.example:443"] = [status(407)]
    source = official("https://donnees.example/essai.csv", frozenset({"donnees.example"}))
    with pytest.raises(DataError, match=r"le proxy refuse la connexion \(407 .*Remède : vérifier HTTPS_PROXY"):
        Download(source, tmp_path, limits=Limits(sleep=waits.append)).run()
    assert waits == []


def test_a_proxy_that_is_none_is_named(server: OfficialServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "gopher://proxy")
    with pytest.raises(DataError, match="le proxy de l'environnement n'est pas utilisable"):
        fetch()


def test_a_host_that_does_not_answer_is_tried_again(server: OfficialServer, tmp_path: Path, waits: list[float]) -> None:
    with socket.socket() as closed:
        closed.bind((HOST, 0))
        source = official(f"http://{HOST}:{closed.getsockname()[1]}{PATH}")
        with pytest.raises(DataError, match=r"connexion impossible ou coupée \(5 essais\)"):
            Download(source, tmp_path, limits=Limits(sleep=waits.append), plain_hosts=frozenset({HOST})).run()
    assert len(waits) == 4


def test_a_host_without_encryption_is_not_trusted(server: OfficialServer, tmp_path: Path) -> None:
    source = official(server.address(PATH).replace("http:", "https:"))
    with pytest.raises(DataError, match="connexion impossible ou coupée"):
        Download(source, tmp_path, limits=Limits(attempts=1)).run()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    found = tmp_path_factory.mktemp("tls") / "certificat.pem", tmp_path_factory.mktemp("tls") / "cle.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", "/CN=essai", "-addext", f"subjectAltName=IP:{HOST}", "-days", "1"]
    made = [*command, *named, "-out", str(found[0]), "-keyout", str(found[1])]
    subprocess.run(made, check=True, capture_output=True)
    return found


@pytest.fixture
def encrypted(server: OfficialServer, certificate: tuple[Path, Path]) -> Iterator[OfficialServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with running(context) as other:
        other.answers[PATH] = [File(CONTENT)]
        yield other


def test_a_certificate_that_nobody_signed_is_refused_at_once(
    encrypted: OfficialServer, tmp_path: Path, waits: list[float]
) -> None:
    source = official(encrypted.address(PATH).replace("http:", "https:"))
    with pytest.raises(DataError, match="le certificat du site n'est pas reconnu"):
        Download(source, tmp_path, limits=Limits(sleep=waits.append)).run()
    assert waits == []
    assert encrypted.requests == []


def test_the_deadline_ends_what_is_encrypted_too(
    encrypted: OfficialServer, tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    monkeypatch.setattr(download, "trusted", download.trusted.__wrapped__)
    encrypted.answers[PATH] = [dripping(*WITHOUT_END["headers"])]
    source = official(encrypted.address(PATH).replace("http:", "https:"))
    began = time.monotonic()
    with pytest.raises(DataError, match="téléchargement trop lent"):
        Download(source, tmp_path, limits=Limits(total_s=0.5)).run()
    assert time.monotonic() - began < DRIPPING_S


def test_a_certificate_of_the_environment_is_trusted(
    encrypted: OfficialServer, tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    monkeypatch.setattr(download, "trusted", download.trusted.__wrapped__)
    source = official(encrypted.address(PATH).replace("http:", "https:"))
    assert is_whole(Download(source, tmp_path).run(), tmp_path)
