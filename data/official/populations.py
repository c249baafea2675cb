"""INSEE's reference populations of communes, of the last year that the file holds."""

import re
from typing import Final

import pandas as pd

from data.official import published_rows
from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.published_rows import Published
from data.sources.catalogue import Official
from geo.errors import DataError

SOURCE: Final = "populations"
# The file has a column per census: « PMUN2023 » is the municipal population of 2023.
_MUNICIPAL: Final = re.compile(r"PMUN(\d{4})")
_CODE: Final = "CODGEO"


def latest(embedded: pd.DataFrame, published: Published | None) -> pd.DataFrame:
    """The facts of populations, those of the official file instead where it is kept and has the commune.

    embedded: code_insee, population, millesime, one row per commune.
    """
    vintage = _vintage(published) if published else None
    if published is None or vintage is None:
        return embedded
    rows = published.rows
    counted = _counted(rows[f"PMUN{vintage}"]).set_axis(rows[_CODE]).dropna()
    # By commune: one that the file lacks keeps the population of the facts, and its vintage, which is said.
    found = embedded["code_insee"].map(counted[~counted.index.duplicated()])
    known = found.notna()
    return embedded.assign(
        population=found.fillna(embedded["population"]).astype(embedded["population"].dtype),
        millesime=embedded["millesime"].mask(known, vintage),
    )


def load(published: Published, source: Official, ground: Ground) -> Loaded:
    """The population of each present commune in the last year of the file. Raises `DataError` when no column is one."""
    vintage = _vintage(published)
    if vintage is None:
        raise DataError.single(source.file, "aucune colonne PMUN suivie d'une année", published_rows.CHANGED)
    rows = published.rows
    counted = _counted(rows[f"PMUN{vintage}"])
    reasons = first_reason(
        rows.index,
        (
            ~rows[_CODE].isin(ground.communes["code_insee"]),
            "commune inconnue de la géographie de référence : " + rows[_CODE],
        ),
        (counted.isna(), "population illisible : " + rows[f"PMUN{vintage}"]),
        (rows[_CODE].duplicated(), "commune déjà comptée : " + rows[_CODE]),
    )
    kept = reasons.isna()
    table = pd.DataFrame({"code_insee": rows[_CODE], "population": counted, "population_millesime": str(vintage)})[kept]
    return Loaded("populations", table.astype({"population": "int32"}), published.count, set_aside(published, reasons))


def _vintage(published: Published) -> int | None:
    """The last year of which a column is the municipal population."""
    years = (int(match[1]) for column in published.rows.columns if (match := _MUNICIPAL.fullmatch(str(column))))
    return max(years, default=None)


def _counted(cells: pd.Series) -> pd.Series:
    # Digits alone: `to_numeric` takes « 1e3 » and « inf » too.
    return pd.to_numeric(cells.where(cells.str.fullmatch(r"[0-9]+")), errors="coerce").astype("Int64")
