"""In what order editions were published: their identifiers, the last one at the end, sealed by a digest.

The clock of a machine goes back, or begins in 1970: the moment that a manifest says is told, never compared.
"""

import hashlib
from pathlib import Path

from data.editions.durable import replace_file
from data.editions.manifest import ID_PATTERN

FILE_NAME = "publications"


def read(home: Path) -> tuple[str, ...]:
    """The identifiers, from the first published to the last; none when they cannot be trusted."""
    try:
        text = (home / FILE_NAME).read_text("ascii")
    except (OSError, ValueError):
        return ()
    listed, _, seal = text.removesuffix("\n").rpartition("\n")
    ids = listed.split("\n")
    trusted = text == _sealed(ids) and all(ID_PATTERN.fullmatch(each) for each in ids)
    return tuple(ids) if seal and trusted else ()


def record(home: Path, edition_id: str, kept: tuple[str, ...]) -> None:
    """Write that an edition is the last published. kept: the editions that there are, in their order."""
    ids = [*(each for each in kept if each != edition_id), edition_id]
    replace_file(home / FILE_NAME, _sealed(ids).encode())


def _sealed(ids: list[str]) -> str:
    text = "".join(f"{each}\n" for each in ids)
    return f"{text}{hashlib.sha256(text.encode()).hexdigest()}\n"
