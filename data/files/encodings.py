"""The text of a file of any usual encoding, or of two of them: some exports join files without looking."""

import re
from contextlib import suppress

from geo.errors import DataError

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Encodings of a byte per character, the most likely first, that only the words of the text tell from one another.
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
ACCENTED = re.compile("[àâçéèêëîïôùûœ]")
DOS_END = "\x1a"  # what CP/M and DOS wrote after the last line
AS_UTF8 = "l'enregistrer de nouveau en « CSV UTF-8 »"
_LINE_ENDS = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")


def decoded(content: bytes, name: str) -> tuple[str, str, list[str]]:
    """The text, its encoding, and French notes: as marked, else UTF-8, else the old encoding that gives most French
    letters; line by line where some are of UTF-8 and some are not. Raises `DataError`.
    """
    text, encoding, notes = _decoded(content, name)
    if text.endswith(DOS_END):
        return text.rstrip(DOS_END), encoding, [*notes, "Marque de fin de fichier (DOS) retirée."]
    return text, encoding, notes


def _decoded(content: bytes, name: str) -> tuple[str, str, list[str]]:
    marked = next((found for mark, found in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    encoding = marked or _unmarked_utf16(content) or "utf-8"
    try:
        return content.decode(encoding), encoding, _notes(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if encoding.startswith("utf-16"):
            message = f"le texte n'est plus de l'{encoding} à cet endroit"
            raise DataError.single(
                name, message, f"reprendre une copie complète du fichier, ou {AS_UTF8}", line
            ) from error
    lines = _LINE_ENDS.split(content.removeprefix(b"\xef\xbb\xbf"))
    if marked or any(not one.isascii() and _is_utf8(one) for one in lines):
        return _of_two_encodings(lines, name)
    return _of_an_old_encoding(content, name, line)


def _notes(encoding: str) -> list[str]:
    if encoding == "utf-8-sig":
        return ["Marque de début de fichier (BOM) retirée."]
    return [] if encoding == "utf-8" else [f"Encodage {encoding} converti en UTF-8."]


def _of_two_encodings(lines: list[bytes], name: str) -> tuple[str, str, list[str]]:
    """Letters that UTF-8 reads do not happen by chance: the lines that it does not read are of another encoding."""
    others = [rank for rank, one in enumerate(lines, start=1) if not _is_utf8(one)]
    try:
        text = "".join(one.decode("utf-8" if _is_utf8(one) else OLD_ENCODINGS[0]) for one in lines)
    except UnicodeDecodeError as error:
        raise DataError.single(name, "l'encodage du texte n'est pas reconnu", AS_UTF8, others[0]) from error
    if others == [len(lines)]:
        note = f"La dernière ligne ({others[0]}) est coupée au milieu d'un caractère, ou d'un autre encodage."
    else:
        note = f"Deux encodages dans le fichier : {len(others)} lignes lues en cp1252, les autres en UTF-8."
    return text, "utf-8", [note]


def _of_an_old_encoding(content: bytes, name: str, line: int) -> tuple[str, str, list[str]]:
    texts = {}
    for candidate in OLD_ENCODINGS:
        with suppress(UnicodeDecodeError):
            texts[candidate] = content.decode(candidate)
    best = max(texts, key=lambda candidate: len(ACCENTED.findall(texts[candidate])))
    if "cp1252" not in texts and not ACCENTED.search(texts[best]):
        raise DataError.single(name, "l'encodage du texte n'est pas reconnu", AS_UTF8, line)
    return texts[best], best, _notes(best)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(content: bytes) -> str | None:
    """Text in UTF-16 without its mark: one byte out of two is null."""
    head = content[:200]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.8 and 0 not in head[::2]:
        return "utf-16-le"
    if half and head[::2].count(0) > half * 0.8 and 0 not in head[1::2]:
        return "utf-16-be"
    return None
