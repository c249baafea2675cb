"""What a cell of a facts file may hold: a `Kind` turns its text into a value, or refuses it in French."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from stdnum.fr import siren

from data.words.numbers import CENTS_PER_EURO

# A number outside is a unit, a code or a slip: no scheme that the atlas tells began before, no plan goes beyond.
FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_YEAR_OF_SERIES = 1900  # a series quoted for comparison may begin long before the programmes
MAX_AMOUNT_EUR = 10**11  # twice the largest plan ever announced; beyond, a unit was mistaken
MAX_COUNT = 10**9  # more than anybody employs; a billion such rows add up within int64
# C0, C1 (what cp1252 read as latin-1 leaves), the replacement character and the direction overrides.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\u202a-\u202e\u2066-\u2069]")
INSEE = re.compile(r"(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB])[0-9]{3}|97[1-8][0-9]{2}|98[4-9][0-9]{2}")
DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
HALF_YEAR = re.compile(r"(?P<year>\d{4})-S[12]", re.ASCII)
WHOLE = re.compile(r"0|[1-9][0-9]*")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
WEB = ("https://", "http://")
DIGITS_KEPT = 15  # a float64 holds any number of 15 digits


class CellError(ValueError):
    """A cell that its kind refuses: what is wrong, and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Kind:
    """A way to read a cell: the pandas type of a column without empty cells, and of one with some.

    `values`: all that it admits, when they are a closed list.
    """

    dtype: str
    nullable: str
    parse: Callable[[str], object]
    values: tuple[str, ...] = ()


def _text(cell: str) -> str:
    found = UNPRINTABLE.search(cell)
    if found:
        raise CellError(
            f"caractère illisible (U+{ord(found[0]):04X}) dans le texte",
            "retaper le texte, ou enregistrer le fichier en UTF-8",
        )
    return unicodedata.normalize("NFC", cell)


def _amount(cell: str) -> int:
    """Whole euros to centimes."""
    if cell.startswith("-") and WHOLE.fullmatch(cell[1:]):
        raise CellError(
            f"{quoted(cell)} est un montant négatif",
            "écrire un nombre positif, ou laisser la case vide si le montant n'est pas connu",
        )
    if not WHOLE.fullmatch(cell):
        raise CellError(
            f"{quoted(cell)} n'est pas un montant en euros", "écrire un nombre entier, sans unité ni espace"
        )
    if int(cell) > MAX_AMOUNT_EUR:
        raise CellError(
            f"{quoted(cell)} dépasse 100 milliards d'euros", "vérifier l'unité : le montant s'écrit en euros"
        )
    return int(cell) * CENTS_PER_EURO


def _count(cell: str) -> int:
    if not WHOLE.fullmatch(cell) or int(cell) > MAX_COUNT:
        raise CellError(
            f"{quoted(cell)} n'est pas un nombre entier positif",
            "écrire un nombre entier sans signe, sans unité ni espace, ou laisser vide s'il n'est pas connu",
        )
    return int(cell)


def _decimal(cell: str) -> float:
    if not DECIMAL.fullmatch(cell) or sum(map(str.isdigit, cell)) > DIGITS_KEPT:
        raise CellError(
            f"{quoted(cell)} n'est pas un nombre",
            "écrire un nombre avec un point décimal, sans unité ni espace",
        )
    return float(cell)


def _date(cell: str, first: int = FIRST_YEAR) -> str:
    match = DATE.fullmatch(cell)
    try:
        if match is None:
            raise ValueError
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise CellError(
            f"{quoted(cell)} n'est pas une date", "écrire AAAA, AAAA-MM ou AAAA-MM-JJ, par exemple 2023-11-24"
        ) from None
    year(first).parse(cell[:4])
    return cell


def _day(cell: str) -> str:
    """A date that can be put in order: a whole day."""
    if len(cell) != len("2023-11-24"):
        raise CellError(f"{quoted(cell)} n'est pas un jour", "écrire AAAA-MM-JJ, par exemple 2023-11-24")
    return _date(cell)


def _period(cell: str) -> str:
    """A date or a half-year, of any statistical series."""
    if HALF_YEAR.fullmatch(cell) is None:
        return _date(cell, FIRST_YEAR_OF_SERIES)
    year(FIRST_YEAR_OF_SERIES).parse(cell[:4])
    return cell


