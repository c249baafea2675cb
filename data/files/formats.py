"""What a file is, from its content: its name proves nothing."""

import io
import re
import zipfile

from geo.errors import DataError

AS_CSV = "l'enregistrer en CSV ou en XLSX"
HEAD_BYTES = 1_000_000  # what is looked at: hundreds of rows, and no copy of the rest of a large file
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_SHEETS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))  # streams of XLS, since 1997 and before
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
REFUSED = {
    b"\x1f\x8b": "un fichier compressé (gzip)",
    b"7z\xbc\xaf": "une archive 7z",
    b"Rar!": "une archive RAR",
    b"BZh": "un fichier compressé (bzip2)",
    b"PK\x05\x06": "une archive ZIP vide",
    b"%PDF": "un document PDF",
    b"{\\rtf": "un document RTF",
    b"SQLite format 3": "une base SQLite ou un GeoPackage",
    b"ARROW1": "un fichier Arrow",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\x00\x00\x27\x0a": "un fichier Shapefile",
    b"\x7fELF": "un programme",
    b"MZ": "un programme",
}
HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


def of(content: bytes, name: str) -> str:
    """csv, xlsx, ods, xls, parquet or json. Raises `DataError` for anything else."""
    start = content[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise DataError.single(name, "le fichier est vide", "choisir un fichier qui contient une table")
    if content.startswith(ZIP):
        return _of_archive(content, name)
    if content.startswith(OLD_OFFICE):
        return _of_old_office(content, name)
    if content.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"<"):
        found = "une page web" if HTML.match(start) else "un document XML"
        raise DataError.single(name, f"c'est {found}, non une table", f"l'ouvrir dans un tableur, puis {AS_CSV}")
    for magic, kind in REFUSED.items():
        # Two letters may begin a header; a binary file soon has a null byte.
        if content.startswith(magic) and (len(magic) > 2 or b"\0" in content[:HEAD_BYTES] or magic == b"\x1f\x8b"):
            raise DataError.single(name, f"c'est {kind}, non une table", f"en extraire la table et {AS_CSV}")
    return "json" if start.startswith((b"{", b"[")) else "csv"


def _of_archive(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DataError.single(
            name, "le classeur est abîmé ou incomplet", "reprendre une copie complète du fichier"
        ) from error
    if "xl/workbook.bin" in parts:
        raise DataError.single(name, "c'est un classeur XLSB", f"l'ouvrir dans un tableur, puis {AS_CSV}")
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if {"mimetype", "content.xml"} <= parts:
        return "ods"
    raise DataError.single(name, "c'est une archive ZIP, non une table", "en extraire le fichier utile")


def _of_old_office(content: bytes, name: str) -> str:
    if ENCRYPTED in content:
        message = "le classeur est protégé par un mot de passe"
        raise DataError.single(name, message, "l'enregistrer sans mot de passe")
    if not any(stream in content for stream in OLD_SHEETS):
        message = "c'est un document de l'ancien Office, sans feuille de calcul"
        raise DataError.single(name, message, f"en extraire la table et {AS_CSV}")
    return "xls"
