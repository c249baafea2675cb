"""Where maps draw the communes of projects: the file of the edition for the inventory, one of all communes otherwise.

A file made of the communes of a visitor's table would tell where that visitor's projects are.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from components.maps import commune_points, published
from components.maps.frame import STAGES, Contours, Marks, ProjectDots, contours_of
from components.visit.visit import Visit, of_edition
from data.query.level_keys import PROJECT_PLACES
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES
from data.words.vocabulary import ARRETES, INVENTORY, VIVANTS

READ: Final = ("code_insee", QUANTITIES["investissement"].column, "statut")
"""The columns of the table of projects that `sized` is made of."""


def contours(dataset: str) -> tuple[Contours, pd.Index]:
    """Land and borders with a point per commune, and the codes of these points in their order."""
    visit = Visit.current()
    if dataset == INVENTORY:
        return contours_of(visit.contours(), PROJECT_PLACES), visit.project_places()
    return _everywhere(visit)


def marks(projects: pd.DataFrame, dataset: str) -> Marks:
    """A small dot in each commune that has one of these projects."""
    drawn, codes = contours(dataset)
    return Marks(str(drawn.points), codes.isin(projects["code_insee"]))


def sized(projects: pd.DataFrame, dataset: str) -> ProjectDots:
    """A dot in each commune that has one of these projects, by what is known of their euros and by their status."""
    drawn, codes = contours(dataset)
    return dots(projects, str(drawn.points), codes)


def dots(projects: pd.DataFrame, file: str, codes: pd.Index) -> ProjectDots:
    """The same over the points of a file. codes: of the communes of these points, in their order."""
    amount = QUANTITIES["investissement"].column
    located = projects[projects["code_insee"].notna()].sort_values(amount, ascending=False, kind="stable")
    cents = located.groupby("code_insee")[amount].sum(min_count=1)
    leading = located.drop_duplicates("code_insee").set_index("code_insee")["statut"].map(_stage).astype("Int64")
    return ProjectDots(
        file=file,
        euros=cents.reindex(codes).to_numpy(dtype=np.float64, na_value=np.nan) / CENTS_PER_EURO,
        stages=np.asarray(leading.reindex(codes).fillna(-1), dtype=np.int64),
    )


def _stage(status: object) -> int:
    if status in VIVANTS:
        return STAGES.index(str(status))
    return len(VIVANTS) if status in ARRETES else len(VIVANTS) + 1


def _everywhere(visit: Visit) -> tuple[Contours, pd.Index]:
    located = _located(visit)
    name = published.lasting(_published(visit), lambda: commune_points.publish(located))
    return replace(contours_of(visit.contours(), PROJECT_PLACES), points=name), located.index


@of_edition()
def _located(visit: Visit) -> pd.DataFrame:
    communes = visit.places().communes
    return commune_points.located_on(communes, communes.index)


@of_edition()
def _published(visit: Visit) -> str:
    return commune_points.publish(_located(visit))
