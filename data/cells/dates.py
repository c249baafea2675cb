"""The year of a date in any usual style: « 2023 », « 03.05.2023 », « mai-23 », the days of a spreadsheet."""

import re
from typing import Final

import pandas as pd

from data.cells.amounts import ILLEGIBLE, Numbers, is_unknown
from data.cells.kinds import FIRST_YEAR, LAST_YEAR
from data.words.text import fold

OUT_OF_BOUNDS: Final = f"hors de {FIRST_YEAR}-{LAST_YEAR}, compté comme inconnu"
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_YEARS: Final = re.compile(rf"(?<![0-9])({_YEAR})(?![0-9])")
_COMPACT: Final = re.compile(rf"({_YEAR})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])?")
_SHORT: Final = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2})")
_MONTHS: Final = "janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec"
_MONTH: Final = re.compile(rf"(?:[0-9]{{1,2}} )?(?:{_MONTHS})[a-z]*\.? ?([0-9]{{2}})")
_SERIAL: Final = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050  # 1990 and 2100, as a spreadsheet counts days
# Two dates and nothing else but what joins them, folded: a period of payment, a school year.
_PERIOD: Final = re.compile(r"(?:du )?[0-9 /.;:]+(?:(?:a|au|et) [0-9 /.;:]+)?")
_FAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def years(cells: pd.Series) -> Numbers:
    """The year of each date; of a period, that in which it begins.

    What holds two years and is no period has none, nor has a year out of the bounds of the table of projects.
    """
    unknown = is_unknown(cells)
    texts = cells.fillna("").astype(str).str.strip()
    read = {text: _year(text) for text in texts.unique()}
    values = texts.map({text: year for text, (year, _) in read.items()}).astype("Int64").where(~unknown)
    said = texts.map({text: reason for text, (_, reason) in read.items()}).astype("str").where(~unknown, "")
    return Numbers(values, said)


def _year(text: str) -> tuple[int | None, str]:
    found = _YEARS.findall(text)
    year = None
    if len(set(found)) == 1 or (found == sorted(found) and found and _PERIOD.fullmatch(fold(text))):
        year = int(found[0])
    elif compact := _COMPACT.fullmatch(text):
        year = int(compact[1])
    elif short := _SHORT.fullmatch(text) or _MONTH.fullmatch(fold(text)):
        year = 2000 + int(short[1])
    elif serial := _SERIAL.fullmatch(text):
        days = int(serial[1])
        if _FIRST_SERIAL <= days <= _LAST_SERIAL:
            year = (pd.Timestamp("1899-12-30") + pd.Timedelta(days=days)).year
    if year is None:
        return None, OUT_OF_BOUNDS if not found and _FAR.search(text) else ILLEGIBLE
    return (year, "") if FIRST_YEAR <= year <= LAST_YEAR else (None, OUT_OF_BOUNDS)
