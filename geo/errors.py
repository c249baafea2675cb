"""What goes wrong with data: a `Problem` is one finding, a `DataError` carries every finding of one reading.

A `DataError` means that a file does not hold what the code relies on. Anything else that is raised is a bug.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_CAUSES: Final = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOENT: "fichier ou dossier absent",
    errno.EISDIR: "c'est un dossier, non un fichier",
    errno.ENOTDIR: "c'est un fichier, non un dossier",
    errno.EIO: "erreur de lecture ou d'écriture du disque",
}


@dataclass(frozen=True)
class Problem:
    """One finding, in French. `row` is the line number of the original file (the header is line 1)."""

    file: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None

    @property
    def place(self) -> str:
        """Where the finding is: « projets.csv, ligne 12, colonne annee »."""
        row = f", ligne {self.row}" if self.row is not None else ""
        column = f", colonne {self.column}" if self.column is not None else ""
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        return f"{self.place} : {_unstopped(self.message)}. Remède : {_unstopped(self.remedy)}."


class DataError(Exception):
    """A file or a table is not what it must be. `problems` is never empty; `str()` shows the first one."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a DataError needs at least one problem")
        # args rebuild the exception when it crosses a process boundary (pickle).
        super().__init__(self.problems)

    @classmethod
    def single(cls, file: str, message: str, remedy: str, row: int | None = None, column: str | None = None) -> Self:
        """The error for one finding."""
        return cls((Problem(file, message, remedy, row, column),))

    def __str__(self) -> str:
        others = len(self.problems) - 1
        if others == 0:
            return str(self.problems[0])
        return f"{self.problems[0]} (et {others} autre{'s' if others > 1 else ''})"


def cause(error: OSError) -> str:
    """Why the system refused, in French."""
    return _CAUSES.get(error.errno or 0, f"erreur système {error.errno}")


@contextmanager
def telling_disk_faults(what: str, remedy: str, *, place: Path, name: str | None = None) -> Iterator[None]:
    """Around steps that the disk may refuse: its refusal becomes a `DataError`, « what (why) ».

    place: what the finding names when the system names no file. name: what it names whatever the system names.
    """
    try:
        yield
    except OSError as error:
        raise DataError.single(name or str(error.filename or place), f"{what} ({cause(error)})", remedy) from error


def _unstopped(sentence: str) -> str:
    return sentence.rstrip().rstrip(".")
