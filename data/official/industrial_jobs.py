"""INSEE's FLORES: salaried jobs and employing establishments of the industry, by commune of the workplace.

A cell that INSEE does not publish (statistical secrecy, status K) is unknown, never zero; so is a commune that the file
does not have. A zero of the file is a zero.
"""

from typing import Final

import pandas as pd

from data.official.ground import Ground, Loaded, first_reason, set_aside
from data.official.published_rows import Published
from data.places import belonging
from data.sources.catalogue import Official
from data.words.text import grouped

TABLE: Final = "emplois_industriels"
# « COM-01001 », « 2025-COM-01001 » or the code alone.
_CODE: Final = r"(?:^|-)([0-9][0-9AB][0-9]{3})$"
# Measure of the file -> column.
# 3112: salaried jobs on the 31 of December, those of one day.
_MEASURES: Final = {"EMPL3112": "emplois_industriels", "UNIT_LOC": "etablissements_industriels"}
_UNPUBLISHED: Final = "K"


def load(published: Published, _source: Official, ground: Ground) -> Loaded:
    """The jobs and the establishments of each present commune, in the last year of the file."""
    years = pd.to_numeric(published.rows["TIME_PERIOD"], errors="coerce")
    # The file has several years: their sum is no number of jobs.
    rows = published.rows[years.eq(years.max())]
    codes = rows["GEO"].str.extract(_CODE, expand=False).astype("str")
    present = belonging.present_codes(codes, ground.communes, ground.successions)
    column = rows["FLORES_MEASURE"].map(_MEASURES).astype("str")
    values = pd.to_numeric(rows["OBS_VALUE"].str.replace(",", "."), errors="coerce")
    is_secret = (rows["OBS_STATUS"] == _UNPUBLISHED) | (rows["OBS_VALUE"] == "")
    reasons = first_reason(
        rows.index,
        (column.isna(), "mesure inconnue : " + rows["FLORES_MEASURE"]),
        (
            ~present.isin(ground.communes["code_insee"]),
            "commune inconnue de la géographie de référence : " + rows["GEO"],
        ),
        (~is_secret & (values.isna() | (values < 0)), "nombre illisible : " + rows["OBS_VALUE"]),
        (pd.DataFrame({"code": codes, "mesure": column}).duplicated(), "commune déjà comptée"),
    )
    kept = reasons.isna()
    cells = pd.DataFrame({"code_insee": present, "mesure": column, "valeur": values.mask(is_secret)})[kept]
    # Communes that have merged since add up, unless one of them is secret.
    summed = cells.groupby(["code_insee", "mesure"])["valeur"].agg(lambda parts: parts.sum(skipna=False))
    table = summed.unstack("mesure").reindex(columns=list(_MEASURES.values()))
    table = table.round().astype("Int64").reset_index().rename_axis(columns=None)
    secret = int(table["emplois_industriels"].isna().sum())
    notes = (
        f"communes dont les emplois industriels ne sont pas publiés (secret statistique), inconnus : {grouped(secret)}",
        f"lignes d'une autre année que la dernière, non lues : {grouped(len(published.rows) - len(rows))}",
    )
    return Loaded(
        TABLE,
        table.assign(annee=years.max()).astype({"annee": "int16"}),
        published.count,
        set_aside(published, reasons.reindex(published.rows.index)),
        (*published.notes, *notes),
    )
