"""How much of the content of a column suits each role: what a header says is believed as far as its cells allow."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.cells.amounts import ILLEGIBLE, PERCENT, TOO_LARGE, cents, counts
from data.cells.communes import name_keys
from data.cells.dates import years
from data.cells.identifiers import looks_like_one
from data.own.ground import Ground

Fit = Callable[[pd.Series, Ground], float]
_CODE: Final = r"(?:[0-9]{4,5}|2[ABab][0-9]{3})(?:\.0)?"
_LONGEST: Final = 200  # characters of a name with its code: of spaces, it takes the cube of their number to refuse
_WORDS: Final = re.compile(r"[^\W\d_]")


def share(found: pd.Series | np.ndarray | list[bool]) -> float:
    """The part of what is true; 0 for nothing."""
    values = np.asarray(found, dtype=bool)
    return float(values.mean()) if len(values) else 0.0


def codes(sample: pd.Series, ground: Ground) -> float:
    """The part of the cells that are codes of communes, present or former, a lost zero restored."""
    # What a spreadsheet makes of a code: 01001 becomes 1001, then « 1001.0 » in a column with an empty cell.
    padded = sample.str.strip().str.upper().str.removesuffix(".0").str.zfill(5)
    return share([code in ground.present for code in padded])


def communes(sample: pd.Series, ground: Ground) -> float:
    """The part of the cells that are the exact name of a commune."""
    keys = name_keys(sample.tolist())
    return share([bool(found) for found in ground.names.each_exact(keys, [None] * len(keys))])


def has_shape(role: str, sample: pd.Series) -> bool:
    """Whether half of the cells could at all be what an exact header says that they are."""
    if role == "code_insee":
        return share(sample.str.strip().str.fullmatch(_CODE)) >= 0.5
    if role in {"commune", "projet", "entreprise"}:
        return share([_WORDS.search(cell) is not None for cell in sample]) >= 0.5
    return True


def _departements(sample: pd.Series, ground: Ground) -> float:
    return share([code != "" for code in ground.names.departement_codes(sample.tolist())])


def _above(kind: str) -> Fit:
    """Codes or names of places above communes."""
    return lambda sample, ground: share([code != "" for code in ground.wider.codes(kind, sample.tolist())])


def _siret(sample: pd.Series, ground: Ground) -> float:
    """SIREN of companies: those of EPCI, under any header, name no beneficiary."""
    return share(looks_like_one(sample) & ~sample.str.strip().isin(ground.wider.sirens))


def _matching(pattern: str) -> Fit:
    return lambda sample, _: share(sample.str.strip().str.replace(" ", "").str.fullmatch(pattern))


def _within(limit: float) -> Fit:
    def fits(sample: pd.Series, _: Ground) -> float:
        return share(pd.to_numeric(sample.str.strip().str.replace(",", "."), errors="coerce").abs() <= limit)

    return fits


def with_codes(sample: pd.Series, ground: Ground) -> float:
    """The part of the cells that are a name and a code of commune, « Faux (24177) »; 0 unless a third of them agree,
    former communes being known by their code alone.
    """
    parts = sample.where(sample.str.len() <= _LONGEST).str.extract(r"^\s*(.+?)\s*\(([0-9]{5}|2[AB][0-9]{3})\)\s*$")
    keys = name_keys(parts[0].fillna("").tolist())
    named = ground.names.each_exact(keys, [None] * len(keys))
    present = [ground.present.get(code, "") for code in parts[1].fillna("")]
    agree = share([code in codes for code, codes in zip(present, named, strict=True)])
    return share([code != "" for code in present]) if agree > 1 / 3 else 0.0


def _amounts(sample: pd.Series, _: Ground) -> float:
    """The part that is legible: a negative amount counts nowhere, and is an amount."""
    return share(~cents(sample, ",").said.isin((ILLEGIBLE, PERCENT, TOO_LARGE)))


# What the content of a role is told by; the others hold any text.
FITS: Final[Mapping[str, Fit]] = {
    "code_insee": codes,
    "commune": communes,
    "departement": _departements,
    "code_postal": _matching(r"[0-9]{4,5}(?:\.0)?"),
    "epci": _above("epci"),
    "region": _above("region"),
    "siret": _siret,
    "lon": _within(180),
    "lat": _within(90),
    "annee": lambda sample, _: share(~years(sample).unread),
    "investissement": _amounts,
    "aide": _amounts,
    "emplois": lambda sample, _: share(~counts(sample, ",").unread),
}
