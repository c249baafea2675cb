"""Industrial jobs of groups of communes, as far as INSEE publishes them.

The jobs of a commune under statistical secrecy are unknown and no zero. A sum is given where the communes whose jobs
are known hold nearly all the inhabitants: elsewhere a rate per job would divide by what is missing.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.words.numbers import Floats

JOBS: Final = "emplois_industriels"
# The inhabitants of the communes whose jobs are unknown, and the largest share of all inhabitants that they may be.
WITHOUT: Final = "habitants_sans_emplois"
MAX_WITHOUT: Final = 0.01  # rates are read with two digits, which a hundredth does not change
SUMMED: Final = (JOBS, WITHOUT, "population")


def of_communes(communes: pd.DataFrame) -> pd.DataFrame:
    """The communes with the columns of `SUMMED`: no job is known where the edition has none."""
    known = communes[JOBS].astype(np.float64) if JOBS in communes else pd.Series(np.nan, communes.index)
    return communes.assign(**{JOBS: known, WITHOUT: communes["population"].where(known.isna(), 0)})


def of_groups(sums: pd.DataFrame) -> Floats:
    """The jobs of each group, NaN where too many of its inhabitants are in communes without a number. sums: the sums
    of `SUMMED` of its communes.
    """
    return sums[JOBS].where(sums[WITHOUT] <= MAX_WITHOUT * sums["population"]).to_numpy(dtype=np.float64)
