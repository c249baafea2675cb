"""Where the official files have a row of industry: a file of points, the same for all visits, under the other dots."""

import pandas as pd

from components.maps import commune_map
from components.visit.visit import Visit, of_edition


@of_edition()
def file(visit: Visit) -> str | None:
    """The name of the file of points, one per commune that has such a row; None when no official file has any."""
    codes = pd.Index(visit.official_industry()["code_insee"].dropna().unique())
    return commune_map.publish(commune_map.located_on(visit.places().communes, codes)) if len(codes) else None
