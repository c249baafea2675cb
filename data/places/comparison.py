"""Two to four places side by side, on the same measures, with the country and the medians of their kinds."""

from collections.abc import Sequence

import pandas as pd

from data.places import country, sheet
from data.places.levels import Places
from data.places.place import Place
from data.query import aggregation
from data.query.projects import Projects, Rows
from data.query.selection import Selection


def compare(projects: Projects, places: Places, selection: Selection, compared: Sequence[Place]) -> pd.DataFrame:
    """One row per place and measure of `sheet.COMPARED`, places in their order.

    Columns: lieu (key of the place), those of `sheet.standings`, ecart (valeur less that of the first place, in the
    unit of the measure; NaN for the first place and where one of both is unknown), france (the value of the country),
    france_connus and france_projets (that it rests on).
    """
    rows = aggregation.matching(projects, selection)
    kin = [sheet.kin_of(projects, places, selection, sheet.kin_class(places, place), rows) for place in compared]
    tables = [sheet.standings(of, place.code).assign(lieu=place.key) for of, place in zip(kin, compared, strict=True)]
    for table in tables[1:]:
        table["ecart"] = table["valeur"] - tables[0]["valeur"]
    of_france = national(projects, places, selection, rows)
    return pd.concat([table.assign(**of_france) for table in tables])


def national(projects: Projects, places: Places, selection: Selection, rows: Rows) -> dict[str, list[float]]:
    """The value of each of `sheet.COMPARED` for the whole country, overseas and places outside any territory too, and
    what it rests on: france, france_connus, france_projets.
    """
    whole = aggregation.aggregate(projects, selection, rows=rows)
    found = [country.values(places, whole, *compared) for compared in sheet.COMPARED]
    return {
        "france": [float(each.values[0]) for each in found],
        "france_connus": [int(each.known[0]) for each in found],
        "france_projets": [int(each.n[0]) for each in found],
    }
