"""What the tests of official files share: the server that plays their hosts, and downloads from it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

from data.refresh.download import Download, Limits
from data.sources.raw_files import RawFile
from tests.unit.support.downloads import PATH, Fetch, official
from tests.unit.support.official_server import HOST, OfficialServer, fresh


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines in property tests: it doubles the time of a hundred examples of the same lines."""
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


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
