"""What an edition says of itself: its files and their hashes, its checks, its packages.

The identifier of an edition is drawn from its files alone: the same content always has the same identifier.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from data.tables import declarations
from geo.errors import DataError, cause

FILE_NAME = "manifest.json"
DIGEST, JSON_END = '"digest": "', "\n}"
# 48 bits of a SHA-256: of a thousand editions, two share an identifier once in 500 million.
ID_LENGTH = 12
ID_PATTERN = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")
REBUILD = "reconstruire les données avec « make build »"

Check = Mapping[str, str]  # « controle » and « resultat », in French


@dataclass(frozen=True)
class FileRecord:
    """One file: its SHA-256 (hexadecimal), its size in bytes, its rows (null for a contour file)."""

    sha256: str
    bytes: int
    rows: int | None


@dataclass(frozen=True)
class Manifest:
    """The manifest of an edition. `files` is keyed by path inside the folder; `built_at` is ISO 8601, UTC."""

    built_at: str
    files: Mapping[str, FileRecord]
    checks: Sequence[Check]
    packages: Mapping[str, str]

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits drawn from the names and the hashes of the files."""
        lines = (f"{record.sha256} {name}\n" for name, record in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:ID_LENGTH]


def unreadable(name: str, error: OSError) -> DataError:
    """What is said of a file of the editions that the system does not let be read."""
    remedy = "rétablir l'accès au dossier des éditions, ou le disque, puis recommencer"
    return DataError.single(name, f"fichier illisible ({cause(error)})", remedy)


def dump(manifest: Manifest) -> bytes:
    """The bytes of a manifest. They end with the digest of all that precedes it: any changed bit shows."""
    body = {
        "id": manifest.id,
        # An edition of other tables is rebuilt, not misread: nobody has to remember to raise a number.
        "tables": declarations.fingerprint(),
        "built_at": manifest.built_at,
        "files": {name: asdict(record) for name, record in sorted(manifest.files.items())},
        "checks": list(manifest.checks),
        "packages": dict(sorted(manifest.packages.items())),
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False)
    sealed = f"{text.removesuffix(JSON_END)},\n {DIGEST}".encode()
    return sealed + _seal(sealed)


def parse(content: bytes, name: str) -> Manifest:
    """Read back what `dump` wrote. Raises `DataError` when a single bit differs, or the tables that are declared."""
    body, _, seal = content.rpartition(DIGEST.encode())
    if seal != _seal(body + DIGEST.encode()):
        raise DataError.single(name, "le manifeste de l'édition est altéré", REBUILD)
    found = json.loads(content)
    if found.get("tables") != declarations.fingerprint():
        raise DataError.single(name, "l'édition est faite par une autre version : ses tables diffèrent", REBUILD)
    files = {path: FileRecord(**record) for path, record in found["files"].items()}
    return Manifest(found["built_at"], files, found["checks"], found["packages"])


def _seal(content: bytes) -> bytes:
    return f'{hashlib.sha256(content).hexdigest()}"{JSON_END}\n'.encode()
