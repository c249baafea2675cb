"""What the tests of downloads share: a small source, its content, and what must be kept of it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from data.sources import catalogue, raw_files
from data.sources.catalogue import Official
from data.sources.raw_files import RawFile
from tests.unit.support.official_server import HOST

CONTENT = b"code,valeur\n" + b"".join(b"%05d,%d\n" % (n, n) for n in range(20_000))
PATH = "/essai.csv"
Fetch = Callable[..., RawFile]


@cache
def record() -> Official:
    return next(iter(catalogue.read().values()))


def official(address: str | None, hosts: frozenset[str] = frozenset({HOST})) -> Official:
    page = {"adresse": "https://exemple.fr/page"}
    return replace(
        record(), source_id="essai", texts=page, file="essai.csv", address=address, hosts=hosts, format="csv"
    )


def kept(tmp_path: Path) -> set[str]:
    """The names of the files that are kept, without those of a download that is not over."""
    return {path.name for path in raw_files.folder(tmp_path, "essai").glob("[!.]*") if path.suffix != ".json"}


def is_whole(found: RawFile, tmp_path: Path, content: bytes = CONTENT) -> bool:
    digest = hashlib.sha256(content).hexdigest()
    return found.sha256 == digest and raw_files.path_of(tmp_path, found).read_bytes() == content
