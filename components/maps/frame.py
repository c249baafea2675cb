"""What a map shows, as plain values: the contour files of a level, and one number per place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.maps.viewport import NATIONAL, Bounds
from components.text import coverages
from components.text.formats import Formatter
from data.query.level_keys import FRAMES, PROJECT_PLACES
from data.words import levels
from data.words.vocabulary import VIVANTS
from geo import classes

STAGES: Final = (*VIVANTS, "arrêté", "statut inconnu")
"""What a dot says of the greatest project of a commune."""
Kind = Literal["choropleth", "circles"]

_LAND: Final = "regions"
# The level whose borders situate the places of another: those of départements come with those of régions.
_CONTEXT: Final = {**{level.key: level.context for level in levels.NATIONAL}, PROJECT_PLACES: "departements"}
_ZONE_PREFIX: Final = "communes-"


@dataclass(frozen=True)
class Contours:
    """The static files of one level (names, not addresses), and the box that its first view shows.

    polygons, points, borders: the places, in one order. land: the régions, under them. context, regions: the borders of
    départements and of régions over them. frames: the names of the overseas frames, as points. local: whether places
    are drawn closer than the land and these borders, which then stand under them.
    """

    polygons: str | None
    points: str | None
    borders: str | None
    bounds: Bounds
    land: str | None = None
    context: str | None = None
    regions: str | None = None
    frames: str | None = None
    local: bool = False


@dataclass(frozen=True)
class HoverRow:
    """One line of the tooltip, after the name: what it is, with its unit, and how it reads for each place.

    Values are short and bear no unit (« 1 234,5 », « 5/12 »): they all travel at each run. "" is « pas de donnée ».
    """

    label: str
    values: Sequence[str]


@dataclass(frozen=True)
class Variant:
    """A map of a part of what another shows: a year, a filière. texts: how its values read, "" for none.

    told: how much of it is known. fragile, weak: of coloured areas, as a frame has them; None for circles.
    """

    label: str
    values: npt.NDArray[np.float64]
    texts: Sequence[str]
    told: str
    fragile: npt.NDArray[np.bool_] | None = None
    weak: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Marks:
    """Small dots over the map. file: a contour file of points; shown: which of them, in its order."""

    file: str
    shown: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ProjectDots:
    """Communes of projects, as large as what is known of their euros. file: a contour file of points.

    euros: in its order, NaN where no amount is known; stages: of `STAGES`, by the project of the greatest amount; -1
    for a commune without a project.
    """

    file: str
    euros: npt.NDArray[np.float64]
    stages: npt.NDArray[np.int64]

    @property
    def greatest(self) -> float:
        """In euros, zero where none is known."""
        return float(np.nanmax(self.euros, initial=0.0))

    @property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Which communes have projects, and no amount that is known."""
        return np.isnan(self.euros) & (self.stages >= 0)


@dataclass(frozen=True)
class MapFrame:
    """A map to draw, in the order of the features of its contour files.

    values: float64, NaN where there is no data. kind: areas coloured by class, for ratios, or circles of proportional
    area, for totals (never negative). fragile: places whose rate rests on too few projects, hatched; None where that
    has no sense. weak: places whose value rests on too small a share of their projects; their area is hatched in the
    colour of its class, their circle is pale. cuts: chosen bounds between classes, instead of a method. names: of
    classes that are given, instead of cut, values being their ranks. unit, noun (of places, plural), format_value (of a
    value), fragile_label and weak_label: as the legend says them. beside: values of other maps that
    have the same scale, NaN where they are in no class. official: a file of points, all drawn, under `marks`.
    middle: for values that are differences, what zero stands for, in words.
    """

    contours: Contours
    kind: Kind
    values: npt.NDArray[np.float64]
    hover: Sequence[HoverRow]
    unit: str
    noun: str
    format_value: Formatter
    fragile: npt.NDArray[np.bool_] | None = None
    weak: npt.NDArray[np.bool_] | None = None
    method: str = classes.QUANTILES
    fragile_label: str = "moins de 3 projets"
    weak_label: str = coverages.WEAK
    cuts: Sequence[float] = ()
    names: Sequence[str] = ()
    class_count: int | None = None
    beside: npt.NDArray[np.float64] | None = None
    marks: Marks | ProjectDots | None = None
    official: str | None = None
    middle: str = ""

    def __post_init__(self) -> None:
        lengths = {len(self.values), *(len(row.values) for row in self.hover)}
        lengths |= {len(flags) for flags in (self.fragile, self.weak) if flags is not None}
        if len(lengths) != 1:
            raise ValueError(f"one value per place, got lengths {sorted(lengths)}")

    @property
    def pale(self) -> npt.NDArray[np.bool_]:
        """Which places have a value that is weak, and not fragile: that is said first."""
        weak = np.zeros(len(self.values), dtype=bool) if self.weak is None else self.weak & self.known
        return weak if self.fragile is None else weak & ~self.fragile

    @property
    def compared(self) -> npt.NDArray[np.float64]:
        """Its values, then those of the maps of the same scale."""
        return self.values if self.beside is None else np.concatenate([self.values, self.beside])

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which places have a value."""
        return np.isfinite(self.values)


def contours_of(table: pd.DataFrame, key: str) -> Contours:
    """The files of a level from the `contours` table of an edition, indexed by level key. Raises `KeyError`."""
    local = key.startswith(_ZONE_PREFIX)
    context = "departements" if local else _CONTEXT.get(key)
    return Contours(
        polygons=_file(table, key, "polygones"),
        points=_file(table, key, "points"),
        borders=_file(table, key, "lignes"),
        bounds=_box(table, key) if local else NATIONAL,
        land=_file(table, _LAND, "polygones"),
        context=_file(table, context, "lignes") if context and context != _LAND else None,
        regions=_file(table, _LAND, "lignes") if context else None,
        frames=None if local else _file(table, FRAMES, "points"),
        local=local,
    )


def _box(table: pd.DataFrame, key: str) -> Bounds:
    west, south, east, north = table.loc[[key], ["ouest", "sud", "est", "nord"]].to_numpy(dtype=np.float64)[0]
    return float(west), float(south), float(east), float(north)


def _file(table: pd.DataFrame, key: str, column: str) -> str | None:
    name: object = table.at[key, column]
    return name if isinstance(name, str) else None
