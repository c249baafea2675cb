"""The audit: the whole grid, a proof for each result, and a share that is counted."""

from collections import Counter
from pathlib import Path

import pytest

from data.legal import audit
from data.legal.audit import FAILED, MET, OUT_OF_SCOPE, Criterion
from geo.errors import DataError


def criteria(**counts: int) -> list[Criterion]:
    results = {"met": MET, "failed": FAILED, "outside": OUT_OF_SCOPE}
    return [Criterion("1.1", "sujet", results[name], "toutes", "vu") for name, n in counts.items() for _ in range(n)]


def test_the_grid_has_its_106_criteria_each_with_a_proof() -> None:
    grid = audit.grid()
    assert len(grid) == sum(count for _, count in audit.THEMES) == 106
    assert all(each.proof and each.sample for each in grid)
    assert grid[-1].theme == "Consultation"


@pytest.mark.parametrize(
    ("counts", "share", "state"),
    [
        ({"met": 3, "failed": 1, "outside": 5}, 0.75, "partiellement conforme"),
        ({"met": 2, "failed": 2}, 0.5, "partiellement conforme"),
        ({"met": 1, "failed": 2, "outside": 9}, 1 / 3, "non conforme"),
        ({"met": 4, "outside": 1}, 1, "totalement conforme"),
    ],
)
def test_the_share_is_that_of_the_criteria_that_apply(counts: dict[str, int], share: float, state: str) -> None:
    found = criteria(**counts)
    assert audit.share(found) == pytest.approx(share)
    assert audit.state(found) == state


def test_the_state_of_the_site_is_the_one_of_its_grid() -> None:
    counts = Counter(each.result for each in audit.grid())
    assert audit.share(audit.grid()) == counts[MET] / (counts[MET] + counts[FAILED])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("non conforme", "plutôt conforme", "résultat inconnu"),
        ("aucun CAPTCHA", "", "preuve vide"),
        ("1.4,", "1.44,", "106"),
        ("preuve\n", "temoin\n", "colonnes"),
    ],
)
def test_a_grid_that_says_less_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    altered = tmp_path / "rgaa.csv"
    altered.write_text(audit.GRID.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=message):
        audit.read(altered)
