"""Where maps draw the communes of projects: the file of the edition for the inventory, one of all communes otherwise.

A file made of the communes of a visitor's table would tell where that visitor's projects are.
"""

from dataclasses import replace

import pandas as pd

from components.maps import commune_map
from components.maps.frame import Contours, Marks, contours_of
from components.visit.visit import Visit, of_edition
from data.query.level_keys import PROJECT_PLACES
from data.words.vocabulary import INVENTORY


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


@of_edition()
def _everywhere(visit: Visit) -> tuple[Contours, pd.Index]:
    communes = visit.places().communes
    located = commune_map.located_on(communes, communes.index)
    points = commune_map.publish(located)
    return replace(contours_of(visit.contours(), PROJECT_PLACES), points=points), located.index
