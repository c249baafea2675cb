"""Published figures in words: a value as it was published, an amount in its common unit, a line of a chart."""

from decimal import Decimal
from typing import Final

import pandas as pd

from components.text import formats
from components.text.formats import NBSP, when
from data.published.series import FRANCE, LINE
from data.words.numbers import CENTS_PER_EURO

__all__ = [
    "amount",
    "editors",
    "envelope",
    "lines_of",
    "no_project",
    "number",
    "periods",
    "project_coverage",
    "published",
]

_EURO: Final = "€"
# From the largest: an amount takes the first that it reaches.
_SCALES: Final = ((10**9, "Md€"), (10**6, "M€"), (1, "€"))
_INVARIABLE: Final = ("mois", "campus")
_YEAR: Final = "année"
_EDITORS: Final = 4  # named in a source line; the table has them all


def published(value: float, unit: str) -> str:
    """« 1,36 Md€ », « 1 usine », « 3 000 actions »: no decimal is lost, and an amount keeps the unit it was said in."""
    if unit == _YEAR:
        return f"{value:.0f}"
    word, _, rest = unit.partition(" ")
    if abs(value) < 2 and word.endswith("s") and word not in _INVARIABLE:
        unit = f"{word[:-1]} {rest}".rstrip()
    return f"{number(value)}{NBSP}{unit}"


def amount(value: float, unit: str) -> str:
    """A value in the unit of its series: euros in the largest of their units, without losing a decimal."""
    if not unit.startswith(_EURO):
        return published(value, unit)
    factor, name = next((pair for pair in _SCALES if abs(value) >= pair[0]), _SCALES[-1])
    return published(value / factor, name + unit.removeprefix(_EURO))


def envelope(cents: float) -> str:
    """« 1,36 Md€ » for an amount in cents."""
    return amount(cents / CENTS_PER_EURO, _EURO)


def periods(programmes: pd.DataFrame) -> "pd.Series[str]":
    """« novembre 2018 – 2023 », « depuis 2021 », « jusqu'en 2027 », or nothing. programmes: with debut, fin."""
    begun, ended = (programmes[name].map(when, na_action="ignore") for name in ("debut", "fin"))
    either = ("depuis " + begun).fillna("jusqu'en " + ended)
    return (begun + " – " + ended).fillna(either)


def lines_of(points: pd.DataFrame) -> list[str]:
    """What tells apart the lines of a figure, by row: the series, the perimeter, the length of the period."""
    several = points["serie"].nunique() > 1
    both = points.groupby(LINE[:2])["semestre"].transform("nunique") > 1
    texts = []
    for (name, place, half), beside in zip(points[LINE].itertuples(index=False), both, strict=True):
        parts = ([name] if several or place == FRANCE else []) + ([place] if place != FRANCE else [])
        texts.append(", ".join(parts) + (" (semestres)" if half and beside else ""))
    return texts


def editors(points: pd.DataFrame) -> str:
    """« Sources : DGE, La Tribune et 3 autres éditeurs, cités à chaque ligne »."""
    names = list(dict.fromkeys(points["source_editeur"]))
    shown, others = names[:_EDITORS], len(names) - _EDITORS
    said = formats.joined(
        [*shown, formats.counted(others, "autre éditeur", "autres éditeurs")] if others > 0 else shown
    )
    return f"Sources : {said}, cités à chaque ligne" if len(names) > 1 else f"Source : {said}"


def project_coverage(count: int, total: pd.Series | None) -> str:
    """« 18 des 91 projets publiés (30 avril 2025, Bpifrance) sont dans l'inventaire »."""
    found = formats.counted(count, "projet")
    if total is None:
        return f"{found} dans l'inventaire ; aucun nombre total de projets n'est publié dans les chiffres relevés."
    told = f"{when(total['date'])}, {total['source_editeur']}"
    verb = "est" if count < 2 else "sont"
    whole = formats.counted(int(total["valeur"]), "projet publié", "projets publiés")
    return f"{formats.number(count)} des {whole} ({told}) {verb} dans l'inventaire, qui n'est pas un recensement."


def no_project(total: pd.Series | None) -> str:
    """The same for a programme that no project of the inventory cites."""
    none = "Aucun projet de l'inventaire ne cite ce programme"
    if total is None:
        return f"{none}."
    whole = formats.counted(int(total["valeur"]), "projet est publié", "projets sont publiés")
    return f"{none}, dont {whole} ({when(total['date'])}, {total['source_editeur']})."


def number(value: float) -> str:
    """« 12,47 »: all the decimals of a published number, and no more."""
    decimals = -int(Decimal(repr(round(value, 6))).normalize().as_tuple().exponent)
    return formats.number(value, max(decimals, 0))
