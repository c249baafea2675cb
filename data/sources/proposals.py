"""A correction that a visitor proposes: its cells checked as the build will check them, then written as a file."""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from data.cells.kinds import CellError, quoted
from data.sources.corrections import new_value, written
from data.sources.facts import COMMUNE_REMEDY
from data.tables.fact_files import CORRECTABLE, FILES
from data.words.formulas import is_formula

# Characters of what a stranger writes, which an editor reads in one row: the longest cells of the facts fit.
MAX_LENGTHS: Final[Mapping[str, int]] = {"nouvelle_valeur": 500, "preuve_url": 500, "raison": 300}
_COLUMNS: Final = FILES["corrections"].columns


@dataclass(frozen=True)
class Proposal:
    """The cells of one row of `corrections.csv`, as text."""

    id_projet: str
    colonne: str
    ancienne_valeur: str
    nouvelle_valeur: str
    preuve_url: str
    date: str
    raison: str

    def faults(self, communes: Collection[str]) -> dict[str, CellError]:
        """What is wrong, by column of the file; nothing when a build will take it.

        communes: the present and former codes.
        """
        found = {}
        for name in asdict(self):
            try:
                self._check(name, communes)
            except CellError as error:
                found[name] = error
        return found

    def file(self) -> bytes:
        """A file in the form of `corrections.csv`, whose second line can be added to it. Only without faults."""
        texts = {column.name: written(column, column.read(getattr(self, column.name))) for column in _COLUMNS}
        corrected = CORRECTABLE[self.colonne]
        texts["nouvelle_valeur"] = written(corrected, corrected.read(self.nouvelle_valeur))
        stream = io.StringIO()
        lines = csv.DictWriter(stream, texts, lineterminator="\n")
        lines.writeheader()
        lines.writerow(texts)
        return stream.getvalue().encode()

    def _check(self, name: str, communes: Collection[str]) -> None:
        cell: str = getattr(self, name)
        limit = MAX_LENGTHS.get(name)
        if limit is not None and len(cell) > limit:
            raise CellError(f"{len(cell)} caractères", f"en écrire {limit} au plus")
        text = next(column for column in _COLUMNS if column.name == name).read(cell)
        if name == "nouvelle_valeur":
            text = new_value(CORRECTABLE[self.colonne], self.ancienne_valeur, cell)
            if self.colonne == "code_insee" and text not in communes:
                raise CellError(f"commune inconnue : {quoted(cell)}", COMMUNE_REMEDY)
        # The file is not altered, as an export is: its row is added as it is. A French spreadsheet cuts it at « ; ».
        if any(map(is_formula, str(text or "").split(";"))):
            raise CellError(
                "un tableur lirait une formule : le texte, ou ce qui suit un « ; », commence par =, +, - ou @",
                "commencer par une lettre ou un chiffre",
            )
