"""The official files that a home folder keeps, as they were published: `sources/<source_id>/<sha256>`.

`sources/courantes.json` says which one each source uses; it changes in one step. A kept file never changes and is never
removed: an edition can be built again from what it was made of.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.durable import READ_ONLY, replace_file, sync
from geo.errors import DataError

FOLDER = "sources"
POINTER = "courantes.json"
LOCK = ".verrou"
INCOMING = ".copie"
HEAD_BYTES = 4096
ZIP, GZIP, PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class RawFile:
    """One kept file. `origin`: its address, or the folder's file name; `retrieved_at`: ISO 8601, UTC."""

    source_id: str
    sha256: str
    size: int
    origin: str
    retrieved_at: str
    etag: str | None = None


@dataclass(frozen=True)
class RawSet:
    """Kept files, at most one per source, by source_id. `root`: the home folder that keeps them."""

    root: Path
    files: Mapping[str, RawFile]

    def path(self, source_id: str) -> Path:
        """Where the file of a source is; see `path_of`."""
        return path_of(self.root, self.files[source_id])


def in_use(root: Path) -> RawSet:
    """The files that the editions of a home folder are made of."""
    return RawSet(root, current(root))


def folder(root: Path, source_id: str) -> Path:
    """Where the files of a source are kept."""
    return root / FOLDER / source_id


def current(root: Path) -> dict[str, RawFile]:
    """The file that each source uses, by source_id. Raises `DataError` when the list cannot be read."""
    path = root / FOLDER / POINTER
    try:
        found = json.loads(path.read_bytes())
        return {entry["source_id"]: RawFile(**entry) for entry in found}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, KeyError) as error:
        raise DataError.single(
            f"{FOLDER}/{POINTER}",
            "liste des fichiers officiels illisible",
            "l'effacer, puis relancer le rafraîchissement",
        ) from error


def use(root: Path, files: Iterable[RawFile]) -> None:
    """Make each file the one that its source uses, all in one step."""
    kept = current(root) | {file.source_id: file for file in files}
    content = json.dumps([asdict(kept[key]) for key in sorted(kept)], ensure_ascii=False, indent=1)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    replace_file(root / FOLDER / POINTER, content.encode())


def path_of(root: Path, file: RawFile) -> Path:
    """Where a kept file is, once its content was compared with its hash. Raises `DataError` when it differs."""
    path = folder(root, file.source_id) / file.sha256
    remedy = f"relancer « territoires refresh {file.source_id} »"
    try:
        found = sha256_of(path)
    except OSError as error:
        raise DataError.single(file.source_id, "le fichier officiel gardé est absent ou illisible", remedy) from error
    if found != file.sha256:
        raise DataError.single(file.source_id, "le fichier officiel gardé est altéré", remedy)
    return path


def keep(incoming: Path, root: Path, source_id: str, origin: str, etag: str | None = None) -> RawFile:
    """Put a complete file, which lies in the folder of its source, under its hash; `incoming` is gone after."""
    digest = sha256_of(incoming)
    size = incoming.stat().st_size
    incoming.chmod(READ_ONLY)
    sync(incoming)
    incoming.replace(folder(root, source_id) / digest)
    sync(folder(root, source_id))
    return RawFile(source_id, digest, size, origin, datetime.now(UTC).isoformat(timespec="seconds"), etag)


def adopt(path: Path, root: Path, source_id: str, max_bytes: int) -> RawFile:
    """Keep a copy of a file of the user's disk; one process at a time.

    Raises `DataError` when it is absent, too large or not copied.
    """
    try:
        if path.stat().st_size > max_bytes:
            raise too_large(path.name, max_bytes)
        target = folder(root, source_id)
        target.mkdir(parents=True, exist_ok=True)
        incoming = target / INCOMING
        # What a killed copy left may be read-only already.
        incoming.unlink(missing_ok=True)
        try:
            shutil.copyfile(path, incoming)
            return keep(incoming, root, source_id, path.name)
        finally:
            incoming.unlink(missing_ok=True)
    except FileNotFoundError as error:
        raise DataError.single(path.name, "fichier absent du dossier donné", "vérifier --from") from error
    except OSError as error:
        raise DataError.single(
            path.name, f"copie impossible ({error.strerror})", "vérifier les droits et la place du disque"
        ) from error


def check_head(path: Path, file_format: str, name: str) -> None:
    """Refuse what is plainly not data: an empty file, a web page, an archive. Raises `DataError`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    found = None
    if not start:
        found = "le fichier est vide"
    elif start.startswith(b"<"):
        found = "c'est une page web ou un document XML, non les données"
    elif file_format == "xlsx":
        found = None if head.startswith(ZIP) else "ce n'est pas un classeur XLSX"
    elif head.startswith((ZIP, GZIP, PDF)) or b"\0" in head:
        found = "c'est un fichier binaire ou compressé, non les données"
    elif (file_format == "geojson") != start.startswith((b"{", b"[")):
        found = f"le contenu n'est pas du {file_format}"
    if found:
        raise DataError.single(name, found, "ouvrir la page de la source, et vérifier que l'adresse mène aux données")


def too_large(name: str, max_bytes: int) -> DataError:
    """The refusal of a file beyond the limit."""
    return DataError.single(
        name,
        f"le fichier dépasse {max_bytes // 1_000_000} Mo",
        "vérifier que c'est le bon fichier ; sinon, revoir la limite dans data/catalogue.py",
    )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
