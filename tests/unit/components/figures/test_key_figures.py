"""Sums that rest on the same projects may be divided; of the others, it is said."""

import pytest

from components.figures.key_figures import not_together
from data.places.summary import Known, Totals


@pytest.mark.parametrize(
    ("known", "together", "told"),
    [((3, 3), 3, False), ((3, 2), 2, True), ((3, 3), 1, True), ((3, 0), 0, False), ((2, 2), 0, True)],
)
def test_sums_of_other_projects_are_said_apart(known: tuple[int, int], together: int, told: bool) -> None:
    amounts = {
        "investissement": Known(10, known[0]),
        "aide": Known(1 if known[1] else None, known[1]),
        "emplois": Known(None, 0),
    }
    pairs = {("investissement", "aide"): together, ("investissement", "emplois"): 0, ("aide", "emplois"): 0}
    assert bool(not_together(Totals(projects=3, amounts=amounts, together=pairs))) is told
