"""One edition: an immutable folder of Parquet tables and contour files, read and verified."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.editions import manifest as manifests
from data.editions.manifest import REBUILD, Manifest
from data.tables.fields import CONTOUR_NAME
from geo.errors import DataError, Problem

if TYPE_CHECKING:
    import geopandas as gpd

CONTOURS = "contours"
GEOMETRY = "geometry"


@dataclass(frozen=True)
class Edition:
    """One published edition. Each reading goes to the file, and checks it against the manifest."""

    id: str
    folder: Path

    @cached_property
    def manifest(self) -> Manifest:
        """What the edition says of itself. Raises `DataError` when it is absent or altered."""
        path = self.folder / manifests.FILE_NAME
        try:
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise DataError.single(self._name(manifests.FILE_NAME), "fichier absent", REBUILD) from error
        except OSError as error:
            raise manifests.unreadable(self._name(manifests.FILE_NAME), error) from error
        return manifests.parse(content, self._name(manifests.FILE_NAME))

    def opened(self) -> "Edition":
        """This edition, its manifest read. Raises `DataError` now rather than at the first table."""
        _ = self.manifest
        return self

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, sorted."""
        return tuple(sorted(name[: -len(".parquet")] for name in self.manifest.files if _is_whole(name)))

    @cached_property
    def contour_files(self) -> Mapping[str, str]:
        """The name of each contour file by level key: {"territoires-2": "territoires-2-<hash>.json"}."""
        prefix = f"{CONTOURS}/"
        names = (name.removeprefix(prefix) for name in self.manifest.files if name.startswith(prefix))
        return {key: name for name in sorted(names) if (key := contour_key(name)) is not None}

    def parts(self, name: str) -> tuple[str, ...]:
        """The files of a table: its own, then those of what was too large to be held at once, in their order."""
        files = self.manifest.files
        if f"{name}.parquet" not in files:
            raise self._absent(name)
        return (f"{name}.parquet", *sorted(p for p in files if p.startswith(f"{name}/") and p.endswith(".parquet")))

    def rows(self, name: str) -> int:
        """The number of rows of a table, without reading it."""
        return sum(self.manifest.files[path].rows or 0 for path in self.parts(name))

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: tuple[str, str] | None = None
    ) -> pd.DataFrame:
        """The rows of a table, without its geometry unless `columns` asks for it (then as WKB bytes).

        where: a column and the value that it has in them, every row when None.
        """
        first, *others = self.batches(name, columns, where)
        return pd.concat([first, *others], ignore_index=True) if others else first

    def batches(
        self, name: str, columns: Sequence[str] | None = None, where: tuple[str, str] | None = None
    ) -> Iterator[pd.DataFrame]:
        """The rows of a table as `table` gives them, one of its files after the other."""
        for path in self.parts(name):
            yield self.part(path, columns, where)

    def part(
        self,
        path: str,
        columns: Sequence[str] | None = None,
        where: tuple[str, str] | None = None,
        coded: Sequence[str] = (),
    ) -> pd.DataFrame:
        """The rows of one file of a table. coded: columns of text that are read as categories, which is faster."""
        source = pa.BufferReader(self._content(path, path.removesuffix(".parquet")))
        file = pq.ParquetFile(source, page_checksum_verification=True, read_dictionary=list(coded))
        if columns is None:
            columns = [column for column in file.schema_arrow.names if column != GEOMETRY]
        if where is None:
            frame: pd.DataFrame = file.read(columns=list(columns)).to_pandas()
            return frame
        column, value = where
        found = file.read(columns=list(dict.fromkeys([*columns, column])))
        kept: pd.DataFrame = found.filter(pc.equal(found[column], value)).select(list(columns)).to_pandas()
        return kept.reset_index(drop=True)

    def geotable(self, name: str, columns: Sequence[str] | None = None) -> "gpd.GeoDataFrame":
        """The rows of a table with their geometry (EPSG:4326)."""
        import geopandas as gpd  # noqa: PLC0415  (an app that only reads tables does not pay for it)

        source = io.BytesIO(self._content(f"{name}.parquet", name))
        kept = None if columns is None else [*columns, *([] if GEOMETRY in columns else [GEOMETRY])]
        return gpd.read_parquet(source, columns=kept, page_checksum_verification=True)

    def contour(self, key: str) -> bytes:
        """The content of the contour file of a level key."""
        name = self.contour_files.get(key)
        if name is None:
            raise self._absent(key)
        return self._content(f"{CONTOURS}/{name}", key)

    def _content(self, path: str, name: str) -> bytes:
        """The bytes of a file, compared with the manifest: a flipped bit never becomes a different number."""
        record = self.manifest.files.get(path)
        if record is None:
            raise self._absent(name)
        try:
            content = (self.folder / path).read_bytes()
        except FileNotFoundError as error:
            raise self._absent(name) from error
        except OSError as error:
            raise manifests.unreadable(self._name(path), error) from error
        if hashlib.sha256(content).hexdigest() != record.sha256:
            raise DataError.single(self._name(path), "contenu altéré depuis la publication", REBUILD)
        return content

    def _absent(self, name: str) -> DataError:
        return DataError.single(self._name(name), "absent de l'édition", REBUILD)

    def _name(self, path: str) -> str:
        return f"édition {self.id}, {path}"


def _is_whole(path: str) -> bool:
    """Whether a file is that of a table, and not one of its parts."""
    return path.endswith(".parquet") and "/" not in path


def contour_key(name: str) -> str | None:
    """The level key of a contour file name, or None when the name is not one."""
    match = re.fullmatch(CONTOUR_NAME, name)
    return match["key"] if match else None


def verify(edition: Edition) -> tuple[Problem, ...]:
    """Everything in the folder that is not what the manifest says: missing, extra and changed files."""
    edition = Edition(edition.id, edition.folder)  # what the disk holds now, not the manifest read earlier
    try:
        files = edition.manifest.files
    except DataError as error:
        return error.problems
    expected = {*files, manifests.FILE_NAME}
    present = {str(path.relative_to(edition.folder)) for path in edition.folder.rglob("*") if not path.is_dir()}
    problems = [_finding(edition, name, "fichier absent") for name in sorted(expected - present)]
    problems += [_finding(edition, name, "fichier en trop") for name in sorted(present - expected)]
    for name in sorted(present & set(files)):
        try:
            with (edition.folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != files[name].sha256:
                    problems.append(_finding(edition, name, "contenu altéré depuis la publication"))
        except OSError as error:
            problems += manifests.unreadable(f"édition {edition.id}, {name}", error).problems
    if edition.manifest.id != edition.id:
        problems.append(_finding(edition, manifests.FILE_NAME, f"le contenu est celui de {edition.manifest.id}"))
    return tuple(problems)


def _finding(edition: Edition, path: str, message: str) -> Problem:
    return Problem(f"édition {edition.id}, {path}", message, REBUILD)
