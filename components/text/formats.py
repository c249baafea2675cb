"""French numbers: « 1 234,5 M€ », with the spaces that French typography asks for."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache

import numpy as np
from babel.dates import format_date
from babel.numbers import format_decimal

from data.words import typography
from data.words.numbers import CENTS_PER_EURO, MILLION

LOCALE = "fr_FR"
# Between a number and its unit: a no-break space. Inside a number, babel puts the narrow one (U+202F).
NBSP = typography.NBSP
NARROW_NBSP = typography.NARROW_NBSP
MINUS = "\N{MINUS SIGN}"
NO_DATA = "pas de donnée"
_DAY = len("2023-05-12")
# Closer than this to 0 or to 100, the difference is that of sums of floats: a cent of 100 Md€ is 1e-11 %.
_EXACT = 1e-12
_LEAST_MILLION = 10_000  # euros: a hundredth of a million, the last decimal of a table

typeset = typography.typeset


@lru_cache(maxsize=8192)
def number(value: float, decimals: int = 0) -> str:
    """A number in French, or « pas de donnée » for NaN. Decimals are fixed, so that columns line up.

    >>> number(1234.5, 1).replace(NARROW_NBSP, " "), number(float("nan"))
    ('1 234,5', 'pas de donnée')
    """
    if np.isnan(value):
        return NO_DATA
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=LOCALE).replace("-", MINUS)


def euros(value: float) -> str:
    """Whole euros, for tables and checks: « 62 480 928 818 € »."""
    return NO_DATA if np.isnan(value) else f"{number(value)}{NBSP}€"


def millions(euros: float) -> str:
    """Millions of euros without their sign, for the columns of tables, where they line up; files hold whole euros.

    >>> [millions(euros).replace(NARROW_NBSP, " ").replace(NBSP, " ") for euros in (5_200_000_000, 360_000, 900, 0)]
    ['5 200,00', '0,36', '< 0,01', '0,00']
    """
    if 0 < abs(euros) < _LEAST_MILLION:
        return f"<{NBSP}{number(_LEAST_MILLION / MILLION, 2)}"
    return number(euros / MILLION, 2)


def millions_of_cents(cents: float) -> str:
    """The same for a column of cents."""
    return millions(cents / CENTS_PER_EURO)


def short_euros(value: float) -> str:
    """Millions or billions, for display.

    >>> [short_euros(euros).replace(NBSP, " ") for euros in (850, 12_500_000, 62_480_928_818)]
    ['850 €', '12,5 M€', '62,5 Md€']
    """
    if np.isnan(value):
        return NO_DATA
    if abs(value) >= 1e9:
        return f"{number(value / 1e9, 1)}{NBSP}Md€"
    if abs(value) >= MILLION:
        return f"{number(value / MILLION, 1)}{NBSP}M€"
    return euros(value)


def percent(value: float, decimals: int = 1) -> str:
    """« 77,1 % » for 77.1; what is neither none nor all never reads as one of them.

    >>> [percent(part).replace(NBSP, " ") for part in (99.99, 100, 0.01, 0)]
    ['> 99,9 %', '100,0 %', '< 0,1 %', '0,0 %']
    """
    step, size = 10**-decimals, abs(value)
    if _EXACT < size <= step / 2:
        beyond, value = value < 0, math.copysign(step, value)
    elif 100 - step / 2 <= size < 100 - _EXACT:
        beyond, value = value > 0, math.copysign(100 - step, value)
    else:
        return NO_DATA if np.isnan(value) else f"{number(value, decimals)}{NBSP}%"
    return f"{'>' if beyond else '<'}{NBSP}{number(value, decimals)}{NBSP}%"


def signed(value: float, decimals: int = 1) -> str:
    """A difference, with its sign: the minus of typography, as wide as the plus.

    >>> [signed(gap) for gap in (12.93, -0.5, 0.01)]
    ['+12,9', '−0,5', '0,0']
    """
    text = number(abs(value), decimals)
    if np.isnan(value) or not round(abs(value), decimals):
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def with_sign(value: float, formatter: "Formatter") -> str:
    """A difference as `formatter` says its size, with its sign; none where it reads as zero.

    >>> [with_sign(gap, short_euros).replace(NBSP, " ") for gap in (12_500_000, -850, 0.2)]
    ['+12,5 M€', '−850 €', '0 €']
    """
    size = formatter(abs(value))
    if np.isnan(value) or size == formatter(0.0):
        return size
    return f"{'+' if value > 0 else MINUS}{size}"


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """A number and its noun: in French, plural begins at two.

    >>> [counted(count, "projet").replace(NBSP, " ") for count in (0, 1, 875)]
    ['0 projet', '1 projet', '875 projets']
    """
    word = singular if abs(count) < 2 else (plural or f"{singular}s")
    return f"{number(count)}{NBSP}{word}"


def year(value: float) -> str:
    """« 2023 », without the space of a number; « pas de donnée » for NaN."""
    return NO_DATA if np.isnan(value) else str(int(value))


def joined(parts: Sequence[str]) -> str:
    """At least one part.

    >>> joined(["Ain", "Aisne", "Allier"]), joined(["Ain"])
    ('Ain, Aisne et Allier', 'Ain')
    """
    return ", ".join(parts[:-1]) + (" et " if len(parts) > 1 else "") + parts[-1]


def coverage(known: int, total: int, what: str, none: str) -> str:
    """What a sum covers, so that it is never read as that of all projects.

    >>> coverage(326, 875, "un montant connu", "de montant connu").replace(NBSP, " ")
    '326 des 875 projets ont un montant connu'
    >>> coverage(0, 5, "un montant connu", "de montant connu").replace(NBSP, " ")
    "aucun des 5 projets n'a de montant connu"
    """
    if total == 0:
        return "aucun projet dans la sélection"
    if total == 1:
        return f"le projet a {what}" if known else f"le projet n'a pas {none}"
    if known == 0:
        return f"aucun des {counted(total, 'projet')} n'a {none}"
    if known == total:
        return f"les {counted(total, 'projet')} ont {what}"
    verb = "ont" if known > 1 else "a"
    return f"{number(known)} des {counted(total, 'projet')} {verb} {what}"


def day(instant: str) -> str:
    """An ISO date and time, as a sentence says its day.

    >>> day("2026-11-22T09:00:00"), day("2026-12-01")
    ('22 novembre 2026', '1er décembre 2026')
    """
    return _first(format_date(datetime.fromisoformat(instant), format="long", locale=LOCALE))


def _first(said: str) -> str:
    """The first of a month is no cardinal number."""
    return re.sub(r"^1 ", "1er ", said)


Formatter = Callable[[float], str]


def when(period: str) -> str:
    """A date, a month, a year or a half-year as a sentence says it.

    >>> [when(period) for period in ("2023-05-12", "2021-10", "2022", "2024-S1")]
    ['12 mai 2023', 'octobre 2021', '2022', 'premier semestre 2024']
    """
    year, _, rest = period.partition("-")
    if rest.startswith("S"):
        return f"{'premier' if rest == 'S1' else 'second'} semestre {year}"
    if not rest:
        return year
    day = date.fromisoformat(period if len(period) == _DAY else f"{period}-01")
    month = format_date(day, format="MMMM y", locale=LOCALE)
    if len(period) != _DAY:
        return month
    return _first(f"{day.day} {month}")
