"""The text of a file of any usual encoding, or of two of them: some exports join files without looking.

A file is passed over once to know how it is written, then read line by line: neither holds more of it than a block.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from data.files.limits import MEGABYTE
from geo.errors import DataError

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Encodings of a byte per character, the most likely first, that only the words of the text tell from one another.
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
ACCENTED = re.compile("[àâçéèêëîïôùûœ]")
DOS_END = "\x1a"  # what CP/M and DOS wrote after the last line
AS_UTF8 = "l'enregistrer de nouveau en « CSV UTF-8 »"
_BLOCK = MEGABYTE  # what is looked at together
_HEAD = 200  # bytes: the header of a table has as many letters
# How a byte that UTF-8 does not read goes through it and comes back.
_ESCAPED = "surrogateescape"


@dataclass(frozen=True)
class Encoding:
    """How a text is written. name: as Python calls it; mixed: the lines that it does not read are of the likeliest old
    encoding; notes: French sentences.
    """

    name: str
    mixed: bool = False
    notes: tuple[str, ...] = ()


def found(file: BinaryIO, name: str) -> Encoding:
    """How a text is written: as marked, else UTF-8, else the old encoding that gives most French letters; line by line
    where some are of UTF-8 and some are not. Raises `DataError`.
    """
    head = file.read(_HEAD)
    marked = next((known for mark, known in BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    encoding = marked or _unmarked_utf16(head) or "utf-8"
    line = _first_fault(file, encoding)
    if line is None:
        return Encoding(encoding, notes=_notes(encoding))
    if encoding.startswith("utf-16"):
        message = f"le texte n'est plus de l'{encoding} à cet endroit"
        raise DataError.single(name, message, f"reprendre une copie complète du fichier, ou {AS_UTF8}", line)
    return _of_two_encodings(file, name, marked=marked is not None) or _of_an_old_encoding(file, name, line)


def decoded(content: bytes, name: str) -> str:
    """The text of a short file. Raises `DataError`."""
    file = io.BytesIO(content)
    return "".join(read_lines(file, found(file, name), len(content))).rstrip(DOS_END)


def read_lines(file: BinaryIO, encoding: Encoding, longest: int) -> Iterator[str]:
    """The lines of a text with their ends, whatever these are. longest: characters; of a line that has more, so many
    and one come first, the rest as another one.
    """
    if not encoding.mixed:
        return _read(file, encoding.name, "strict", longest)
    return map(_mended, _read(file, "utf-8-sig", _ESCAPED, longest))


def _read(file: BinaryIO, encoding: str, errors: str, longest: int) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors, newline="")
    try:
        while line := text.readline(longest + 1):
            yield line
    finally:
        text.detach()


def _mended(line: str) -> str:
    return line if _is_utf8(line) else line.encode("utf-8", _ESCAPED).decode(OLD_ENCODINGS[0])


def _is_utf8(line: str) -> bool:
    """Whether UTF-8 read all of a line."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(_BLOCK), b"")


def _first_fault(file: BinaryIO, encoding: str) -> int | None:
    """The line where a text is not of an encoding, None when all of it is."""
    decoder, before = codecs.getincrementaldecoder(encoding)(), 0
    try:
        for block in _blocks(file):
            decoder.decode(block)
            before += block.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return before + error.object.count(b"\n", 0, error.start) + 1
    return None


def _notes(encoding: str) -> tuple[str, ...]:
    if encoding == "utf-8-sig":
        return ("Marque de début de fichier (BOM) retirée.",)
    return () if encoding == "utf-8" else (f"Encodage {encoding} converti en UTF-8.",)


def _of_two_encodings(file: BinaryIO, name: str, *, marked: bool) -> Encoding | None:
    """Letters that UTF-8 reads do not happen by chance: the lines that it does not read are of another encoding. None
    without such letters.
    """
    believed, others, rank = marked, 0, 0
    first = last = unread = 0
    ends = True
    for rank, line in enumerate(_read(file, "utf-8-sig", _ESCAPED, _BLOCK), start=1):
        ends = line.endswith(("\n", "\r"))
        if _is_utf8(line):
            believed = believed or not line.isascii()
            continue
        first, last, others = first or rank, rank, others + 1
        with suppress(UnicodeDecodeError):
            _mended(line)
            continue
        unread = unread or first
    if not believed:
        return None
    if unread:
        raise DataError.single(name, "l'encodage du texte n'est pas reconnu", AS_UTF8, unread)
    if others == 1 and last == rank and not ends:
        note = f"La dernière ligne ({last}) est coupée au milieu d'un caractère, ou d'un autre encodage."
    else:
        note = f"Deux encodages dans le fichier : {others} lignes lues en cp1252, les autres en UTF-8."
    return Encoding("utf-8", mixed=True, notes=(note,))


def _of_an_old_encoding(file: BinaryIO, name: str, line: int) -> Encoding:
    counts = np.zeros(256, dtype=np.int64)
    for block in _blocks(file):
        counts += np.bincount(np.frombuffer(block, np.uint8), minlength=len(counts))
    held = np.flatnonzero(counts).tolist()
    accented = {}
    for candidate in OLD_ENCODINGS:
        with suppress(UnicodeDecodeError):
            letters = {byte: bytes([byte]).decode(candidate) for byte in held}
            accented[candidate] = sum(int(counts[byte]) for byte in held if ACCENTED.match(letters[byte]))
    best = max(accented, key=lambda candidate: accented[candidate])
    if "cp1252" not in accented and not accented[best]:
        raise DataError.single(name, "l'encodage du texte n'est pas reconnu", AS_UTF8, line)
    return Encoding(best, notes=_notes(best))


def _unmarked_utf16(head: bytes) -> str | None:
    """Text in UTF-16 without its mark: one byte out of two is null."""
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.8 and 0 not in head[::2]:
        return "utf-16-le"
    if half and head[::2].count(0) > half * 0.8 and 0 not in head[1::2]:
        return "utf-16-be"
    return None
