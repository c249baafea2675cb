"""The script of a sheet beyond that of an empty page: `python -m tests.bench.bench_sheet`.

Each place is opened in one visit by the testing harness of Streamlit, which runs the whole script and draws nothing.
Times are those of the processor in the thread of the script, medians over places drawn with a fixed seed.
"""

import logging
import statistics
import time
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from components.visit.visit import Visit
from data.paths import PROJECT
from data.words.levels import LEVELS
from data.words.place_keys import place_key
from tests.bench.table import Line

DRAWN = 15
SCRIPT_MS = 60
SCRIPT_SECONDS: list[float] = []
EMPTY = "pages/territoire.py"


def main() -> list[Line]:
    """Print one line per level."""
    visit = harness()
    opened(visit, "commune-63430")
    empty = statistics.median(opened(visit, None) for _ in range(DRAWN))
    print(f"{'page vide':14} {empty:6.0f} ms")
    lines = []
    for level, kind in ((key, each.kind) for key, each in LEVELS.items()):
        codes = sorted(Visit.current().places().table(level).index)
        keys = [place_key(kind, code) for code in Random(2026).sample(codes, min(DRAWN, len(codes)))]
        first = [opened(visit, key) for key in keys]
        again = [opened(visit, key) for key in keys]
        print(
            f"{level:14} {statistics.median(first) - empty:6.0f} ms de plus à la première ouverture,"
            f" {statistics.median(again) - empty:4.0f} ms ensuite"
        )
        lines.append(Line(f"script d'une fiche, {level}", statistics.median(first) - empty, "ms", limit=SCRIPT_MS))
    return lines


def harness() -> AppTest:
    """A visit on the page that is empty without a place, whose scripts are timed."""
    logging.disable(logging.CRITICAL)
    # Each run of the harness looks for components in all installed packages, in 0.1 s.
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    script_runner.exec_func_with_error_handling = timed(script_runner.exec_func_with_error_handling)
    return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run().switch_page(EMPTY).run()


def opened(visit: AppTest, key: str | None) -> float:
    """Milliseconds of the script of the page with a place, or without any."""
    spent = under(visit, {} if key is None else {"lieu": key})
    assert len(visit.title) == 1
    return spent


def under(visit: AppTest, parameters: Mapping[str, str]) -> float:
    """Milliseconds of the script of the page that a visit is on, under the parameters of an address."""
    visit.query_params.clear()
    known = "selection_epoch" in visit.session_state
    for name, value in {**parameters, "lien": str(visit.session_state["selection_epoch"] if known else 0)}.items():
        visit.query_params[name] = value
    visit.run()
    assert not visit.exception
    return 1e3 * SCRIPT_SECONDS[-1]


def timed(execute: Callable[..., Any]) -> Callable[..., Any]:
    """What runs a script, and notes the time of its thread."""

    def run(*arguments: Any) -> Any:
        start = time.thread_time()
        answer = execute(*arguments)
        SCRIPT_SECONDS.append(time.thread_time() - start)
        return answer

    return run


if __name__ == "__main__":
    main()
