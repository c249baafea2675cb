"""Where establishments are, as far as an official file tells: the commune of a SIRET places the rows that say no other.

A SIRET is that of one establishment, at one address. A file whose commune is that of its SIRET tells where it is; one
that moved has several communes and places nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from data.official import project_rows
from data.official.ground import Ground, Loaded
from data.official.placing import NO_CODE, NO_PLACE
from data.sources.catalogue import Official
from data.tables.official import REJECTED
from data.tables.projects import LOCATED, OFFICIAL_PROJECTS
from data.words.text import grouped

TABLE = "etablissements"
COLUMNS = ["siret", "code_insee", "source_id"]
_OF_BENEFICIARY = "siege"  # the precision of files whose commune is that of who is helped


def directory(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """siret, code_insee, source_id: the establishments that files place, each in its only commune.

    tables: of the files that tell it, see `tells`, with these columns.
    """
    parts = [table[COLUMNS].dropna() for table in tables]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    told = pd.concat(parts, ignore_index=True)
    # Of an establishment that moved, no file says which of its communes is that of another file.
    alone = told.groupby("siret")["code_insee"].transform("nunique") == 1
    return told[alone].drop_duplicates("siret").sort_values("siret", ignore_index=True)


def placed(loaded: Loaded, source: Official, communes: "pd.Series[str]", ground: Ground) -> Loaded:
    """The file with its rows without a commune in that of their SIRET, where the file speaks of who is helped.

    communes: code_insee by SIRET. A row that names a commune that is not found, or another département, stays as it is.
    """
    mapping = source.projects
    if loaded.name != OFFICIAL_PROJECTS.name or mapping is None or mapping.precision != _OF_BENEFICIARY:
        return loaded
    table, aside = loaded.table, loaded.aside
    silent = aside.loc[aside["motif"].isin([NO_CODE, NO_PLACE]) & (aside["effet"] != REJECTED), "ligne"]
    codes = table.loc[table["ligne"].isin(silent), "siret"].map(communes).dropna()
    departements = codes.map(ground.communes.set_index("code_insee")["code_departement"])
    named = table.loc[codes.index, "code_departement"]
    codes = codes[named.isna() | (named == departements)]
    if codes.empty:
        return loaded
    there = table.loc[codes.index].assign(code_insee=codes, localisation=LOCATED, precision=mapping.precision)
    there = project_rows.in_levels(there, pd.Series(pd.NA, index=codes.index, dtype="str"), ground)
    # In the order and the types of before: a file reads the same, whatever another one places of it.
    whole = pd.concat([table.drop(codes.index), there[table.columns]]).astype(table.dtypes).loc[table.index]
    note = f"communes trouvées par le SIRET du bénéficiaire, qu'un autre fichier situe : {grouped(len(codes))}"
    return replace(loaded, table=whole, aside=aside[~aside["ligne"].isin(there["ligne"])], notes=(*loaded.notes, note))


def tells(source: Official) -> bool:
    """Whether the commune of a row of this file is that of its SIRET."""
    return source.projects is not None and source.projects.of_establishment
