"""What a rate or a ratio is for the whole country, and how far from it each place of a level is."""

import numpy as np
import pandas as pd

from data.places import jobs
from data.places.levels import Places, View
from data.query import measures
from data.query.filters import FIELDS
from data.query.measures import Values
from data.query.selection import DEFAULT, Selection


def values(places: Places, whole: pd.DataFrame, measure: str, denominator: str = "aucun") -> Values:
    """The one value of the country, overseas and places outside any territory too. whole: the sums of all projects."""
    regions = places.levels["regions"]
    population, surface = (np.array([regions[column].sum()]) for column in ("population", "superficie_km2"))
    employed = _jobs(places) if denominator == measures.BY_JOBS else None
    return measures.values(whole, measure, denominator, population, surface, employed, whole)


def is_mean(selection: Selection) -> bool:
    """Whether the measure of a view is one of which the country has a value that a place can be held against: a rate
    or a ratio, not what adds up.
    """
    return not measures.is_total(selection.measure, selection.denominator)


def keeps_all(selection: Selection) -> bool:
    """Whether no filter leaves communes out: the inhabitants and the surface of the country would not be theirs."""
    kept = (field for field, each in FIELDS.items() if each.of_place)
    return all(getattr(selection, field) == getattr(DEFAULT, field) for field in kept)


def beside(view: View, places: Places) -> pd.DataFrame:
    """The table of a view with france, the value of the country, and ecart, that of the place less it.

    A place has none where either is unknown, nor where nothing is known of the projects of the rest of the country: the
    difference would be that of what was published.
    """
    selection, table = view.selection, view.table
    whole = values(places, view.total.to_frame().T, selection.measure, selection.denominator)
    told = measures.told_of_rest(whole.known - table["connus"], whole.n - table["projets"])
    france = float(whole.values[0])
    return table.assign(france=france, ecart=(table["valeur"] - france).where(told))


def _jobs(places: Places) -> np.ndarray:
    """The industrial jobs of the country, NaN where too many communes have none published."""
    sums = jobs.of_communes(places.communes)[list(jobs.SUMMED)].sum()
    return jobs.of_groups(sums.to_frame().T)
