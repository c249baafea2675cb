"""A dossier: views in an order, with what a visitor says of each, as a small file that opens again on another edition.

A file holds addresses, words and values as they were read; never what draws a figure, which may come from anyone.
"""

import base64
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Final
from zipfile import BadZipFile, ZipFile

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, ValidationError

from data.documents.plates import Plate
from data.words.numbers import MILLION
from data.words.text import clean, printable
from geo.errors import DataError

FORMAT: Final = "dossier de l'atlas des Territoires d'industrie"
VERSION: Final = 1
MOST_PINS: Final = 24  # a PDF of so many takes 1.5 GB and ten seconds
MOST_BYTES: Final = 3_000_000  # 24 tables of 300 rows of 400 bytes
MOST_ROWS: Final = 300  # of a table; the files of the figure have all of them
SHORT_LINK: Final = 1_800  # characters of a link that letters and browsers take
_MOST_INFLATED: Final = 60_000  # bytes of a link, which anybody may write: 24 views of 2 500 letters
_MOST_COLUMNS: Final = 30  # the widest table of the atlas, that of projects, has 20
_OTHER_FILE: Final = "choisir un fichier que « Enregistrer le dossier » a fait"


def _day(text: str) -> str:
    """A day of the calendar, or none. Raises `ValueError`."""
    return date.fromisoformat(text).isoformat() if text else text


# Letters: a title of three lines on a projector; two minutes of speech; every filter and a perimeter of sixty codes.
Words = Annotated[str, StringConstraints(max_length=300)]
Note = Annotated[str, StringConstraints(max_length=2_000)]
Address = Annotated[str, StringConstraints(max_length=6_000)]

Key = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,120}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
Day = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"), AfterValidator(_day)]
Row = Annotated[tuple[Note, ...], Field(max_length=_MOST_COLUMNS)]


@dataclass(frozen=True)
class Pin:
    """A view. page, query, figure: where it is. title, note: the visitor's words. edition, day, headings, rows: what
    was read there, and when; nothing when it comes from a link.
    """

    page: Slug
    query: Address
    figure: Key
    title: Words
    note: Note = ""
    edition: Words = ""
    day: Day = ""
    headings: Row = ()
    rows: Annotated[tuple[Row, ...], Field(max_length=MOST_ROWS)] = ()

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it is: a dossier has one view of each place."""
        return self.page, self.query, self.figure

    def reading(self, plate: Plate, day: str) -> "Pin":
        """The same view with the values of a plate."""
        rows = plate.table.rows[:MOST_ROWS]
        return replace(self, edition=plate.edition, day=day, headings=plate.table.headings, rows=rows)


@dataclass(frozen=True)
class Dossier:
    """Views in their order."""

    title: Words = "Dossier"
    pins: Annotated[tuple[Pin, ...], Field(max_length=MOST_PINS)] = field(default=())

    def with_pin(self, pin: Pin) -> "Dossier":
        """With one more view, or with this one in the place of the same."""
        if any(each.place == pin.place for each in self.pins):
            return replace(self, pins=tuple(pin if each.place == pin.place else each for each in self.pins))
        return replace(self, pins=(*self.pins, pin))

    def without(self, place: tuple[str, str, str]) -> "Dossier":
        """Without the view of a place."""
        return replace(self, pins=tuple(each for each in self.pins if each.place != place))

    def moved(self, rank: int, step: int) -> "Dossier":
        """With a view one step earlier (-1) or later (1); the same at the ends."""
        other = rank + step
        if not 0 <= other < len(self.pins):
            return self
        pins = list(self.pins)
        pins[rank], pins[other] = pins[other], pins[rank]
        return replace(self, pins=tuple(pins))


_DOSSIER: Final = TypeAdapter(Dossier)


def written(dossier: Dossier) -> bytes:
    """The file of a dossier."""
    content = {"format": FORMAT, "version": VERSION, **asdict(dossier)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read(content: bytes, name: str) -> Dossier:
    """The dossier of a file. Raises `DataError`. name: of the file, for messages."""
    if len(content) > MOST_BYTES:
        message = f"le fichier pèse plus de {MOST_BYTES // MILLION} Mo"
        raise DataError.single(name, message, _OTHER_FILE)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DataError.single(name, "ce n'est pas le fichier d'un dossier", _OTHER_FILE) from error
    if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
        raise DataError.single(name, "ce n'est pas le fichier d'un dossier", _OTHER_FILE)
    version = found.pop("version", None)
    if version != VERSION:
        message = f"la version {clean(str(version), 20)} de ce dossier n'est pas connue ici"
        raise DataError.single(name, message, "ouvrir ce dossier avec l'atlas qui l'a fait")
    return _checked(found, name)


def link(dossier: Dossier) -> str:
    """The views and their words in the form of an address, without their values; "" when it would be too long."""
    held = [[each.page, each.query, each.figure, each.title, each.note] for each in dossier.pins]
    packed = zlib.compress(json.dumps([dossier.title, held], ensure_ascii=False).encode(), 9)
    found = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return found if len(found) <= SHORT_LINK else ""


def of_link(text: str) -> Dossier:
    """The dossier of a `link`. Raises `DataError`."""
    name = "Lien d'un dossier"
    try:
        packed = base64.urlsafe_b64decode(text[: 2 * SHORT_LINK] + "=" * (-len(text) % 4))
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, _MOST_INFLATED)
        title, held = json.loads(content)
        fields = ("page", "query", "figure", "title", "note")
        found = {"title": title, "pins": [dict(zip(fields, each, strict=True)) for each in held]}
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise DataError.single(name, "le lien est abîmé", "le copier de nouveau, en entier") from error
    return _checked(found, name)


def changes(before: Pin, now: Pin) -> tuple[int, int, int]:
    """How many rows of the table were changed, have come and are gone; rows are known by their first cell."""
    if before.headings != now.headings:
        return len(now.rows), 0, 0
    old, new = _by_name(before.rows), _by_name(now.rows)
    changed = sum(old[name] != new[name] for name in old.keys() & new.keys())
    return changed, len(new.keys() - old.keys()), len(old.keys() - new.keys())


def _by_name(rows: Sequence[tuple[str, ...]]) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Rows by their name and its rank among those of the same name."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for row in rows:
        rank = 0
        while (row[0], rank) in found:
            rank += 1
        found[row[0], rank] = row[1:]
    return found


def _checked(found: dict[str, Any], name: str) -> Dossier:
    try:
        dossier = _DOSSIER.validate_python(found, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        message = f"« {clean(where, 80)} » n'est pas ce qu'il doit être"
        raise DataError.single(name, message, _OTHER_FILE) from error
    if any(len(row) != len(pin.headings) or not row for pin in dossier.pins for row in pin.rows):
        raise DataError.single(name, "« rows » n'a pas autant de cases que « headings »", _OTHER_FILE)
    told = (replace(each, title=clean(each.title, 300), note=printable(each.note).strip()) for each in dossier.pins)
    pins = {each.place: each for each in told}
    return replace(dossier, title=clean(dossier.title, 300) or "Dossier", pins=tuple(pins.values()))


def check_template(content: bytes, name: str) -> None:
    """Whether a file is a presentation, by the list of its parts: what draws reads them. Raises `DataError`."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            parts.getinfo("ppt/presentation.xml")
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        message = "ce n'est pas une présentation PowerPoint que l'on peut lire"
        raise DataError.single(name, message, "choisir un fichier .pptx, sans macro") from error
