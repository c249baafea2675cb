"""A download ends with the whole file under its hash: resumed, tried again, never joined to another content."""

import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.refresh import download
from data.refresh.download import Download
from data.sources import raw_files
from geo.errors import DataError
from tests.unit.support.downloads import CONTENT, PATH, Fetch, is_whole, kept, official
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


def test_a_file_is_kept_under_its_hash_read_only(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    assert is_whole(found, tmp_path)
    assert (found.size, found.etag, found.origin) == (len(CONTENT), '"v1"', server.address(PATH))
    assert raw_files.path_of(tmp_path, found).stat().st_mode & 0o777 == 0o444
    assert kept(tmp_path) == {found.sha256}


def test_progress_says_what_came_and_what_is_expected(server: OfficialServer, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    said: list[tuple[str, int, int | None]] = []
    source = official(server.address(PATH))
    Download(source, tmp_path, plain_hosts=frozenset({HOST}), progress=lambda *state: said.append(state)).run()
    assert said == sorted(said)
    assert said[-1] == ("essai.csv", len(CONTENT), len(CONTENT))


def test_content_in_pieces_without_a_length_is_whole(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [chunked(CONTENT[:5000])]
    said: list[tuple[str, int, int | None]] = []
    assert is_whole(fetch(progress=lambda *state: said.append(state)), tmp_path, CONTENT[:5000])
    assert said[0][2] is None
    assert said[-1] == ("essai.csv", 5000, 5000)


def test_a_cut_download_resumes_where_it_stopped(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(CONTENT, cut=50_000), File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    asked = [(headers.get("Range"), headers.get("If-Range")) for _, headers in server.requests]
    assert asked == [(None, None), ("bytes=70000-", '"v1"'), ("bytes=120000-", '"v1"')]


def test_the_next_command_resumes_what_the_last_one_left(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000)]
    with pytest.raises(DataError, match=r"connexion impossible ou coupée\. Remède"):
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


def test_a_part_of_another_version_is_never_joined(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    newer = CONTENT.replace(b",1", b",2")

    def heedless(handler: Any) -> None:
        """A server that ignores If-Range, and sends the rest of the newer file."""
        del handler.headers["If-Range"]
        File(newer, etag='"v2"')(handler)

    server.answers[PATH] = [File(CONTENT, cut=70_000), heedless, File(newer, etag='"v2"')]
    assert is_whole(fetch(), tmp_path, newer)
    assert "Range" not in server.requests[-1][1]


@pytest.mark.parametrize("tag", ['"v1"', ""])
def test_a_part_of_a_content_of_another_size_is_never_joined(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, tag: str
) -> None:
    """A server that keeps its ETag, or says none, whatever it sends."""
    longer = CONTENT + b"20000,20000\n"
    changed = File(longer, headers={"ETag": tag})
    server.answers[PATH] = [File(CONTENT, cut=70_000), changed, changed]
    assert is_whole(fetch(), tmp_path, longer)
    assert [headers.get("Range") for _, headers in server.requests] == [None, "bytes=70000-", None]


def test_a_part_of_a_size_that_is_not_said_is_joined(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    rest = {"Content-Range": f"bytes 70000-{len(CONTENT) - 1}/*"}
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(CONTENT, headers=rest)]
    assert is_whole(fetch(), tmp_path)


def test_a_part_shorter_than_the_one_asked_is_not_the_end(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(CONTENT, part=90_000)]
    assert is_whole(fetch(), tmp_path)
    asked = [headers.get("Range") for _, headers in server.requests]
    assert asked == [None, "bytes=70000-", "bytes=160000-"]


def test_a_part_that_nobody_asked_is_refused(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [status(206, Content_Range="bytes 0-9/10"), File(CONTENT)]
    assert is_whole(fetch(), tmp_path)


def test_a_refused_range_starts_again(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT, cut=70_000), status(416), File(CONTENT)]
    assert is_whole(fetch(), tmp_path)


def test_a_file_that_has_not_changed_is_not_sent_again(server: OfficialServer, fetch: Fetch, tmp_path: Path) -> None:
    server.answers[PATH] = [File(CONTENT)]
    found = fetch()
    assert fetch(known=found) == found
    assert server.requests[-1][1]["If-None-Match"] == '"v1"'


def test_a_file_of_another_address_is_not_known(server: OfficialServer, fetch: Fetch) -> None:
    server.answers[PATH] = [File(CONTENT)]
    fetch(known=replace(fetch(), origin="https://exemple.fr/ancienne-adresse.csv"))
    assert "If-None-Match" not in server.requests[-1][1]


PASSING = {
    "500": status(500),
    "503": status(503),
    "429": status(429),
    "hung up": hang_up,
    "reset": reset,
    "cut at once": File(CONTENT, cut=0),
    "cut between two pieces": chunked(CONTENT[:5000], end=b""),
    "cut inside a piece": chunked(CONTENT[:5000], end=b"ff\r\nabc"),
    "longer than it is": File(CONTENT, cut=len(CONTENT), headers={"Content-Length": len(CONTENT) + 1}),
    "two lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    "a length that is none": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    "no HTTP": raw(b"\x00\xffSSH-2.0\r\n\r\n"),
    "headers without end": raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 20_000),
    "another hash than announced": File(b"code,valeur\n1,2\n", headers={"Repr-Digest": f"sha-256=:{'A' * 43}=:"}),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_fault_is_tried_again(
    server: OfficialServer, fetch: Fetch, tmp_path: Path, said: list[str], name: str
) -> None:
    fault = PASSING[name]
    server.answers[PATH] = [fault, fault, File(CONTENT)]
    assert is_whole(fetch(), tmp_path)
    assert len(server.requests) == 3
    assert [text.rpartition(" ; ")[2] for text in said] == ["nouvel essai dans 1 s", "nouvel essai dans 2 s"]
    assert all(text.startswith("essai.csv : ") for text in said)


def test_silence_is_tried_again(server: OfficialServer, fetch: Fetch, tmp_path: Path, said: list[str]) -> None:
    server.answers[PATH] = [fall_silent, File(CONTENT)]
    assert is_whole(fetch(silence_s=0.2), tmp_path)
    assert said == ["essai.csv : aucune réponse en 0.2 s ; nouvel essai dans 1 s"]


def test_the_hash_that_the_server_announces_is_that_of_the_whole_file(
    server: OfficialServer, fetch: Fetch, tmp_path: Path
) -> None:
    digest = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
    announced = {"Repr-Digest": f"sha-512=:AAAA:, sha-256=:{digest}:"}
    server.answers[PATH] = [File(CONTENT, cut=70_000), File(CONTENT, headers=announced)]
    assert is_whole(fetch(), tmp_path)
    server.answers[PATH] = [File(CONTENT.replace(b",1", b",2"), headers=announced)]
    with pytest.raises(DataError, match=r"n'a pas l'empreinte que le serveur annonce \(5 essais\)"):
        fetch()


def test_waits_double_and_stay_bounded(server: OfficialServer, fetch: Fetch, waits: list[float]) -> None:
    server.answers[PATH] = [status(500)]
    with pytest.raises(DataError, match=r"le serveur a répondu 500 \(7 essais\)\. Remède : réessayer plus tard"):
        fetch(attempts=7, longest_wait_s=10)
    assert waits == [1, 2, 4, 8, 10, 10]


def test_the_wait_that_the_server_asks_for_is_honoured(
    server: OfficialServer, fetch: Fetch, waits: list[float]
) -> None:
    server.answers[PATH] = [status(503, Retry_After=7), status(503, Retry_After="Sun, 06 Nov 1994"), File(CONTENT)]
    fetch()
    assert waits == [7, 2]


def test_a_wait_beyond_the_limit_is_not_waited_for(server: OfficialServer, fetch: Fetch, waits: list[float]) -> None:
    server.answers[PATH] = [status(429, Retry_After=86_400)]
    with pytest.raises(
        DataError, match=r"le serveur a répondu 429, et demande d'attendre 86400 s\. Remède : réessayer"
    ):
        fetch()
    assert waits == []
