"""Amounts of a table, a visitor's or an official one: in any usual style, read the same way down a column.

« 1,234 » is a thousand or one and a bit: a cell cannot say, the other cells of its column may. When none does, nothing
is guessed: the visitor chooses.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from string import ascii_letters, digits
from typing import Final, Literal, Self

import numpy as np
import pandas as pd

from data.cells.kinds import MAX_AMOUNT_EUR, MAX_COUNT, CellError, quoted
from data.words.numbers import CENTS_PER_EURO, MILLION
from data.words.text import fold

Sign = Literal[",", "."]
DECIMAL_SIGNS: Final[tuple[Sign, Sign]] = (",", ".")

# What tables write for a value that is not known, folded.
_SIGNS: Final = ("", "?", "/", ".", "#n/a", "n/a", "na", "nan", "nc", "n.c", "n.c.", "nd", "n.d", "n.d.", "nr", "ns")
_WORDS: Final = ("null", "none", "inconnu", "inconnue", "vide", "confidentiel", "non communique", "non renseigne")
_UNKNOWN: Final = frozenset((*_SIGNS, *_WORDS))
# First letters of no such value: folding the others is what takes time.
_TELLING: Final = frozenset(ascii_letters + digits) - {
    letter for word in _UNKNOWN for letter in (word[:1], word[:1].upper())
}
_MILLIARD: Final = 1_000 * MILLION
# Folded, as tables in French write them: « M » is a million, never a thousand.
_UNITS: Final = {
    "": 1,
    **dict.fromkeys(("k", "millier", "milliers"), 1_000),
    **dict.fromkeys(("m", "mio", "million", "millions"), MILLION),
    **dict.fromkeys(("md", "mds", "milliard", "milliards"), _MILLIARD),
}
_NUMBER: Final = re.compile(
    r"(?P<number>-?[0-9][0-9.,]*|-?[.,][0-9]+)(?P<power>e[+-]?[0-9]{1,2})?(?P<unit>[a-z]*)", re.ASCII
)
# Most cells are so: read at once, twenty times faster than those that need all the rules.
_PLAIN: Final = re.compile(r"([0-9]{1,15})(?:([.,])([0-9]{1,2}))?", re.ASCII)
# The unit that a heading gives to cells without one: « Montant (M€) », « aide_keur », « en milliers d'euros ».
_HEADING: Final = re.compile(
    r"(?<![a-z])(?:(?P<short>k|m|mds?)[ _]?(?:€|eur)|(?P<long>milliers?|millions?|milliards?) (?:d['’] ?)?(?:€|eur))"
)
# Spaces of all kinds and apostrophes separate thousands, never decimals; the name of the currency says nothing.
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f'’]+")
_SPACED: Final = re.compile(r"-?[0-9]{1,3}(?:[\s\u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?(?![0-9])")
_CURRENCY: Final = re.compile(r"(?:\bd['’]\s*)?euros?|€|eur(?![a-z])")
_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})+")
# What may stand around a number and changes nothing of it.
_TAX: Final = re.compile(r"\b(?:h\.?t|t\.?t\.?c|hors taxes?|toutes taxes comprises)\b\.?")
_INNER_CURRENCY: Final = re.compile(r"(?<=[0-9])[ \u00a0\u202f]*€[ \u00a0\u202f]*(?=[0-9]{2}$)")  # « 12€50 »
_ABOUT: Final = re.compile(r"^(?:[~≈±]|(?:env(?:iron|\.)?|approx(?:imativement|\.)?|circa)(?![a-z]))\s*")
# What is legible and is no amount.
_NEGATIVE: Final = re.compile(r"\(\s*[0-9][^()]*\)|[-−]\s*[0-9].*|[0-9][^-−]*[-−]")
_BETWEEN: Final = re.compile(r"[0-9][^/]*(?:\bà\b|\bet\b|\bou\b|[-–—])\s*[0-9].*")

ILLEGIBLE: Final = "illisible, compté comme inconnu"
NEGATIVE: Final = "négatif, non compté"
PERCENT: Final = "pourcentage, non compté"
BETWEEN: Final = "entre deux valeurs, non compté"
TOO_LARGE: Final = "démesuré, non compté"
ABOUT: Final = "approché, compté tel qu'il est écrit"


@dataclass(frozen=True)
class Style:
    """How a column writes its numbers. decimal: its sign, None while only the visitor can tell; example: a cell that
    reads in two ways, "" if none does; mixed: whether cells that read in one way contradict each other.
    """

    decimal: Sign | None
    example: str = ""
    mixed: bool = False


@dataclass(frozen=True)
class Signs:
    """found: the decimal signs of the cells that can be read in one way only; doubtful: the first that reads in two."""

    found: frozenset[Sign] = frozenset()
    doubtful: str = ""

    def __or__(self, other: Self) -> Self:
        """Those of two columns, or of two parts of one."""
        return replace(self, found=self.found | other.found, doubtful=self.doubtful or other.doubtful)

    @property
    def style(self) -> Style:
        """How the column writes its numbers."""
        if len(self.found) == 1:
            return Style(next(iter(self.found)))
        if self.doubtful:
            return Style(None, self.doubtful, bool(self.found))
        return Style(",", mixed=len(self.found) > 1)


@dataclass(frozen=True)
class Numbers:
    """values: Int64, null where there is none. said: what is to be known of each cell, of the words above, "" for
    nothing.
    """

    values: pd.Series
    said: pd.Series

    @property
    def unread(self) -> pd.Series:
        """Which cells hold something that gives no value."""
        return (self.said != "") & self.values.isna()


def is_unknown(cells: pd.Series) -> pd.Series:
    """Which cells say that nothing is known: empty, « NC », « n.d. », « - »."""
    which, distinct = pd.factorize(cells.fillna("").to_numpy(dtype=object))
    unknown = [text[:1] not in _TELLING and fold(text) in _UNKNOWN for text in distinct]
    return pd.Series(np.array(unknown, dtype=bool)[which], index=cells.index)


def style_of(cells: pd.Series) -> Style:
    """The decimal sign of a column, from the cells that can be read in one way only."""
    return signs_of(cells).style


def signs_of(cells: pd.Series) -> Signs:
    """What the cells of a column, or of a part of it, tell of its decimal sign."""
    found: set[Sign] = set()
    doubtful = ""
    for cell in cells.dropna().unique():
        if plain := _PLAIN.fullmatch(str(cell)):
            found |= {sign for sign in DECIMAL_SIGNS if sign == plain[2]}
            continue
        number = _parts(str(cell))
        if number is None:
            continue
        sign = _evident(number["number"], exponent=bool(number["power"]), spaced=_is_spaced(str(cell)))
        if sign in DECIMAL_SIGNS:
            found.add(sign)
        elif sign == "?":
            doubtful = doubtful or str(cell)
    return Signs(frozenset(found), doubtful)


def cents(cells: pd.Series, decimal: Sign | None) -> Numbers:
    """Euros to whole centimes; a cell without a unit has that of its heading, the name of `cells`.

    decimal: the sign for the cells that read in two ways; None leaves these unread.
    A negative amount, a percentage and an amount beyond `MAX_AMOUNT_EUR` give no value, and say why: none of them is an
    investment or an aid.
    """
    unit = heading_unit(str(cells.name or ""))
    return _numbers(cells, decimal, CENTS_PER_EURO, MAX_AMOUNT_EUR * CENTS_PER_EURO, unit)


def typed_millions(text: str) -> int | None:
    """The euros of an amount that someone typed where millions are asked: « 1,5 », « 1.5 », « 500 k€ »; None when
    nothing was typed. Raises `CellError`.

    >>> typed_millions("1,5"), typed_millions("500 k€"), typed_millions(" ")
    (1500000, 500000, None)
    """
    if not text.strip():
        return None
    # A comma is French; a point before three digits is a thousand to some and a decimal to others.
    read = cents(pd.Series([text], name="M€"), "," if "," in text else None)
    if read.values.isna().iloc[0]:
        raise CellError(f"{quoted(text)} n'est pas un montant", "écrire des millions d'euros, par exemple 1,5")
    return round(int(read.values.iloc[0]) / CENTS_PER_EURO)


def in_millions(euros: int) -> str:
    """Euros as `typed_millions` reads them.

    >>> in_millions(1_500_000), in_millions(2_000_000)
    ('1,5', '2')
    """
    return f"{euros / MILLION:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def heading_unit(heading: str) -> int:
    """Euros in one of what a heading counts: 1 000 000 for « Investissement (M€) », 1 when it says nothing."""
    found = _HEADING.search(heading.casefold())
    return _UNITS[found["short"] or found["long"]] if found else 1


def counts(cells: pd.Series, decimal: Sign | None) -> Numbers:
    """Whole numbers, of jobs."""
    return _numbers(cells, decimal, 1, MAX_COUNT)


def _numbers(cells: pd.Series, decimal: Sign | None, scale: int, limit: int, unit: int = 1) -> Numbers:
    unknown = is_unknown(cells).to_numpy(dtype=bool)
    codes, distinct = pd.factorize(cells.fillna("").astype(str))
    read = [_read(text, decimal, scale, limit, unit) for text in distinct]
    values = pd.array([value for value, _ in read], dtype="Int64").take(codes)
    said = np.array([reason for _, reason in read], dtype=object)[codes] if read else np.empty(0, dtype=object)
    return Numbers(
        pd.Series(values, index=cells.index).where(~unknown),
        pd.Series(np.where(unknown, "", said), index=cells.index, dtype="str"),
    )


def _read(cell: str, decimal: Sign | None, scale: int, limit: int, unit: int) -> tuple[int | None, str]:
    """The value of a cell and what is said of it."""
    if plain := _PLAIN.fullmatch(cell):
        whole, lost = divmod(int(plain[1] + (plain[3] or "").ljust(2, "0")) * unit * scale, 100)
        if not lost:
            return (whole, "") if whole <= limit else (None, TOO_LARGE)
    about = _ABOUT.match(cell.strip().casefold())
    text = cell.strip()[about.end() :] if about else cell
    number = _parts(text)
    if number is None or number["number"].startswith("-"):
        return None, _refusal(cell)
    told = _evident(number["number"], exponent=bool(number["power"]), spaced=_is_spaced(text))
    sign = decimal if told == "?" else told
    if sign is None:
        return None, ILLEGIBLE
    digits = number["number"].replace("," if sign == "." else ".", "").replace(sign or ",", ".")
    own_unit = _UNITS[number["unit"]] if number["unit"] else 1 if _CURRENCY.search(text.casefold()) else unit
    value = Decimal(digits + (number["power"] or "")) * own_unit * scale
    if value > limit:
        return None, TOO_LARGE
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN)), ABOUT if about else ""


def _refusal(cell: str) -> str:
    """Why a cell is no amount, as far as it can be told."""
    text = cell.strip().casefold()
    if text.endswith("%") and any(letter in digits for letter in text):
        return PERCENT
    bare = _CURRENCY.sub("", text).strip()
    if _NEGATIVE.fullmatch(bare) and _parts(bare.strip("()-− ")):
        return NEGATIVE
    return BETWEEN if _BETWEEN.fullmatch(bare) else ILLEGIBLE


def _parts(cell: str) -> re.Match[str] | None:
    """The number of a cell, its power of ten and its unit; None when it is no number."""
    whole = _INNER_CURRENCY.sub(",", cell.casefold().strip())
    text = _CURRENCY.sub("", _TAX.sub("", whole)).strip().replace("−", "-")
    if _is_spaced(text) and not _SPACED.match(text):
        return None
    match = _NUMBER.fullmatch(_BLANKS.sub("", text))
    return match if match and match["unit"] in _UNITS and _is_regular(match["number"]) else None


def _is_regular(number: str) -> bool:
    """Whether separators stand where thousands and decimals have them: not « 1.2.3 »."""
    signs = [letter for letter in number if letter in ".,"]
    if number[-1] in ".,":
        return False
    if len(signs) < 2:
        return True
    head = number[: number.rindex(signs[-1])] if len(set(signs)) == 2 else number
    if len(set(signs)) == 2 and (signs.count(signs[-1]) > 1 or len(set(signs[:-1])) > 1):
        return False
    return _GROUPED.fullmatch(head) is not None


def _evident(number: str, *, exponent: bool, spaced: bool) -> Sign | Literal["?", ""]:
    """The decimal sign that the number itself tells; "?" when it reads in two ways, "" when it has none."""
    signs = [letter for letter in number if letter in ".,"]
    if not signs:
        return ""
    last: Sign = signs[-1]  # type: ignore[assignment]
    other: Sign = "," if last == "." else "."
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:
        return other
    if exponent or spaced or _GROUPED.fullmatch(number) is None or number.lstrip("-").startswith("0"):
        return last
    return "?"


def _is_spaced(cell: str) -> bool:
    """Whether spaces separate the thousands, so that a comma or a point does not."""
    return re.search(r"[0-9][\s\u00a0\u202f'’]+[0-9]", cell) is not None