def _url(cell: str) -> str:
    remedy = "écrire l'adresse entière, qui commence par https:// ou http://"
    try:
        parts = urlsplit(cell)
        is_address = cell.startswith(WEB) and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_address = False
    if not is_address or cell.split() != [cell] or UNPRINTABLE.search(cell):
        raise CellError(f"{quoted(cell)} n'est pas une adresse http ou https", remedy)
    return cell


def _secure_url(cell: str) -> str:
    if not cell.startswith("https://"):
        raise CellError(f"{quoted(cell)} n'est pas une adresse https", "écrire l'adresse entière, depuis https://")
    return _url(cell)


def _insee(cell: str) -> str:
    if INSEE.fullmatch(cell) is None:
        raise CellError(f"{quoted(cell)} n'a pas la forme d'un code INSEE de commune", _insee_remedy(cell))
    if cell.startswith("20"):
        raise CellError(
            f"{quoted(cell)} est un code corse d'avant 1976",
            "écrire le code actuel, qui commence par 2A ou 2B",
        )
    return cell


def _communes(cell: str) -> str:
    """« 59094 ; 59159 »: one or several codes, each once."""
    codes = [_insee(code.strip()) for code in cell.split(";")]
    if len(set(codes)) < len(codes):
        raise CellError(f"{quoted(cell)} nomme deux fois une commune", "n'écrire chaque code qu'une fois")
    return " ; ".join(codes)


def _insee_remedy(cell: str) -> str:
    if re.fullmatch(r"[1-9][0-9]{3}", cell):
        return f"le zéro initial a été perdu : écrire « 0{cell} » et garder la colonne en texte"
    if INSEE.fullmatch(cell.upper()):
        return f"écrire « {cell.upper()} »"
    return "écrire les cinq caractères du code officiel géographique, par exemple 01004 ou 2A004"


def _siren(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{9}", cell) or not siren.is_valid(cell):
        raise CellError(
            f"{quoted(cell)} n'est pas un numéro SIREN",
            "écrire ses neuf chiffres, sans espace, et vérifier chacun",
        )
    return cell


def quoted(cell: str, limit: int = 60) -> str:
    """A cell as a message shows it: in French quotes, cut when it is long."""
    return f"« {cell if len(cell) <= limit else cell[:limit] + '…'} »"


TEXT = Kind("str", "str", _text)
AMOUNT = Kind("int64", "Int64", _amount)
COUNT = Kind("int64", "Int64", _count)
DECIMAL_NUMBER = Kind("float64", "Float64", _decimal)
DATE_TEXT = Kind("str", "str", _date)
DAY_TEXT = Kind("str", "str", _day)
PERIOD_TEXT = Kind("str", "str", _period)
URL = Kind("str", "str", _url)
SECURE_URL = Kind("str", "str", _secure_url)
COMMUNE_CODE = Kind("str", "str", _insee)
COMMUNE_CODES = Kind("str", "str", _communes)
SIREN = Kind("str", "str", _siren)


def year(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Kind:
    """A year within bounds, both included."""

    def parse(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{4}", cell) or not first <= int(cell) <= last:
            raise CellError(
                f"{quoted(cell)} n'est pas une année entre {first} et {last}",
                "écrire l'année en quatre chiffres",
            )
        return int(cell)

    return Kind("int16", "Int16", parse)


def one_of(values: Iterable[str]) -> Kind:
    """One value of a closed list, written exactly so."""
    known = tuple(values)

    def parse(cell: str) -> str:
        text = _text(cell)
        if text not in known:
            raise CellError(f"{quoted(text)} n'est pas une valeur admise", f"écrire {' ou '.join(known)}")
        return text

    return Kind("str", "str", parse, known)


def several_of(values: Iterable[str]) -> Kind:
    """« transition ; compétences »: one or several values of a closed list, each once."""
    one = one_of(values)

    def parse(cell: str) -> str:
        found = [str(one.parse(value.strip())) for value in cell.split(";")]
        if len(set(found)) < len(found):
            raise CellError(f"{quoted(cell)} dit deux fois une valeur", "n'écrire chaque valeur qu'une fois")
        return " ; ".join(found)

    return Kind("str", "str", parse)


def matching(pattern: str, example: str) -> Kind:
    """An identifier of a declared form."""
    compiled = re.compile(pattern, re.ASCII)

    def parse(cell: str) -> str:
        if compiled.fullmatch(cell) is None:
            raise CellError(f"{quoted(cell)} n'a pas la forme attendue", f"écrire un identifiant comme {example}")
        return cell

    return Kind("str", "str", parse)
