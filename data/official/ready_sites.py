"""The turnkey sites of France 2030: where each is. A site on several communes has a row in each; none has an amount."""

import pandas as pd

from data.cells import published_values
from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.published_rows import Published
from data.places import belonging
from data.sources.catalogue import Official


def load(published: Published, _source: Official, ground: Ground) -> Loaded:
    """The present communes of each site, and how far the site is."""
    rows = published.rows
    present = belonging.present_codes(rows["insee_com"], ground.communes, ground.successions)
    pairs = pd.DataFrame({"id_site": rows["id_site"], "code_insee": present})
    reasons = first_reason(
        rows.index,
        (rows["id_site"] == "", "aucun identifiant de site"),
        (
            ~present.isin(ground.communes["code_insee"]),
            "commune inconnue de la géographie de référence : " + rows["insee_com"],
        ),
        (pairs.duplicated(), "commune déjà dite de ce site"),
    )
    names = ground.communes.set_index("code_insee")["nom"]
    table = pairs.assign(
        commune=present.map(names), maturite=published_values.texts(rows["maturite_site"].replace("", pd.NA))
    )
    return Loaded(
        "sites_cles_en_main",
        table[reasons.isna()].sort_values(["id_site", "code_insee"]),
        published.count,
        set_aside(published, reasons),
        published.notes,
    )
