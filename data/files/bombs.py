"""Whether reading a workbook costs what its size says: asked before any cell of it is read.

A file of a few kilobytes may inflate to gigabytes, or hold one cell in its first corner and one in its last, for which
a reader reserves the whole sheet.
"""

import zipfile
import zlib
from dataclasses import replace
from typing import IO
from xml.parsers import expat

from data.files.extent import Extent, Seen, TooWideError
from data.files.formats import ZIP
from data.files.limits import Limits
from geo.errors import DataError

CHUNK = 1 << 20  # bytes inflated at once: whatever a part holds, no more of it is in memory
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")
ANOTHER_COPY = "reprendre une copie complète du fichier, ou l'enregistrer de nouveau dans un tableur"
LIGHTER = "n'y garder que la feuille utile, ou l'enregistrer en CSV"
FAULTS = (
    zipfile.BadZipFile,  # among others, a part that is longer than it says
    zlib.error,
    expat.ExpatError,
    EOFError,
    RuntimeError,  # an encrypted part
    NotImplementedError,
    ValueError,
    LookupError,  # an encoding that nobody knows
)


def checked(file: IO[bytes], size: int, name: str, limits: Limits) -> Seen:
    """Inflate every part once, within bounds, and look at where its cells are.

    size: of the file, in bytes; name: as messages call it. Returns what no reader can give of it.
    Raises `DataError`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            inflated = sum(part.file_size for part in parts)
            allowed = min(limits.inflated, max(limits.harmless, limits.ratio * size))
            if len(parts) > limits.entries or inflated > allowed:
                message = f"le classeur contient {inflated / 1e6:.0f} Mo une fois décompressé, en {len(parts)} parties"
                raise DataError.single(name, message, LIGHTER)
            extent = Extent(limits)
            for part in parts:
                _check_part(archive, part, extent, name)
    except TooWideError as error:
        message = (
            f"une feuille va jusqu'à la ligne {error.rows}, colonne {error.columns} : plus de {limits.rows} lignes, "
            f"{limits.columns} colonnes ou {limits.sheet_cells} cases"
        )
        remedy = "supprimer les lignes et les colonnes inutiles, puis enregistrer de nouveau"
        raise DataError.single(name, message, remedy) from error
    except FAULTS as error:
        message = "ce n'est pas un classeur, ou il est abîmé ou chiffré"
        raise DataError.single(name, message, ANOTHER_COPY) from error
    seen = extent.seen()
    return replace(seen, notes=(*seen.notes, "Les macros du classeur sont ignorées.")) if _has_macros(parts) else seen


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, extent: Extent, name: str) -> None:
    with archive.open(part) as stream:
        start = stream.read(CHUNK)
        if start.startswith(ZIP):
            raise DataError.single(name, "le classeur contient une archive", LIGHTER)
        parser = extent.parser(part.filename) if start.lstrip().startswith(XML_STARTS) else None
        while start:
            if parser:
                parser.Parse(start)
            start = stream.read(CHUNK)
        if parser:
            parser.Parse(b"", True)


def _has_macros(parts: list[zipfile.ZipInfo]) -> bool:
    return any(part.filename.endswith("vbaProject.bin") for part in parts)
