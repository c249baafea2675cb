"""The download of an official file that a server gives page after page, joined into one CSV.

A page is a JSON document: `results`, a list of flat objects, and `next`, the address of the page after it. Each is
brought as a file is, with the same refusals; the last one is empty or has no `next`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from data.refresh.download import Download, Limits, Notice, Progress
from data.sources import raw_files
from data.sources.catalogue import Official
from data.sources.raw_files import RawFile
from geo.errors import DataError

MAX_PAGES: Final = 100  # ten times what the largest of these files has
# Pages repeat the names of the columns at each row: together they are several times the table that they make.
_WEIGHT: Final = 4
_JOINED: Final = ".pages"
_CHANGED: Final = "comparer l'interface à sa page ; si elle a changé, revoir sa fiche dans data/sources.toml"


@dataclass
class PagedDownload:
    """One download of the pages of `source` into the home folder `root`; the rest as in `Download`."""

    source: Official
    root: Path
    limits: Limits = field(default_factory=Limits)
    plain_hosts: frozenset[str] = frozenset()
    progress: Progress = lambda _name, _received, _expected: None
    notice: Notice = lambda _text: None

    def run(self) -> RawFile:
        """The table of all the pages, kept under its hash. Raises `DataError`; what was kept before is untouched."""
        with TemporaryDirectory() as folder:
            pages = list(self._pages(Path(folder)))
            columns = dict.fromkeys(name for page in pages for row in self._results(page) for name in row)
            target = raw_files.folder(self.root, self.source.source_id)
            target.mkdir(parents=True, exist_ok=True)
            joined = target / _JOINED
            joined.unlink(missing_ok=True)
            with joined.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(columns))
                writer.writeheader()
                for page in pages:
                    writer.writerows({name: _text(value) for name, value in row.items()} for row in self._results(page))
        if joined.stat().st_size > self.limits.max_bytes:
            joined.unlink()
            raise raw_files.too_large(self.source.file, self.limits.max_bytes)
        return raw_files.keep(joined, self.root, self.source.source_id, str(self.source.address))

    def _pages(self, folder: Path) -> Iterator[Path]:
        """Each page that has rows, once it is here."""
        address: str | None = self.source.address
        expected, rows, received = None, 0, 0
        until = self.limits.clock() + _WEIGHT * self.limits.total_s
        seen: set[str] = set()
        while address:
            if address in seen or len(seen) >= MAX_PAGES:
                raise self._error(f"les pages ne finissent pas : {len(seen)} reçues", _CHANGED)
            seen.add(address)
            file = self._page(address, folder, received, until)
            received += file.size
            if received > _WEIGHT * self.limits.max_bytes:
                raise raw_files.too_large(self.source.file, _WEIGHT * self.limits.max_bytes)
            path = raw_files.path_of(folder, file)
            document = self._document(path)
            if expected is None:  # the empty page after the last one announces nothing
                expected = document.get("total")
            found = len(document["results"])
            rows += found
            if found:
                yield path
            address = document.get("next") if found else None
        if expected is not None and str(rows) != expected:
            raise self._error(f"{rows} lignes reçues, {expected} annoncées", "réessayer plus tard")

    def _page(self, address: str, folder: Path, before: int, until: float) -> RawFile:
        def progress(name: str, received: int, _expected: int | None) -> None:
            self.progress(name, before + received, None)

        # A page begins as JSON does, whatever is made of it.
        source = replace(self.source, address=address, format="geojson")
        return Download(source, folder, None, self.limits, self.plain_hosts, progress, self.notice, until).run()

    def _document(self, path: Path) -> dict[str, Any]:
        """A page, its numbers as they are written."""
        try:
            document = json.loads(path.read_bytes(), parse_int=str, parse_float=str)
        except ValueError as error:
            raise self._error("une page n'est pas du JSON", _CHANGED) from error
        results = document.get("results") if isinstance(document, dict) else None
        following = document.get("next") if isinstance(document, dict) else None
        if not isinstance(results, list) or not all(isinstance(row, dict) for row in results):
            raise self._error("une page n'a pas de liste « results »", _CHANGED)
        if not isinstance(following, str | None):
            raise self._error("l'adresse de la page suivante est illisible", _CHANGED)
        return document

    def _results(self, path: Path) -> list[Mapping[str, Any]]:
        results: list[Mapping[str, Any]] = self._document(path)["results"]
        return results

    def _error(self, message: str, remedy: str) -> DataError:
        return DataError.single(self.source.file, message, remedy)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
