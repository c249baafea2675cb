"""Every bench runs, on few rows: what nobody runs between two measures would stop at its first command."""

import logging
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner

from data.words.levels import LEVELS
from tests.bench import __main__ as bench
from tests.bench import (
    apart,
    bench_many,
    bench_map,
    bench_own,
    bench_pages,
    bench_paper,
    bench_query,
    bench_search,
    bench_sheet,
)
from tests.bench.table import Line, best

MANY = ("projets", "leviers")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("TERRITOIRES_HOME", str(home))
    monkeypatch.setattr("sys.argv", ["bench", "--rows", "100"])
    monkeypatch.setattr(bench_query, "ROUNDS", {0: 1})
    monkeypatch.setattr(bench_search, "ROUNDS", 1)
    monkeypatch.setattr(bench_search, "BUILDS", 1)
    monkeypatch.setattr(bench_search, "TEXTS", {"nom": "thiers", "faute": "oyonax"})
    monkeypatch.setattr("tracemalloc.start", lambda: None)  # it makes an index take five times as long
    for name in ("POINTS", "CODES", "NAMES", "ROWS"):
        monkeypatch.setattr(bench_own, name, 100)
    monkeypatch.setattr(bench_own, "ROUNDS", 1)
    monkeypatch.setattr(bench_own, "FILE", tmp_path / "absent.csv")
    monkeypatch.setattr(bench_own, "PUBLIC_FILES", tmp_path)
    monkeypatch.setattr(apart, "alone", lambda _, of_process, rows: of_process(rows))
    monkeypatch.setattr(bench_sheet, "DRAWN", 1)
    monkeypatch.setattr(bench_paper, "DRAWN", 1)
    monkeypatch.setattr(bench_pages, "CHANGES", 1)
    monkeypatch.setattr(bench_pages, "main", bench_pages.of_scripts)  # what needs a browser is of that tier
    monkeypatch.setattr(bench_sheet, "LEVELS", {"departements": LEVELS["departements"]})
    every = bench_many.views
    monkeypatch.setattr(bench_many, "views", lambda: [view for view in every() if view.name in MANY])
    # What that bench changes for good is put back.
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", manifest_scanner.scan_component_manifests)
    monkeypatch.setattr(script_runner, "exec_func_with_error_handling", script_runner.exec_func_with_error_handling)


def test_each_bench_measures_and_the_table_says_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    maps = {"atlas": bench_map.Measure(40, 1, 1), "plotly": bench_map.Measure(80, 1, 1)}
    monkeypatch.setattr(
        bench_map, "main", lambda: [best("carte", "ms", {k: m.paint_ms for k, m in maps.items()}, "atlas")]
    )
    disabled = logging.root.manager.disable
    try:
        bench.main()
    finally:
        logging.disable(disabled)
    lines = capsys.readouterr().out.partition("le meilleur des autres")[2].splitlines()[1:]
    subjects = "\n".join(lines)
    for said in (
        "question sur 100 lignes",
        "fichier officiel de 100 lignes : mémoire",
        "tableau en parties de 100 lignes : mémoire",
        "question par parties, 100 lignes",
        "recherche",
        "100 codes",
        "script d'une fiche, departements",
        "fiche en PDF au-delà de la première",
        "script d'un filtre, carte",
        "leviers, 100 lignes : filtre",
        "toutes les pages, 100 lignes : mémoire",
        "plotly 80.0 (2.00x)",
    ):
        assert said in subjects
    assert "pandas.merge" in subjects


def test_a_limit_that_is_passed_is_said() -> None:
    assert "dépassé" in Line("x", 61, "ms", limit=60).text()
    assert "dépassé" not in Line("x", 60, "ms", limit=60).text()
