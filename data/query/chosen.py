"""The columns of the projects that a selection keeps, each gathered once, however many sums ask for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from data.query.projects import Flags, Integers, Projects, Rows


@dataclass(frozen=True)
class Chosen:
    """The projects at `rows`, ascending positions. phase: of the territories that they are counted in."""

    projects: Projects
    rows: Rows
    phase: int
    _gathered: dict[tuple[str, str], npt.NDArray[Any]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def codes(self, dimension: str) -> npt.NDArray[np.unsignedinteger[Any]]:
        """The code of each in a dimension."""
        return self._gather("codes", dimension, lambda: self.projects.dimension(dimension, self.phase).codes)

    def profiles(self) -> npt.NDArray[np.uint8]:
        """What is known of each."""
        return self._gather("profiles", "", lambda: self.projects.profiles)

    def values(self, quantity: str) -> Integers:
        """The amount of each, 0 where it is not known."""
        return self._gather("values", quantity, lambda: self.projects.amounts[quantity].values)

    def known(self, quantity: str) -> Flags:
        """Where that amount is known."""
        return self._gather("known", quantity, lambda: self.projects.amounts[quantity].known)

    def strata(self, quantity: str) -> npt.NDArray[np.uint8]:
        """The stratum of that amount."""
        return self._gather("strata", quantity, lambda: self.projects.amounts[quantity].strata)

    def _gather(self, kind: str, name: str, column: Callable[[], npt.NDArray[Any]]) -> npt.NDArray[Any]:
        if (kind, name) not in self._gathered:
            whole = column()
            self._gathered[kind, name] = whole if len(self) == len(whole) else whole.take(self.rows)
        return self._gathered[kind, name]
