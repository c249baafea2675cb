"""A delimited text too large to be read at once, cut into pieces that are tables by themselves, one after the other.

A piece is the header and whole records: a line ends a record where the quotes before it are even. One that stays open
to the end of a piece is cut there, and its reader says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from data.files import formats
from data.files.encodings import AS_UTF8
from data.files.limits import MEGABYTE
from geo.errors import DataError

BYTES: Final = 8 * MEGABYTE  # of a piece: its reading and its placing fit in some hundreds of MB
_QUOTE: Final = b'"'
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # how a text of two bytes a character begins
_BINARY: Final = (formats.ZIP, formats.OLD_OFFICE)


@dataclass(frozen=True)
class Piece:
    """content: the header, then whole records. shift: how many lines of the file lie between them."""

    content: bytes
    shift: int


def is_cut(path: Path) -> bool:
    """Whether a file is a delimited text larger than a piece."""
    if path.stat().st_size <= BYTES:
        return False
    with path.open("rb") as file:
        head = file.read(formats.HEAD_BYTES)
    return not head.startswith(_BINARY) and formats.of(head, path.name) == "csv"


def cut(path: Path, name: str, header_line: int, size: int = 0) -> Iterator[Piece]:
    """The pieces of a file, of about `size` bytes. name: as messages call it. Raises `DataError`."""
    size = size or BYTES
    with path.open("rb") as file:
        header = b"".join(file.readline(size) for _ in range(header_line))
        if header.startswith(_WIDE) or b"\0" in header:
            message = f"le texte n'est pas en UTF-8, et dépasse {size // MEGABYTE} Mo"
            raise DataError.single(name, message, AS_UTF8)
        shift = 0
        for rows in _records(file, name, size):
            yield Piece(header + rows, shift)
            shift += rows.count(b"\n") + rows.count(b"\r") - rows.count(b"\r\n")


def _records(file: BinaryIO, name: str, size: int) -> Iterator[bytes]:
    left = b""
    while block := file.read(size):
        held = left + block
        end = _end(held)
        if not end and len(held) > 2 * size:
            remedy = "vérifier que c'est une table, une ligne du fichier par ligne de la table"
            raise DataError.single(name, f"une ligne dépasse {size // MEGABYTE} Mo", remedy)
        if end:
            yield held[:end]
        left = held[end:]
    if left:
        yield left


def _end(held: bytes) -> int:
    """Where the last whole record ends; the last line, when no line ends outside quotes; 0 without a whole line."""
    last = end = held.rfind(b"\n") + 1
    is_open = held.count(_QUOTE, 0, end) % 2
    while end and is_open:
        before = held.rfind(b"\n", 0, end - 1) + 1
        is_open ^= held.count(_QUOTE, before, end) % 2
        end = before
    return end or last
