"""An edition as one file, which is never whole in memory: a tar of its files as they are on the disk.

They are compressed already, each has its digest in the manifest, and the same edition is always the same archive.
"""

import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from data.editions import manifest as manifests
from data.editions.edition import Edition

MIME: Final = "application/x-tar"
_PIECE: Final = 2**18  # bytes: one for each reader in memory, and few turns of a thread for a file of megabytes
_BLOCK: Final = tarfile.BLOCKSIZE
_END: Final = bytes(tarfile.RECORDSIZE)


def name(edition: Edition) -> str:
    """How the file is called."""
    return f"territoires-{edition.id}.tar"


def length(edition: Edition) -> int:
    """Its bytes."""
    return sum(_BLOCK + size + _rest(size) for _, size in _files(edition)) + len(_END)


def pieces(edition: Edition) -> Iterator[bytes]:
    """Its bytes, some at a time."""
    published = int(datetime.fromisoformat(edition.manifest.built_at).timestamp())
    for path, size in _files(edition):
        yield _head(f"territoires-{edition.id}/{path}", size, published)
        yield from _read(edition.folder / path, size)
        yield bytes(_rest(size))
    yield _END


def _files(edition: Edition) -> Iterator[tuple[str, int]]:
    yield manifests.FILE_NAME, (edition.folder / manifests.FILE_NAME).stat().st_size
    yield from ((path, record.bytes) for path, record in sorted(edition.manifest.files.items()))


def _head(path: str, size: int, published: int) -> bytes:
    told = tarfile.TarInfo(path)
    told.size, told.mtime, told.mode = size, published, 0o444
    return told.tobuf(tarfile.USTAR_FORMAT)


def _read(path: Path, size: int) -> Iterator[bytes]:
    """Raises OSError for a file that has not its size any more: what follows it would be read for something else."""
    with path.open("rb") as file:
        left = size
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
    if left:
        raise OSError(f"{path}: {left} bytes are missing")


def _rest(size: int) -> int:
    return -size % _BLOCK
