"""What the tests of official files share: the server that plays their hosts, and downloads from it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

from data.paths import PROJECT
from data.refresh.download import Download, Limits
from data.sources.raw_files import RawFile
from tests.unit.support.downloads import PATH, Fetch, official
from tests.unit.support.official_server import HOST, OfficialServer, fresh

# The tests of what `tool.coverage` counts: their own folders, and the examples of the modules themselves.
COUNTED = tuple(folder / room for folder in (PROJECT, PROJECT / "tests" / "unit") for room in ("data", "geo"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count lines where that tells some: it doubles the time of a test, of a hundred cases of the same lines too."""
    counted = set()
    for item in items:
        test = getattr(item, "function", item)
        again = test in counted or is_hypothesis_test(test) or item.get_closest_marker("slow")
        if again or not any(item.path.is_relative_to(folder) for folder in COUNTED):
            item.add_marker(pytest.mark.no_cover)
        counted.add(test)  # with its first parameters alone


@pytest.fixture
def server() -> Iterator[OfficialServer]:
    """The official hosts, without any answer yet."""
    with fresh() as found:
        yield found


@pytest.fixture
def waits() -> list[float]:
    """The seconds that downloads would have waited."""
    return []


@pytest.fixture
def said() -> list[str]:
    """What was said of the attempts that failed."""
    return []


@pytest.fixture
def fetch(server: OfficialServer, tmp_path: Path, waits: list[float], said: list[str]) -> Fetch:
    """Download the file at `PATH`."""
    limits = Limits(silence_s=5, sleep=waits.append)  # a busy machine takes a while to answer itself

    def run(known: RawFile | None = None, progress: Any = lambda *_: None, **changed: Any) -> RawFile:
        source, wanted = official(server.address(PATH)), replace(limits, **changed)
        return Download(source, tmp_path, known, wanted, frozenset({HOST}), progress, said.append).run()

    return run
