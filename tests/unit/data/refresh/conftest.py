"""Official files are read in this process: the child that bounds a reading is tested with the files."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from data.files import reading, worker
from data.files.limits import Limits


@pytest.fixture(autouse=True)
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read at once what the child process would read."""

    def run(folder: Path, parts: Sequence[str], _limits: Limits) -> int:
        for part in parts:
            worker.answer(folder / part)
        return 0

    monkeypatch.setattr(reading, "_run", run)
