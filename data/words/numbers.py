"""The numbers that several rooms count with."""

from typing import Final

import numpy as np
import numpy.typing as npt

CENTS_PER_EURO: Final = 100
"""Amounts are whole cents: sums of them are exact, in any order, where those of euros as floats are not."""
MILLION: Final = 10**6
"""What tables and figures say amounts in, and megabytes."""
Floats = npt.NDArray[np.float64]


def ratio(numerator: Floats, divisor: Floats | float) -> Floats:
    """NaN where the divisor is not a positive number: « pas de donnée », not zero nor infinity."""
    divisor = np.broadcast_to(divisor, np.shape(numerator))
    return np.divide(numerator, divisor, out=np.full(np.shape(numerator), np.nan), where=divisor > 0)
