"""A file that comes page after page is whole, or is refused: pages that never end, lack rows or lead elsewhere."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.refresh import pages
from data.refresh.download import Limits
from data.refresh.pages import PagedDownload
from data.sources import raw_files
from data.sources.raw_files import RawFile
from geo.errors import DataError
from tests.unit.support import official_files as made
from tests.unit.support.official_server import HOST, File, OfficialServer, status

HOSTS = frozenset({HOST})
Bring = Callable[..., RawFile]


def page(*rows: dict[str, Any], total: int | None = None, following: object = None) -> File:
    document: dict[str, Any] = {"results": list(rows)}
    document |= {"total": total} if total is not None else {}
    document |= {"next": following} if following else {}
    return File(json.dumps(document).encode(), content_type="application/json")


@pytest.fixture
def bring(server: OfficialServer, tmp_path: Path) -> Bring:
    def run(**limits: Any) -> RawFile:
        address = server.address("/lines")
        source = replace(made.known()["ademe_aides"], address=f"{address}?size=2", hosts=HOSTS)
        bounds = Limits(silence_s=0.6, attempts=2, sleep=lambda _: None, **limits)
        return PagedDownload(source, tmp_path / "home", bounds, HOSTS).run()

    return run


def rows(tmp_path: Path, file: RawFile) -> list[dict[str, str]]:
    with raw_files.path_of(tmp_path / "home", file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_pages_make_one_table_whose_numbers_are_as_written(
    bring: Bring, server: OfficialServer, tmp_path: Path
) -> None:
    server.answers["/lines"] = [
        page({"objet": "a, b", "montant": 1200.50}, {"objet": "é", "montant": None}, total=3, following=last(server)),
        status(503),  # a page is asked again, as a file is
        page({"objet": "c", "lieu": "01", "tags": ["x"]}, following=last(server) + "&vide"),
        page(total=0),
    ]
    file = bring()
    assert rows(tmp_path, file) == [
        {"objet": "a, b", "montant": "1200.5", "lieu": "", "tags": ""},
        {"objet": "é", "montant": "", "lieu": "", "tags": ""},
        {"objet": "c", "montant": "", "lieu": "01", "tags": '["x"]'},
    ]
    assert file.origin == server.address("/lines?size=2")
    assert next(path for path, _ in server.requests) == "/lines?size=2"
    # Nothing but the table is kept.
    assert len(list((tmp_path / "home" / "sources" / "ademe_aides").iterdir())) == 2


def last(server: OfficialServer) -> str:
    return server.address("/lines?after=2")


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (lambda _: [page({"a": "1"}, total=2)], "1 lignes reçues, 2 annoncées"),
        (
            lambda server: [page({"a": "1"}, following=server.address("/lines?size=2"))],
            "les pages ne finissent pas : 1",
        ),
        (lambda _: [page({"a": "1"}, following="https://ailleurs.example/")], "un autre site : ailleurs.example"),
        (lambda _: [page({"a": "1"}, following=["x"])], "l'adresse de la page suivante est illisible"),
        (lambda _: [File(b"[]")], "une page n'a pas de liste « results »"),
        (lambda _: [File(b'{"results": ["x"]}')], "une page n'a pas de liste « results »"),
        (lambda _: [File(b"{")], "une page n'est pas du JSON"),
        (lambda _: [status(404)], "le serveur a répondu 404"),
    ],
)
def test_pages_that_are_not_whole_are_refused(
    bring: Bring, server: OfficialServer, tmp_path: Path, answers: Callable[[OfficialServer], list[Any]], says: str
) -> None:
    server.answers["/lines"] = answers(server)
    with pytest.raises(DataError, match="Remède") as caught:
        bring()
    assert str(caught.value).startswith("ademe_aides.csv : ")
    assert says in str(caught.value)
    assert not list(tmp_path.glob("home/sources/*/*"))


def test_pages_without_end_and_too_large_a_table_are_refused(
    bring: Bring, server: OfficialServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "MAX_PAGES", 3)
    server.answers["/lines"] = [page({"a": "1"}, following=server.address(f"/lines?after={rank}")) for rank in range(9)]
    with pytest.raises(DataError, match="les pages ne finissent pas : 3 reçues"):
        bring()
    heavy = {"a": "x" * 500}
    server.answers["/lines"] = [page(heavy, following=server.address(f"/lines?after={rank}")) for rank in range(9)]
    monkeypatch.setattr(pages, "MAX_PAGES", 100)
    with pytest.raises(DataError, match="le fichier dépasse"):
        bring(max_bytes=1_000)
    assert not list(tmp_path.glob("home/sources/*/*"))
