"""Parts of a table answer what the whole does, to the cent; so does a cluster that loses a worker."""

import os
import signal
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.query import aggregation, parts, scheduler
from data.query.aggregation import Medians, Sums
from data.query.parts import Part, Parts
from data.query.projects import Projects
from data.query.selection import Selection
from data.words.quantities import QUANTITIES
from geo.errors import DataError
from tests.unit.support.random_projects import ROWS, levels, random_table

QUESTIONS = (
    *(Sums(by) for by in (None, "communes", "annees", "territoires", ("filieres", "tailles"))),
    Sums("regions", ("projets", "investissement_centimes")),
    *(Medians(by, of) for by in (None, "communes", ("programmes", "annees")) for of in QUANTITIES),
)
SELECTIONS = (
    Selection(),
    Selection(text="usine", years=(2020, 2022)),
    Selection(filieres=("Santé",), amounts_eur=(0, 3)),
    *(Selection(without_top=count, measure=measure) for count in (1, 3, 10) for measure in ("investissement", "aide")),
)


@dataclass(frozen=True, eq=False)
class Held:
    """An edition of one table that is in memory."""

    table: pd.DataFrame
    bounds: tuple[int, ...]
    id: str = "essai"

    def part(self, path: str, columns: Any, where: tuple[str, str] | None, coded: Any) -> pd.DataFrame:
        begin = (0, *self.bounds)[int(path)]
        end = (*self.bounds, len(self.table))[int(path)]
        rows = self.table.iloc[begin:end]
        found = rows if where is None else rows[rows[where[0]] == where[1]]
        return found[list(columns)].reset_index(drop=True).astype(dict.fromkeys(coded, "category"))


def both(table: pd.DataFrame, bounds: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[Projects, Parts]:
    places = levels(table)
    monkeypatch.setattr(parts, "_levels", lambda *_: places)
    held: Any = Held(table, bounds)
    return Projects.from_tables(table, **places), Parts.over(
        tuple(Part(held, str(n), None) for n in range(len(bounds) + 1))
    )


def require_same(whole: Projects, asked: Parts, selection: Selection) -> None:
    kept = aggregation.chosen(whole, selection)
    for question, found in zip(QUESTIONS, asked.ask(selection, QUESTIONS), strict=True):
        expected: Any = question.of(kept)
        assert_equal = (
            pd.testing.assert_frame_equal if isinstance(expected, pd.DataFrame) else pd.testing.assert_series_equal
        )
        assert_equal(found, expected, check_exact=True)


@given(st.integers(0, 2**32), st.lists(st.integers(0, ROWS), max_size=6), st.sampled_from(SELECTIONS))
@settings(max_examples=10)
def test_random_parts_answer_what_the_whole_does(seed: int, bounds: list[int], selection: Selection) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        whole, asked = both(random_table(seed), tuple(sorted(bounds)), monkeypatch)
        require_same(whole, asked, selection)


def test_the_largest_are_those_of_the_whole_and_ties_go_by_identifier(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table(1).assign(investissement_centimes=pd.array([100] * ROWS, dtype="Int64"))
    whole, asked = both(table, (100, 200), monkeypatch)
    require_same(whole, asked, Selection(without_top=7))


def test_one_source_of_a_table_is_asked_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table(2)
    table.loc[::3, "source_id"] = "autre"
    _, asked = both(table, (100,), monkeypatch)
    alone = Parts.over(tuple(replace(part, source="autre") for part in asked.parts))
    assert [
        answer[0]["projets"].sum() for answer in (asked.ask(Selection(), QUESTIONS), alone.ask(Selection(), QUESTIONS))
    ] == [300, 100]


def test_sums_that_no_integer_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table(3).assign(aide_centimes=pd.array([2**55] * ROWS, dtype="Int64"))
    with pytest.raises(DataError, match="exactement"):
        both(table, tuple(range(50, ROWS, 50)), monkeypatch)


def test_a_cluster_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(scheduler.VARIABLE, "tcp://127.0.0.1:1")
    monkeypatch.setattr(scheduler, "_CONNECTED_S", 1)
    with pytest.raises(DataError, match=r"Remède : (les lancer|« pip install)"):
        scheduler.gathered(int, ["1"], max)


def _slow_square(number: int) -> int:
    import time

    time.sleep(0.3)
    return number * number


def _sum(one: int, other: int) -> int:
    return one + other


@pytest.mark.slow
def test_a_worker_that_dies_changes_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.setenv(scheduler.VARIABLE, cluster.scheduler_address)
        client = scheduler._client(cluster.scheduler_address)
        pids = list(client.run(os.getpid).values())
        client.loop.call_later(1, lambda: os.kill(pids[0], signal.SIGKILL))
        assert scheduler.gathered(_slow_square, range(20), _sum) == sum(n * n for n in range(20))
        client.close()
