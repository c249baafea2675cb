"""How much of what is compared is known: what share of each group, which are weak, which are too far apart.

A sum or a ratio of a group rests on the projects whose amount is known. Two groups known to different depths cannot be
compared by their sums alone: the difference may be that of what was published.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from data.query.measures import MIN_PROJECTS
from data.words.numbers import Floats, ratio

WEAK: Final = 0.3  # under this share, a value says little of its group
FAR: Final = 0.2  # beyond this difference, groups are not known alike


class Apart(NamedTuple):
    """The best and the least known of some groups, and what share of each is known, 0 to 1."""

    best: str
    high: float
    least: str
    low: float


def share(known: npt.ArrayLike, projects: npt.ArrayLike) -> Floats:
    """What share of the projects of each group is known, 0 to 1; NaN for a group without projects."""
    return ratio(np.asarray(known, dtype=np.float64), np.asarray(projects, dtype=np.float64))


def weak(known: npt.ArrayLike, projects: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which groups have a value that rests on less than `WEAK` of their projects; one that knows nothing has none."""
    return (np.asarray(known) > 0) & (share(known, projects) < WEAK)


def apart(names: Sequence[str], known: npt.ArrayLike, projects: npt.ArrayLike) -> Apart | None:
    """The two groups whose coverages differ most, when it is by more than `FAR`; of those with `MIN_PROJECTS`."""
    shares = np.where(np.asarray(projects) < MIN_PROJECTS, np.nan, share(known, projects))
    if np.isnan(shares).all():
        return None
    best, least = int(np.nanargmax(shares)), int(np.nanargmin(shares))
    # A difference of exactly 20 points must not pass for more by the rounding of floats.
    if round(shares[best] - shares[least], 9) <= FAR:
        return None
    return Apart(names[best], float(shares[best]), names[least], float(shares[least]))
