"""What a CSV file of `data/facts/` is declared as: its columns, how each is read, and its table in an edition."""

from dataclasses import dataclass
from typing import Self

from data.cells.kinds import CellError, Kind
from data.tables.fields import Field, Table


@dataclass(frozen=True)
class Column:
    """One column of a file. `target` is its name in the frame, when the unit changes on the way; `field` declares it
    in the table of an edition that holds the file as it is.
    """

    name: str
    kind: Kind
    nullable: bool = False
    target: str | None = None
    field: Field | None = None

    @classmethod
    def of(cls, field: Field, kind: Kind) -> Self:
        """The column of a file that a field of its table declares."""
        return cls(field.name, kind, field.nullable, field=field)

    @property
    def dtype(self) -> str:
        return self.kind.nullable if self.nullable else self.kind.dtype

    def read(self, cell: str) -> object:
        """The value of a cell, without the spaces around it; None for an empty one. Raises `CellError`."""
        stripped = cell.strip()
        if stripped:
            return self.kind.parse(stripped)
        if self.nullable:
            return None
        raise CellError("case vide", "renseigner cette case")


@dataclass(frozen=True)
class Facts:
    """One file. No two rows share the values of `key`.

    `parent` is (column, other file): each value of the column is in the same column of the other file.
    `may_be_empty`: a header alone is what the file holds at first, not what a cut left of it.
    `description`: of its table in an edition, where the file is a table as it is; each column then has its field.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: tuple[str, str] | None = None
    may_be_empty: bool = False
    description: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def table(self) -> Table:
        """The declaration of its table. Only for a file with a description."""
        return Table(self.name, self.description, self.key, tuple(c.field for c in self.columns if c.field))


def maybe(name: str, kind: Kind, target: str | None = None) -> Column:
    return Column(name, kind, nullable=True, target=target)
