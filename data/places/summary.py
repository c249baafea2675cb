"""The few facts that describe a selection in words: counts, sums with their coverage, the leading project and place."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from data.places.levels import Places
from data.query import aggregation
from data.query.projects import NONE, Projects
from data.query.selection import Selection
from data.words.quantities import INVESTISSEMENT, QUANTITIES, Quantity, together


@dataclass(frozen=True)
class Known:
    """A sum and the number of projects that it is known for. `total` is None when it is known for none."""

    total: float | None
    projects: int


@dataclass(frozen=True, kw_only=True)
class Totals:
    """How many projects, and by quantity the sums that are known of them, in its unit.

    together: of how many projects two quantities are both known, by the keys of both.
    """

    projects: int
    amounts: Mapping[str, Known]
    together: Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class Summary(Totals):
    """What can be said of a selection of `projects` out of `inventory`.

    located: projects whose commune is known; sized: those whose commune has one size class; small: share of these in
    communes under 20 000 inhabitants, 0 to 1;
    inside: projects in a territory of the selection's phase; leader: name and count of the territory with the most
    projects, None without any;
    largest: row of the project with the largest known investment in the table of projects, None without any.
    """

    inventory: int
    located: int
    sized: int
    communes: int
    small: float | None
    inside: int
    leader: tuple[str, int] | None
    largest: int | None


def summarise(projects: Projects, places: Places, selection: Selection) -> Summary:
    """The summary of a selection."""
    rows = aggregation.matching(projects, selection)
    total = aggregation.aggregate(projects, selection, rows=rows).iloc[0]
    by_territory = aggregation.aggregate(projects, selection, by="territoires", rows=rows)["projets"]
    by_commune = aggregation.aggregate(projects, selection, by="communes", rows=rows)["projets"]
    inside = by_territory.drop(NONE, errors="ignore")
    chosen = set(rows.tolist())
    return Summary(
        **vars(totals(total)),
        inventory=len(projects),
        located=len(rows) - int(by_commune.get(NONE, 0)),
        sized=int(total["tailles_connues"]),
        communes=int(by_commune.drop(NONE, errors="ignore").gt(0).sum()),
        small=total["petites"] / total["tailles_connues"] if total["tailles_connues"] else None,
        inside=int(inside.sum()),
        leader=_leader(inside, places, selection),
        largest=next((int(row) for row in projects.largest[INVESTISSEMENT.key] if int(row) in chosen), None),
    )


def totals(sums: pd.Series) -> Totals:
    """The totals of one row of `query.aggregate`."""
    return Totals(
        projects=int(sums["projets"]),
        amounts={key: _known(sums, quantity) for key, quantity in QUANTITIES.items()},
        together={
            (first.key, second.key): int(sums[together(first, second)])
            for first, second in combinations(QUANTITIES.values(), 2)
        },
    )


def _known(sums: pd.Series, quantity: Quantity) -> Known:
    count = int(sums[quantity.known])
    return Known(sums[quantity.column] / quantity.held_in if count else None, count)


def _leader(inside: pd.Series, places: Places, selection: Selection) -> tuple[str, int] | None:
    if not inside.sum():
        return None
    names = places.levels[f"territoires-{selection.phase}"]["nom"]
    return str(names[str(inside.idxmax())]), int(inside.max())
