"""The official files that a home folder keeps, as they were published: `sources/<source_id>/<sha256>`, each with its
description beside it, `<sha256>.json`.

Which ones are in use is written nowhere but in the current edition, whose table of sources holds their hashes: the two
change together, in one step. A kept file never changes and is never removed: an edition can be built again from what
it was made of.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.editions import registry
from data.editions.durable import READ_ONLY, clear_leftovers, replace_file, sync
from data.sources import catalogue
from geo.errors import DataError, Problem, telling_disk_faults

FOLDER = "sources"
LOCK = ".verrou"
INCOMING = ".copie"
TABLE = "sources.parquet"
HEAD_BYTES = 4096  # where any web page says that it is one
ZIP, GZIP, PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class RawFile:
    """One kept file. `origin`: its address, or the folder's file name; `retrieved_at`: when this content was first
    had, ISO 8601, UTC.
    """

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
    """The files that the current edition was made of; none without an edition.

    Its manifest is not asked: an edition of other tables, or damaged elsewhere, is built again from the same files.
    Raises `DataError` when its table of sources cannot be read.
    """
    if not (root / registry.POINTER).exists():
        return RawSet(root, {})
    try:
        edition = registry.edition_of(registry.current_id(root), root)
        table = pq.read_table(edition.folder / TABLE, columns=["source_id", "sha256"], page_checksum_verification=True)
    except (OSError, pa.ArrowException, DataError) as error:
        if not any((root / FOLDER).glob("*/*")):
            return RawSet(root, {})  # nothing was ever brought: nothing can be lost
        raise DataError.single(
            f"édition en service, {TABLE}",
            "cette table est illisible : elle disait de quels fichiers officiels l'édition est faite",
            "remettre en service une autre édition avec « territoires rollback ÉDITION » ; s'il n'y en a pas, effacer "
            f"{root / registry.POINTER}, puis relancer « territoires refresh --from » avec tous les fichiers",
        ) from error
    known = catalogue.read()
    hashes = zip(table["source_id"].to_pylist(), table["sha256"].to_pylist(), strict=True)
    return RawSet(root, {key: described(root, key, sha256) for key, sha256 in hashes if key in known})


def folder(root: Path, source_id: str) -> Path:
    """Where the files of a source are kept."""
    return root / FOLDER / source_id


def described(root: Path, source_id: str, sha256: str) -> RawFile:
    """What is known of a kept file: where its description is lost, its date on the disk."""
    path = folder(root, source_id) / sha256
    try:
        file = RawFile(**json.loads(_description(path).read_bytes()))
        datetime.fromisoformat(file.retrieved_at)
        if (file.source_id, file.sha256) != (source_id, sha256):
            raise ValueError("the description of another file")
        return file
    except (OSError, ValueError, TypeError):
        found = path.stat() if path.is_file() else None
        kept_at = datetime.fromtimestamp(found.st_mtime if found else 0, UTC).isoformat(timespec="seconds")
        return RawFile(source_id, sha256, found.st_size if found else 0, "", kept_at)


def last_kept(root: Path, source_id: str) -> RawFile | None:
    """The intact file of a source that was had last, in use or not."""
    names = [path.stem for path in folder(root, source_id).glob("[!.]*.json")]
    files = sorted((described(root, source_id, name) for name in names), key=lambda file: file.retrieved_at)
    if not files or not is_intact(root, files[-1]):
        return None
    return files[-1]


def is_intact(root: Path, file: RawFile) -> bool:
    """Whether the content of a kept file is there, as it was."""
    try:
        path_of(root, file)
    except DataError:
        return False
    return True


def verify(raw: RawSet) -> tuple[Problem, ...]:
    """The files that are absent or altered."""
    problems: list[Problem] = []
    for source_id in raw.files:
        try:
            raw.path(source_id)
        except DataError as error:
            problems += error.problems
    return tuple(problems)


def path_of(root: Path, file: RawFile) -> Path:
    """Where a kept file is, once its content was compared with its hash. Raises `DataError` when it differs."""
    path = folder(root, file.source_id) / file.sha256
    remedy = f"relancer « territoires refresh {file.source_id} », avec --from DOSSIER si la source n'a pas d'adresse"
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
    path = folder(root, source_id) / digest
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    file = RawFile(source_id, digest, incoming.stat().st_size, origin, now, etag)
    if path.is_file():
        # The same content again keeps its date, and what the network said of it.
        known = described(root, source_id, digest)
        file = known if etag is None else replace(file, retrieved_at=known.retrieved_at)
    incoming.chmod(READ_ONLY)
    sync(incoming)
    # The description first: a kept file always has one.
    replace_file(_description(path), json.dumps(asdict(file), ensure_ascii=False, indent=1).encode())
    incoming.replace(path)
    sync(path.parent)
    clear_leftovers(path.parent)
    return file


def _description(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def adopt(path: Path, root: Path, source_id: str, max_bytes: int) -> RawFile:
    """Keep a copy of a file of the user's disk; one process at a time.

    Raises `DataError` when it is absent, too large or not copied.
    """
    if not path.exists():
        remedy = "y mettre ce fichier, ou nommer un autre dossier après --from"
        raise DataError.single(path.name, f"fichier absent du dossier {path.parent}", remedy)
    remedy = "vérifier les droits et la place du disque"
    with telling_disk_faults("copie impossible", remedy, place=path, name=path.name):
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
    elif file_format == catalogue.ARCHIVE:
        found = None if head.startswith(ZIP) else "ce n'est pas une archive ZIP"
    elif file_format == "xlsx" or (file_format == catalogue.ANY_TABLE and head.startswith(ZIP)):
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
        "vérifier que c'est le bon fichier ; sinon, revoir la limite dans data/sources/catalogue.py",
    )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
