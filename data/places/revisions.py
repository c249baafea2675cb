"""What the accepted corrections changed in the headline figures of the inventory."""

import pandas as pd

from data.words.quantities import QUANTITIES
from data.words.vocabulary import PETITES_TAILLES, VIVANTS

BEFORE, AFTER, LIVE = "avant", "apres", "en_cours"


def before(projets: pd.DataFrame, corrections: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """The projects of an edition as they were before their corrections: their figures and the size of their commune.

    projets, corrections: tables of an edition. sizes: taille by the code of a present or a former commune.
    """
    first = corrections.sort_values("date", kind="stable").drop_duplicates(["id_projet", "colonne"])
    found = projets.set_index("id_projet", drop=False)
    for each in QUANTITIES.values():
        old = _old(first, each.published).astype("Float64") * each.held_in
        found.loc[old.index.intersection(found.index), each.column] = old.astype("Int64")
    moved = _old(first, "code_insee")
    moved = moved[moved.index.isin(found.index)]
    found.loc[moved.index, "taille"] = moved.map(sizes)
    return found.reset_index(drop=True)


def totals(projets: pd.DataFrame, corrections: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """Each quantity in its unit, then the share of it in communes under 20 000 inhabitants (0 to 1), before the
    corrections, after them, and for the live projects alone. Indexed by (quantity, « total » or « petites »).
    """
    states = {
        BEFORE: before(projets, corrections, sizes),
        AFTER: projets,
        LIVE: projets[projets["statut"].isin(VIVANTS)],
    }
    rows = {}
    for each in QUANTITIES.values():
        sums = {state: table[each.column].sum() for state, table in states.items()}
        rows[each.key, "total"] = {state: total / each.held_in for state, total in sums.items()}
        rows[each.key, "petites"] = {state: _share_of_small(table, each.column) for state, table in states.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[BEFORE, AFTER, LIVE]).astype("float64")


def _old(first: pd.DataFrame, column: str) -> pd.Series:
    return first[first["colonne"] == column].set_index("id_projet")["ancienne_valeur"]


def _share_of_small(table: pd.DataFrame, column: str) -> float:
    sized = table[table["taille"].notna()]
    total = float(sized[column].sum())
    return float(sized.loc[sized["taille"].isin(PETITES_TAILLES), column].sum()) / total if total else float("nan")
