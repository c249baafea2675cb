"""Which place a published figure speaks of: that whose name its perimeter is, never a guess."""

from collections.abc import Mapping

import pandas as pd

from data.words.place_keys import place_key
from data.words.text import fold

FRANCE = "France"


def keys(perimetres: "pd.Series[str]", names: Mapping[str, "pd.Series[str]"]) -> "pd.Series[str]":
    """The key of the place of each perimeter; missing for France, and where no place or several have this name.

    names: by kind of place, the name of each code.
    """
    named = pd.concat(
        pd.Series([place_key(kind, str(code)) for code in of_kind.index], of_kind.map(fold), dtype="str")
        for kind, of_kind in names.items()
    )
    alone = named[~named.index.duplicated(keep=False)]
    return perimetres.where(perimetres != FRANCE).map(fold, na_action="ignore").map(alone).astype("str")


def unplaced(indicateurs: pd.DataFrame) -> str:
    """The perimeters, France apart, that are of no place of the atlas, with the number of their figures."""
    lost = indicateurs[indicateurs["lieu"].isna() & (indicateurs["perimetre"] != FRANCE)]
    counts = lost["perimetre"].value_counts().sort_index()
    return " ; ".join(f"{name} ({count})" for name, count in counts.items())
