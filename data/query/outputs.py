"""The tables that leave the application, in euros, with the names of the field: what an export holds."""

import numpy as np
import pandas as pd

from data.query import measures
from data.query.selection import Selection
from data.words.numbers import CENTS_PER_EURO
from data.words.quantities import QUANTITIES

_CENTS = "_centimes"
GAPS = ("france", "ecart")
"""The value of the country, and that of each place less it, where a view shows them."""


def level_output(table: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """One row per place, in the order of `table`, that of a `View`."""
    output = place_output(table)
    output["mesure"] = measures.MEASURES[selection.measure].label
    output["unite"] = measures.unit(selection.measure, selection.denominator)
    output["valeur"] = table["valeur"]
    output["valeur_connus"] = table["connus"]
    for column in (column for column in GAPS if column in table):
        output[f"valeur_{column}"] = table[column]
    return output.reset_index()


def place_output(table: pd.DataFrame) -> pd.DataFrame:
    """The sums of places, indexed by code. table: nom, precision_nom, population, superficie_km2, `query.COLUMNS`.

    Sums are empty where no amount is known: an unknown never reads as zero.
    """
    output = table[["nom", "precision_nom", "population", "superficie_km2"]].rename_axis("code")
    return output.rename(columns={"precision_nom": "situation"}).join(sums_output(table))


def sums_output(table: pd.DataFrame) -> pd.DataFrame:
    """The sums alone. table: `query.COLUMNS`."""
    output = table[["projets"]]
    for quantity in QUANTITIES.values():
        known = table[quantity.column].astype("Int64").where(np.asarray(table[quantity.known] > 0))
        told = euros(known) if quantity.kind == "cents" else known
        output = output.assign(**{quantity.exported: told, quantity.known: table[quantity.known]})
    return output


def project_output(projects: pd.DataFrame) -> pd.DataFrame:
    """The projects as they were published, amounts in euros, with the codes of every level."""
    return in_euros(projects.drop(columns=["lon", "lat", "source_id"]))


def in_euros(table: pd.DataFrame) -> pd.DataFrame:
    """A table with each of its columns of cents, « x_centimes », as « x_eur »."""
    cents = [str(column) for column in table if str(column).endswith(_CENTS)]
    converted = table.assign(**{column: euros(table[column]) for column in cents})
    return converted.rename(columns={column: column.removesuffix(_CENTS) + "_eur" for column in cents})


def euros(cents: pd.Series) -> pd.Series:
    """Cents to euros: whole numbers stay whole (Int64), so that no file says « 1200000,0 »; else float64."""
    whole = (cents % CENTS_PER_EURO).fillna(0).eq(0).all()
    return (cents // CENTS_PER_EURO).astype("Int64") if whole else cents.astype("Float64") / CENTS_PER_EURO
