"""Where the official files have a row of industry: a file of points, the same for all visits, under the other dots."""

import pandas as pd

from components.maps import commune_points, published
from components.visit.visit import Visit, of_edition


def file(visit: Visit) -> str | None:
    """The name of the file of points, one per commune that has such a row; None when no official file has any."""
    located = _located(visit)
    return published.lasting(_file(visit), lambda: commune_points.publish(located)) if len(located) else None


@of_edition()
def _located(visit: Visit) -> pd.DataFrame:
    codes = pd.Index(visit.official_industry()["code_insee"].dropna().unique())
    return commune_points.located_on(visit.places().communes, codes)


@of_edition()
def _file(visit: Visit) -> str:
    return commune_points.publish(_located(visit))
