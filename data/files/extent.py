"""How far the cells of a workbook reach, and what it holds that no reader can give: seen in its XML, cell by cell."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from posixpath import basename
from xml.parsers import expat

from data.files.limits import Limits


@dataclass(frozen=True)
class Seen:
    """What a workbook holds that no reader gives. notes: French sentences; hidden: by sheet, the rows not shown."""

    notes: tuple[str, ...] = ()
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def hidden_of(self, sheet: str) -> list[int]:
        """The rows of a sheet that it does not show, in order."""
        return sorted(self.hidden.get(sheet, ()))


class TooWideError(Exception):
    """A cell lies beyond the rows or the columns that are read."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.rows, self.columns = rows, columns


class Extent:
    """The rectangles of cells with a value, which a reader reserves, over all the parts of a workbook."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._area = 0  # of the sheets before
        self._reached_rows = self._reached_columns = 0
        self._row = self._column = 0  # of the present cell: its last, when it is repeated
        self._awaits_value = False
        self._formulas = self._errors = 0
        self._part = self._sheet = ""  # present part of the archive; present sheet of ODS, else ""
        self._hidden: dict[str, set[int]] = defaultdict(set)  # by part (XLSX) or by sheet (ODS)
        self._names: dict[str, str] = {}  # of sheets, by relation
        self._targets: dict[str, str] = {}  # parts, by relation
        self._parser = expat.ParserCreate()
        self._starts = {
            "row": self._xlsx_row,
            "c": self._xlsx_cell,
            "f": self._formula,
            "v": self._result,
            "is": self._value,
            "sheet": self._named_sheet,
            "Relationship": self._related,
            "table": self._new_sheet,
            "table-row": self._ods_row,
            "table-cell": self._ods_cell,
            "covered-table-cell": self._ods_cell,
            "p": self._value,
        }

    def parser(self, part: str) -> expat.XMLParserType:
        """A parser of the next part: raises at the first cell that is too far, and at any declaration of entities."""
        self._part = part
        self._new_sheet({})
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse_declarations
        self._parser = parser
        return parser

    def seen(self) -> Seen:
        """What was met on the way, once all the parts are parsed."""
        parts = {basename(self._targets.get(key, "")): name for key, name in self._names.items()}
        hidden = {parts.get(basename(place), place): frozenset(rows) for place, rows in self._hidden.items()}
        return Seen(tuple(self._notes()), hidden)

    def _notes(self) -> list[str]:
        """What is said of the cells that are read as empty though they hold something."""
        self._new_cell()
        notes = []
        if self._formulas:
            notes.append(
                f"Formules sans résultat enregistré, lues comme des cases vides : {self._formulas}. "
                "Ouvrir le classeur dans un tableur et l'enregistrer les calcule."
            )
        if self._errors:
            notes.append(f"Cases en erreur (#N/A, #REF!…), lues comme des cases vides : {self._errors}.")
        return notes

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        handle = self._starts.get(element) or self._starts.get(element.rpartition(":")[2])
        if handle:
            handle(attributes)

    def _named_sheet(self, attributes: dict[str, str]) -> None:
        if "r:id" in attributes:
            self._names[attributes["r:id"]] = attributes.get("name", "")

    def _related(self, attributes: dict[str, str]) -> None:
        if self._part.endswith("workbook.xml.rels"):
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _new_sheet(self, attributes: dict[str, str]) -> None:
        self._new_cell()
        self._sheet = attributes.get("table:name", "")
        self._area += self._reached_rows * self._reached_columns
        self._reached_rows = self._reached_columns = 0
        self._row = self._column = 0

    def _new_cell(self) -> None:
        if self._awaits_value:
            self._formulas += 1
            self._computed()

    def _xlsx_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))  # a row without a number follows the one before
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self._hidden[self._part].add(self._row)

    def _xlsx_cell(self, attributes: dict[str, str]) -> None:
        self._new_cell()
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            self._column = _rank(letters)
            self._row = int(place[len(letters) :])
        else:
            self._column += 1  # a cell without a place follows the one before
        self._errors += attributes.get("t") == "e"

    def _formula(self, _attributes: dict[str, str]) -> None:
        self._awaits_value = self._column > 0  # charts hold formulas too

    def _result(self, attributes: dict[str, str]) -> None:
        if self._awaits_value:  # the result of a formula may be there and empty
            self._parser.CharacterDataHandler = self._computed
        self._value(attributes)

    def _computed(self, *_: object) -> None:
        self._awaits_value = False
        self._parser.CharacterDataHandler = None

    def _ods_row(self, attributes: dict[str, str]) -> None:
        repeated = int(attributes.get("table:number-rows-repeated", 1))
        if attributes.get("table:visibility", "visible") != "visible":
            self._hidden[self._sheet].update(range(self._row + 1, self._row + min(repeated, self._limits.rows) + 1))
        self._row += repeated
        self._column = 0

    def _ods_cell(self, attributes: dict[str, str]) -> None:
        self._column += int(attributes.get("table:number-columns-repeated", 1))
        if "office:value-type" in attributes or "table:formula" in attributes:
            self._value(attributes)

    def _value(self, _attributes: dict[str, str]) -> None:
        """The present cell holds something: a reader will reserve all that lies before it."""
        if self._row <= self._reached_rows and self._column <= self._reached_columns:
            return
        self._reached_rows = max(self._reached_rows, self._row)
        self._reached_columns = max(self._reached_columns, self._column)
        area = self._area + self._reached_rows * self._reached_columns
        limits = self._limits
        if self._reached_rows > limits.rows or self._reached_columns > limits.columns or area > limits.sheet_cells:
            raise TooWideError(self._reached_rows, self._reached_columns)


def _refuse_declarations(*_: object) -> None:
    raise expat.ExpatError("declaration of a document type")


@cache
def _rank(letters: str) -> int:
    """The rank of a column: 1 for A, 27 for AA."""
    rank = 0
    for letter in letters.upper():
        rank = 26 * rank + ord(letter) - ord("A") + 1
    return rank
