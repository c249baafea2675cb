"""INSEE's grid of density: one level per commune."""

import pandas as pd

from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.published_rows import Published
from data.places import belonging
from data.sources.catalogue import Official
from data.words.vocabulary import DENSITES


def load(published: Published, _source: Official, ground: Ground) -> Loaded:
    """The level of each present commune; a former commune gives its level only where the present one has none."""
    rows, codes = published.rows, published.rows["insee_com"]
    present = belonging.present_codes(codes, ground.communes, ground.successions)
    level = rows["niveau_densite"].map(DENSITES)
    # A commune that kept its name first, then those that it took in, whose level was that of a part of it.
    by_own_code = present.to_frame("code").assign(moved=present != codes).sort_values("moved", kind="stable")
    repeated = by_own_code.loc[level.notna(), "code"].duplicated().reindex(rows.index, fill_value=False)
    reasons = first_reason(
        rows.index,
        (~present.isin(ground.communes["code_insee"]), "commune inconnue de la géographie de référence : " + codes),
        (level.isna(), "niveau de densité inconnu : " + rows["niveau_densite"]),
        (repeated, "une autre ligne donne la densité de la commune actuelle " + present),
    )
    kept = reasons.isna()
    table = rows[kept].rename(columns={"niveau_densite": "libelle"})
    table = table.assign(code_insee=present, niveau_densite=level[kept].astype("int8"))
    table = table[["code_insee", "niveau_densite", "libelle"]]
    return Loaded(
        "densites", table.sort_values("code_insee"), published.count, set_aside(published, reasons), published.notes
    )


def with_density(table: pd.DataFrame, densites: pd.DataFrame) -> pd.DataFrame:
    """A table with code_insee, and the name of the level of each commune as `densite`: null without the grid."""
    return table.assign(densite=table["code_insee"].map(densites.set_index("code_insee")["libelle"]).astype("str"))
