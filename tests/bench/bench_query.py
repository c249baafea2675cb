"""Time of a filter and its sums, the kernel beside other engines on the same work: `python -m tests.bench.bench_query`.

The embedded table is resampled with a fixed seed to each number of rows. Every engine answers once before it is timed,
and the answers must agree. Times are medians; only the ratios of one run mean something.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.editions import registry
from data.query import aggregation
from data.query.projects import Projects
from data.query.selection import Selection
from geo.errors import DataError
from tests.bench.query_engines import ENGINES, FILIERES, KERNEL, YEARS
from tests.bench.table import Line, best

SEED = 20_260_101
ROUNDS = {5_000_000: 5, 100_000: 21, 0: 101}  # by least number of rows
COLUMNS = [
    *(
        "id_projet",
        "projet",
        "entreprise",
        "commune",
        "code_insee",
        "filiere",
        "programme",
        "annee",
        "statut",
        "precision",
    ),
    *("investissement_centimes", "aide_centimes", "emplois", "code_epci", "code_departement", "code_region"),
    *("id_territoire_1", "id_territoire_2", "taille", "type_epci", "nature_aide", "etiquette", "densite"),
]


class Spent(NamedTuple):
    """Milliseconds: elapsed, and of processor over all threads, which is what many visitors at once share."""

    wall: float
    cpu: float


def main() -> list[Line]:
    """Print one table per number of rows; the time of processor of the kernel and of the best peer at each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--large", action="store_true", help="also 10 million rows (about 8 GB)")
    arguments, _ = parser.parse_known_args()
    try:
        embedded = registry.current().table("projets", COLUMNS)
    except DataError as error:
        sys.exit(str(error))
    _print_calls("Table embarquée", Projects.from_tables(embedded))
    lines = []
    for size in [*arguments.rows, *([10_000_000] if arguments.large else [])]:
        sample = embedded.iloc[np.random.default_rng(SEED).integers(0, len(embedded), size)].reset_index(drop=True)
        lines += _print_engines(sample)
    return lines


def _print_engines(sample: pd.DataFrame) -> list[Line]:
    print(
        f"\n{len(sample):,} lignes : années, 5 filières, montants ; nombre, somme, médiane par territoire et par taille"
    )
    prepared, spent = {}, {}
    for name, engine in ENGINES.items():
        begin = time.process_time()
        prepared[name] = engine.prepare(sample)
        spent[name] = (time.process_time() - begin) * 1000
    _require_same(prepared)
    print(
        f"  {'':36}{'sans texte':>12}{'rapport':>9}{'processeur':>12}{'avec texte':>15}{'rapport':>9}{'processeur':>12}"
    )
    columns = [
        _medians_ms(
            {name: partial(ENGINES[name].ask, table, with_text) for name, table in prepared.items()}, len(sample)
        )
        for with_text in (False, True)
    ]
    for name in ENGINES:
        cells = [f"{t[name].wall:9.2f} ms{t[name].wall / t[KERNEL].wall:8.1f}x{t[name].cpu:9.2f} ms" for t in columns]
        print(f"  {name:36}{'   '.join(cells)}   préparation {spent[name]:.0f} ms")
    _print_calls("Chaque appel du noyau", prepared[KERNEL])
    subjects = (f"question sur {len(sample):,} lignes, processeur", f"la même avec un mot, {len(sample):,} lignes")
    return [
        best(subject, "ms", {name: spent.cpu for name, spent in times.items()}, KERNEL)
        for subject, times in zip(subjects, columns, strict=True)
    ]


def _require_same(prepared: Mapping[str, Any]) -> None:
    """Counts and sums to the cent, medians too where the engine has exact ones."""
    for with_text in (False, True):
        answers = {name: ENGINES[name].answer(ENGINES[name].ask(t, with_text)) for name, t in prepared.items()}
        for name, answer in answers.items():
            width = 3 if ENGINES[name].exact else 2
            for column, groups in answers[KERNEL].items():
                if {k: v[:width] for k, v in answer[column].items()} != {k: v[:width] for k, v in groups.items()}:
                    sys.exit(f"{name} : réponse différente par {column}")


def _print_calls(title: str, projects: Projects) -> None:
    selection = Selection(filieres=FILIERES, years=YEARS)
    everything = Selection()
    calls: dict[str, Callable[[], Any]] = {
        "matching": lambda: aggregation.matching(projects, selection),
        "aggregate, total": lambda: aggregation.aggregate(projects, selection),
        "aggregate, territoires": lambda: aggregation.aggregate(projects, selection, "territoires"),
        "aggregate, tout, territoires": lambda: aggregation.aggregate(projects, everything, "territoires"),
        "aggregate, territoires x filières": lambda: aggregation.aggregate(
            projects, selection, ("territoires", "filieres")
        ),
        "aggregate, sans les 3 plus gros": lambda: aggregation.aggregate(projects, Selection(without_top=3), "tailles"),
        "medians, territoires": lambda: aggregation.medians(projects, selection, "territoires"),
        "facets": lambda: aggregation.facets(projects, selection),
        "loosening": lambda: aggregation.loosening(projects, selection),
    }
    print(f"\n{title} ({len(projects):,} lignes)")
    for name, spent in _medians_ms(calls, len(projects)).items():
        print(f"  {name:36}{spent.wall:9.2f} ms")


def _medians_ms(calls: Mapping[str, Callable[[], Any]], rows: int) -> dict[str, Spent]:
    """Medians for each call, the second of two in a row: the first brings its data back into the caches.

    The calls take turns, so that a busy moment of the machine weighs on all of them.
    """
    times: dict[str, list[Spent]] = {name: [] for name in calls}
    for _ in range(next(rounds for least, rounds in ROUNDS.items() if rows > least)):
        for name, call in calls.items():
            call()
            wall, cpu = time.perf_counter(), time.process_time()
            call()
            times[name].append(Spent(time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: Spent(*(statistics.median(column) * 1000 for column in zip(*spent, strict=True)))
        for name, spent in times.items()
    }


if __name__ == "__main__":
    main()
